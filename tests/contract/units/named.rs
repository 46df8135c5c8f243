//! `units.named`: units of all times by their folded name.

use serde_json::{Value, json};

use crate::rows::{codes, heading, unit, with};
use crate::store::Store;

on_each_store![
    a_name_is_found_with_and_without_its_kind,
    namesakes_are_in_the_order_of_codes_and_the_latest_first,
    no_more_than_two_hundred_namesakes_are_told,
];

fn named(code: &str, full: &str, short: &str) -> Value {
    with(unit(code, full, ""), json!({ "folded": [full, short] }))
}

fn a_name_is_found_with_and_without_its_kind(store: &Store) {
    let rows = json!([named("00001", "xa ha", "ha"), named("00002", "ha", "ha"), named("00003", "xa hai", "hai")]);
    store.published("units", &heading("all", "", ""), &rows);
    let cases: [(&str, &[&str]); 7] = [
        ("ha", &["00001", "00002"]),
        ("xa ha", &["00001"]),
        ("hai", &["00003"]),
        ("h", &[]),
        ("ha%", &[]),
        ("HA", &[]),
        ("", &[]),
    ];
    for (name, found) in cases {
        assert_eq!(codes(&store.ok("units/named", json!([name]))), found, "{name:?}");
    }
}

fn namesakes_are_in_the_order_of_codes_and_the_latest_first(store: &Store) {
    let rows = |code: &str| json!([named(code, "xa ha", "ha")]);
    store.published("units", &heading("b", "2020-01-01", "2025-01-01"), &rows("00002"));
    store.published("units", &heading("c", "2025-01-01", ""), &rows("00002"));
    store.published("units", &heading("d", "2021-01-01", "2022-01-01"), &rows("00001"));
    store.published("units", &heading("a", "", "2020-01-01"), &rows("00002"));
    let found = store.ok("units/named", json!(["ha"]));
    let starts: Vec<Option<&str>> =
        found.as_array().expect("a list").iter().map(|unit| unit["holds"]["start"].as_str()).collect();
    assert_eq!(codes(&found), ["00001", "00002", "00002", "00002"]);
    assert_eq!(starts, [Some("2021-01-01"), Some("2025-01-01"), Some("2020-01-01"), None]);
}

fn no_more_than_two_hundred_namesakes_are_told(store: &Store) {
    let all: Vec<String> = (0..203).map(|number| format!("{number:05}")).collect();
    let rows: Value = all.iter().map(|code| named(code, "xa ha", "ha")).collect();
    store.published("units", &heading("all", "", ""), &rows);
    assert_eq!(codes(&store.ok("units/named", json!(["ha"]))), all[..200]);
}
