//! Codes are numbered from 1 without a gap, at each desk on each day, and apart from those of dossiers.

use serde_json::json;

use super::{PREFIX, receive, received, reception};
use crate::papers::{self, filed, id};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    items_are_numbered_from_one,
    each_beginning_of_a_code_has_numbers_of_its_own,
    the_ten_thousandth_item_has_five_digits,
    a_refused_reception_burns_no_number,
];

fn items_are_numbered_from_one(store: &Store) {
    for number in 1..=12 {
        assert_eq!(received(store, number, json!({})), format!("{PREFIX}{number:04}"));
    }
}

fn each_beginning_of_a_code_has_numbers_of_its_own(store: &Store) {
    let prefixes =
        ["PA.H29.101-250701-", "PA.H29.101-250702-", "PA.H29.102-250701-", "pa.H29.101-250701-", "PA.H29.101"];
    for round in 1..=2 {
        for (place, prefix) in prefixes.iter().enumerate() {
            let number = round * 10 + place;
            assert_eq!(received(store, number, json!({ "prefix": prefix })), format!("{prefix}000{round}"));
        }
        assert_eq!(filed(store, &id(round)), format!("{}000{round}", papers::PREFIX));
    }
    // Another agency counts for itself, whatever its codes look like.
    assert_eq!(received(store, 99, json!({ "agency": "H26" })), format!("{PREFIX}0001"));
}

fn the_ten_thousandth_item_has_five_digits(store: &Store) {
    received(store, 1, json!({}));
    for (given, number, expected) in [(9_998, 2, "9999"), (9_999, 3, "10000"), (99_999, 4, "100000")] {
        store.kept().execute(&format!("UPDATE code_counters SET given = {given}"));
        assert_eq!(received(store, number, json!({})), format!("{PREFIX}{expected}"));
    }
}

fn a_refused_reception_burns_no_number(store: &Store) {
    for number in 1..=5 {
        for columns in [json!({ "files": [id(9)] }), json!({ "draft_version": 1 })] {
            receive(store, &with(reception(number), columns)).expect_err("a refusal");
        }
        assert_eq!(received(store, number, json!({})), format!("{PREFIX}{number:04}"));
    }
}
