//! Items, for whoever opens them, and what desks do to them.

use std::collections::BTreeSet;

use motcua_tests::{DESK_H26, DESK_H29, key};
use serde_json::{Value, json};

use super::stage::{Item, about, asked, body, done, joinable, received, stage, step};
use crate::api::openapi::document::{NOBODYS_TOKEN, assert_valid, map, operation, text};

/// An item whose sender is known to the desk.
#[track_caller]
fn named() -> Item {
    received(&stage().scene, &sender())
}

fn sender() -> Value {
    json!({"name": "Nguyễn Thị Ánh", "phone": "0912 345 678", "email": "anh@example.vn"})
}

#[test]
fn an_item_is_followed_as_documented() {
    let scene = &stage().scene;
    let [read, join] = ["read_feedback", "support_feedback"].map(operation);
    let (item, invitation) = joinable(scene, &sender());
    let body = json!({"invitation": invitation});
    let joined = join.answers(done(scene, &join, &item, NOBODYS_TOKEN, &body), 201).json();
    let supporter = text(&joined["secret"]);
    for (token, is_said, is_named) in
        [(item.secret.as_str(), true, false), (DESK_H26, true, true), (supporter.as_str(), false, false)]
    {
        for language in ["vi", "en"] {
            let ask = || about(scene, &read, &item, token).header("accept-language", language);
            let answer = read.answers(ask(), 200);
            assert_eq!(answer.header("content-language"), Some(language));
            let shown = answer.json();
            assert_eq!((shown.get("said").is_some(), shown.get("sender").is_some()), (is_said, is_named), "{shown}");
            let tag = answer.header("etag").expect("a tag");
            read.answers(ask().header("if-none-match", tag), 304);
        }
    }
    let stranger = stage().item.secret.as_str();
    for token in [NOBODYS_TOKEN, DESK_H29, stranger, "a.b"] {
        read.refuses(about(scene, &read, &item, token), 404, "no-such-item");
    }
}

#[test]
fn an_item_is_supported_as_documented() {
    let scene = &stage().scene;
    let [join, read, take] = ["support_feedback", "read_feedback", "take_feedback_step"].map(operation);
    let (item, invitation) = joinable(scene, &sender());
    let media = &join.value["requestBody"]["content"]["application/json"];
    for (name, example) in map(&media["examples"]) {
        assert_valid(&media["schema"], &example["value"], name);
        let path = format!("/api/feedback/items/{}/supporters", item.code);
        let mut body = example["value"].clone();
        body["invitation"] = invitation.as_str().into();
        let ask = || scene.portal.ask("POST", &path).header("x-forwarded-for", "192.0.2.1");
        let [first, again] = [(); 2].map(|()| {
            let ask = ask().header("idempotency-key", &key()).json(&body);
            join.answers(ask, 201).json()
        });
        assert_eq!(first, again, "{name}: whoever comes twice is the same one");
    }
    let supporters = map(&media["examples"]).len();
    let shown = read.answers(about(scene, &read, &item, &item.secret), 200).json();
    assert_eq!(shown["supporters"], supporters);

    let ask = || about(scene, &join, &item, NOBODYS_TOKEN).header("idempotency-key", &key());
    join.refuses(ask().json(&json!({})), 404, "no-such-item");
    join.refuses(ask().json(&json!({"phone": "12"})), 400, "malformed-parameter");
    join.refuses(ask().json(&json!({"colour": "red"})), 400, "malformed-body");
    join.refuses(ask().body("a"), 415, "unsupported-media-type");
    join.refuses(about(scene, &join, &item, NOBODYS_TOKEN).json(&json!({})), 400, "missing-key");
    let large = ask().header("content-type", "application/json").body(" ".repeat(8 * 1024 + 1));
    join.refuses(large, 413, "body-too-large");
    take.answers(done(scene, &take, &item, DESK_H26, &body(&take, "refuse")), 200);
    join.refuses(ask().json(&json!({"invitation": invitation})), 409, "nothing-to-support");
}

#[test]
fn every_documented_step_is_taken_once() {
    let (scene, take) = (&stage().scene, operation("take_feedback_step"));
    let examples = map(&take.value["requestBody"]["content"]["application/json"]["examples"]);
    // Four of them published the item of this portal.
    let published = ["take_up", "answer", "propose", "publish"];
    let others: BTreeSet<&str> = examples.keys().map(String::as_str).filter(|name| !published.contains(name)).collect();
    assert_eq!(others.len() + published.len(), examples.len());
    for name in others {
        let item = named();
        let (key, body) = (key(), body(&take, name));
        let ask = || about(scene, &take, &item, DESK_H26).header("idempotency-key", &key).json(&body);
        let [first, again] = [(); 2].map(|()| take.answers(ask(), 200).json());
        assert_eq!(first, again, "{name}");
        assert_eq!((&first["version"], first["history"].as_array().map(Vec::len)), (&json!(2), Some(2)), "{name}");
        let other = json!({"verb": "take_up", "version": 1});
        let ask = about(scene, &take, &item, DESK_H26).header("idempotency-key", &key).json(&other);
        take.refuses(ask, 409, "key-of-another-request");
    }
}

