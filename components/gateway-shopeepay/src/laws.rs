//! What holds of any bytes: the laws that `tests/fuzz` looks for a breach of, and the replay of what it kept.

#[path = "../../../tests/fuzz/common.rs"]
mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_gateway::{Call, Response, mac};

use crate::account::Account;
use crate::{create, inquiry, notice, refund, sign};

/// A store of our own: nobody published one.
pub fn account() -> Account {
    with(&["new-secret", "old-secret"])
}

fn with(secrets: &[&str]) -> Account {
    Account {
        client: "11000001".into(),
        secrets: secrets.iter().map(|secret| (*secret).into()).collect(),
        merchant: "dvc".into(),
        store: "dvc-1".into(),
        api_url: "https://api.uat.wallet.airpay.vn".into(),
    }
}

fn signature(body: &[u8]) -> String {
    STANDARD.encode(mac::sha256(b"new-secret", body))
}

/// Bytes as the body of a call that is signed, and an object of these members; then lines as the headers of one that is not.
pub fn call(bytes: &[u8]) {
    let signed = |body: &[u8], signature: String| {
        let headers = vec![(sign::CLIENT.into(), "11000001".into()), (sign::SIGNATURE.into(), signature)];
        Call { headers, ..common::post(body) }
    };
    let read = |body: &[u8]| notice::read(&account(), &signed(body, signature(body)));
    let strange = |body: &[u8]| notice::read(&with(&["strange"]), &signed(body, signature(body)));
    let forged = |body: &[u8]| notice::read(&account(), &signed(body, common::other(&signature(body))));
    common::signed(read(bytes), read(bytes), forged(bytes), strange(bytes));

    let Some(mut given) = common::fields(bytes) else { return };
    let headers = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    assert!(notice::read(&account(), &Call { headers, ..common::post(bytes) }).is_err());
    let good = common::object(&given);
    // Values that are whole only together have one order.
    if given.iter().all(|(_, value)| serde_json::from_str::<serde_json::Value>(value).is_ok()) {
        given.reverse();
    }
    let (good, changed) = (good.as_bytes(), common::object(&given));
    common::signed(read(good), read(changed.as_bytes()), forged(good), strange(good));
}

/// What ShopeePay answers as it comes, and of these members, signed and not.
pub fn answer(bytes: &[u8]) {
    all(bytes);
    if let Some(given) = common::fields(bytes) {
        all(common::object(&given).as_bytes());
    }
}

fn all(bytes: &[u8]) {
    let (order, refund) = (common::order(), common::refund());
    let with =
        |signature: String| Response { headers: vec![("X-Airpay-Req-H".into(), signature)], ..common::response(bytes) };
    let good = with(signature(bytes));
    for response in [&common::response(bytes), &good] {
        let _ = create::step(&account(), response);
        common::answer(&inquiry::finding(&account(), &order, response));
        common::given_back(&refund::finding(&account(), &refund, response));
        common::given_back(&refund::finding_again(&account(), &refund, response));
    }
    let forged = with(common::other(&signature(bytes)));
    assert!(inquiry::finding(&account(), &order, &forged).is_err());
    assert!(refund::finding(&account(), &refund, &forged).is_err());
}

#[test]
fn what_was_kept_of_fuzzing_holds() {
    common::replay("shopeepay_call", call);
    common::replay("shopeepay_answer", answer);
}
