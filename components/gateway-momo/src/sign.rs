//! What MoMo signs: `name=value` in a fixed order with `&` between them, as they stand, with HMAC-SHA-256.

use motcua_gateway::json::Object;
use motcua_gateway::{Refusal, mac, malformed};

use crate::account::Account;

/// What a notification signs, in this order, behind the access key.
const SIGNED: [&str; 12] = [
    "amount",
    "extraData",
    "message",
    "orderId",
    "orderInfo",
    "orderType",
    "partnerCode",
    "payType",
    "requestId",
    "responseTime",
    "resultCode",
    "transId",
];
/// More digits than this no number of MoMo's has.
const DIGITS_MAX: usize = 20;

/// The signature over fields, in their order and behind the access key, by the secret that signs now.
pub fn signature(account: &Account, fields: &[(&str, &str)]) -> String {
    mac::hex(&mac::sha256(account.secret().as_bytes(), text(account, fields).as_bytes()))
}

/// Checks the signature of a notification. A field that is missing or `null` is signed like an empty one.
pub fn check(account: &Account, message: &Object) -> Result<(), Refusal> {
    let values = SIGNED.iter().map(|name| message.scalar(name).map(Option::unwrap_or_default));
    let values = values.collect::<Result<Vec<String>, Refusal>>()?;
    let fields: Vec<(&str, &str)> = SIGNED.iter().copied().zip(values.iter().map(String::as_str)).collect();
    let given = message.text("signature")?.ok_or(Refusal::Unsigned)?;
    let signed = text(account, &fields);
    // Every secret is tried, whichever fits.
    let is_ours = account
        .secrets
        .iter()
        .fold(false, |found, secret| mac::is_hex(&given, &mac::sha256(secret.as_bytes(), signed.as_bytes())) | found);
    if is_ours { Ok(()) } else { Err(Refusal::NotAuthentic) }
}

/// A number, as its digits: written as a number or as a text, which sign the same. A transaction's may be larger than what a
/// floating point number holds. `None` where it is missing, `null` or empty.
pub fn digits(message: &Object, name: &str) -> Result<Option<String>, Refusal> {
    let digits = message.scalar(name)?.filter(|digits| !digits.is_empty());
    let fits = |digits: &String| digits.len() <= DIGITS_MAX && digits.bytes().all(|byte| byte.is_ascii_digit());
    if digits.as_ref().is_none_or(fits) { Ok(digits) } else { Err(malformed(name)) }
}

fn text(account: &Account, fields: &[(&str, &str)]) -> String {
    let access = ("accessKey", account.access_key.as_str());
    let pairs = core::iter::once(&access).chain(fields).map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("&")
}
