//! Against vectors that other people's code made (`tests/vectors`), and against texts written out by hand.

mod requests;

use motcua_gateway::{Bill, Call, Meaning, Message, Notice, Order, Outcome, Refund, Refusal, Response, mac, malformed};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::account;
use crate::laws::{KEY_2, account};
use crate::{inquiry, notice, pay, refund};

fn vectors() -> Vec<Value> {
    let text = include_str!("../../../tests/vectors/zalopay.jsonl");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn call(kind: &str, body: &[u8]) -> Call {
    let headers = vec![("content-type".into(), kind.into())];
    Call { method: "POST".into(), url: String::new(), query: String::new(), headers, body: body.to_vec(), now: 0 }
}

fn read(body: &str) -> Result<Message, Refusal> {
    notice::read(&account(), &call("application/json", body.as_bytes()))
}

/// A callback with this text in it, signed.
fn signed(data: &str, kind: Value) -> String {
    let mac = mac::hex(&mac::sha256(KEY_2.as_bytes(), data.as_bytes()));
    json!({"data": data, "mac": mac, "type": kind}).to_string()
}

/// What the first vector tells, with members put in the place of its own.
fn data(changes: Value) -> String {
    let body: Value = serde_json::from_str(vectors()[0]["request"]["body"].as_str().unwrap()).unwrap();
    let mut data: Value = serde_json::from_str(body["data"].as_str().unwrap()).unwrap();
    data.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    data.to_string()
}

/// What the caller makes of a message, by what its database holds.
fn outcome(found: Result<Message, Refusal>, order: &Value) -> Outcome {
    let notice = match found {
        Ok(Message::Notice(notice)) => notice,
        Ok(Message::Ping) => return Outcome::Heard,
        Ok(Message::Other(_)) => return Outcome::Ignored,
        Err(refusal) => return Outcome::Refused(refusal),
    };
    if order.is_null() || order["app_trans_id"] != notice.reference.as_str() {
        Outcome::UnknownOrder
    } else if order["amount_vnd"].as_u64() != notice.amount {
        Outcome::OtherAmount
    } else if order["status"] == "paid" && order["gateway_txn_no"].as_str() != notice.transaction.as_deref() {
        Outcome::Surplus
    } else if order["status"] == "paid" {
        Outcome::Known
    } else {
        Outcome::Recorded
    }
}

fn code(outcome: &Outcome) -> i64 {
    let reply = notice::answer(outcome);
    assert_eq!((reply.status, reply.content_type.as_str()), (200, "application/json"));
    serde_json::from_slice::<Value>(&reply.body).unwrap()["return_code"].as_i64().unwrap()
}

#[test]
fn every_vector_means_what_its_makers_say_and_gets_the_answer_they_want() {
    for vector in vectors() {
        let (name, request) = (&vector["name"], &vector["request"]);
        let kind = request["headers"]["content-type"].as_str().unwrap();
        let found = notice::read(&account(), &call(kind, request["body"].as_str().unwrap().as_bytes()));
        let outcome = outcome(found, &vector["context"]["order"]);
        let expected = match &outcome {
            Outcome::Refused(Refusal::NotAuthentic) => "bad_signature",
            Outcome::Refused(Refusal::Malformed(_)) => "malformed_body",
            Outcome::Refused(Refusal::OtherMerchant) => "merchant_mismatch",
            Outcome::Ignored => "unsupported_event_type",
            Outcome::Surplus => "valid_double_payment",
            Outcome::Recorded => "valid",
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(vector["expect"], expected, "{name}");
        assert_eq!(vector["expect_response"]["json"]["return_code"], code(&outcome), "{name}");
    }
}

#[test]
fn the_order_of_the_members_says_nothing_and_every_byte_does() {
    let text = signed(&data(json!({})), json!(1));
    let body: Value = serde_json::from_str(&text).unwrap();
    let reordered = format!(r#"{{"type":1,"mac":{},"data":{}}}"#, body["mac"], body["data"]);
    assert!(matches!(read(&text), Ok(Message::Notice(_))));
    assert_eq!(read(&text), read(&reordered));
    assert_eq!(read(&text), read(&text.replacen('{', r#"{"more":[1],"#, 1)));
    for place in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1;
        let found = notice::read(&account(), &call("application/json", &bytes));
        // The kind is not signed: another one is no payment at least.
        assert!(matches!(found, Err(_) | Ok(Message::Other(_))), "byte {place}");
    }
}

#[test]
fn the_kind_is_not_signed_and_makes_no_payment() {
    let agreement = json!({"app_id": 2_553_001, "app_trans_id": "261121_BIND1", "binding_id": "b1"}).to_string();
    assert_eq!(read(&signed(&agreement, json!(2))), Ok(Message::Other("agreement".into())));
    assert_eq!(read(&signed(&agreement, json!(1))), Err(malformed("amount")));
    assert_eq!(read(&signed(&data(json!({})), json!(2))), Ok(Message::Other("agreement".into())));
    assert_eq!(read(&signed(&data(json!({})), json!(null))), Err(malformed("type")));
}

#[test]
fn what_stands_in_an_authentic_message_has_to_be_what_it_is() {
    let found = read(&signed(&data(json!({"zp_trans_id": 9_007_199_254_740_993_u64})), json!(1)));
    let Ok(Message::Notice(notice)) = found else { panic!("{found:?}") };
    assert_eq!((notice.meaning, notice.amount, notice.at), (Meaning::Paid, Some(150_000), Some(1_795_250_445_123)));
    assert_eq!(notice.transaction.as_deref(), Some("9007199254740993"));
    // The message is no worse for a time that no calendar has.
    let late = read(&signed(&data(json!({"server_time": u64::MAX})), json!(1)));
    assert!(matches!(late, Ok(Message::Notice(Notice { at: None, amount: Some(150_000), .. }))));
    let text = read(&signed(&data(json!({"zp_trans_id": "261121000000389"})), json!(1)));
    assert!(
        matches!(text, Ok(Message::Notice(Notice { transaction: Some(number), .. })) if number == "261121000000389")
    );
    for (changes, refusal) in [
        (json!({"app_id": 999}), Refusal::OtherMerchant),
        (json!({"app_id": null}), malformed("app_id")),
        (json!({"amount": -1}), Refusal::MalformedAmount),
        (json!({"amount": 150_000.5}), Refusal::MalformedAmount),
        (json!({"amount": "1e5"}), Refusal::MalformedAmount),
        (json!({"zp_trans_id": 0}), malformed("zp_trans_id")),
        (json!({"zp_trans_id": ""}), malformed("zp_trans_id")),
        (json!({"app_trans_id": 1}), malformed("app_trans_id")),
    ] {
        assert_eq!(read(&signed(&data(changes.clone()), json!(1))), Err(refusal), "{changes}");
    }
    let twice = data(json!({})).replacen('{', r#"{"amount":1,"#, 1);
    assert_eq!(read(&signed(&twice, json!(1))), Err(Refusal::Repeated("amount".into())));
    assert_eq!(read(&signed("[]", json!(1))), Err(malformed("data")));
    assert_eq!(read(r#"{"data":{},"mac":"00","type":1}"#), Err(malformed("data")));
    assert_eq!(read(r#"{"data":"{}","mac":"","type":1}"#), Err(Refusal::Unsigned));
    assert_eq!(read(r#"{"data":"{}","data":"{}","mac":"00"}"#), Err(Refusal::Repeated("data".into())));
    let plain = notice::read(&account(), &call("text/plain", signed(&data(json!({})), json!(1)).as_bytes()));
    assert_eq!(plain, Err(Refusal::OtherMediaType));
}

#[test]
fn zalopay_comes_again_for_what_it_should() {
    for outcome in [Outcome::Recorded, Outcome::Heard, Outcome::Ignored] {
        assert_eq!(code(&outcome), 1);
    }
    for outcome in [Outcome::Known, Outcome::Surplus, Outcome::Contradicted] {
        assert_eq!(code(&outcome), 2);
    }
    for outcome in [Outcome::Unavailable, Outcome::Refused(Refusal::Unusable("x".into()))] {
        assert_eq!(code(&outcome), 0);
    }
    for outcome in [Outcome::UnknownOrder, Outcome::OtherAmount, Outcome::OtherOrder] {
        assert_eq!(code(&outcome), -1);
    }
    assert_eq!(
        (code(&Outcome::Refused(Refusal::Unsigned)), code(&Outcome::Refused(Refusal::MalformedAmount))),
        (-1, -1)
    );
}

fn order() -> Order {
    let (created, text) = (1_795_250_445_000, String::from);
    Order {
        number: 123_456_789_012_345,
        reference: account::reference(123_456_789_012_345, created),
        amount: 150_000,
        purpose: text("Nop le phi H26-241121-0007"),
        created,
        expires: created + 900_000,
        language: text("vi"),
        return_url: text("https://portal.example/back"),
        notify_url: text("https://portal.example/ipn"),
        payer_address: text("127.0.0.1"),
        bill: Bill {
            dossier: text(""),
            procedure: text(""),
            procedure_name: text(""),
            agency: text(""),
            agency_name: text(""),
        },
    }
}

fn refund() -> Refund {
    Refund {
        id: "0123456789abcdef0123456789abcdef".into(),
        order: order(),
        transaction: "261121000000389".into(),
        paid: 0,
        amount: 50_000,
        whole: false,
        reason: "Nop thua".into(),
        maker: "clerk".into(),
        asked: 1_795_250_445_000,
    }
}

fn response(body: Value) -> Response {
    Response { status: 200, headers: vec![], body: body.to_string().into_bytes() }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let response = Response { status: 200, headers: vec![], body: bytes.clone() };
        let _ = notice::read(&account(), &call("application/json", &bytes));
        let _ = (pay::step(&response), inquiry::finding(&order(), &response));
        let _ = refund::finding(&account(), &refund(), &response);
        let _ = refund::finding_again(&account(), &refund(), &response);
    }

    #[test]
    fn any_signed_text_is_read_or_refused(text in ".{0,80}", name in "[a-z_]{1,12}", value in ".{0,40}") {
        let _ = read(&signed(&text, json!(1)));
        let _ = read(&signed(&data(json!({name: value})), json!(1)));
    }
}
