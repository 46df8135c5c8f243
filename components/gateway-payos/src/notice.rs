//! The webhook: payOS's call for a transfer that arrived, and what it has to hear.

use motcua_gateway::json::Object;
use motcua_gateway::{Call, Meaning, Message, Notice, Outcome, Refusal, Reply, amount, malformed, moment, reply_json};

use crate::account::Account;
use crate::sign::{check, integer};

/// What the signed code means. payOS documents no other: an order whose transfer failed may still be paid.
const MEANINGS: &[(&str, Meaning)] = &[("00", Meaning::Paid)];
/// The order of the call by which payOS tries whether we listen. Ours have 15 digits.
const PING: u64 = 123;
/// The only money there is.
const CURRENCY: &str = "VND";

/// Checks the call and says what it tells.
pub fn read(account: &Account, call: &Call) -> Result<Message, Refusal> {
    let data = check(account, &Object::of(call)?)?;
    let number = integer(&data, "orderCode")?;
    if number == PING {
        return Ok(Message::Ping);
    }
    if data.scalar("currency")?.is_some_and(|currency| currency != CURRENCY) {
        return Err(malformed("currency"));
    }
    let code = data.text("code")?.ok_or_else(|| malformed("code"))?;
    let meaning = meaning(&code);
    // The bank's number of the transfer. An order may be paid by several transfers, and one of them twice.
    let transaction = data.text("reference")?;
    if meaning == Meaning::Paid && transaction.is_none() {
        return Err(malformed("reference"));
    }
    Ok(Message::Notice(Notice {
        meaning,
        reference: number.to_string(),
        amount: Some(dong(&data, "amount")?),
        transaction,
        // Banks cut what a transfer is for, and write before it.
        purpose: None,
        at: data.scalar("transactionDateTime")?.as_deref().and_then(moment::read_spaced),
        code,
    }))
}

/// What the code means.
pub fn meaning(code: &str) -> Meaning {
    MEANINGS.iter().find(|(known, _)| *known == code).map_or(Meaning::Pending, |(_, meaning)| *meaning)
}

/// An amount, which has to be a number: a text is no amount here.
pub fn dong(data: &Object, name: &str) -> Result<u64, Refusal> {
    amount::dong(data.raw_of(name).unwrap_or_default())
}

/// The answer: 2xx once it is written down, whatever it was, a try of an order that we have not among it.
pub fn answer(outcome: &Outcome) -> Reply {
    let status = match outcome {
        Outcome::Recorded
        | Outcome::Known
        | Outcome::Surplus
        | Outcome::Contradicted
        | Outcome::Heard
        | Outcome::Ignored
        | Outcome::UnknownOrder
        | Outcome::OtherAmount => 200,
        Outcome::Unavailable | Outcome::Refused(Refusal::Unusable(_)) => 500,
        Outcome::OtherOrder
        | Outcome::Refused(
            Refusal::Unsigned
            | Refusal::NotAuthentic
            | Refusal::Stale
            | Refusal::Repeated(_)
            | Refusal::Malformed(_)
            | Refusal::MalformedAmount
            | Refusal::OtherMediaType
            | Refusal::OtherMerchant
            | Refusal::Uncovered(_)
            | Refusal::Declined(_),
        ) => 400,
    };
    reply_json(status, &serde_json::json!({ "success": status == 200 }))
}
