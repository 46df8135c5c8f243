//! A database that breaks between any two statements: each call is kept as a whole or not at all, and repeating it after
//! the repair does what it would have done.

use std::fmt::Debug;

use motcua_store::bindings::exports::motcua::store::attempts::Guest as Attempts;
use motcua_store::bindings::exports::motcua::store::casework::{Guest as Casework, Step};
use motcua_store::bindings::exports::motcua::store::drafts::Guest as Drafts;
use motcua_store::bindings::exports::motcua::store::files::{Chunk, Guest as Files};
use motcua_store::bindings::exports::motcua::store::filing::{Filing, Guest as Filings};
use motcua_store::bindings::exports::motcua::store::outbox::Guest as Outbox;

use crate::database::{Native, break_after, everything, fresh, wait};
use crate::people::{ENDS, NOW, agency, begin, chunk, file, filing, new_draft, new_file, request, step, upload};

/// Breaks the database after each statement of `call` in turn, and answers with how many there are.
#[track_caller]
fn never_halved<T: Debug, E: Debug>(call: impl AsyncFn() -> Result<T, E>) -> usize {
    let before = everything();
    for passed in 0..50 {
        break_after(Some(passed));
        let done = wait(call());
        break_after(None);
        if done.is_ok() {
            assert_ne!(everything(), before, "it did nothing");
            return passed;
        }
        assert_eq!(everything(), before, "after {passed} statements: {done:?}");
    }
    panic!("it never ends");
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_filing_is_never_halved() {
    fresh();
    begin("d");
    upload("d", "f", b"content");
    let filing = || Filing { files: vec![text("f")], ..filing("d") };
    let statements = never_halved(async || <Native as Filings>::file(filing()).await);
    assert_eq!(statements, 11, "each costs a crossing into the host");
}

#[test]
fn a_step_is_never_halved() {
    fresh();
    let code = file("d").code;
    upload("d", "f", b"content");
    let step = || Step { files: vec![text("f")], request: request("k", "h"), ..step(&code, 1) };
    assert_eq!(never_halved(async || <Native as Casework>::append(step()).await), 7);
}

#[test]
fn drafts_are_never_halved() {
    fresh();
    begin("another");
    let create = async || Native::create(new_draft("d"), text("s"), request("k", "h")).await;
    assert_eq!(never_halved(create), 4);
    let save = async || Native::save(agency(), text("d"), 1, b"more".to_vec(), NOW, ENDS).await;
    assert_eq!(never_halved(save), 1);
    upload("d", "f", b"content");
    assert_eq!(never_halved(async || Native::remove_ended(agency(), ENDS, 4).await), 6);
    assert_eq!(wait(Native::remove_ended(agency(), ENDS, 4)), Ok(0));
}

#[test]
fn files_are_never_halved() {
    fresh();
    begin("d");
    let begin = async || Native::begin(agency(), text("d"), new_file("f", 4), 60, request("k", "h")).await;
    assert_eq!(never_halved(begin), 5);
    let append = async || <Native as Files>::append(agency(), text("d"), text("f"), chunk(0, b"four")).await;
    assert_eq!(never_halved(append), 4);
    let clean: Vec<Chunk> = (0..9).map(|number| chunk(number, b"x")).collect();
    let finish = async || Native::finish(agency(), text("d"), text("f"), Vec::new(), Some(clean.clone())).await;
    assert_eq!(never_halved(finish), 6);
    assert_eq!(never_halved(async || Native::remove(agency(), text("d"), text("f")).await), 4);
}

#[test]
fn what_is_counted_and_sent_is_never_halved() {
    fresh();
    file("d");
    assert_eq!(never_halved(async || Native::count(vec![text("code"), text("address")], 900, 0).await), 4);
    let id = wait(Native::waiting(agency(), None, 1)).expect("a message")[0].id.clone();
    assert_eq!(never_halved(async || Native::sent(agency(), id.clone(), NOW).await), 1);
}
