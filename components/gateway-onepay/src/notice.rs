//! The IPN: OnePay's call with the result of a payment, and what it has to hear.

use motcua_gateway::fields::Pairs;
use motcua_gateway::{Call, Meaning, Message, Notice, Outcome, Refusal, Reply, amount, headers, malformed};

use crate::account::Account;
use crate::sign;

/// What `vpc_TxnResponseCode` means, as text and never as a number: codes are letters too, and `00` is not `0`.
///
/// "Anything but 0 is not paid; 300 is pending, 100 goes on" is how OnePay itself tells declines apart (the comment of its
/// queryDR document in mixcore/mix.core), so a code that is not here did not pay. A success after that still counts.
const MEANINGS: &[(&str, Meaning)] =
    &[("0", Meaning::Paid), ("100", Meaning::Pending), ("300", Meaning::Pending), ("99", Meaning::Failed)];

/// What a code means.
pub fn meaning(code: &str) -> Meaning {
    MEANINGS.iter().find(|(known, _)| *known == code).map_or(Meaning::Failed, |(_, meaning)| *meaning)
}

/// Checks the call and says what it tells. OnePay calls with `GET`, for some merchants with the form of a `POST`.
pub fn read(account: &Account, call: &Call) -> Result<Message, Refusal> {
    let pairs = Pairs::read(fields(call)?)?;
    sign::check(account, &pairs)?;
    if pairs.need("vpc_Merchant")? != account.merchant {
        return Err(Refusal::OtherMerchant);
    }
    // What answers to a question is signed the same way, and is no notice.
    if let Some(command) = pairs.text("vpc_Command").filter(|command| *command != "pay") {
        return Ok(Message::Other(command.to_owned()));
    }
    pairs.need("vpc_CurrencyCode")?;
    Ok(Message::Notice(notice(&pairs)?))
}

fn fields(call: &Call) -> Result<&str, Refusal> {
    if call.method != "POST" {
        return Ok(&call.query);
    }
    headers::need_media_type(call, "application/x-www-form-urlencoded")?;
    core::str::from_utf8(&call.body).map_err(|_| malformed(""))
}

/// What authentic fields say about a payment.
pub fn notice(pairs: &Pairs) -> Result<Notice, Refusal> {
    if pairs.text("vpc_CurrencyCode").is_some_and(|currency| currency != "VND") {
        return Err(malformed("vpc_CurrencyCode"));
    }
    let code = plain(pairs, "vpc_TxnResponseCode")?.ok_or_else(|| malformed("vpc_TxnResponseCode"))?;
    let meaning = meaning(code);
    let transaction = plain(pairs, "vpc_TransactionNo")?.filter(|number| *number != "0").map(str::to_owned);
    if meaning == Meaning::Paid && transaction.is_none() {
        return Err(malformed("vpc_TransactionNo"));
    }
    Ok(Notice {
        meaning,
        reference: plain(pairs, "vpc_MerchTxnRef")?.ok_or_else(|| malformed("vpc_MerchTxnRef"))?.to_owned(),
        amount: Some(amount::hundredths(pairs.need("vpc_Amount")?)?),
        transaction,
        // Not compared: OnePay's pages may cut it.
        purpose: None,
        // It does not say when.
        at: None,
        code: code.to_owned(),
    })
}

/// A value without `&` and `=`. What is signed is not encoded, so one signature fits wherever a value is cut: what is decided on
/// must not hold a piece of its neighbour.
fn plain<'pairs>(pairs: &'pairs Pairs, name: &str) -> Result<Option<&'pairs str>, Refusal> {
    let value = pairs.text(name);
    if value.is_some_and(|value| value.contains(['&', '='])) { Err(malformed(name)) } else { Ok(value) }
}

/// The answer. OnePay documents two, and not when it comes again.
pub fn answer(outcome: &Outcome) -> Reply {
    let text = match outcome {
        Outcome::Recorded
        | Outcome::Known
        | Outcome::Surplus
        | Outcome::Contradicted
        | Outcome::Heard
        | Outcome::Ignored => "responsecode=1&desc=confirm-success",
        Outcome::UnknownOrder
        | Outcome::OtherAmount
        | Outcome::OtherOrder
        | Outcome::Refused(_)
        | Outcome::Unavailable => "responsecode=0&desc=confirm-fail",
    };
    Reply { status: 200, content_type: "text/plain".to_owned(), body: text.as_bytes().to_vec() }
}
