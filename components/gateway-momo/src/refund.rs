//! Refunds at MoMo.

use motcua_gateway::json::Object;
use motcua_gateway::refunds::Finding;
use motcua_gateway::{Meaning, Refund, Refusal, Request, Response, malformed, post_json};
use serde_json::json;

use crate::account::{Account, language};
use crate::inquiry::{answered, question};
use crate::notice::meaning;
use crate::pay::{MISTAKES, is_about};
use crate::sign::{digits, signature};

/// It failed on its way and may be asked for anew in an hour; all is given back already, or more is asked for than is left; this
/// payment cannot be given back. The money is where it was.
const REFUSED: &[&str] = &["1080", "1081", "1088"];

/// What MoMo knows a refund by: its own order, and the request that makes it too.
fn reference(refund: &Refund) -> String {
    format!("RF{}", refund.id)
}

/// The request. The payment's number is sent as a number; one that is none is no number of MoMo's.
pub fn request(account: &Account, refund: &Refund) -> Result<Request, Refusal> {
    let number: u64 = refund.transaction.parse().map_err(|_| malformed("transaction"))?;
    let (reference, amount, transaction) = (reference(refund), refund.amount.to_string(), number.to_string());
    let signed = [
        ("amount", amount.as_str()),
        ("description", &refund.reason),
        ("orderId", &reference),
        ("partnerCode", &account.partner),
        ("requestId", &reference),
        ("transId", &transaction),
    ];
    let body = json!({
        "partnerCode": account.partner, "orderId": reference, "requestId": reference, "amount": refund.amount,
        "transId": number, "lang": language(&refund.order), "description": refund.reason,
        "signature": signature(account, &signed),
    });
    Ok(post_json(&format!("{}/v2/gateway/api/refund", account.api_url), &body))
}

/// What the response says.
pub fn finding(account: &Account, refund: &Refund, response: &Response) -> Result<Finding, Refusal> {
    let answer = Object::read(&response.body)?;
    let code = digits(&answer, "resultCode")?.ok_or_else(|| malformed("resultCode"))?;
    if meaning(&code) == Meaning::Paid {
        is_about(account, &answer, &reference(refund))?;
    }
    settled(&answer, &code, refund)
}

/// The question what became of it (r): the path and its answer's `refundTrans` are what several public implementations agree on.
pub fn request_again(account: &Account, refund: &Refund, id: &str) -> Request {
    question(account, "refund/query", &reference(refund), id, language(&refund.order))
}

/// What the response to that says: the refund is the one in its list that bears our reference.
pub fn finding_again(account: &Account, refund: &Refund, response: &Response) -> Result<Finding, Refusal> {
    let answer = Object::read(&response.body)?;
    let code = digits(&answer, "resultCode")?.ok_or_else(|| malformed("resultCode"))?;
    if meaning(&code) != Meaning::Paid {
        return match answered(&answer)? {
            None => Ok(Finding::Nothing),
            Some(_) => settled(&answer, &code, refund),
        };
    }
    let reference = reference(refund);
    is_about(account, &answer, &reference)?;
    for row in answer.objects("refundTrans")? {
        if row.need("orderId")? == reference {
            let code = digits(&row, "resultCode")?.ok_or_else(|| malformed("resultCode"))?;
            return settled(&row, &code, refund);
        }
    }
    Ok(Finding::Pending)
}

/// What a code says of the refund. One that is not known leaves it open: it is asked about again, and never asked for again.
fn settled(answer: &Object, code: &str, refund: &Refund) -> Result<Finding, Refusal> {
    if REFUSED.contains(&code) || MISTAKES.contains(&code) {
        return Ok(Finding::Refused(code.to_owned()));
    }
    Ok(match meaning(code) {
        Meaning::Paid => {
            if digits(answer, "amount")?.is_some_and(|amount| amount != refund.amount.to_string()) {
                return Err(malformed("amount"));
            }
            Finding::Done(digits(answer, "transId")?.unwrap_or_else(|| reference(refund)))
        }
        Meaning::Failed => Finding::Refused(code.to_owned()),
        Meaning::Claimed | Meaning::Pending | Meaning::Review => Finding::Pending,
    })
}
