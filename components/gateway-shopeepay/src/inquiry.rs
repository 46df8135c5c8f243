//! Asking ShopeePay about a transaction.

use motcua_gateway::inquiry::Finding;
use motcua_gateway::json::Object;
use motcua_gateway::{Order, Refusal, Request, Response, malformed};
use serde_json::json;

use crate::account::Account;
use crate::notice::{PAYMENT, meaning, need_ours, notice};
use crate::sign;

const PATH: &str = "/v3/merchant-host/transaction/check";
/// `errcode`: it has never heard of it.
const NOT_FOUND: &str = "4";

/// The question about a payment.
pub fn request(account: &Account, order: &Order, id: &str) -> Request {
    question(account, &order.reference, PAYMENT, order.amount, id)
}

/// The question about a transaction: what we called it, its type, and its amount to the đồng, or ShopeePay does not find it.
pub fn question(account: &Account, reference: &str, kind: u32, dong: u64, id: &str) -> Request {
    let body = json!({
        "request_id": id,
        "reference_id": reference,
        "transaction_type": kind,
        "merchant_ext_id": account.merchant,
        "store_ext_id": account.store,
        "amount": dong.saturating_mul(100),
    });
    sign::request(account, PATH, &body)
}

/// What the response says about a payment.
pub fn finding(account: &Account, order: &Order, response: &Response) -> Result<Finding, Refusal> {
    let Some((transaction, status)) = transaction(account, response)? else { return Ok(Finding::Nothing) };
    notice(&transaction, Some(&order.reference), meaning(&status), status).map(Finding::Notice)
}

/// The transaction of a response and its status, `None` where there is no such transaction.
pub fn transaction(account: &Account, response: &Response) -> Result<Option<(Object, String)>, Refusal> {
    let answer = match sign::answer(account, response)? {
        Ok(answer) => answer,
        Err(code) if code == NOT_FOUND => return Ok(None),
        Err(code) => return Err(Refusal::Declined(code)),
    };
    // It stands in an object of its own; some describe it without (r).
    let transaction = if answer.raw_of("transaction").is_some() { answer.object("transaction")? } else { answer };
    need_ours(account, &transaction)?;
    let status = match transaction.scalar("status")? {
        None => transaction.need("transaction_status")?,
        Some(status) => status,
    };
    if status.is_empty() { Err(malformed("status")) } else { Ok(Some((transaction, status))) }
}
