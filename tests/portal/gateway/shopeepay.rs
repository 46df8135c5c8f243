//! ShopeePay v3: JSON both ways, the body signed to the byte with HMAC-SHA-256 in base64; hundredths of a đồng.

use serde_json::{Value, json};

use super::books::{Bill, Books, NoRefund, Returned, Says, Standing};
use super::dialect::{About, Asked, Dialect, Heard, Message, NotTaken, Reply};
use super::sign::{base64, sha256, spoil};
use crate::chance::Chance;
use crate::client::Answer;

const CLIENT: &str = "11000123";
const SECRET: &str = "shopeepay-test-secret-0123456789";
const MERCHANT: &str = "motcua";
const STORE: &str = "motcua-1";
const SIGNATURE: &str = "x-airpay-req-h";
const GAP: u64 = 300_000;
/// It comes again twice at most.
const TRIES: u32 = 3;
const PAYMENT: u64 = 13;
const REFUND: u64 = 15;

/// ShopeePay.
pub struct Shopeepay;

impl Dialect for Shopeepay {
    fn variables(&self, url: &str) -> Vec<(&'static str, String)> {
        vec![
            ("shopeepay_client", CLIENT.to_owned()),
            ("shopeepay_secrets", SECRET.to_owned()),
            ("shopeepay_merchant", MERCHANT.to_owned()),
            ("shopeepay_store", STORE.to_owned()),
            ("shopeepay_host", url.to_owned()),
        ]
    }

    fn number(&self, number: u64) -> String {
        format!("0102{:014}", 33_000_000 + number)
    }

