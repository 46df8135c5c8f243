//! Asking MoMo about an order.

use motcua_gateway::inquiry::Finding;
use motcua_gateway::json::Object;
use motcua_gateway::{Notice, Order, Refusal, Request, Response, amount, post_json};
use serde_json::json;

use crate::account::{Account, language};
use crate::notice::state;
use crate::pay::{MISTAKES, REPEATED, is_about};
use crate::sign::signature;

/// The order is not known to MoMo.
pub const NOT_FOUND: &str = "42";

/// The question.
pub fn request(account: &Account, order: &Order, id: &str) -> Request {
    question(account, "query", &order.reference, id, language(order))
}

/// A question about an order or a refund: both are asked with the same signed text.
pub fn question(account: &Account, path: &str, reference: &str, id: &str, language: &str) -> Request {
    let signed = [("orderId", reference), ("partnerCode", account.partner.as_str()), ("requestId", id)];
    let body = json!({
        "partnerCode": account.partner, "requestId": id, "orderId": reference, "lang": language,
        "signature": signature(account, &signed),
    });
    post_json(&format!("{}/v2/gateway/api/{path}", account.api_url), &body)
}

/// What the response says about a payment. MoMo does not sign it, so it has to be about us and about this order.
pub fn finding(account: &Account, order: &Order, response: &Response) -> Result<Finding, Refusal> {
    let answer = Object::read(&response.body)?;
    let Some(found) = answered(&answer)? else { return Ok(Finding::Nothing) };
    is_about(account, &answer, &order.reference)?;
    let amount = answer.scalar("amount")?.map(|amount| amount::dong(&amount)).transpose()?;
    Ok(Finding::Notice(Notice { reference: order.reference.clone(), amount, ..found }))
}

/// What an answer says of the transaction that was asked about; nothing where MoMo does not know it. Fails with `declined` where
/// the question itself was not taken: its code stands in the same field.
pub fn answered(answer: &Object) -> Result<Option<Notice>, Refusal> {
    let found = state(answer)?;
    match found.code.as_str() {
        NOT_FOUND => Ok(None),
        code if MISTAKES.contains(&code) || REPEATED.contains(&code) => Err(Refusal::Declined(found.code)),
        _ => Ok(Some(found)),
    }
}
