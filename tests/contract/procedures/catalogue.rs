//! `procedures.catalogue-of`: all procedures of a day, and how a caller learns that they changed.

use serde_json::{Value, json};

use super::whole;
use crate::rows::{DAY, codes, heading, procedure, with};
use crate::store::Store;

on_each_store![
    a_line_comes_back_field_by_field,
    a_line_of_little_says_so,
    lines_are_in_the_order_of_the_codes,
    the_catalogue_is_of_its_day,
    an_empty_catalogue_has_an_edition,
    what_the_caller_has_is_not_told_again,
    an_edition_is_of_its_day,
    a_list_that_changed_nothing_makes_no_edition,
    every_way_to_change_the_lines_makes_an_edition,
];

#[track_caller]
fn catalogue(store: &Store, day: &str) -> Value {
    store.ok("procedures/catalogue-of", json!([day, null]))
}

#[track_caller]
fn edition(store: &Store) -> Value {
    catalogue(store, DAY)["edition"].clone()
}

fn a_line_comes_back_field_by_field(store: &Store) {
    store.published("procedures", &heading("a", "2025-01-01", ""), &json!([whole()]));
    let line = json!([{
        "code": "1.001193",
        "name_vi": "Đăng ký khai sinh",
        "name_en": "Birth registration",
        "levels": ["Commune", "Province"],
        "field_vi": "Hộ tịch",
        "ministry": "bo-tu-phap",
        "channels": ["Direct", "Online"],
        "subjects_vi": ["Công dân Việt Nam", "Người nước ngoài"],
        "volume_rank": 1,
        "time": 3,
        "time_unit": "WorkingDay",
        "fee": 5_000,
    }]);
    assert_eq!(catalogue(store, DAY)["summaries"], line);
}

fn a_line_of_little_says_so(store: &Store) {
    store.published("procedures", &heading("a", "", ""), &json!([procedure("1", "")]));
    let line = json!([{
        "code": "1",
        "name_vi": "",
        "name_en": null,
        "levels": [],
        "field_vi": "",
        "ministry": "bo-tu-phap",
        "channels": [],
        "subjects_vi": [],
        "volume_rank": null,
        "time": null,
        "time_unit": null,
        "fee": null,
    }]);
    assert_eq!(catalogue(store, DAY)["summaries"], line);
}

fn lines_are_in_the_order_of_the_codes(store: &Store) {
    let rows = |codes: &[&str]| codes.iter().map(|code| procedure(code, "Tên")).collect::<Value>();
    store.published("procedures", &heading("a", "", ""), &rows(&["đ", "2.1", "1.2", "a", "1.10"]));
    store.published("procedures", &heading("b", "", ""), &rows(&["A", "1.11", "😀", "\u{fffd}"]));
    let found = catalogue(store, DAY);
    assert_eq!(codes(&found["summaries"]), ["1.10", "1.11", "1.2", "2.1", "A", "a", "đ", "\u{fffd}", "😀"]);
}

fn the_catalogue_is_of_its_day(store: &Store) {
    let rows = |codes: &[&str]| codes.iter().map(|code| procedure(code, code)).collect::<Value>();
    store.published("procedures", &heading("a", "2020-01-01", ""), &rows(&["1", "2"]));
    store.published("procedures", &heading("a", "2025-07-01", "2026-01-01"), &rows(&["2", "3"]));
    let told = |day: &str| codes(&catalogue(store, day)["summaries"]).join(" ");
    let days = ["2019-12-31", "2020-01-01", "2025-06-30", "2025-07-01", "2025-12-31", "2026-01-01"];
    assert_eq!(days.map(told), ["", "1 2", "1 2", "2 3", "2 3", ""]);
}

fn an_empty_catalogue_has_an_edition(store: &Store) {
    let empty = catalogue(store, DAY);
    assert_eq!(empty["summaries"], json!([]));
    assert_eq!(store.ok("procedures/catalogue-of", json!([DAY, empty["edition"]])), Value::Null);
}

fn what_the_caller_has_is_not_told_again(store: &Store) {
    store.published("procedures", &heading("a", "", ""), &json!([procedure("1", "Tên")]));
    let first = catalogue(store, DAY);
    let again = |known: &Value| store.ok("procedures/catalogue-of", json!([DAY, known]));
    assert_eq!(again(&first["edition"]), Value::Null);
    assert_eq!(again(&Value::Null), first);
    for unknown in ["", "no such edition", "0"] {
        assert_eq!(again(&unknown.into()), first, "{unknown:?}");
    }
    store.published("procedures", &heading("b", "", ""), &json!([procedure("2", "Tên")]));
    assert_eq!(codes(&again(&first["edition"])["summaries"]), ["1", "2"]);
}

fn an_edition_is_of_its_day(store: &Store) {
    store.published("procedures", &heading("a", "", "2025-07-01"), &json!([procedure("1", "Tên")]));
    let before = catalogue(store, "2025-06-30");
    let after = store.ok("procedures/catalogue-of", json!(["2025-07-01", before["edition"]]));
    assert_eq!(after["summaries"], json!([]));
}

fn a_list_that_changed_nothing_makes_no_edition(store: &Store) {
    let rows = json!([procedure("1", "Tên")]);
    store.published("procedures", &heading("a", "", ""), &rows);
    let first = edition(store);
    store.published("procedures", &heading("a", "", ""), &rows);
    store.publish("procedures", &heading("a", "", ""), &json!([rows[0], rows[0]])).expect_err("a flaw");
    assert_eq!(edition(store), first);
}

fn every_way_to_change_the_lines_makes_an_edition(store: &Store) {
    let row = |name: &str| json!([procedure("1", name)]);
    let mut seen = vec![edition(store)];
    for (what, effective, until, rows) in [
        ("new", "2020-01-01", "", row("Tên")),
        ("replaced", "2020-01-01", "", row("Tên mới")),
        ("changed", "2021-01-01", "", row("Tên sau")),
        ("until another day", "2021-01-01", "2030-01-01", row("Tên sau")),
        ("ended", "2025-01-01", "", json!([])),
    ] {
        store.published("procedures", &heading("a", effective, until), &rows);
        let edition = edition(store);
        assert!(!seen.contains(&edition), "{what}: {edition} again");
        seen.push(edition);
    }
    let other_field = with(procedure("2", "Tên"), json!({ "field_vi": "Hộ tịch" }));
    store.published("procedures", &heading("b", "2025-07-01", ""), &json!([other_field]));
    assert!(!seen.contains(&edition(store)));
}
