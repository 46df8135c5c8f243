//! What comes twice, or at once.

use motcua_tests::{Scene, key};
use serde_json::json;

use super::{MORNING, Sent, item, post, sent, with};

#[test]
fn an_item_that_is_sent_twice_under_one_key_is_one() {
    let scene = Scene::at(MORNING);
    let key = key();
    let ask = |text: &str| {
        let body = with(json!({"text": text}));
        scene.portal.ask("POST", "/api/feedback/items").header("idempotency-key", &key).json(&body)
    };
    let (first, second) = (ask("một").expect(201).json(), ask("một").expect(201).json());
    assert_eq!(first, second);
    ask("hai").expect(409).problem("key-of-another-request");
    let short = scene.portal.ask("POST", "/api/feedback/items").header("idempotency-key", "1").json(&item());
    short.expect(400).problem("weak-key");
    scene.portal.ask("POST", "/api/feedback/items").json(&item()).expect(400).problem("missing-key");
}

#[test]
fn thirty_two_copies_at_once_are_one_item() {
    let scene = Scene::at(MORNING);
    let key = key();
    let ask = || scene.portal.ask("POST", "/api/feedback/items").header("idempotency-key", &key).json(&item());
    let codes: Vec<String> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..32).map(|_| scope.spawn(|| Sent::read(&ask().expect(201)).code)).collect();
        all.into_iter().map(|one| one.join().expect("an answer")).collect()
    });
    assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
    let next = sent(&scene, &item()).code;
    assert!(codes[0].ends_with("-0001") && next.ends_with("-0002"), "{} {next}", codes[0]);
}

#[test]
fn a_step_that_is_sent_twice_is_taken_once() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &item());
    let key = key();
    let step = |verb: &str| {
        let path = format!("/api/feedback{}", sent.path("/steps"));
        let body = json!({"verb": verb, "version": 1});
        scene.portal.ask("POST", &path).header("idempotency-key", &key).bearer(motcua_tests::DESK_H26).json(&body)
    };
    step("take_up").expect(200);
    step("take_up").expect(200);
    assert_eq!(sent.shown(&scene)["version"], 2);
    // Another who saw the same version comes too late.
    let late =
        post(&scene, &sent.path("/steps"), &json!({"verb": "take_up", "version": 1})).bearer(motcua_tests::DESK_H26);
    assert_eq!(late.expect(409).problem("changed-meanwhile")["version"], 2);
}

#[test]
fn what_the_sender_says_twice_is_said_once() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &item());
    sent.step(&scene, "ask_supplement", json!({"text": "Ở số nhà nào?"})).expect(200);
    let key = key();
    let say = || {
        let path = format!("/api/feedback{}", sent.path("/supplement"));
        let body = json!({"version": 2, "text": "Số 12."});
        scene.portal.ask("POST", &path).header("idempotency-key", &key).bearer(&sent.secret).json(&body)
    };
    assert_eq!(say().expect(200).json()["version"], 3);
    assert_eq!(say().expect(200).json()["version"], 3);
}
