//! A file that is finished never changes again.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{DRAFT, FILE, announced, append, chunks, offset, standing};
use crate::crowd::at_once;
use crate::papers::{AGENCY, begun, bytes, chunk, file, filed, filing, finished, id, step};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    a_finished_file_is_as_it_was_announced,
    a_file_that_is_not_here_is_not_finished,
    a_file_of_nothing_may_be_finished,
    finishing_again_changes_nothing,
    what_is_finished_grows_no_more,
    other_content_may_take_its_place,
    other_content_has_to_be_in_one_piece,
    of_thirty_two_who_finish_one_does,
    a_file_of_a_dossier_stays_as_it_is,
];

fn finish(store: &Store, sealed: &str, chunks: Value) -> Result<Value, Value> {
    store.call("files/finish", json!([AGENCY, id(DRAFT), id(FILE), bytes(sealed), chunks]))
}

fn done() -> Result<Value, Value> {
    Ok(Value::Null)
}

fn refused() -> Result<Value, Value> {
    Err("Finished".into())
}

fn a_finished_file_is_as_it_was_announced(store: &Store) {
    announced(store, 6);
    append(store, chunk(0, "one")).expect("a chunk");
    append(store, chunk(3, "two")).expect("a chunk");
    assert_eq!(finish(store, "known", Value::Null), done());
    let expected = json!({ "offset": 6, "finished": true, "sealed": bytes("known") });
    assert_eq!(standing(store), with(file(&id(FILE), 6), expected));
    assert_eq!(chunks(store, 0, 8), json!([chunk(0, "one"), chunk(3, "two")]));
}

fn a_file_that_is_not_here_is_not_finished(store: &Store) {
    announced(store, 6);
    assert_eq!(finish(store, "known", Value::Null), offset(0));
    append(store, chunk(0, "one")).expect("a chunk");
    assert_eq!(finish(store, "known", Value::Null), offset(3));
    assert_eq!(finish(store, "known", json!([chunk(0, "other")])), offset(3));
    let expected = with(file(&id(FILE), 6), json!({ "offset": 3, "finished": false }));
    assert_eq!((standing(store), chunks(store, 0, 8)), (expected, json!([chunk(0, "one")])));
}

fn a_file_of_nothing_may_be_finished(store: &Store) {
    announced(store, 0);
    assert_eq!(finish(store, "known", Value::Null), done());
    assert_eq!((&standing(store)["finished"], chunks(store, 0, 8)), (&true.into(), json!([])));
}

fn finishing_again_changes_nothing(store: &Store) {
    announced(store, 3);
    append(store, chunk(0, "one")).expect("a chunk");
    for _ in 0..3 {
        assert_eq!(finish(store, "known", Value::Null), done());
    }
    let stood = standing(store);
    assert_eq!(finish(store, "other", Value::Null), refused());
    assert_eq!(finish(store, "other", json!([chunk(0, "two")])), refused());
    assert_eq!((standing(store), chunks(store, 0, 8)), (stood, json!([chunk(0, "one")])));
}

fn what_is_finished_grows_no_more(store: &Store) {
    announced(store, 3);
    append(store, chunk(0, "one")).expect("a chunk");
    finish(store, "known", Value::Null).expect("a file");
    for at in [0, 3, 4] {
        assert_eq!(append(store, chunk(at, "two")), refused());
    }
    assert_eq!(chunks(store, 0, 8), json!([chunk(0, "one")]));
}

fn other_content_may_take_its_place(store: &Store) {
    announced(store, 6);
    append(store, chunk(0, "one")).expect("a chunk");
    append(store, chunk(3, "two")).expect("a chunk");
    // More chunks than one statement writes, and longer than it was announced.
    let other: Value = (0..20).map(|number| chunk(number * 2, format!("{number:02}"))).collect();
    for _ in 0..2 {
        assert_eq!(finish(store, "known", other.clone()), done());
    }
    let expected = json!({ "length": 40, "offset": 40, "finished": true, "sealed": bytes("known") });
    assert_eq!(standing(store), with(file(&id(FILE), 6), expected));
    let pages: Vec<Value> = [0, 16, 32].map(|at| chunks(store, at, 8)).into();
    let found: Value = pages.iter().flat_map(|page| page.as_array().expect("chunks").clone()).collect();
    assert_eq!(found, other);
    // The first content's chunk is not that of this file any more.
    assert_eq!(append(store, chunk(3, "two")), refused());
    in_order(&mut store.kept());
}

fn other_content_has_to_be_in_one_piece(store: &Store) {
    announced(store, 3);
    append(store, chunk(0, "one")).expect("a chunk");
    let stood = standing(store);
    for flawed in [
        json!([chunk(1, "two")]),
        json!([chunk(0, "two"), chunk(4, "three")]),
        json!([chunk(0, "two"), chunk(2, "three")]),
        json!([chunk(0, "two"), chunk(0, "two")]),
        json!([chunk(3, "two"), chunk(0, "one")]),
    ] {
        let refusal = finish(store, "known", flawed.clone()).expect_err("a refusal");
        assert!(refusal["Failed"]["Damaged"].is_string(), "{flawed}: {refusal}");
    }
    assert_eq!((standing(store), chunks(store, 0, 8)), (stood, json!([chunk(0, "one")])));
    assert_eq!(finish(store, "known", json!([])), done());
    assert_eq!((&standing(store)["length"], chunks(store, 0, 8)), (&0.into(), json!([])));
    in_order(&mut store.kept());
}

fn of_thirty_two_who_finish_one_does(store: &Store) {
    announced(store, 3);
    append(store, chunk(0, "one")).expect("a chunk");
    let content = |number: usize| json!([chunk(0, format!("{number:02}"))]);
    let answers = at_once(32, |number| finish(store, &number.to_string(), content(number)));
    let won: Vec<usize> = (0..32).filter(|&number| answers[number].is_ok()).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| *answer == done() || *answer == refused()), "{answers:?}");
    assert_eq!((&standing(store)["sealed"], chunks(store, 0, 8)), (&bytes(won[0].to_string()), content(won[0])));
}

fn a_file_of_a_dossier_stays_as_it_is(store: &Store) {
    begun(store, &id(DRAFT));
    finished(store, &id(DRAFT), &id(FILE), &["one"]);
    store.ok("filing/file", json!([with(filing(&id(DRAFT)), json!({ "files": [id(FILE)] }))]));
    let stays = || {
        let stood = standing(store);
        assert_eq!(store.call("files/remove", json!([AGENCY, id(DRAFT), id(FILE)])), refused());
        assert_eq!(append(store, chunk(3, "two")), refused());
        assert_eq!(finish(store, "other", json!([chunk(0, "two")])), refused());
        assert_eq!(finish(store, "a name and a type", Value::Null), done());
        assert_eq!((standing(store), chunks(store, 0, 8)), (stood, json!([chunk(0, "one")])));
    };
    stays();
    // The same of one that comes with a later step.
    let code = filed(store, &id(9));
    finished(store, &id(9), &id(FILE), &["one"]);
    store.ok("casework/append", json!([with(step(&code, 1), json!({ "files": [id(FILE)] }))]));
    assert_eq!(store.call("files/remove", json!([AGENCY, id(9), id(FILE)])), refused());
    stays();
    in_order(&mut store.kept());
}
