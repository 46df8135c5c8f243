//! Standard Webhooks: `webhook-id`, `webhook-timestamp`, and `webhook-signature` over both and the body.

use motcua_gateway::{Call, Refusal, headers, mac, malformed};

use super::{need_fresh, seconds};

/// HMAC-SHA-256 in base64. `v1a` is ed25519, which nobody here speaks; other versions are to be skipped.
const VERSION: &str = "v1";

/// Checks a call by all signatures that it bears and all keys: while a key is replaced, both stand there.
pub fn check(keys: &[Vec<u8>], call: &Call) -> Result<(), Refusal> {
    let need = |name| headers::one(call, name)?.filter(|value| !value.is_empty()).ok_or_else(|| malformed(name));
    let given = headers::one(call, "webhook-signature")?.filter(|given| !given.is_empty()).ok_or(Refusal::Unsigned)?;
    let (id, time) = (need("webhook-id")?, need("webhook-timestamp")?);
    let signed = seconds(time).ok_or_else(|| malformed("webhook-timestamp"))?;
    let text = [id.as_bytes(), b".", time.as_bytes(), b".", &call.body].concat();
    let wanted: Vec<_> = keys.iter().map(|key| mac::sha256(key, &text)).collect();
    let is_authentic = given
        .split(' ')
        .filter_map(|signature| signature.split_once(','))
        .filter(|(version, _)| *version == VERSION)
        .fold(false, |found, (_, given)| wanted.iter().fold(found, |found, mac| mac::is_base64(given, mac) | found));
    if is_authentic { need_fresh(signed, call) } else { Err(Refusal::NotAuthentic) }
}
