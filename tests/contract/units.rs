//! `units`: what is kept of a unit, and in which period it is found.

mod centres;
mod listed;
mod named;
mod successions;

use serde_json::{Value, json};

use crate::rows::{DAY, column, heading, unit, units, with};
use crate::store::Store;

on_each_store![
    a_unit_comes_back_field_by_field,
    what_was_not_published_is_nothing,
    every_level_comes_back,
    a_unit_holds_from_its_first_day_until_before_its_last,
    a_unit_before_all_records_and_still_open_holds_on_every_day,
    a_unit_that_nobody_published_is_nothing,
    readings_are_the_latest_first,
    what_encloses_a_unit_is_the_nearest_first,
    what_encloses_a_unit_is_what_did_on_its_last_day,
];

fn a_unit_comes_back_field_by_field(store: &Store) {
    let province = unit("04", "Tỉnh Cao Bằng", "");
    let ward = json!({
        "code": "01273",
        "level": "Commune",
        "kind": "phuong",
        "name_vi": "Phường Thục Phán",
        "name_en": "Thuc Phan Ward",
        "folded": ["phuong thuc phan", "thuc phan"],
        "parent": "04",
        "agency": { "id": "H14.37", "synthetic": true },
        "population": 36_340,
        "area_ha": 10_769,
        "position": { "latitude": 22_666_667, "longitude": 106_250_000 },
    });
    store.published("units", &heading("all", "2025-07-01", "2030-01-01"), &json!([province, ward]));
    let found = json!({
        "code": "01273",
        "level": "Commune",
        "kind": "phuong",
        "name_vi": "Phường Thục Phán",
        "name_en": "Thuc Phan Ward",
        "within": [{ "code": "04", "name_vi": "Tỉnh Cao Bằng" }],
        "agency": { "id": "H14.37", "synthetic": true },
        "population": 36_340,
        "area_ha": 10_769,
        "position": { "latitude": 22_666_667, "longitude": 106_250_000 },
        "holds": { "start": "2025-07-01", "end": "2030-01-01" },
    });
    assert_eq!(store.ok("units/read", json!(["01273", DAY])), found);
    assert_eq!(store.ok("units/readings", json!(["01273"])), json!([found]));
    assert_eq!(store.ok("units/named", json!(["thuc phan"])), json!([found]));
    let filter = json!({ "level": "Commune", "parent": "04", "name": "phuong", "as_of": DAY });
    assert_eq!(store.ok("units/listed", json!([filter, null, 200])), json!([found]));
}

fn what_was_not_published_is_nothing(store: &Store) {
    let bare = unit("04", "Tỉnh Cao Bằng", "");
    let zero = with(
        unit("01", "", ""),
        json!({
            "kind": "",
            "name_en": "",
            "agency": { "id": "", "synthetic": false },
            "population": 0,
            "area_ha": 0,
            "position": { "latitude": 0, "longitude": 0 },
        }),
    );
    store.published("units", &heading("all", "", ""), &json!([bare, zero]));
    let read = |code: &str| store.ok("units/read", json!([code, DAY]));
    let found = json!({
        "code": "04",
        "level": "Province",
        "kind": "xa",
        "name_vi": "Tỉnh Cao Bằng",
        "name_en": null,
        "within": [],
        "agency": null,
        "population": null,
        "area_ha": null,
        "position": null,
        "holds": { "start": null, "end": null },
    });
    assert_eq!(read("04"), found);
    // Empty and zero are said, which is not the same as nothing said.
    let found = json!({
        "code": "01",
        "level": "Province",
        "kind": "",
        "name_vi": "",
        "name_en": "",
        "within": [],
        "agency": { "id": "", "synthetic": false },
        "population": 0,
        "area_ha": 0,
        "position": { "latitude": 0, "longitude": 0 },
        "holds": { "start": null, "end": null },
    });
    assert_eq!(read("01"), found);
}

fn every_level_comes_back(store: &Store) {
    let levels = ["Province", "District", "Commune"];
    let rows: Value = levels.iter().map(|level| with(unit(level, level, ""), json!({ "level": level }))).collect();
    store.published("units", &heading("all", "", ""), &rows);
    for level in levels {
        assert_eq!(store.ok("units/read", json!([level, DAY]))["level"], level);
    }
}

