//! `units.successors`, `successors-of-district` and `predecessors`: what became of what.

use serde_json::{Value, json};

use crate::rows::{codes, column, heading, succession, unit, units, with};
use crate::store::Store;

on_each_store![
    a_succession_comes_back_field_by_field,
    successors_are_in_the_order_of_the_new_codes,
    land_without_a_commune_belongs_to_its_district,
    the_successors_of_a_district_are_told_once_each,
    predecessors_are_in_the_order_of_the_old_codes,
    no_more_than_two_hundred_predecessors_are_told,
    the_new_unit_is_as_it_was_on_the_day,
    what_the_table_says_no_more_is_not_told,
    what_nobody_published_became_nothing,
];

const REFORM: &str = "2025-07-01";

/// Three communes from the reform on, and a table of successions of that day.
fn publish_table(store: &Store, rows: &Value) {
    store.published("units", &heading("communes", REFORM, ""), &units(&["00001", "00002", "00003"]));
    store.published("successions", &heading("table", REFORM, ""), rows);
}

fn new_codes(successions: &Value) -> Vec<&str> {
    successions
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| row["new_unit"]["code"].as_str().expect("a code"))
        .collect()
}

fn a_succession_comes_back_field_by_field(store: &Store) {
    let row = with(
        succession("00119", "Xã Cũ", "003", "00118"),
        json!({ "kind": "partial_area_all_population", "note": "Một phần diện tích" }),
    );
    let rows = json!([unit("01", "Hà Nội", ""), unit("00118", "Phường Bồ Đề", "01")]);
    store.published("units", &heading("communes", REFORM, ""), &rows);
    store.published("successions", &heading("table", REFORM, ""), &json!([row]));
    let found = json!([{
        "old_code": "00119",
        "old_name": "Xã Cũ",
        "old_parent": "003",
        "new_unit": store.ok("units/read", json!(["00118", REFORM])),
        "day": REFORM,
        "kind": "partial_area_all_population",
        "note": "Một phần diện tích",
    }]);
    assert_eq!(found[0]["new_unit"]["within"], json!([{ "code": "01", "name_vi": "Hà Nội" }]));
    assert_eq!(store.ok("units/successors", json!(["00119"])), found);
    assert_eq!(store.ok("units/predecessors", json!(["00118"])), found);
    assert_eq!(store.ok("units/successors-of-district", json!(["003"])), json!([found[0]["new_unit"]]));
}

fn successors_are_in_the_order_of_the_new_codes(store: &Store) {
    let rows = ["00003", "00001", "00002"].map(|new| succession("00119", "Xã Cũ", "003", new));
    publish_table(store, &json!(rows));
    assert_eq!(new_codes(&store.ok("units/successors", json!(["00119"]))), ["00001", "00002", "00003"]);
}

fn land_without_a_commune_belongs_to_its_district(store: &Store) {
    let rows = json!([
        succession("", "Đất B", "003", "00002"),
        succession("", "Đất A", "003", "00002"),
        succession("003", "Huyện Cũ", "", "00003"),
        succession("", "Đất ở huyện khác", "004", "00001"),
        succession("00119", "Xã Cũ", "003", "00001"),
    ]);
    publish_table(store, &rows);
    let found = store.ok("units/successors", json!(["003"]));
    assert_eq!(column(&found, "old_name"), ["Đất A", "Đất B", "Huyện Cũ"]);
    assert_eq!(new_codes(&found), ["00002", "00002", "00003"]);
    assert_eq!((&found[0]["old_code"], &found[0]["old_parent"]), (&Value::Null, &"003".into()));
    assert_eq!((&found[2]["old_code"], &found[2]["old_parent"]), (&"003".into(), &Value::Null));
}

fn the_successors_of_a_district_are_told_once_each(store: &Store) {
    let rows = json!([
        succession("00119", "Xã Cũ", "003", "00002"),
        succession("00120", "Xã Kia", "003", "00002"),
        succession("00120", "Xã Kia", "003", "00001"),
        succession("", "Đất", "003", "00002"),
        succession("00121", "Xã Khác", "004", "00003"),
    ]);
    publish_table(store, &rows);
    assert_eq!(codes(&store.ok("units/successors-of-district", json!(["003"]))), ["00001", "00002"]);
    assert_eq!(codes(&store.ok("units/successors-of-district", json!(["004"]))), ["00003"]);
}

fn predecessors_are_in_the_order_of_the_old_codes(store: &Store) {
    let rows = json!([
        succession("00121", "Xã C", "003", "00001"),
        succession("00119", "Xã B", "003", "00001"),
        succession("00119", "Xã A", "003", "00001"),
        succession("", "Đất B", "003", "00001"),
        succession("", "Đất A", "003", "00001"),
        succession("00122", "Xã D", "003", "00002"),
    ]);
    publish_table(store, &rows);
    let found = store.ok("units/predecessors", json!(["00001"]));
    assert_eq!(column(&found, "old_name"), ["Đất A", "Đất B", "Xã A", "Xã B", "Xã C"]);
}

fn no_more_than_two_hundred_predecessors_are_told(store: &Store) {
    let all: Vec<String> = (10_000..10_203).map(|number| number.to_string()).collect();
    let rows: Value = all.iter().map(|old| succession(old, old, "003", "00001")).collect();
    publish_table(store, &rows);
    assert_eq!(column(&store.ok("units/predecessors", json!(["00001"])), "old_code"), all[..200]);
}

fn the_new_unit_is_as_it_was_on_the_day(store: &Store) {
    let commune = |name: &str| json!([unit("00001", name, "")]);
    store.published("units", &heading("communes", REFORM, ""), &commune("Xã Khi Ấy"));
    store.published("successions", &heading("table", REFORM, ""), &json!([succession("00119", "Xã Cũ", "", "00001")]));
    store.published("units", &heading("communes", "2026-01-01", ""), &commune("Xã Bây Giờ"));
    let found = store.ok("units/successors", json!(["00119"]));
    assert_eq!(found[0]["new_unit"]["name_vi"], "Xã Khi Ấy");
    assert_eq!(found[0]["new_unit"]["holds"], json!({ "start": REFORM, "end": "2026-01-01" }));
}

fn what_the_table_says_no_more_is_not_told(store: &Store) {
    let to = |new: &str| json!([succession("00119", "Xã Cũ", "003", new)]);
    publish_table(store, &to("00001"));
    assert_eq!(store.published("successions", &heading("table", REFORM, ""), &to("00002")), [1, 0, 0, 1]);
    assert_eq!(new_codes(&store.ok("units/successors", json!(["00119"]))), ["00002"]);
    assert_eq!(codes(&store.ok("units/successors-of-district", json!(["003"]))), ["00002"]);
    assert_eq!(store.ok("units/predecessors", json!(["00001"])), json!([]));
}

fn what_nobody_published_became_nothing(store: &Store) {
    for operation in ["successors", "successors-of-district", "predecessors"] {
        for code in ["00119", ""] {
            assert_eq!(store.ok(&format!("units/{operation}"), json!([code])), json!([]), "{operation} {code:?}");
        }
    }
}
