//! Who signed a call, and how.

mod message;
mod standard;
mod stripe;
mod structured;
#[cfg(test)]
mod tests;

use motcua_gateway::{Call, Refusal, malformed};

use crate::account::Account;

/// A way to sign a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Standard Webhooks.
    Standard,
    /// `Stripe-Signature`.
    Stripe,
    /// HTTP Message Signatures (RFC 9421).
    Message,
}

/// The headers that say that a call is signed, and how.
const SIGNATURES: &[(&str, Scheme)] = &[
    ("webhook-signature", Scheme::Standard),
    ("stripe-signature", Scheme::Stripe),
    ("signature", Scheme::Message),
    ("signature-input", Scheme::Message),
];
/// The headers that give away what a call without a signature should have been.
const TRACES: &[(&str, Scheme)] =
    &[("webhook-id", Scheme::Standard), ("webhook-timestamp", Scheme::Standard), ("content-digest", Scheme::Message)];
/// How long a signature holds, in seconds, and how much a sender's clock may be ahead.
const TOLERANCE: u64 = 300;

/// Checks who signed a call. It is signed in exactly one way: of two, one might be read and the other one meant.
pub fn check(account: &Account, call: &Call) -> Result<(), Refusal> {
    let secrets = &account.secrets;
    match signed(call, SIGNATURES)? {
        None => Err(Refusal::Unsigned),
        Some(Scheme::Standard) => standard::check(&secrets.standard, call),
        Some(Scheme::Stripe) => stripe::check(&secrets.stripe, call),
        Some(Scheme::Message) => message::check(&secrets.message, &account.required, call),
    }
}

/// The scheme to answer a call in: that of its signature, or of what it has of one.
pub fn meant(call: &Call) -> Scheme {
    let found = |headers| signed(call, headers).ok().flatten();
    found(SIGNATURES).or_else(|| found(TRACES)).unwrap_or(Scheme::Standard)
}

/// The one scheme whose headers a call has.
fn signed(call: &Call, headers: &[(&str, Scheme)]) -> Result<Option<Scheme>, Refusal> {
    let is_there = |name: &str| call.headers.iter().any(|(given, _)| given == name);
    let mut schemes = headers.iter().filter(|(name, _)| is_there(name)).map(|(_, scheme)| *scheme);
    let first = schemes.next();
    if schemes.all(|scheme| Some(scheme) == first) { Ok(first) } else { Err(malformed("signature")) }
}

/// The seconds that plain digits say.
fn seconds(text: &str) -> Option<u64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Refuses what was signed too long ago or in the future. Stripe's own library bounds the past only.
fn need_fresh(signed: u64, call: &Call) -> Result<(), Refusal> {
    if (call.now / 1000).abs_diff(signed) <= TOLERANCE { Ok(()) } else { Err(Refusal::Stale) }
}
