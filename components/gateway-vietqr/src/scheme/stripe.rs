//! `Stripe-Signature: t=<seconds>,v1=<hexadecimal digits>`, over the time and the body.

use motcua_gateway::{Call, Refusal, headers, mac, malformed};

use super::{need_fresh, seconds};

const HEADER: &str = "stripe-signature";
/// HMAC-SHA-256. Other versions are to be skipped.
const VERSION: &str = "v1";

/// Checks a call by all signatures that it bears and all keys.
pub fn check(keys: &[Vec<u8>], call: &Call) -> Result<(), Refusal> {
    let header = headers::one(call, HEADER)?.filter(|header| !header.is_empty()).ok_or(Refusal::Unsigned)?;
    let pairs = || header.split(',').filter_map(|pair| pair.split_once('='));
    let mut times = pairs().filter(|(name, _)| *name == "t").map(|(_, time)| time);
    let (Some(time), None) = (times.next(), times.next()) else { return Err(malformed(HEADER)) };
    let signed = seconds(time).ok_or_else(|| malformed(HEADER))?;
    let text = [time.as_bytes(), b".", &call.body].concat();
    let wanted: Vec<_> = keys.iter().map(|key| mac::sha256(key, &text)).collect();
    // Stripe writes lower case and its library takes nothing else.
    let is_same =
        |given: &str, mac: &[u8]| !given.bytes().any(|byte| byte.is_ascii_uppercase()) & mac::is_hex(given, mac);
    let is_authentic = pairs()
        .filter(|(name, _)| *name == VERSION)
        .fold(false, |found, (_, given)| wanted.iter().fold(found, |found, mac| is_same(given, mac) | found));
    if is_authentic { need_fresh(signed, call) } else { Err(Refusal::NotAuthentic) }
}
