//! Refunds: each together with a change of its order, so that no money is given back twice.

use motcua_store::bindings::exports::motcua::store::orders::Change;
use motcua_store::bindings::exports::motcua::store::refunds::{
    Guest as Refunds, NewRefund, Refund, RefundChange, Refusal,
};
use motcua_store::bindings::exports::motcua::store::types::Fault;

use crate::database::{Native, everything, fresh, wait};
use crate::money::{append, booking, change, happened, opened, order, payment};
use crate::people::{NOW, agency, request};

/// A proposal of half of what was paid.
fn new_refund(id: &str) -> NewRefund {
    NewRefund {
        agency: agency(),
        id: id.to_owned(),
        order: "o".to_owned(),
        transaction: "140".to_owned(),
        amount: 4_000,
        reason: "Nộp thừa".to_owned(),
        maker: "an".to_owned(),
        state: "proposed".to_owned(),
        created: NOW,
        scope: "refunds/".to_owned(),
        request: None,
    }
}

/// What the proposal does to its order.
fn promised(expected: u32, returned: u64) -> Change {
    let event = happened("refund-proposed", NOW + u64::from(expected));
    Change { received: 8_000, returned, event, ..change("o", expected) }
}

fn approved(id: &str, expected: u32) -> RefundChange {
    RefundChange {
        agency: agency(),
        id: id.to_owned(),
        expected,
        state: "approved".to_owned(),
        checker: Some("bình".to_owned()),
        at: NOW + 50,
        asked: None,
        number: None,
        code: "00".to_owned(),
    }
}

fn propose(refund: NewRefund, order: Change) -> Result<String, Refusal> {
    wait(Native::propose(refund, order))
}

fn advance(change: RefundChange, order: Option<Change>) -> Result<u32, Refusal> {
    wait(Native::advance(change, order))
}

fn refund(id: &str) -> Refund {
    wait(<Native as Refunds>::read(agency(), id.to_owned())).expect("a read").expect("the refund")
}

/// Insists that a call is refused so, and leaves nothing.
#[track_caller]
fn refused<T: std::fmt::Debug + PartialEq>(call: impl FnOnce() -> Result<T, Refusal>, refusal: Refusal) {
    let before = everything();
    assert_eq!(call(), Err(refusal));
    assert_eq!(everything(), before);
}

/// An order that was paid, of version 2.
fn paid() {
    fresh();
    opened("o", 1);
    assert_eq!(append(payment("o", 1, "140")), Ok(2));
}

#[test]
fn a_refund_is_proposed_and_approved_with_its_order() {
    paid();
    assert_eq!(propose(new_refund("r"), promised(2, 4_000)), Ok("r".to_owned()));
    let proposed = Refund {
        agency: agency(),
        id: "r".to_owned(),
        order: "o".to_owned(),
        transaction: "140".to_owned(),
        amount: 4_000,
        reason: "Nộp thừa".to_owned(),
        maker: "an".to_owned(),
        checker: None,
        state: "proposed".to_owned(),
        version: 1,
        created: NOW,
        updated: NOW,
        asked: None,
        number: None,
        code: String::new(),
    };
    assert_eq!((refund("r"), order("o").version, order("o").returned), (proposed.clone(), 3, 4_000));
    assert_eq!(advance(RefundChange { asked: Some(NOW + 50), ..approved("r", 1) }, Some(promised(3, 4_000))), Ok(2));
    let last =
        RefundChange { state: "done".to_owned(), checker: None, number: Some("7".to_owned()), ..approved("r", 2) };
    assert_eq!(advance(last, None), Ok(3));
    let wanted = Refund {
        checker: Some("bình".to_owned()),
        state: "done".to_owned(),
        version: 3,
        updated: NOW + 50,
        asked: Some(NOW + 50),
        number: Some("7".to_owned()),
        code: "00".to_owned(),
        ..proposed
    };
    assert_eq!((refund("r"), order("o").version), (wanted.clone(), 4));
    let later = NewRefund { created: NOW + 1, ..new_refund("a") };
    assert_eq!(propose(later, promised(4, 8_000)), Ok("a".to_owned()));
    assert_eq!(wait(Native::of_order(agency(), "o".to_owned())), Ok(vec![wanted, refund("a")]));
}

