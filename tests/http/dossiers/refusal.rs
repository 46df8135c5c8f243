//! A refusal, and the way back in.

use motcua_rules::dossier::{Act, Actor};
use motcua_tests::Scene;
use motcua_tests::answers::{answers, form};
use serde_json::{Value, json};

use super::{STAY, filed, stands};

#[test]
fn what_was_refused_is_filed_again_with_everything_kept() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    dossier.resubmission().expect(409).problem("not-allowed-now");
    scene.now("2026-03-03T09:00");
    scene.official().refuse(&dossier.code, "Không thuộc thẩm quyền của phường");
    let (public, whole) = stands(&dossier, "not_accepted", &["registered", "refused"]);
    assert!(public["appointed"].is_null() && public["forecast"].is_null(), "{public}");
    assert_eq!(whole["timeline"][1]["reason"], "Không thuộc thẩm quyền của phường");
    assert!(!public.to_string().contains("thẩm quyền của phường"), "{public}");

    let again = dossier.again();
    assert_ne!((&again.id, &again.secret), (&dossier.draft.id, &dossier.draft.secret));
    let kept = again.restored();
    let files = |draft: &Value| -> Vec<Value> {
        let files = draft["files"].as_array().expect("files");
        files.iter().map(|file| json!([file["slot"], file["name"], file["sha256"], file["finished"]])).collect()
    };
    assert_eq!(files(&kept), files(&dossier.draft.restored()));
    assert_eq!(files(&kept).len(), 2);
    let given = answers(&form(STAY), &json!({}));
    assert_eq!(kept["answers"], Value::Object(given));

    let second = again.submit();
    assert_eq!(second.code, "H26.109-260303-0001");
    let (_, whole) = stands(&second, "registered", &["resubmitted"]);
    assert!(whole.to_string().contains(&dossier.code), "it refers to the one before: {whole}");
    stands(&dossier, "not_accepted", &["registered", "refused"]);
    assert_eq!(scene.in_order().files, 4);
}

#[test]
fn a_refused_dossier_is_at_its_end() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    scene.official().refuse(&dossier.code, "Không thuộc thẩm quyền");
    dossier.withdrawal("Thôi").expect(409).problem("not-allowed-now");
    scene.official().may_not(&dossier.code, Actor::Handler, Act::StartProcessing);
}
