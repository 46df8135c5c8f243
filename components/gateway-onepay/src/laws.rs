//! What holds of any bytes: the laws that `tests/fuzz` looks for a breach of, and the replay of what it kept.

#[path = "../../../tests/fuzz/common.rs"]
mod common;

use motcua_gateway::{Call, fields, mac};

use crate::account::{self, Account};
use crate::{inquiry, notice};

const CODE: &str = "0123456789ABCDEF0123456789ABCDEF";
const SIGNATURE: &str = "vpc_SecureHash";

/// A merchant with this hash code behind one that fits nothing.
pub fn account(merchant: &str, code: &str) -> Account {
    Account {
        merchant: merchant.into(),
        access_code: "ACCESS".into(),
        keys: account::keys(&["00112233445566778899AABBCCDDEEFF".into(), code.into()]).unwrap(),
        user: "op01".into(),
        password: "op123456".into(),
        pay_url: "https://mtf.onepay.vn/paygate/vpcpay.op".into(),
        api_url: "https://mtf.onepay.vn/msp/api/v1/vpc/invoices/queries".into(),
    }
}

fn ours() -> Account {
    account("DVCTEST", CODE)
}

fn strange() -> Account {
    account("DVCTEST", "FF")
}

/// The fields, signed; `None` where nobody would sign them: a name twice, or U+0000.
fn signed(bytes: &[u8]) -> Option<(String, String)> {
    let mut given = common::without(&common::fields(bytes)?, &[SIGNATURE]);
    given.sort_unstable();
    if given.windows(2).any(|pair| pair[0].0 == pair[1].0) || given.len() >= 100 || bytes.contains(&0) {
        return None;
    }
    let covered = common::without(&given, &["vpc_SecureHashType"]);
    let covered = covered.iter().filter(|(name, _)| name.starts_with("vpc_") || name.starts_with("user_"));
    let text = covered.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let signature = mac::hex(&mac::sha256(&mac::from_hex(CODE)?, text.as_bytes()));
    let with = |signature: &str| format!("{}&{SIGNATURE}={signature}", fields::encoded(&given));
    Some((with(&signature), with(&common::other(&signature))))
}

/// A query or a form as it comes, and one of these fields that we sign.
pub fn call(bytes: &[u8]) {
    let form = |body: &[u8]| {
        let headers = vec![("content-type".into(), "application/x-www-form-urlencoded".into())];
        Call { headers, ..common::post(body) }
    };
    let query = String::from_utf8_lossy(bytes);
    for call in [common::get(&query), form(bytes)] {
        assert!(notice::read(&strange(), &call).is_err(), "{query}");
        if let Ok(message) = notice::read(&ours(), &call) {
            common::message(&message);
        }
    }
    let Some((good, forged)) = signed(bytes) else { return };
    let read = |query: &str| notice::read(&ours(), &common::get(query));
    let changed = good.split('&').rev().collect::<Vec<_>>().join("&");
    assert_eq!(notice::read(&ours(), &form(good.as_bytes())), read(&good));
    common::signed(read(&good), read(&changed), read(&forged), notice::read(&strange(), &common::get(&good)));
}

/// An answer as it comes, and one of these fields that we sign.
pub fn answer(bytes: &[u8]) {
    let hear = |account: &Account, body: &[u8]| inquiry::finding(account, &common::response(body));
    common::answer(&hear(&ours(), bytes));
    assert!(hear(&strange(), bytes).is_err());
    let Some((good, forged)) = signed(bytes) else { return };
    common::answer(&hear(&ours(), good.as_bytes()));
    assert!(hear(&strange(), good.as_bytes()).is_err(), "{good}");
    assert!(hear(&ours(), forged.as_bytes()).is_err(), "{forged}");
}

#[test]
fn what_was_kept_of_fuzzing_holds() {
    common::replay("onepay_call", call);
    common::replay("onepay_answer", answer);
}
