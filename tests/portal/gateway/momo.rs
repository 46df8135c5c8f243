//! MoMo, "all in one" v2: everything as JSON, `name=value` in fixed orders, HMAC-SHA-256; it calls once.

use serde_json::{Value, json};

use super::books::{Bill, Books, NoRefund, Returned, Says, Standing};
use super::dialect::{About, Asked, Dialect, Heard, Message, NotTaken, Reply};
use super::sign::{sha256_hex, spoil};
use crate::chance::Chance;
use crate::client::Answer;

const PARTNER: &str = "MOMOTEST2026";
const ACCESS_KEY: &str = "F8BBA842ECF85";
const SECRET: &str = "K951B6PE1waDMi640xX08PD3vg6EkVlz";
/// An order that nobody pays is given up after so long, in milliseconds.
const WAITS: u64 = 6_000_000;
const SIGNED: [&str; 12] = [
    "amount",
    "extraData",
    "message",
    "orderId",
    "orderInfo",
    "orderType",
    "partnerCode",
    "payType",
    "requestId",
    "responseTime",
    "resultCode",
    "transId",
];

/// MoMo.
pub struct Momo;

impl Dialect for Momo {
    fn variables(&self, url: &str) -> Vec<(&'static str, String)> {
        vec![
            ("momo_partner", PARTNER.to_owned()),
            ("momo_access_key", ACCESS_KEY.to_owned()),
            ("momo_secrets", SECRET.to_owned()),
            ("momo_host", url.to_owned()),
        ]
    }

    /// Beyond what a floating point number holds.
    fn number(&self, number: u64) -> String {
        format!("{}", 9_007_199_254_740_993_000 + number)
    }

    fn serve(&self, books: &mut Books, url: &str, asked: &Asked) -> Reply {
        let body = asked.json();
        let names: &[&str] = match asked.path.as_str() {
            "/v2/gateway/api/create" => &[
                "amount",
                "extraData",
                "ipnUrl",
                "orderId",
                "orderInfo",
                "partnerCode",
                "redirectUrl",
                "requestId",
                "requestType",
            ],
            "/v2/gateway/api/refund" => &["amount", "description", "orderId", "partnerCode", "requestId", "transId"],
            _ => &["orderId", "partnerCode", "requestId"],
        };
        if text(&body, "signature") != sha256_hex(SECRET, &raw(&body, names)) || text(&body, "partnerCode") != PARTNER {
            books.violation(format!("wrongly signed: {} {body}", asked.path));
            return answer(books, &body, 13, &json!({}));
        }
        match asked.path.as_str() {
            "/v2/gateway/api/create" => create(books, url, &body),
            "/v2/gateway/api/query" => question(books, &body),
            "/v2/gateway/api/refund" => refund(books, &body),
            "/v2/gateway/api/refund/query" => question_of_refund(books, &body),
            other => {
                books.violation(format!("an unknown address {other}"));
                answer(books, &body, 10, &json!({}))
            }
        }
    }

    fn arrive(&self, books: &mut Books, url: &str, next: &Value) -> Result<String, NotTaken> {
        let reference = next["url"].as_str().and_then(|address| address.strip_prefix(&format!("{url}/pay/")));
        let reference = reference.ok_or_else(|| NotTaken::Wrong("another address".to_owned()))?;
        if !books.bills.contains_key(reference) {
            return Err(NotTaken::Wrong("an order that was not made".to_owned()));
        }
        if books.is_open(reference) { Ok(reference.to_owned()) } else { Err(NotTaken::Over) }
    }

    fn tells(&self, _says: Says) -> bool {
        true
    }

    fn message(&self, books: &Books, about: &About<'_>, spoilt: Option<&mut Chance>) -> Message {
        let bill = &books.bills[about.reference];
        let payment = about.payment.map(|place| &books.payments[place]);
        let number: u64 = payment.map_or(0, |payment| payment.transaction.parse().expect("a number"));
        let (code, words) = match about.says {
            Says::Paid => (0, "Successful."),
            // Authorised, and nothing more.
            Says::Held => (9000, "Transaction is authorized successfully."),
            Says::Failed => (1006, "Transaction denied by user."),
        };
        let mut body = json!({
            "partnerCode": PARTNER, "orderId": bill.reference, "requestId": bill.reference,
            "amount": payment.map_or(bill.amount, |payment| payment.amount), "orderInfo": bill.info,
            "orderType": "momo_wallet", "transId": number, "resultCode": code, "message": words, "payType": "qr",
            "responseTime": payment.map_or(books.now, |payment| payment.at), "extraData": "",
            "paymentOption": "momo", "userFee": 0,
        });
        body["signature"] = sha256_hex(SECRET, &raw(&body, &SIGNED)).into();
        if let Some(chance) = spoilt {
            let name =
                *chance.one(&["signature", "orderId", "amount", "resultCode", "transId", "message", "orderInfo"]);
            let other = spoil(&text(&body, name), chance);
            let is_number = body[name].is_number();
            body[name] =
                if is_number { other.parse::<u64>().map_or(json!(other), |one| json!(one)) } else { json!(other) };
        }
        Message::post(body.to_string())
    }

