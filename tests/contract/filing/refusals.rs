//! What is refused leaves nothing behind: no row, no number, no key.

use motcua_tests::checker::{Cell, in_order};
use serde_json::{Value, json};

use crate::papers::{AGENCY, END, NOW, PREFIX, begun, bytes, code, draft_of, filed, filing, finished, id, uploaded};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    each_refusal_leaves_the_store_as_it_was,
    a_refused_filing_may_be_mended,
    a_file_of_another_draft_is_missing,
    a_reference_is_taken_in_every_agency,
    a_refusal_burns_no_number,
];

/// Everything that the store keeps.
fn all(store: &Store) -> Vec<(&'static str, Vec<Vec<Cell>>)> {
    const TABLES: [&str; 10] =
        ["drafts", "files", "chunks", "code_counters", "dossiers", "events", "spoken", "owners", "outbox", "answers"];
    let mut kept = store.kept();
    TABLES.map(|table| (table, kept.rows(&format!("SELECT * FROM {table} ORDER BY 1, 2, 3")))).into()
}

/// A filing that is refused, and why.
fn flawed() -> Vec<(Value, Value)> {
    let changed = |columns: Value| with(filing(&id(1)), columns);
    let name = json!({ "code": format!("{PREFIX}0001"), "reference": format!("reference of {}", id(2)) });
    vec![
        (filing(&id(9)), "Gone".into()),
        (changed(json!({ "agency": "H26" })), "Gone".into()),
        (changed(json!({ "filed": END })), "Gone".into()),
        (changed(json!({ "draft_version": 0 })), json!({ "Changed": 1 })),
        (changed(json!({ "draft_version": 2 })), json!({ "Changed": 1 })),
        (with(filing(&id(2)), json!({ "request": { "key": "another", "hash": "hash" } })), json!({ "Already": name })),
        (
            with(filing(&id(2)), json!({ "request": { "key": format!("key of {}", id(2)), "hash": "x" } })),
            "Conflict".into(),
        ),
        (changed(json!({ "files": [id(10), id(12)] })), json!({ "Missing": id(12) })),
        (changed(json!({ "files": [id(11)] })), json!({ "Missing": id(11) })),
        (changed(json!({ "files": [id(19), id(18)] })), json!({ "Missing": id(19) })),
        (
            changed(json!({ "reference": format!("reference of {}", id(2)), "files": [id(10)] })),
            "ReferenceTaken".into(),
        ),
    ]
}

/// A draft with a finished file and two that are not, and one that was filed.
fn prepared(store: &Store) {
    begun(store, &id(1));
    finished(store, &id(1), &id(10), &["one"]);
    uploaded(store, &id(1), &id(11), &["two"]);
    store.ok("files/begin", json!([AGENCY, id(1), crate::papers::file(&id(12), 3), 60, null]));
    filed(store, &id(2));
}

fn each_refusal_leaves_the_store_as_it_was(store: &Store) {
    prepared(store);
    let before = all(store);
    for (filing, why) in flawed() {
        assert_eq!(store.call("filing/file", json!([filing])), Err(why.clone()), "{filing}");
        assert!(all(store) == before, "{why} left something behind");
    }
    assert_eq!(draft_of(store, &id(1))["sealed"], bytes("answers"));
}

/// Under the key under which it was refused, and as another request.
fn a_refused_filing_may_be_mended(store: &Store) {
    prepared(store);
    for (filing, _) in flawed() {
        store.call("filing/file", json!([filing])).expect_err("a refusal");
    }
    let mended = json!({ "files": [id(10)], "request": { "key": format!("key of {}", id(1)), "hash": "mended" } });
    let answer = store.ok("filing/file", json!([with(filing(&id(1)), mended)]));
    assert_eq!(code(&answer), format!("{PREFIX}0002"));
    in_order(&mut store.kept());
}

fn a_file_of_another_draft_is_missing(store: &Store) {
    begun(store, &id(1));
    begun(store, &id(2));
    finished(store, &id(2), &id(10), &["one"]);
    let stranger = with(filing(&id(1)), json!({ "files": [id(10)] }));
    assert_eq!(store.call("filing/file", json!([stranger])), Err(json!({ "Missing": id(10) })));
    assert_eq!(store.ok("files/remove", json!([AGENCY, id(2), id(10)])), Value::Null);
}

fn a_reference_is_taken_in_every_agency(store: &Store) {
    filed(store, &id(1));
    let (draft, there) = (crate::papers::draft(&id(2)), json!({ "agency": "H26" }));
    store.ok("drafts/create", json!([with(draft, there.clone()), "scope", null]));
    let taken = with(with(filing(&id(2)), there.clone()), json!({ "reference": format!("reference of {}", id(1)) }));
    assert_eq!(store.call("filing/file", json!([taken])), Err("ReferenceTaken".into()));
    // What only looks alike is another one.
    for reference in [format!("Reference of {}", id(1)), format!("reference of {} ", id(1))] {
        let number = reference.len();
        begun(store, &id(number));
        store.ok("filing/file", json!([with(filing(&id(number)), json!({ "reference": reference }))]));
    }
}

fn a_refusal_burns_no_number(store: &Store) {
    prepared(store);
    for round in 0..5 {
        for (filing, _) in flawed() {
            store.call("filing/file", json!([filing])).expect_err("a refusal");
        }
        let number = 20 + round;
        assert_eq!(filed(store, &id(number)), format!("{PREFIX}{:04}", round + 2));
    }
    store.ok("drafts/save", json!([AGENCY, id(1), 1, bytes("new"), NOW, END]));
    let stale = store.call("filing/file", json!([filing(&id(1))]));
    assert_eq!(stale, Err(json!({ "Changed": 2 })));
    assert_eq!(in_order(&mut store.kept()).dossiers.len(), 6);
}
