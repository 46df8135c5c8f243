//! `units.centre-of`: where the people of a unit are served.

use serde_json::{Value, json};

use crate::rows::{DAY, centre, heading, units};
use crate::store::Store;

on_each_store![
    a_centre_comes_back_field_by_field,
    what_was_not_published_of_a_centre_is_nothing,
    a_centre_holds_from_its_first_day_until_before_its_last,
];

fn a_centre_comes_back_field_by_field(store: &Store) {
    store.published("units", &heading("all", "", ""), &units(&["00001", "00002"]));
    let row = json!({
        "unit_code": "00001",
        "address": "Số 1, phố Huế",
        "position": { "latitude": 21_012_345, "longitude": 105_854_321 },
        "hotline": "1900 1234",
    });
    store.published("centres", &heading("all", "2025-07-01", "2026-01-01"), &json!([row]));
    let found = json!({
        "unit_code": "00001",
        "address": "Số 1, phố Huế",
        "position": { "latitude": 21_012_345, "longitude": 105_854_321 },
        "hotline": "1900 1234",
        "holds": { "start": "2025-07-01", "end": "2026-01-01" },
    });
    assert_eq!(store.ok("units/centre-of", json!(["00001", DAY])), found);
    assert_eq!(store.ok("units/centre-of", json!(["00002", DAY])), Value::Null);
    assert_eq!(store.ok("units/centre-of", json!(["", DAY])), Value::Null);
}

fn what_was_not_published_of_a_centre_is_nothing(store: &Store) {
    store.published("units", &heading("all", "", ""), &units(&["00001", "00002"]));
    let nothing = json!({ "unit_code": "00001", "address": null, "position": null, "hotline": null });
    let empty = json!({
        "unit_code": "00002",
        "address": "",
        "position": { "latitude": 0, "longitude": 0 },
        "hotline": "",
    });
    store.published("centres", &heading("all", "", ""), &json!([nothing, empty]));
    for row in [nothing, empty] {
        let mut found = store.ok("units/centre-of", json!([row["unit_code"], DAY]));
        let holds = found.as_object_mut().expect("a centre").remove("holds");
        assert_eq!((found, holds), (row, Some(json!({ "start": null, "end": null }))));
    }
}

fn a_centre_holds_from_its_first_day_until_before_its_last(store: &Store) {
    store.published("units", &heading("all", "", ""), &units(&["00001"]));
    let row = |address: &str| json!([centre("00001", address)]);
    store.published("centres", &heading("all", "2020-01-01", ""), &row("Nhà cũ"));
    store.published("centres", &heading("all", "2025-07-01", "2026-01-01"), &row("Nhà mới"));
    let address = |day: &str| store.ok("units/centre-of", json!(["00001", day]))["address"].clone();
    assert_eq!(address("2019-12-31"), Value::Null);
    assert_eq!(address("2020-01-01"), "Nhà cũ");
    assert_eq!(address("2025-06-30"), "Nhà cũ");
    assert_eq!(address("2025-07-01"), "Nhà mới");
    assert_eq!(address("2025-12-31"), "Nhà mới");
    assert_eq!(address("2026-01-01"), Value::Null);
}
