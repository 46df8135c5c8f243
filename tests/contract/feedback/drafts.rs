//! A draft with files is sent once, as it was seen, and its files are the item's then.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{PREFIX, append, item_of, receive, received, reception, sent, standing, step};
use crate::papers::{
    AGENCY, END, NOW, begun, bytes, chunk, draft, draft_of, file, file_of, finished, id, request, uploaded,
};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    a_draft_that_was_sent_is_an_item,
    a_draft_is_sent_once,
    a_draft_is_sent_as_it_was_seen,
    a_draft_that_has_ended_is_gone,
    files_of_a_draft_are_the_items,
    a_file_that_is_not_whole_is_missing,
    an_item_without_a_draft_has_no_files,
    what_was_sent_never_ends,
    files_come_with_later_steps_too,
];

fn of_draft(number: usize, columns: Value) -> Value {
    with(with(reception(number), json!({ "draft_version": 1 })), columns)
}

fn a_draft_that_was_sent_is_an_item(store: &Store) {
    let code = sent(store, 1);
    assert_eq!(item_of(store, &code), standing(&reception(1), &code));
    assert_eq!(store.ok("feedback/of-draft", json!([AGENCY, id(1)]))["code"], code);
    let found = draft_of(store, &id(1));
    assert!(found["expires"].as_u64() > Some(NOW * 2), "{found}");
    // What it became is no dossier; `of-draft` says what it is.
    let stood = json!({ "sealed": [], "dossier": null, "version": 2, "expires": found["expires"] });
    assert_eq!(found, with(draft(&id(1)), stood));
    let save = store.call("drafts/save", json!([AGENCY, id(1), 2, bytes("new"), NOW, NOW + 1]));
    assert_eq!(save, Err(json!({ "Changed": found })));
    in_order(&mut store.kept());
}

fn a_draft_is_sent_once(store: &Store) {
    let code = sent(store, 1);
    for version in [0, 1, 2, u32::MAX] {
        let again = of_draft(1, json!({ "draft_version": version, "request": request("another", "hash") }));
        assert_eq!(receive(store, &again), Err(json!({ "Already": code })), "{version}");
    }
    assert_eq!(in_order(&mut store.kept()).items.len(), 1);
}

fn a_draft_is_sent_as_it_was_seen(store: &Store) {
    begun(store, &id(1));
    store.ok("drafts/save", json!([AGENCY, id(1), 1, bytes("new"), NOW, END]));
    for version in [0, 1, 3, u32::MAX] {
        let stale = of_draft(1, json!({ "draft_version": version }));
        assert_eq!(receive(store, &stale), Err(json!({ "Changed": 2 })), "{version}");
    }
    assert_eq!(draft_of(store, &id(1))["sealed"], bytes("new"));
    assert_eq!(received(store, 1, json!({ "draft_version": 2 })), format!("{PREFIX}0001"));
}

fn a_draft_that_has_ended_is_gone(store: &Store) {
    begun(store, &id(1));
    for gone in
        [of_draft(2, json!({})), of_draft(1, json!({ "agency": "H26" })), of_draft(1, json!({ "received": END }))]
    {
        assert_eq!(receive(store, &gone), Err("Gone".into()), "{gone}");
    }
    assert_eq!(receive(store, &of_draft(1, json!({ "received": END - 1 }))), Ok(format!("{PREFIX}0001").into()));
}

fn files_of_a_draft_are_the_items(store: &Store) {
    begun(store, &id(1));
    finished(store, &id(1), &id(10), &["one", "two"]);
    finished(store, &id(1), &id(11), &["three"]);
    uploaded(store, &id(1), &id(12), &["four"]);
    received(store, 1, json!({ "draft_version": 1, "files": [id(11), id(10)] }));
    for file in [id(10), id(11)] {
        assert_eq!(store.call("files/remove", json!([AGENCY, id(1), file])), Err("Finished".into()));
    }
    let chunks = store.ok("files/chunks", json!([AGENCY, id(1), id(10), 0, 8]));
    assert_eq!(chunks, json!([chunk(0, "one"), chunk(3, "two")]));
    assert_eq!(store.ok("files/remove", json!([AGENCY, id(1), id(12)])), Value::Null);
    assert_eq!(in_order(&mut store.kept()).files, 2);
}

fn a_file_that_is_not_whole_is_missing(store: &Store) {
    begun(store, &id(1));
    begun(store, &id(2));
    finished(store, &id(1), &id(10), &["one"]);
    uploaded(store, &id(1), &id(11), &["two"]);
    store.ok("files/begin", json!([AGENCY, id(1), file(&id(12), 3), 60, null]));
    finished(store, &id(2), &id(13), &["three"]);
    for (files, missing) in [
        (json!([id(10), id(11)]), id(11)),
        (json!([id(12)]), id(12)),
        (json!([id(13), id(10)]), id(13)),
        (json!([id(19), id(18)]), id(19)),
    ] {
        assert_eq!(receive(store, &of_draft(1, json!({ "files": files }))), Err(json!({ "Missing": missing })));
    }
    // None of it happened: the draft is as it was, and the file may still be removed.
    assert_eq!(draft_of(store, &id(1))["version"], 1);
    assert_eq!(store.ok("files/remove", json!([AGENCY, id(1), id(10)])), Value::Null);
    in_order(&mut store.kept());
}

fn an_item_without_a_draft_has_no_files(store: &Store) {
    assert_eq!(receive(store, &with(reception(1), json!({ "files": [id(10)] }))), Err(json!({ "Missing": id(10) })));
    let code = received(store, 1, json!({}));
    let begin = store.call("files/begin", json!([AGENCY, id(1), file(&id(10), 3), 60, null]));
    assert_eq!(begin, Err("Gone".into()));
    let late = with(step(&code, 1), json!({ "files": [id(10)] }));
    assert_eq!(append(store, &late), Err(json!({ "Missing": id(10) })));
    in_order(&mut store.kept());
}

fn what_was_sent_never_ends(store: &Store) {
    begun(store, &id(1));
    finished(store, &id(1), &id(10), &["one"]);
    let code = received(store, 1, json!({ "draft_version": 1, "files": [id(10)] }));
    assert_eq!(store.ok("drafts/remove-ended", json!([AGENCY, END * 100, 100])), 0);
    assert_eq!(file_of(store, &id(1), &id(10))["finished"], true);
    assert_eq!(store.ok("feedback/of-draft", json!([AGENCY, id(1)]))["code"], code);
}

fn files_come_with_later_steps_too(store: &Store) {
    let code = sent(store, 1);
    for (number, file) in (1..).zip([id(10), id(11)]) {
        finished(store, &id(1), &file, &["one", "two"]);
        append(store, &with(step(&code, number), json!({ "files": [file] }))).expect("a step");
        assert_eq!(store.call("files/remove", json!([AGENCY, id(1), file])), Err("Finished".into()));
    }
    // A file that came with another step does not come again, and one that is not whole does not come at all.
    uploaded(store, &id(1), &id(12), &["four"]);
    for missing in [id(10), id(12), id(13)] {
        let refused = append(store, &with(step(&code, 3), json!({ "files": [missing] })));
        assert_eq!(refused, Err(json!({ "Missing": missing })));
    }
    assert_eq!(item_of(store, &code)["version"], 3);
    assert_eq!(in_order(&mut store.kept()).files, 3);
}