fn a_unit_holds_from_its_first_day_until_before_its_last(store: &Store) {
    store.published("units", &heading("past", "2020-02-29", "2025-07-01"), &units(&["01"]));
    store.published("units", &heading("open", "2025-07-01", ""), &units(&["02"]));
    store.published("units", &heading("ever", "", "2025-07-01"), &units(&["03"]));
    let days = ["0001-01-01", "2020-02-28", "2020-02-29", "2025-06-30", "2025-07-01", "9999-12-30"];
    let in_force = |code: &str| days.map(|day| !store.ok("units/read", json!([code, day])).is_null());
    assert_eq!(in_force("01"), [false, false, true, true, false, false]);
    assert_eq!(in_force("02"), [false, false, false, false, true, true]);
    assert_eq!(in_force("03"), [true, true, true, true, false, false]);
    let holds = |code: &str| store.ok("units/readings", json!([code]))[0]["holds"].clone();
    assert_eq!(holds("01"), json!({ "start": "2020-02-29", "end": "2025-07-01" }));
    assert_eq!(holds("02"), json!({ "start": "2025-07-01", "end": null }));
    assert_eq!(holds("03"), json!({ "start": null, "end": "2025-07-01" }));
}

fn a_unit_before_all_records_and_still_open_holds_on_every_day(store: &Store) {
    store.published("units", &heading("all", "", ""), &units(&["01"]));
    for day in ["0001-01-01", "1945-09-02", DAY, "9999-12-30"] {
        assert_eq!(store.ok("units/read", json!(["01", day]))["holds"], json!({ "start": null, "end": null }), "{day}");
    }
}

fn a_unit_that_nobody_published_is_nothing(store: &Store) {
    assert_eq!(store.ok("units/read", json!(["01", DAY])), Value::Null);
    assert_eq!(store.ok("units/readings", json!(["01"])), json!([]));
    store.published("units", &heading("all", "", ""), &units(&["01"]));
    for code in ["1", "001", "01 ", " 01", "", "O1"] {
        assert_eq!(store.ok("units/read", json!([code, DAY])), Value::Null, "{code:?}");
        assert_eq!(store.ok("units/readings", json!([code])), json!([]), "{code:?}");
    }
}

fn readings_are_the_latest_first(store: &Store) {
    for (name, list, effective, until) in [
        ("Xã Hai", "second", "2010-01-01", "2020-01-01"),
        ("Xã Ba", "third", "2020-01-01", ""),
        ("Xã Một", "first", "", "2010-01-01"),
    ] {
        store.published("units", &heading(list, effective, until), &json!([unit("00001", name, "")]));
    }
    let readings = store.ok("units/readings", json!(["00001"]));
    assert_eq!(column(&readings, "name_vi"), ["Xã Ba", "Xã Hai", "Xã Một"]);
    let periods: Vec<&Value> = readings.as_array().expect("a list").iter().map(|unit| &unit["holds"]).collect();
    assert_eq!(periods[0], &json!({ "start": "2020-01-01", "end": null }));
    assert_eq!(periods[1], &json!({ "start": "2010-01-01", "end": "2020-01-01" }));
    assert_eq!(periods[2], &json!({ "start": null, "end": "2010-01-01" }));
}

fn what_encloses_a_unit_is_the_nearest_first(store: &Store) {
    let rows = json!([
        unit("01", "Tỉnh A", ""),
        unit("001", "Huyện B", "01"),
        unit("00001", "Xã C", "001"),
        unit("00002", "Xã D", "01")
    ]);
    store.published("units", &heading("all", "", ""), &rows);
    let within = |code: &str| store.ok("units/read", json!([code, DAY]))["within"].clone();
    let [province, district] =
        [json!({ "code": "01", "name_vi": "Tỉnh A" }), json!({ "code": "001", "name_vi": "Huyện B" })];
    assert_eq!(within("00001"), json!([district, province]));
    assert_eq!(within("00002"), json!([province]));
    assert_eq!(within("001"), json!([province]));
    assert_eq!(within("01"), json!([]));
}

fn what_encloses_a_unit_is_what_did_on_its_last_day(store: &Store) {
    let province = |name: &str| json!([unit("01", name, "")]);
    store.published("units", &heading("old-provinces", "", "2020-01-01"), &province("Tỉnh Cũ"));
    store.published("units", &heading("provinces", "2020-01-01", "2025-07-01"), &province("Tỉnh Sau"));
    store.published("units", &heading("new-provinces", "2025-07-01", ""), &province("Tỉnh Mới"));
    store.published("units", &heading("old", "2010-01-01", "2025-07-01"), &json!([unit("00001", "Xã Cũ", "01")]));
    store.published("units", &heading("new", "2025-07-01", ""), &json!([unit("00001", "Xã Mới", "01")]));
    // The code is in force from 2010 to 2025; on the day asked for, its province had another name than on its last.
    let within = |day: &str| store.ok("units/read", json!(["00001", day]))["within"][0]["name_vi"].clone();
    assert_eq!(within("2015-01-01"), "Tỉnh Sau");
    assert_eq!(within("2025-06-30"), "Tỉnh Sau");
    assert_eq!(within("2025-07-01"), "Tỉnh Mới");
}
