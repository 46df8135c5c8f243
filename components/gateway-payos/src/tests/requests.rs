//! What is sent to payOS, and what is made of its responses.

use motcua_gateway::inquiry::Finding;
use motcua_gateway::{Meaning, Refusal, Step, mac, malformed};
use serde_json::{Value, json};

use super::{SECRET, account, message, order, response, signed_text};
use crate::{inquiry, pay};

#[test]
fn an_order_is_made_with_a_signed_request_and_leads_to_payoss_page() {
    let request = pay::request(&account(), &order());
    assert_eq!((request.method.as_str(), request.url.as_str()), ("POST", "https://payos.example/v2/payment-requests"));
    let header = |name: &str| request.headers.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
    assert_eq!((header("x-client-id"), header("x-api-key")), (Some("client"), Some("api-key")));
    assert_eq!(header("content-type"), Some("application/json"));
    let text = "amount=150000&cancelUrl=https://portal.example/back?a=1&description=Nop le phi ho so\
                &orderCode=123456789012345&returnUrl=https://portal.example/back?a=1";
    let wanted = json!({
        "amount": 150_000, "cancelUrl": "https://portal.example/back?a=1", "description": "Nop le phi ho so",
        "orderCode": 123_456_789_012_345_u64, "returnUrl": "https://portal.example/back?a=1",
        "expiredAt": 1_795_251_345, "signature": mac::hex(&mac::sha256(SECRET.as_bytes(), text.as_bytes())),
    });
    assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), wanted);
}

/// What payOS says of a new order.
fn made() -> Value {
    json!({"bin": "970422", "accountNumber": "1", "amount": 150_000, "orderCode": 123_456_789_012_345_u64, "currency": "VND",
        "status": "PENDING", "expiredAt": null, "checkoutUrl": "https://pay.payos.example/web/1", "qrCode": "000201"})
}

#[test]
fn a_new_order_is_believed_when_payos_signed_it() {
    let step = |data: &Value| pay::step(&account(), &order(), &response(&message(data, &signed_text(data))));
    let with = |name: &str, value: Value| {
        let mut data = made();
        data[name] = value;
        step(&data)
    };
    assert_eq!(step(&made()), Ok(Step::Go("https://pay.payos.example/web/1".into())));
    assert_eq!(with("amount", json!(150_001)), Err(malformed("amount")));
    assert_eq!(with("orderCode", json!("123456789012345")), Err(malformed("orderCode")));
    assert_eq!(with("checkoutUrl", json!("")), Err(malformed("checkoutUrl")));
    let unsigned = |body: Value| pay::step(&account(), &order(), &response(&body));
    assert_eq!(unsigned(json!({"code": "00", "data": made(), "signature": null})), Err(Refusal::Unsigned));
    assert_eq!(unsigned(message(&made(), "x")), Err(Refusal::NotAuthentic));
    for (code, refusal) in
        [("214", Refusal::Declined("214".into())), ("231", malformed("code")), ("99", malformed("code"))]
    {
        assert_eq!(unsigned(json!({"code": code, "desc": "", "data": null, "signature": null})), Err(refusal));
    }
}

type Found = Option<(Meaning, Option<u64>, Option<String>)>;

/// What payOS says of an order in this state, to which these transfers came: each its number and its amount.
fn found(status: &str, transfers: &[(&str, u64)]) -> Result<Found, Refusal> {
    let arrived: u64 = transfers.iter().map(|(_, amount)| amount).sum();
    let mut data = json!({"id": "x", "orderCode": 123_456_789_012_345_u64, "amount": 150_000, "amountPaid": arrived,
        "amountRemaining": 0, "status": status, "createdAt": "2026-11-21T15:30:45+07:00", "canceledAt": null});
    let rows = transfers.iter().map(|(reference, amount)| {
        json!({"reference": reference, "amount": amount, "transactionDateTime": "2026-11-21 15:30:45"})
    });
    let rows: Value = rows.collect();
    // `serde_json` writes members by name and without spaces, which is how payOS signs them.
    data["transactions"] = json!(rows.to_string());
    let text = signed_text(&data);
    data["transactions"] = rows;
    match inquiry::finding(&account(), &order(), &response(&message(&data, &text)))? {
        Finding::Notice(notice) => Ok(Some((notice.meaning, notice.amount, notice.transaction))),
        Finding::Nothing => Ok(None),
    }
}

#[test]
fn an_inquiry_finds_what_no_webhook_brought() {
    let request = inquiry::request(&account(), &order());
    let url = "https://payos.example/v2/payment-requests/123456789012345";
    assert_eq!((request.method.as_str(), request.url.as_str(), request.body.as_slice()), ("GET", url, &b""[..]));
    let paid = |amount: u64, number: &str| Ok(Some((Meaning::Paid, Some(amount), Some(number.to_owned()))));
    assert_eq!(found("PAID", &[("FT1", 150_000)]), paid(150_000, "FT1"));
    assert_eq!(found("PAID", &[("FT1", 5), ("FT2", 150_000), ("FT3", 150_000)]), paid(150_000, "FT2"));
    // Too much in one transfer: the caller keeps it, and the order is not paid.
    assert_eq!(found("PAID", &[("FT1", 150_001)]), paid(150_001, "FT1"));
    assert_eq!(found("PAID", &[("FT1", 100_000), ("FT2", 50_000)]), Ok(Some((Meaning::Review, Some(150_000), None))));
    assert_eq!(found("PAID", &[]), Err(malformed("transactions")));
    assert_eq!(found("PAID", &[("", 150_000)]), Err(malformed("reference")));
    for status in ["PENDING", "PROCESSING", "SOMETHING"] {
        assert_eq!(found(status, &[]), Ok(Some((Meaning::Pending, None, None))), "{status}");
    }
    for status in ["CANCELLED", "EXPIRED", "FAILED"] {
        assert_eq!(found(status, &[]), Ok(Some((Meaning::Failed, None, None))), "{status}");
        // What came as one transfer is told to the đồng: the caller keeps it, and sees that it is not what was due.
        assert_eq!(found(status, &[("FT1", 7)]), paid(7, "FT1"), "{status}");
        assert_eq!(found(status, &[("FT1", 7), ("FT2", 8)]), Ok(Some((Meaning::Review, Some(15), None))), "{status}");
    }
    assert_eq!(found("UNDERPAID", &[("FT1", 7)]), paid(7, "FT1"));
}

#[test]
fn an_answer_is_about_our_order_and_signed() {
    let hear = |body: Value| inquiry::finding(&account(), &order(), &response(&body));
    assert_eq!(hear(json!({"code": "101", "data": null})), Ok(Finding::Nothing));
    assert_eq!(hear(json!({"code": "214", "data": null})), Err(Refusal::Declined("214".into())));
    let other = json!({"orderCode": 1, "status": "PAID", "amountPaid": 150_000});
    assert_eq!(hear(message(&other, &signed_text(&other))), Err(malformed("orderCode")));
    assert_eq!(hear(json!({"code": "00", "data": other})), Err(Refusal::Unsigned));
    assert_eq!(hear(message(&other, "x")), Err(Refusal::NotAuthentic));
}
