//! `procedures`: what is kept of a procedure, its versions, and the catalogue.

mod catalogue;

use serde_json::{Value, json};

use crate::rows::{DAY, heading, method, procedure, with};
use crate::store::Store;

on_each_store![
    a_procedure_comes_back_field_by_field,
    what_was_not_published_is_nothing,
    every_word_of_the_closed_lists_comes_back,
    a_version_holds_from_its_first_day_until_before_its_last,
    versions_are_the_latest_first,
    no_more_than_two_hundred_versions_are_told,
];

/// A procedure in which every field says something.
pub fn whole() -> Value {
    json!({
        "code": "1.001193",
        "name_vi": "Đăng ký khai sinh",
        "name_en": "Birth registration",
        "levels": ["Commune", "Province"],
        "field_vi": "Hộ tịch",
        "type_vi": "TTHC được luật giao quy định chi tiết",
        "decision": "163/QĐ-BTP",
        "ministry": "bo-tu-phap",
        "subjects_vi": ["Công dân Việt Nam", "Người nước ngoài"],
        "agency_vi": "Ủy ban nhân dân cấp xã",
        "volume_rank": 1,
        "whole": true,
        "methods": [
            with(method("Direct"), json!({ "note": "Trong ngày" })),
            with(method("Online"), json!({ "time": 3, "time_unit": "WorkingDay", "fee": 5_000, "currency": "VND" })),
            with(method("Direct"), json!({ "time": 8, "time_unit": "Hour", "fee": 0, "note": "Có yếu tố nước ngoài" })),
        ],
        "cases": [
            { "name": "Giấy tờ phải nộp", "documents": [
                { "name": "Giấy chứng sinh", "originals": 1, "copies": 0 },
                { "name": "Tờ khai", "originals": 0, "copies": 2 },
            ] },
            { "name": "", "documents": [] },
        ],
        "documents_count": 2,
        "legal_basis": ["60/2014/QH13", "123/2015/NĐ-CP"],
        "result_codes": ["KQ.G15.000001"],
        "conditions_vi": "Không có",
        "steps_vi": "Bước 1: …\nBước 2: …",
        "source": "https://dichvucong.gov.vn/1.001193",
        "holds": { "start": null, "end": null },
    })
}

fn a_procedure_comes_back_field_by_field(store: &Store) {
    // What the row says of the period is not what holds: the heading says that.
    let row = with(whole(), json!({ "holds": { "start": "1999-01-01", "end": "1999-02-01" } }));
    store.published("procedures", &heading("bo-tu-phap", "2025-01-01", "2026-01-01"), &json!([row]));
    let found = with(whole(), json!({ "holds": { "start": "2025-01-01", "end": "2026-01-01" } }));
    assert_eq!(store.ok("procedures/read", json!(["1.001193", DAY])), found);
    let versions = json!([["163/QĐ-BTP", { "start": "2025-01-01", "end": "2026-01-01" }]]);
    assert_eq!(store.ok("procedures/versions", json!(["1.001193"])), versions);
}

fn what_was_not_published_is_nothing(store: &Store) {
    assert_eq!(store.ok("procedures/read", json!(["1.000001", DAY])), Value::Null);
    assert_eq!(store.ok("procedures/versions", json!(["1.000001"])), json!([]));
    let bare = procedure("1.000001", "");
    store.published("procedures", &heading("a", "", ""), &json!([bare]));
    assert_eq!(store.ok("procedures/read", json!(["1.000001", DAY])), bare);
    for code in ["1.00000", "1.0000011", "1x000001", "1_000001", "%", ""] {
        assert_eq!(store.ok("procedures/read", json!([code, DAY])), Value::Null, "{code:?}");
    }
}

fn every_word_of_the_closed_lists_comes_back(store: &Store) {
    let units = ["WorkingDay", "Day", "Hour", "Month", "Other"];
    let in_each_unit = |channel| units.map(|unit| with(method(channel), json!({ "time": 1, "time_unit": unit })));
    let methods: Value = ["Online", "Postal", "Direct"].into_iter().flat_map(in_each_unit).collect();
    let levels = ["Ministry", "Province", "Commune", "Other"];
    let row = with(procedure("1", "Mọi từ"), json!({ "methods": methods, "levels": levels }));
    store.published("procedures", &heading("a", "", ""), &json!([row]));
    let read = store.ok("procedures/read", json!(["1", DAY]));
    assert_eq!((&read["methods"], &read["levels"]), (&methods, &json!(levels)));
}

fn a_version_holds_from_its_first_day_until_before_its_last(store: &Store) {
    let version = |decision: &str| json!([with(procedure("1", "Tên"), json!({ "decision": decision }))]);
    store.published("procedures", &heading("a", "2020-01-01", ""), &version("1/QĐ"));
    store.published("procedures", &heading("a", "2025-07-01", "2026-01-01"), &version("2/QĐ"));
    let decision = |day: &str| store.ok("procedures/read", json!(["1", day]))["decision"].clone();
    let days = ["2019-12-31", "2020-01-01", "2025-06-30", "2025-07-01", "2025-12-31", "2026-01-01"];
    let expected = [Value::Null, "1/QĐ".into(), "1/QĐ".into(), "2/QĐ".into(), "2/QĐ".into(), Value::Null];
    assert_eq!(days.map(decision), expected);
}

fn versions_are_the_latest_first(store: &Store) {
    let version = |decision: &str| json!([with(procedure("1", "Tên"), json!({ "decision": decision }))]);
    store.published("procedures", &heading("a", "", ""), &version("1/QĐ"));
    store.published("procedures", &heading("a", "2030-01-01", ""), &version("3/QĐ"));
    // A version that comes late finds its place between the others.
    store.published("procedures", &heading("a", "2025-01-01", ""), &version("2/QĐ"));
    let found = json!([
        ["3/QĐ", { "start": "2030-01-01", "end": null }],
        ["2/QĐ", { "start": "2025-01-01", "end": "2030-01-01" }],
        ["1/QĐ", { "start": null, "end": "2025-01-01" }],
    ]);
    assert_eq!(store.ok("procedures/versions", json!(["1"])), found);
}

fn no_more_than_two_hundred_versions_are_told(store: &Store) {
    let days: Vec<String> = (0..203).map(|number| format!("{:04}-01-01", 1_800 + number)).collect();
    for day in &days {
        let rows = json!([with(procedure("1", "Tên"), json!({ "decision": day }))]);
        store.published("procedures", &heading("a", day, ""), &rows);
    }
    let found = store.ok("procedures/versions", json!(["1"]));
    let told: Vec<&str> =
        found.as_array().expect("a list").iter().map(|version| version[0].as_str().expect("a decision")).collect();
    let latest: Vec<&String> = days.iter().rev().take(200).collect();
    assert_eq!(told, latest);
}
