//! Who sends much works or waits for it, and at last nothing goes.

use motcua_tests::{OPERATOR, Scene, key};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{MORNING, post, with};

const DEVICE: &str = "a-device-made-up-by-chance";

fn from_device(change: Value) -> Value {
    let mut item = with(json!({"device": DEVICE}));
    item.as_object_mut().expect("an item").extend(change.as_object().expect("members").clone());
    item
}

/// What makes the hash begin with so many zero bits.
fn nonce(ticket: &str, bits: u64) -> String {
    let zeros = |nonce: &String| {
        let hash = Sha256::digest(format!("{ticket}{nonce}"));
        let leading: u64 = u64::from_be_bytes(hash[..8].try_into().expect("eight bytes")).leading_zeros().into();
        leading >= bits
    };
    (0_u64..).map(|number| number.to_string()).find(zeros).expect("a nonce")
}

#[test]
fn the_sixth_item_of_an_hour_costs_work_or_a_wait() {
    let scene = Scene::at(MORNING);
    for _ in 0..5 {
        post(&scene, "/items", &from_device(json!({}))).expect(201);
    }
    let key = key();
    let ask = |change: Value| {
        scene.portal.ask("POST", "/api/feedback/items").header("idempotency-key", &key).json(&from_device(change))
    };
    let refused = ask(json!({})).expect(429);
    assert_eq!(refused.header("retry-after"), Some("10"));
    let problem = refused.problem("effort-wanted");
    let (ticket, bits) = (problem["ticket"].as_str().expect("a ticket"), problem["bits"].as_u64().expect("bits"));
    ask(json!({"ticket": ticket, "nonce": "0"})).expect(429);
    ask(json!({"ticket": format!("{ticket}0"), "nonce": nonce(ticket, bits)})).expect(429);
    // A ticket is for one request.
    let other = from_device(json!({"ticket": ticket, "nonce": nonce(ticket, bits)}));
    post(&scene, "/items", &other).expect(429).problem("effort-wanted");
    let first = ask(json!({"ticket": ticket, "nonce": nonce(ticket, bits)})).expect(201).json();
    // A repetition needs no other effort.
    assert_eq!(ask(json!({"ticket": ticket, "nonce": nonce(ticket, bits)})).expect(201).json(), first);
    // Others on the same line send freely.
    post(&scene, "/items", &with(json!({"device": "another-device-by-chance"}))).expect(201);
}

#[test]
fn an_operator_is_asked_for_nothing() {
    let scene = Scene::at(MORNING);
    for _ in 0..8 {
        let hotline = with(json!({"channel": "hotline"}));
        post(&scene, "/drafts", &json!({"place": "00118"})).bearer(OPERATOR).expect(201);
        post(&scene, "/items", &hotline).bearer(OPERATOR).expect(201);
    }
    // Nor is it counted for whoever sends from there without a token.
    post(&scene, "/items", &with(json!({}))).expect(201);
}

#[test]
fn whoever_waits_needs_no_work() {
    let scene = Scene::at(MORNING);
    for _ in 0..5 {
        post(&scene, "/items", &from_device(json!({}))).expect(201);
    }
    let key = key();
    let ask = |change: Value| {
        scene.portal.ask("POST", "/api/feedback/items").header("idempotency-key", &key).json(&from_device(change))
    };
    let ticket = ask(json!({})).expect(429).json()["ticket"].clone();
    ask(json!({"ticket": ticket})).expect(429);
    scene.later(1);
    ask(json!({"ticket": ticket})).expect(201);
}
