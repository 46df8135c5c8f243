//! The IPN: VNPay's call with the result of a payment, and what it has to hear.

use motcua_gateway::fields::Pairs;
use motcua_gateway::{Call, Meaning, Message, Notice, Outcome, Refusal, Reply, amount, moment, reply_json};

use crate::account::Account;
use crate::sign;

/// What a response code and a transaction status mean together; the first row that fits. `*` fits any.
///
/// Paid is only what both say: VNPay's samples disagree, its acceptance test does not. Codes that are not here did not pay.
const MEANINGS: &[(&str, &str, Meaning)] = &[
    ("00", "00", Meaning::Paid),
    // Debited, and suspected of fraud.
    ("07", "*", Meaning::Review),
    ("*", "07", Meaning::Review),
    // The bank debited and VNPay did not succeed: it may be reversed.
    ("*", "04", Meaning::Review),
    // One says paid and the other does not: nobody knows which.
    ("*", "00", Meaning::Review),
    ("00", "01", Meaning::Pending),
    ("00", "*", Meaning::Failed),
    ("*", "01", Meaning::Failed),
    ("*", "*", Meaning::Failed),
];

/// What the codes mean.
pub fn meaning(response: &str, status: &str) -> Meaning {
    let fits = |wanted: &str, given: &str| wanted == "*" || wanted == given;
    let row = MEANINGS.iter().find(|(one, other, _)| fits(one, response) && fits(other, status));
    row.map_or(Meaning::Failed, |(.., meaning)| *meaning)
}

/// Checks the call and says what it tells.
pub fn read(account: &Account, call: &Call) -> Result<Message, Refusal> {
    let pairs = Pairs::read(&call.query)?;
    sign::check(account, &pairs)?;
    if pairs.need("vnp_TmnCode")? != account.terminal {
        return Err(Refusal::OtherMerchant);
    }
    let (response, status) = (pairs.need("vnp_ResponseCode")?, pairs.need("vnp_TransactionStatus")?);
    let meaning = meaning(response, status);
    let transaction = pairs.text("vnp_TransactionNo").filter(|number| *number != "0").map(str::to_owned);
    if meaning == Meaning::Paid && transaction.is_none() {
        return Err(motcua_gateway::malformed("vnp_TransactionNo"));
    }
    Ok(Message::Notice(Notice {
        meaning,
        reference: pairs.need("vnp_TxnRef")?.to_owned(),
        amount: Some(amount::hundredths(pairs.need("vnp_Amount")?)?),
        transaction,
        // Not compared: VNPay's pages may write it another way than we did.
        purpose: None,
        at: pairs.text("vnp_PayDate").and_then(moment::read_fourteen),
        code: format!("{response}/{status}"),
    }))
}

/// The answer: VNPay comes again, up to ten times, for anything but 00 and 02.
pub fn answer(outcome: &Outcome) -> Reply {
    let (code, message) = match outcome {
        Outcome::Recorded => ("00", "Confirm Success"),
        Outcome::Known | Outcome::Surplus | Outcome::Contradicted => ("02", "Order already confirmed"),
        Outcome::UnknownOrder => ("01", "Order not found"),
        Outcome::OtherAmount | Outcome::Refused(Refusal::MalformedAmount) => ("04", "Invalid amount"),
        Outcome::OtherOrder
        | Outcome::Refused(
            Refusal::Unsigned
            | Refusal::NotAuthentic
            | Refusal::Stale
            | Refusal::Repeated(_)
            | Refusal::OtherMerchant
            | Refusal::Uncovered(_),
        ) => ("97", "Invalid signature"),
        Outcome::Heard
        | Outcome::Ignored
        | Outcome::Unavailable
        | Outcome::Refused(
            Refusal::Malformed(_) | Refusal::OtherMediaType | Refusal::Declined(_) | Refusal::Unusable(_),
        ) => ("99", "Unknown error"),
    };
    reply_json(200, &serde_json::json!({ "RspCode": code, "Message": message }))
}
