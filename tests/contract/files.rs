//! `files`: uploads that grow at their end until they are finished.

mod begun;
mod damage;
mod finish;

use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::papers::{AGENCY, begun as draft_begun, bytes, chunk, file, file_of, id, uploaded};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    a_file_grows_at_its_end,
    a_chunk_elsewhere_is_told_the_end,
    a_chunk_beyond_the_announced_length_is_told_the_end,
    a_chunk_that_comes_again_is_kept_once,
    of_thirty_two_chunks_for_one_place_one_is_kept,
    chunks_are_read_from_where_they_begin,
    a_chunk_of_a_quarter_mebibyte_comes_back,
    a_chunk_may_be_longer_or_shorter_than_what_was_sealed,
    a_file_of_nobody_is_gone,
];

/// The draft of these cases, and the file.
const DRAFT: usize = 1;
const FILE: usize = 2;

/// Begins the draft and announces the file.
fn announced(store: &Store, length: u64) {
    draft_begun(store, &id(DRAFT));
    store.ok("files/begin", json!([AGENCY, id(DRAFT), file(&id(FILE), length), 60, null]));
}

fn append(store: &Store, chunk: Value) -> Result<Value, Value> {
    store.call("files/append", json!([AGENCY, id(DRAFT), id(FILE), chunk]))
}

fn chunks(store: &Store, offset: u64, limit: u32) -> Value {
    store.ok("files/chunks", json!([AGENCY, id(DRAFT), id(FILE), offset, limit]))
}

fn standing(store: &Store) -> Value {
    file_of(store, &id(DRAFT), &id(FILE))
}

fn offset(end: u64) -> Result<Value, Value> {
    Err(json!({ "Offset": end }))
}

fn a_file_grows_at_its_end(store: &Store) {
    announced(store, 8);
    let stood = |offset: u64| with(file(&id(FILE), 8), json!({ "offset": offset, "finished": false }));
    assert_eq!(standing(store), stood(0));
    assert_eq!(append(store, chunk(0, "one")), Ok(3.into()));
    assert_eq!((standing(store), chunks(store, 0, 8)), (stood(3), json!([chunk(0, "one")])));
    assert_eq!(append(store, chunk(3, "three")), Ok(8.into()));
    assert_eq!((standing(store), chunks(store, 0, 8)), (stood(8), json!([chunk(0, "one"), chunk(3, "three")])));
    assert_eq!(store.ok("files/of-draft", json!([AGENCY, id(DRAFT)])), json!([stood(8)]));
}

fn a_chunk_elsewhere_is_told_the_end(store: &Store) {
    announced(store, 20);
    for at in [1, 20, u64::from(u32::MAX), i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX] {
        assert_eq!(append(store, chunk(at, "one")), offset(0), "{at}");
    }
    append(store, chunk(0, "three")).expect("a chunk");
    for at in [0, 1, 4, 6] {
        assert_eq!(append(store, chunk(at, "other")), offset(5), "{at}");
    }
    assert_eq!(chunks(store, 0, 8), json!([chunk(0, "three")]));
    assert_eq!(standing(store)["offset"], 5);
}

fn a_chunk_beyond_the_announced_length_is_told_the_end(store: &Store) {
    announced(store, 6);
    append(store, chunk(0, "one")).expect("a chunk");
    assert_eq!(append(store, chunk(3, "four")), offset(3));
    let long = with(chunk(3, "four"), json!({ "length": u32::MAX }));
    assert_eq!(append(store, long), offset(3));
    assert_eq!(append(store, chunk(3, "two")), Ok(6.into()));
    assert_eq!(append(store, chunk(6, "x")), offset(6));
    assert_eq!(chunks(store, 0, 8), json!([chunk(0, "one"), chunk(3, "two")]));
}

fn a_chunk_that_comes_again_is_kept_once(store: &Store) {
    announced(store, 6);
    for _ in 0..3 {
        assert_eq!(append(store, chunk(0, "one")), Ok(3.into()));
    }
    assert_eq!(append(store, chunk(0, "two")), offset(3));
    assert_eq!(append(store, chunk(3, "two")), Ok(6.into()));
    // Late, and with another after it.
    assert_eq!(append(store, chunk(0, "one")), Ok(3.into()));
    assert_eq!(chunks(store, 0, 8), json!([chunk(0, "one"), chunk(3, "two")]));
    assert_eq!(standing(store)["offset"], 6);
}

