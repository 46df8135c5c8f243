//! What is due at a desk, the earliest first.

use serde_json::{Value, json};

use super::{DESK, append, received, step, support, supporter};
use crate::papers::{AGENCY, NOW};
use crate::rows::{codes, with};
use crate::store::Store;

on_each_store![
    a_line_says_how_the_item_stands,
    what_is_not_due_is_not_on_the_list,
    a_step_moves_an_item_to_another_desk,
    what_is_due_first_is_first,
    a_desk_is_told_in_pages,
    a_page_has_a_hundred_lines_at_most,
    a_desk_is_told_with_all_below_it,
];

fn of_desk(store: &Store, desk: &str, after: Value, limit: u32) -> Value {
    store.ok("feedback/of-desk", json!([desk, after, limit]))
}

fn a_line_says_how_the_item_stands(store: &Store) {
    let code = received(store, 1, json!({}));
    let line = json!({
        "agency": AGENCY, "code": code, "kind": "feedback", "about": "conduct", "field": "land", "place": "00118",
        "desk": DESK, "state": "received", "version": 1, "received": NOW, "due": "2025-07-08", "supporters": 0,
    });
    assert_eq!(of_desk(store, DESK, Value::Null, 10), json!([line]));
    support(store, &code, &supporter(1)).expect("a supporter");
    append(store, &with(step(&code, 1), json!({ "due": "2025-07-15" }))).expect("a step");
    let moved = json!({ "state": "accepted", "version": 2, "due": "2025-07-15", "supporters": 1 });
    assert_eq!(of_desk(store, DESK, Value::Null, 10), json!([with(line, moved)]));
}

fn what_is_not_due_is_not_on_the_list(store: &Store) {
    let not_due = received(store, 1, json!({ "due": null }));
    let due = received(store, 2, json!({}));
    let list = || of_desk(store, DESK, Value::Null, 10);
    assert_eq!(codes(&list()), [&due]);
    append(store, &with(step(&due, 1), json!({ "due": null }))).expect("a step");
    assert_eq!(list(), json!([]));
    append(store, &step(&not_due, 1)).expect("a step");
    assert_eq!(codes(&list()), [&not_due]);
}

fn a_step_moves_an_item_to_another_desk(store: &Store) {
    let code = received(store, 1, json!({}));
    // It may go to another province: the item stays where it is.
    append(store, &with(step(&code, 1), json!({ "desk": "H26.101" }))).expect("a step");
    assert_eq!(of_desk(store, DESK, Value::Null, 10), json!([]));
    let there = of_desk(store, "H26.101", Value::Null, 10);
    assert_eq!((codes(&there), &there[0]["agency"]), (vec![code.as_str()], &AGENCY.into()));
    for desk in ["H26", "H26.10", "h26.101", "H26.101 ", ""] {
        assert_eq!(of_desk(store, desk, Value::Null, 10), json!([]), "{desk:?}");
    }
}

fn what_is_due_first_is_first(store: &Store) {
    let days = ["2025-07-08", "2025-07-01", "2026-01-01", "2025-07-08"];
    let received = [0, 1, 2, 3].map(|number: usize| received(store, number, json!({ "due": days[number] })));
    let [first, second, third, fourth] = received.each_ref();
    assert_eq!(codes(&of_desk(store, DESK, Value::Null, 10)), [second, first, fourth, third]);
    assert_eq!(codes(&of_desk(store, DESK, json!(["2025-07-08", first]), 10)), [fourth, third]);
    // A day between two, one before all and one after all.
    assert_eq!(codes(&of_desk(store, DESK, json!(["2025-07-09", ""]), 10)), [third]);
    assert_eq!(codes(&of_desk(store, DESK, json!(["", ""]), 2)), [second, first]);
    assert_eq!(of_desk(store, DESK, json!(["9999-12-31", ""]), 10), json!([]));
    assert_eq!(of_desk(store, DESK, Value::Null, 0), json!([]));
}

/// Reads a desk's list page by page.
fn pages(store: &Store, limit: u32) -> Vec<(String, String)> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = of_desk(store, DESK, after, limit);
        let lines = page.as_array().expect("lines");
        assert!(lines.len() <= limit as usize);
        let Some(last) = lines.last() else { return found };
        after = json!([last["due"], last["code"]]);
        let text = |line: &Value, name: &str| line[name].as_str().expect("a text").to_owned();
        found.extend(lines.iter().map(|line| (text(line, "due"), text(line, "code"))));
    }
}

/// Many of one day, of several agencies, and some that are not due.
fn a_desk_is_told_in_pages(store: &Store) {
    let mut all = Vec::new();
    for number in 0..40 {
        let agency = ["H29", "H26", "G01"][number % 3];
        let due = (number % 5 != 0).then(|| format!("2025-07-{:02}", 1 + number / 10));
        let columns = json!({ "agency": agency, "prefix": format!("PA.{agency}.101-250701-"), "due": due });
        let code = received(store, number, columns);
        all.extend(due.map(|due| (due, code)));
    }
    all.sort_unstable();
    assert_eq!(all.len(), 32);
    for limit in [1, 7, 32, 100] {
        assert_eq!(pages(store, limit), all, "{limit}");
    }
}

fn a_page_has_a_hundred_lines_at_most(store: &Store) {
    let received: Vec<String> = (0..105).map(|number| received(store, number, json!({ "messages": [] }))).collect();
    assert_eq!(codes(&of_desk(store, DESK, Value::Null, u32::MAX)), received[..100]);
    assert_eq!(pages(store, 100).len(), 105);
}

fn a_desk_is_told_with_all_below_it(store: &Store) {
    let at = |number: usize, desk: &str, due: &str| received(store, number, json!({ "desk": desk, "due": due }));
    let later = at(1, "H29.101", "2025-07-09");
    let first = at(2, "H29.101", "2025-07-08");
    let own = at(3, "H29", "2025-07-10");
    let deep = at(4, "H29.101.2", "2025-07-01");
    for (number, desk) in [(5, "H2"), (6, "H291"), (7, "H30"), (8, "G29.101")] {
        at(number, desk, "2025-07-01");
    }
    received(store, 9, json!({ "desk": "H29.100", "due": null }));
    let below = |desk: &str, after: Value, limit: u32| store.ok("feedback/from-desk", json!([desk, after, limit]));
    assert_eq!(codes(&below("H29", Value::Null, 10)), [&own, &first, &later, &deep]);
    assert_eq!(codes(&below("H29.101", Value::Null, 10)), [&first, &later, &deep]);
    assert_eq!(below("H29.1", Value::Null, 10), json!([]));
    assert_eq!(codes(&below("H29", Value::Null, 2)), [&own, &first]);
    assert_eq!(codes(&below("H29", json!(["H29.101", "2025-07-08", first]), 10)), [&later, &deep]);
    // Nobody reads before his own desk, wherever he goes on.
    assert_eq!(codes(&below("H29", json!(["", "", ""]), 10)), [&own, &first, &later, &deep]);
    assert_eq!(below("H29", json!(["H30", "", ""]), 10), json!([]));
}
