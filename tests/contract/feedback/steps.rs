//! A step of an item with all that it changes, for whoever has seen the last one.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{append, counted, item_of, publication, received, step, tally};
use crate::papers::{AGENCY, NOW, bytes, event, message, request};
use crate::rows::{column, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_step_changes_what_it_says,
    a_step_of_another_version_is_told_the_last,
    an_item_that_is_not_there_is_unknown,
    a_history_that_is_full_is_damage,
    a_repeated_step_gets_the_first_answer,
    a_key_with_another_step_is_a_conflict,
    each_item_has_keys_of_its_own,
    messages_are_about_their_step,
    a_step_counts_what_it_says,
    steps_keep_every_text,
    a_step_may_be_large,
    an_entry_may_have_many_terms,
];

fn a_step_changes_what_it_says(store: &Store) {
    let codes = [1, 2].map(|number| received(store, number, json!({})));
    let (before, other) = (item_of(store, &codes[0]), item_of(store, &codes[1]));
    let columns = json!({
        "state": "refused", "desk": "H29.102", "due": "2025-08-01", "facts": "{}",
        "event": { "at": NOW + 9, "event": "refused", "actor": "desk", "day": "2025-08-01", "sealed": bytes("why") },
    });
    assert_eq!(append(store, &with(step(&codes[0], 1), columns)), Ok(2.into()));
    let expected = json!({
        "state": "refused", "desk": "H29.102", "due": "2025-08-01", "facts": "{}", "version": 2, "updated": NOW + 9,
    });
    assert_eq!(item_of(store, &codes[0]), with(before, expected));
    assert_eq!(item_of(store, &codes[1]), other);
    let event = &store.ok("feedback/events", json!([AGENCY, codes[0], 1]))[0];
    assert_eq!([&event["number"], &event["event"], &event["actor"]], [&json!(2), &json!("refused"), &json!("desk")]);
    assert_eq!([&event["day"], &event["sealed"]], [&json!("2025-08-01"), &bytes("why")]);
    append(store, &with(step(&codes[0], 2), json!({ "due": null }))).expect("a step");
    assert_eq!(item_of(store, &codes[0])["due"], Value::Null);
    in_order(&mut store.kept());
}

fn a_step_of_another_version_is_told_the_last(store: &Store) {
    let code = received(store, 1, json!({}));
    append(store, &step(&code, 1)).expect("a step");
    let stood = item_of(store, &code);
    let late = |expected: u32| {
        let columns = json!({
            "state": "other", "messages": [message("x")], "request": request("key", "hash"),
            "publication": publication("x", &["x"]), "tallies": [tally("land", "2025-07", "x", 1)],
        });
        append(store, &with(step(&code, expected), columns))
    };
    for expected in [0, 1, 3, u32::MAX - 1] {
        assert_eq!(late(expected), Err(json!({ "Changed": 2 })), "{expected}");
    }
    assert_eq!(item_of(store, &code), stood);
    assert_eq!(store.ok("outbox/waiting", json!([AGENCY, null, 10])).as_array().map(Vec::len), Some(1));
    assert_eq!((super::entry_of(store, &code), counted(store, "2025-07").len()), (Value::Null, 1));
    // What was refused has left its key free.
    assert_eq!(late(2), Ok(3.into()));
    in_order(&mut store.kept());
}

fn an_item_that_is_not_there_is_unknown(store: &Store) {
    let code = received(store, 1, json!({}));
    for (agency, other) in
        [("H26", code.as_str()), (AGENCY, ""), (AGENCY, "PA.H29.101-250701-0002"), (AGENCY, &code[1..])]
    {
        let refusal = append(store, &with(step(other, 1), json!({ "agency": agency })));
        assert_eq!(refusal, Err("Unknown".into()), "{agency} {other}");
    }
    // A dossier is no item.
    let dossier = crate::papers::filed(store, &crate::papers::id(9));
    assert_eq!(append(store, &step(&dossier, 1)), Err("Unknown".into()));
    assert_eq!(item_of(store, &code)["version"], 1);
    in_order(&mut store.kept());
}

fn a_history_that_is_full_is_damage(store: &Store) {
    let code = received(store, 1, json!({}));
    for asked in [Value::Null, request("key", "hash")] {
        let refusal = append(store, &with(step(&code, u32::MAX), json!({ "request": asked }))).expect_err("a fault");
        assert!(refusal["Failed"]["Damaged"].is_string(), "{refusal}");
    }
    in_order(&mut store.kept());
}

fn keyed(store: &Store, code: &str, expected: u32, key: &str, hash: &str) -> Result<Value, Value> {
    append(store, &with(step(code, expected), json!({ "request": request(key, hash) })))
}

fn a_repeated_step_gets_the_first_answer(store: &Store) {
    let code = received(store, 1, json!({}));
    assert_eq!(keyed(store, &code, 1, "first", "hash"), Ok(2.into()));
    assert_eq!(keyed(store, &code, 2, "second", "hash"), Ok(3.into()));
    let stood = item_of(store, &code);
    // Late, and by somebody who has read the item anew.
    for expected in [1, 2, 3, 9] {
        let again = json!({
            "state": "x", "request": request("first", "hash"), "messages": [message("x")], "files": ["none"],
            "publication": publication("x", &["x"]), "tallies": [tally("land", "2025-07", "received", 1)],
        });
        assert_eq!(append(store, &with(step(&code, expected), again)), Ok(2.into()), "{expected}");
    }
    assert_eq!((item_of(store, &code), super::entry_of(store, &code)), (stood, Value::Null));
    assert_eq!(counted(store, "2025-07"), [("land".to_owned(), "received".to_owned(), 1)]);
    assert_eq!(store.ok("outbox/waiting", json!([AGENCY, null, 10])).as_array().map(Vec::len), Some(1));
    in_order(&mut store.kept());
}

