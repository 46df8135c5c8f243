//! The callback with the result of a payment, and what the platform has to hear.

use motcua_gateway::json::Object;
use motcua_gateway::{Call, Meaning, Message, Notice, Outcome, Refusal, Reply, amount, malformed, reply_json};

use crate::account::Account;
use crate::create::PAY;
use crate::sign;

/// What a callback's `status` means. It is in no `check_sum`, so not even a failure is believed: whatever is not here is
/// `pending`, and we ask.
const CLAIMS: &[(&str, Meaning)] = &[("0", Meaning::Claimed)];

/// Checks the call and says what it tells.
pub fn read(account: &Account, call: &Call) -> Result<Message, Refusal> {
    let message = Object::of(call)?;
    sign::check(account, &message)?;
    if message.need("client_id")? != account.client {
        return Err(Refusal::OtherMerchant);
    }
    let command = message.need("command")?;
    if command != PAY {
        return Ok(Message::Other(command));
    }
    let status = message.need("status")?;
    let claim = CLAIMS.iter().find(|(known, _)| *known == status);
    Ok(Message::Notice(Notice {
        meaning: claim.map_or(Meaning::Pending, |(_, meaning)| *meaning),
        reference: message.need("transaction_id")?,
        amount: amount(&message)?,
        // Not in the `check_sum` either; the detail query says it again.
        transaction: message.scalar("transaction_code")?.filter(|code| !code.is_empty()),
        purpose: None,
        at: None,
        code: status,
    }))
}

/// What a payer pays: the fee and what is added to it. We add nothing, so any other sum is not our order's.
pub fn amount(message: &Object) -> Result<Option<u64>, Refusal> {
    // Neither is this in the `check_sum`, but whoever says another currency does not mean our amount.
    if message.scalar("currency_code")?.is_some_and(|currency| currency != "VND") {
        return Err(malformed("currency_code"));
    }
    let Some(fee) = message.scalar("trans_amount")? else { return Ok(None) };
    let addition = message.scalar("addition_fee")?.map_or(Ok(0), |text| amount::dong(&text))?;
    amount::sum(amount::dong(&fee)?, addition).map(Some)
}

/// The answer. When the platform comes again is not known.
pub fn answer(outcome: &Outcome) -> Reply {
    let (code, message) = match outcome {
        Outcome::Recorded
        | Outcome::Known
        | Outcome::Surplus
        | Outcome::Contradicted
        | Outcome::Heard
        | Outcome::Ignored => (0, "success"),
        Outcome::UnknownOrder => (-1, "error: unknown transaction_id"),
        Outcome::OtherAmount | Outcome::Refused(Refusal::MalformedAmount) => (-1, "error: trans_amount invalid"),
        Outcome::OtherOrder => (-1, "error: other order"),
        Outcome::Refused(Refusal::Unsigned | Refusal::NotAuthentic) => (-1, "error: check_sum invalid"),
        Outcome::Refused(_) => (-1, "error: data invalid"),
        Outcome::Unavailable => (-1, "error: try again"),
    };
    reply_json(200, &serde_json::json!({ "return_code": code, "return_msg": message }))
}
