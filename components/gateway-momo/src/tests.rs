//! Against vectors that other people's code made (`tests/vectors`), and against texts written out by hand.

mod requests;

use motcua_gateway::{Bill, Call, Meaning, Message, Notice, Order, Outcome, Refund, Refusal, Response, mac, malformed};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::account;
use crate::laws::{SECRET, account};
use crate::{inquiry, notice, pay, refund};

fn vectors() -> Vec<Value> {
    let text = include_str!("../../../tests/vectors/momo.jsonl");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn call(kind: &str, body: &[u8]) -> Call {
    let headers = vec![("content-type".into(), kind.into())];
    Call { method: "POST".into(), url: String::new(), query: String::new(), headers, body: body.to_vec(), now: 0 }
}

fn read(body: &str) -> Result<Message, Refusal> {
    notice::read(&account(), &call("application/json", body.as_bytes()))
}

/// The first vector with members put in the place of its own, and signed anew.
fn signed(changes: Value) -> String {
    let mut body: Value = serde_json::from_str(vectors()[0]["request"]["body"].as_str().unwrap()).unwrap();
    body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let names = "amount extraData message orderId orderInfo orderType partnerCode payType requestId responseTime resultCode transId";
    let value = |name: &str| body[name].as_str().map_or_else(|| body[name].to_string(), str::to_owned);
    let pairs: Vec<String> = names.split(' ').map(|name| format!("{name}={}", value(name))).collect();
    let text = format!("accessKey=TESTACCESSKEY001&{}", pairs.join("&"));
    body["signature"] = json!(mac::hex(&mac::sha256(SECRET.as_bytes(), text.as_bytes())));
    body.to_string()
}

/// What the caller makes of a message, by what its database holds.
fn outcome(found: Result<Message, Refusal>, order: &Value) -> Outcome {
    let notice = match found {
        Ok(Message::Notice(notice)) => notice,
        Ok(Message::Ping | Message::Other(_)) => return Outcome::Heard,
        Err(refusal) => return Outcome::Refused(refusal),
    };
    if order.is_null() || order["order_id"] != notice.reference.as_str() {
        Outcome::UnknownOrder
    } else if order["amount_vnd"].as_u64() != notice.amount {
        Outcome::OtherAmount
    } else if notice.purpose.is_some_and(|purpose| !purpose.starts_with('N')) {
        Outcome::OtherOrder
    } else {
        Outcome::Recorded
    }
}

#[test]
fn every_vector_means_what_its_makers_say_and_gets_the_answer_they_want() {
    for vector in vectors() {
        let (name, request) = (&vector["name"], &vector["request"]);
        let kind = request["headers"]["content-type"].as_str().unwrap();
        let found = notice::read(&account(), &call(kind, request["body"].as_str().unwrap().as_bytes()));
        let meaning = found.as_ref().ok().map(|message| match message {
            Message::Notice(notice) => notice.meaning,
            other => panic!("{name}: {other:?}"),
        });
        let outcome = outcome(found, &vector["context"]["order"]);
        let expected = match (&outcome, meaning) {
            (Outcome::Refused(Refusal::NotAuthentic), _) => "bad_signature",
            (Outcome::Refused(Refusal::Unsigned), _) => "missing_signature",
            (Outcome::Refused(Refusal::Repeated(field)), _) if field == "amount" => "duplicate_param",
            (Outcome::OtherAmount, Some(Meaning::Paid)) => "amount_mismatch",
            (Outcome::UnknownOrder, Some(Meaning::Paid)) => "order_not_found",
            (Outcome::OtherOrder, Some(Meaning::Paid)) => "order_info_mismatch",
            (Outcome::Recorded, Some(Meaning::Paid)) => "valid",
            (Outcome::Recorded, Some(Meaning::Failed)) => "valid_payment_failed",
            (Outcome::Recorded, Some(Meaning::Pending)) => "valid_payment_pending",
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(vector["expect"], expected, "{name}");
        let reply = notice::answer(&outcome);
        assert_eq!(vector["expect_response"]["status"], reply.status, "{name}");
        assert!(reply.body.is_empty() && reply.content_type.is_empty(), "{name}");
    }
}

#[test]
fn the_order_of_the_members_says_nothing_and_every_byte_does() {
    let (vectors, body) = (vectors(), |vector: &Value| vector["request"]["body"].as_str().unwrap().to_owned());
    let (first, reordered) = (body(&vectors[0]), body(&vectors[4]));
    assert_ne!(first, reordered);
    assert_eq!(read(&first), read(&reordered));
    // One without empty fields: an empty one may as well be missing.
    let first = body(&vectors[1]);
    for place in 0..first.len() {
        let mut bytes = first.clone().into_bytes();
        bytes[place] ^= 1;
        assert!(notice::read(&account(), &call("application/json", &bytes)).is_err(), "byte {place}");
    }
}

#[test]
fn what_stands_in_an_authentic_message_has_to_be_what_it_is() {
    let first = read(&signed(json!({}))).unwrap();
    let Message::Notice(notice) = first else { panic!("{first:?}") };
    assert_eq!((notice.amount, notice.at), (Some(150_000), Some(1_795_250_445_123)));
    assert_eq!((notice.transaction.as_deref(), notice.code.as_str()), (Some("4088878653"), "0"));
    // The message is no worse for a time that no calendar has.
    let late = read(&signed(json!({"responseTime": 17_400_295_250_445_123_u64}))).unwrap();
    assert!(matches!(late, Message::Notice(Notice { at: None, amount: Some(150_000), .. })));
    let large = read(&signed(json!({"transId": 18_446_744_073_709_551_615_u64, "resultCode": "0"}))).unwrap();
    assert!(
        matches!(large, Message::Notice(Notice { transaction: Some(number), .. }) if number == u64::MAX.to_string())
    );
    for (changes, refusal) in [
        (json!({"partnerCode": "OTHER"}), Refusal::OtherMerchant),
        (json!({"amount": "1.5e5"}), Refusal::MalformedAmount),
        (json!({"amount": -150_000}), Refusal::MalformedAmount),
        (json!({"amount": "+150000"}), Refusal::MalformedAmount),
        (json!({"resultCode": "0&transId=1"}), malformed("resultCode")),
        (json!({"resultCode": ""}), malformed("resultCode")),
        (json!({"responseTime": "1&resultCode=0"}), malformed("responseTime")),
        (json!({"transId": 0}), malformed("transId")),
        (json!({"orderId": ""}), malformed("orderId")),
        (json!({"orderInfo": ["x"]}), malformed("orderInfo")),
    ] {
        assert_eq!(read(&signed(changes.clone())), Err(refusal), "{changes}");
    }
    let form = notice::read(&account(), &call("application/x-www-form-urlencoded", signed(json!({})).as_bytes()));
    assert_eq!(form, Err(Refusal::OtherMediaType));
}

#[test]
fn only_known_codes_decide() {
    for (code, meaning) in [("0", Meaning::Paid), ("1006", Meaning::Failed), ("7002", Meaning::Pending)] {
        assert_eq!(notice::meaning(code), meaning, "{code}");
    }
    for code in ["00", "", "99", "98", "1080", "20", "31337"] {
        assert_eq!(notice::meaning(code), Meaning::Pending, "{code}");
    }
}

#[test]
fn momo_hears_of_what_is_written_down() {
    let status = |outcome: Outcome| notice::answer(&outcome).status;
    for outcome in [Outcome::Recorded, Outcome::Known, Outcome::Surplus, Outcome::Contradicted, Outcome::Heard] {
        assert_eq!(status(outcome), 204);
    }
    for outcome in [Outcome::Ignored, Outcome::UnknownOrder, Outcome::OtherAmount] {
        assert_eq!(status(outcome), 204);
    }
    assert_eq!((status(Outcome::OtherOrder), status(Outcome::Refused(Refusal::Stale))), (400, 400));
    assert_eq!((status(Outcome::Unavailable), status(Outcome::Refused(Refusal::Unusable("x".into())))), (500, 500));
}

fn order() -> Order {
    let text = String::from;
    Order {
        number: 123_456_789_012_345,
        reference: account::reference(123_456_789_012_345),
        amount: 150_000,
        purpose: text("Nop le phi H26-241121-0007"),
        created: 0,
        expires: 900_000,
        language: text("en"),
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
        transaction: "4088878653".into(),
        paid: 0,
        amount: 50_000,
        whole: false,
        reason: "Nop thua".into(),
        maker: "clerk".into(),
        asked: 0,
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
        let _ = (pay::step(&account(), &order(), &response), inquiry::finding(&account(), &order(), &response));
        let _ = refund::finding(&account(), &refund(), &response);
        let _ = refund::finding_again(&account(), &refund(), &response);
    }

    #[test]
    fn any_value_in_any_field_is_read_or_refused(name in "[a-zA-Z]{1,12}", value in ".{0,40}") {
        let _ = read(&signed(json!({name: value})));
    }
}
