//! Asking ZaloPay about an order.

use motcua_gateway::inquiry::Finding;
use motcua_gateway::json::Object;
use motcua_gateway::{Meaning, Notice, Order, Refusal, Request, Response, amount, malformed, moment, post_form};

use crate::account::Account;
use crate::notice::transaction;
use crate::pay::{MISTAKES, codes};
use crate::sign::signature;

/// The order, or the refund, is not known to ZaloPay.
pub const NOT_FOUND: &str = "-101";
/// What the two codes mean together; the first row that fits. `*` fits any. What is not here is not decided.
const MEANINGS: &[(&str, &str, Meaning)] = &[
    ("1", "*", Meaning::Paid),
    // Too little money: the payer may put some in and pay the same order.
    ("2", "-63", Meaning::Pending),
    // Expired, the bank, a promotion and so on.
    ("2", "*", Meaning::Failed),
    ("3", "*", Meaning::Pending),
];

/// The question. It has no number and no time: its signature is the same every time.
pub fn request(account: &Account, order: &Order) -> Request {
    let mac = signature(account, &[&account.app, &order.reference, account.request_key()]);
    let fields = [("app_id", account.app.as_str()), ("app_trans_id", &order.reference), ("mac", &mac)];
    post_form(&format!("{}/v2/query", account.api_url), &fields)
}

/// What the response says about a payment. It is not signed and names no order: it is believed because of where it comes from.
pub fn finding(order: &Order, response: &Response) -> Result<Finding, Refusal> {
    let answer = Object::read(&response.body)?;
    let codes = codes(&answer)?;
    let code = format!("{}/{}", codes.whole, codes.part);
    match (codes.whole.as_str(), codes.part.as_str()) {
        ("1", _) => {}
        (NOT_FOUND, _) | ("2", NOT_FOUND) => return Ok(Finding::Nothing),
        (whole, part) if MISTAKES.contains(&whole) || MISTAKES.contains(&part) => return Err(Refusal::Declined(code)),
        _ => {}
    }
    let meaning = meaning(&codes.whole, &codes.part);
    let (transaction, amount) = if meaning == Meaning::Paid {
        let number = transaction(&answer)?.ok_or_else(|| malformed("zp_trans_id"))?;
        (Some(number), Some(amount::dong(&answer.need("amount")?)?))
    } else {
        // Both are filled in only when it is paid.
        (None, None)
    };
    let at = answer.scalar("server_time")?.as_deref().and_then(moment::read_milliseconds);
    let reference = order.reference.clone();
    Ok(Finding::Notice(Notice { meaning, reference, amount, transaction, purpose: None, at, code }))
}

/// What the codes mean.
pub fn meaning(whole: &str, part: &str) -> Meaning {
    let fits = |wanted: &str, given: &str| wanted == "*" || wanted == given;
    let row = MEANINGS.iter().find(|(one, other, _)| fits(one, whole) && fits(other, part));
    row.map_or(Meaning::Pending, |(.., meaning)| *meaning)
}
