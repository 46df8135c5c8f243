//! What senders do with the answers that they get.

use motcua_tests::{DESK_H26, Scene, key};
use serde_json::{Value, json};

use super::stage::{NOW, about, answered, body, done, received, stage, step};
use crate::api::openapi::document::{NOBODYS_TOKEN, map, operation};

#[test]
fn what_the_sender_does_is_refused_as_documented() {
    let scene = &stage().scene;
    let item = received(scene, &json!({}));
    for (name, example) in [("supplement_feedback", "lamp"), ("reopen_feedback", "dark"), ("rate_feedback", "dislike")]
    {
        let act = operation(name);
        let body = body(&act, example);
        let ask = |token: &str, body: &Value| done(scene, &act, &item, token, body);
        for token in [NOBODYS_TOKEN, DESK_H26] {
            act.refuses(ask(token, &body), 404, "no-such-item");
        }
        let with = |change: Value| {
            let mut body = body.clone();
            map(&change).iter().for_each(|(name, value)| body[name] = value.clone());
            body
        };
        act.refuses(ask(&item.secret, &with(json!({"version": "1"}))), 400, "malformed-body");
        act.refuses(ask(&item.secret, &with(json!({"colour": "red"}))), 400, "malformed-body");
        let bare = || about(scene, &act, &item, &item.secret);
        act.refuses(bare().json(&body), 400, "missing-key");
        act.refuses(bare().header("idempotency-key", &key()).body("a"), 415, "unsupported-media-type");
        let large = bare().header("idempotency-key", &key()).header("content-type", "application/json");
        let large = large.header("expect", "100-continue").body(vec![b' '; 128 * 1024 + 1]);
        act.refuses(large, 413, "body-too-large");
        let kind = if name == "rate_feedback" { "nothing-to-rate" } else { "not-allowed-now" };
        act.refuses(ask(&item.secret, &with(json!({"version": 1}))), 409, kind);
    }
}

#[test]
fn an_item_is_reopened_as_documented() {
    let (scene, reopen) = (&stage().scene, operation("reopen_feedback"));
    let item = answered(scene);
    let body = body(&reopen, "dark");
    let ask = |body: &Value| done(scene, &reopen, &item, &item.secret, body);
    reopen.refuses(ask(&json!({"version": 3, "text": " "})), 400, "malformed-parameter");
    reopen.refuses(ask(&json!({"version": 0, "text": "Tắt lại"})), 409, "changed-meanwhile");
    let key = key();
    let ask = || about(scene, &reopen, &item, &item.secret).header("idempotency-key", &key);
    let [first, again] = [(); 2].map(|()| reopen.answers(ask().json(&body), 200).json());
    assert_eq!((&first, &first["state"]["code"]), (&again, &json!("handled_directly")));
    reopen.refuses(ask().json(&json!({"version": 3, "text": "Tắt lại"})), 409, "key-of-another-request");
}

#[test]
fn an_answer_is_rated_as_documented() {
    let (scene, rate) = (&stage().scene, operation("rate_feedback"));
    for name in ["like", "dislike"] {
        let item = answered(scene);
        let (key, body) = (key(), body(&rate, name));
        let ask = || about(scene, &rate, &item, &item.secret).header("idempotency-key", &key);
        let [first, again] = [(); 2].map(|()| rate.answers(ask().json(&body), 200).json());
        assert_eq!((&first, &first["satisfaction"]["code"]), (&again, &json!(name)));
        let other = json!({"version": 3, "satisfaction": name, "text": "Khác"});
        rate.refuses(ask().json(&other), 409, "key-of-another-request");
        let ask = |body: &Value| done(scene, &rate, &item, &item.secret, body);
        rate.refuses(ask(&json!({"version": 4, "satisfaction": "love"})), 400, "malformed-parameter");
        rate.refuses(ask(&json!({"version": 4})), 400, "malformed-parameter");
        assert_eq!(rate.refuses(ask(&body), 409, "changed-meanwhile")["version"], 4);
    }
}

#[test]
fn an_answer_is_reopened_in_time_as_documented() {
    // A portal of its own: more than a month goes by here.
    let scene = Scene::at(NOW);
    let reopen = operation("reopen_feedback");
    let item = answered(&scene);
    scene.now("2026-04-02T09:00");
    let late = done(&scene, &reopen, &item, &item.secret, &body(&reopen, "dark"));
    reopen.refuses(late, 409, "too-late-to-reopen");
    step(&scene, &item, "propose");
}
