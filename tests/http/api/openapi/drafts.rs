//! Drafts, for whoever has their secret: what the portal answers is what the document says.

use std::sync::OnceLock;

use motcua_tests::answers::{answers, form};
use motcua_tests::samples::{jpeg, pdf};
use motcua_tests::{Citizen, Draft, Scene, key};
use serde_json::json;

use super::document::{assert_valid, map, operation};

/// Registration of a temporary stay.
pub const STAY: &str = "1.004194";
/// Phường Bồ Đề, Hà Nội.
pub const PLACE: &str = "00118";

/// The portal of these tests, on a Monday morning. They share it: each has drafts and dossiers of its own.
pub fn scene() -> &'static Scene {
    static SCENE: OnceLock<Scene> = OnceLock::new();
    SCENE.get_or_init(|| Scene::at("2026-03-02T09:00"))
}

/// A draft that can be filed, with two files.
pub fn ready(citizen: &Citizen) -> Draft {
    let draft = citizen.drafts(STAY, PLACE).answers(&answers(&form(STAY), &json!({})));
    draft.upload("dwelling_proof", "nhà.pdf", &pdf(1)).upload("dwelling_proof", "nhà.jpg", &jpeg(2))
}

#[test]
fn every_documented_body_begins_a_draft() {
    let scene = scene();
    let begin = operation("begin_draft");
    for (kind, media) in map(&begin.value["requestBody"]["content"]) {
        for (name, example) in map(&media["examples"]) {
            assert_valid(&media["schema"], &example["value"], name);
            for language in ["vi", "en"] {
                let ask = scene.citizen().ask("POST", "/api/drafts").header("content-type", kind);
                let ask = ask.header("accept-language", language).body(example["value"].to_string());
                assert_eq!(begin.answers(ask, 201).header("content-language"), Some(language), "{name}");
            }
        }
    }
    let key = key();
    let ask = |place: &str| {
        let body = json!({"procedure": STAY, "place": place});
        scene.citizen().ask("POST", "/api/drafts").header("idempotency-key", &key).json(&body)
    };
    let [first, again] = [(); 2].map(|()| begin.answers(ask(PLACE), 201).json());
    assert_eq!(first, again);
    begin.refuses(ask("00004"), 409, "key-of-another-request");
    let feed = first["feed"].as_str().expect("a feed");
    let another = begin.answers(Citizen::with_feed(&scene.portal.url, feed).ask_for_draft(STAY, PLACE), 201).json();
    assert_eq!(another["feed"], feed);
}

#[test]
fn a_draft_that_cannot_be_begun_is_refused_as_documented() {
    let scene = scene();
    let begin = operation("begin_draft");
    let ask = || scene.citizen().ask("POST", "/api/drafts").header("content-type", "application/json");
    let whole = json!({"procedure": STAY, "place": PLACE}).to_string();
    for (body, status, kind) in [
        (json!({"procedure": "9.999999", "place": PLACE}).to_string(), 404, "no-such-procedure"),
        (json!({"procedure": STAY, "place": "00016"}).to_string(), 422, "which-place"),
        (json!({"procedure": STAY, "place": " "}).to_string(), 400, "malformed-parameter"),
        (json!({"procedure": STAY, "place": PLACE, "colour": "red"}).to_string(), 400, "malformed-body"),
        ("[".repeat(13), 400, "body-too-deep"),
        (" ".repeat(4_097), 413, "body-too-large"),
    ] {
        begin.refuses(ask().body(body), status, kind);
    }
    for (key, kind) in [("two words", "malformed-key"), ("short", "weak-key")] {
        begin.refuses(ask().header("idempotency-key", key).body(whole.clone()), 400, kind);
    }
    begin.refuses(ask().bearer("nobody's").body(whole.clone()), 400, "malformed-feed");
    begin.refuses(scene.citizen().ask("POST", "/api/drafts").body(whole), 415, "unsupported-media-type");
}

