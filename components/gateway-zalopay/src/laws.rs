//! What holds of any bytes: the laws that `tests/fuzz` looks for a breach of, and the replay of what it kept.

#[path = "../../../tests/fuzz/common.rs"]
mod common;

use motcua_gateway::mac;
use serde_json::json;

use crate::account::Account;
use crate::{inquiry, notice, pay, refund};

pub const KEY_2: &str = "TestZaloKey2TestZaloKey2TestZa02";

/// The application of the vectors.
pub fn account() -> Account {
    with(&["the-next-one", KEY_2])
}

fn with(keys: &[&str]) -> Account {
    Account {
        app: "2553001".into(),
        request_keys: vec!["TestZaloKey1TestZaloKey1TestZa01".into(), "the-one-before".into()],
        callback_keys: keys.iter().map(|key| (*key).into()).collect(),
        api_url: "https://zalopay.example".into(),
    }
}

/// A body as it comes; then these bytes as the text `data` that is signed, and an object of these members.
pub fn call(bytes: &[u8]) {
    let read = |body: &[u8]| notice::read(&account(), &common::post(body));
    let strange = |body: &[u8]| notice::read(&with(&["strange"]), &common::post(body));
    assert!(strange(bytes).is_err());
    if let Ok(message) = read(bytes) {
        common::message(&message);
    }
    let Some(given) = common::fields(bytes) else { return };
    for data in [String::from_utf8_lossy(bytes).into_owned(), common::object(&given)] {
        // An empty text is none, and U+0000 is in no text.
        if data.is_empty() || data.contains('\0') {
            continue;
        }
        let mac = mac::hex(&mac::sha256(KEY_2.as_bytes(), data.as_bytes()));
        common::sealed(&[("data", &json!(data).to_string()), ("type", "1")], ("mac", &mac), read, strange);
    }
}

/// What ZaloPay answers as it comes, and of these members: it signs none of it.
pub fn answer(bytes: &[u8]) {
    all(bytes);
    if let Some(given) = common::fields(bytes) {
        all(common::object(&given).as_bytes());
    }
}

fn all(bytes: &[u8]) {
    let (account, refund, response) = (account(), common::refund(), common::response(bytes));
    let _ = pay::step(&response);
    common::answer(&inquiry::finding(&common::order(), &response));
    common::given_back(&refund::finding(&account, &refund, &response));
    common::given_back(&refund::finding_again(&account, &refund, &response));
}

#[test]
fn what_was_kept_of_fuzzing_holds() {
    common::replay("zalopay_call", call);
    common::replay("zalopay_answer", answer);
}
