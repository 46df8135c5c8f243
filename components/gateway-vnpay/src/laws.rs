//! What holds of any bytes: the laws that `tests/fuzz` looks for a breach of, and the replay of what it kept.

#[path = "../../../tests/fuzz/common.rs"]
mod common;

use motcua_gateway::{fields, mac};

use crate::account::Account;
use crate::{inquiry, notice, refund};

const SECRET: &str = "TESTKEYVNPAY0123456789ABCDEFGHIJ";
const SIGNATURE: &str = "vnp_SecureHash";
/// What VNPay's answers sign, as its documents have it.
const PAYMENT: &str = "vnp_ResponseId vnp_Command vnp_ResponseCode vnp_Message vnp_TmnCode vnp_TxnRef vnp_Amount \
    vnp_BankCode vnp_PayDate vnp_TransactionNo vnp_TransactionType vnp_TransactionStatus vnp_OrderInfo";
const PROMOTION: &str = " vnp_PromotionCode vnp_PromotionAmount";

/// The terminal of the vectors.
pub fn account() -> Account {
    with(&["another", SECRET])
}

fn with(secrets: &[&str]) -> Account {
    Account {
        terminal: "DVCTEST1".into(),
        secrets: secrets.iter().map(|secret| (*secret).into()).collect(),
        pay_url: "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html".into(),
        api_url: "https://sandbox.vnpayment.vn/merchant_webapi/api/transaction".into(),
    }
}

fn signature(text: &str) -> String {
    mac::hex(&mac::sha512(SECRET.as_bytes(), text.as_bytes()))
}

/// A query as it comes, and one of these fields that we sign.
pub fn call(bytes: &[u8]) {
    let read = |query: &str| notice::read(&account(), &common::get(query));
    let strange = |query: &str| notice::read(&with(&["strange"]), &common::get(query));
    let query = String::from_utf8_lossy(bytes);
    assert!(strange(&query).is_err(), "{query}");
    if let Ok(message) = read(&query) {
        common::message(&message);
    }

    let Some(mut given) = common::fields(bytes).map(|given| common::without(&given, &[SIGNATURE])) else { return };
    given.sort_unstable();
    // Nobody signs a name twice, nor U+0000.
    if given.windows(2).any(|pair| pair[0].0 == pair[1].0) || given.len() >= 100 || bytes.contains(&0) {
        return;
    }
    let ours: Vec<_> = given.iter().filter(|(name, _)| name.starts_with("vnp_")).copied().collect();
    let signature = signature(&fields::encoded(&common::without(&ours, &["vnp_SecureHashType"])));
    let signed = |signature: &str| format!("{}&{SIGNATURE}={signature}", fields::encoded(&given));
    let (good, forged) = (signed(&signature), signed(&common::other(&signature)));
    let changed = good.split('&').rev().collect::<Vec<_>>().join("&");
    common::signed(read(&good), read(&changed), read(&forged), strange(&good));
}

/// An answer as it comes, and one of these members that we sign, as every answer that VNPay gives.
pub fn answer(bytes: &[u8]) {
    all(&account(), bytes, true);
    all(&with(&["strange"]), bytes, false);
    let Some(given) = common::fields(bytes).map(|given| common::without(&given, &[SIGNATURE])) else { return };
    let object = common::object(&given);
    for names in [PAYMENT.to_owned(), [PAYMENT, PROMOTION].concat()] {
        let names: Vec<&str> = names.split_whitespace().collect();
        let Some(values) = common::said(&object, &names) else { return };
        let signature = format!("\"{}\"", signature(&values.join("|")));
        let body = common::object(&[given.as_slice(), &[(SIGNATURE, &signature)]].concat());
        all(&account(), body.as_bytes(), true);
        all(&with(&["strange"]), body.as_bytes(), false);
    }
}

/// The bytes as each answer. Whoever has another secret believes none.
fn all(account: &Account, bytes: &[u8], is_ours: bool) {
    let response = common::response(bytes);
    let found = inquiry::finding(account, &response);
    let (given_back, later) = (
        refund::finding(account, &common::refund(), &response),
        refund::finding_again(account, &common::refund(), &response),
    );
    common::answer(&found);
    common::given_back(&given_back);
    common::given_back(&later);
    // A code that declines is authentic too.
    let is_believed = found.is_ok() || given_back.is_ok() || later.is_ok();
    assert!(is_ours || !is_believed, "{found:?} {given_back:?} {later:?}");
}

#[test]
fn what_was_kept_of_fuzzing_holds() {
    common::replay("vnpay_call", call);
    common::replay("vnpay_answer", answer);
}
