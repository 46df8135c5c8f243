//! A dossier to which nothing unusual happens.

use motcua_tests::Scene;
use serde_json::json;

use super::{PHONE, date, filed, is_hidden_from_strangers, late, ready, stands, words};

#[test]
fn a_dossier_goes_straight_from_the_filing_to_the_result() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let mut events = vec!["registered"];
    assert_eq!(dossier.code, "H26.109-260302-0001");
    let (public, _) = stands(&dossier, "registered", &events);
    // Nothing is owed, so there is nothing to forecast.
    assert_eq!((date(&public["appointed"]), &public["forecast"]), ("2026-03-05", &json!(null)));
    is_hidden_from_strangers(&dossier);

    let mut step = |now: &str, act: &dyn Fn(), event, stage| {
        scene.now(now);
        act();
        events.push(event);
        let (public, whole) = stands(&dossier, stage, &events);
        assert_eq!((date(&public["appointed"]), late(&public).len()), ("2026-03-05", 0), "{public}");
        assert_eq!(date(&whole["appointed"]), "2026-03-05");
        assert_eq!(words(&public, "at").len(), events.len());
    };
    let (code, office) = (dossier.code.as_str(), || scene.official());
    step("2026-03-02T10:00", &|| drop(office().accept(code)), "accepted", "accepted");
    step("2026-03-03T08:30", &|| drop(office().start(code)), "processing_started", "in_process");
    step("2026-03-05T16:00", &|| drop(office().finish(code, "Xác nhận")), "finished", "processed");
    step("2026-03-06T09:00", &|| drop(office().hand_over(code)), "result_returned", "returned");
    assert_eq!(scene.in_order().dossiers[&dossier.code], 5);
}

#[test]
fn the_filing_is_answered_with_all_that_a_citizen_needs() {
    let scene = Scene::at("2026-03-02T09:00");
    let draft = ready(&scene);
    assert_eq!(draft.ask("POST", "/check").expect(200).json()["ready"], true);
    let dossier = draft.submit();
    let filed = &dossier.filed;
    assert_eq!((&filed["appointed"]["date"], &filed["appointed_missing"]), (&json!("2026-03-05"), &json!(null)));
    assert!(filed["appointed"]["explanation"].as_array().is_some_and(|lines| lines.len() >= 4), "{filed}");
    assert_eq!(filed["fee"]["amount_dong"], 7_000, "{filed}");
    assert!(!filed["how_to_pay"].is_null(), "{filed}");
    assert_eq!(filed["receiving"]["agency"], "H26.109");
    assert_eq!(filed["receipt"], format!("/api/dossiers/{}/receipt", dossier.code));
    let files = filed["files"].as_array().expect("files");
    let of = |name: &str| files.iter().map(|file| file[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("slot"), ["dwelling_proof", "dwelling_proof"]);
    assert_eq!(of("media_type"), ["image/jpeg", "application/pdf"]);
    assert!(of("sha256").iter().all(|hash| hash.as_str().is_some_and(|hash| hash.len() == 64)));
    // The draft is the dossier now, to whoever holds its secret.
    let restored = draft.restored();
    assert_eq!(
        (&restored["dossier"]["code"], &restored["dossier"]["reference"]),
        (&filed["code"], &filed["reference"])
    );
    assert_eq!(draft.save(&json!({"reason": "khác"})).send().status, 409);
}

#[test]
fn the_spoken_reference_opens_what_the_code_opens() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let by = |name: &str| {
        let ask = scene.portal.get(&format!("/api/dossiers/{name}")).header("second-factor", PHONE);
        ask.expect(200).json()
    };
    let reference = dossier.reference.as_str();
    let spoken = reference.to_lowercase().replace('-', "").replace('0', "o").replace('1', "l");
    for name in [reference, &spoken] {
        let told = by(name);
        assert_eq!(told, by(&dossier.code), "{name}");
    }
    let unknown = |name: &str, factor: &str| {
        let answer = scene.portal.get(&format!("/api/dossiers/{name}")).header("second-factor", factor).expect(404);
        answer.problem("no-such-dossier")
    };
    // A wrong pair and what was never filed are one answer.
    assert_eq!(unknown(&dossier.code, "0001"), unknown("H26.109-260302-0009", PHONE));
}
