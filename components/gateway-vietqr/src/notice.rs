//! A bank's notice that money came, and what the bank has to hear.

use jiff::Timestamp;
use motcua_gateway::json::Object;
use motcua_gateway::{Call, Meaning, Message, Notice, Outcome, Refusal, Reply, amount, malformed, reply};

use crate::account::Account;
use crate::scheme::{self, Scheme};
use crate::token;

/// What a notice's type means. Another type is no notice of a payment.
const MEANINGS: &[(&str, Meaning)] =
    &[("payment.succeeded", Meaning::Paid), ("payment.pending", Meaning::Pending), ("payment.failed", Meaning::Failed)];
/// So much of a type is kept.
const WORD_MAX: usize = 50;

/// Checks the call and says what it tells.
///
/// An authentic body that is no event of ours is kept and answered with a success, or its sender would send it for three days
/// and then switch us off.
pub fn read(account: &Account, call: &Call) -> Result<Message, Refusal> {
    scheme::check(account, call)?;
    let unreadable = || Ok(Message::Other("unreadable".to_owned()));
    let event = match Object::read(&call.body) {
        Err(Refusal::Malformed(_)) => return unreadable(),
        read => read?,
    };
    let Ok(Some(kind)) = event.text("type") else { return unreadable() };
    match MEANINGS.iter().find(|(known, _)| *known == kind) {
        None => Ok(Message::Other(kind.chars().take(WORD_MAX).collect())),
        Some((kind, meaning)) => notice(account, &event, kind, *meaning).map(Message::Notice),
    }
}

fn notice(account: &Account, event: &Object, kind: &str, meaning: Meaning) -> Result<Notice, Refusal> {
    let data = event.object("data")?;
    if data.scalar("account")?.is_some_and(|number| number != account.number) {
        return Err(Refusal::OtherMerchant);
    }
    if data.need("currency")? != "VND" {
        return Err(malformed("currency"));
    }
    let transaction = data.scalar("payment_id")?.filter(|id| !id.is_empty());
    if meaning == Meaning::Paid && transaction.is_none() {
        return Err(malformed("payment_id"));
    }
    // What was transferred without any order's name is money all the same: it gets the empty reference, which no order has,
    // and a person looks for its owner. The text itself is not repeated here, for it may tell who pays.
    let reference = match data.text("order_ref")? {
        None => data.text("text")?.and_then(|text| token::find(&text)).unwrap_or_default(),
        Some(reference) => reference,
    };
    Ok(Notice {
        meaning,
        reference,
        amount: Some(amount::dong(&data.need("amount")?)?),
        transaction,
        purpose: None,
        at: event.scalar("timestamp")?.as_deref().and_then(instant),
        code: kind.to_owned(),
    })
}

/// Reads `2026-11-21T08:40:45.123Z`.
fn instant(text: &str) -> Option<u64> {
    u64::try_from(text.parse::<Timestamp>().ok()?.as_millisecond()).ok()
}

/// The answer, in the words of the scheme that the call is signed by, or would be. Whatever is written down is a success;
/// anything else comes again.
pub fn answer(call: &Call, outcome: &Outcome) -> Reply {
    let scheme = scheme::meant(call);
    reply(match outcome {
        Outcome::Recorded
        | Outcome::Known
        | Outcome::Surplus
        | Outcome::Contradicted
        | Outcome::Heard
        | Outcome::Ignored
        | Outcome::UnknownOrder
        | Outcome::OtherAmount
        | Outcome::OtherOrder => match scheme {
            Scheme::Standard | Scheme::Message => 204,
            Scheme::Stripe => 200,
        },
        Outcome::Refused(
            Refusal::Unsigned
            | Refusal::NotAuthentic
            | Refusal::Stale
            | Refusal::Uncovered(_)
            | Refusal::Repeated(_)
            | Refusal::Malformed(_),
        ) => match scheme {
            Scheme::Standard | Scheme::Stripe => 400,
            Scheme::Message => 401,
        },
        Outcome::Refused(
            Refusal::MalformedAmount | Refusal::OtherMediaType | Refusal::OtherMerchant | Refusal::Declined(_),
        ) => 400,
        Outcome::Refused(Refusal::Unusable(_)) | Outcome::Unavailable => 503,
    })
}
