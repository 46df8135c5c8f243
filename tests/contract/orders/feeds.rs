//! Where orders stand in a row: those of a dossier, and those that are due.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::money::{GATEWAY, append, change, happened, order};
use crate::papers::{AGENCY, NOW, filed, id};
use crate::rows::{column, with};
use crate::store::Store;

on_each_store![
    orders_of_a_dossier_are_told_from_the_last_on,
    the_longest_due_comes_first,
    an_order_is_due_as_its_last_change_says,
];

fn open(store: &Store, number: usize, dossier: &str, columns: Value) {
    assert_eq!(store.ok("orders/open", json!([with(order(number, dossier), columns)])), id(number));
}

fn due(store: &Store, at: u64, limit: u32) -> Value {
    store.ok("orders/due", json!([GATEWAY, at, limit]))
}

fn orders_of_a_dossier_are_told_from_the_last_on(store: &Store) {
    let code = filed(store, &id(1));
    for number in 0..105 {
        open(store, number, &code, json!({ "created": NOW + number as u64 / 10 }));
    }
    open(store, 999, "another", json!({}));
    let found = store.ok("orders/of-dossier", json!([AGENCY, code]));
    let expected: Vec<String> = (5..105).rev().map(id).collect();
    assert_eq!(column(&found, "id"), expected);
    for (agency, dossier) in [("H26", code.as_str()), (AGENCY, ""), (AGENCY, &code[1..])] {
        assert_eq!(store.ok("orders/of-dossier", json!([agency, dossier])), json!([]));
    }
}

fn the_longest_due_comes_first(store: &Store) {
    for (number, due) in [(1, 5), (2, 3), (3, 4), (4, 3)] {
        open(store, number, "dossier", json!({ "due": NOW + due }));
    }
    open(store, 5, "dossier", json!({ "due": NOW + 3, "agency": "H26" }));
    open(store, 6, "dossier", json!({ "due": null }));
    open(store, 7, "dossier", json!({ "due": NOW, "gateway": "momo" }));
    let line = |due: u64, agency: &str, number: usize| json!([NOW + due, agency, id(number)]);
    let all = [line(3, "H26", 5), line(3, AGENCY, 2), line(3, AGENCY, 4), line(4, AGENCY, 3), line(5, AGENCY, 1)];
    assert_eq!(due(store, NOW + 5, 10), json!(all));
    assert_eq!(due(store, NOW + 4, u32::MAX), json!(all[..4]));
    assert_eq!(due(store, NOW + 5, 2), json!(all[..2]));
    assert_eq!((due(store, NOW + 2, 10), due(store, NOW + 5, 0)), (json!([]), json!([])));
    for number in 100..220 {
        open(store, number, "dossier", json!({ "due": 0 }));
    }
    assert_eq!(due(store, NOW, u32::MAX).as_array().map(Vec::len), Some(100));
    in_order(&mut store.kept());
}

fn an_order_is_due_as_its_last_change_says(store: &Store) {
    open(store, 1, "dossier", json!({}));
    let steps = [Some(60_000), Some(7), None, None, Some(0), Some(60_000)];
    for (version, after) in (1..).zip(steps) {
        let at = after.map(|after| NOW + after);
        append(store, &with(change(1, version), json!({ "due": at }))).expect("a change");
        let expected = at.map(|at| json!([at, AGENCY, id(1)]));
        assert_eq!(due(store, NOW + 60_000, 10), json!(expected.as_slice()));
        in_order(&mut store.kept());
    }
    // A change that is refused leaves it as it was.
    let late = json!({ "due": NOW, "event": happened("late", NOW) });
    append(store, &with(change(1, 2), late)).expect_err("a refusal");
    assert_eq!(due(store, NOW + 59_999, 10), json!([]));
}
