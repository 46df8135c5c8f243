//! Refunds at ShopeePay.

use motcua_gateway::json::Object;
use motcua_gateway::refunds::Finding;
use motcua_gateway::{Meaning, Refund, Refusal, Request, Response};
use serde_json::json;

use crate::account::Account;
use crate::inquiry::{question as ask, transaction};
use crate::notice::{PAYMENT, REFUND, meaning};
use crate::sign;

const PATH: &str = "/v3/merchant-host/transaction/refund/create-new";
/// `errcode`s with which nothing was done: a wrong field, not allowed, no such payment. After any other one we ask.
const REFUSALS: [&str; 3] = ["1", "2", "4"];

/// The request. ShopeePay does the same `refund_reference_id` once.
pub fn request(account: &Account, refund: &Refund) -> Request {
    let body = json!({
        "request_id": refund.id,
        "reference_id": refund.order.reference,
        "transaction_type": PAYMENT,
        "refund_reference_id": refund.id,
        "merchant_ext_id": account.merchant,
        "store_ext_id": account.store,
        "amount": refund.amount.saturating_mul(100),
    });
    sign::request(account, PATH, &body)
}

/// What the response says.
pub fn finding(account: &Account, refund: &Refund, response: &Response) -> Result<Finding, Refusal> {
    match sign::answer(account, response)? {
        Ok(answer) => Ok(Finding::Done(number(&answer, refund)?)),
        Err(code) if REFUSALS.contains(&code.as_str()) => Ok(Finding::Refused(code)),
        Err(_) => Ok(Finding::Pending),
    }
}

/// The question what became of it.
pub fn question(account: &Account, refund: &Refund, id: &str) -> Request {
    ask(account, &refund.id, REFUND, refund.amount, id)
}

/// What the response to that says.
pub fn finding_again(account: &Account, refund: &Refund, response: &Response) -> Result<Finding, Refusal> {
    let Some((transaction, status)) = transaction(account, response)? else { return Ok(Finding::Nothing) };
    Ok(match meaning(&status) {
        Meaning::Paid => Finding::Done(number(&transaction, refund)?),
        Meaning::Failed => Finding::Refused(status),
        Meaning::Claimed | Meaning::Pending | Meaning::Review => Finding::Pending,
    })
}

/// ShopeePay's number of the refund (r), ours where it gives none.
fn number(answer: &Object, refund: &Refund) -> Result<String, Refusal> {
    for name in ["refund_sn", "transaction_sn"] {
        if let Some(number) = answer.scalar(name)?.filter(|number| !number.is_empty()) {
            return Ok(number);
        }
    }
    Ok(refund.id.clone())
}
