//! What is done with money, by hand: orders and their changes that every test starts from.

use motcua_store::bindings::exports::motcua::store::casework::Step;
use motcua_store::bindings::exports::motcua::store::orders::{
    Booking, Change, Entry, Event, Guest as Orders, NewCase, NewEvent, NewOrder, Order, Refusal,
};

use crate::database::{Native, wait};
use crate::people::{NOW, agency, file, step};

pub const GATEWAY: &str = "vnpay";

pub fn gateway() -> String {
    GATEWAY.to_owned()
}

pub fn happened(word: &str, at: u64) -> NewEvent {
    NewEvent {
        at,
        event: word.to_owned(),
        source: "function".to_owned(),
        transaction: None,
        amount: None,
        code: String::new(),
    }
}

/// An order for the first claim of a dossier of version 1, without a step.
pub fn new_order(id: &str, number: u64, dossier: &str) -> NewOrder {
    NewOrder {
        agency: agency(),
        id: id.to_owned(),
        gateway: gateway(),
        reference: format!("reference of {id}"),
        number,
        dossier: dossier.to_owned(),
        claim: 1,
        amount: 8_000,
        purpose: "fee".to_owned(),
        state: "waiting".to_owned(),
        created: NOW,
        closes: NOW + 900_000,
        due: Some(NOW + 60_000),
        facts: "{}".to_owned(),
        event: happened("opened", NOW),
        step: None,
        scope: "orders/".to_owned(),
        request: None,
    }
}

pub fn open(order: NewOrder) -> Result<String, Refusal> {
    wait(Native::open(order))
}

/// Files a draft of this name and opens an order for it, of the same name: the dossier's code.
pub fn opened(id: &str, number: u64) -> String {
    let code = file(id).code;
    assert_eq!(open(new_order(id, number, &code)), Ok(id.to_owned()));
    code
}

/// A change that says nothing but that the gateway was asked.
pub fn change(id: &str, expected: u32) -> Change {
    Change {
        agency: agency(),
        id: id.to_owned(),
        expected,
        state: "waiting".to_owned(),
        closes: NOW + 900_000,
        due: Some(NOW + 60_000),
        asked: 1,
        transaction: None,
        paid: None,
        received: 0,
        returned: 0,
        facts: None,
        event: happened("asked", NOW + 1_000 * u64::from(expected)),
        entries: Vec::new(),
        cases: Vec::new(),
        booking: None,
        settled: None,
        step: None,
        call: None,
    }
}

pub fn entry(account: &str, amount: i64) -> Entry {
    Entry { account: account.to_owned(), amount }
}

pub fn booking(transaction: &str, kind: &str, amount: u64) -> Booking {
    Booking { transaction: transaction.to_owned(), kind: kind.to_owned(), amount, at: NOW + 5 }
}

/// A change that brings all of the money, on the gateway's books under this number.
pub fn payment(id: &str, expected: u32, transaction: &str) -> Change {
    let event = NewEvent {
        transaction: Some(transaction.to_owned()),
        amount: Some(8_000),
        code: "00".to_owned(),
        source: "callback".to_owned(),
        ..happened("paid", NOW + 1_000 * u64::from(expected))
    };
    Change {
        state: "paid".to_owned(),
        due: None,
        transaction: Some(transaction.to_owned()),
        paid: Some(NOW + 5),
        received: 8_000,
        event,
        entries: vec![entry("receivable", 8_000), entry("revenue", -8_000)],
        booking: Some(booking(transaction, "payment", 8_000)),
        ..change(id, expected)
    }
}

pub fn new_case(id: &str, opened: u64) -> NewCase {
    NewCase {
        id: id.to_owned(),
        gateway: gateway(),
        kind: "double_payment".to_owned(),
        order: Some((agency(), "o".to_owned())),
        reference: "reference of o".to_owned(),
        transaction: "14000000".to_owned(),
        amount: Some(8_000),
        opened,
    }
}

/// The step of a dossier that an order takes with it: its request counts for nothing.
pub fn step_of(code: &str, expected: u32) -> Option<Step> {
    Some(Step { request: crate::people::request("unused", "unused"), ..step(code, expected) })
}

pub fn append(change: Change) -> Result<u32, Refusal> {
    wait(<Native as Orders>::append(change))
}

pub fn order(id: &str) -> Order {
    wait(<Native as Orders>::read(agency(), id.to_owned())).expect("a read").expect("the order")
}

pub fn events(id: &str) -> Vec<Event> {
    wait(<Native as Orders>::events(agency(), id.to_owned(), 0)).expect("a history")
}
