//! What VNPay signs: the pairs of a query, or values in a fixed order, with HMAC-SHA-512.

use motcua_gateway::fields::{Pair, Pairs, encode};
use motcua_gateway::json::Object;
use motcua_gateway::{Refusal, mac};

use crate::account::Account;

/// The field that holds the signature, and the one that older versions name its kind in; neither is signed.
pub const SIGNATURE: &str = "vnp_SecureHash";
const UNSIGNED: [&str; 2] = [SIGNATURE, "vnp_SecureHashType"];

/// How VNPay's own samples encode what they sign: the bytes that stay as they are besides letters and digits, and what a
/// space becomes. Java and browsers; PHP; Python; `encodeURIComponent` of JavaScript.
const ENCODERS: [(&str, &str); 4] = [("*-._", "+"), ("-._", "+"), ("-._~", "+"), ("!'()*-._~", "+")];

/// The signature over a text by the secret that signs now.
pub fn signature(account: &Account, text: &str) -> String {
    mac::hex(&mac::sha512(account.secret().as_bytes(), text.as_bytes()))
}

/// Whether a signature is that of a text, by any secret.
pub fn is_signed(account: &Account, given: &str, text: &str) -> bool {
    // Every secret is tried, whichever fits.
    account
        .secrets
        .iter()
        .fold(false, |found, secret| mac::is_hex(given, &mac::sha512(secret.as_bytes(), text.as_bytes())) | found)
}

/// Checks the signature of a query. First as it came; then as each of VNPay's samples would have encoded what it says, with and
/// without its empty fields, because a proxy in between may write the same query another way.
pub fn check(account: &Account, pairs: &Pairs) -> Result<(), Refusal> {
    let given = pairs.text(SIGNATURE).ok_or(Refusal::Unsigned)?;
    let is_ours = |pair: &&Pair| pair.name.starts_with("vnp_") && !UNSIGNED.contains(&pair.name.as_str());
    let mut signed: Vec<&Pair> = pairs.all().iter().filter(is_ours).collect();
    signed.sort_unstable_by(|one, other| one.name.as_bytes().cmp(other.name.as_bytes()));
    let raw = |pair: &Pair| format!("{}={}", pair.raw_name, pair.raw_value);
    let encoded = |(plain, space): (&str, &str), pair: &Pair| {
        format!("{}={}", encode(&pair.name, plain, space), encode(&pair.value, plain, space))
    };
    for with_empty in [true, false] {
        let kept = || signed.iter().filter(|pair| with_empty || !pair.value.is_empty());
        let as_it_came = kept().map(|pair| raw(pair)).collect::<Vec<_>>().join("&");
        // Made one by one: nearly every call is signed as it came.
        let as_encoded =
            ENCODERS.into_iter().map(|encoder| kept().map(|pair| encoded(encoder, pair)).collect::<Vec<_>>().join("&"));
        if core::iter::once(as_it_came).chain(as_encoded).any(|text| is_signed(account, given, &text)) {
            return Ok(());
        }
    }
    Err(Refusal::NotAuthentic)
}

/// Checks the signature of a response: its values in this order with `|` between them, nothing where one is missing.
pub fn check_response(account: &Account, response: &Object, order: &[&str]) -> Result<(), Refusal> {
    let given = response.text(SIGNATURE)?.ok_or(Refusal::Unsigned)?;
    let values = order.iter().map(|name| response.scalar(name).map(Option::unwrap_or_default));
    let text = values.collect::<Result<Vec<_>, _>>()?.join("|");
    if is_signed(account, &given, &text) { Ok(()) } else { Err(Refusal::NotAuthentic) }
}
