//! Feedback, for whoever sends it, for desks and for everybody: what the portal answers is what the document says.
//!
//! The examples are about one item, which this portal has: its steps are those of the examples.

mod effort;
mod files;
mod handled;
mod published;
mod sender;
mod stage;

use motcua_rules::feedback::route::Why;
use motcua_rules::feedback::{About, Actor, Channel, Event, Field, Identity, Kind, Reason, Satisfaction, Stage, Verb};
use motcua_tests::{OPERATOR, key};
use serde_json::{Value, json};

use super::document::{assert_valid, document, map, operation, text};

pub use stage::stage;
use stage::{asked, street};

fn of<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().copied().map(word).collect()
}

#[test]
fn the_documented_words_are_those_of_the_rules() {
    let documented = |name: &str| -> Vec<String> {
        let words = document()["components"]["schemas"][name]["enum"].as_array().expect("a list");
        words.iter().map(text).collect()
    };
    assert_eq!(documented("feedback_kind"), of(Kind::ALL, Kind::as_str));
    assert_eq!(documented("feedback_about"), of(About::ALL, About::as_str));
    assert_eq!(documented("feedback_field"), of(Field::ALL, Field::as_str));
    assert_eq!(documented("feedback_identity"), of(Identity::ALL, Identity::as_str));
    assert_eq!(documented("feedback_reason"), of(Reason::ALL, Reason::as_str));
    assert_eq!(documented("feedback_satisfaction"), of(Satisfaction::ALL, Satisfaction::as_str));
    assert_eq!(documented("feedback_stage"), of(Stage::ALL, Stage::as_str));
    assert_eq!(documented("feedback_verb"), of(Verb::ALL, Verb::as_str));
    assert_eq!(documented("feedback_actor"), of(Actor::ALL, Actor::as_str));
    assert_eq!(documented("feedback_channel"), of(Channel::ALL, Channel::as_str));
    assert_eq!(documented("feedback_why"), of(Why::ALL, Why::as_str));
    // What the sender thinks of the answer moves nothing, so the rules have no word for it.
    let events = [of(Event::ALL, Event::as_str), vec!["rated"]].concat();
    assert_eq!(documented("feedback_event"), events);
}

#[test]
fn every_documented_item_is_received_once() {
    let (scene, send) = (&stage().scene, operation("send_feedback"));
    let media = &send.value["requestBody"]["content"]["application/json"];
    for (name, example) in map(&media["examples"]) {
        assert_valid(&media["schema"], &example["value"], name);
        for language in ["vi", "en"] {
            let key = key();
            let ask = || {
                let ask = asked(scene, &send, &send.bare()).header("accept-language", language);
                let ask = ask.header("idempotency-key", &key).json(&example["value"]);
                if example["value"].get("channel").is_some() { ask.bearer(OPERATOR) } else { ask }
            };
            let [first, again] = [(); 2].map(|()| send.answers(ask(), 201));
            assert_eq!((first.json(), first.header("content-language")), (again.json(), Some(language)), "{name}");
            let place = first.header("location").expect("an address");
            assert!(place.ends_with(&text(&first.json()["code"])), "{name}: {place}");
        }
    }
    let key = key();
    let ask = |text: &str| {
        let ask = asked(scene, &send, &send.bare()).header("idempotency-key", &key);
        ask.json(&street(&json!({"text": text})))
    };
    send.answers(ask("Đèn tắt"), 201);
    send.refuses(ask("Đèn hỏng"), 409, "key-of-another-request");
}