#[test]
fn no_money_is_promised_twice() {
    paid();
    assert_eq!(propose(new_refund("r"), promised(2, 4_000)), Ok("r".to_owned()));
    let closed = || Change { event: happened("closed", NOW), ..promised(2, 8_000) };
    refused(|| propose(new_refund("s"), closed()), Refusal::OrderChanged);
    // Not even by somebody who decides the same at the same moment.
    refused(|| propose(new_refund("s"), promised(2, 4_000)), Refusal::OrderChanged);
    refused(|| propose(new_refund("r"), promised(3, 8_000)), Refusal::OrderChanged);
    let whose = NewRefund { maker: "bình".to_owned(), ..new_refund("r") };
    refused(|| propose(whose, promised(2, 4_000)), Refusal::OrderChanged);
    let before = everything();
    assert_eq!(propose(new_refund("r"), promised(2, 4_000)), Ok("r".to_owned()), "the same once more");
    assert_eq!(everything(), before);
    let elsewhere = NewRefund { order: "p".to_owned(), ..new_refund("s") };
    assert!(matches!(propose(elsewhere, promised(3, 8_000)), Err(Refusal::Failed(Fault::Damaged(_)))));
    let none = NewRefund { order: "p".to_owned(), ..new_refund("s") };
    refused(|| propose(none, Change { id: "p".to_owned(), ..promised(3, 8_000) }), Refusal::Unknown);
}

#[test]
fn a_request_that_comes_again_gets_its_refund() {
    paid();
    let keyed = |id: &str, hash: &str| NewRefund { request: request("k", hash), ..new_refund(id) };
    assert_eq!(propose(keyed("r", "h"), promised(2, 4_000)), Ok("r".to_owned()));
    let before = everything();
    assert_eq!(propose(keyed("s", "h"), promised(3, 8_000)), Ok("r".to_owned()));
    assert_eq!(everything(), before);
    refused(|| propose(keyed("s", "other"), promised(3, 8_000)), Refusal::Conflict);
    let whose = NewRefund { scope: "another's".to_owned(), ..keyed("s", "other") };
    assert_eq!(propose(whose, promised(3, 8_000)), Ok("s".to_owned()));
}

#[test]
fn whoever_decides_on_a_refund_that_has_changed_is_told() {
    paid();
    assert_eq!(propose(new_refund("r"), promised(2, 4_000)), Ok("r".to_owned()));
    refused(|| advance(approved("s", 1), None), Refusal::Unknown);
    refused(
        || advance(approved("r", 1), Some(Change { event: happened("x", NOW), ..promised(2, 0) })),
        Refusal::OrderChanged,
    );
    let done = |expected| Some(promised(expected, 0));
    assert_eq!(advance(approved("r", 1), done(3)), Ok(2));
    // Not even the same once more: one of two would ask the gateway, and so would the other.
    refused(|| advance(approved("r", 1), done(3)), Refusal::Changed(2));
    let rejected = RefundChange { state: "rejected".to_owned(), ..approved("r", 1) };
    refused(|| advance(rejected.clone(), done(4)), Refusal::Changed(2));
    refused(|| advance(RefundChange { expected: 0, ..rejected.clone() }, None), Refusal::Changed(2));
    // The change of the order was made by somebody else.
    refused(|| advance(RefundChange { expected: 2, ..rejected }, done(3)), Refusal::OrderChanged);
    let elsewhere = Change { id: "p".to_owned(), ..promised(4, 0) };
    assert!(matches!(advance(approved("r", 2), Some(elsewhere)), Err(Refusal::Failed(Fault::Damaged(_)))));
    let twice = Change { booking: Some(booking("140", "payment", 1)), ..promised(4, 0) };
    refused(|| advance(approved("r", 2), Some(twice)), Refusal::Booked((agency(), "o".to_owned())));
}
