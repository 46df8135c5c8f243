//! Orders, calls, refunds, statements and cases in the words of the contract, as the driver takes them.

use serde_json::{Value, json};

use crate::client::Client;
use crate::papers::{AGENCY, NOW, bytes, filed, id};
use crate::rows::with;

/// The gateway on whose books it all stands.
pub const GATEWAY: &str = "vnpay";
/// What is paid each time.
pub const AMOUNT: i64 = 8_000;

/// An event of an order.
pub fn happened(word: &str, at: u64) -> Value {
    json!({ "at": at, "event": word, "source": "function", "transaction": null, "amount": null, "code": "" })
}

/// An order for a dossier, without its step; its number is that of its name.
pub fn order(number: usize, dossier: &str) -> Value {
    json!({
        "agency": AGENCY,
        "id": id(number),
        "gateway": GATEWAY,
        "reference": format!("reference of {number}"),
        "number": number,
        "dossier": dossier,
        "claim": 1,
        "amount": AMOUNT,
        "purpose": "fee",
        "state": "waiting",
        "created": NOW,
        "closes": NOW + 900_000,
        "due": NOW + 60_000,
        "facts": "{}",
        "event": happened("opened", NOW),
        "step": null,
        "scope": "scope",
        "request": null,
    })
}

/// A change that says nothing but that the gateway was asked.
pub fn change(number: usize, expected: u32) -> Value {
    json!({
        "agency": AGENCY,
        "id": id(number),
        "expected": expected,
        "state": "waiting",
        "closes": NOW + 900_000,
        "due": NOW + 60_000,
        "asked": 1,
        "transaction": null,
        "paid": null,
        "received": 0,
        "returned": 0,
        "facts": null,
        "event": happened("asked", NOW + u64::from(expected)),
        "entries": [],
        "cases": [],
        "booking": null,
        "settled": null,
        "step": null,
        "call": null,
    })
}

/// Lines of the ledger.
pub fn entries(lines: &[(&str, i64)]) -> Value {
    lines.iter().map(|(account, amount)| json!({ "account": account, "amount": amount })).collect()
}

/// What stands on the gateway's books.
pub fn booking(transaction: &str, kind: &str, at: u64) -> Value {
    json!({ "transaction": transaction, "kind": kind, "amount": AMOUNT, "at": at })
}

/// A change that brings all of the money, booked under this number.
pub fn payment(number: usize, expected: u32, transaction: &str) -> Value {
    let event = json!({ "transaction": transaction, "amount": AMOUNT, "source": "callback", "code": "00" });
    let columns = json!({
        "state": "paid",
        "due": null,
        "transaction": transaction,
        "paid": NOW + 5,
        "received": AMOUNT,
        "event": with(happened("paid", NOW + u64::from(expected)), event),
        "entries": entries(&[("receivable", AMOUNT), ("revenue", -AMOUNT)]),
        "booking": booking(transaction, "payment", NOW + 5),
    });
    with(change(number, expected), columns)
}

/// A case that is about no order.
pub fn case(case: &str, opened: u64) -> Value {
    json!({
        "id": case,
        "gateway": GATEWAY,
        "kind": "double_payment",
        "order": null,
        "reference": "reference of 1",
        "transaction": "140",
        "amount": AMOUNT,
        "opened": opened,
    })
}

/// A call of the gateway.
pub fn call(number: usize, received: u64) -> Value {
    json!({
        "gateway": GATEWAY,
        "id": id(number),
        "received": received,
        "hash": format!("hash of {number}"),
        "sealed": bytes("all of it"),
    })
}

/// The proposal of a refund of some of what was paid for an order.
pub fn refund(number: usize, order: usize, amount: i64) -> Value {
    json!({
        "agency": AGENCY,
        "id": id(number),
        "order": id(order),
        "transaction": "140",
        "amount": amount,
        "reason": "Nộp thừa",
        "maker": "an",
        "state": "proposed",
        "created": NOW,
        "scope": "scope",
        "request": null,
    })
}

/// What a refund does to its order, of which so much is given back then.
pub fn promised(order: usize, expected: u32, returned: i64) -> Value {
    let event = happened("refund-proposed", NOW + u64::from(expected));
    with(change(order, expected), json!({ "received": AMOUNT, "returned": returned, "event": event }))
}

/// A change of a refund.
pub fn decided(number: usize, expected: u32, state: &str) -> Value {
    json!({
        "agency": AGENCY,
        "id": id(number),
        "expected": expected,
        "state": state,
        "checker": "bình",
        "at": NOW + 9,
        "asked": null,
        "number": null,
        "code": "",
    })
}

/// A line of a statement.
pub fn line(transaction: &str) -> Value {
    json!({ "transaction": transaction, "kind": "payment", "reference": "r", "amount": AMOUNT, "fee": 1_100 })
}

/// What the gateway says of a day.
pub fn statement(lines: &[&str]) -> Value {
    json!({
        "gateway": GATEWAY,
        "day": "2025-07-01",
        "source": "gateway",
        "publisher": "an",
        "received": NOW,
        "lines": lines.iter().map(|transaction| line(transaction)).collect::<Value>(),
    })
}

/// Files a dossier and opens an order of this name for it: the dossier's code.
#[track_caller]
pub fn opened(store: &Client, number: usize) -> String {
    let code = filed(store, &id(number));
    assert_eq!(store.ok("orders/open", json!([order(number, &code)])), id(number));
    code
}

/// The same, paid under this number: the order has version 2.
#[track_caller]
pub fn paid(store: &Client, number: usize, transaction: &str) -> String {
    let code = opened(store, number);
    assert_eq!(append(store, &payment(number, 1, transaction)), Ok(2.into()));
    code
}

/// Changes an order, whatever the store says to it.
#[track_caller]
pub fn append(store: &Client, change: &Value) -> Result<Value, Value> {
    store.call("orders/append", json!([change]))
}

/// The order as it stands, or nothing.
#[track_caller]
pub fn order_of(store: &Client, number: usize) -> Value {
    store.ok("orders/read", json!([AGENCY, id(number)]))
}

/// The refund as it stands, or nothing.
#[track_caller]
pub fn refund_of(store: &Client, number: usize) -> Value {
    store.ok("refunds/read", json!([AGENCY, id(number)]))
}

/// The case as it stands, or nothing.
#[track_caller]
pub fn case_of(store: &Client, case: &str) -> Value {
    store.ok("settlements/case-of", json!([GATEWAY, case]))
}
