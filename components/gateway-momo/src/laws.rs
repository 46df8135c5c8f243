//! What holds of any bytes: the laws that `tests/fuzz` looks for a breach of, and the replay of what it kept.

#[path = "../../../tests/fuzz/common.rs"]
mod common;

use motcua_gateway::mac;

use crate::account::Account;
use crate::{inquiry, notice, pay, refund};

pub const SECRET: &str = "TestMomoSecretKey0123456789abcdef";
/// What an IPN signs, as MoMo's documents have it.
const SIGNED: &str = "amount extraData message orderId orderInfo orderType partnerCode payType requestId responseTime \
    resultCode transId";

/// The partner of the vectors.
pub fn account() -> Account {
    with(&["the-next-one", SECRET])
}

fn with(secrets: &[&str]) -> Account {
    Account {
        partner: "MOMODVCTEST".into(),
        access_key: "TESTACCESSKEY001".into(),
        secrets: secrets.iter().map(|secret| (*secret).into()).collect(),
        api_url: "https://momo.example".into(),
    }
}

/// A body as it comes, and one of these members that we sign.
pub fn call(bytes: &[u8]) {
    let read = |body: &[u8]| notice::read(&account(), &common::post(body));
    let strange = |body: &[u8]| notice::read(&with(&["strange"]), &common::post(body));
    assert!(strange(bytes).is_err());
    if let Ok(message) = read(bytes) {
        common::message(&message);
    }

    let Some(given) = common::fields(bytes).map(|given| common::without(&given, &["signature"])) else { return };
    let names: Vec<&str> = SIGNED.split_whitespace().collect();
    let Some(values) = common::said(&common::object(&given), &names) else { return };
    let pairs = names.iter().zip(values).map(|(name, value)| format!("&{name}={value}"));
    let text = format!("accessKey=TESTACCESSKEY001{}", pairs.collect::<String>());
    let signature = mac::hex(&mac::sha256(SECRET.as_bytes(), text.as_bytes()));
    common::sealed(&given, ("signature", &signature), read, strange);
}

/// What MoMo answers as it comes, and of these members: it signs none of it.
pub fn answer(bytes: &[u8]) {
    all(bytes);
    if let Some(given) = common::fields(bytes) {
        all(common::object(&given).as_bytes());
    }
}

fn all(bytes: &[u8]) {
    let (account, order, refund, response) = (account(), common::order(), common::refund(), common::response(bytes));
    let _ = pay::step(&account, &order, &response);
    common::answer(&inquiry::finding(&account, &order, &response));
    common::given_back(&refund::finding(&account, &refund, &response));
    common::given_back(&refund::finding_again(&account, &refund, &response));
}

#[test]
fn what_was_kept_of_fuzzing_holds() {
    common::replay("momo_call", call);
    common::replay("momo_answer", answer);
}
