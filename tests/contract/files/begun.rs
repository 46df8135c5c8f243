//! How files are announced, counted and removed.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::papers::{AGENCY, begun, bytes, file, file_of, filed, finished, id, request, uploaded};
use crate::rows::{column, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    files_are_in_the_order_in_which_they_were_begun,
    a_draft_has_no_more_files_than_it_may,
    thirty_two_callers_begin_no_more_files_than_a_draft_may_have,
    a_repetition_gets_the_first_file,
    thirty_two_callers_begin_one_file,
    a_name_that_is_taken_is_not_taken_over,
    a_removed_file_leaves_nothing,
    files_keep_every_text,
    two_hundred_files_are_told_at_once,
    a_filed_draft_takes_more_files,
];

fn begin(store: &Store, file_id: &str, files_max: u32, request: Value) -> Result<Value, Value> {
    store.call("files/begin", json!([AGENCY, id(1), file(file_id, 3), files_max, request]))
}

fn of_draft(store: &Store) -> Value {
    store.ok("files/of-draft", json!([AGENCY, id(1)]))
}

fn remove(store: &Store, file: &str) -> Result<Value, Value> {
    store.call("files/remove", json!([AGENCY, id(1), file]))
}

fn files_are_in_the_order_in_which_they_were_begun(store: &Store) {
    begun(store, &id(1));
    assert_eq!(of_draft(store), json!([]));
    for number in [5, 1, 4] {
        begin(store, &id(number), 60, Value::Null).expect("a file");
    }
    remove(store, &id(1)).expect("a removal");
    for number in [0, 9, 1] {
        begin(store, &id(number), 60, Value::Null).expect("a file");
    }
    assert_eq!(column(&of_draft(store), "id"), [5, 4, 0, 9, 1].map(id));
}

fn a_draft_has_no_more_files_than_it_may(store: &Store) {
    begun(store, &id(1));
    assert_eq!(begin(store, &id(1), 0, Value::Null), Err("TooMany".into()));
    uploaded(store, &id(1), &id(1), &["one"]);
    finished(store, &id(1), &id(2), &["one"]);
    for _ in 0..2 {
        assert_eq!(begin(store, &id(3), 2, request("key", "hash")), Err("TooMany".into()));
    }
    remove(store, &id(1)).expect("a removal");
    // What was refused has left its key free.
    assert_eq!(begin(store, &id(3), 2, request("key", "other")), Ok(id(3).into()));
    assert_eq!(begin(store, &id(4), 2, Value::Null), Err("TooMany".into()));
    assert_eq!(begin(store, &id(4), 3, Value::Null), Ok(id(4).into()));
}

fn thirty_two_callers_begin_no_more_files_than_a_draft_may_have(store: &Store) {
    begun(store, &id(1));
    let answers = at_once(32, |number| begin(store, &id(number), 5, Value::Null));
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 5, "{answers:?}");
    assert!(answers.iter().all(|answer| answer.is_ok() || *answer == Err("TooMany".into())), "{answers:?}");
    assert_eq!(of_draft(store).as_array().map(Vec::len), Some(5));
}

fn a_repetition_gets_the_first_file(store: &Store) {
    begun(store, &id(1));
    for number in [1, 1, 2] {
        assert_eq!(begin(store, &id(number), 1, request("key", "hash")), Ok(id(1).into()));
    }
    assert_eq!(begin(store, &id(2), 60, request("key", "other")), Err("Conflict".into()));
    assert_eq!(column(&of_draft(store), "id"), [id(1)]);
    // Another draft has keys of its own.
    begun(store, &id(2));
    let other = store.call("files/begin", json!([AGENCY, id(2), file(&id(3), 3), 60, request("key", "other")]));
    assert_eq!(other, Ok(id(3).into()));
}

fn thirty_two_callers_begin_one_file(store: &Store) {
    begun(store, &id(1));
    let answers = at_once(32, |number| begin(store, &id(number), 60, request("key", "hash")));
    let there = of_draft(store);
    assert_eq!(column(&there, "id").len(), 1);
    assert!(answers.iter().all(|answer| *answer == Ok(there[0]["id"].clone())), "{answers:?}");
}

fn a_name_that_is_taken_is_not_taken_over(store: &Store) {
    begun(store, &id(1));
    uploaded(store, &id(1), &id(2), &["one"]);
    let stood = file_of(store, &id(1), &id(2));
    // The same once more is the same, and what is here of it stays.
    assert_eq!(begin(store, &id(2), 60, Value::Null), Ok(id(2).into()));
    let other = with(file(&id(2), 3), json!({ "slot": "another" }));
    let refusal = store.call("files/begin", json!([AGENCY, id(1), other, 60, null])).expect_err("a refusal");
    assert!(refusal["Failed"]["Damaged"].is_string(), "{refusal}");
    assert_eq!(of_draft(store), json!([stood]));
}

fn a_removed_file_leaves_nothing(store: &Store) {
    begun(store, &id(1));
    uploaded(store, &id(1), &id(1), &["one", "two"]);
    finished(store, &id(1), &id(2), &["three"]);
    for file in [id(1), id(2), id(1), id(3)] {
        assert_eq!(remove(store, &file), Ok(Value::Null));
    }
    for file in [id(1), id(2)] {
        assert_eq!(file_of(store, &id(1), &file), Value::Null);
        assert_eq!(store.ok("files/chunks", json!([AGENCY, id(1), file, 0, 8])), json!([]));
    }
    assert_eq!(in_order(&mut store.kept()).files, 0);
    // The name is free again.
    finished(store, &id(1), &id(1), &["other"]);
    assert_eq!(in_order(&mut store.kept()).files, 1);
}

fn files_keep_every_text(store: &Store) {
    begun(store, &id(1));
    let of = |text: &str| with(file(text, 0), json!({ "slot": text, "sealed": bytes(text) }));
    for text in TEXTS {
        assert_eq!(store.ok("files/begin", json!([AGENCY, id(1), of(text), 60, request(text, text)])), text);
    }
    for text in TEXTS {
        let expected = with(of(text), json!({ "offset": 0, "finished": false }));
        assert_eq!(file_of(store, &id(1), text), expected);
    }
    assert_eq!(column(&of_draft(store), "slot"), TEXTS);
}

fn two_hundred_files_are_told_at_once(store: &Store) {
    begun(store, &id(1));
    for number in 0..201 {
        begin(store, &id(number), 300, Value::Null).expect("a file");
    }
    assert_eq!(column(&of_draft(store), "id"), (0..200).map(id).collect::<Vec<_>>());
}

fn a_filed_draft_takes_more_files(store: &Store) {
    filed(store, &id(1));
    finished(store, &id(1), &id(1), &["more"]);
    assert_eq!(file_of(store, &id(1), &id(1))["finished"], true);
    assert_eq!(remove(store, &id(1)), Ok(Value::Null));
    assert_eq!(in_order(&mut store.kept()).files, 0);
}
