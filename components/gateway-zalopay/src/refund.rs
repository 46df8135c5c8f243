//! Refunds at ZaloPay: one is asked for, and what became of it has to be asked too.

use motcua_gateway::json::Object;
use motcua_gateway::refunds::Finding;
use motcua_gateway::{Refund, Refusal, Request, Response, moment, post_form, text};

use crate::account::Account;
use crate::inquiry::NOT_FOUND;
use crate::pay::{Codes, MISTAKES, codes};
use crate::sign::signature;

/// Longer than this no reference of a refund and no reason is.
const REFERENCE_MAX: usize = 45;
const REASON_MAX: usize = 100;
/// There is a refund with this reference already: what became of it is not said.
const REPEATED: &str = "-23";
/// The system failed: whether the refund was taken is not said.
const FAILURE: &str = "-500";

/// What ZaloPay knows a refund by: the day on which it was asked for, our application, and so many digits of our number of it
/// as there is room for.
fn reference(account: &Account, refund: &Refund) -> String {
    let whole = format!("{}_{}_{}", moment::six(refund.asked), account.app, refund.id);
    whole.chars().take(REFERENCE_MAX).collect()
}

/// The request.
pub fn request(account: &Account, refund: &Refund, now: u64) -> Request {
    let (reference, reason) = (reference(account, refund), text::plain(&refund.reason, REASON_MAX));
    let (amount, now) = (refund.amount.to_string(), now.to_string());
    let mac = signature(account, &[&account.app, &refund.transaction, &amount, &reason, &now]);
    let fields = [
        ("app_id", account.app.as_str()),
        ("m_refund_id", &reference),
        ("zp_trans_id", &refund.transaction),
        ("amount", &amount),
        ("timestamp", &now),
        ("description", &reason),
        ("mac", &mac),
    ];
    post_form(&format!("{}/v2/refund", account.api_url), &fields)
}

/// What the response says.
pub fn finding(account: &Account, refund: &Refund, response: &Response) -> Result<Finding, Refusal> {
    let answer = Object::read(&response.body)?;
    let codes = codes(&answer)?;
    Ok(match (codes.whole.as_str(), codes.part.as_str()) {
        ("1", _) => {
            let number = answer.scalar("refund_id")?.filter(|number| !matches!(number.as_str(), "" | "0"));
            Finding::Done(number.unwrap_or_else(|| reference(account, refund)))
        }
        (_, REPEATED | FAILURE) | (FAILURE, _) => Finding::Pending,
        ("2", _) => Finding::Refused(why(&codes)),
        (whole, _) if MISTAKES.contains(&whole) => Finding::Refused(why(&codes)),
        _ => Finding::Pending,
    })
}

/// The question what became of it.
pub fn request_again(account: &Account, refund: &Refund, now: u64) -> Request {
    let (reference, now) = (reference(account, refund), now.to_string());
    let mac = signature(account, &[&account.app, &reference, &now]);
    let fields =
        [("app_id", account.app.as_str()), ("m_refund_id", &reference), ("timestamp", &now), ("mac", mac.as_str())];
    post_form(&format!("{}/v2/query_refund", account.api_url), &fields)
}

/// What the response to that says. It gives no number: our reference is the one by which both know the refund.
pub fn finding_again(account: &Account, refund: &Refund, response: &Response) -> Result<Finding, Refusal> {
    let codes = codes(&Object::read(&response.body)?)?;
    match (codes.whole.as_str(), codes.part.as_str()) {
        ("1", _) => Ok(Finding::Done(reference(account, refund))),
        // With these two alone: an older list of codes takes it for a refund that succeeded.
        (NOT_FOUND, _) | ("2", NOT_FOUND) => Ok(Finding::Nothing),
        (whole, part) if MISTAKES.contains(&whole) || MISTAKES.contains(&part) => Err(Refusal::Declined(why(&codes))),
        ("2", _) => Ok(Finding::Refused(why(&codes))),
        _ => Ok(Finding::Pending),
    }
}

fn why(codes: &Codes) -> String {
    format!("{}/{}", codes.whole, codes.part)
}
