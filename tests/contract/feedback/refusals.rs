//! What is refused leaves nothing behind: no row, no number, no key, no message, no count.

use motcua_tests::checker::{Cell, in_order};
use serde_json::{Value, json};

use super::{PREFIX, append, publication, receive, received, reception, sent, step, support, supporter, tally};
use crate::papers::{AGENCY, END, begun, event, finished, id, message, request, uploaded};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    each_refused_reception_leaves_the_store_as_it_was,
    a_refused_reception_may_be_mended,
    each_refused_step_leaves_the_store_as_it_was,
    a_refused_step_may_be_mended,
    refused_support_leaves_the_store_as_it_was,
];

/// Everything that the store keeps of feedback.
fn all(store: &Store) -> Vec<(&'static str, Vec<Vec<Cell>>)> {
    const TABLES: [&str; 12] = [
        "drafts",
        "files",
        "chunks",
        "code_counters",
        "events",
        "outbox",
        "answers",
        "feedback",
        "feedback_supporters",
        "feedback_entries",
        "feedback_terms",
        "feedback_counts",
    ];
    let mut kept = store.kept();
    TABLES.map(|table| (table, kept.rows(&format!("SELECT * FROM {table} ORDER BY 1, 2, 3")))).into()
}

/// A draft with a finished file and one that is not, and an item that was a draft.
fn prepared(store: &Store) -> String {
    begun(store, &id(1));
    finished(store, &id(1), &id(10), &["one"]);
    uploaded(store, &id(1), &id(11), &["two"]);
    sent(store, 2)
}

/// A reception that is refused, and why.
fn receptions(code: &str) -> Vec<(Value, Value)> {
    let changed = |number: usize, columns: Value| with(with(reception(number), json!({ "draft_version": 1 })), columns);
    vec![
        (changed(9, json!({})), "Gone".into()),
        (changed(1, json!({ "agency": "H26" })), "Gone".into()),
        (changed(1, json!({ "received": END })), "Gone".into()),
        (changed(1, json!({ "draft_version": 0 })), json!({ "Changed": 1 })),
        (changed(1, json!({ "draft_version": 2 })), json!({ "Changed": 1 })),
        (changed(2, json!({ "request": request("another", "hash") })), json!({ "Already": code })),
        (changed(2, json!({ "request": request("key of 2", "x") })), "Conflict".into()),
        (changed(1, json!({ "files": [id(10), id(11)] })), json!({ "Missing": id(11) })),
        (changed(1, json!({ "files": [id(19), id(18)] })), json!({ "Missing": id(19) })),
        (with(reception(3), json!({ "files": [id(10)] })), json!({ "Missing": id(10) })),
    ]
}

fn each_refused_reception_leaves_the_store_as_it_was(store: &Store) {
    let code = prepared(store);
    let before = all(store);
    for (reception, why) in receptions(&code) {
        assert_eq!(receive(store, &reception), Err(why.clone()), "{reception}");
        assert!(all(store) == before, "{why} left something behind");
    }
    in_order(&mut store.kept());
}

/// Under the key under which it was refused, and as another request.
fn a_refused_reception_may_be_mended(store: &Store) {
    let code = prepared(store);
    for (reception, _) in receptions(&code) {
        receive(store, &reception).expect_err("a refusal");
    }
    let mended = json!({ "draft_version": 1, "files": [id(10)], "request": request("key of 1", "mended") });
    assert_eq!(received(store, 1, mended), format!("{PREFIX}0002"));
    in_order(&mut store.kept());
}

/// All that a step may have with it.
fn whole(code: &str, expected: u32, columns: Value) -> Value {
    let whole = json!({
        "state": "done", "desk": "H29.102", "due": null, "facts": "{}", "files": [id(10)],
        "publication": publication("done", &["đất", "xong"]), "event": event("done", 0), "messages": [message("done")],
        "tallies": [tally("land", "2025-07", "received", -1)], "request": request("key", "hash"),
    });
    with(with(step(code, expected), whole), columns)
}

/// A step that is refused, and why: an item with a file, one that is not whole, and a step under a key.
fn steps(code: &str) -> Vec<(Value, Value)> {
    vec![
        (whole(code, 1, json!({})), json!({ "Changed": 2 })),
        (whole(code, 3, json!({})), json!({ "Changed": 2 })),
        (whole(code, 2, json!({ "agency": "H26" })), "Unknown".into()),
        (whole("", 2, json!({})), "Unknown".into()),
        (whole(code, 2, json!({ "files": [id(10), id(11)] })), json!({ "Missing": id(11) })),
        (whole(code, 2, json!({ "files": [id(12)] })), json!({ "Missing": id(12) })),
        (whole(code, 2, json!({ "request": request("first", "x") })), "Conflict".into()),
    ]
}

/// An item that took a step under a key, and has a finished file and one that is not.
fn moved(store: &Store) -> String {
    let code = sent(store, 1);
    finished(store, &id(1), &id(10), &["one"]);
    uploaded(store, &id(1), &id(11), &["two"]);
    let columns = json!({ "request": request("first", "hash"), "publication": publication("first", &["đất"]) });
    append(store, &with(step(&code, 1), columns)).expect("a step");
    code
}

fn each_refused_step_leaves_the_store_as_it_was(store: &Store) {
    let code = moved(store);
    let before = all(store);
    for (step, why) in steps(&code) {
        assert_eq!(append(store, &step), Err(why.clone()), "{step}");
        assert!(all(store) == before, "{why} left something behind");
    }
    in_order(&mut store.kept());
}

fn a_refused_step_may_be_mended(store: &Store) {
    let code = moved(store);
    for (step, _) in steps(&code) {
        append(store, &step).expect_err("a refusal");
    }
    let mended = json!({ "request": request("key", "mended"), "event": event("done", 9) });
    assert_eq!(append(store, &whole(&code, 2, mended)), Ok(3.into()));
    in_order(&mut store.kept());
}

fn refused_support_leaves_the_store_as_it_was(store: &Store) {
    let code = prepared(store);
    let before = all(store);
    for (agency, code) in
        [("H26", code.as_str()), (AGENCY, ""), (AGENCY, "PA.H29.101-250701-0009"), (AGENCY, &code[1..])]
    {
        let refusal = store.call("intake/support", json!([agency, code, supporter(1)]));
        assert_eq!(refusal, Err("Unknown".into()), "{agency} {code}");
        assert!(all(store) == before, "{code} left something behind");
    }
    assert_eq!(support(store, &code, &supporter(1)), Ok(id(1).into()));
    in_order(&mut store.kept());
}
