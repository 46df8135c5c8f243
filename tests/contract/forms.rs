//! `forms`: the form of a procedure in force on a day, as it was published.

use serde_json::{Value, json};

use crate::rows::{DAY, form, heading};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    each_version_is_in_force_in_its_period,
    a_form_from_before_all_records_has_an_empty_start,
    forms_keep_every_text,
    a_procedure_that_nobody_published_may_have_a_form,
];

fn read(store: &Store, procedure: &str, day: &str) -> Value {
    store.ok("forms/read", json!([procedure, day]))
}

fn each_version_is_in_force_in_its_period(store: &Store) {
    store.published("forms", &heading("a", "2020-01-01", ""), &json!([form("1.001193", "old")]));
    store.published("forms", &heading("a", "2025-07-01", "2026-01-01"), &json!([form("1.001193", "new")]));
    let found = |start: &str, body: &str| json!({ "procedure": "1.001193", "start": start, "body": body });
    for (day, expected) in [
        ("2019-12-31", Value::Null),
        ("2020-01-01", found("2020-01-01", "old")),
        ("2025-06-30", found("2020-01-01", "old")),
        ("2025-07-01", found("2025-07-01", "new")),
        ("2025-12-31", found("2025-07-01", "new")),
        ("2026-01-01", Value::Null),
    ] {
        assert_eq!(read(store, "1.001193", day), expected, "{day}");
    }
    assert_eq!(read(store, "1.00119", DAY), Value::Null);
}

fn a_form_from_before_all_records_has_an_empty_start(store: &Store) {
    store.published("forms", &heading("a", "", ""), &json!([form("1", "{}")]));
    assert_eq!(read(store, "1", "0001-01-01"), json!({ "procedure": "1", "start": "", "body": "{}" }));
}

fn forms_keep_every_text(store: &Store) {
    let rows: Value = TEXTS.iter().map(|text| form(text, text)).collect();
    assert_eq!(store.published("forms", &heading("all", "", ""), &rows), [TEXTS.len() as u64, 0, 0, 0]);
    for text in TEXTS {
        assert_eq!(read(store, text, DAY), json!({ "procedure": text, "start": "", "body": text }));
    }
    assert_eq!(store.published("forms", &heading("all", "", ""), &rows), [0, 0, TEXTS.len() as u64, 0]);
    let long = "Ư".repeat(1 << 19);
    store.published("forms", &heading("long", "", ""), &json!([form("long", &long)]));
    assert!(read(store, "long", DAY)["body"] == long);
}

fn a_procedure_that_nobody_published_may_have_a_form(store: &Store) {
    store.published("forms", &heading("a", "", ""), &json!([form("nothing", "{}")]));
    assert_eq!(store.ok("procedures/read", json!(["nothing", DAY])), Value::Null);
    assert_eq!(read(store, "nothing", DAY)["body"], "{}");
}
