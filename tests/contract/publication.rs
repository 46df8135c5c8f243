//! `publication`: what a list does to what was said before. The five kinds of lists do it alike.

mod flaws;
mod late;
pub mod requests;

use serde_json::{Value, json};

use crate::rows::{centre, form, heading, procedure, succession, unit, units, with};
use crate::store::Store;

on_each_store![
    each_kind_counts_what_is_new_changed_unchanged_and_ended,
    the_same_list_again_changes_nothing,
    the_same_list_by_another_decision_changes_nothing,
    an_empty_list_ends_what_the_list_said,
    lists_of_one_kind_do_not_end_each_other,
    a_correction_on_the_same_day_leaves_no_version,
    another_list_may_say_what_the_first_has_ended,
    a_row_that_ended_may_come_back,
    a_list_is_published_once_it_changed_something,
];

pub const KINDS: [&str; 5] = ["units", "successions", "procedures", "centres", "forms"];

/// A row of a kind about one thing.
fn row(kind: &str, about: &str, says: &str) -> Value {
    match kind {
        "units" => unit(&format!("9{about}"), says, ""),
        "successions" => with(succession(about, "Xã Cũ", "003", about), json!({ "note": says })),
        "procedures" => procedure(about, says),
        "centres" => centre(about, says),
        "forms" => form(about, says),
        _ => panic!("no kind {kind}"),
    }
}

fn rows(kind: &str, rows: &[(&str, &str)]) -> Value {
    rows.iter().map(|(about, says)| row(kind, about, says)).collect()
}

/// The units that successions and centres are about.
fn publish_units(store: &Store) {
    store.published("units", &heading("base", "", ""), &units(&["00001", "00002", "00003", "00004"]));
}

fn each_kind_counts_what_is_new_changed_unchanged_and_ended(store: &Store) {
    publish_units(store);
    for kind in KINDS {
        let first = rows(kind, &[("00001", "a"), ("00002", "b"), ("00003", "c")]);
        assert_eq!(store.published(kind, &heading("a", "2020-01-01", ""), &first), [3, 0, 0, 0], "{kind}");
        let next = rows(kind, &[("00004", "d"), ("00002", "B"), ("00001", "a")]);
        assert_eq!(store.published(kind, &heading("a", "2025-01-01", ""), &next), [1, 1, 1, 1], "{kind}");
        assert_eq!(store.published(kind, &heading("a", "2026-01-01", ""), &first), [1, 1, 1, 1], "{kind}");
    }
}

fn the_same_list_again_changes_nothing(store: &Store) {
    publish_units(store);
    for kind in KINDS {
        let list = rows(kind, &[("00001", "a"), ("00002", "b")]);
        let other_order = rows(kind, &[("00002", "b"), ("00001", "a")]);
        let heading = heading("a", "2025-07-01", "2026-01-01");
        assert_eq!(store.published(kind, &heading, &list), [2, 0, 0, 0], "{kind}");
        for list in [&list, &other_order, &list] {
            assert_eq!(store.published(kind, &heading, list), [0, 0, 2, 0], "{kind}");
        }
    }
}

fn the_same_list_by_another_decision_changes_nothing(store: &Store) {
    publish_units(store);
    let other = json!({ "publisher": "somebody", "decision": "2/QĐ", "received": 0 });
    for kind in KINDS {
        let list = rows(kind, &[("00001", "a")]);
        let heading = heading("a", "", "");
        assert_eq!(store.published(kind, &heading, &list), [1, 0, 0, 0], "{kind}");
        assert_eq!(store.published(kind, &with(heading, other.clone()), &list), [0, 0, 1, 0], "{kind}");
    }
}

fn an_empty_list_ends_what_the_list_said(store: &Store) {
    publish_units(store);
    for kind in KINDS {
        let empty = json!([]);
        assert_eq!(store.published(kind, &heading("a", "", ""), &empty), [0, 0, 0, 0], "{kind}");
        store.published(kind, &heading("a", "2020-01-01", ""), &rows(kind, &[("00001", "a"), ("00002", "b")]));
        assert_eq!(store.published(kind, &heading("a", "2025-01-01", ""), &empty), [0, 0, 0, 2], "{kind}");
        assert_eq!(store.published(kind, &heading("a", "2025-01-01", ""), &empty), [0, 0, 0, 0], "{kind}");
    }
    let readings = store.ok("units/readings", json!(["900001"]));
    assert_eq!(readings[0]["holds"], json!({ "start": "2020-01-01", "end": "2025-01-01" }));
}

