//! What a `check_sum` covers: values with bars between them, with HMAC-SHA-256.

use motcua_gateway::json::Object;
use motcua_gateway::{Refusal, mac, malformed};

use crate::account::Account;

/// The field that holds it.
pub const CHECK_SUM: &str = "check_sum";
/// What it covers in the creating call and in the callback. `status`, `transaction_code` and the rest are nobody's word.
pub const COVERED: [&str; 6] = ["addition_fee", "client_id", "command", "trans_amount", "transaction_id", "version"];

/// The `check_sum` of what we send, by the key that signs now.
pub fn check_sum(account: &Account, values: &[&str]) -> String {
    let key = account.request_keys.first().map_or("", String::as_str);
    mac::hex(&mac::sha256(key.as_bytes(), values.join("|").as_bytes()))
}

/// Checks the `check_sum` of what we received, over the values that came: ours may differ, and then it is for the caller to say
/// what of it does.
pub fn check(account: &Account, message: &Object) -> Result<(), Refusal> {
    let given = message.text(CHECK_SUM)?.ok_or(Refusal::Unsigned)?;
    let values = COVERED.iter().map(|name| value(message, name)).collect::<Result<Vec<_>, _>>()?;
    let text = values.join("|");
    // Every key is tried, whichever fits.
    let is_signed = account
        .callback_keys
        .iter()
        .fold(false, |found, key| mac::is_hex(&given, &mac::sha256(key.as_bytes(), text.as_bytes())) | found);
    if is_signed { Ok(()) } else { Err(Refusal::NotAuthentic) }
}

/// A covered value. One with a bar in it could be cut in two and moved, under the same `check_sum`.
fn value(message: &Object, name: &str) -> Result<String, Refusal> {
    let value = message.need(name)?;
    if value.contains('|') { Err(malformed(name)) } else { Ok(value) }
}
