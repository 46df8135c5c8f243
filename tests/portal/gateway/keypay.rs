//! KeyPay DVCQG 3.0: everything as JSON, six values with bars between them, HMAC-SHA-256. The `status` of a call is in no
//! signature: half of the calls that tell of a failure arrive here as a success, as whoever stands in between could make them.

use serde_json::{Value, json};

use super::books::{Bill, Books, Says, Standing};
use super::dialect::{About, Asked, Dialect, Heard, Message, NotTaken, Reply};
use super::sign::{sha256_hex, spoil};
use crate::chance::Chance;
use crate::client::Answer;

const CLIENT: &str = "DVCTEST";
const KEY_1: &str = "keypay-test-hash-key-1-0123456789";
const KEY_2: &str = "keypay-test-hash-key-2-9876543210";
const SUM: &str = "check_sum";
const COVERED: [&str; 6] = ["addition_fee", "client_id", "command", "trans_amount", "transaction_id", "version"];
/// A payer has so long, in milliseconds. The portal cannot say when it wants to end.
const WAITS: u64 = 1_800_000;

/// KeyPay.
pub struct Keypay;

impl Dialect for Keypay {
    fn variables(&self, url: &str) -> Vec<(&'static str, String)> {
        vec![
            ("keypay_client", CLIENT.to_owned()),
            ("keypay_request_keys", KEY_1.to_owned()),
            ("keypay_callback_keys", KEY_2.to_owned()),
            ("keypay_account", "0011001234567|VCB|KHO BAC NHA NUOC".to_owned()),
            ("keypay_host", url.to_owned()),
        ]
    }

    fn number(&self, number: u64) -> String {
        format!("KP{:010}", 4_200_000 + number)
    }

    fn serve(&self, books: &mut Books, url: &str, asked: &Asked) -> Reply {
        let body = asked.json();
        let is_create = text(&body, "command") == "PAY";
        let covered: &[&str] = if is_create { &COVERED } else { &["client_id", "command", "transaction_id"] };
        let is_signed = text(&body, SUM) == sha256_hex(KEY_1, &values(&body, covered));
        if !is_signed || text(&body, "client_id") != CLIENT || asked.method != "POST" {
            books.violation(format!("wrongly signed: {}", asked.body));
            return Reply::json(&json!({"error": "-2", "message": "check_sum"}));
        }
        if is_create { create(books, url, &body) } else { detail(books, &body) }
    }

    fn arrive(&self, books: &mut Books, url: &str, next: &Value) -> Result<String, NotTaken> {
        let reference = next["url"].as_str().and_then(|address| address.strip_prefix(&format!("{url}/pay/")));
        let reference = reference.ok_or_else(|| NotTaken::Wrong("another address".to_owned()))?;
        if !books.bills.contains_key(reference) {
            return Err(NotTaken::Wrong("a payment that was not opened".to_owned()));
        }
        if books.is_open(reference) { Ok(reference.to_owned()) } else { Err(NotTaken::Over) }
    }

    fn tells(&self, _says: Says) -> bool {
        true
    }

    fn message(&self, books: &Books, about: &About<'_>, spoilt: Option<&mut Chance>) -> Message {
        let bill = &books.bills[about.reference];
        let payment = about.payment.map(|place| &books.payments[place]);
        let is_lie = about.id.ends_with(['0', '2', '4', '6', '8', 'a', 'c', 'e']);
        let status = if about.says == Says::Paid || is_lie { "0" } else { "4" };
        let mut body = json!({
            "client_id": CLIENT, "transaction_id": bill.reference, "command": "PAY", "version": "3.0",
            "trans_amount": payment.map_or(bill.amount, |payment| payment.amount).to_string(), "addition_fee": "0",
            "status": status, "transaction_code": payment.map_or("", |payment| payment.transaction.as_str()),
            "currency_code": "VND",
        });
        body[SUM] = sha256_hex(KEY_2, &values(&body, &COVERED)).into();
        if let Some(chance) = spoilt {
            let name = *chance.one(&[SUM, "transaction_id", "trans_amount", "addition_fee", "client_id"]);
            body[name] = spoil(&text(&body, name), chance).into();
        }
        Message::post(body.to_string())
    }

    fn heard(&self, answer: &Answer) -> Heard {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        match (answer.status, body["return_code"].as_i64(), body["return_msg"].as_str()) {
            (200, Some(0), Some(_)) => Heard::Taken,
            (200, Some(-1), Some(message)) if message.ends_with("try again") => Heard::Again,
            (200, Some(-1), Some(_)) => Heard::Refused,
            _ => Heard::Nonsense,
        }
    }

    fn patience(&self, _tries: u32) -> Option<u64> {
        None
    }
}

fn text(body: &Value, name: &str) -> String {
    body[name].as_str().unwrap_or_default().to_owned()
}

fn values(body: &Value, names: &[&str]) -> String {
    names.iter().map(|name| text(body, name)).collect::<Vec<_>>().join("|")
}

fn create(books: &mut Books, url: &str, body: &Value) -> Reply {
    let reference = text(body, "transaction_id");
    let amount = text(body, "trans_amount").parse::<u64>().unwrap_or_default();
    let bill = &body["bill_info"];
    let is_told = ["MaHoSo", "MaTTHC", "TenTTHC", "TKThuHuong", "MaNHThuHuong", "TenTKThuHuong", "NoiDungThanhToan"]
        .iter()
        .all(|name| bill[name].as_str().is_some_and(|text| !text.is_empty()));
    let parts = bill["PhiLePhi"].as_array().into_iter().flatten();
    let sum: u64 = parts.filter_map(|part| part["SoTien"].as_str()?.parse::<u64>().ok()).sum();
    let is_ours = text(body, "version") == "3.0" && text(body, "currency_code") == "VND";
    if !is_told || sum != amount || amount == 0 || !is_ours || !text(body, "return_url").starts_with("http") {
        books.violation(format!("a payment that the platform does not take: {body}"));
        return Reply::json(&json!({"error": "-1", "message": "bill_info"}));
    }
    books.open(Bill {
        reference: reference.clone(),
        amount,
        info: text(body, "description"),
        return_url: text(body, "return_url"),
        made: String::new(),
        opened: books.now,
        expires: books.now + WAITS,
        visited: false,
        failed: false,
    });
    Reply::json(&json!({"error": "0", "message": "success", "payment_url": format!("{url}/pay/{reference}")}))
}

/// The detail query, which is signed for us by the key of calls.
fn detail(books: &Books, body: &Value) -> Reply {
    let reference = text(body, "transaction_id");
    let Some(standing) = books.standing(&reference) else {
        return Reply::json(&json!({"error_code": "1", "message": "unknown transaction_id"}));
    };
    let payment = books.first(&reference);
    let status = match standing {
        Standing::Paid => "1",
        Standing::Held | Standing::Open => "3",
        Standing::Failed | Standing::Over => "4",
    };
    let amount = payment.map_or(books.bills[&reference].amount, |one| one.amount);
    let mut answer = json!({
        "client_id": CLIENT, "transaction_id": reference, "command": "QUERY", "version": "3.0",
        "trans_amount": amount.to_string(), "addition_fee": "0", "status": status,
        "transaction_code": payment.map_or("", |one| one.transaction.as_str()), "currency_code": "VND",
    });
    answer[SUM] = sha256_hex(&books.key(KEY_2), &values(&answer, &COVERED)).into();
    Reply::json(&answer)
}
