//! What OnePay signs: names and values as they read, sorted and joined, with HMAC-SHA-256.

use motcua_gateway::fields::Pairs;
use motcua_gateway::{Refusal, mac};

use crate::account::Account;

/// The field that holds the signature, and the one that names its kind; neither is signed.
pub const SIGNATURE: &str = "vpc_SecureHash";
const UNSIGNED: [&str; 2] = [SIGNATURE, "vpc_SecureHashType"];
/// What the names of signed fields begin with.
const SIGNED: [&str; 2] = ["vpc_", "user_"];

/// The signature over fields by the key that signs now, in upper-case digits.
pub fn signature(account: &Account, fields: &[(&str, &str)]) -> String {
    mac::hex(&mac::sha256(account.key(), text(fields, false).as_bytes())).to_uppercase()
}

/// Checks the signature of a query or a form. Implementations disagree whether an empty field is signed as `k=` or left out, so
/// both are tried; OnePay's own code leaves it out.
pub fn check(account: &Account, pairs: &Pairs) -> Result<(), Refusal> {
    let given = pairs.text(SIGNATURE).ok_or(Refusal::Unsigned)?;
    let fields: Vec<_> = pairs.all().iter().map(|pair| (pair.name.as_str(), pair.value.as_str())).collect();
    let texts = [text(&fields, false), text(&fields, true)];
    // Every key is tried on both, whichever fits.
    let is_signed = account.keys.iter().fold(false, |found, key| {
        texts.iter().fold(found, |found, text| mac::is_hex(given, &mac::sha256(key, text.as_bytes())) | found)
    });
    if is_signed { Ok(()) } else { Err(Refusal::NotAuthentic) }
}

/// The text that is signed: decoded, and never encoded again.
fn text(fields: &[(&str, &str)], with_empty: bool) -> String {
    let is_signed = |(name, value): &&(&str, &str)| {
        SIGNED.iter().any(|prefix| name.starts_with(prefix))
            && !UNSIGNED.contains(name)
            && (with_empty || !value.is_empty())
    };
    let mut signed: Vec<_> = fields.iter().filter(is_signed).collect();
    signed.sort_unstable_by_key(|(name, _)| name.as_bytes());
    signed.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}
