//! What is sent to ZaloPay, and what is made of its responses.

use motcua_gateway::fields::Pairs;
use motcua_gateway::inquiry::Finding;
use motcua_gateway::refunds::Finding as Refunded;
use motcua_gateway::{Meaning, Order, Refund, Refusal, Request, Step, mac, malformed};
use serde_json::{Value, json};

use super::{account, order, refund, response};
use crate::{inquiry, pay};

/// The fields of a request whose signature is that of this text by the first key.
fn signed_over(request: Request, url: &str, text: &str) -> Pairs {
    assert_eq!((request.method.as_str(), request.url.as_str()), ("POST", url));
    let fields = Pairs::read(&String::from_utf8(request.body).unwrap()).unwrap();
    let wanted = mac::hex(&mac::sha256(b"TestZaloKey1TestZaloKey1TestZa01", text.as_bytes()));
    assert_eq!(fields.text("mac"), Some(wanted.as_str()), "{text}");
    fields
}

#[test]
fn an_order_is_made_with_a_signed_form_and_leads_to_zalopays_page() {
    let fields = signed_over(
        pay::request(&account(), &order()),
        "https://zalopay.example/v2/create",
        "2553001|261121_123456789012345|motcua|150000|1795250445000|{\"redirecturl\":\"https://portal.example/back\"}|[]",
    );
    for (name, value) in [
        ("app_trans_id", "261121_123456789012345"),
        ("expire_duration_seconds", "900"),
        ("callback_url", "https://portal.example/ipn"),
        ("embed_data", "{\"redirecturl\":\"https://portal.example/back\"}"),
        ("description", "Nop le phi H26-241121-0007"),
    ] {
        assert_eq!(fields.text(name), Some(value));
    }
    let short = pay::request(&account(), &Order { expires: 0, ..order() });
    assert!(String::from_utf8(short.body).unwrap().contains("expire_duration_seconds=300"));
    let step = |whole: i32, part: i32, url: Value| {
        pay::step(&response(json!({"return_code": whole, "sub_return_code": part, "order_url": url})))
    };
    let url = json!("https://zalopay.example/openinapp?order=x");
    assert_eq!(step(1, 1, url.clone()), Ok(Step::Go("https://zalopay.example/openinapp?order=x".into())));
    assert_eq!(step(1, 1, json!(null)), Err(malformed("order_url")));
    assert_eq!(step(2, -402, url.clone()), Err(Refusal::Declined("2/-402".into())));
    assert_eq!(step(-401, 0, url.clone()), Err(Refusal::Declined("-401".into())));
    assert_eq!(step(2, -68, url.clone()), Err(malformed("sub_return_code")));
    assert_eq!(
        (step(3, 0, url.clone()), step(7, 0, url)),
        (Err(malformed("return_code")), Err(malformed("return_code")))
    );
}

#[test]
fn an_inquiry_finds_what_no_callback_brought() {
    signed_over(
        inquiry::request(&account(), &order()),
        "https://zalopay.example/v2/query",
        "2553001|261121_123456789012345|TestZaloKey1TestZaloKey1TestZa01",
    );
    let find = |whole: i32, part: i32, number: u64| {
        let body = json!({"return_code": whole, "sub_return_code": part, "amount": 150_000, "zp_trans_id": number});
        match inquiry::finding(&order(), &response(body)) {
            Ok(Finding::Notice(notice)) => Ok(Some((notice.meaning, notice.amount, notice.transaction))),
            Ok(Finding::Nothing) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    };
    assert_eq!(find(1, 1, 389), Ok(Some((Meaning::Paid, Some(150_000), Some("389".into())))));
    assert_eq!(find(1, 1, 0), Err(malformed("zp_trans_id")));
    for (whole, part, meaning) in [
        (2, -54, Meaning::Failed),
        (2, -217, Meaning::Failed),
        (2, -63, Meaning::Pending),
        (3, 0, Meaning::Pending),
        (-1330, 0, Meaning::Pending),
    ] {
        assert_eq!(find(whole, part, 0), Ok(Some((meaning, None, None))), "{whole}/{part}");
    }
    assert_eq!((find(2, -101, 0), find(-101, 0, 0)), (Ok(None), Ok(None)));
    assert_eq!(find(2, -402, 0), Err(Refusal::Declined("2/-402".into())));
    assert_eq!(find(-429, 0, 0), Err(Refusal::Declined("-429/0".into())));
}

#[test]
fn a_refund_is_asked_for_once_and_looked_for_afterwards() {
    let fields = signed_over(
        crate::refund::request(&account(), &refund(), 1_795_300_000_000),
        "https://zalopay.example/v2/refund",
        "2553001|261121000000389|50000|Nop thua|1795300000000",
    );
    let reference = "261121_2553001_0123456789abcdef0123456789abcd";
    assert_eq!((fields.text("m_refund_id"), reference.len()), (Some(reference), 45));
    signed_over(
        crate::refund::request_again(&account(), &refund(), 1_795_400_000_000),
        "https://zalopay.example/v2/query_refund",
        "2553001|261121_2553001_0123456789abcdef0123456789abcd|1795400000000",
    );
    let other = crate::refund::request(&account(), &Refund { id: "f".repeat(32), ..refund() }, 0);
    assert!(String::from_utf8(other.body).unwrap().contains("m_refund_id=261121_2553001_ffffffff"));
    let body =
        |whole: i32, part: i32| response(json!({"return_code": whole, "sub_return_code": part, "refund_id": 77}));
    let first = |whole, part| crate::refund::finding(&account(), &refund(), &body(whole, part));
    let again = |whole, part| crate::refund::finding_again(&account(), &refund(), &body(whole, part));
    assert_eq!((first(1, 1), again(1, 1)), (Ok(Refunded::Done("77".into())), Ok(Refunded::Done(reference.into()))));
    for (whole, part) in [(3, 0), (2, -23), (2, -500), (-500, 0), (9, 9)] {
        assert_eq!(first(whole, part), Ok(Refunded::Pending), "{whole}/{part}");
    }
    for (whole, part) in [(2, -14), (2, -13), (2, -101), (-402, 0)] {
        assert_eq!(first(whole, part), Ok(Refunded::Refused(format!("{whole}/{part}"))));
    }
    assert_eq!((again(2, 0), again(2, -101)), (Ok(Refunded::Refused("2/0".into())), Ok(Refunded::Nothing)));
    assert_eq!((again(3, 2), again(3, -101)), (Ok(Refunded::Pending), Ok(Refunded::Pending)));
    assert_eq!(again(2, -402), Err(Refusal::Declined("2/-402".into())));
}
