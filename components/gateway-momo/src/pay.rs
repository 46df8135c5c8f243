//! The call that makes an order at MoMo, and what it says.

use motcua_gateway::json::Object;
use motcua_gateway::{Meaning, Order, Refusal, Request, Response, Step, malformed, post_json};
use serde_json::json;

use crate::account::{Account, language};
use crate::notice::meaning;
use crate::sign::{digits, signature};

/// The payer pays from the wallet, in one step.
const KIND: &str = "captureWallet";
/// The request was not taken: maintenance, access, version, signature, form, amount, an order that is not known, items, values.
pub const MISTAKES: &[&str] = &["10", "11", "12", "13", "20", "21", "22", "42", "45", "47"];
/// The request or the order has been seen before, or is in work now: what became of it is not said.
pub const REPEATED: &[&str] = &["40", "41", "43"];

/// The request that makes the order.
pub fn request(account: &Account, order: &Order) -> Request {
    let amount = order.amount.to_string();
    let signed = [
        ("amount", amount.as_str()),
        ("extraData", ""),
        ("ipnUrl", &order.notify_url),
        ("orderId", &order.reference),
        ("orderInfo", &order.purpose),
        ("partnerCode", &account.partner),
        ("redirectUrl", &order.return_url),
        ("requestId", &order.reference),
        ("requestType", KIND),
    ];
    let body = json!({
        "partnerCode": account.partner, "requestType": KIND, "requestId": order.reference, "orderId": order.reference,
        "amount": order.amount, "orderInfo": order.purpose, "redirectUrl": order.return_url, "ipnUrl": order.notify_url,
        "extraData": "", "autoCapture": true, "lang": language(order), "signature": signature(account, &signed),
    });
    post_json(&format!("{}/v2/gateway/api/create", account.api_url), &body)
}

/// Where the payer goes. The response is believed because of where it comes from: what MoMo signs of it is not agreed.
///
/// Fails with `declined` where no order was made; after a repeated request, or in the middle of one, nobody knows.
pub fn step(account: &Account, order: &Order, response: &Response) -> Result<Step, Refusal> {
    let answer = Object::read(&response.body)?;
    let code = digits(&answer, "resultCode")?.ok_or_else(|| malformed("resultCode"))?;
    match code.as_str() {
        "0" => {}
        code if MISTAKES.contains(&code) || meaning(code) == Meaning::Failed => {
            return Err(Refusal::Declined(code.to_owned()));
        }
        _ => return Err(malformed("resultCode")),
    }
    is_about(account, &answer, &order.reference)?;
    let url = answer.text("payUrl")?.filter(|url| url.starts_with("http"));
    url.map(Step::Go).ok_or_else(|| malformed("payUrl"))
}

/// Checks that a response is about us and about this order, or this refund.
pub fn is_about(account: &Account, answer: &Object, reference: &str) -> Result<(), Refusal> {
    if answer.need("partnerCode")? != account.partner {
        return Err(Refusal::OtherMerchant);
    }
    if answer.need("orderId")? == reference { Ok(()) } else { Err(malformed("orderId")) }
}
