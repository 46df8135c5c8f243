//! The portal that the examples of feedback are asked of.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use motcua_tests::{Ask, DESK_H26, Scene, key};
use serde_json::{Value, json};

use crate::api::openapi::document::{Operation, assert_valid, example, operation};

/// A Monday morning.
pub const NOW: &str = "2026-03-02T09:00";

/// The portal of these tests. The item of the examples is published there.
pub struct Stage {
    pub scene: Scene,
    pub item: Item,
}

/// An item that is open to whoever holds this.
pub struct Item {
    pub code: String,
    pub secret: String,
}

/// They share it: each test has items of its own beside that of the examples.
pub fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| {
        // Each request comes from another address, as far as its load balancer says: so nobody is asked for an effort.
        let scene = Scene::with(NOW, &[("TRUSTED_PROXIES", "127.0.0.1")], "");
        let item = received(&scene, &json!({}));
        let read = operation("read_feedback");
        assert_eq!(item.code, example(read.parameters("path").next().expect("a code")));
        for name in ["take_up", "answer", "propose", "publish"] {
            step(&scene, &item, name);
        }
        Stage { scene, item }
    })
}

/// A request of an operation from an address of its own.
pub fn asked(scene: &Scene, operation: &Operation, path: &str) -> Ask {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let [.., a, b, c] = MADE.fetch_add(1, Relaxed).to_be_bytes();
    let address = format!("10.{a}.{b}.{c}");
    scene.portal.ask(&operation.method, path).header("x-forwarded-for", &address)
}

/// A request about an item by whoever bears a token.
pub fn about(scene: &Scene, operation: &Operation, item: &Item, token: &str) -> Ask {
    let code = operation.parameters("path").find(|one| one["name"] == "code").expect("a code");
    asked(scene, operation, &operation.at(code, &item.code)).bearer(token)
}

/// The same with a body, under a key of its own.
pub fn done(scene: &Scene, operation: &Operation, item: &Item, token: &str, body: &Value) -> Ask {
    about(scene, operation, item, token).header("idempotency-key", &key()).json(body)
}

/// The body that the document gives an operation under this name.
#[track_caller]
pub fn body(operation: &Operation, name: &str) -> Value {
    let media = &operation.value["requestBody"]["content"]["application/json"];
    let body = &media["examples"][name]["value"];
    assert_valid(&media["schema"], body, name);
    body.clone()
}

/// The first example of an item with other members, from no device.
#[track_caller]
pub fn street(change: &Value) -> Value {
    let mut item = body(&operation("send_feedback"), "street");
    item["device"] = "".into();
    item.as_object_mut().expect("an item").extend(change.as_object().expect("members").clone());
    item
}

/// Sends that item.
#[track_caller]
pub fn received(scene: &Scene, change: &Value) -> Item {
    let send = operation("send_feedback");
    let ask = asked(scene, &send, &send.bare()).header("idempotency-key", &key()).json(&street(change));
    let sent = send.answers(ask, 201).json();
    let text = |name: &str| sent[name].as_str().expect("a text").to_owned();
    Item { code: text("code"), secret: text("secret") }
}

/// Sends one that is like no other, and has the invitation of whoever is about to say the same.
#[track_caller]
pub fn joinable(scene: &Scene, change: &Value) -> (Item, String) {
    let mut change = change.clone();
    change["text"] = [(); 8].map(|()| key()).join(" ").into();
    let (item, alike) = (received(scene, &change), operation("find_similar_feedback"));
    let found = alike.answers(asked(scene, &alike, &alike.bare()).json(&street(&change)), 200).json();
    assert_eq!(found["items"][0]["code"], item.code.as_str(), "{found}");
    (item, found["items"][0]["invitation"].as_str().expect("an invitation").to_owned())
}

/// Takes the step of this name as the desk of Hà Nội, and answers with the item after it.
#[track_caller]
pub fn step(scene: &Scene, item: &Item, name: &str) -> Value {
    let take = operation("take_feedback_step");
    take.answers(done(scene, &take, item, DESK_H26, &body(&take, name)), 200).json()
}

/// An item that was answered.
#[track_caller]
pub fn answered(scene: &Scene) -> Item {
    let item = received(scene, &json!({}));
    step(scene, &item, "take_up");
    step(scene, &item, "answer");
    item
}
