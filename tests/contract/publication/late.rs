//! Lists that come late, and periods that are corrected.

use serde_json::{Value, json};

use crate::rows::{heading, unit, units};
use crate::store::Store;

on_each_store![
    a_late_list_leaves_what_follows_it,
    what_is_new_in_a_late_list_ends_where_the_next_edition_starts,
    an_end_may_be_moved_both_ways,
    what_another_day_ended_stays_ended,
    a_list_that_ends_before_it_starts_is_refused,
];

/// The periods of a unit, the latest first.
fn periods(store: &Store, code: &str) -> Vec<[Value; 3]> {
    let readings = store.ok("units/readings", json!([code]));
    let period = |unit: &Value| [unit["name_vi"].clone(), unit["holds"]["start"].clone(), unit["holds"]["end"].clone()];
    readings.as_array().expect("a list").iter().map(period).collect()
}

fn a_late_list_leaves_what_follows_it(store: &Store) {
    let list = |name: &str| json!([unit("00001", name, "")]);
    store.published("units", &heading("a", "2020-01-01", ""), &list("Hai"));
    assert_eq!(store.published("units", &heading("a", "2010-01-01", ""), &list("Một")), [1, 0, 0, 0]);
    let found = [json!(["Hai", "2020-01-01", null]), json!(["Một", "2010-01-01", "2020-01-01"])];
    assert_eq!(json!(periods(store, "00001")), json!(found));
}

fn what_is_new_in_a_late_list_ends_where_the_next_edition_starts(store: &Store) {
    store.published("units", &heading("a", "2020-01-01", ""), &units(&["01"]));
    assert_eq!(store.published("units", &heading("a", "2010-01-01", ""), &units(&["01", "02"])), [2, 0, 0, 0]);
    assert_eq!(json!(periods(store, "02")), json!([["02", "2010-01-01", "2020-01-01"]]));
}

fn an_end_may_be_moved_both_ways(store: &Store) {
    let list = units(&["01", "02"]);
    store.published("units", &heading("a", "2010-01-01", "2020-01-01"), &list);
    assert_eq!(store.published("units", &heading("a", "2010-01-01", "2025-07-01"), &list), [0, 2, 0, 0]);
    assert_eq!(json!(periods(store, "01")), json!([["01", "2010-01-01", "2025-07-01"]]));
    assert_eq!(store.published("units", &heading("a", "2010-01-01", "2015-01-01"), &list), [0, 2, 0, 0]);
    assert_eq!(json!(periods(store, "02")), json!([["02", "2010-01-01", "2015-01-01"]]));
    assert_eq!(store.published("units", &heading("a", "2010-01-01", ""), &list), [0, 2, 0, 0]);
    assert_eq!(json!(periods(store, "02")), json!([["02", "2010-01-01", null]]));
}

fn what_another_day_ended_stays_ended(store: &Store) {
    let list = units(&["01", "02"]);
    store.published("units", &heading("a", "2010-01-01", ""), &list);
    store.published("units", &heading("a", "2020-01-01", ""), &units(&["02"]));
    // The first edition once more: the second has ended one of its rows, and confirmed the other.
    assert_eq!(store.published("units", &heading("a", "2010-01-01", ""), &list), [0, 0, 2, 0]);
    assert_eq!(json!(periods(store, "01")), json!([["01", "2010-01-01", "2020-01-01"]]));
    assert_eq!(json!(periods(store, "02")), json!([["02", "2010-01-01", null]]));
}

fn a_list_that_ends_before_it_starts_is_refused(store: &Store) {
    for kind in super::KINDS {
        for (effective, until) in [("2025-07-01", "2025-07-01"), ("2025-07-01", "2025-06-30"), ("9999-12-31", "")] {
            let refusal = store.publish(kind, &heading("a", effective, until), &json!([])).expect_err("a refusal");
            assert!(refusal["Failed"]["Damaged"].is_string(), "{kind} {effective} {until}: {refusal}");
        }
    }
}
