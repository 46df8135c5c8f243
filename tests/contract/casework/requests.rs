//! A step that comes again under its key gets its first answer.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::papers::{filed, id, request, step};
use crate::rows::with;
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_repetition_gets_the_first_answer,
    a_key_with_another_request_is_a_conflict,
    each_dossier_has_keys_of_its_own,
    every_key_is_told_from_every_other,
    thirty_two_callers_repeat_one_step,
];

fn append(store: &Store, code: &str, expected: u32, key: &str, hash: &str) -> Result<Value, Value> {
    store.call("casework/append", json!([with(step(code, expected), json!({ "request": request(key, hash) }))]))
}

fn version(store: &Store, code: &str) -> Value {
    store.ok("dossiers/version", json!([crate::papers::AGENCY, code]))
}

fn a_repetition_gets_the_first_answer(store: &Store) {
    let code = filed(store, &id(1));
    assert_eq!(append(store, &code, 1, "first", "hash"), Ok(2.into()));
    assert_eq!(append(store, &code, 2, "second", "hash"), Ok(3.into()));
    // Late, and by somebody who has read the dossier anew.
    for expected in [1, 2, 3, 9] {
        assert_eq!(append(store, &code, expected, "first", "hash"), Ok(2.into()));
    }
    assert_eq!(version(store, &code), 3);
    in_order(&mut store.kept());
}

fn a_key_with_another_request_is_a_conflict(store: &Store) {
    let code = filed(store, &id(1));
    append(store, &code, 1, "key", "hash").expect("a step");
    for expected in [1, 2] {
        assert_eq!(append(store, &code, expected, "key", "other"), Err("Conflict".into()));
    }
    assert_eq!(version(store, &code), 2);
}

fn each_dossier_has_keys_of_its_own(store: &Store) {
    for number in [1, 2] {
        let code = filed(store, &id(number));
        assert_eq!(append(store, &code, 1, "key", &code), Ok(2.into()));
        // The filing's key is not the step's.
        let key = format!("key of {}", id(number));
        assert_eq!(append(store, &code, 2, &key, "another hash"), Ok(3.into()));
    }
}

fn every_key_is_told_from_every_other(store: &Store) {
    let code = filed(store, &id(1));
    for _ in 0..2 {
        for (expected, text) in (1..).zip(TEXTS) {
            assert_eq!(append(store, &code, expected, text, text), Ok((expected + 1).into()), "{text:?}");
        }
    }
    in_order(&mut store.kept());
}

fn thirty_two_callers_repeat_one_step(store: &Store) {
    let code = filed(store, &id(1));
    let answers = at_once(32, |_| append(store, &code, 1, "key", "hash"));
    assert!(answers.iter().all(|answer| *answer == Ok(2.into())), "{answers:?}");
    assert_eq!(version(store, &code), 2);
    in_order(&mut store.kept());
}
