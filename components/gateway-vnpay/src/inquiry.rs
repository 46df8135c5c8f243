//! Asking VNPay about an order (`querydr`).

use motcua_gateway::inquiry::Finding;
use motcua_gateway::json::Object;
use motcua_gateway::{Meaning, Notice, Order, Refusal, Request, Response, amount, malformed, moment, post_json};
use serde_json::json;

use crate::account::Account;
use crate::notice::meaning;
use crate::sign::{SIGNATURE, check_response, signature};

/// What a response signs, in this order; one without a promotion ends in two bars.
const SIGNED: [&str; 15] = [
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
    "vnp_PromotionCode",
    "vnp_PromotionAmount",
];
/// The order is not known to VNPay.
const NOT_FOUND: &str = "91";
/// The transaction is a payment, and not a refund.
const PAYMENT: &str = "01";

/// The question.
pub fn request(account: &Account, order: &Order, id: &str, now: u64) -> Request {
    let (paid_from, now) = (moment::fourteen(order.created), moment::fourteen(now));
    let about = format!("Truy van {}", order.reference);
    let address = "127.0.0.1";
    let signed =
        [id, "2.1.0", "querydr", &account.terminal, &order.reference, &paid_from, &now, address, &about].join("|");
    let body = json!({
        "vnp_RequestId": id, "vnp_Version": "2.1.0", "vnp_Command": "querydr", "vnp_TmnCode": account.terminal,
        "vnp_TxnRef": order.reference, "vnp_OrderInfo": about, "vnp_TransactionDate": paid_from,
        "vnp_CreateDate": now, "vnp_IpAddr": address, SIGNATURE: signature(account, &signed),
    });
    post_json(&account.api_url, &body)
}

/// What the response says about a payment.
pub fn finding(account: &Account, response: &Response) -> Result<Finding, Refusal> {
    let answer = authentic(account, response)?;
    match answer.need("vnp_ResponseCode")?.as_str() {
        // That the question could be answered: not that anything was paid.
        "00" => {}
        NOT_FOUND => return Ok(Finding::Nothing),
        code => return Err(Refusal::Declined(code.to_owned())),
    }
    let (status, kind) = (answer.need("vnp_TransactionStatus")?, answer.need("vnp_TransactionType")?);
    let transaction = answer.scalar("vnp_TransactionNo")?.filter(|number| !matches!(number.as_str(), "" | "0"));
    // A refund was found: the payment itself was made before, or there would be nothing to give back.
    let meaning = match (kind.as_str(), status.as_str()) {
        (PAYMENT, "01") => Meaning::Pending,
        (PAYMENT, _) => meaning(&status, &status),
        (_, "05" | "06" | "09" | "00") => Meaning::Review,
        _ => Meaning::Pending,
    };
    if meaning == Meaning::Paid && transaction.is_none() {
        return Err(malformed("vnp_TransactionNo"));
    }
    Ok(Finding::Notice(Notice {
        meaning,
        reference: answer.need("vnp_TxnRef")?,
        amount: Some(amount::hundredths(&answer.need("vnp_Amount")?)?),
        transaction,
        purpose: None,
        at: answer.scalar("vnp_PayDate")?.as_deref().and_then(moment::read_fourteen),
        code: format!("{status}/{kind}"),
    }))
}

/// The response, when VNPay signed it for our terminal. One without a signature is believed in nothing.
pub fn authentic(account: &Account, response: &Response) -> Result<Object, Refusal> {
    let answer = Object::read(&response.body)?;
    check_response(account, &answer, &SIGNED)?;
    if answer.need("vnp_TmnCode")? == account.terminal { Ok(answer) } else { Err(Refusal::OtherMerchant) }
}
