//! `units.listed`: filters, order, pages.

use serde_json::{Value, json};

use crate::rows::{DAY, codes, heading, unit, units, with};
use crate::store::Store;

on_each_store![
    codes_are_in_the_order_of_their_bytes,
    pages_follow_one_another,
    no_page_is_longer_than_two_hundred,
    a_filter_of_the_level_keeps_that_level,
    a_filter_of_the_parent_keeps_what_it_encloses,
    a_filter_of_the_name_keeps_what_starts_with_it,
    filters_hold_together,
    a_list_is_of_its_day,
];

/// In the order of their bytes in UTF-8: neither a dictionary's nor that of UTF-16.
const ORDERED: [&str; 18] =
    [" ", "!", "01", "1", "10", "2", "A", "AA", "Z", "a", "z", "~", "é", "Đ", "đ", "ế", "\u{fffd}", "😀"];

#[track_caller]
fn listed(store: &Store, filter: Value, after: Option<&str>, limit: u32) -> Vec<String> {
    let filter = with(json!({ "level": null, "parent": null, "name": null, "as_of": DAY }), filter);
    let found = store.ok("units/listed", json!([filter, after, limit]));
    codes(&found).into_iter().map(str::to_owned).collect()
}

fn codes_are_in_the_order_of_their_bytes(store: &Store) {
    let shuffled: Vec<&str> = ORDERED.iter().rev().copied().collect();
    store.published("units", &heading("all", "", ""), &units(&shuffled));
    assert_eq!(listed(store, json!({}), None, 200), ORDERED);
    for (number, code) in ORDERED.iter().enumerate() {
        assert_eq!(listed(store, json!({}), Some(code), 200), ORDERED[number + 1..], "after {code:?}");
    }
}

fn pages_follow_one_another(store: &Store) {
    store.published("units", &heading("all", "", ""), &units(&["05", "01", "04", "02", "03"]));
    assert_eq!(listed(store, json!({}), None, 2), ["01", "02"]);
    assert_eq!(listed(store, json!({}), Some("02"), 2), ["03", "04"]);
    assert_eq!(listed(store, json!({}), Some("04"), 2), ["05"]);
    assert!(listed(store, json!({}), Some("05"), 2).is_empty());
    // What comes after a code does not depend on whether that code is there.
    assert_eq!(listed(store, json!({}), Some("025"), 2), ["03", "04"]);
    assert!(listed(store, json!({}), None, 0).is_empty());
}

fn no_page_is_longer_than_two_hundred(store: &Store) {
    let all: Vec<String> = (0..203).map(|number| format!("{number:05}")).collect();
    let rows: Value = all.iter().map(|code| unit(code, code, "")).collect();
    store.published("units", &heading("all", "", ""), &rows);
    for limit in [200, 201, 1_000, u32::MAX] {
        assert_eq!(listed(store, json!({}), None, limit), all[..200], "{limit}");
    }
    assert_eq!(listed(store, json!({}), None, 199), all[..199]);
    assert_eq!(listed(store, json!({}), Some("00199"), u32::MAX), all[200..]);
}

/// A province with a district and three communes, and another province.
fn publish_some(store: &Store) {
    let named = |code: &str, full: &str, short: &str, parent: &str| {
        with(unit(code, full, parent), json!({ "folded": [full, short] }))
    };
    let rows = json!([
        named("01", "thanh pho ha noi", "ha noi", ""),
        named("04", "tinh cao bang", "cao bang", ""),
        named("001", "quan ba dinh", "ba dinh", "01"),
        named("00001", "phuong ha dong", "ha dong", "001"),
        named("00002", "xa cao_bang", "cao_bang", "01"),
        named("00003", "xa 100% ha", "100% ha", "01"),
    ]);
    store.published("units", &heading("all", "", ""), &rows);
}

fn a_filter_of_the_level_keeps_that_level(store: &Store) {
    publish_some(store);
    assert_eq!(listed(store, json!({ "level": "Province" }), None, 200), ["01", "04"]);
    assert_eq!(listed(store, json!({ "level": "District" }), None, 200), ["001"]);
    assert_eq!(listed(store, json!({ "level": "Commune" }), None, 2), ["00001", "00002"]);
    assert_eq!(listed(store, json!({ "level": "Commune" }), Some("00002"), 2), ["00003"]);
}

fn a_filter_of_the_parent_keeps_what_it_encloses(store: &Store) {
    publish_some(store);
    // The nearest only: the ward lies in the district.
    assert_eq!(listed(store, json!({ "parent": "01" }), None, 200), ["00002", "00003", "001"]);
    assert_eq!(listed(store, json!({ "parent": "001" }), None, 200), ["00001"]);
    for parent in ["04", "1", ""] {
        assert!(listed(store, json!({ "parent": parent }), None, 200).is_empty(), "{parent:?}");
    }
}

fn a_filter_of_the_name_keeps_what_starts_with_it(store: &Store) {
    publish_some(store);
    let cases: [(&str, &[&str]); 11] = [
        ("ha", &["00001", "01"]),
        ("ha d", &["00001"]),
        ("phuong ha", &["00001"]),
        ("xa", &["00002", "00003"]),
        ("cao", &["00002", "04"]),
        ("cao_", &["00002"]),
        ("100%", &["00003"]),
        ("%", &[]),
        ("_", &[]),
        ("a", &[]),
        ("Ha", &[]),
    ];
    for (name, found) in cases {
        assert_eq!(listed(store, json!({ "name": name }), None, 200), found, "{name:?}");
    }
    assert_eq!(listed(store, json!({ "name": "" }), None, 200).len(), 6);
}

fn filters_hold_together(store: &Store) {
    publish_some(store);
    let commune = json!({ "level": "Commune", "parent": "01", "name": "xa" });
    assert_eq!(listed(store, commune.clone(), None, 200), ["00002", "00003"]);
    assert_eq!(listed(store, commune.clone(), None, 1), ["00002"]);
    assert_eq!(listed(store, commune.clone(), Some("00002"), 200), ["00003"]);
    assert!(listed(store, with(commune.clone(), json!({ "parent": "04" })), None, 200).is_empty());
    assert!(listed(store, with(commune, json!({ "level": "Province" })), None, 200).is_empty());
}

fn a_list_is_of_its_day(store: &Store) {
    store.published("units", &heading("old", "", "2025-07-01"), &units(&["01", "02"]));
    store.published("units", &heading("new", "2025-07-01", ""), &units(&["01", "03"]));
    assert_eq!(listed(store, json!({ "as_of": "2025-06-30" }), None, 200), ["01", "02"]);
    assert_eq!(listed(store, json!({ "as_of": "2025-07-01" }), None, 200), ["01", "03"]);
    assert_eq!(listed(store, json!({ "as_of": "2025-06-30", "level": "Province" }), Some("01"), 200), ["02"]);
}
