//! ShopeePay's call with the result of a payment, and what it has to hear.

use motcua_gateway::json::Object;
use motcua_gateway::{Call, Meaning, Message, Notice, Outcome, Refusal, Reply, amount, headers, malformed, reply_json};

use crate::account::Account;
use crate::sign::{self, CLIENT, SIGNATURE};

/// What a transaction's status means ("Common Objects"). What is not here is not decided.
const MEANINGS: &[(&str, Meaning)] = &[
    ("1", Meaning::Pending),
    ("2", Meaning::Pending),
    ("3", Meaning::Paid),
    ("4", Meaning::Failed),
    // Expired; invalidated by us.
    ("6", Meaning::Failed),
    ("7", Meaning::Failed),
];
/// `transaction_type` of a payment and of a refund; 1000 and above are holds on a card.
pub const PAYMENT: u32 = 13;
pub const REFUND: u32 = 15;
/// `payment_status` of a payment by QR code that was made. An order's calls say `transaction_status` instead.
const QR_PAID: &str = "1";

/// What a status means.
pub fn meaning(status: &str) -> Meaning {
    MEANINGS.iter().find(|(known, _)| *known == status).map_or(Meaning::Pending, |(_, meaning)| *meaning)
}

/// Checks the call and says what it tells.
pub fn read(account: &Account, call: &Call) -> Result<Message, Refusal> {
    let client = headers::one(call, CLIENT)?;
    let given = headers::one(call, SIGNATURE)?.filter(|given| !given.is_empty()).ok_or(Refusal::Unsigned)?;
    sign::check(account, given, &call.body)?;
    // Anybody may write this header, but whoever signed with our secret means us.
    if client.ok_or_else(|| malformed(CLIENT))? != account.client {
        return Err(Refusal::OtherMerchant);
    }
    let message = Object::read(&call.body)?;
    need_ours(account, &message)?;
    if let Some(kind) = message.scalar("transaction_type")?.filter(|kind| *kind != PAYMENT.to_string()) {
        return Ok(Message::Other(format!("transaction type {kind}")));
    }
    let (status, meaning) = match (message.scalar("transaction_status")?, message.scalar("payment_status")?) {
        (Some(status), _) => (status.clone(), meaning(&status)),
        // Not how an order's calls look, so it is asked about before it is believed.
        (None, Some(status)) if status == QR_PAID => (status, Meaning::Claimed),
        (None, Some(status)) => (status, Meaning::Pending),
        (None, None) => return Err(malformed("transaction_status")),
    };
    notice(&message, None, meaning, status).map(Message::Notice)
}

/// Refuses what names another merchant or another store.
pub fn need_ours(account: &Account, message: &Object) -> Result<(), Refusal> {
    for (name, ours) in [("merchant_ext_id", &account.merchant), ("store_ext_id", &account.store)] {
        if message.scalar(name)?.is_some_and(|theirs| theirs != *ours) {
            return Err(Refusal::OtherMerchant);
        }
    }
    Ok(())
}

/// What authentic members say about a payment. `asked` is what the order is called where they may leave it out.
pub fn notice(message: &Object, asked: Option<&str>, meaning: Meaning, status: String) -> Result<Notice, Refusal> {
    // `reference_id` is what arrives, `payment_reference_id` what the pages say (r).
    let reference = match message.text("reference_id")? {
        None => message.text("payment_reference_id")?,
        reference => reference,
    };
    let transaction = message.scalar("transaction_sn")?.filter(|number| !number.is_empty());
    if meaning == Meaning::Paid && transaction.is_none() {
        return Err(malformed("transaction_sn"));
    }
    Ok(Notice {
        meaning,
        reference: reference.or(asked.map(str::to_owned)).ok_or_else(|| malformed("reference_id"))?,
        amount: message.scalar("amount")?.map(|text| amount::hundredths(&text)).transpose()?,
        transaction,
        purpose: None,
        at: None,
        code: status,
    })
}

/// The answer. Anything but 0 makes it come again, twice at most and every five minutes (r); so whatever is written down is a
/// success. The other codes are those that ShopeePay uses itself.
pub fn answer(outcome: &Outcome) -> Reply {
    let (code, message) = match outcome {
        Outcome::Recorded
        | Outcome::Known
        | Outcome::Surplus
        | Outcome::Contradicted
        | Outcome::Heard
        | Outcome::Ignored
        | Outcome::UnknownOrder
        | Outcome::OtherAmount
        | Outcome::OtherOrder => (0, "success"),
        Outcome::Refused(Refusal::Malformed(_) | Refusal::MalformedAmount | Refusal::Repeated(_)) => (1, "invalid"),
        Outcome::Refused(Refusal::Unusable(_)) | Outcome::Unavailable => (-1, "try again"),
        Outcome::Refused(_) => (2, "permission denied"),
    };
    reply_json(200, &serde_json::json!({ "errcode": code, "debug_msg": message }))
}
