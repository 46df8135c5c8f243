//! What ZaloPay signs, with HMAC-SHA-256: values with `|` between them by key 1, and a callback's text by key 2.

use motcua_gateway::json::Object;
use motcua_gateway::{Refusal, mac, malformed};

use crate::account::Account;

/// The signature over values in their order, by the key that signs now.
pub fn signature(account: &Account, values: &[&str]) -> String {
    mac::hex(&mac::sha256(account.request_key().as_bytes(), values.join("|").as_bytes()))
}

/// The text `data` of a callback as it stands, when ZaloPay signed it.
pub fn check(account: &Account, message: &Object) -> Result<String, Refusal> {
    let data = message.text("data")?.ok_or_else(|| malformed("data"))?;
    let given = message.text("mac")?.ok_or(Refusal::Unsigned)?;
    // Every key is tried, whichever fits.
    let is_ours = account
        .callback_keys
        .iter()
        .fold(false, |found, key| mac::is_hex(&given, &mac::sha256(key.as_bytes(), data.as_bytes())) | found);
    if is_ours { Ok(data) } else { Err(Refusal::NotAuthentic) }
}
