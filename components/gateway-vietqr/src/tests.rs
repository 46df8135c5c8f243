//! Against calls that other people's code signed (`tests/vectors`): the reference libraries of Standard Webhooks, of Stripe and
//! of RFC 9421, and that RFC itself.

use motcua_gateway::{Bill, Call, Meaning, Message, Notice, Order, Outcome, Refusal, malformed};
use serde_json::{Value, json};

use crate::account::{self, Secrets};
use crate::laws::account;
use crate::{emv, notice, token, transfer};

pub const STANDARD: &str = include_str!("../../../tests/vectors/standard-webhooks.jsonl");
pub const STRIPE: &str = include_str!("../../../tests/vectors/stripe-signature.jsonl");
pub const MESSAGE: &str = include_str!("../../../tests/vectors/rfc9421.jsonl");

pub fn vectors(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The call of a vector, as a host hands it over.
pub fn call(vector: &Value) -> Call {
    let request = &vector["request"];
    let text = |name: &str| request[name].as_str().unwrap_or_default().to_owned();
    let url =
        if request["url"].is_string() { text("url") } else { format!("https://dvc.example.gov.vn{}", text("path")) };
    let headers = request["headers"].as_object().unwrap().iter();
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.as_str().unwrap().to_owned()));
    // Lengths are not among what a host hands over.
    let headers = headers.filter(|(name, _)| name != "content-length").collect();
    let now = vector["context"]["now"].as_u64().unwrap() * 1000;
    Call { method: text("method"), url, query: text("query"), headers, body: text("body").into_bytes(), now }
}

