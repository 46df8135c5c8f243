//! ZaloPay v2: forms to it, JSON from it; what it says in a call is one signed text, and it calls for successes only.

use serde_json::{Value, json};

use super::books::{Bill, Books, NoRefund, Returned, Says, Standing};
use super::dialect::{About, Asked, Dialect, Heard, Message, NotTaken, Reply};
use super::sign::{read_form, sha256_hex, spoil};
use super::time::six;
use crate::chance::Chance;
use crate::client::Answer;

const APP: &str = "2553";
const KEY_1: &str = "PcY4iZIKFCIdgZvA6ueMcMHHUbRLYjPL";
const KEY_2: &str = "kLtgPl8HHhfvMuDHPwKfgfsY4Ydm9eIz";
const GAP: u64 = 300_000;
/// It comes again three times at most.
const TRIES: u32 = 4;

/// ZaloPay.
pub struct Zalopay;

impl Dialect for Zalopay {
    fn variables(&self, url: &str) -> Vec<(&'static str, String)> {
        vec![
            ("zalopay_app", APP.to_owned()),
            ("zalopay_request_keys", KEY_1.to_owned()),
            ("zalopay_callback_keys", KEY_2.to_owned()),
            ("zalopay_host", url.to_owned()),
        ]
    }

    fn number(&self, number: u64) -> String {
        format!("{}", 260_101_000_000_000 + number)
    }

    fn serve(&self, books: &mut Books, url: &str, asked: &Asked) -> Reply {
        let fields = Fields(read_form(&asked.body).unwrap_or_default());
        let names: &[&str] = match asked.path.as_str() {
            "/v2/create" => &["app_id", "app_trans_id", "app_user", "amount", "app_time", "embed_data", "item"],
            "/v2/query" => &["app_id", "app_trans_id"],
            "/v2/refund" => &["app_id", "zp_trans_id", "amount", "description", "timestamp"],
            _ => &["app_id", "m_refund_id", "timestamp"],
        };
        let mut values: Vec<&str> = names.iter().map(|name| fields.of(name)).collect();
        if asked.path == "/v2/query" {
            values.push(KEY_1);
        }
        if fields.of("mac") != sha256_hex(KEY_1, &values.join("|")) || fields.of("app_id") != APP {
            books.violation(format!("wrongly signed: {} {}", asked.path, asked.body));
            return codes(-402, -402);
        }
        match asked.path.as_str() {
            "/v2/create" => create(books, url, &fields),
            "/v2/query" => question(books, fields.of("app_trans_id")),
            "/v2/refund" => refund(books, &fields),
            "/v2/query_refund" => match books.returned(fields.of("m_refund_id")) {
                None => codes(2, -101),
                Some(refund) => codes(if refund.is_done { 1 } else { 3 }, 1),
            },
            other => {
                books.violation(format!("an unknown address {other}"));
                codes(-401, -401)
            }
        }
    }

    fn arrive(&self, books: &mut Books, url: &str, next: &Value) -> Result<String, NotTaken> {
        let reference =
            next["url"].as_str().and_then(|address| address.strip_prefix(&format!("{url}/openinapp?order=")));
        let reference = reference.ok_or_else(|| NotTaken::Wrong("another address".to_owned()))?;
        if !books.bills.contains_key(reference) {
            return Err(NotTaken::Wrong("an order that was not made".to_owned()));
        }
        if books.is_open(reference) { Ok(reference.to_owned()) } else { Err(NotTaken::Over) }
    }

    fn tells(&self, says: Says) -> bool {
        says == Says::Paid
    }

    fn message(&self, books: &Books, about: &About<'_>, spoilt: Option<&mut Chance>) -> Message {
        let bill = &books.bills[about.reference];
        let payment = &books.payments[about.payment.expect("a payment")];
        let number: u64 = payment.transaction.parse().expect("a number");
        let data = json!({
            "app_id": 2553, "app_trans_id": bill.reference, "app_time": bill.opened, "app_user": "motcua",
            "amount": payment.amount, "embed_data": "{}", "item": "[]", "zp_trans_id": number,
            "server_time": payment.at, "channel": 38, "merchant_user_id": "", "user_fee_amount": 0, "discount_amount": 0,
        });
        // What is signed is this text and no other print of it.
        let mut data = if number.is_multiple_of(2) {
            data.to_string()
        } else {
            serde_json::to_string_pretty(&data).expect("JSON")
        };
        let mut mac = sha256_hex(KEY_2, &data);
        if let Some(chance) = spoilt {
            let place = if chance.below(3) == 0 { &mut mac } else { &mut data };
            *place = spoil(place, chance);
        }
        Message::post(json!({"data": data, "mac": mac, "type": 1}).to_string())
    }