    fn heard(&self, answer: &Answer) -> Heard {
        match answer.status {
            204 if answer.body.is_empty() => Heard::Taken,
            500..=599 => Heard::Again,
            400 => Heard::Refused,
            _ => Heard::Nonsense,
        }
    }

    fn patience(&self, _tries: u32) -> Option<u64> {
        None
    }
}

fn text(body: &Value, name: &str) -> String {
    body[name].as_str().map_or_else(|| body[name].as_u64().map_or(String::new(), |one| one.to_string()), str::to_owned)
}

/// What is signed: `accessKey=…&name=value…`, as the values stand.
fn raw(body: &Value, names: &[&str]) -> String {
    let pairs = names.iter().map(|name| format!("{name}={}", text(body, name)));
    std::iter::once(format!("accessKey={ACCESS_KEY}")).chain(pairs).collect::<Vec<_>>().join("&")
}

fn answer(books: &Books, body: &Value, code: u64, more: &Value) -> Reply {
    let mut answer = json!({
        "partnerCode": PARTNER, "orderId": body["orderId"], "requestId": body["requestId"],
        "responseTime": books.now, "message": "…", "resultCode": code,
    });
    let members = answer.as_object_mut().expect("an object");
    members.extend(more.as_object().cloned().unwrap_or_default());
    Reply::json(&answer)
}

fn create(books: &mut Books, url: &str, body: &Value) -> Reply {
    let (reference, amount) = (text(body, "orderId"), body["amount"].as_u64().unwrap_or_default());
    let is_name = |one: char| one.is_ascii_alphanumeric() || "-_.".contains(one);
    let is_right = (1_000..=50_000_000).contains(&amount)
        && (1..=200).contains(&reference.len())
        && reference.chars().all(is_name)
        && (1..=50).contains(&text(body, "requestId").len())
        && text(body, "requestType") == "captureWallet"
        && text(body, "ipnUrl").ends_with("/api/payments/momo/callback");
    if !is_right {
        books.violation(format!("an order that MoMo does not take: {body}"));
        return answer(books, body, 20, &json!({}));
    }
    if !books.is_new(&format!("request {}", text(body, "requestId"))) {
        return answer(books, body, 40, &json!({}));
    }
    let bill = Bill {
        reference: reference.clone(),
        amount,
        info: text(body, "orderInfo"),
        return_url: text(body, "redirectUrl"),
        made: String::new(),
        opened: books.now,
        expires: books.now + WAITS,
        visited: false,
        failed: false,
    };
    if !books.open(bill) {
        return answer(books, body, 41, &json!({}));
    }
    answer(books, body, 0, &json!({"amount": amount, "payUrl": format!("{url}/pay/{reference}")}))
}

fn question(books: &mut Books, body: &Value) -> Reply {
    let reference = text(body, "orderId");
    if !books.is_new(&format!("request {}", text(body, "requestId"))) {
        books.violation(format!("a question for the second time: {body}"));
        return answer(books, body, 40, &json!({}));
    }
    let Some(standing) = books.standing(&reference) else { return answer(books, body, 42, &json!({})) };
    let code = match standing {
        Standing::Paid => 0,
        Standing::Held => 7002,
        Standing::Open => 1000,
        Standing::Failed => 1006,
        Standing::Over => 1005,
    };
    let payment = books.first(&reference);
    let amount = payment.map_or(books.bills[&reference].amount, |one| one.amount);
    let number: u64 = payment.map_or(0, |one| one.transaction.parse().expect("a number"));
    let more = json!({"amount": amount, "transId": number, "payType": "qr", "refundTrans": [], "extraData": ""});
    answer(books, body, code, &more)
}

fn refund(books: &mut Books, body: &Value) -> Reply {
    let (id, transaction) = (text(body, "orderId"), text(body, "transId"));
    let payment = books.payments.iter().find(|one| one.transaction == transaction);
    let reference = payment.map(|one| one.reference.clone()).unwrap_or_default();
    let amount = body["amount"].as_u64().unwrap_or_default();
    let number = format!("{}", 9_007_199_254_740_995_000 + books.number());
    let (is_done, at) = (false, books.now);
    match books.give_back(Returned { id, reference, transaction, amount, number, is_done, at }) {
        Ok(done) => {
            let number: u64 = done.number.parse().expect("a number");
            let code = if done.is_done { 0 } else { 7002 };
            answer(books, body, code, &json!({"amount": done.amount, "transId": number}))
        }
        Err(NoRefund::Again) => answer(books, body, 41, &json!({})),
        Err(NoRefund::Unknown) => answer(books, body, 42, &json!({})),
        Err(NoRefund::TooMuch) => answer(books, body, 1081, &json!({})),
        Err(NoRefund::Refused) => answer(books, body, 1080, &json!({})),
    }
}

fn question_of_refund(books: &mut Books, body: &Value) -> Reply {
    let id = text(body, "orderId");
    let Some(refund) = books.returned(&id) else { return answer(books, body, 42, &json!({})) };
    let number: u64 = refund.number.parse().expect("a number");
    let code = if refund.is_done { 0 } else { 7002 };
    let row = json!({"orderId": id, "amount": refund.amount, "resultCode": code, "transId": number, "createdTime": refund.at});
    answer(books, body, 0, &json!({"refundTrans": [row]}))
}