fn a_key_with_another_step_is_a_conflict(store: &Store) {
    let code = received(store, 1, json!({}));
    keyed(store, &code, 1, "key", "hash").expect("a step");
    for (expected, hash) in [(1, "other"), (2, "other"), (2, ""), (2, "Hash")] {
        assert_eq!(keyed(store, &code, expected, "key", hash), Err("Conflict".into()), "{expected} {hash:?}");
    }
    assert_eq!(item_of(store, &code)["version"], 2);
}

fn each_item_has_keys_of_its_own(store: &Store) {
    for number in [1, 2] {
        let code = received(store, number, json!({}));
        assert_eq!(keyed(store, &code, 1, "key", &code), Ok(2.into()));
        for _ in 0..2 {
            for (expected, text) in (2..).zip(TEXTS) {
                assert_eq!(keyed(store, &code, expected, text, text), Ok((expected + 1).into()), "{text:?}");
            }
        }
    }
    in_order(&mut store.kept());
}

fn messages_are_about_their_step(store: &Store) {
    let code = received(store, 1, json!({}));
    append(store, &step(&code, 1)).expect("a step");
    append(store, &with(step(&code, 2), json!({ "messages": [message("b"), message("a")] }))).expect("a step");
    let waiting = store.ok("outbox/waiting", json!([AGENCY, null, 10]));
    assert_eq!(column(&waiting, "kind"), ["feedback-received", "b", "a"]);
    assert_eq!(column(&waiting, "dossier"), [&code; 3]);
    let events: Vec<&Value> = waiting.as_array().expect("messages").iter().map(|message| &message["event"]).collect();
    assert_eq!(events, [1, 3, 3]);
}

fn a_step_counts_what_it_says(store: &Store) {
    let code = received(store, 1, json!({}));
    let tallies = json!([
        tally("land", "2025-08", "answered", 1),
        tally("land", "2025-07", "received", -1),
        tally("tax", "2025-07", "received", 1),
        tally("tax", "2025-07", "received", 2),
    ]);
    append(store, &with(step(&code, 1), json!({ "tallies": tallies }))).expect("a step");
    let count = |field: &str, measure: &str, amount: u64| (field.to_owned(), measure.to_owned(), amount);
    assert_eq!(counted(store, "2025-07"), [count("land", "received", 0), count("tax", "received", 3)]);
    assert_eq!(counted(store, "2025-08"), [count("land", "answered", 1)]);
}

fn steps_keep_every_text(store: &Store) {
    let code = received(store, 1, json!({}));
    for (number, text) in (1..).zip(TEXTS) {
        // No step holds a line feed.
        let word = text.replace('\n', " ");
        let texts = json!({
            "state": text, "desk": text, "due": text, "facts": text, "messages": [message(text)],
            "event": { "at": NOW, "event": word, "actor": word, "day": word, "sealed": bytes(text) },
        });
        append(store, &with(step(&code, number), texts)).expect("a step");
        let found = item_of(store, &code);
        assert_eq!([&found["state"], &found["desk"], &found["due"], &found["facts"]], [text; 4]);
        let last = &store.ok("feedback/events", json!([AGENCY, code, number]))[0];
        assert_eq!([&last["event"], &last["actor"], &last["day"]], [&word; 3]);
        assert_eq!(last["sealed"], bytes(text));
    }
    in_order(&mut store.kept());
}

fn a_step_may_be_large(store: &Store) {
    let (code, large) = (received(store, 1, json!({})), "Ư".repeat(1 << 19));
    let columns = json!({
        "facts": large, "event": with(event("accepted", NOW), json!({ "sealed": bytes(&large) })),
        "publication": publication(&large, &["large"]),
    });
    append(store, &with(step(&code, 1), columns)).expect("a step");
    assert!(item_of(store, &code)["facts"] == large && super::entry_of(store, &code)["content"] == large);
    assert!(store.ok("feedback/events", json!([AGENCY, code, 1]))[0]["sealed"] == bytes(&large));
    assert!(store.ok("register/found", json!([["large"], null, 10]))[0]["content"] == large);
    in_order(&mut store.kept());
}

/// More than the store writes with one statement.
fn an_entry_may_have_many_terms(store: &Store) {
    let code = received(store, 1, json!({}));
    let terms: Vec<String> = (0..350).map(|number| format!("{number:03}")).collect();
    let many = json!({ "publication": { "content": "{}", "terms": terms } });
    append(store, &with(step(&code, 1), many)).expect("a step");
    for eight in terms.chunks(8) {
        assert_eq!(column(&store.ok("register/found", json!([eight, null, 10])), "code"), [&code], "{eight:?}");
    }
    append(store, &with(step(&code, 2), json!({ "publication": publication("{}", &["one"]) }))).expect("a step");
    for gone in terms.iter().step_by(50) {
        assert_eq!(store.ok("register/found", json!([[gone], null, 10])), json!([]), "{gone}");
    }
    in_order(&mut store.kept());
}
