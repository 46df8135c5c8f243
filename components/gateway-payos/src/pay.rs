//! The call that makes an order at payOS, and what it says.

use motcua_gateway::json::Object;
use motcua_gateway::{Order, Refusal, Request, Response, Step, malformed, post_json, text};
use serde_json::json;

use crate::account::Account;
use crate::sign::{check, integer, signature};

/// More characters than this no transfer's text has.
const DESCRIPTION_MAX: usize = 25;
/// The request was not taken: its form, its signature, the channel is closed, the keys, too many requests (r). After any other
/// code, that there is such an order already among them (231), nobody knows.
const MISTAKES: &[&str] = &["20", "201", "214", "401", "403", "429"];

/// The request that makes the order. Where payOS notifies us is agreed beforehand and stands in no request.
pub fn request(account: &Account, order: &Order) -> Request {
    let description = text::plain(&order.purpose, DESCRIPTION_MAX);
    let signed = format!(
        "amount={}&cancelUrl={}&description={description}&orderCode={}&returnUrl={}",
        order.amount, order.return_url, order.number, order.return_url
    );
    let body = json!({
        "orderCode": order.number, "amount": order.amount, "description": description, "cancelUrl": order.return_url,
        "returnUrl": order.return_url, "expiredAt": order.expires / 1000, "signature": signature(account, &signed),
    });
    let mut request = post_json(&format!("{}/v2/payment-requests", account.api_url), &body);
    request.headers.extend(account.headers());
    request
}

/// Where the payer goes: to a page that shows the transfer to make.
///
/// Fails with `declined` where no order was made.
pub fn step(account: &Account, order: &Order, response: &Response) -> Result<Step, Refusal> {
    let answer = Object::read(&response.body)?;
    match answer.need("code")?.as_str() {
        "00" => {}
        code if MISTAKES.contains(&code) => return Err(Refusal::Declined(code.to_owned())),
        _ => return Err(malformed("code")),
    }
    let data = check(account, &answer)?;
    for (name, wanted) in [("orderCode", order.number), ("amount", order.amount)] {
        if integer(&data, name)? != wanted {
            return Err(malformed(name));
        }
    }
    let url = data.text("checkoutUrl")?.filter(|url| url.starts_with("http"));
    url.map(Step::Go).ok_or_else(|| malformed("checkoutUrl"))
}
