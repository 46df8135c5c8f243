//! Asking payOS about an order.

use motcua_gateway::inquiry::Finding;
use motcua_gateway::json::Object;
use motcua_gateway::{Meaning, Notice, Order, Refusal, Request, Response, malformed, moment};

use crate::account::Account;
use crate::notice::dong;
use crate::sign::{check, integer};

/// The order is not known to payOS (r).
const NOT_FOUND: &str = "101";
/// What a status means. One that is not here is not decided.
const MEANINGS: &[(&str, Meaning)] = &[
    ("PAID", Meaning::Paid),
    ("PENDING", Meaning::Pending),
    ("PROCESSING", Meaning::Pending),
    // Less than the amount has arrived.
    ("UNDERPAID", Meaning::Review),
    ("CANCELLED", Meaning::Failed),
    ("EXPIRED", Meaning::Failed),
    ("FAILED", Meaning::Failed),
];

/// The question.
pub fn request(account: &Account, order: &Order) -> Request {
    Request {
        method: "GET".to_owned(),
        url: format!("{}/v2/payment-requests/{}", account.api_url, order.reference),
        headers: account.headers().to_vec(),
        body: Vec::new(),
    }
}

/// What the response says about a payment. payOS signs it.
pub fn finding(account: &Account, order: &Order, response: &Response) -> Result<Finding, Refusal> {
    let answer = Object::read(&response.body)?;
    match answer.need("code")?.as_str() {
        "00" => {}
        NOT_FOUND => return Ok(Finding::Nothing),
        code => return Err(Refusal::Declined(code.to_owned())),
    }
    let data = check(account, &answer)?;
    if integer(&data, "orderCode")? != order.number {
        return Err(malformed("orderCode"));
    }
    let code = data.text("status")?.ok_or_else(|| malformed("status"))?;
    let arrived = dong(&data, "amountPaid")?;
    let found = Notice {
        meaning: meaning(&code, arrived),
        reference: order.reference.clone(),
        amount: Some(arrived).filter(|arrived| *arrived > 0),
        transaction: None,
        purpose: None,
        at: None,
        code,
    };
    // What has come as one transfer is known to the đồng, whether it is enough or not.
    let is_one = found.meaning == Meaning::Review && data.objects("transactions")?.len() == 1;
    if found.meaning != Meaning::Paid && !is_one {
        return Ok(Finding::Notice(found));
    }
    Ok(Finding::Notice(match transfer(&data, order)? {
        Some((reference, amount, at)) => {
            Notice { meaning: Meaning::Paid, amount: Some(amount), transaction: Some(reference), at, ..found }
        }
        None => Notice { meaning: Meaning::Review, ..found },
    }))
}

/// What a status means when so much has arrived: an order that failed and has money is no failure.
fn meaning(status: &str, arrived: u64) -> Meaning {
    match MEANINGS.iter().find(|(known, _)| *known == status).map_or(Meaning::Pending, |(_, meaning)| *meaning) {
        Meaning::Failed if arrived > 0 => Meaning::Review,
        meaning => meaning,
    }
}

/// The transfer that paid the order: the first of its amount, or the only one there is. Nothing where several together may have
/// paid it: a person has to look.
fn transfer(data: &Object, order: &Order) -> Result<Option<(String, u64, Option<u64>)>, Refusal> {
    let transfers = data.objects("transactions")?;
    let mut found = None;
    for transfer in &transfers {
        let amount = dong(transfer, "amount")?;
        if found.is_none() && (amount == order.amount || transfers.len() == 1) {
            let reference = transfer.text("reference")?.ok_or_else(|| malformed("reference"))?;
            let at = transfer.scalar("transactionDateTime")?.as_deref().and_then(moment::read_spaced);
            found = Some((reference, amount, at));
        }
    }
    if transfers.is_empty() { Err(malformed("transactions")) } else { Ok(found) }
}