fn name(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotAuthentic => "bad_signature",
        Refusal::Unsigned => "missing_signature",
        Refusal::Stale => "timestamp_out_of_tolerance",
        Refusal::Uncovered(_) => "required_component_missing",
        Refusal::Malformed(_) => "malformed_header",
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_vector_is_believed_and_answered_as_its_makers_say() {
    for vector in [STANDARD, STRIPE, MESSAGE].into_iter().flat_map(vectors) {
        let (row, call, mut account) = (format!("{} {}", vector["gateway"], vector["name"]), call(&vector), account());
        if vector["name"] == "rfc9421-appendix-B.2.5" {
            // It covers neither address nor body: only where nothing is required it is enough.
            assert_eq!(notice::read(&account, &call), Err(Refusal::Uncovered("@method".into())));
            account.required = account::required("none");
        }
        let outcome = match notice::read(&account, &call) {
            Ok(message) => {
                assert!(vector["expect"] == "valid" || vector["expect"] == "valid_duplicate", "{row}: {message:?}");
                if matches!(message, Message::Notice(_)) { Outcome::Recorded } else { Outcome::Ignored }
            }
            Err(refusal) => {
                assert_eq!(vector["expect"], name(&refusal), "{row}");
                Outcome::Refused(refusal)
            }
        };
        let reply = notice::answer(&call, &outcome);
        assert_eq!(vector["expect_response"]["status"], reply.status, "{row}");
        assert!(reply.body.is_empty(), "{row}");
    }
}

#[test]
fn a_notice_says_what_the_bank_says() {
    let read = |text: &str, place: usize| notice::read(&account(), &call(&vectors(text)[place]));
    assert_eq!(
        read(STANDARD, 0),
        Ok(Message::Notice(Notice {
            meaning: Meaning::Paid,
            reference: "DVC20261121000001".into(),
            amount: Some(150_000),
            transaction: Some("pay_01".into()),
            purpose: None,
            at: Some(1_795_250_445_123),
            code: "payment.succeeded".into(),
        }))
    );
    assert_eq!(read(STANDARD, 1), Ok(Message::Other("unreadable".into())));
    assert_eq!(read(STRIPE, 0), Ok(Message::Other("payment_intent.succeeded".into())));
    assert_eq!(read(MESSAGE, 0), Ok(Message::Other("unreadable".into())));
}

/// A body that the account's bank signed now.
fn signed(body: &str) -> Call {
    use base64::Engine;
    let text = format!("msg_1.1795250445.{body}");
    let mac = motcua_gateway::mac::sha256(b"test-secret-for-dvcqg-portal-32b", text.as_bytes());
    let signature = format!("v1,{}", base64::engine::general_purpose::STANDARD.encode(mac));
    let headers = [("webhook-id", "msg_1"), ("webhook-timestamp", "1795250445"), ("webhook-signature", &signature)];
    Call {
        method: "POST".into(),
        url: "https://dvc.example.gov.vn/api".into(),
        query: String::new(),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        body: body.as_bytes().to_vec(),
        now: 1_795_250_445_999,
    }
}

/// What is read of an event with these data in place of good ones, `null` for none.
fn read(kind: &str, change: Value) -> Result<Message, Refusal> {
    let mut data = json!({
        "payment_id": "FT26325000001", "text": "", "amount": 150_000, "currency": "VND", "account": "113366668888",
    });
    for (name, value) in change.as_object().unwrap() {
        data[name] = value.clone();
    }
    let event = json!({ "type": kind, "timestamp": "2026-11-21T08:40:45Z", "data": data });
    notice::read(&account(), &signed(&event.to_string()))
}

fn noticed(message: Result<Message, Refusal>) -> Notice {
    match message.unwrap() {
        Message::Notice(notice) => notice,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_order_is_known_again_by_the_text_of_its_transfer() {
    let order = order();
    let text = transfer::transfer(&account(), &order).unwrap().text;
    assert_eq!(text, "MC2TYC87MG01X Le phi");
    let reference = |change: Value| noticed(read("payment.succeeded", change)).reference;
    let mangled = format!("IBFT {} . {}", text[..7].to_lowercase(), &text[7..15]);
    assert_eq!(reference(json!({ "text": mangled })), order.reference);
    assert_eq!(reference(json!({ "text": text, "order_ref": "OURS" })), "OURS");
    // Money without a name is money: its notice is no refusal.
    assert_eq!(reference(json!({ "text": "NGUYEN VAN A chuyen tien" })), "");
    assert_eq!(reference(json!({ "text": null })), "");
}

#[test]
fn a_type_means_what_the_table_says_or_is_kept() {
    let meaning = |kind: &str| noticed(read(kind, json!({}))).meaning;
    assert_eq!((meaning("payment.succeeded"), meaning("payment.failed")), (Meaning::Paid, Meaning::Failed));
    assert_eq!(meaning("payment.pending"), Meaning::Pending);
    assert_eq!(read("payment.refunded", json!({})), Ok(Message::Other("payment.refunded".into())));
    assert_eq!(read(&"x".repeat(99), json!({})), Ok(Message::Other("x".repeat(50))));
    for body in ["", "null", "[]", "{}", "{\"type\":1}", "{\"type\":null}", "\u{0}"] {
        assert_eq!(notice::read(&account(), &signed(body)), Ok(Message::Other("unreadable".into())), "{body}");
    }
}

#[test]
fn what_is_authentic_is_still_looked_at() {
    for (change, refusal) in [
        (json!({ "account": "1" }), Refusal::OtherMerchant),
        (json!({ "currency": "USD" }), malformed("currency")),
        (json!({ "currency": null }), malformed("currency")),
        (json!({ "amount": 150_000.5 }), Refusal::MalformedAmount),
        (json!({ "amount": "1e6" }), Refusal::MalformedAmount),
        (json!({ "amount": null }), malformed("amount")),
        (json!({ "payment_id": "" }), malformed("payment_id")),
        (json!({ "order_ref": 7 }), malformed("order_ref")),
        (json!({ "text": {} }), malformed("text")),
    ] {
        assert_eq!(read("payment.succeeded", change.clone()), Err(refusal), "{change}");
    }
    assert_eq!(noticed(read("payment.failed", json!({ "payment_id": null }))).transaction, None);
    assert_eq!(noticed(read("payment.succeeded", json!({ "account": null, "new": [1] }))).amount, Some(150_000));
    let twice = signed("{\"type\":\"payment.succeeded\",\"data\":{\"amount\":1,\"amount\":2}}");
    assert_eq!(notice::read(&account(), &twice), Err(Refusal::Repeated("amount".into())));
    let empty = signed("{\"type\":\"payment.succeeded\"}");
    assert_eq!(notice::read(&account(), &empty), Err(malformed("data")));
}

#[test]
fn a_payer_sees_one_transfer_as_code_and_as_words() {
    let (account, order) = (account(), order());
    let transfer = transfer::transfer(&account, &order).unwrap();
    let code = emv::Code::read(&transfer.payload).unwrap();
    assert_eq!((code.bank_bin, code.number), (transfer.bank_bin, transfer.account));
    assert_eq!((code.once, code.amount, code.purpose), (true, Some(transfer.amount), Some(transfer.text.clone())));
    assert!(transfer.text.starts_with(&order.reference) && transfer.text.len() <= 25);
}

#[test]
fn every_outcome_is_answered_in_the_words_of_the_scheme() {
    let with = |header: &str| Call { headers: vec![(header.into(), String::new())], ..signed("") };
    let status = |header: &str, outcome: Outcome| notice::answer(&with(header), &outcome).status;
    for (header, done, refused) in [
        ("webhook-signature", 204, 400),
        ("webhook-id", 204, 400),
        ("stripe-signature", 200, 400),
        ("signature", 204, 401),
        ("signature-input", 204, 401),
        ("content-digest", 204, 401),
        ("content-type", 204, 400),
    ] {
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
            assert_eq!(status(header, outcome), done, "{header}");
        }
        for refusal in [
            Refusal::Unsigned,
            Refusal::NotAuthentic,
            Refusal::Stale,
            Refusal::Uncovered("a".into()),
            malformed("a"),
            Refusal::Repeated("a".into()),
        ] {
            assert_eq!(status(header, Outcome::Refused(refusal)), refused, "{header}");
        }
        for refusal in [Refusal::MalformedAmount, Refusal::OtherMerchant] {
            assert_eq!(status(header, Outcome::Refused(refusal)), 400, "{header}");
        }
        assert_eq!(status(header, Outcome::Unavailable), 503);
        assert_eq!(status(header, Outcome::Refused(Refusal::Unusable("a".into()))), 503);
    }
}

#[test]
fn what_cannot_be_used_is_named_and_not_shown() {
    let secrets = |text: &str| account::secrets(&[text.to_owned()]);
    assert_eq!(secrets("rfc9421:a:b:AAAA").map(|all| all.message), Ok(vec![("a:b".to_owned(), vec![0, 0, 0])]));
    assert_eq!(account::secrets(&[]), Ok(Secrets::default()));
    for text in ["", "secret", "whsec_", "whsec_***", "stripe:", "rfc9421:a", "rfc9421:a:", "rfc9421::*"] {
        assert_eq!(secrets(text), Err(Refusal::Unusable("vietqr_secrets".into())), "{text}");
    }
    let bin = |text: &str| account::bin(text.to_owned()).is_ok();
    assert!(bin("970422") && !bin("97042") && !bin("97042x") && !bin("9704220"));
    let number = |text: &str| account::number(text.to_owned()).is_ok();
    assert!(number("1") && number("VQRQ0001abc") && !number("") && !number("1 2") && !number(&"1".repeat(20)));
    assert_eq!(account::required("none"), Vec::<String>::new());
}

fn order() -> Order {
    Order {
        number: 100_000_000_000_001,
        reference: token::token(100_000_000_000_001),
        amount: 150_000,
        purpose: "Le phi H29.101-250701-0001".into(),
        created: 0,
        expires: 0,
        language: "vi".into(),
        return_url: String::new(),
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