fn of_thirty_two_chunks_for_one_place_one_is_kept(store: &Store) {
    announced(store, 100);
    let answers = at_once(32, |number| append(store, chunk(0, format!("{number:02}"))));
    let kept: Vec<usize> = (0..32).filter(|&number| answers[number].is_ok()).collect();
    assert_eq!(kept.len(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| [Ok(2.into()), offset(2)].contains(answer)), "{answers:?}");
    assert_eq!(chunks(store, 0, 8), json!([chunk(0, format!("{:02}", kept[0]))]));
    // One chunk, sent by all of them, is there for all of them.
    let answers = at_once(32, |_| append(store, chunk(2, "same")));
    assert!(answers.iter().all(|answer| *answer == Ok(6.into())), "{answers:?}");
    assert_eq!(chunks(store, 2, 8), json!([chunk(2, "same")]));
}

fn chunks_are_read_from_where_they_begin(store: &Store) {
    announced(store, 30);
    for number in 0..10 {
        append(store, chunk(number * 3, format!("{number:03}"))).expect("a chunk");
    }
    let from = |first: u64, end: u64| -> Value { (first..end).map(|at| chunk(at * 3, format!("{at:03}"))).collect() };
    assert_eq!(chunks(store, 0, 3), from(0, 3));
    assert_eq!(chunks(store, 9, 3), from(3, 6));
    assert_eq!(chunks(store, 27, 3), from(9, 10));
    assert_eq!(chunks(store, 0, u32::MAX), from(0, 8));
    assert_eq!(chunks(store, 24, u32::MAX), from(8, 10));
    assert_eq!(
        [chunks(store, 0, 0), chunks(store, 30, 8), chunks(store, i64::MAX as u64, 8)],
        [json!([]), json!([]), json!([])]
    );
}

fn a_chunk_of_a_quarter_mebibyte_comes_back(store: &Store) {
    const LENGTH: u64 = 256 << 10;
    const COUNT: u64 = 10;
    announced(store, LENGTH * COUNT);
    let content = |number: u64| -> Vec<u8> { (0..LENGTH).map(|at| (at * 31 + at / 256 * 7 + number) as u8).collect() };
    for number in 0..COUNT {
        assert_eq!(append(store, chunk(number * LENGTH, content(number))), Ok((LENGTH * (number + 1)).into()));
    }
    let (first, rest) = (chunks(store, 0, 8), chunks(store, 8 * LENGTH, 8));
    let found: Vec<&Value> = [&first, &rest].into_iter().flat_map(|page| page.as_array().expect("chunks")).collect();
    assert_eq!(found.len() as u64, COUNT);
    assert!((0..).zip(found).all(|(number, found)| *found == chunk(number * LENGTH, content(number))));
}

fn a_chunk_may_be_longer_or_shorter_than_what_was_sealed(store: &Store) {
    announced(store, u64::from(u32::MAX) + 1);
    let longest = json!({ "offset": 0, "length": u32::MAX, "sealed": bytes("") });
    assert_eq!(append(store, longest.clone()), Ok(u32::MAX.into()));
    let last = json!({ "offset": u32::MAX, "length": 1, "sealed": bytes("much longer than it was") });
    assert_eq!(append(store, last.clone()), Ok((u64::from(u32::MAX) + 1).into()));
    assert_eq!(chunks(store, 0, 8), json!([longest, last]));
}

fn a_file_of_nobody_is_gone(store: &Store) {
    draft_begun(store, &id(DRAFT));
    draft_begun(store, &id(9));
    uploaded(store, &id(DRAFT), &id(FILE), &["one"]);
    for (agency, draft, file) in
        [("H26", id(DRAFT), id(FILE)), (AGENCY, id(9), id(FILE)), (AGENCY, id(8), id(FILE)), (AGENCY, id(DRAFT), id(7))]
    {
        assert_eq!(store.ok("files/read", json!([agency, draft, file])), Value::Null);
        assert_eq!(store.ok("files/chunks", json!([agency, draft, file, 0, 8])), json!([]));
        let append = store.call("files/append", json!([agency, draft, file, chunk(0, "one")]));
        let finish = store.call("files/finish", json!([agency, draft, file, bytes(""), null]));
        assert_eq!([append, finish], [Err("Gone".into()), Err("Gone".into())]);
        assert_eq!(store.ok("files/remove", json!([agency, draft, file])), Value::Null);
    }
    assert_eq!(standing(store)["offset"], 3);
}
