//! Against vectors that other people's code made (`tests/vectors/keypay-dvcqg.jsonl`). Responses are of our own making: nobody
//! published one.

use motcua_gateway::inquiry::Finding;
use motcua_gateway::{Bill, Call, Meaning, Message, Notice, Order, Outcome, Refusal, Response, Step, mac, malformed};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::account::{self, Receiver};
use crate::laws::{KEY, account};
use crate::{create, inquiry, notice};

fn vectors() -> Vec<Value> {
    include_str!("../../../tests/vectors/keypay-dvcqg.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn post(body: &[u8]) -> Call {
    let headers = vec![("content-type".into(), "application/json".into())];
    Call { method: "POST".into(), url: String::new(), query: String::new(), headers, body: body.to_vec(), now: 0 }
}

fn read(body: &[u8]) -> Result<Message, Refusal> {
    notice::read(&account(), &post(body))
}

fn noticed(message: Result<Message, Refusal>) -> Notice {
    match message.unwrap() {
        Message::Notice(notice) => notice,
        other => panic!("{other:?}"),
    }
}

/// A good message with these members in place of its own, `null` for none, signed.
fn signed(change: Value) -> Vec<u8> {
    let mut message = json!({
        "client_id": "DVCH26", "transaction_id": "100000000000001", "transaction_code": "KP1", "trans_amount": "150000",
        "addition_fee": "0", "command": "PAY", "version": "3.0", "currency_code": "VND", "status": 0,
    });
    for (name, value) in change.as_object().unwrap() {
        message[name] = value.clone();
    }
    let text = |name: &&str| message[*name].as_str().map_or_else(|| message[*name].to_string(), str::to_owned);
    let covered = crate::sign::COVERED.iter().map(text).collect::<Vec<_>>().join("|");
    message["check_sum"] = mac::hex(&mac::sha256(KEY, covered.as_bytes())).into();
    message.to_string().into_bytes()
}

#[test]
fn every_vector_means_and_is_answered_what_its_makers_say() {
    for vector in vectors() {
        let name = &vector["name"];
        let (found, outcome) = match read(vector["request"]["body"].as_str().unwrap().as_bytes()) {
            // The caller asks, and then it is paid.
            Ok(Message::Notice(notice)) => {
                let order = &vector["context"]["order"];
                assert_eq!(notice.meaning, Meaning::Claimed, "{name}");
                assert_eq!(notice.reference, order["transaction_id"].as_str().unwrap(), "{name}");
                assert_eq!(notice.amount, order["amount_vnd"].as_u64(), "{name}");
                ("valid", Outcome::Recorded)
            }
            Ok(other) => panic!("{name}: {other:?}"),
            Err(refusal) => {
                let found = match refusal {
                    Refusal::NotAuthentic => "bad_signature",
                    Refusal::Unsigned => "missing_signature",
                    Refusal::Malformed(_) => "malformed_body",
                    ref other => panic!("{name}: {other:?}"),
                };
                (found, Outcome::Refused(refusal))
            }
        };
        assert_eq!(vector["expect"], found, "{name}");
        let reply = notice::answer(&outcome);
        assert_eq!(vector["expect_response"]["status"], reply.status, "{name}");
        let body: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(vector["expect_response"]["json"]["return_code"], body["return_code"], "{name}");
    }
}

#[test]
fn no_callback_is_believed_further_than_that_we_ask() {
    for (status, meaning) in [
        (json!(0), Meaning::Claimed),
        (json!("0"), Meaning::Claimed),
        (json!(1), Meaning::Pending),
        (json!(4), Meaning::Pending),
        (json!("00"), Meaning::Pending),
        (json!("anything"), Meaning::Pending),
    ] {
        assert_eq!(noticed(read(&signed(json!({ "status": status })))).meaning, meaning, "{status}");
    }
    assert_eq!(read(&signed(json!({ "status": null }))), Err(malformed("status")));
    // The failure of a payment becomes its success under the same `check_sum`: that is why.
    let failure = String::from_utf8(signed(json!({ "status": 1 }))).unwrap();
    let success = failure.replace("\"status\":1", "\"status\":0");
    assert_eq!(noticed(read(success.as_bytes())).meaning, Meaning::Claimed);
}

#[test]
fn any_changed_byte_of_what_is_covered_is_refused() {
    let body = signed(json!({}));
    let text = String::from_utf8(body.clone()).unwrap();
    for name in crate::sign::COVERED.iter().chain(&["check_sum"]) {
        let value: Value = serde_json::from_slice(&body).unwrap();
        let value = value[*name].as_str().unwrap().to_owned();
        let from = text.find(&format!("\"{name}\":\"{value}\"")).unwrap() + name.len() + 4;
        for place in from..from + value.len() {
            let mut bytes = body.clone();
            bytes[place] = if bytes[place] == b'x' { b'y' } else { b'x' };
            assert_eq!(read(&bytes), Err(Refusal::NotAuthentic), "{name} {place}");
        }
    }
    // Bytes elsewhere are not covered. They make no other payment of it, only another claim or none.
    for place in 0..body.len() {
        let mut bytes = body.clone();
        bytes[place] = if bytes[place] == b'x' { b'y' } else { b'x' };
        if let Ok(Message::Notice(notice)) = read(&bytes) {
            assert_eq!((notice.reference.as_str(), notice.amount), ("100000000000001", Some(150_000)), "{place}");
            assert!(matches!(notice.meaning, Meaning::Claimed | Meaning::Pending), "{place}");
        }
    }
}

#[test]
fn any_order_and_more_fields_say_the_same() {
    let good = signed(json!({}));
    let object: Value = serde_json::from_slice(&good).unwrap();
    let members: Vec<String> =
        object.as_object().unwrap().iter().rev().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    assert_eq!(read(format!("{{ {} }}", members.join(" ,\n")).as_bytes()), read(&good));
    assert_eq!(read(&signed(json!({ "new": { "a": [1] } }))), read(&good));
    assert_eq!(read(&signed(json!({ "trans_amount": 150_000, "addition_fee": 0 }))), read(&good));
}

#[test]
fn what_is_signed_is_still_looked_at() {
    for (change, refusal) in [
        (json!({ "client_id": "OTHER" }), Refusal::OtherMerchant),
        (json!({ "trans_amount": "1.5e5" }), Refusal::MalformedAmount),
        (json!({ "trans_amount": 150_000.0 }), Refusal::MalformedAmount),
        (json!({ "trans_amount": "-150000" }), Refusal::MalformedAmount),
        (json!({ "addition_fee": "" }), Refusal::MalformedAmount),
        // Each is an amount, and both together are none.
        (json!({ "trans_amount": "1000000000000000", "addition_fee": "1" }), Refusal::MalformedAmount),
        (json!({ "currency_code": "USD" }), malformed("currency_code")),
        // A bar would move what stands before it to the neighbour.
        (json!({ "addition_fee": "0|DVCH26", "client_id": "PAY" }), malformed("addition_fee")),
        (json!({ "transaction_id": [1] }), malformed("transaction_id")),
        (json!({ "version": null }), malformed("version")),
        (json!({ "status": {} }), malformed("status")),
    ] {
        assert_eq!(read(&signed(change.clone())), Err(refusal), "{change}");
    }
    assert_eq!(read(&signed(json!({ "command": "QUERY" }))), Ok(Message::Other("QUERY".into())));
    assert_eq!(noticed(read(&signed(json!({ "addition_fee": "500" })))).amount, Some(150_500));
    assert_eq!(noticed(read(&signed(json!({ "transaction_code": "" })))).transaction, None);
}

#[test]
fn the_form_comes_first() {
    let twice = String::from_utf8(signed(json!({}))).unwrap().replace("{", "{\"trans_amount\":\"1\",");
    assert_eq!(read(twice.as_bytes()), Err(Refusal::Repeated("trans_amount".into())));
    let other = Call { headers: vec![("content-type".into(), "text/plain".into())], ..post(&signed(json!({}))) };
    assert_eq!(notice::read(&account(), &other), Err(Refusal::OtherMediaType));
    for body in ["", "[]", "null", "{}x"] {
        assert_eq!(read(body.as_bytes()), Err(malformed("")), "{body}");
    }
    assert_eq!(read(b"{\"check_sum\":1}"), Err(malformed("check_sum")));
    assert_eq!(read(b"{\"check_sum\":\"\"}"), Err(Refusal::Unsigned));
}

#[test]
fn a_payment_is_opened_with_the_bill_and_without_the_payer() {
    let request = create::request(&account(), &order());
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    // Computed by hand: `0|DVCH26|PAY|150000|100000000000001|3.0` under `hash_key_1`.
    let wanted = mac::hex(&mac::sha256(b"TestKeypayHashKey1-0001", b"0|DVCH26|PAY|150000|100000000000001|3.0"));
    assert_eq!((request.method.as_str(), &body["check_sum"]), ("POST", &json!(wanted)));
    assert_eq!((&body["trans_amount"], &body["addition_fee"]), (&json!("150000"), &json!("0")));
    let bill = &body["bill_info"];
    assert_eq!((&bill["MaHoSo"], &bill["MaTTHC"]), (&json!("H29.101-250701-0001"), &json!("1.001193")));
    assert_eq!((&bill["TKThuHuong"], &bill["TenTKThuHuong"]), (&json!("0123456789"), &json!("KHO BAC NHA NUOC")));
    assert_eq!(
        (&bill["PhiLePhi"][0]["SoTien"], &bill["DSKhoanNop"][0]["SoTien"]),
        (&json!("150000"), &json!("150000"))
    );
    assert_eq!((&bill["HoTenNguoiNop"], &bill["SoCMNDNguoiNop"]), (&json!(""), &json!("")));
}

#[test]
fn a_payment_leads_to_a_page_of_the_platform() {
    let step = |body: Value| create::step(&response(&body));
    let page = "https://keypay.example.vn/pay?t=1";
    assert_eq!(step(json!({ "error": "0", "payment_url": page })), Ok(Step::Go(page.into())));
    assert_eq!(step(json!({ "error": 0, "redirect_url": page })), Ok(Step::Go(page.into())));
    assert_eq!(step(json!({ "error": "02", "payment_url": page })), Err(Refusal::Declined("02".into())));
    assert_eq!(step(json!({ "error": "0" })), Err(malformed("payment_url")));
    assert_eq!(step(json!({ "payment_url": "javascript:alert(1)" })), Err(malformed("payment_url")));
}

#[test]
fn the_detail_query_says_whether_it_is_paid() {
    let request = inquiry::request(&account(), &order());
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let wanted = mac::hex(&mac::sha256(b"TestKeypayHashKey1-0001", b"DVCH26|QUERY|100000000000001"));
    assert_eq!((&body["command"], &body["check_sum"]), (&json!("QUERY"), &json!(wanted)));

    let hear = |body: &Value| inquiry::finding(&account(), &order(), &response(body));
    for (status, meaning) in [
        (json!(1), Meaning::Paid),
        (json!("3"), Meaning::Pending),
        (json!(4), Meaning::Failed),
        (json!(0), Meaning::Pending),
        (json!("unknown"), Meaning::Pending),
    ] {
        let body = json!({ "status": status, "transaction_code": "KP1", "trans_amount": "150000" });
        let Ok(Finding::Notice(notice)) = hear(&body) else { panic!("{status}") };
        assert_eq!((notice.meaning, notice.amount), (meaning, Some(150_000)), "{status}");
        assert_eq!(notice.reference, "100000000000001");
    }
    for (body, refusal) in [
        (json!({ "status": 1 }), malformed("transaction_code")),
        (json!({ "error_code": "05" }), Refusal::Declined("05".into())),
        (json!({ "error": -1, "status": 1 }), Refusal::Declined("-1".into())),
        (json!({}), malformed("status")),
        (json!({ "status": 1, "client_id": "OTHER" }), Refusal::OtherMerchant),
        (json!({ "status": 1, "check_sum": "" }), Refusal::Unsigned),
    ] {
        assert_eq!(hear(&body), Err(refusal), "{body}");
    }
}

#[test]
fn a_signed_answer_is_checked() {
    let hear = |body: &[u8]| {
        inquiry::finding(&account(), &order(), &Response { status: 200, headers: vec![], body: body.to_vec() })
    };
    let body = signed(json!({ "status": 1 }));
    assert!(matches!(hear(&body), Ok(Finding::Notice(Notice { meaning: Meaning::Paid, .. }))));
    let more = String::from_utf8(body).unwrap().replace("150000", "1500000");
    assert_eq!(hear(more.as_bytes()), Err(Refusal::NotAuthentic));
}

#[test]
fn every_outcome_has_a_code() {
    let code = |outcome| {
        let reply: Value = serde_json::from_slice(&notice::answer(&outcome).body).unwrap();
        reply["return_code"].as_i64().unwrap()
    };
    for outcome in
        [Outcome::Recorded, Outcome::Known, Outcome::Surplus, Outcome::Contradicted, Outcome::Heard, Outcome::Ignored]
    {
        assert_eq!(code(outcome), 0);
    }
    for outcome in [
        Outcome::UnknownOrder,
        Outcome::OtherAmount,
        Outcome::OtherOrder,
        Outcome::Unavailable,
        Outcome::Refused(Refusal::Unsigned),
        Outcome::Refused(Refusal::MalformedAmount),
        Outcome::Refused(Refusal::OtherMerchant),
    ] {
        assert_eq!(code(outcome), -1);
    }
}

#[test]
fn the_receiver_has_three_parts() {
    let holder = |holder: &str| Receiver { account: "01".into(), bank: "B".into(), holder: holder.into() };
    assert_eq!(account::receiver("01 | B | UBND XA A"), Ok(holder("UBND XA A")));
    for text in ["", "01|B", "01|B|", "|B|A", "01|B|A|C"] {
        assert_eq!(account::receiver(text), Err(Refusal::Unusable("keypay_account".into())), "{text}");
    }
}

proptest! {
    #[test]
    fn any_call_is_read_or_refused(
        kind in "application/json|.{0,20}",
        body in proptest::collection::vec(any::<u8>(), 0..80),
    ) {
        let call = Call { headers: vec![("content-type".into(), kind)], ..post(&body) };
        prop_assert!(notice::read(&account(), &call).is_err());
        let response = Response { status: 200, headers: vec![], body };
        prop_assert!(create::step(&response).is_err());
        prop_assert!(inquiry::finding(&account(), &order(), &response).is_err());
    }

    #[test]
    fn any_values_that_are_signed_are_read_or_refused(amount in "[^|\0]{0,12}", fee in "[0-9]{0,20}", status in ".{0,9}") {
        let body = signed(json!({ "trans_amount": amount, "addition_fee": fee, "status": status }));
        prop_assert_ne!(read(&body), Err(Refusal::NotAuthentic));
    }
}

fn response(body: &Value) -> Response {
    Response { status: 200, headers: vec![], body: body.to_string().into_bytes() }
}

fn order() -> Order {
    Order {
        number: 100_000_000_000_001,
        reference: "100000000000001".into(),
        amount: 150_000,
        purpose: "Le phi H29.101-250701-0001".into(),
        created: 0,
        expires: 0,
        language: "vi".into(),
        return_url: "https://dvc.example.gov.vn/tra-ve".into(),
        notify_url: String::new(),
        payer_address: "127.0.0.1".into(),
        bill: Bill {
            dossier: "H29.101-250701-0001".into(),
            procedure: "1.001193".into(),
            procedure_name: "Dang ky khai sinh".into(),
            agency: "H29.101".into(),
            agency_name: "UBND".into(),
        },
    }
}