/// What is wrong with an item, and how it is refused.
fn flaws() -> Vec<(Value, u16, &'static str)> {
    let flaw = |change| (change, 400, "malformed-parameter");
    let draft = json!({"draft": "H26-0123456789abcdef0123456789abcdef", "draft_secret": "nobody's"});
    vec![
        flaw(json!({"kind": "other"})),
        flaw(json!({"about": "weather"})),
        flaw(json!({"about": ""})),
        flaw(json!({"field": "all"})),
        flaw(json!({"text": " \n"})),
        flaw(json!({"text": "đ".repeat(10_001)})),
        flaw(json!({"text": "a\u{0}b"})),
        flaw(json!({"place": ""})),
        flaw(json!({"place": "đ".repeat(301)})),
        flaw(json!({"as": "soon"})),
        flaw(json!({"address": "hai\ndòng"})),
        flaw(json!({"lat": "91"})),
        flaw(json!({"lat": ""})),
        flaw(json!({"long": "105,8"})),
        flaw(json!({"phone": "12"})),
        flaw(json!({"email": "anh"})),
        flaw(json!({"identity": "named"})),
        flaw(json!({"identity": "anonymous", "name": "Nguyễn Thị Ánh"})),
        flaw(json!({"device": "short"})),
        flaw(json!({"about": "dossier"})),
        flaw(json!({"about": "dossier", "object": "H26"})),
        flaw(json!({"about": "agency", "object": "Hà Nội"})),
        flaw(json!({"object": "H26"})),
        (json!({"about": "procedure", "object": "9.999999"}), 404, "no-such-procedure"),
        (json!({"place": "00016"}), 422, "which-place"),
        (json!({"place": "99999"}), 422, "which-place"),
        (json!({"colour": "red"}), 400, "malformed-body"),
        (json!({"text": null}), 400, "malformed-body"),
        (draft, 404, "no-such-draft"),
        flaw(json!({"channel": "web"})),
        (json!({"channel": "hotline"}), 401, "unauthorized"),
        (json!({"received": 1_772_330_400_000_u64}), 400, "malformed-body"),
        flaw(json!({"received": "2026-03-01T09:00:00+07:00"})),
    ]
}

/// Members that only an item has which is kept.
const OF_SENDING: [&str; 4] = ["draft", "device", "channel", "received"];

#[test]
fn an_item_that_cannot_be_one_is_refused_as_documented() {
    let scene = &stage().scene;
    let [send, alike] = ["send_feedback", "find_similar_feedback"].map(operation);
    let ask = || asked(scene, &send, &send.bare()).header("idempotency-key", &key());
    for (change, status, kind) in flaws() {
        send.refuses(ask().json(&street(&change)), status, kind);
        let is_read = OF_SENDING.iter().all(|name| change.get(*name).is_none()) || kind == "malformed-body";
        let same = asked(scene, &alike, &alike.bare()).json(&street(&change));
        if is_read {
            alike.refuses(same, status, kind);
        } else {
            alike.answers(same, 200);
        }
    }
    for at in ["1970-01-01T00:00:00Z", "2026-03-02T09:00:00.001+07:00", "2026-03-01T09:00:00", "yesterday"] {
        let import = street(&json!({"channel": "import", "received": at}));
        send.refuses(ask().bearer(OPERATOR).json(&import), 400, "malformed-parameter");
    }
    let whole = street(&json!({}));
    let keyed = |key: &str| asked(scene, &send, &send.bare()).header("idempotency-key", key).json(&whole);
    send.refuses(asked(scene, &send, &send.bare()).json(&whole), 400, "missing-key");
    send.refuses(keyed("two words"), 400, "malformed-key");
    send.refuses(keyed("0123456789012345678901234567890"), 400, "weak-key");
    for operation in [&send, &alike] {
        let ask = || asked(scene, operation, &operation.bare()).header("idempotency-key", &key());
        let json = || ask().header("content-type", "application/json");
        operation.refuses(ask().body(whole.to_string()), 415, "unsupported-media-type");
        operation.refuses(json().body("[".repeat(13)), 400, "body-too-deep");
        let large = json().header("expect", "100-continue").body(vec![b' '; 128 * 1024 + 1]);
        operation.refuses(large, 413, "body-too-large");
    }
}

#[test]
fn who_said_the_same_is_told_as_documented() {
    let (stage, alike) = (stage(), operation("find_similar_feedback"));
    for language in ["vi", "en"] {
        let ask = asked(&stage.scene, &alike, &alike.bare()).header("accept-language", language);
        let answer = alike.answers(ask.json(&stage::body(&alike, "street")), 200);
        assert_eq!(answer.header("content-language"), Some(language));
        let found = answer.json();
        let first = &found["items"][0];
        assert_eq!(first["likeness"], 100, "{found}");
    }
}
