//! What holds of any bytes: the laws that `tests/fuzz` looks for a breach of, and the replay of what it kept.

#[path = "../../../tests/fuzz/common.rs"]
mod common;

use motcua_gateway::{Meaning, Message, mac};

use crate::account::{self, Account};
use crate::{create, inquiry, notice};

pub const KEY: &[u8] = b"TestKeypayHashKey2-0002";
/// What a `check_sum` covers, as the platform's documents have it.
const COVERED: [&str; 6] = ["addition_fee", "client_id", "command", "trans_amount", "transaction_id", "version"];

/// The client of the vectors.
pub fn account() -> Account {
    with(&["new2", "TestKeypayHashKey2-0002"])
}

fn with(keys: &[&str]) -> Account {
    Account {
        client: "DVCH26".into(),
        request_keys: vec!["TestKeypayHashKey1-0001".into(), "old1".into()],
        callback_keys: keys.iter().map(|key| (*key).into()).collect(),
        api_url: "https://keypay.example.vn/api".into(),
        receiver: account::receiver("0123456789|970436|KHO BAC NHA NUOC").unwrap(),
    }
}

/// The `check_sum` of these members; `None` where nobody would make one.
fn check_sum(given: &[(&str, &str)]) -> Option<String> {
    let values = common::said(&common::object(given), &COVERED)?;
    if values.iter().any(|value| value.contains('|')) {
        return None;
    }
    Some(mac::hex(&mac::sha256(KEY, values.join("|").as_bytes())))
}

/// A body as it comes, and one of these members that we sign. No call is believed further than that we ask.
pub fn call(bytes: &[u8]) {
    let read = |body: &[u8]| notice::read(&account(), &common::post(body));
    let strange = |body: &[u8]| notice::read(&with(&["strange"]), &common::post(body));
    let claims = |body: &[u8]| {
        let read = read(body);
        if let Ok(Message::Notice(notice)) = &read {
            assert!(matches!(notice.meaning, Meaning::Claimed | Meaning::Pending), "{notice:?}");
        }
        read
    };
    assert!(strange(bytes).is_err());
    if let Ok(message) = claims(bytes) {
        common::message(&message);
    }
    let Some(given) = common::fields(bytes).map(|given| common::without(&given, &["check_sum"])) else { return };
    let Some(check_sum) = check_sum(&given) else { return };
    common::sealed(&given, ("check_sum", &check_sum), claims, strange);
}

/// An answer as it comes, and one of these members, with a `check_sum` and without.
pub fn answer(bytes: &[u8]) {
    let (order, strange) = (common::order(), with(&["strange"]));
    let all = |bytes: &[u8]| {
        let response = common::response(bytes);
        let _ = create::step(&response);
        common::answer(&inquiry::finding(&account(), &order, &response));
    };
    all(bytes);
    let Some(given) = common::fields(bytes).map(|given| common::without(&given, &["check_sum"])) else { return };
    all(common::object(&given).as_bytes());
    let Some(check_sum) = check_sum(&given).map(|check_sum| format!("\"{check_sum}\"")) else { return };
    let body = common::object(&[given.as_slice(), &[("check_sum", &check_sum)]].concat());
    all(body.as_bytes());
    assert!(inquiry::finding(&strange, &order, &common::response(body.as_bytes())).is_err(), "{body}");
}

#[test]
fn what_was_kept_of_fuzzing_holds() {
    common::replay("keypay_call", call);
    common::replay("keypay_answer", answer);
}
