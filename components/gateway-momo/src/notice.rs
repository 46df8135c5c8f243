//! The IPN: MoMo's call with the result of a payment, and what it has to hear.

use motcua_gateway::json::Object;
use motcua_gateway::{Call, Meaning, Message, Notice, Outcome, Refusal, Reply, amount, malformed, moment, reply};

use crate::account::Account;
use crate::sign::{check, digits};

/// What a result code means. One that is not here is not decided: we ask again, we never guess.
const MEANINGS: &[(&str, Meaning)] = &[
    ("0", Meaning::Paid),
    // Authorised. With `autoCapture` the money follows, and a later notice or answer says so.
    ("9000", Meaning::Pending),
    // Waits for the payer; in work at MoMo; in work at the payer's bank; has to be confirmed once more.
    ("1000", Meaning::Pending),
    ("7000", Meaning::Pending),
    ("7002", Meaning::Pending),
    ("8000", Meaning::Pending),
    // Too little money; the issuer refuses; cancelled; over the limit; expired; the payer refuses; no active account.
    ("1001", Meaning::Failed),
    ("1002", Meaning::Failed),
    ("1003", Meaning::Failed),
    ("1004", Meaning::Failed),
    ("1005", Meaning::Failed),
    ("1006", Meaning::Failed),
    ("1007", Meaning::Failed),
    // Cancelled by the merchant; the rules of a promotion.
    ("1017", Meaning::Failed),
    ("1026", Meaning::Failed),
    // The account is not proven; no biometrics; the payer did not log in.
    ("4001", Meaning::Failed),
    ("4002", Meaning::Failed),
    ("4100", Meaning::Failed),
];

/// What the code means.
pub fn meaning(code: &str) -> Meaning {
    MEANINGS.iter().find(|(known, _)| *known == code).map_or(Meaning::Pending, |(_, meaning)| *meaning)
}

/// Checks the call and says what it tells.
pub fn read(account: &Account, call: &Call) -> Result<Message, Refusal> {
    let message = Object::of(call)?;
    check(account, &message)?;
    if message.need("partnerCode")? != account.partner {
        return Err(Refusal::OtherMerchant);
    }
    // That it is made of digits is what holds the end of the signed text in its place.
    let at = digits(&message, "responseTime")?;
    Ok(Message::Notice(Notice {
        reference: message.text("orderId")?.ok_or_else(|| malformed("orderId"))?,
        amount: Some(amount::dong(&message.need("amount")?)?),
        // Text may have been moved into it from the fields beside it, so that the caller has to compare it.
        purpose: Some(message.need("orderInfo")?),
        at: at.as_deref().and_then(moment::read_milliseconds),
        ..state(&message)?
    }))
}

/// What a message or an answer says of the payment itself.
pub fn state(message: &Object) -> Result<Notice, Refusal> {
    let code = digits(message, "resultCode")?.ok_or_else(|| malformed("resultCode"))?;
    let meaning = meaning(&code);
    let transaction = digits(message, "transId")?.filter(|number| number != "0");
    if meaning == Meaning::Paid && transaction.is_none() {
        return Err(malformed("transId"));
    }
    Ok(Notice { meaning, reference: String::new(), amount: None, transaction, purpose: None, at: None, code })
}

/// The answer: 204 once it is written down, whatever it was. MoMo publishes no schedule of repetitions and gives no money back
/// because of an answer: what it does not bring, an inquiry finds.
pub fn answer(outcome: &Outcome) -> Reply {
    match outcome {
        Outcome::Recorded
        | Outcome::Known
        | Outcome::Surplus
        | Outcome::Contradicted
        | Outcome::Heard
        | Outcome::Ignored
        | Outcome::UnknownOrder
        | Outcome::OtherAmount => reply(204),
        Outcome::Unavailable | Outcome::Refused(Refusal::Unusable(_)) => reply(500),
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
        ) => reply(400),
    }
}
