//! Against vectors that other people's code made (`tests/vectors`).

use motcua_gateway::{Call, Meaning, Message, Order, Outcome, Refusal, Response};
use serde_json::Value;

use crate::laws::account;
use crate::{inquiry, notice, pay};

fn vectors(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn call(query: &str) -> Call {
    Call { method: "GET".into(), url: String::new(), query: query.into(), headers: vec![], body: vec![], now: 0 }
}

fn read(query: &str) -> Result<Message, Refusal> {
    notice::read(&account(), &call(query))
}

#[test]
fn every_vector_means_what_its_makers_say() {
    for vector in vectors(include_str!("../../../tests/vectors/vnpay.jsonl")) {
        let (name, query) = (&vector["name"], vector["request"]["query"].as_str().unwrap());
        let found = match read(query) {
            Ok(Message::Notice(notice)) => notice.meaning,
            Ok(other) => panic!("{name}: {other:?}"),
            Err(refusal) => {
                let expected = match refusal {
                    Refusal::NotAuthentic => "bad_signature",
                    Refusal::Repeated(_) => "duplicate_param",
                    Refusal::MalformedAmount => "amount_malformed",
                    Refusal::OtherMerchant => "merchant_mismatch",
                    Refusal::Unsigned => "missing_signature",
                    other => panic!("{name}: {other:?}"),
                };
                assert_eq!(vector["expect"], expected, "{name}");
                continue;
            }
        };
        let meaning = match vector["expect"].as_str().unwrap() {
            "valid_payment_failed" => Meaning::Failed,
            "valid_payment_review" => Meaning::Review,
            _ => Meaning::Paid,
        };
        assert_eq!(found, meaning, "{name}");
    }
}

#[test]
fn any_order_of_the_pairs_says_the_same_and_any_changed_byte_is_refused() {
    let vector = &vectors(include_str!("../../../tests/vectors/vnpay.jsonl"))[0];
    let query = vector["request"]["query"].as_str().unwrap();
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.reverse();
    assert_eq!(read(query), read(&pairs.join("&")));
    for place in 0..query.len() {
        let mut bytes = query.as_bytes().to_vec();
        bytes[place] = if bytes[place] == b'x' { b'y' } else { b'x' };
        assert!(read(&String::from_utf8(bytes).unwrap()).is_err(), "byte {place}");
    }
}

#[test]
fn what_both_codes_do_not_say_is_not_paid() {
    for (response, status, meaning) in [
        ("00", "00", Meaning::Paid),
        ("00", "02", Meaning::Failed),
        ("24", "02", Meaning::Failed),
        ("24", "00", Meaning::Review),
        ("07", "00", Meaning::Review),
        ("99", "04", Meaning::Review),
        ("00", "01", Meaning::Pending),
        ("0", "0", Meaning::Failed),
    ] {
        assert_eq!(notice::meaning(response, status), meaning, "{response}/{status}");
    }
}

#[test]
fn a_payers_address_is_signed_to_the_byte() {
    for vector in vectors(include_str!("../../../tests/vectors/vnpay-outbound.jsonl")) {
        let input = &vector["input"];
        if vector["kind"] != "outbound-pay-url" {
            continue;
        }
        let at = |name: &str| motcua_gateway::moment::read_fourteen(&input[name].to_string()).unwrap();
        let text = |name: &str| input[name].as_str().unwrap().to_owned();
        let order = Order {
            amount: input["vnp_Amount"].as_u64().unwrap(),
            purpose: text("vnp_OrderInfo"),
            created: at("vnp_CreateDate"),
            expires: at("vnp_ExpireDate"),
            return_url: text("vnp_ReturnUrl"),
            payer_address: text("vnp_IpAddr"),
            ..order(&text("vnp_TxnRef"))
        };
        let mut account = account();
        account.secrets.remove(0);
        assert_eq!(pay::address(&account, &order), vector["output"]["url"].as_str().unwrap());
    }
}

fn order(reference: &str) -> Order {
    Order {
        number: 1,
        reference: reference.to_owned(),
        amount: 150_000,
        purpose: String::new(),
        created: 0,
        expires: 0,
        language: "vi".to_owned(),
        return_url: String::new(),
        notify_url: String::new(),
        payer_address: String::new(),
        bill: motcua_gateway::Bill {
            dossier: String::new(),
            procedure: String::new(),
            procedure_name: String::new(),
            agency: String::new(),
            agency_name: String::new(),
        },
    }
}

#[test]
fn a_response_is_believed_when_vnpay_signed_it() {
    for vector in vectors(include_str!("../../../tests/vectors/vnpay-outbound.jsonl")) {
        if vector["kind"] != "querydr" {
            continue;
        }
        let body = vector["response_body"].to_string().into_bytes();
        let found = inquiry::finding(&account(), &Response { status: 200, headers: vec![], body });
        let expected = match vector["name"].as_str().unwrap() {
            "querydr-promo" => Some(Meaning::Paid),
            "querydr-pending-01" => Some(Meaning::Pending),
            _ => None,
        };
        let meaning = found.ok().map(|found| match found {
            motcua_gateway::inquiry::Finding::Notice(notice) => notice.meaning,
            motcua_gateway::inquiry::Finding::Nothing => panic!("nothing"),
        });
        assert_eq!(meaning, expected, "{}", vector["name"]);
    }
}

#[test]
fn vnpay_comes_again_for_what_it_should() {
    let code = |outcome| {
        let reply: Value = serde_json::from_slice(&notice::answer(&outcome).body).unwrap();
        reply["RspCode"].as_str().unwrap().to_owned()
    };
    assert_eq!(code(Outcome::Recorded), "00");
    assert_eq!((code(Outcome::Known), code(Outcome::Surplus)), ("02".into(), "02".into()));
    assert_eq!((code(Outcome::UnknownOrder), code(Outcome::OtherAmount)), ("01".into(), "04".into()));
    assert_eq!(code(Outcome::Unavailable), "99");
}