    fn heard(&self, answer: &Answer) -> Heard {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        match (answer.status, body["return_code"].as_i64(), body["return_message"].is_string()) {
            (200, Some(1 | 2), true) => Heard::Taken,
            (200, Some(0), true) => Heard::Again,
            (200, Some(-1), true) => Heard::Refused,
            // Above all 3, which gave money back once.
            _ => Heard::Nonsense,
        }
    }

    fn patience(&self, tries: u32) -> Option<u64> {
        (tries < TRIES).then_some(GAP)
    }
}

struct Fields(Vec<(String, String)>);

impl Fields {
    fn of(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

fn codes(whole: i64, part: i64) -> Reply {
    answer(whole, part, &json!({}))
}

fn answer(whole: i64, part: i64, more: &Value) -> Reply {
    let mut answer = json!({
        "return_code": whole, "return_message": "…", "sub_return_code": part, "sub_return_message": "…",
    });
    answer.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    Reply::json(&answer)
}

fn create(books: &mut Books, url: &str, fields: &Fields) -> Reply {
    let reference = fields.of("app_trans_id").to_owned();
    let time = fields.of("app_time").parse::<u64>().unwrap_or_default();
    let amount = fields.of("amount").parse::<u64>().unwrap_or_default();
    let seconds = fields.of("expire_duration_seconds").parse::<u64>().unwrap_or(900);
    let embedded: Value = serde_json::from_str(fields.of("embed_data")).unwrap_or(Value::Null);
    let is_right = reference.starts_with(&format!("{}_", six(time)))
        && reference.len() <= 40
        && amount > 0
        && (300..=2_592_000).contains(&seconds)
        // It does not take orders of another time.
        && time.abs_diff(books.now) < 900_000 + 1_000 * seconds
        && fields.of("callback_url").ends_with("/api/payments/zalopay/callback")
        && serde_json::from_str::<Value>(fields.of("item")).is_ok_and(|item| item.is_array());
    if !is_right {
        books.violation(format!("an order that ZaloPay does not take: {:?}", fields.0));
        return codes(2, -401);
    }
    let bill = Bill {
        reference: reference.clone(),
        amount,
        info: fields.of("description").to_owned(),
        return_url: embedded["redirecturl"].as_str().unwrap_or_default().to_owned(),
        made: time.to_string(),
        opened: books.now,
        expires: time + 1_000 * seconds,
        visited: false,
        failed: false,
    };
    if !books.open(bill) {
        return codes(2, -68);
    }
    answer(1, 1, &json!({"order_url": format!("{url}/openinapp?order={reference}"), "zp_trans_token": "t"}))
}

fn question(books: &Books, reference: &str) -> Reply {
    let Some(standing) = books.standing(reference) else { return codes(2, -101) };
    match (standing, books.first(reference)) {
        (Standing::Paid, Some(payment)) => {
            let number: u64 = payment.transaction.parse().expect("a number");
            let more = json!({
                "amount": payment.amount, "zp_trans_id": number, "server_time": payment.at, "is_processing": false,
                "discount_amount": 0,
            });
            answer(1, 1, &more)
        }
        (Standing::Held | Standing::Open, _) => {
            answer(3, 3, &json!({"is_processing": true, "amount": 0, "zp_trans_id": 0}))
        }
        (Standing::Over, _) => codes(2, -54),
        _ => codes(2, -49),
    }
}

fn refund(books: &mut Books, fields: &Fields) -> Reply {
    let (id, transaction) = (fields.of("m_refund_id").to_owned(), fields.of("zp_trans_id").to_owned());
    let parts: Vec<&str> = id.split('_').collect();
    if id.len() > 45 || parts.len() < 3 || parts[0] != six(books.now) || parts[1] != APP {
        books.violation(format!("no name of a refund: {id}"));
        return codes(2, -401);
    }
    let payment = books.payments.iter().find(|one| one.transaction == transaction);
    let reference = payment.map(|one| one.reference.clone()).unwrap_or_default();
    let amount = fields.of("amount").parse().unwrap_or_default();
    let number = format!("{}", 260_102_000_000_000 + books.number());
    let (is_done, at) = (false, books.now);
    match books.give_back(Returned { id, reference, transaction, amount, number, is_done, at }) {
        Ok(done) => {
            let number: u64 = done.number.parse().expect("a number");
            answer(if done.is_done { 1 } else { 3 }, 1, &json!({"refund_id": number}))
        }
        Err(NoRefund::Again) => codes(2, -23),
        Err(NoRefund::Unknown) => codes(2, -101),
        Err(NoRefund::TooMuch) => codes(2, -14),
        Err(NoRefund::Refused) => codes(2, -13),
    }
}
