//! The feed of an owner: his dossiers, wherever they were filed, the last first.

use serde_json::{Value, json};

use crate::papers::{AGENCY, NOW, code, draft, filing, id, step};
use crate::rows::{codes, with};
use crate::store::Store;

on_each_store![
    a_line_says_how_the_dossier_stands,
    the_last_filed_is_first,
    a_feed_is_told_in_pages,
    a_page_has_a_hundred_lines_at_most,
    each_owner_has_a_feed_of_his_own,
];

/// Files a dossier of these owners in an agency at an instant: its code.
fn file(store: &Store, number: usize, agency: &str, at: u64, owners: &[&str]) -> String {
    store.ok("drafts/create", json!([with(draft(&id(number)), json!({ "agency": agency })), "scope", null]));
    let prefix = format!("{agency}.101-250701-");
    let columns = json!({ "agency": agency, "prefix": prefix, "filed": at, "owners": owners });
    code(&store.ok("filing/file", json!([with(filing(&id(number)), columns)])))
}

fn feed(store: &Store, owner: &str, after: Value, limit: u32) -> Value {
    store.ok("dossiers/of-owner", json!([owner, after, limit]))
}

/// Reads a feed page by page.
fn pages(store: &Store, owner: &str, limit: u32) -> Vec<(u64, String)> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = feed(store, owner, after, limit);
        let lines = page.as_array().expect("lines");
        assert!(lines.len() <= limit as usize);
        let Some(last) = lines.last() else { return found };
        after = json!([last["filed"], last["code"]]);
        found.extend(lines.iter().map(|line| (line["filed"].as_u64().expect("an instant"), code(line))));
    }
}

fn a_line_says_how_the_dossier_stands(store: &Store) {
    let code = file(store, 1, AGENCY, NOW, &["me"]);
    let filed = json!({
        "agency": AGENCY, "code": code, "reference": format!("reference of {}", id(1)), "procedure": "1.001193",
        "state": "filed", "status": 1, "version": 1, "filed": NOW, "updated": NOW, "appointed": "2025-07-08",
        "facts": r#"{"a":"Tên"}"#,
    });
    assert_eq!(feed(store, "me", Value::Null, 10), json!([filed]));
    store.ok("casework/append", json!([with(step(&code, 1), json!({ "appointed": null, "facts": "{}" }))]));
    let moved = json!({
        "state": "accepted", "status": 2, "version": 2, "updated": NOW + 1, "appointed": null, "facts": "{}",
    });
    assert_eq!(feed(store, "me", Value::Null, 10), json!([with(filed, moved)]));
}

fn the_last_filed_is_first(store: &Store) {
    let instants = [NOW + 5, NOW, NOW + 9, NOW + 1];
    let filed = [0, 1, 2, 3].map(|number| file(store, number, AGENCY, instants[number], &["me"]));
    let expected = [2, 0, 3, 1].map(|number: usize| filed[number].as_str());
    assert_eq!(codes(&feed(store, "me", Value::Null, 10)), expected);
    assert_eq!(feed(store, "me", Value::Null, 0), json!([]));
    assert_eq!(codes(&feed(store, "me", json!([NOW + 5, filed[0]]), 10)), [&filed[3], &filed[1]]);
    // An instant between two, and one before all.
    assert_eq!(codes(&feed(store, "me", json!([NOW + 3, ""]), 10)), [&filed[3], &filed[1]]);
    assert_eq!(feed(store, "me", json!([0, ""]), 10), json!([]));
}

/// Many of one instant, in several agencies.
fn a_feed_is_told_in_pages(store: &Store) {
    let filed = |number: usize| {
        let at = NOW + number as u64 / 10;
        (at, file(store, number, ["H29", "H26", "G01"][number % 3], at, &["me"]))
    };
    let mut filed: Vec<(u64, String)> = (0..30).map(filed).collect();
    filed.sort_unstable();
    for limit in [1, 7, 30, 100] {
        let mut found = pages(store, "me", limit);
        assert!(found.windows(2).all(|pair| pair[0].0 >= pair[1].0), "{found:?}");
        found.sort_unstable();
        assert_eq!(found, filed, "{limit}");
    }
}

fn a_page_has_a_hundred_lines_at_most(store: &Store) {
    let filed: Vec<String> = (0..105).map(|number| file(store, number, AGENCY, NOW + number as u64, &["me"])).collect();
    let page = feed(store, "me", Value::Null, u32::MAX);
    assert_eq!(codes(&page), filed.iter().rev().take(100).collect::<Vec<_>>());
    assert_eq!(pages(store, "me", 100).len(), 105);
}

fn each_owner_has_a_feed_of_his_own(store: &Store) {
    let one = file(store, 1, AGENCY, NOW, &["a", "b"]);
    let other = file(store, 2, AGENCY, NOW + 1, &["b", "A"]);
    file(store, 3, AGENCY, NOW + 2, &[]);
    for (owner, expected) in
        [("a", vec![&one]), ("b", vec![&other, &one]), ("A", vec![&other]), ("a ", vec![]), ("", vec![])]
    {
        assert_eq!(codes(&feed(store, owner, Value::Null, 10)), expected, "{owner:?}");
    }
}
