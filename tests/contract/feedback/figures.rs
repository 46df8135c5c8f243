//! Counts are summed up by agency, field or month.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{append, received, step, tally};
use crate::papers::AGENCY;
use crate::rows::with;
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    what_nobody_counted_has_no_figure,
    counts_are_summed_up_by_each_group,
    the_first_and_the_last_month_count,
    a_count_may_fall,
    a_count_may_be_large,
    every_text_is_counted_by_itself,
];

/// Receives something that counts these things in an agency.
fn count(store: &Store, number: usize, agency: &str, tallies: Value) {
    let there = json!({ "agency": agency, "prefix": format!("PA.{agency}.101-250701-"), "tallies": tallies });
    received(store, number, there);
}

fn figures(store: &Store, grouping: &str, first: &str, last: &str) -> Vec<(String, String, u64)> {
    let figures = store.ok("register/figures", json!([grouping, first, last]));
    let text = |figure: &Value, name: &str| figure[name].as_str().expect("a text").to_owned();
    let figure = |it: &Value| (text(it, "group"), text(it, "measure"), it["amount"].as_u64().expect("a count"));
    figures.as_array().expect("figures").iter().map(figure).collect()
}

fn expected(figures: &[(&str, &str, u64)]) -> Vec<(String, String, u64)> {
    figures.iter().map(|(group, measure, amount)| ((*group).to_owned(), (*measure).to_owned(), *amount)).collect()
}

fn what_nobody_counted_has_no_figure(store: &Store) {
    count(store, 1, AGENCY, json!([]));
    for grouping in ["Agency", "Field", "Month"] {
        assert_eq!(figures(store, grouping, "", "9999-12"), []);
    }
}

/// Two provinces in two months.
fn prepared(store: &Store) {
    count(
        store,
        1,
        "H29",
        json!([
            tally("land", "2025-07", "received", 1),
            tally("land", "2025-07", "answered", 1),
            tally("tax", "2025-07", "received", 3),
        ]),
    );
    count(store, 2, "H29", json!([tally("land", "2025-07", "received", 1), tally("land", "2025-08", "received", 4)]));
    count(store, 3, "H26", json!([tally("tax", "2025-08", "received", 5), tally("land", "2025-08", "answered", 2)]));
}

fn counts_are_summed_up_by_each_group(store: &Store) {
    prepared(store);
    let all = |grouping: &str| figures(store, grouping, "2025-07", "2025-08");
    let by_agency = [("H26", "answered", 2), ("H26", "received", 5), ("H29", "answered", 1), ("H29", "received", 9)];
    assert_eq!(all("Agency"), expected(&by_agency));
    let by_field = [("land", "answered", 3), ("land", "received", 6), ("tax", "received", 8)];
    assert_eq!(all("Field"), expected(&by_field));
    let by_month = [
        ("2025-07", "answered", 1),
        ("2025-07", "received", 5),
        ("2025-08", "answered", 2),
        ("2025-08", "received", 9),
    ];
    assert_eq!(all("Month"), expected(&by_month));
    in_order(&mut store.kept());
}

fn the_first_and_the_last_month_count(store: &Store) {
    prepared(store);
    let august = [("H26", "answered", 2), ("H26", "received", 5), ("H29", "received", 4)];
    for (first, last) in
        [("2025-08", "2025-08"), ("2025-08", "2025-12"), ("2025-08", "9999-12"), ("2025-07-31", "2025-09")]
    {
        assert_eq!(figures(store, "Agency", first, last), expected(&august), "{first} {last}");
    }
    let july = [("land", "answered", 1), ("land", "received", 2), ("tax", "received", 3)];
    for (first, last) in [("2025-07", "2025-07"), ("", "2025-07"), ("2024-12", "2025-07")] {
        assert_eq!(figures(store, "Field", first, last), expected(&july), "{first} {last}");
    }
    for (first, last) in [("2025-08", "2025-07"), ("2025-09", "2026-01"), ("2024-01", "2025-06"), ("", "")] {
        assert_eq!(figures(store, "Month", first, last), [], "{first} {last}");
    }
}

/// What is passed on leaves one count and comes to another.
fn a_count_may_fall(store: &Store) {
    let code = received(store, 1, json!({ "tallies": [tally("land", "2025-07", "open", 3)] }));
    for (number, open) in (1..).zip([2, 1, 0]) {
        let moved = json!([tally("land", "2025-07", "open", -1), tally("tax", "2025-07", "open", 1)]);
        append(store, &with(step(&code, number), json!({ "tallies": moved }))).expect("a step");
        let expected = expected(&[("land", "open", open), ("tax", "open", number.into())]);
        assert_eq!(figures(store, "Field", "2025-07", "2025-07"), expected);
        assert_eq!(figures(store, "Month", "2025-07", "2025-07"), [("2025-07".to_owned(), "open".to_owned(), 3)]);
    }
    in_order(&mut store.kept());
}

fn a_count_may_be_large(store: &Store) {
    for (number, agency) in ["H29", "H26", "G01"].into_iter().enumerate() {
        count(
            store,
            number,
            agency,
            json!([tally("land", "2025-07", "a", i32::MAX), tally("land", "2025-07", "a", i32::MAX)]),
        );
    }
    let sum = 6 * u64::from(i32::MAX.unsigned_abs());
    assert_eq!(figures(store, "Field", "2025-07", "2025-07"), [("land".to_owned(), "a".to_owned(), sum)]);
    let code = received(store, 9, json!({ "tallies": [tally("tax", "2025-07", "a", i32::MAX)] }));
    let down = json!({ "tallies": [tally("tax", "2025-07", "a", -i32::MAX), tally("tax", "2025-07", "b", 0)] });
    append(store, &with(step(&code, 1), down)).expect("a step");
    let found = figures(store, "Field", "2025-07", "2025-07");
    assert_eq!(found[1..], expected(&[("tax", "a", 0), ("tax", "b", 0)]));
}

fn every_text_is_counted_by_itself(store: &Store) {
    for (number, text) in TEXTS.iter().enumerate() {
        count(store, number, AGENCY, json!([tally(text, "2025-07", text, number as i32)]));
    }
    let mut ordered: Vec<(&str, &str, u64)> = (0..).zip(TEXTS).map(|(number, text)| (text, text, number)).collect();
    ordered.sort_unstable();
    assert_eq!(figures(store, "Field", "2025-07", "2025-07"), expected(&ordered));
}