fn lists_of_one_kind_do_not_end_each_other(store: &Store) {
    publish_units(store);
    for kind in KINDS {
        store.published(kind, &heading("a", "2020-01-01", ""), &rows(kind, &[("00001", "a")]));
        let other = rows(kind, &[("00002", "b")]);
        assert_eq!(store.published(kind, &heading("b", "2025-01-01", ""), &other), [1, 0, 0, 0], "{kind}");
        let list = rows(kind, &[("00001", "a"), ("00003", "c")]);
        assert_eq!(store.published(kind, &heading("a", "2026-01-01", ""), &list), [1, 0, 1, 0], "{kind}");
    }
}

fn a_correction_on_the_same_day_leaves_no_version(store: &Store) {
    let list = |name: &str| json!([unit("00001", name, "")]);
    let day = heading("a", "2025-01-01", "");
    assert_eq!(store.published("units", &day, &list("Sai")), [1, 0, 0, 0]);
    assert_eq!(store.published("units", &day, &list("Đúng")), [0, 1, 0, 0]);
    let readings = store.ok("units/readings", json!(["00001"]));
    assert_eq!((readings.as_array().expect("a list").len(), &readings[0]["name_vi"]), (1, &"Đúng".into()));
    assert_eq!(store.published("units", &day, &json!([])), [0, 0, 0, 1]);
    assert_eq!(store.ok("units/readings", json!(["00001"])), json!([]));
    // What was taken back can be said once more, and be taken back once more.
    assert_eq!(store.published("units", &day, &list("Sai")), [1, 0, 0, 0]);
    assert_eq!(store.published("units", &day, &json!([])), [0, 0, 0, 1]);
}

fn another_list_may_say_what_the_first_has_ended(store: &Store) {
    publish_units(store);
    for kind in KINDS {
        let list = rows(kind, &[("00001", "a")]);
        store.published(kind, &heading("a", "2020-01-01", ""), &list);
        store.published(kind, &heading("a", "2025-01-01", ""), &json!([]));
        assert_eq!(store.published(kind, &heading("b", "2025-01-01", ""), &list), [1, 0, 0, 0], "{kind}");
    }
}

fn a_row_that_ended_may_come_back(store: &Store) {
    let list = json!([unit("00001", "Xã", "")]);
    store.published("units", &heading("a", "2010-01-01", ""), &list);
    store.published("units", &heading("a", "2015-01-01", ""), &json!([]));
    assert_eq!(store.published("units", &heading("a", "2020-01-01", ""), &list), [1, 0, 0, 0]);
    let found = |day: &str| !store.ok("units/read", json!(["00001", day])).is_null();
    assert_eq!(["2014-12-31", "2015-01-01", "2019-12-31", "2020-01-01"].map(found), [true, false, false, true]);
}

fn a_list_is_published_once_it_changed_something(store: &Store) {
    publish_units(store);
    let is_published = |kind: &str, name: &str| store.ok("publication/is-published", json!([kind, name]));
    for kind in KINDS {
        assert_eq!(is_published(kind, "a"), false, "{kind}");
        let flawed = rows(kind, &[("00001", "a"), ("00001", "a")]);
        store.publish(kind, &heading("a", "", ""), &flawed).expect_err("a flaw");
        store.published(kind, &heading("a", "", ""), &json!([]));
        assert_eq!(is_published(kind, "a"), false, "{kind}");
        store.published(kind, &heading("a", "", ""), &rows(kind, &[("00001", "a")]));
        assert_eq!(is_published(kind, "a"), true, "{kind}");
        for name in ["b", "A", "a ", "", "%"] {
            assert_eq!(is_published(kind, name), false, "{kind} {name:?}");
        }
        // It was published, even when it says nothing any more.
        store.published(kind, &heading("a", "", ""), &json!([]));
        assert_eq!(is_published(kind, "a"), true, "{kind}");
    }
    for kind in ["Units", "unit", "publications", ""] {
        assert_eq!(is_published(kind, "a"), false, "{kind:?}");
    }
}
