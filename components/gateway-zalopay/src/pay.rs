//! The call that makes an order at ZaloPay, and what it says.

use motcua_gateway::json::Object;
use motcua_gateway::{Order, Refusal, Request, Response, Step, malformed, post_form};
use serde_json::json;

use crate::account::Account;
use crate::sign::signature;

/// Whom ZaloPay shows as the payer: the portal tells nobody who pays.
const PAYER: &str = "motcua";
/// ZaloPay takes no shorter time for an order and no longer one, in seconds.
const SECONDS_MIN: u64 = 300;
const SECONDS_MAX: u64 = 2_592_000;
/// The request was not taken: form, application, signature, client, state, too many requests, failure, maintenance. Stands in
/// either code.
pub const MISTAKES: &[&str] = &["-401", "-402", "-403", "-405", "-406", "406", "-429", "-500", "-999"];
/// There is an order with this reference already: what became of it is not said.
const REPEATED: &str = "-68";

/// The request that makes the order. What it is for is not signed, and no callback gives it back.
pub fn request(account: &Account, order: &Order) -> Request {
    let (amount, created) = (order.amount.to_string(), order.created.to_string());
    let seconds = (order.expires.saturating_sub(order.created) / 1000).clamp(SECONDS_MIN, SECONDS_MAX).to_string();
    let (embedded, items) = (json!({ "redirecturl": order.return_url }).to_string(), "[]");
    let signed = [account.app.as_str(), &order.reference, PAYER, &amount, &created, &embedded, items];
    let fields = [
        ("app_id", account.app.as_str()),
        ("app_user", PAYER),
        ("app_trans_id", &order.reference),
        ("app_time", &created),
        ("expire_duration_seconds", &seconds),
        ("amount", &amount),
        ("description", &order.purpose),
        ("callback_url", &order.notify_url),
        ("item", items),
        ("embed_data", &embedded),
        ("bank_code", ""),
        ("mac", &signature(account, &signed)),
    ];
    post_form(&format!("{}/v2/create", account.api_url), &fields)
}

/// Where the payer goes. The response is not signed, and names no order: it is believed because of where it comes from.
///
/// Fails with `declined` where no order was made; when one is there already, or is being made, nobody knows.
pub fn step(response: &Response) -> Result<Step, Refusal> {
    let answer = Object::read(&response.body)?;
    let code = codes(&answer)?;
    match (code.whole.as_str(), code.part.as_str()) {
        ("1", _) => {
            let url = answer.text("order_url")?.filter(|url| url.starts_with("http"));
            url.map(Step::Go).ok_or_else(|| malformed("order_url"))
        }
        (_, REPEATED) => Err(malformed("sub_return_code")),
        ("2", part) => Err(Refusal::Declined(format!("2/{part}"))),
        (whole, _) if MISTAKES.contains(&whole) => Err(Refusal::Declined(whole.to_owned())),
        _ => Err(malformed("return_code")),
    }
}

/// The two codes of every response.
pub struct Codes {
    /// `return_code`: 1 done, 2 not done, 3 in work, anything else a mistake of the request or a failure.
    pub whole: String,
    /// `sub_return_code`: why; empty where it is missing.
    pub part: String,
}

/// Reads them, as numbers or as texts.
pub fn codes(answer: &Object) -> Result<Codes, Refusal> {
    Ok(Codes { whole: answer.need("return_code")?, part: answer.scalar("sub_return_code")?.unwrap_or_default() })
}
