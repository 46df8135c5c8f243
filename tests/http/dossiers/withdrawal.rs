//! The applicant takes the dossier back.

use motcua_tests::{Scene, key};
use serde_json::json;

use super::{filed, late, stands};

#[test]
fn a_dossier_may_be_taken_back_until_the_result_is_there() {
    let scene = Scene::at("2026-03-02T09:00");
    let (early, late_one) = (filed(&scene), filed(&scene));
    let answer = early.withdrawal("Đã chuyển đi nơi khác").expect(201).json();
    assert_eq!((&answer["code"], &answer["version"]), (&json!(early.code), &json!(2)), "{answer}");
    let (public, whole) = stands(&early, "withdrawn", &["registered", "withdrawn"]);
    assert_eq!(late(&public).len(), 0);
    assert_eq!(whole["timeline"][1]["reason"], "Đã chuyển đi nơi khác");
    assert!(!public.to_string().contains("Đã chuyển đi"), "{public}");
    early.withdrawal("Lần nữa").expect(409).problem("not-allowed-now");

    let code = late_one.code.as_str();
    scene.official().accept(code);
    scene.official().start(code);
    scene.official().finish(code, "Xác nhận tạm trú");
    late_one.withdrawal("Muộn").expect(409).problem("not-allowed-now");
}

#[test]
fn a_withdrawal_that_comes_twice_is_one() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let key = key();
    let ask = || {
        let body = json!({"reason": "Thôi"});
        dossier.ask("POST", "/withdrawal").header("idempotency-key", &key).json(&body).expect(201).text()
    };
    assert_eq!(ask(), ask());
    stands(&dossier, "withdrawn", &["registered", "withdrawn"]);
}

#[test]
fn only_who_holds_the_secret_takes_steps() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let other = filed(&scene).draft.secret;
    let papers = json!({"papers": [{"paper": "Hợp đồng", "files": []}]});
    for (below, body) in [("/withdrawal", json!({})), ("/supplements", papers), ("/resubmission", json!({}))] {
        for ask in [dossier.stranger("POST", below), dossier.stranger("POST", below).bearer(&other)] {
            ask.header("idempotency-key", &key()).json(&body).expect(404).problem("no-such-dossier");
        }
    }
    stands(&dossier, "registered", &["registered"]);
}