    fn serve(&self, books: &mut Books, url: &str, asked: &Asked) -> Reply {
        let body = asked.json();
        let is_signed = asked.header(SIGNATURE) == base64(&sha256(SECRET.as_bytes(), asked.body.as_bytes()));
        let is_ours = body["merchant_ext_id"] == MERCHANT && body["store_ext_id"] == STORE;
        if !is_signed || asked.header("x-airpay-clientid") != CLIENT || !is_ours {
            books.violation(format!("wrongly signed: {} {}", asked.path, asked.body));
            return answer(books, 2, &json!({}));
        }
        match asked.path.as_str() {
            "/v3/merchant-host/order/create" => create(books, url, &body),
            "/v3/merchant-host/transaction/check" => question(books, &body),
            "/v3/merchant-host/transaction/refund/create-new" => refund(books, &body),
            other => {
                books.violation(format!("an unknown address {other}"));
                answer(books, 1, &json!({}))
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

    fn tells(&self, says: Says) -> bool {
        says != Says::Held
    }

    fn message(&self, books: &Books, about: &About<'_>, spoilt: Option<&mut Chance>) -> Message {
        let bill = &books.bills[about.reference];
        let payment = about.payment.map(|place| &books.payments[place]);
        let status = if about.says == Says::Paid { 3 } else { 4 };
        let body = json!({
            "amount": 100 * payment.map_or(bill.amount, |payment| payment.amount), "merchant_ext_id": MERCHANT,
            "store_ext_id": STORE, "reference_id": bill.reference, "transaction_type": PAYMENT,
            "transaction_status": status, "terminal_id": "", "user_id_hash": "f2a0",
            "transaction_sn": payment.map_or("", |payment| payment.transaction.as_str()),
        });
        let mut body = body.to_string();
        let mut signature = base64(&sha256(SECRET.as_bytes(), body.as_bytes()));
        if let Some(chance) = spoilt {
            let place = if chance.below(3) == 0 { &mut signature } else { &mut body };
            *place = spoil(place, chance);
        }
        let headers = vec![
            ("content-type", "application/json".to_owned()),
            ("x-airpay-clientid", CLIENT.to_owned()),
            (SIGNATURE, signature),
        ];
        Message { method: "POST", query: String::new(), headers, body }
    }

    fn heard(&self, answer: &Answer) -> Heard {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        match (answer.status, body["errcode"].as_i64()) {
            (200, Some(0)) => Heard::Taken,
            (200, Some(-1)) => Heard::Again,
            (200, Some(1 | 2)) => Heard::Refused,
            _ => Heard::Nonsense,
        }
    }

    fn patience(&self, tries: u32) -> Option<u64> {
        (tries < TRIES).then_some(GAP)
    }
}

fn text(body: &Value, name: &str) -> String {
    body[name].as_str().unwrap_or_default().to_owned()
}

/// An answer, signed like everything else.
fn answer(books: &Books, code: i64, more: &Value) -> Reply {
    let mut answer = json!({"errcode": code, "debug_msg": if code == 0 { "success" } else { "refused" }});
    answer.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    let mut reply = Reply::json(&answer);
    reply.headers.push((SIGNATURE, base64(&sha256(books.key(SECRET).as_bytes(), reply.body.as_bytes()))));
    reply
}

/// The same request again is the same order.
fn create(books: &mut Books, url: &str, body: &Value) -> Reply {
    let reference = text(body, "payment_reference_id");
    let (hundredths, expires) = (body["amount"].as_u64().unwrap_or_default(), body["expiry_time"].as_u64());
    let expires = expires.unwrap_or_default() * 1000;
    let is_right = !reference.is_empty() && hundredths > 0 && hundredths % 100 == 0 && body["currency"] == "VND";
    if !is_right || text(body, "request_id").is_empty() {
        books.violation(format!("an order that ShopeePay does not take: {body}"));
    }
    if !is_right || expires <= books.now {
        return answer(books, 1, &json!({}));
    }
    books.open(Bill {
        reference: reference.clone(),
        amount: hundredths / 100,
        info: String::new(),
        return_url: text(body, "return_url"),
        made: String::new(),
        opened: books.now,
        expires,
        visited: false,
        failed: false,
    });
    let address = format!("{url}/pay/{reference}");
    answer(books, 0, &json!({"redirect_url_http": address, "redirect_url_app": "shopeepay://"}))
}

fn question(books: &mut Books, body: &Value) -> Reply {
    let (reference, hundredths) = (text(body, "reference_id"), body["amount"].as_u64().unwrap_or_default());
    if body["transaction_type"] == REFUND {
        let Some(refund) = books.returned(&reference).filter(|one| one.amount * 100 == hundredths) else {
            return answer(books, 4, &json!({}));
        };
        let status = if refund.is_done { 3 } else { 2 };
        return transaction(books, &reference, hundredths, &refund.number, status, REFUND);
    }
    let Some(standing) = books.standing(&reference).filter(|_| books.bills[&reference].amount * 100 == hundredths)
    else {
        return answer(books, 4, &json!({}));
    };
    let status = match standing {
        Standing::Paid => 3,
        Standing::Held | Standing::Open => 2,
        Standing::Failed => 4,
        Standing::Over => 6,
    };
    let number = books.first(&reference).map_or(String::new(), |one| one.transaction.clone());
    transaction(books, &reference, hundredths, &number, status, PAYMENT)
}

fn transaction(books: &Books, reference: &str, hundredths: u64, number: &str, status: u64, kind: u64) -> Reply {
    let transaction = json!({
        "reference_id": reference, "amount": hundredths, "transaction_sn": number, "status": status,
        "transaction_type": kind, "merchant_ext_id": MERCHANT, "store_ext_id": STORE, "create_time": books.now / 1000,
    });
    answer(books, 0, &json!({"transaction": transaction}))
}

/// A refund names the order and not the transaction.
fn refund(books: &mut Books, body: &Value) -> Reply {
    let (id, reference) = (text(body, "refund_reference_id"), text(body, "reference_id"));
    let hundredths = body["amount"].as_u64().filter(|amount| amount % 100 == 0).unwrap_or_default();
    let number = format!("0103{:014}", 44_000_000 + books.number());
    let (is_done, at, amount) = (false, books.now, hundredths / 100);
    match books.give_back(Returned { id, reference, transaction: String::new(), amount, number, is_done, at }) {
        // It says that it will, whether it has or not.
        Ok(done) if done.is_done => answer(books, 0, &json!({"refund_sn": done.number})),
        Ok(_) => answer(books, 7, &json!({})),
        Err(NoRefund::Again | NoRefund::TooMuch) => answer(books, 1, &json!({})),
        Err(NoRefund::Unknown) => answer(books, 4, &json!({})),
        Err(NoRefund::Refused) => answer(books, 2, &json!({})),
    }
}
