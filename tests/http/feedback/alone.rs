//! Feedback is taken whatever becomes of everything else.

use motcua_tests::{Scene, database, key, profile};
use serde_json::json;

use super::{MORNING, item, post, sent, with};

/// On Postgres the dossiers' tables are locked, on SQLite their whole file: nobody else writes there.
#[test]
fn items_are_taken_while_the_tables_of_dossiers_are_locked() {
    let feedback = profile().map(|_| database());
    let variables: Vec<(&str, &str)> = feedback.iter().map(|address| ("POSTGRES_FEEDBACK", address.as_str())).collect();
    let scene = Scene::with(MORNING, &variables, "");
    let before = sent(&scene, &item());
    let locked = scene.locked();
    let dossier = scene.citizen().ask_for_draft("1.004194", "00118");
    let refused = std::thread::spawn(move || dossier.attempt().map(|answer| answer.status));
    let sent = sent(&scene, &with(json!({"text": "Trong lúc khoá."})));
    assert_eq!(sent.shown(&scene)["state"]["code"], "received");
    before.answered(&scene);
    drop(locked);
    // Whoever waited for the lock was answered when it was gone, or was told to come again.
    assert!(matches!(refused.join().expect("an end"), Ok(201 | 503)));
}

/// Whoever set the functions of dossiers up did it wrongly, so that they answer nothing.
#[test]
fn items_are_taken_while_the_functions_of_dossiers_fail() {
    let scene = Scene::with(MORNING, &[("DRAFT_DAYS", "none"), ("RECEIPT_KEYS", "none")], "");
    let draft = json!({"procedure": "1.004194", "place": "00118"});
    let dossiers = scene.portal.ask("POST", "/api/drafts").header("idempotency-key", &key()).json(&draft).send();
    assert_eq!((dossiers.status, scene.portal.get("/api/dossiers/H26.109-260302-0001").send().status), (500, 500));
    let sent = sent(&scene, &item());
    sent.answered(&scene);
    assert_eq!(sent.shown(&scene)["state"]["code"], "answered");
}

/// What authorities publish cannot be read: the item goes to the national desk with what was typed.
#[test]
fn items_are_taken_where_nothing_can_be_looked_up() {
    let scene = Scene::at(MORNING);
    scene.without_places();
    let sent = sent(&scene, &item());
    assert_eq!((&sent.answer["desk"], &sent.answer["why"]["code"]), (&json!("G22"), &json!("no_desk")));
    assert_eq!(sent.shown(&scene)["place_name"], "00118");
    post(&scene, "/similar", &item()).expect(200);
}
