//! A filing that comes again gets its first answer, whatever has become of the dossier.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::papers::{PREFIX, begun, code, dossier_of, filed, filing, id, step};
use crate::rows::with;
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_repetition_gets_the_first_answer,
    a_key_with_another_request_is_a_conflict,
    each_draft_has_keys_of_its_own,
    every_key_is_told_from_every_other,
    thirty_two_callers_repeat_one_filing,
];

fn a_repetition_gets_the_first_answer(store: &Store) {
    begun(store, &id(1));
    let first = store.ok("filing/file", json!([filing(&id(1))]));
    // Whoever repeats it may have drawn another reference, and looked at another clock and another version.
    let again = json!({
        "reference": "another", "filed": 1, "draft_version": 2, "prefix": "H29.101-250702-", "files": [id(9)],
    });
    for repeated in [filing(&id(1)), with(filing(&id(1)), again)] {
        assert_eq!(store.ok("filing/file", json!([repeated])), first);
    }
    store.ok("casework/append", json!([step(&code(&first), 1)]));
    let stood = dossier_of(store, &code(&first));
    assert_eq!(store.ok("filing/file", json!([filing(&id(1))])), first);
    assert_eq!(dossier_of(store, &code(&first)), stood);
    assert_eq!(in_order(&mut store.kept()).dossiers.len(), 1);
}

fn a_key_with_another_request_is_a_conflict(store: &Store) {
    begun(store, &id(1));
    let first = store.ok("filing/file", json!([filing(&id(1))]));
    let other = |hash: &str| {
        let request = json!({ "request": { "key": format!("key of {}", id(1)), "hash": hash } });
        store.call("filing/file", json!([with(filing(&id(1)), request)]))
    };
    for hash in ["other", "", "Hash", "hash "] {
        assert_eq!(other(hash), Err("Conflict".into()), "{hash:?}");
    }
    assert_eq!(other("hash"), Ok(first));
}

/// Two strangers may choose the same key: neither learns anything of the other's dossier.
fn each_draft_has_keys_of_its_own(store: &Store) {
    for (number, hash) in [(1, "one"), (2, "two"), (3, "one")] {
        begun(store, &id(number));
        let request = json!({ "request": { "key": "key", "hash": hash } });
        let answer = store.ok("filing/file", json!([with(filing(&id(number)), request)]));
        assert_eq!(code(&answer), format!("{PREFIX}{number:04}"));
    }
}

fn every_key_is_told_from_every_other(store: &Store) {
    let first = filed(store, &id(1));
    for text in TEXTS {
        let request = json!({ "request": { "key": text, "hash": "hash" } });
        let refusal = store.call("filing/file", json!([with(filing(&id(1)), request)])).expect_err("a refusal");
        assert_eq!(refusal["Already"]["code"], first, "{text:?}");
    }
}

fn thirty_two_callers_repeat_one_filing(store: &Store) {
    begun(store, &id(1));
    let answers: Vec<Value> = at_once(32, |number| {
        let own = json!({ "reference": format!("drawn by {number}") });
        store.ok("filing/file", json!([with(filing(&id(1)), own)]))
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    let found = dossier_of(store, &code(&answers[0]));
    assert_eq!(found["reference"], answers[0]["reference"]);
    assert_eq!(in_order(&mut store.kept()).dossiers.len(), 1);
}
