//! Asking the platform about a payment (the detail query): the only word of it that we believe.

use motcua_gateway::inquiry::Finding;
use motcua_gateway::json::Object;
use motcua_gateway::{Meaning, Notice, Order, Refusal, Request, Response, malformed, post_json};
use serde_json::json;

use crate::account::Account;
use crate::notice::amount;
use crate::sign::{self, CHECK_SUM, check_sum};

/// Asks (r). The portal that this part is read from sends `PAY` here too, and to an address of its own.
const QUERY: &str = "QUERY";
/// What the platform's `status` means here. What is not here is not decided.
const MEANINGS: &[(&str, Meaning)] = &[("1", Meaning::Paid), ("3", Meaning::Pending), ("4", Meaning::Failed)];
/// Where it says that it did not answer the question (r): anything but `0`.
const ERRORS: [&str; 2] = ["error_code", "error"];

/// The question.
pub fn request(account: &Account, order: &Order) -> Request {
    let body = json!({
        "client_id": account.client,
        "transaction_id": order.reference,
        "command": QUERY,
        CHECK_SUM: check_sum(account, &[&account.client, QUERY, &order.reference]),
    });
    post_json(&account.api_url, &body)
}

/// What the response says. It comes over a connection that we opened, and is signed where it has a `check_sum`; a wrong one is
/// no answer.
pub fn finding(account: &Account, order: &Order, response: &Response) -> Result<Finding, Refusal> {
    let answer = Object::read(&response.body)?;
    if answer.scalar(CHECK_SUM)?.is_some() {
        sign::check(account, &answer)?;
    }
    if answer.scalar("client_id")?.is_some_and(|client| client != account.client) {
        return Err(Refusal::OtherMerchant);
    }
    for name in ERRORS {
        if let Some(code) = answer.scalar(name)?.filter(|code| code != "0") {
            return Err(Refusal::Declined(code));
        }
    }
    let status = answer.need("status")?;
    let known = MEANINGS.iter().find(|(known, _)| *known == status);
    let meaning = known.map_or(Meaning::Pending, |(_, meaning)| *meaning);
    let transaction = answer.scalar("transaction_code")?.filter(|code| !code.is_empty());
    if meaning == Meaning::Paid && transaction.is_none() {
        return Err(malformed("transaction_code"));
    }
    Ok(Finding::Notice(Notice {
        meaning,
        reference: answer.scalar("transaction_id")?.unwrap_or_else(|| order.reference.clone()),
        amount: amount(&answer)?,
        transaction,
        purpose: None,
        at: None,
        code: status,
    }))
}
