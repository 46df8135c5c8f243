//! The register is searched: what has each of the terms, the last published first, page by page.

use serde_json::{Value, json};

use super::{append, publication, received, step};
use crate::papers::{NOW, event};
use crate::rows::{codes, with};
use crate::store::Store;

on_each_store![
    what_has_a_term_is_found_by_it,
    what_has_each_term_is_found_by_all,
    no_term_finds_nothing,
    eight_terms_are_looked_for,
    the_last_published_is_first,
    what_is_found_is_told_in_pages,
    a_page_has_a_hundred_entries_at_most,
];

/// Publishes an item under these terms at an instant, in the agency with this code: the item's code.
fn entered(store: &Store, number: usize, agency: &str, at: u64, terms: &[&str]) -> String {
    let there =
        json!({ "agency": agency, "prefix": format!("PA.{agency}.101-250701-"), "tallies": [], "messages": [] });
    let code = received(store, number, there);
    let published = publication(&format!("{{\"number\":{number}}}"), terms);
    let columns = json!({ "agency": agency, "event": event("published", at), "publication": published });
    append(store, &with(step(&code, 1), columns)).expect("a step");
    code
}

fn found(store: &Store, terms: &[&str], after: Value, limit: u32) -> Value {
    store.ok("register/found", json!([terms, after, limit]))
}

fn what_has_a_term_is_found_by_it(store: &Store) {
    let one = entered(store, 1, "H29", NOW, &["đất", "dat"]);
    let other = entered(store, 2, "H29", NOW + 1, &["đất", "nước"]);
    for (term, expected) in [("đất", vec![&other, &one]), ("dat", vec![&one]), ("nước", vec![&other]), ("nuoc", vec![])]
    {
        assert_eq!(codes(&found(store, &[term], Value::Null, 10)), expected, "{term}");
    }
    let entry = json!({ "agency": "H29", "code": one, "published": NOW, "content": r#"{"number":1}"# });
    assert_eq!(found(store, &["dat"], Value::Null, 10), json!([entry]));
}

/// The terms' order makes no difference to what is found.
fn what_has_each_term_is_found_by_all(store: &Store) {
    let terms: [&[&str]; 5] = [&["a"], &["a", "b"], &["a", "b", "c"], &["b", "c"], &["c", "a"]];
    let entered: Vec<String> =
        (0..5).map(|number| entered(store, number, "H29", NOW + number as u64, terms[number])).collect();
    for (asked, expected) in [
        (vec!["a"], vec![4, 2, 1, 0]),
        (vec!["a", "b"], vec![2, 1]),
        (vec!["b", "a"], vec![2, 1]),
        (vec!["a", "b", "c"], vec![2]),
        (vec!["c", "b", "a"], vec![2]),
        (vec!["b", "c"], vec![3, 2]),
        (vec!["c", "c"], vec![4, 3, 2]),
        (vec!["a", "d"], vec![]),
        (vec!["d", "a"], vec![]),
    ] {
        let expected: Vec<&String> = expected.into_iter().map(|number: usize| &entered[number]).collect();
        assert_eq!(codes(&found(store, &asked, Value::Null, 10)), expected, "{asked:?}");
    }
}

fn no_term_finds_nothing(store: &Store) {
    entered(store, 1, "H29", NOW, &["a", ""]);
    for after in [Value::Null, json!([NOW * 2, ""])] {
        assert_eq!(found(store, &[], after, 10), json!([]));
    }
    assert_eq!(found(store, &["a"], Value::Null, 0), json!([]));
}

fn eight_terms_are_looked_for(store: &Store) {
    let eight = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let whole = entered(store, 1, "H29", NOW, &eight);
    entered(store, 2, "H29", NOW, &eight[..7]);
    entered(store, 3, "H29", NOW, &eight[1..]);
    assert_eq!(codes(&found(store, &eight, Value::Null, 10)), [&whole]);
    let otherwise = [&eight[..7], &["x"]].concat();
    assert_eq!(found(store, &otherwise, Value::Null, 10), json!([]));
    // A ninth is not looked at.
    assert_eq!(codes(&found(store, &[&eight[..], &["x"]].concat(), Value::Null, 10)), [&whole]);
}

/// By the instant, and of one instant by the code, wherever it was published.
fn the_last_published_is_first(store: &Store) {
    let entered = [("H29", 5), ("H29", 0), ("H26", 9), ("H29", 9), ("G01", 1)].map(|(agency, later)| {
        let number = later as usize + agency.len() + usize::from(agency == "G01");
        (NOW + later, entered(store, 10 * number + usize::from(agency == "H26"), agency, NOW + later, &["all"]))
    });
    let mut ordered = entered.to_vec();
    ordered.sort_unstable_by(|one, other| other.cmp(one));
    let ordered: Vec<&str> = ordered.iter().map(|(_, code)| code.as_str()).collect();
    assert_eq!(codes(&found(store, &["all"], Value::Null, 10)), ordered);
    for (number, (at, code)) in entered.iter().enumerate() {
        let place = ordered.iter().position(|it| it == code).expect("an entry");
        let rest = found(store, &["all"], json!([at, code]), 10);
        assert_eq!(codes(&rest), ordered[place + 1..], "after number {number}");
    }
    // An instant between two, one before all and one after all.
    assert_eq!(codes(&found(store, &["all"], json!([NOW + 3, ""]), 10)), ordered[3..]);
    assert_eq!(found(store, &["all"], json!([0, ""]), 10), json!([]));
    assert_eq!(codes(&found(store, &["all"], json!([i64::MAX as u64, ""]), 2)), ordered[..2]);
}

/// Reads what is found page by page.
fn pages(store: &Store, terms: &[&str], limit: u32) -> Vec<(u64, String)> {
    let (mut read, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = found(store, terms, after, limit);
        let entries = page.as_array().expect("entries");
        assert!(entries.len() <= limit as usize);
        let Some(last) = entries.last() else { return read };
        after = json!([last["published"], last["code"]]);
        let code = |entry: &Value| entry["code"].as_str().expect("a code").to_owned();
        read.extend(entries.iter().map(|entry| (entry["published"].as_u64().expect("an instant"), code(entry))));
    }
}

/// Many of one instant, in several agencies, and others between them.
fn what_is_found_is_told_in_pages(store: &Store) {
    let enter = |number: usize| {
        let (at, agency) = (NOW + number as u64 / 10, ["H29", "H26", "G01"][number % 3]);
        (at, entered(store, number, agency, at, &["all", "half"][..1 + number % 2]))
    };
    let mut all: Vec<(u64, String)> = (0..30).map(enter).collect();
    let mut half: Vec<(u64, String)> = all.iter().skip(1).step_by(2).cloned().collect();
    for list in [&mut all, &mut half] {
        list.sort_unstable_by(|one, other| other.cmp(one));
    }
    for limit in [1, 7, 30, 100] {
        assert_eq!(pages(store, &["all"], limit), all, "{limit}");
        assert_eq!(pages(store, &["half", "all"], limit), half, "{limit}");
        assert_eq!(pages(store, &["all", "half"], limit), half, "{limit}");
    }
}

fn a_page_has_a_hundred_entries_at_most(store: &Store) {
    let entered: Vec<String> =
        (0..105).map(|number| entered(store, number, "H29", NOW + number as u64, &["all"])).collect();
    let page = found(store, &["all"], Value::Null, u32::MAX);
    assert_eq!(codes(&page), entered.iter().rev().take(100).collect::<Vec<_>>());
    assert_eq!(pages(store, &["all"], 100).len(), 105);
}
