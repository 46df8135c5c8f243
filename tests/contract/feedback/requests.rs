//! A reception that comes again gets its first answer, whatever has become of the item, and writes nothing.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{PREFIX, append, counted, item_of, receive, received, reception, sent, step, tally};
use crate::papers::{AGENCY, END, id, request};
use crate::rows::with;
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_repetition_gets_the_first_code,
    a_repetition_writes_nothing,
    a_repetition_is_told_from_the_first,
    a_draft_that_is_sent_again_under_its_key_gets_its_code,
    a_key_with_another_request_is_a_conflict,
    what_came_before_is_known,
    a_key_is_known_wherever_the_item_went,
    every_key_is_told_from_every_other,
    keys_of_receptions_and_of_steps_are_not_the_same,
];

fn known(store: &Store, key: &str, hash: &str) -> Result<Value, Value> {
    store.call("intake/known", json!([request(key, hash)]))
}

fn a_repetition_gets_the_first_code(store: &Store) {
    let code = received(store, 1, json!({}));
    // Whoever repeats it may have looked at another clock, drawn another secret and weighed it anew.
    let again = json!({
        "id": id(9), "received": 1, "prefix": "PA.H29.101-250702-", "desk": "H29.102", "draft_version": 3,
        "files": [id(9)], "sealed": [], "state": "refused",
    });
    for repeated in [reception(1), with(reception(1), again)] {
        assert_eq!(receive(store, &repeated), Ok(code.as_str().into()));
    }
    append(store, &step(&code, 1)).expect("a step");
    let stood = item_of(store, &code);
    assert_eq!(receive(store, &reception(1)), Ok(code.as_str().into()));
    assert_eq!(item_of(store, &code), stood);
    assert_eq!(in_order(&mut store.kept()).items.len(), 1);
}

fn a_repetition_writes_nothing(store: &Store) {
    let code = received(store, 1, json!({}));
    let messages = store.ok("outbox/waiting", json!([AGENCY, null, 10]));
    for _ in 0..3 {
        let other =
            json!({ "tallies": [tally("land", "2025-07", "received", 1)], "messages": reception(1)["messages"] });
        assert_eq!(receive(store, &with(reception(1), other)), Ok(code.as_str().into()));
    }
    assert_eq!(store.ok("outbox/waiting", json!([AGENCY, null, 10])), messages);
    assert_eq!(counted(store, "2025-07"), [("land".to_owned(), "received".to_owned(), 1)]);
    assert_eq!(store.ok("feedback/events", json!([AGENCY, code, 1])), json!([]));
    // It has used no number.
    assert_eq!(received(store, 2, json!({})), format!("{PREFIX}0002"));
}

/// Of a repetition the caller has to read what the first one began; of the first one it knows all.
fn a_repetition_is_told_from_the_first(store: &Store) {
    let told = |is_new: bool| json!({ "code": format!("{PREFIX}0001"), "is_new": is_new });
    for is_new in [true, false, false] {
        assert_eq!(store.ok("intake/receive", json!([reception(1)])), told(is_new));
    }
}

fn a_draft_that_is_sent_again_under_its_key_gets_its_code(store: &Store) {
    let code = sent(store, 1);
    for version in [1, 2, 9] {
        let late = with(reception(1), json!({ "draft_version": version, "received": END * 2 }));
        assert_eq!(receive(store, &late), Ok(code.as_str().into()), "{version}");
    }
    assert_eq!(in_order(&mut store.kept()).items.len(), 1);
}

fn a_key_with_another_request_is_a_conflict(store: &Store) {
    let code = received(store, 1, json!({}));
    let other = |hash: &str| {
        let columns = json!({ "id": id(2), "request": request("key of 1", hash) });
        receive(store, &with(reception(1), columns))
    };
    for hash in ["other", "", "Hash", "hash "] {
        assert_eq!(other(hash), Err("Conflict".into()), "{hash:?}");
        assert_eq!(known(store, "key of 1", hash), Err("Conflict".into()), "{hash:?}");
    }
    assert_eq!(other("hash"), Ok(code.into()));
    assert_eq!(in_order(&mut store.kept()).items.len(), 1);
}

fn what_came_before_is_known(store: &Store) {
    assert_eq!(known(store, "key of 1", "hash"), Ok(Value::Null));
    let code = received(store, 1, json!({}));
    assert_eq!(known(store, "key of 1", "hash"), Ok(code.as_str().into()));
    append(store, &step(&code, 1)).expect("a step");
    assert_eq!(known(store, "key of 1", "hash"), Ok(code.as_str().into()));
    for key in ["key of 2", "Key of 1", "key of 1 ", ""] {
        assert_eq!(known(store, key, "hash"), Ok(Value::Null), "{key:?}");
    }
    // Whoever asks claims nothing, and what was refused is not known.
    receive(store, &with(reception(2), json!({ "files": [id(9)] }))).expect_err("a refusal");
    assert_eq!(known(store, "key of 2", "other hash"), Ok(Value::Null));
    assert_eq!(received(store, 2, json!({})), format!("{PREFIX}0002"));
}

/// Where an item goes may be decided otherwise at the second try: it is there once.
fn a_key_is_known_wherever_the_item_went(store: &Store) {
    let code = received(store, 1, json!({}));
    let there = |hash: &str| {
        let columns = json!({ "agency": "H26", "prefix": "PA.H26.101-250701-", "request": request("key of 1", hash) });
        receive(store, &with(reception(1), columns))
    };
    assert_eq!(there("hash"), Ok(code.as_str().into()));
    assert_eq!(there("other"), Err("Conflict".into()));
    let holdings = in_order(&mut store.kept());
    assert_eq!(holdings.items.into_keys().collect::<Vec<_>>(), [code]);
}

fn every_key_is_told_from_every_other(store: &Store) {
    for round in 0..2 {
        for (number, text) in TEXTS.iter().enumerate() {
            let code = received(store, number, json!({ "request": request(text, text) }));
            assert_eq!(code, format!("{PREFIX}{:04}", number + 1), "round {round} of {text:?}");
        }
    }
    in_order(&mut store.kept());
}

fn keys_of_receptions_and_of_steps_are_not_the_same(store: &Store) {
    for number in [1, 2] {
        let code = received(store, number, json!({}));
        let keyed = |hash: &str| with(step(&code, 1), json!({ "request": request("key of 1", hash) }));
        assert_eq!(append(store, &keyed(&code)), Ok(2.into()));
        assert_eq!(append(store, &keyed(&code)), Ok(2.into()));
        assert_eq!(append(store, &keyed("other")), Err("Conflict".into()));
    }
    assert_eq!(known(store, "key of 1", "hash"), Ok(format!("{PREFIX}0001").into()));
    in_order(&mut store.kept());
}
