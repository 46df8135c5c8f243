//! Refunds at VNPay.

use motcua_gateway::json::Object;
use motcua_gateway::refunds::Finding;
use motcua_gateway::{Refund, Refusal, Request, Response, amount, moment, post_json};
use serde_json::json;

use crate::account::Account;
use crate::inquiry::authentic;
use crate::sign::{SIGNATURE, check_response, signature};

/// What the response to a refund signs, in this order.
const SIGNED: [&str; 13] = [
    "vnp_ResponseId",
    "vnp_Command",
    "vnp_ResponseCode",
    "vnp_Message",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_BankCode",
    "vnp_PayDate",
    "vnp_TransactionNo",
    "vnp_TransactionType",
    "vnp_TransactionStatus",
    "vnp_OrderInfo",
];
const WHOLE: &str = "02";
const PART: &str = "03";

/// The request.
pub fn request(account: &Account, refund: &Refund, now: u64) -> Request {
    let kind = if refund.whole { WHOLE } else { PART };
    let (paid_from, now) = (moment::fourteen(refund.order.created), moment::fourteen(now));
    let (amount, address) = (amount::in_hundredths(refund.amount), "127.0.0.1");
    let reference = &refund.order.reference;
    let signed = [
        &refund.id,
        "2.1.0",
        "refund",
        &account.terminal,
        kind,
        reference,
        &amount,
        &refund.transaction,
        &paid_from,
        &refund.maker,
        &now,
        address,
        &refund.reason,
    ];
    let body = json!({
        "vnp_RequestId": refund.id, "vnp_Version": "2.1.0", "vnp_Command": "refund", "vnp_TmnCode": account.terminal,
        "vnp_TransactionType": kind, "vnp_TxnRef": reference, "vnp_Amount": amount,
        "vnp_TransactionNo": refund.transaction, "vnp_TransactionDate": paid_from, "vnp_CreateBy": refund.maker,
        "vnp_CreateDate": now, "vnp_IpAddr": address, "vnp_OrderInfo": refund.reason,
        SIGNATURE: signature(account, &signed.join("|")),
    });
    post_json(&account.api_url, &body)
}

/// What the response says.
pub fn finding(account: &Account, refund: &Refund, response: &Response) -> Result<Finding, Refusal> {
    let answer = Object::read(&response.body)?;
    check_response(account, &answer, &SIGNED)?;
    let number = answer.scalar("vnp_TransactionNo")?.unwrap_or_default();
    match answer.need("vnp_ResponseCode")?.as_str() {
        "00" => Ok(Finding::Done(number)),
        // Asked twice within five minutes, or already on its way: whoever asked has to look, and not to ask again.
        "94" => Ok(Finding::Pending),
        "91" => Ok(Finding::Nothing),
        code @ ("02" | "03" | "95" | "97") => Ok(Finding::Refused(code.to_owned())),
        code => Err(Refusal::Declined(format!("{code} {}", refund.id))),
    }
}

/// What a question about the order says of its refund: VNPay shows the last transaction of the order, and a refund has no other
/// name there than its number, which we do not know yet.
pub fn finding_again(account: &Account, refund: &Refund, response: &Response) -> Result<Finding, Refusal> {
    let answer = authentic(account, response)?;
    match answer.need("vnp_ResponseCode")?.as_str() {
        "00" => {}
        "91" => return Ok(Finding::Nothing),
        code => return Err(Refusal::Declined(code.to_owned())),
    }
    let number = answer.scalar("vnp_TransactionNo")?.unwrap_or_default();
    let (kind, status) = (answer.need("vnp_TransactionType")?, answer.need("vnp_TransactionStatus")?);
    let (is_refund, is_payment) = (matches!(kind.as_str(), WHOLE | PART), number == refund.transaction);
    // The payment itself is the last, and as it was: nothing was given back of it.
    if !is_refund && is_payment && status == "00" {
        return Ok(Finding::Nothing);
    }
    // Another payment, or a refund of another amount: what became of this one is not said.
    if !is_refund && !is_payment || is_refund && amount::hundredths(&answer.need("vnp_Amount")?)? != refund.amount {
        return Ok(Finding::Pending);
    }
    // A refund may be told under the payment's own number, which tells it from no other.
    let own = if is_payment { String::new() } else { number };
    Ok(match status.as_str() {
        "06" => Finding::Done(own),
        "00" if is_refund => Finding::Done(own),
        "09" => Finding::Refused(status),
        "02" if is_refund => Finding::Refused(status),
        _ => Finding::Pending,
    })
}
