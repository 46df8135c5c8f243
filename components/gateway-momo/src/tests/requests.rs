//! What is sent to MoMo, and what is made of its responses.

use motcua_gateway::inquiry::Finding;
use motcua_gateway::refunds::Finding as Refunded;
use motcua_gateway::{Meaning, Refund, Refusal, Request, Step, mac, malformed};
use serde_json::{Value, json};

use super::{account, order, refund, response};
use crate::{inquiry, pay};

/// The body of a request whose signature is that of this text by the first secret.
fn signed_over(request: Request, url: &str, text: &str) -> Value {
    assert_eq!((request.method.as_str(), request.url.as_str()), ("POST", url));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body["signature"], mac::hex(&mac::sha256(b"the-next-one", text.as_bytes())), "{text}");
    assert!(body.get("accessKey").is_none());
    body
}

#[test]
fn an_order_is_made_with_a_signed_request_and_leads_to_momos_page() {
    let body = signed_over(
        pay::request(&account(), &order()),
        "https://momo.example/v2/gateway/api/create",
        "accessKey=TESTACCESSKEY001&amount=150000&extraData=&ipnUrl=https://portal.example/ipn&orderId=MC123456789012345\
         &orderInfo=Nop le phi H26-241121-0007&partnerCode=MOMODVCTEST&redirectUrl=https://portal.example/back\
         &requestId=MC123456789012345&requestType=captureWallet",
    );
    assert_eq!((&body["amount"], &body["autoCapture"], &body["lang"]), (&json!(150_000), &json!(true), &json!("en")));
    let step = |changes: Value| {
        let mut body = json!({"partnerCode": "MOMODVCTEST", "orderId": "MC123456789012345", "resultCode": 0,
            "payUrl": "https://momo.example/pay?t=x"});
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        pay::step(&account(), &order(), &response(body))
    };
    assert_eq!(step(json!({})), Ok(Step::Go("https://momo.example/pay?t=x".into())));
    assert_eq!(step(json!({"payUrl": null})), Err(malformed("payUrl")));
    assert_eq!(step(json!({"payUrl": "javascript:alert(1)"})), Err(malformed("payUrl")));
    assert_eq!(step(json!({"orderId": "MC1"})), Err(malformed("orderId")));
    assert_eq!(step(json!({"partnerCode": "X"})), Err(Refusal::OtherMerchant));
    for code in [11, 22, 1003] {
        assert_eq!(step(json!({"resultCode": code})), Err(Refusal::Declined(code.to_string())));
    }
    for code in [40, 41, 99, 1000, 7000, 9000, 31337] {
        assert_eq!(step(json!({"resultCode": code})), Err(malformed("resultCode")), "{code}");
    }
}

#[test]
fn an_inquiry_finds_what_no_notice_brought() {
    signed_over(
        inquiry::request(&account(), &order(), "00ff"),
        "https://momo.example/v2/gateway/api/query",
        "accessKey=TESTACCESSKEY001&orderId=MC123456789012345&partnerCode=MOMODVCTEST&requestId=00ff",
    );
    let find = |code: u32, transaction: u64, order_id: &str| {
        let body = json!({"partnerCode": "MOMODVCTEST", "orderId": order_id, "amount": 150_000, "transId": transaction,
            "resultCode": code});
        match inquiry::finding(&account(), &order(), &response(body)) {
            Ok(Finding::Notice(notice)) => Ok((notice.meaning, notice.transaction)),
            Ok(Finding::Nothing) => Ok((Meaning::Review, None)),
            Err(refusal) => Err(refusal),
        }
    };
    let reference = "MC123456789012345";
    assert_eq!(find(0, 7, reference), Ok((Meaning::Paid, Some("7".into()))));
    assert_eq!(find(0, 0, reference), Err(malformed("transId")));
    assert_eq!(find(0, 7, "MC1"), Err(malformed("orderId")));
    assert_eq!(find(1005, 0, reference), Ok((Meaning::Failed, None)));
    assert_eq!(find(1000, 0, reference), Ok((Meaning::Pending, None)));
    assert_eq!(find(42, 0, reference), Ok((Meaning::Review, None)));
    assert_eq!((find(13, 0, reference), find(40, 0, "")), (Err(declined("13")), Err(declined("40"))));
}

fn declined(code: &str) -> Refusal {
    Refusal::Declined(code.to_owned())
}

#[test]
fn a_refund_is_asked_for_once_and_looked_for_afterwards() {
    let body = signed_over(
        refund::request(&account(), &refund()).unwrap(),
        "https://momo.example/v2/gateway/api/refund",
        "accessKey=TESTACCESSKEY001&amount=50000&description=Nop thua&orderId=RF0123456789abcdef0123456789abcdef\
         &partnerCode=MOMODVCTEST&requestId=RF0123456789abcdef0123456789abcdef&transId=4088878653",
    );
    assert_eq!(body["transId"], json!(4_088_878_653_u64));
    assert!(refund::request(&account(), &Refund { transaction: "FT1".into(), ..refund() }).is_err());
    signed_over(
        refund::request_again(&account(), &refund(), "00ff"),
        "https://momo.example/v2/gateway/api/refund/query",
        "accessKey=TESTACCESSKEY001&orderId=RF0123456789abcdef0123456789abcdef&partnerCode=MOMODVCTEST&requestId=00ff",
    );
    let reference = format!("RF{}", refund().id);
    let row =
        |code: u32, amount: u32| json!({"orderId": reference, "amount": amount, "transId": 9, "resultCode": code});
    let whole = |code: u32, rows: Value| {
        response(json!({"partnerCode": "MOMODVCTEST", "orderId": reference, "amount": 50_000, "transId": 9,
            "resultCode": code, "refundTrans": rows}))
    };
    let first = |code| refund::finding(&account(), &refund(), &whole(code, json!([])));
    let again = |code, rows| refund::finding_again(&account(), &refund(), &whole(code, rows));
    for (code, found) in [(0, Refunded::Done("9".into())), (1081, Refunded::Refused("1081".into()))] {
        assert_eq!(first(code), Ok(found.clone()));
        assert_eq!(again(0, json!([{"orderId": "RFx", "resultCode": 0}, row(code, 50_000)])), Ok(found));
    }
    for code in [40, 41, 99, 7002, 31337] {
        assert_eq!(first(code), Ok(Refunded::Pending), "{code}");
    }
    assert_eq!(first(13), Ok(Refunded::Refused("13".into())));
    assert_eq!((again(42, json!(null)), again(13, json!(null))), (Ok(Refunded::Nothing), Err(declined("13"))));
    assert_eq!((again(0, json!([])), again(7000, json!(null))), (Ok(Refunded::Pending), Ok(Refunded::Pending)));
    assert_eq!(again(0, json!([row(0, 1)])), Err(malformed("amount")));
}
