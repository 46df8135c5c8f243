//! `attempts`: failures are counted by subject and span, by whoever fails, however many at once.

use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    what_nobody_counted_is_zero,
    each_subject_and_span_is_counted_by_itself,
    spans_before_a_moment_are_forgotten,
    every_text_is_a_subject_of_its_own,
    nobody_is_lost_in_a_crowd,
];

fn count(store: &Store, subjects: &[&str], span: u64, forget: u64) {
    assert_eq!(store.ok("attempts/count", json!([subjects, span, forget])), Value::Null);
}

fn failed(store: &Store, subjects: &[&str], span: u64) -> Value {
    store.ok("attempts/failed", json!([subjects, span]))
}

fn what_nobody_counted_is_zero(store: &Store) {
    assert_eq!(failed(store, &[], 1), json!([]));
    assert_eq!(failed(store, &["a"], 0), json!([0]));
    assert_eq!(failed(store, &["a", "b", "c", "d", "e", "f", "g", "h"], u64::MAX), json!([0, 0, 0, 0, 0, 0, 0, 0]));
    count(store, &[], 1, 0);
}

fn each_subject_and_span_is_counted_by_itself(store: &Store) {
    count(store, &["a", "b"], 900, 0);
    count(store, &["b", "c"], 900, 0);
    count(store, &["b"], 1_800, 0);
    // In the order of the question, also where a subject is asked for twice.
    assert_eq!(failed(store, &["c", "b", "a", "d", "b"], 900), json!([1, 2, 1, 0, 2]));
    assert_eq!(failed(store, &["a", "b"], 1_800), json!([0, 1]));
    let eight = ["1", "2", "3", "4", "5", "6", "7", "8"];
    count(store, &eight, 0, 0);
    assert_eq!(failed(store, &eight, 0), json!([1, 1, 1, 1, 1, 1, 1, 1]));
}

fn spans_before_a_moment_are_forgotten(store: &Store) {
    for span in [100, 200, 300] {
        count(store, &["a", "b"], span, 0);
    }
    count(store, &["c"], 300, 200);
    let found = [100, 200, 300].map(|span| failed(store, &["a", "b", "c"], span));
    assert_eq!(json!(found), json!([[0, 0, 0], [1, 1, 0], [1, 1, 1]]));
}

fn every_text_is_a_subject_of_its_own(store: &Store) {
    for (number, text) in TEXTS.iter().enumerate() {
        (0..=number % 3).for_each(|_| count(store, &[text], 1, 0));
    }
    for (number, text) in TEXTS.iter().enumerate() {
        assert_eq!(failed(store, &[text], 1), json!([number % 3 + 1]), "{text:?}");
    }
}

/// All of them count the same subjects, in every order, and forget the same old spans.
fn nobody_is_lost_in_a_crowd(store: &Store) {
    (0..50).for_each(|span| count(store, &["a", "b"], span, 0));
    at_once(32, |number| count(store, if number % 2 == 0 { &["a", "b", "c"] } else { &["c", "b", "a"] }, 1_000, 50));
    assert_eq!(failed(store, &["a", "b", "c"], 1_000), json!([32, 32, 32]));
    assert_eq!(failed(store, &["a"], 49), json!([0]));
}