#[test]
fn a_step_that_cannot_be_taken_is_refused_as_documented() {
    let (scene, take) = (&stage().scene, operation("take_feedback_step"));
    let item = named();
    let ask = |token: &str, body: &Value| done(scene, &take, &item, token, body);
    let take_up = body(&take, "take_up");
    take.refuses(ask(&item.secret, &take_up), 401, "unauthorized");
    for token in [NOBODYS_TOKEN, DESK_H29] {
        take.refuses(ask(token, &take_up), 404, "no-such-item");
    }
    for (body, status, kind) in [
        (json!({"verb": "sing", "version": 1}), 400, "malformed-parameter"),
        (json!({"version": 1}), 400, "malformed-parameter"),
        (json!({"verb": "take_up"}), 400, "malformed-parameter"),
        (json!({"verb": "ask_supplement", "version": 1}), 400, "malformed-parameter"),
        (json!({"verb": "answer", "version": 1, "text": "đ".repeat(20_001)}), 400, "malformed-parameter"),
        (json!({"verb": "refuse", "version": 1, "text": "Không"}), 400, "malformed-parameter"),
        (
            json!({"verb": "refuse", "version": 1, "text": "Không", "reason": "not_our_competence"}),
            400,
            "malformed-parameter",
        ),
        (json!({"verb": "take_up", "version": 1, "reason": "other"}), 400, "malformed-parameter"),
        (json!({"verb": "take_up", "version": 1, "desk": "H26.24"}), 400, "malformed-parameter"),
        (json!({"verb": "pass_on", "version": 1, "desk": "H26.109"}), 400, "malformed-parameter"),
        (json!({"verb": "publish", "version": 1, "public_text": "Đèn tắt"}), 400, "malformed-parameter"),
        (json!({"verb": "take_up", "version": -1}), 400, "malformed-body"),
        (json!({"verb": "take_up", "version": 1, "colour": "red"}), 400, "malformed-body"),
        (json!({"verb": "answer", "version": 1, "text": "Đã sửa"}), 409, "not-allowed-now"),
        (json!({"verb": "reopen", "version": 1}), 409, "not-allowed-now"),
        (json!({"verb": "take_up", "version": 0}), 409, "changed-meanwhile"),
    ] {
        take.refuses(ask(DESK_H26, &body), status, kind);
    }
    let ahead = json!({"verb": "take_up", "version": 9});
    assert_eq!(take.refuses(ask(DESK_H26, &ahead), 409, "changed-meanwhile")["version"], 1);
    let bare = || about(scene, &take, &item, DESK_H26);
    take.refuses(bare().json(&take_up), 400, "missing-key");
    take.refuses(bare().header("idempotency-key", "two words").json(&take_up), 400, "malformed-key");
    take.refuses(bare().header("idempotency-key", &key()).body("a"), 415, "unsupported-media-type");
    let large = bare().header("idempotency-key", &key()).header("content-type", "application/json");
    let large = large.header("expect", "100-continue").body(vec![b' '; 192 * 1024 + 1]);
    take.refuses(large, 413, "body-too-large");
    step(scene, &item, "take_up");
    assert_eq!(take.refuses(ask(DESK_H26, &take_up), 409, "changed-meanwhile")["version"], 2);
}

#[test]
fn a_desk_is_listed_as_documented() {
    let (scene, list) = (&stage().scene, operation("list_feedback_desk"));
    let items = [named(), named()];
    for call in list.calls() {
        for language in ["vi", "en"] {
            let ask = || asked(scene, &list, &call).bearer(DESK_H26).header("accept-language", language);
            assert_eq!(list.answers(ask(), 200).header("content-language"), Some(language), "{call}");
        }
    }
    let (mut seen, mut next) = (BTreeSet::new(), String::new());
    loop {
        let path = format!("{}?limit=1{next}", list.bare());
        let page = list.answers(asked(scene, &list, &path).bearer(DESK_H26), 200).json();
        let lines = page["items"].as_array().expect("lines");
        assert!(lines.iter().all(|line| seen.insert(text(&line["code"]))), "twice: {page}");
        let Some(cursor) = page["next"].as_str() else { break };
        next = format!("&cursor={cursor}");
    }
    assert!(items.iter().all(|item| seen.contains(&item.code)));
    let refused = [asked(scene, &list, &list.bare()), asked(scene, &list, &list.bare()).bearer(DESK_H29)];
    let stranger = asked(scene, &list, &list.bare()).bearer(&items[0].secret);
    for ask in refused.into_iter().chain([stranger]) {
        list.refuses(ask, 401, "unauthorized");
    }
}
