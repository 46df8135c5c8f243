//! Lists with rows that are wrong: which are named, in which order, and that nothing happened.

use serde_json::{Value, json};

use super::{KINDS, publish_units, row, rows};
use crate::rows::{DAY, heading, succession, unit, units};
use crate::store::Store;

on_each_store![
    a_row_that_stands_there_twice_is_named,
    a_unit_that_is_not_in_force_is_named,
    a_parent_may_stand_in_the_same_list,
    what_another_list_holds_is_named,
    flaws_are_in_the_order_of_the_rows,
    the_first_hundred_flaws_are_told,
    a_list_with_one_bad_row_changes_nothing,
];

/// The column that names a row of a kind.
fn key(kind: &str) -> &str {
    match kind {
        "successions" => "old_code",
        "centres" => "unit_code",
        "forms" => "procedure",
        _ => "code",
    }
}

fn flaw(row: u64, column: &str, reason: &str) -> (u64, String, String) {
    (row, column.to_owned(), reason.to_owned())
}

fn a_row_that_stands_there_twice_is_named(store: &Store) {
    publish_units(store);
    for kind in KINDS {
        let list = rows(kind, &[("00001", "a"), ("00002", "b"), ("00001", "c"), ("00002", "b")]);
        let found = store.flaws(kind, &heading("a", "", ""), &list);
        assert_eq!(found, [flaw(2, key(kind), "Duplicate"), flaw(3, key(kind), "Duplicate")], "{kind}");
    }
}

fn a_unit_that_is_not_in_force_is_named(store: &Store) {
    store.published("units", &heading("base", "2020-01-01", "2025-07-01"), &units(&["00001"]));
    let list = |kind: &str, code: &str| match kind {
        "units" => json!([unit("90001", "Xã", code)]),
        kind => json!([row(kind, code, "a")]),
    };
    for (kind, column) in [("units", "parent"), ("successions", "new_code"), ("centres", "unit_code")] {
        for (code, day) in [("00001", "2019-12-31"), ("00001", "2025-07-01"), ("00002", "2020-01-01"), ("1", DAY)] {
            let found = store.flaws(kind, &heading("a", day, ""), &list(kind, code));
            assert_eq!(found, [flaw(0, column, "UnknownUnit")], "{kind} {code} {day}");
        }
        for day in ["2020-01-01", "2025-06-30"] {
            let name = format!("on-{day}");
            store.published(kind, &heading(&name, day, "2025-07-01"), &list(kind, "00001"));
            store.published(kind, &heading(&name, day, "2025-07-01"), &json!([]));
        }
    }
}

fn a_parent_may_stand_in_the_same_list(store: &Store) {
    let list = json!([unit("00001", "Xã", "001"), unit("001", "Huyện", "01"), unit("01", "Tỉnh", "")]);
    assert_eq!(store.published("units", &heading("a", "2020-01-01", ""), &list), [3, 0, 0, 0]);
    // What the list itself ends encloses nothing any more.
    let orphan = json!([unit("00001", "Xã", "001"), unit("001", "Huyện", "01")]);
    assert_eq!(store.flaws("units", &heading("a", "2025-01-01", ""), &orphan), [flaw(1, "parent", "UnknownUnit")]);
    // What another list says still does.
    assert_eq!(
        store.published("units", &heading("b", "2025-01-01", ""), &json!([unit("00002", "Xã", "001")])),
        [1, 0, 0, 0]
    );
}

fn what_another_list_holds_is_named(store: &Store) {
    publish_units(store);
    for kind in KINDS {
        let list = rows(kind, &[("00001", "a")]);
        store.published(kind, &heading("a", "2020-01-01", "2025-07-01"), &list);
        for day in ["2020-01-01", "2025-06-30"] {
            // Even where it says the same.
            let found = store.flaws(kind, &heading("b", day, ""), &list);
            assert_eq!(found, [flaw(0, key(kind), "HeldByAnotherList")], "{kind} {day}");
        }
        assert_eq!(store.published(kind, &heading("b", "2025-07-01", ""), &list), [1, 0, 0, 0], "{kind}");
    }
}

fn flaws_are_in_the_order_of_the_rows(store: &Store) {
    store.published("units", &heading("a", "", ""), &units(&["00001"]));
    let list = json!([
        unit("00002", "Xã", "09"),
        unit("00003", "Xã", ""),
        unit("00001", "Xã", "09"),
        unit("00002", "Xã", "09"),
        unit("00001", "Xã", "00002"),
    ]);
    let found = store.flaws("units", &heading("b", "", ""), &list);
    let expected = [
        flaw(0, "parent", "UnknownUnit"),
        flaw(2, "code", "HeldByAnotherList"),
        flaw(2, "parent", "UnknownUnit"),
        flaw(3, "code", "Duplicate"),
        flaw(3, "parent", "UnknownUnit"),
        flaw(4, "code", "Duplicate"),
        flaw(4, "code", "HeldByAnotherList"),
    ];
    assert_eq!(found, expected);
}

fn the_first_hundred_flaws_are_told(store: &Store) {
    let orphans: Value = (0..150).map(|number| unit(&format!("{number:05}"), "Xã", "09")).collect();
    let found = store.flaws("units", &heading("a", "", ""), &orphans);
    let first: Vec<_> = (0..100).map(|row| flaw(row, "parent", "UnknownUnit")).collect();
    assert_eq!(found, first);
    // A row whose second flaw would be the hundred and first.
    let twice: Value = (0..99).map(|_| unit("00001", "Xã", "09")).collect();
    let found = store.flaws("units", &heading("a", "", ""), &twice);
    assert_eq!((found.len(), found.last()), (100, Some(&flaw(50, "code", "Duplicate"))));
}

fn a_list_with_one_bad_row_changes_nothing(store: &Store) {
    store.published("units", &heading("a", "2020-01-01", ""), &units(&["00001", "00002"]));
    let good = [unit("00001", "Khác", ""), unit("00003", "Mới", "")];
    let bad = json!([good[0], good[1], unit("00004", "Xã", "09")]);
    assert_eq!(store.flaws("units", &heading("a", "2025-01-01", ""), &bad), [flaw(2, "parent", "UnknownUnit")]);
    assert_eq!(store.ok("units/readings", json!(["00001"])).as_array().map(Vec::len), Some(1));
    assert_eq!(store.ok("units/read", json!(["00002", DAY]))["holds"]["end"], Value::Null);
    assert_eq!(store.ok("units/readings", json!(["00003"])), json!([]));
    let bad = json!([succession("00119", "Xã Cũ", "", "00001"), succession("00119", "Xã Cũ", "", "00009")]);
    assert_eq!(store.flaws("successions", &heading("a", DAY, ""), &bad), [flaw(1, "new_code", "UnknownUnit")]);
    assert_eq!(store.ok("units/predecessors", json!(["00001"])), json!([]));
}