#[test]
fn a_draft_is_read_and_changed_as_documented() {
    let scene = scene();
    let (read, save) = (operation("read_draft"), operation("save_draft"));
    let draft = scene.citizen().drafts(STAY, PLACE);
    let answer = read.answers(draft.ask("GET", ""), 200);
    assert_eq!(answer.header("etag"), Some("\"1\""));
    let cookie = format!("motcua_draft={}.{}", draft.id, draft.secret);
    let page = scene.citizen().ask("GET", &format!("/api/drafts/{}", draft.id)).header("cookie", &cookie);
    assert_eq!(read.answers(page, 200).json(), answer.json());

    let change = |seen: &str| draft.ask("PATCH", "").header("if-match", seen);
    for (kind, media) in map(&save.value["requestBody"]["content"]) {
        for (name, example) in map(&media["examples"]) {
            assert_valid(&media["schema"], &example["value"], name);
            let ask = change("*").header("content-type", kind).body(example["value"].to_string());
            assert_eq!(save.answers(ask, 200).json()["answers"]["applicant_name"], example["value"]["applicant_name"]);
        }
    }
    save.refuses(change("\"1\"").json(&json!({"months": 7})), 412, "changed-elsewhere");
    save.refuses(change("1").json(&json!({"months": 7})), 400, "malformed-if-match");
    save.refuses(draft.ask("PATCH", "").json(&json!({"months": 7})), 428, "missing-if-match");
    save.refuses(change("*").json(&json!({"colour": "red"})), 422, "unknown-answers");
    save.refuses(change("*").json(&json!([])), 400, "malformed-body");
    save.refuses(change("*").header("content-type", "text/plain").body("a"), 415, "unsupported-media-type");
    let long = |bytes: usize| json!({"reason": "a".repeat(bytes)});
    save.refuses(change("*").header("expect", "100-continue").json(&long(256 << 10)), 413, "body-too-large");
    save.answers(change("*").json(&long(200 << 10)), 200);
    save.refuses(change("*").json(&json!({"head_name": "a".repeat(100 << 10)})), 413, "answers-too-large");
}

#[test]
fn a_draft_is_checked_and_filed_as_documented() {
    let scene = scene();
    let [read, save, check, submit] = ["read_draft", "save_draft", "check_draft", "submit_draft"].map(operation);
    let draft = scene.citizen().drafts(STAY, PLACE);
    assert_eq!(check.answers(draft.ask("POST", "/check"), 200).json()["ready"], false);
    submit.refuses(draft.submission(&key()), 422, "not-ready");
    submit.refuses(draft.ask("POST", "/submit"), 400, "missing-key");
    submit.refuses(draft.submission("two words"), 400, "malformed-key");
    submit.refuses(draft.submission(&key()).json(&json!({"version": "1"})), 400, "malformed-body");
    submit.refuses(draft.submission(&key()).body("a"), 415, "unsupported-media-type");

    let draft = ready(&scene.citizen());
    assert_eq!(check.answers(draft.ask("POST", "/check"), 200).json()["ready"], true);
    submit.refuses(draft.submission(&key()).json(&json!({"version": 1})), 412, "changed-elsewhere");
    let key_of_first = key();
    let body = &submit.value["requestBody"]["content"]["application/json"]["examples"]["seen"]["value"];
    let first = submit.answers(draft.submission(&key_of_first).json(body), 201);
    assert_eq!(first.json(), submit.answers(draft.submission(&key_of_first).json(body), 201).json());
    submit.refuses(draft.submission(&key_of_first), 409, "key-of-another-request");
    submit.refuses(draft.submission(&key()), 409, "already-filed");
    check.refuses(draft.ask("POST", "/check"), 409, "already-filed");
    save.refuses(draft.save(&json!({"months": 7})), 409, "already-filed");
    assert_eq!(read.answers(draft.ask("GET", ""), 200).json()["dossier"]["code"], first.json()["code"]);
}
