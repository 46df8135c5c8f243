//! The callback: ZaloPay's call for an order that is paid, and what it has to hear.

use motcua_gateway::json::Object;
use motcua_gateway::{Call, Meaning, Message, Notice, Outcome, Refusal, Reply, amount, malformed, moment, reply_json};

use crate::account::Account;
use crate::sign::check;

/// The callback is about an order. It is not signed, so nothing but what is signed decides that an order is paid.
const ORDER: &str = "1";

/// Checks the call and says what it tells: that it comes is what says that the order is paid.
pub fn read(account: &Account, call: &Call) -> Result<Message, Refusal> {
    let message = Object::of(call)?;
    let data = check(account, &message)?;
    if message.need("type")? != ORDER {
        return Ok(Message::Other("agreement".to_owned()));
    }
    let data = Object::read(data.as_bytes()).map_err(|refusal| match refusal {
        Refusal::Malformed(_) => malformed("data"),
        refusal => refusal,
    })?;
    if data.need("app_id")? != account.app {
        return Err(Refusal::OtherMerchant);
    }
    Ok(Message::Notice(Notice {
        meaning: Meaning::Paid,
        reference: data.text("app_trans_id")?.ok_or_else(|| malformed("app_trans_id"))?,
        // Of the order: what the payer paid on top and what was taken off stand in fields of their own.
        amount: Some(amount::dong(&data.need("amount")?)?),
        transaction: Some(transaction(&data)?.ok_or_else(|| malformed("zp_trans_id"))?),
        purpose: None,
        at: data.scalar("server_time")?.as_deref().and_then(moment::read_milliseconds),
        code: "1".to_owned(),
    }))
}

/// ZaloPay's number of the transaction, as it is written: a number or a text. `None` where there is none yet.
pub fn transaction(data: &Object) -> Result<Option<String>, Refusal> {
    Ok(data.scalar("zp_trans_id")?.filter(|number| !matches!(number.as_str(), "" | "0")))
}

/// The answer: 0 brings the call again, up to three times, and nothing else does. Older documents take 2 for a repetition and
/// newer ones for a failure; both stop the calls.
pub fn answer(outcome: &Outcome) -> Reply {
    let (code, message) = match outcome {
        Outcome::Recorded | Outcome::Heard | Outcome::Ignored => (1, "success"),
        Outcome::Known | Outcome::Surplus | Outcome::Contradicted => (2, "already recorded"),
        Outcome::Unavailable | Outcome::Refused(Refusal::Unusable(_)) => (0, "call again"),
        Outcome::UnknownOrder => (-1, "order not found"),
        Outcome::OtherAmount => (-1, "other amount"),
        Outcome::OtherOrder => (-1, "other order"),
        Outcome::Refused(
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
        ) => (-1, "refused"),
    };
    reply_json(200, &serde_json::json!({ "return_code": code, "return_message": message }))
}
