//! Messages of our own making: nobody published one of ShopeePay's that is signed. They show that this part agrees with itself
//! and with the pages that it cites, not with ShopeePay.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_gateway::inquiry::Finding;
use motcua_gateway::{
    Bill, Call, Meaning, Message, Notice, Order, Outcome, Refund, Refusal, Request, Response, Step, mac, malformed,
    refunds,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::laws::account;
use crate::{create, inquiry, notice, refund, sign};

/// A call that the given secret signed.
fn call(secret: &str, body: &[u8]) -> Call {
    let signature = STANDARD.encode(mac::sha256(secret.as_bytes(), body));
    let headers = vec![(sign::CLIENT.into(), "11000001".into()), (sign::SIGNATURE.into(), signature)];
    Call { method: "POST".into(), url: String::new(), query: String::new(), headers, body: body.to_vec(), now: 0 }
}

/// A good message with these members in place of its own.
fn message(change: Value) -> Vec<u8> {
    let mut message = json!({
        "reference_id": "100000000000001", "transaction_sn": "019703251690639893", "transaction_status": 3,
        "transaction_type": 13, "amount": 15_000_000, "merchant_ext_id": "dvc", "store_ext_id": "dvc-1",
    });
    for (name, value) in change.as_object().unwrap() {
        message[name] = value.clone();
    }
    message.to_string().into_bytes()
}

fn read(change: Value) -> Result<Message, Refusal> {
    notice::read(&account(), &call("new-secret", &message(change)))
}

fn noticed(message: Result<Message, Refusal>) -> Notice {
    match message.unwrap() {
        Message::Notice(notice) => notice,
        other => panic!("{other:?}"),
    }
}

fn response(body: &Value) -> Response {
    Response { status: 200, headers: vec![], body: body.to_string().into_bytes() }
}

fn json_of(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

#[test]
fn a_payment_is_read() {
    let notice = noticed(read(json!({})));
    assert_eq!((notice.meaning, notice.amount), (Meaning::Paid, Some(150_000)));
    assert_eq!(notice.reference, "100000000000001");
    assert_eq!(notice.transaction.as_deref(), Some("019703251690639893"));
    let old = notice::read(&account(), &call("old-secret", &message(json!({}))));
    assert_eq!(old, read(json!({})));
    let documented = read(json!({ "reference_id": null, "payment_reference_id": "100000000000001", "new": [{}] }));
    assert_eq!(documented, read(json!({})));
}

#[test]
fn a_status_means_what_the_page_says_or_nothing() {
    for (status, meaning) in [
        (json!(1), Meaning::Pending),
        (json!(2), Meaning::Pending),
        (json!(3), Meaning::Paid),
        (json!("3"), Meaning::Paid),
        (json!(4), Meaning::Failed),
        (json!(6), Meaning::Failed),
        (json!(7), Meaning::Failed),
        (json!(5), Meaning::Pending),
        (json!(3.0), Meaning::Pending),
    ] {
        assert_eq!(noticed(read(json!({ "transaction_status": status }))).meaning, meaning, "{status}");
    }
    let by_code = |status| noticed(read(json!({ "transaction_status": null, "payment_status": status }))).meaning;
    assert_eq!((by_code(1), by_code(6)), (Meaning::Claimed, Meaning::Pending));
}

#[test]
fn any_changed_byte_is_refused() {
    let body = message(json!({}));
    let good = call("new-secret", &body);
    for place in 0..body.len() {
        let mut changed = good.clone();
        changed.body[place] ^= 1;
        assert_eq!(notice::read(&account(), &changed), Err(Refusal::NotAuthentic), "{place}");
    }
    for place in 0..good.headers[1].1.len() {
        let mut changed = good.clone();
        changed.headers[1].1.replace_range(place..=place, "*");
        assert_eq!(notice::read(&account(), &changed), Err(Refusal::NotAuthentic), "{place}");
    }
    assert_eq!(notice::read(&account(), &call("other", &body)), Err(Refusal::NotAuthentic));
}

#[test]
fn the_headers_say_who_it_is_for() {
    let good = call("new-secret", &message(json!({})));
    let with = |headers: &[(&str, &str)]| {
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        notice::read(&account(), &Call { headers, ..good.clone() })
    };
    let signature = good.headers[1].1.as_str();
    assert_eq!(with(&[(sign::SIGNATURE, signature)]), Err(malformed(sign::CLIENT)));
    assert_eq!(with(&[(sign::SIGNATURE, signature), (sign::CLIENT, "2")]), Err(Refusal::OtherMerchant));
    assert_eq!(with(&[(sign::CLIENT, "11000001")]), Err(Refusal::Unsigned));
    assert_eq!(with(&[(sign::SIGNATURE, ""), (sign::CLIENT, "11000001")]), Err(Refusal::Unsigned));
    let twice = [(sign::SIGNATURE, "a"), (sign::SIGNATURE, signature)];
    assert_eq!(with(&twice), Err(Refusal::Repeated(sign::SIGNATURE.into())));
}

#[test]
fn what_is_signed_is_still_looked_at() {
    for (change, refusal) in [
        (json!({ "merchant_ext_id": "other" }), Refusal::OtherMerchant),
        (json!({ "store_ext_id": "other" }), Refusal::OtherMerchant),
        (json!({ "amount": 15_000_050 }), Refusal::MalformedAmount),
        (json!({ "amount": -1 }), Refusal::MalformedAmount),
        (json!({ "amount": 15_000_000.0 }), Refusal::MalformedAmount),
        (json!({ "transaction_sn": "" }), malformed("transaction_sn")),
        (json!({ "reference_id": "" }), malformed("reference_id")),
        (json!({ "reference_id": 1 }), malformed("reference_id")),
        (json!({ "transaction_status": null }), malformed("transaction_status")),
        (json!({ "transaction_status": [] }), malformed("transaction_status")),
    ] {
        assert_eq!(read(change.clone()), Err(refusal), "{change}");
    }
    assert_eq!(read(json!({ "transaction_type": 15 })), Ok(Message::Other("transaction type 15".into())));
    let twice = call("new-secret", b"{\"amount\":1,\"amount\":2}");
    assert_eq!(notice::read(&account(), &twice), Err(Refusal::Repeated("amount".into())));
    assert_eq!(notice::read(&account(), &call("new-secret", b"a=1")), Err(malformed("")));
}

#[test]
fn an_order_is_signed_and_leads_to_a_page() {
    let request = create::request(&account(), &order());
    let body = json_of(&request);
    assert_eq!(request.url, "https://api.uat.wallet.airpay.vn/v3/merchant-host/order/create");
    assert_eq!((&body["amount"], &body["payment_reference_id"]), (&json!(15_000_000), &json!("100000000000001")));
    assert_eq!(body["expiry_time"], json!(1_795_250_445));
    let headers: Vec<_> = call("new-secret", &request.body).headers;
    assert_eq!(request.headers[1..], headers[..]);

    let step = |body: Value| create::step(&account(), &response(&body));
    let page = "https://wallet.airpay.vn/pay?t=1";
    assert_eq!(step(json!({ "errcode": 0, "redirect_url_http": page })), Ok(Step::Go(page.into())));
    assert_eq!(step(json!({ "errcode": 1 })), Err(Refusal::Declined("1".into())));
    assert_eq!(step(json!({ "errcode": -1 })), Err(malformed("errcode")));
    assert_eq!(step(json!({ "errcode": 0 })), Err(malformed("redirect_url_http")));
    assert_eq!(step(json!({ "errcode": 0, "redirect_url_http": "data:," })), Err(malformed("redirect_url_http")));
    assert_eq!(step(json!({})), Err(malformed("errcode")));
}

#[test]
fn a_question_finds_the_transaction() {
    let request = inquiry::request(&account(), &order(), "0f");
    let body = json_of(&request);
    assert_eq!((&body["transaction_type"], &body["request_id"]), (&json!(13), &json!("0f")));
    let hear = |body: Value| inquiry::finding(&account(), &order(), &response(&body));
    let Ok(Finding::Notice(notice)) = hear(json!({ "errcode": 0, "transaction": {
        "status": 3, "reference_id": "100000000000001", "transaction_sn": "9", "amount": 15_000_000 } }))
    else {
        panic!()
    };
    assert_eq!(
        (notice.meaning, notice.amount, notice.transaction.as_deref()),
        (Meaning::Paid, Some(150_000), Some("9"))
    );
    let flat = hear(json!({ "errcode": 0, "transaction_status": 2 }));
    assert!(matches!(flat, Ok(Finding::Notice(Notice { meaning: Meaning::Pending, amount: None, .. }))));
    assert_eq!(hear(json!({ "errcode": 4 })), Ok(Finding::Nothing));
    assert_eq!(hear(json!({ "errcode": 2 })), Err(Refusal::Declined("2".into())));
    assert_eq!(hear(json!({ "errcode": 1800 })), Err(malformed("errcode")));
    assert_eq!(hear(json!({ "errcode": 0, "transaction": { "status": 3 } })), Err(malformed("transaction_sn")));
    let other = json!({ "errcode": 0, "transaction": { "status": 3, "transaction_sn": "9", "store_ext_id": "x" } });
    assert_eq!(hear(other.clone()), Err(Refusal::OtherMerchant));
    let headers = vec![("X-Airpay-Req-H".into(), "AAAA".into())];
    let forged = Response { headers, ..response(&other) };
    assert_eq!(inquiry::finding(&account(), &order(), &forged), Err(Refusal::NotAuthentic));
}

#[test]
fn a_refund_is_asked_for_once_and_then_about() {
    let (account, refund) = (account(), refund());
    let body = json_of(&refund::request(&account, &refund));
    assert_eq!((&body["refund_reference_id"], &body["amount"]), (&json!(refund.id), &json!(5_000_000)));
    let hear = |body: Value| refund::finding(&account, &refund, &response(&body));
    assert_eq!(hear(json!({ "errcode": 0, "refund_sn": "77" })), Ok(refunds::Finding::Done("77".into())));
    assert_eq!(hear(json!({ "errcode": 0 })), Ok(refunds::Finding::Done(refund.id.clone())));
    assert_eq!(hear(json!({ "errcode": 1 })), Ok(refunds::Finding::Refused("1".into())));
    assert_eq!(hear(json!({ "errcode": 999 })), Ok(refunds::Finding::Pending));
    assert_eq!(hear(json!({ "errcode": -2 })), Err(malformed("errcode")));

    let question = json_of(&refund::question(&account, &refund, "0f"));
    assert_eq!((&question["reference_id"], &question["transaction_type"]), (&json!(refund.id), &json!(15)));
    let again = |body: Value| refund::finding_again(&account, &refund, &response(&body));
    let state = |status: u32| json!({ "errcode": 0, "transaction": { "status": status, "transaction_sn": "78" } });
    assert_eq!(again(state(3)), Ok(refunds::Finding::Done("78".into())));
    assert_eq!(again(state(4)), Ok(refunds::Finding::Refused("4".into())));
    assert_eq!(again(state(2)), Ok(refunds::Finding::Pending));
    assert_eq!(again(json!({ "errcode": 4 })), Ok(refunds::Finding::Nothing));
}

#[test]
fn every_outcome_has_a_code() {
    let code = |outcome| {
        let reply: Value = serde_json::from_slice(&notice::answer(&outcome).body).unwrap();
        reply["errcode"].as_i64().unwrap()
    };
    for outcome in [
        Outcome::Recorded,
        Outcome::Known,
        Outcome::Surplus,
        Outcome::Contradicted,
        Outcome::Heard,
        Outcome::Ignored,
        Outcome::UnknownOrder,
        Outcome::OtherAmount,
        Outcome::OtherOrder,
    ] {
        assert_eq!(code(outcome), 0);
    }
    assert_eq!((code(Outcome::Unavailable), code(Outcome::Refused(Refusal::Unusable(String::new())))), (-1, -1));
    assert_eq!(code(Outcome::Refused(Refusal::NotAuthentic)), 2);
    assert_eq!(code(Outcome::Refused(Refusal::MalformedAmount)), 1);
}

proptest! {
    #[test]
    fn any_call_is_read_or_refused(
        headers in proptest::collection::vec(("x-airpay-req-h|x-airpay-clientid", ".{0,40}"), 0..3),
        body in proptest::collection::vec(any::<u8>(), 0..80),
    ) {
        let unsigned = Call { headers, ..call("new-secret", &body) };
        prop_assert!(notice::read(&account(), &unsigned).is_err());
        prop_assert!(notice::read(&account(), &call("new-secret", &body)).is_err());
        let response = Response { status: 200, headers: vec![], body };
        prop_assert!(create::step(&account(), &response).is_err());
        prop_assert!(inquiry::finding(&account(), &order(), &response).is_err());
        prop_assert!(refund::finding(&account(), &refund(), &response).is_err());
    }
}

fn refund() -> Refund {
    Refund {
        id: "00000000000000000000000000000001".into(),
        order: order(),
        transaction: "019703251690639893".into(),
        paid: 0,
        amount: 50_000,
        whole: false,
        reason: "Tra hai lan".into(),
        maker: "ke toan".into(),
        asked: 0,
    }
}

fn order() -> Order {
    Order {
        number: 100_000_000_000_001,
        reference: "100000000000001".into(),
        amount: 150_000,
        purpose: "Le phi".into(),
        created: 0,
        expires: 1_795_250_445_000,
        language: "vi".into(),
        return_url: "https://dvc.example.gov.vn/tra-ve".into(),
        notify_url: String::new(),
        payer_address: "127.0.0.1".into(),
        bill: Bill {
            dossier: String::new(),
            procedure: String::new(),
            procedure_name: String::new(),
            agency: String::new(),
            agency_name: String::new(),
        },
    }
}
