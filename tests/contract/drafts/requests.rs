//! A draft that is begun again under its key is the first one.

use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::papers::{begun, draft, draft_of, id, request};
use crate::rows::with;
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_repetition_gets_the_first_draft,
    a_key_with_another_request_is_a_conflict,
    each_scope_has_keys_of_its_own,
    every_scope_and_key_is_told_from_every_other,
    thirty_two_callers_begin_one_draft,
    thirty_two_requests_want_one_key,
    a_name_that_is_taken_is_not_taken_over,
];

fn begin(store: &Store, id: &str, scope: &str, key: &str, hash: &str) -> Result<Value, Value> {
    store.call("drafts/create", json!([draft(id), scope, request(key, hash)]))
}

fn a_repetition_gets_the_first_draft(store: &Store) {
    assert_eq!(begin(store, &id(1), "scope", "key", "hash"), Ok(id(1).into()));
    // Whoever repeats it may have drawn another name.
    for number in [1, 2, 3] {
        assert_eq!(begin(store, &id(number), "scope", "key", "hash"), Ok(id(1).into()));
    }
    assert_eq!([draft_of(store, &id(2)), draft_of(store, &id(3))], [Value::Null, Value::Null]);
    assert_eq!(draft_of(store, &id(1))["version"], 1);
}

fn a_key_with_another_request_is_a_conflict(store: &Store) {
    begin(store, &id(1), "scope", "key", "hash").expect("a draft");
    assert_eq!(begin(store, &id(2), "scope", "key", "other"), Err("Conflict".into()));
    assert_eq!(draft_of(store, &id(2)), Value::Null);
}

fn each_scope_has_keys_of_its_own(store: &Store) {
    for (number, scope) in ["drafts/a", "drafts/b", "drafts/", ""].into_iter().enumerate() {
        assert_eq!(begin(store, &id(number), scope, "key", scope), Ok(id(number).into()));
    }
    let other = with(draft(&id(9)), json!({ "agency": "H26" }));
    assert_eq!(store.ok("drafts/create", json!([other, "drafts/a", request("key", "other")])), id(9));
}

fn every_scope_and_key_is_told_from_every_other(store: &Store) {
    for _ in 0..2 {
        for (number, text) in TEXTS.iter().enumerate() {
            assert_eq!(begin(store, &id(number), text, text, text), Ok(id(number).into()), "{text:?}");
        }
    }
}

fn thirty_two_callers_begin_one_draft(store: &Store) {
    let answers = at_once(32, |number| begin(store, &id(number), "scope", "key", "hash").expect("a draft"));
    let there: Vec<String> = (0..32).map(id).filter(|id| !draft_of(store, id).is_null()).collect();
    assert_eq!(there.len(), 1);
    assert!(answers.iter().all(|answer| *answer == there[0]), "{answers:?}");
}

fn thirty_two_requests_want_one_key(store: &Store) {
    let answers = at_once(32, |number| begin(store, &id(number), "scope", "key", &number.to_string()));
    for (number, answer) in answers.iter().enumerate() {
        let is_there = !draft_of(store, &id(number)).is_null();
        let expected = if is_there { Ok(id(number).into()) } else { Err("Conflict".into()) };
        assert_eq!(*answer, expected);
    }
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
}

fn a_name_that_is_taken_is_not_taken_over(store: &Store) {
    begun(store, &id(1));
    // The same once more is the same.
    begun(store, &id(1));
    let thief = with(draft(&id(1)), json!({ "secret_hash": "another", "place": "00004" }));
    let refusal = store.call("drafts/create", json!([thief, "scope", null])).expect_err("a refusal");
    assert!(refusal["Failed"]["Damaged"].is_string(), "{refusal}");
    let stood = with(draft(&id(1)), json!({ "version": 1, "dossier": null }));
    assert_eq!(draft_of(store, &id(1)), stood);
}
