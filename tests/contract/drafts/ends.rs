//! A draft that has ended is as if it had never been, and goes with its files.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::papers::{
    AGENCY, END, NOW, begun, bytes, chunk, draft, draft_of, file, file_of, filed, filing, finished, id, uploaded,
};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    a_draft_ends_at_its_instant,
    a_change_moves_the_end,
    nobody_adds_to_a_draft_that_has_ended,
    an_ended_draft_goes_with_its_files,
    the_oldest_go_first_and_no_more_than_wanted,
    what_was_filed_never_goes,
    thirty_two_callers_remove_each_draft_once,
];

fn removed(store: &Store, now: u64, limit: u32) -> Value {
    store.ok("drafts/remove-ended", json!([AGENCY, now, limit]))
}

fn a_draft_ends_at_its_instant(store: &Store) {
    begun(store, &id(1));
    let read = |now: u64| store.ok("drafts/read", json!([AGENCY, id(1), now]));
    assert_eq!(read(END - 1)["version"], 1);
    assert_eq!(read(END), Value::Null);
    assert_eq!(read(i64::MAX as u64), Value::Null);
    let save = |now: u64| store.call("drafts/save", json!([AGENCY, id(1), 1, bytes("new"), now, END]));
    assert_eq!(save(END), Err("Gone".into()));
    assert_eq!(save(END - 1), Ok(2.into()));
}

fn a_change_moves_the_end(store: &Store) {
    begun(store, &id(1));
    store.ok("drafts/save", json!([AGENCY, id(1), 1, bytes("new"), NOW, END + 10]));
    assert_eq!(store.ok("drafts/read", json!([AGENCY, id(1), END + 9]))["expires"], END + 10);
    assert_eq!(removed(store, END + 9, 10), 0);
    assert_eq!(removed(store, END + 10, 10), 1);
}

fn nobody_adds_to_a_draft_that_has_ended(store: &Store) {
    begun(store, &id(1));
    let late = with(file(&id(2), 3), json!({ "created": END }));
    assert_eq!(store.call("files/begin", json!([AGENCY, id(1), late, 60, null])), Err("Gone".into()));
    let late = with(filing(&id(1)), json!({ "filed": END }));
    assert_eq!(store.call("filing/file", json!([late])), Err("Gone".into()));
    assert_eq!(file_of(store, &id(1), &id(2)), Value::Null);
    assert!(in_order(&mut store.kept()).dossiers.is_empty());
}

fn an_ended_draft_goes_with_its_files(store: &Store) {
    begun(store, &id(1));
    begun(store, &id(2));
    for draft in [id(1), id(2)] {
        finished(store, &draft, &id(10), &["one", "two"]);
        uploaded(store, &draft, &id(11), &["three"]);
    }
    store.ok("drafts/save", json!([AGENCY, id(2), 1, bytes("new"), NOW, END + 1]));
    assert_eq!(removed(store, END, 10), 1);
    assert_eq!(draft_of(store, &id(1)), Value::Null);
    for file in [id(10), id(11)] {
        assert_eq!(file_of(store, &id(1), &file), Value::Null);
        assert_eq!(store.ok("files/chunks", json!([AGENCY, id(1), file, 0, 8])), json!([]));
        assert!(!file_of(store, &id(2), &file).is_null());
    }
    assert_eq!(store.ok("files/of-draft", json!([AGENCY, id(1)])), json!([]));
    let append = |file: &str| store.call("files/append", json!([AGENCY, id(1), file, chunk(0, "one")]));
    assert_eq!([append(&id(10)), append(&id(11))], [Err("Gone".into()), Err("Gone".into())]);
    let begin = store.call("files/begin", json!([AGENCY, id(1), file(&id(12), 3), 60, null]));
    assert_eq!(begin, Err("Gone".into()));
    assert_eq!(store.call("filing/file", json!([filing(&id(1))])), Err("Gone".into()));
    let holdings = in_order(&mut store.kept());
    assert_eq!((holdings.drafts, holdings.files), (1, 2));
}

fn the_oldest_go_first_and_no_more_than_wanted(store: &Store) {
    for (number, later) in [3, 1, 4, 0, 2].into_iter().enumerate() {
        let draft = with(draft(&id(number)), json!({ "expires": END + later }));
        store.ok("drafts/create", json!([draft, "scope", null]));
    }
    let other = with(draft(&id(9)), json!({ "agency": "H26", "expires": NOW }));
    store.ok("drafts/create", json!([other, "scope", null]));
    let left = || -> Vec<usize> { (0..5).filter(|&number| !draft_of(store, &id(number)).is_null()).collect() };
    assert_eq!((removed(store, END + 9, 0), left()), (0.into(), vec![0, 1, 2, 3, 4]));
    assert_eq!((removed(store, END + 9, 2), left()), (2.into(), vec![0, 2, 4]));
    assert_eq!((removed(store, END + 3, 9), left()), (2.into(), vec![2]));
    assert_eq!((removed(store, END + 3, 9), left()), (0.into(), vec![2]));
    assert_eq!(in_order(&mut store.kept()).drafts, 2);
}

fn what_was_filed_never_goes(store: &Store) {
    let code = filed(store, &id(1));
    assert_eq!(removed(store, i64::MAX as u64, 10), 0);
    assert_eq!(draft_of(store, &id(1))["dossier"], code);
    // It is found however late it is.
    assert_eq!(store.ok("drafts/read", json!([AGENCY, id(1), END * 2]))["dossier"], code);
}

fn thirty_two_callers_remove_each_draft_once(store: &Store) {
    for number in 0..40 {
        begun(store, &id(number));
        uploaded(store, &id(number), &id(0), &["one"]);
    }
    let counts = at_once(32, |_| removed(store, END, 4).as_u64().expect("a count"));
    let mut all: u64 = counts.iter().sum();
    while let Some(more @ 1..) = removed(store, END, 4).as_u64() {
        all += more;
    }
    assert_eq!(all, 40, "{counts:?}");
    let holdings = in_order(&mut store.kept());
    assert_eq!((holdings.drafts, holdings.files), (0, 0));
}
