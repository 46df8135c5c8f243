//! Feedback: what somebody says becomes an item once, is supported, handled, published and counted. Here are its words,
//! as the driver takes them; beside it, a file for each promise of `intake`, `feedback`, `handling` and `register`.

mod alike;
mod crowds;
mod damage;
mod desks;
mod drafts;
mod figures;
mod found;
mod numbers;
mod published;
mod read;
mod received;
mod refusals;
mod requests;
mod steps;
mod supporters;

use motcua_tests::checker::sha256;
use serde_json::{Value, json};

use crate::client::Client;
use crate::papers::{AGENCY, NOW, begun, bytes, event, id, message, request};
use crate::rows::with;

/// How the codes of one desk and day begin.
pub const PREFIX: &str = "PA.H29.101-250701-";
/// The desk to which it is said.
pub const DESK: &str = "H29.101";

/// One more thing counted in a field and a month.
pub fn tally(field: &str, month: &str, measure: &str, change: i32) -> Value {
    json!({ "field": field, "month": month, "measure": measure, "change": change })
}

/// What the item with this number begins with: no draft and no files; its key and its secret are made of its number.
pub fn reception(number: usize) -> Value {
    json!({
        "agency": AGENCY,
        "id": id(number),
        "draft_version": null,
        "secret_hash": sha256(id(number).as_bytes()),
        "prefix": PREFIX,
        "received": NOW,
        "kind": "feedback",
        "about": "conduct",
        "field": "land",
        "object": "1.001193",
        "place": "00118",
        "desk": DESK,
        "state": "received",
        "due": "2025-07-08",
        "facts": r#"{"a":"Tên"}"#,
        "sealed": bytes("what was said"),
        "identity": bytes("who said it"),
        "signature": bytes([0, 1, 255]),
        "files": [],
        "event": event("received", NOW),
        "messages": [message("feedback-received")],
        "tallies": [tally("land", "2025-07", "received", 1)],
        "request": request(&format!("key of {number}"), "hash"),
    })
}

/// A reception and its code, as the store shows the item after it.
pub fn standing(reception: &Value, code: &str) -> Value {
    let mut item = with(
        reception.clone(),
        json!({ "code": code, "version": 1, "updated": reception["received"], "supporters": 0 }),
    );
    let columns = item.as_object_mut().expect("columns");
    for kept_elsewhere in ["draft_version", "prefix", "signature", "files", "event", "messages", "tallies", "request"] {
        columns.remove(kept_elsewhere).expect(kept_elsewhere);
    }
    item
}

/// A step that changes the state of an item and nothing else.
pub fn step(code: &str, expected: u32) -> Value {
    json!({
        "agency": AGENCY,
        "code": code,
        "expected": expected,
        "state": "accepted",
        "desk": DESK,
        "due": "2025-07-08",
        "facts": r#"{"a":"Tên"}"#,
        "files": [],
        "publication": null,
        "event": event("accepted", NOW + u64::from(expected)),
        "messages": [],
        "tallies": [],
        "request": null,
    })
}

/// What the register shows of an item.
pub fn publication(content: &str, terms: &[&str]) -> Value {
    json!({ "content": content, "terms": terms })
}

/// Somebody with this number who says the same.
pub fn supporter(number: usize) -> Value {
    json!({
        "who": format!("who is {number}"),
        "id": id(number),
        "secret_hash": sha256(id(number).as_bytes()),
        "sealed": bytes(number.to_string()),
        "at": NOW + number as u64,
    })
}

/// Receives, whatever comes of it: the code.
pub fn receive(store: &Client, reception: &Value) -> Result<Value, Value> {
    Ok(store.call("intake/receive", json!([reception]))?["code"].take())
}

/// Receives the item with this number and other columns: its code.
#[track_caller]
pub fn received(store: &Client, number: usize, columns: Value) -> String {
    code(&store.ok("intake/receive", json!([with(reception(number), columns)])))
}

/// The code of what was received.
#[track_caller]
pub fn code(received: &Value) -> String {
    received["code"].as_str().unwrap_or_else(|| panic!("no code: {received}")).to_owned()
}

/// Begins a draft and sends it as the item with this number: its code.
#[track_caller]
pub fn sent(store: &Client, number: usize) -> String {
    begun(store, &id(number));
    received(store, number, json!({ "draft_version": 1 }))
}

/// Takes a step, whatever comes of it.
pub fn append(store: &Client, step: &Value) -> Result<Value, Value> {
    store.call("handling/append", json!([step]))
}

/// Supports an item, whatever comes of it.
pub fn support(store: &Client, code: &str, supporter: &Value) -> Result<Value, Value> {
    store.call("intake/support", json!([AGENCY, code, supporter]))
}

/// The item as it stands, or nothing.
#[track_caller]
pub fn item_of(store: &Client, code: &str) -> Value {
    store.ok("feedback/read", json!([AGENCY, code]))
}

/// Its entry in the register, or nothing.
#[track_caller]
pub fn entry_of(store: &Client, code: &str) -> Value {
    store.ok("register/read", json!([AGENCY, code]))
}

/// The counts of one month: a field's measure and its amount.
#[track_caller]
pub fn counted(store: &Client, month: &str) -> Vec<(String, String, u64)> {
    let figures = store.ok("register/figures", json!(["Field", month, month]));
    let text = |figure: &Value, name: &str| figure[name].as_str().expect("a text").to_owned();
    let figure = |it: &Value| (text(it, "group"), text(it, "measure"), it["amount"].as_u64().expect("a count"));
    figures.as_array().expect("figures").iter().map(figure).collect()
}
