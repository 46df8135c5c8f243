//! Against vectors that other people's code made (`tests/vectors`), and against texts written out by hand.

mod requests;

use motcua_gateway::{Bill, Call, Meaning, Message, Notice, Order, Outcome, Refusal, Response, mac, malformed};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::laws::{SECRET, account};
use crate::{inquiry, notice, pay};

fn vectors() -> Vec<Value> {
    let text = include_str!("../../../tests/vectors/payos.jsonl");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn call(kind: &str, body: &[u8]) -> Call {
    let headers = vec![("content-type".into(), kind.into())];
    Call { method: "POST".into(), url: String::new(), query: String::new(), headers, body: body.to_vec(), now: 0 }
}

fn read(body: &str) -> Result<Message, Refusal> {
    notice::read(&account(), &call("application/json", body.as_bytes()))
}

/// The body of a vector.
fn body(place: usize) -> String {
    vectors()[place]["request"]["body"].as_str().unwrap().to_owned()
}

/// What stands in `data`, in order and with `&` between, by this test's own hand: only scalars.
fn signed_text(data: &Value) -> String {
    let value = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    // The members of a `Value` stand in the order of their names.
    let pairs = data.as_object().unwrap().iter().map(|(name, one)| format!("{name}={}", value(one)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A message with this `data` and this signed text.
fn message(data: &Value, text: &str) -> Value {
    let signature = mac::hex(&mac::sha256(SECRET.as_bytes(), text.as_bytes()));
    json!({"code": "00", "desc": "success", "success": true, "data": data, "signature": signature})
}

/// The first vector with members put in the place of its own, and signed anew.
fn signed(changes: Value) -> String {
    let mut data = serde_json::from_str::<Value>(&body(0)).unwrap()["data"].take();
    data.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    message(&data, &signed_text(&data)).to_string()
}

/// What the caller makes of a message, by what its database holds.
fn outcome(found: Result<Message, Refusal>, order: &Value) -> Outcome {
    let notice = match found {
        Ok(Message::Notice(notice)) => notice,
        Ok(Message::Ping) => return Outcome::Heard,
        Ok(Message::Other(_)) => return Outcome::Ignored,
        Err(refusal) => return Outcome::Refused(refusal),
    };
    if order.is_null() || order["order_code"].as_u64() != notice.reference.parse().ok() {
        Outcome::UnknownOrder
    } else if order["amount_vnd"].as_u64() != notice.amount {
        Outcome::OtherAmount
    } else {
        Outcome::Recorded
    }
}

fn answered(outcome: &Outcome) -> (u16, Value) {
    let reply = notice::answer(outcome);
    assert_eq!(reply.content_type, "application/json");
    (reply.status, serde_json::from_slice(&reply.body).unwrap())
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
            Outcome::Refused(Refusal::Unsigned) => "missing_signature",
            Outcome::Refused(Refusal::Malformed(_)) => "malformed_body",
            Outcome::Refused(Refusal::Repeated(field)) if field == "amount" => "duplicate_param",
            Outcome::Heard => "valid_test_ping",
            Outcome::Recorded => "valid",
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(vector["expect"], expected, "{name}");
        let (status, reply) = answered(&outcome);
        let wanted = &vector["expect_response"];
        assert_eq!((&wanted["status"], &wanted["json"]), (&json!(status), &reply), "{name}");
    }
}

#[test]
fn the_order_of_the_members_says_nothing_and_every_signed_byte_does() {
    let first = body(0);
    // As `serde_json` writes it, which is by name.
    let by_name = serde_json::from_str::<Value>(&first).unwrap().to_string();
    assert_ne!(first, by_name);
    assert!(matches!(read(&first), Ok(Message::Notice(_))));
    assert_eq!(read(&first), read(&by_name));
    for place in first.find(r#""data""#).unwrap()..first.len() {
        let mut bytes = first.clone().into_bytes();
        bytes[place] ^= 1;
        assert!(notice::read(&account(), &call("application/json", &bytes)).is_err(), "byte {place}");
    }
}

#[test]
fn what_is_not_signed_decides_nothing() {
    let envelope =
        body(0).replacen(r#"{"code":"00","desc":"success","success":true"#, r#"{"code":"99","success":false"#, 1);
    assert_ne!(envelope, body(0));
    assert_eq!(read(&envelope), read(&body(0)));
    for code in ["01", "0", "000", "cancelled"] {
        let found = read(&signed(json!({"code": code})));
        assert!(matches!(found, Ok(Message::Notice(Notice { meaning: Meaning::Pending, .. }))), "{code}: {found:?}");
    }
}

#[test]
fn what_stands_in_an_authentic_message_has_to_be_what_it_is() {
    let found = read(&signed(json!({"newField": "v1", "other": null, "more": 15})));
    let Ok(Message::Notice(notice)) = found else { panic!("{found:?}") };
    assert_eq!(
        (notice.meaning, notice.reference.as_str(), notice.amount),
        (Meaning::Paid, "241121000001", Some(150_000))
    );
    assert_eq!(notice.transaction.as_deref(), Some("FT26325123456789"));
    assert_eq!(notice.at, motcua_gateway::moment::read_fourteen("20261121153045"));
    for (changes, refusal) in [
        (json!({"orderCode": "241121000001"}), malformed("orderCode")),
        (json!({"orderCode": 1.5}), malformed("orderCode")),
        (json!({"orderCode": -1}), malformed("orderCode")),
        (json!({"orderCode": "123"}), malformed("orderCode")),
        (json!({"amount": "150000"}), Refusal::MalformedAmount),
        (json!({"amount": 150_000.5}), Refusal::MalformedAmount),
        (json!({"amount": -150_000}), Refusal::MalformedAmount),
        (json!({"currency": "USD"}), malformed("currency")),
        (json!({"reference": ""}), malformed("reference")),
        (json!({"reference": 5}), malformed("reference")),
        (json!({"code": null}), malformed("code")),
    ] {
        assert_eq!(read(&signed(changes.clone())), Err(refusal), "{changes}");
    }
    assert_eq!(read(&signed(json!({"orderCode": 123}))), Ok(Message::Ping));
    assert!(matches!(read(&signed(json!({"currency": null}))), Ok(Message::Notice(_))));
    let plain = notice::read(&account(), &call("text/plain", body(0).as_bytes()));
    assert_eq!(plain, Err(Refusal::OtherMediaType));
    assert_eq!(read(r#"{"data":{"orderCode":1},"signature":5}"#), Err(malformed("signature")));
    assert_eq!(read(r#"{"data":{},"data":{},"signature":"00"}"#), Err(Refusal::Repeated("data".into())));
    assert_eq!(read(r#"{"data":null,"signature":"00"}"#), Err(malformed("data")));
}

#[test]
fn a_list_and_an_object_are_signed_as_either_of_payoss_libraries_does() {
    let first = serde_json::from_str::<Value>(&body(0)).unwrap()["data"].take();
    let with = |name: &str, value: Value, printed: &str| {
        let (mut plain, mut data) = (first.clone(), first.clone());
        plain[name] = json!(printed);
        data[name] = value;
        read(&message(&data, &signed_text(&plain)).to_string())
    };
    for (name, value, printed) in [
        ("items", json!([{"b": 1, "a": "x"}]), r#"[{"a":"x","b":1}]"#),
        ("extra", json!({"b": 1, "a": null}), r#"{"a":null,"b":1}"#),
        ("extra", json!({"b": 1}), "[object Object]"),
    ] {
        assert_eq!(with(name, value, printed), read(&body(0)), "{printed}");
    }
    assert_eq!(with("items", json!([{"b": 1}]), "[object Object]"), Err(Refusal::NotAuthentic));
    assert_eq!(with("amount", json!({"b": 1}), "[object Object]"), Err(Refusal::MalformedAmount));
}

#[test]
fn payos_hears_of_what_is_written_down() {
    let status = |outcome: Outcome| answered(&outcome);
    let (taken, refused) = ((200, json!({"success": true})), (400, json!({"success": false})));
    for outcome in [Outcome::Recorded, Outcome::Known, Outcome::Surplus, Outcome::Contradicted, Outcome::Heard] {
        assert_eq!(status(outcome), taken);
    }
    for outcome in [Outcome::Ignored, Outcome::UnknownOrder, Outcome::OtherAmount] {
        assert_eq!(status(outcome), taken);
    }
    for outcome in [Outcome::OtherOrder, Outcome::Refused(Refusal::MalformedAmount)] {
        assert_eq!(status(outcome), refused);
    }
    for outcome in [Outcome::Unavailable, Outcome::Refused(Refusal::Unusable("x".into()))] {
        assert_eq!(status(outcome), (500, json!({"success": false})));
    }
}

fn order() -> Order {
    let text = String::from;
    Order {
        number: 123_456_789_012_345,
        reference: text("123456789012345"),
        amount: 150_000,
        purpose: text("Nop le phi ho so H26-241121-0007"),
        created: 1_795_250_445_000,
        expires: 1_795_251_345_000,
        language: text("vi"),
        return_url: text("https://portal.example/back?a=1"),
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

fn response(body: &Value) -> Response {
    Response { status: 200, headers: vec![], body: body.to_string().into_bytes() }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let response = Response { status: 200, headers: vec![], body: bytes.clone() };
        let _ = notice::read(&account(), &call("application/json", &bytes));
        let _ = (pay::step(&account(), &order(), &response), inquiry::finding(&account(), &order(), &response));
    }

    #[test]
    fn any_data_is_read_or_refused(name in ".{1,8}", value in r#"[\[\]{}",:a0\\u ]{0,24}"#) {
        let _ = read(&format!(r#"{{"data":{{"{name}":{value},"orderCode":1}},"signature":"00"}}"#));
        let _ = read(&signed(json!({name: value})));
    }
}
