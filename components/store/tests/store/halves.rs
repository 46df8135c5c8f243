//! A database that breaks between any two statements: each call is kept as a whole or not at all, and repeating it after
//! the repair does what it would have done.

use std::fmt::Debug;

use motcua_store::bindings::exports::motcua::store::attempts::Guest as Attempts;
use motcua_store::bindings::exports::motcua::store::calls::{Call, Guest as Calls};
use motcua_store::bindings::exports::motcua::store::casework::{Guest as Casework, Step};
use motcua_store::bindings::exports::motcua::store::drafts::Guest as Drafts;
use motcua_store::bindings::exports::motcua::store::files::{Chunk, Guest as Files};
use motcua_store::bindings::exports::motcua::store::filing::{Filing, Guest as Filings};
use motcua_store::bindings::exports::motcua::store::orders::{Change, Guest as Orders, NewOrder};
use motcua_store::bindings::exports::motcua::store::outbox::Guest as Outbox;
use motcua_store::bindings::exports::motcua::store::refunds::{Guest as Refunds, NewRefund, RefundChange};
use motcua_store::bindings::exports::motcua::store::settlements::{Guest as Settlements, Line, Statement};

use crate::database::{Native, break_after, everything, fresh, wait};
use crate::money::{booking, gateway, new_case, new_order, opened, payment, step_of};
use crate::people::{ENDS, NOW, agency, begin, chunk, file, filing, new_draft, new_file, request, step, upload};

/// Breaks the database after each statement of `call` in turn, and answers with how many there are.
#[track_caller]
pub fn never_halved<T: Debug, E: Debug>(call: impl AsyncFn() -> Result<T, E>) -> usize {
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
    let id = wait(<Native as Outbox>::waiting(agency(), None, 1)).expect("a message")[0].id.clone();
    assert_eq!(never_halved(async || Native::sent(agency(), id.clone(), NOW).await), 1);
}

#[test]
fn an_order_is_never_halved() {
    fresh();
    let code = file("d").code;
    let order = || NewOrder { step: step_of(&code, 1), request: request("k", "h"), ..new_order("o", 1, &code) };
    assert_eq!(never_halved(async || Native::open(order()).await), 9);
    let call = || Call { gateway: gateway(), id: text("c"), received: NOW, hash: text("h"), sealed: vec![1] };
    assert_eq!(never_halved(async || Native::keep(call()).await), 1);
    let change = || Change {
        settled: Some((text("140"), text("payment"))),
        cases: vec![new_case("c", NOW), new_case("d", NOW)],
        step: step_of(&code, 2),
        call: Some((text("c"), text("paid"))),
        ..payment("o", 1, "140")
    };
    assert_eq!(never_halved(async || <Native as Orders>::append(change()).await), 13);
}

#[test]
fn a_refund_is_never_halved() {
    fresh();
    opened("o", 1);
    wait(<Native as Orders>::append(payment("o", 1, "140"))).expect("a payment");
    let refund = || NewRefund {
        agency: agency(),
        id: text("r"),
        order: text("o"),
        transaction: text("140"),
        amount: 8_000,
        reason: text("why"),
        maker: text("an"),
        state: text("proposed"),
        created: NOW,
        scope: text("s"),
        request: request("k", "h"),
    };
    let order = |expected| Change { booking: None, returned: 8_000, ..payment("o", expected, "140") };
    assert_eq!(never_halved(async || Native::propose(refund(), order(2)).await), 7);
    let change = || RefundChange {
        agency: agency(),
        id: text("r"),
        expected: 1,
        state: text("approved"),
        checker: Some(text("bình")),
        at: NOW,
        asked: Some(NOW),
        number: None,
        code: text("00"),
    };
    let booked = || Change { booking: Some(booking("7", "refund", 8_000)), ..order(3) };
    assert_eq!(never_halved(async || Native::advance(change(), Some(booked())).await), 7);
}

#[test]
fn statements_and_cases_are_never_halved() {
    fresh();
    let line = |number: usize| Line {
        transaction: number.to_string(),
        kind: text("payment"),
        reference: text("r"),
        amount: 1,
        fee: 0,
    };
    let statement = |lines: usize| Statement {
        gateway: gateway(),
        day: text("2025-07-01"),
        source: text("gateway"),
        publisher: text("an"),
        received: NOW,
        lines: (0..lines).map(line).collect(),
    };
    wait(Native::put(statement(1))).expect("a statement");
    assert_eq!(never_halved(async || Native::put(statement(250)).await), 7);
    assert_eq!(never_halved(async || Native::put(statement(2)).await), 5);
    let cases = || (0..150).map(|number| new_case(&number.to_string(), NOW)).collect();
    assert_eq!(never_halved(async || Native::open_cases(cases()).await), 4);
    let close = async || Native::change_case(gateway(), text("7"), 1, text("an"), Some(text("why")), NOW).await;
    assert_eq!(never_halved(close), 1);
}
