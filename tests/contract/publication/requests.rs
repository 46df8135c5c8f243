//! A publication that comes again under its key gets its first answer; another one under that key is a conflict.

use serde_json::{Value, json};

use crate::rows::{codes, heading, units, with};
use crate::store::Store;

on_each_store![
    a_request_that_comes_again_gets_its_first_answer,
    a_request_does_its_work_once,
    a_key_with_another_request_is_a_conflict,
    a_refused_request_leaves_its_key_free,
    each_publisher_has_keys_of_his_own,
    every_key_is_told_from_every_other,
];

/// The heading of a list of units that holds from a day on, sent under a key.
pub fn sent(name: &str, effective: &str, key: &str, hash: &str) -> Value {
    with(heading(name, effective, ""), json!({ "request": { "key": key, "hash": hash } }))
}

fn a_request_that_comes_again_gets_its_first_answer(store: &Store) {
    let (first, list) = (sent("a", "2020-01-01", "key", "hash"), units(&["01", "02"]));
    for _ in 0..3 {
        assert_eq!(store.published("units", &first, &list), [2, 0, 0, 0]);
    }
    // Without the key, the second time changes nothing; under another one too.
    assert_eq!(store.published("units", &heading("a", "2020-01-01", ""), &list), [0, 0, 2, 0]);
    assert_eq!(store.published("units", &sent("a", "2020-01-01", "another", "hash"), &list), [0, 0, 2, 0]);
    assert_eq!(store.published("units", &sent("a", "2020-01-01", "another", "hash"), &list), [0, 0, 2, 0]);
}

fn a_request_does_its_work_once(store: &Store) {
    let (first, list) = (sent("a", "2020-01-01", "first", "hash"), units(&["01"]));
    assert_eq!(store.published("units", &first, &list), [1, 0, 0, 0]);
    assert_eq!(store.published("units", &sent("a", "2020-01-01", "second", "hash"), &json!([])), [0, 0, 0, 1]);
    // The first once more, late: it is answered and not done again.
    assert_eq!(store.published("units", &first, &list), [1, 0, 0, 0]);
    assert_eq!(store.ok("units/readings", json!(["01"])), json!([]));
}

fn a_key_with_another_request_is_a_conflict(store: &Store) {
    store.published("units", &sent("a", "2020-01-01", "key", "hash"), &units(&["01"]));
    let other = store.publish("units", &sent("a", "2020-01-01", "key", "other hash"), &units(&["02"]));
    assert_eq!(other, Err("Conflict".into()));
    let other = store.publish("procedures", &sent("a", "2020-01-01", "key", "other hash"), &json!([]));
    assert_eq!(other, Err("Conflict".into()));
    assert_eq!(store.ok("units/readings", json!(["02"])), json!([]));
    assert_eq!(codes(&store.ok("units/readings", json!(["01"]))), ["01"]);
    assert_eq!(store.ok("publication/is-published", json!(["procedures", "a"])), false);
}

fn a_refused_request_leaves_its_key_free(store: &Store) {
    let flawed = units(&["01", "01"]);
    for _ in 0..2 {
        let found = store.flaws("units", &sent("a", "", "key", "flawed"), &flawed);
        assert_eq!(found, [(1, "code".to_owned(), "Duplicate".to_owned())]);
    }
    assert_eq!(store.published("units", &sent("a", "", "key", "mended"), &units(&["01"])), [1, 0, 0, 0]);
}

fn each_publisher_has_keys_of_his_own(store: &Store) {
    for publisher in ["a", "b", "a/b", ""] {
        let heading = with(sent(&format!("of {publisher}"), "", "key", publisher), json!({ "publisher": publisher }));
        assert_eq!(store.published("units", &heading, &units(&[publisher])), [1, 0, 0, 0], "{publisher:?}");
    }
}

fn every_key_is_told_from_every_other(store: &Store) {
    let keys = ["k", "K", "k ", "k\u{301}", "%", "_", "'", "\\", "?1", "\u{10ffff}", "😀", &"k".repeat(255)];
    for _ in 0..2 {
        for (number, key) in keys.iter().enumerate() {
            let name = format!("list-{number}");
            let answer = store.published("units", &sent(&name, "", key, &name), &units(&[&name]));
            assert_eq!(answer, [1, 0, 0, 0], "{key:?}");
        }
    }
}
