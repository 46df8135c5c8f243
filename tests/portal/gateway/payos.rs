//! payOS v2: JSON both ways, the members of `data` sorted and joined, HMAC-SHA-256. It tells of transfers, until it is heard, and
//! gives nothing back.

use serde_json::{Map, Value, json};

use super::books::{Bill, Books, Money, Says, Standing};
use super::dialect::{About, Asked, Dialect, Heard, Message, NotTaken, Reply};
use super::sign::{sha256_hex, spoil};
use super::time::spaced;
use crate::chance::Chance;
use crate::client::Answer;

const CLIENT: &str = "payos-test-client";
const API_KEY: &str = "payos-test-api-key";
const CHECKSUM_KEY: &str = "a1b2c3d4e5f60718293a4b5c6d7e8f900f1e2d3c4b5a69788796a5b4c3d2e1f0";
const ACCOUNT: &str = "12345678";
/// How long it waits before it comes again, in milliseconds; the last for ever.
const GAPS: [u64; 5] = [60_000, 300_000, 900_000, 3_600_000, 14_400_000];

/// payOS.
pub struct Payos;

impl Dialect for Payos {
    fn variables(&self, url: &str) -> Vec<(&'static str, String)> {
        vec![
            ("payos_client", CLIENT.to_owned()),
            ("payos_api_key", API_KEY.to_owned()),
            ("payos_secrets", CHECKSUM_KEY.to_owned()),
            ("payos_host", url.to_owned()),
        ]
    }

    fn number(&self, number: u64) -> String {
        format!("FT26{:010}", 7_100_000 + number)
    }

    fn serve(&self, books: &mut Books, url: &str, asked: &Asked) -> Reply {
        if (asked.header("x-client-id"), asked.header("x-api-key")) != (CLIENT, API_KEY) {
            books.violation(format!("without keys: {} {}", asked.path, asked.body));
            return refused("401");
        }
        match (asked.method.as_str(), asked.path.strip_prefix("/v2/payment-requests")) {
            ("POST", Some("")) => create(books, url, &asked.json()),
            ("GET", Some(reference)) => question(books, reference.trim_start_matches('/')),
            _ => {
                books.violation(format!("an unknown address {}", asked.path));
                refused("20")
            }
        }
    }

    fn arrive(&self, books: &mut Books, url: &str, next: &Value) -> Result<String, NotTaken> {
        let reference = next["url"].as_str().and_then(|address| address.strip_prefix(&format!("{url}/web/")));
        let reference = reference.ok_or_else(|| NotTaken::Wrong("another address".to_owned()))?;
        if !books.bills.contains_key(reference) {
            return Err(NotTaken::Wrong("a link that was not made".to_owned()));
        }
        // The page closes; the account behind it does not: a transfer that was begun in time may come late.
        let grace = books.bills[reference].expires + 600_000;
        if books.now <= grace { Ok(reference.to_owned()) } else { Err(NotTaken::Over) }
    }

    fn tells(&self, says: Says) -> bool {
        says == Says::Paid
    }

    fn message(&self, books: &Books, about: &About<'_>, spoilt: Option<&mut Chance>) -> Message {
        let bill = &books.bills[about.reference];
        let payment = &books.payments[about.payment.expect("a payment")];
        let number: u64 = bill.reference.parse().expect("a number");
        let mut data = json!({
            "orderCode": number, "amount": payment.amount, "description": bill.info.to_uppercase(),
            "accountNumber": ACCOUNT, "reference": payment.transaction, "transactionDateTime": spaced(payment.at),
            "currency": "VND", "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18", "code": "00", "desc": "Thành công",
            "counterAccountBankId": null, "counterAccountBankName": "", "counterAccountName": null,
            "counterAccountNumber": null, "virtualAccountName": null, "virtualAccountNumber": "",
        });
        let mut signature = sha256_hex(CHECKSUM_KEY, &signed(data.as_object().expect("an object")));
        if let Some(chance) = spoilt {
            match *chance.one(&["signature", "amount", "orderCode", "reference", "code"]) {
                "signature" => signature = spoil(&signature, chance),
                name @ ("amount" | "orderCode") => {
                    data[name] = json!(data[name].as_u64().expect("a number") + 1 + chance.below(8) as u64);
                }
                name => data[name] = spoil(data[name].as_str().expect("a text"), chance).into(),
            }
        }
        let body = json!({"code": "00", "desc": "success", "success": true, "data": data, "signature": signature});
        Message::post(body.to_string())
    }

    fn heard(&self, answer: &Answer) -> Heard {
        match answer.status {
            200..=299 => Heard::Taken,
            500..=599 => Heard::Again,
            400..=499 => Heard::Refused,
            _ => Heard::Nonsense,
        }
    }

    fn patience(&self, tries: u32) -> Option<u64> {
        let place = usize::try_from(tries).expect("a count").saturating_sub(1);
        Some(GAPS[place.min(GAPS.len() - 1)])
    }
}

/// `name=value` by names; nothing is empty, a list is JSON with the members of its objects by names.
fn signed(data: &Map<String, Value>) -> String {
    let value = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => json!(list.iter().map(sorted).collect::<Vec<_>>()).to_string(),
        other => other.to_string(),
    };
    let mut pairs: Vec<(&String, String)> = data.iter().map(|(name, one)| (name, value(one))).collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn sorted(value: &Value) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    let mut names: Vec<&String> = members.keys().collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), members[name].clone())).collect::<Map<_, _>>().into()
}

fn refused(code: &str) -> Reply {
    Reply::json(&json!({"code": code, "desc": "refused", "data": null, "signature": null}))
}

fn answer(books: &Books, data: &Value) -> Reply {
    let signature = sha256_hex(&books.key(CHECKSUM_KEY), &signed(data.as_object().expect("an object")));
    Reply::json(&json!({"code": "00", "desc": "success", "data": data, "signature": signature}))
}

fn create(books: &mut Books, url: &str, body: &Value) -> Reply {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let (amount, number) =
        (body["amount"].as_u64().unwrap_or_default(), body["orderCode"].as_u64().unwrap_or_default());
    let signed = format!(
        "amount={amount}&cancelUrl={}&description={}&orderCode={number}&returnUrl={}",
        text("cancelUrl"),
        text("description"),
        text("returnUrl"),
    );
    if text("signature") != sha256_hex(CHECKSUM_KEY, &signed) {
        books.violation(format!("wrongly signed: {body}"));
        return refused("201");
    }
    let expires = body["expiredAt"].as_u64().unwrap_or_default() * 1000;
    let fits = (1..=25).contains(&text("description").len()) && (2_000..500_000_000).contains(&amount);
    if !fits || number == 0 || number >= 1 << 53 {
        books.violation(format!("an order that payOS does not take: {body}"));
    }
    if !fits || expires <= books.now {
        return refused("20");
    }
    let bill = Bill {
        reference: number.to_string(),
        amount,
        info: text("description"),
        return_url: text("returnUrl"),
        made: String::new(),
        opened: books.now,
        expires,
        visited: false,
        failed: false,
    };
    if !books.open(bill) {
        return refused("231");
    }
    let data = json!({
        "bin": "970422", "accountNumber": ACCOUNT, "accountName": "KHO BAC", "amount": amount,
        "description": text("description"), "orderCode": number, "currency": "VND",
        "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18", "status": "PENDING", "expiredAt": expires / 1000,
        "checkoutUrl": format!("{url}/web/{number}"), "qrCode": "00020101",
    });
    answer(books, &data)
}

fn question(books: &Books, reference: &str) -> Reply {
    let Some(standing) = books.standing(reference) else { return refused("101") };
    let bill = &books.bills[reference];
    let counts = |payment: &&super::Payment| payment.reference == reference && payment.money == Money::Paid;
    let transfers: Vec<_> = books.payments.iter().filter(counts).collect();
    let paid: u64 = transfers.iter().map(|one| one.amount).sum();
    let status = match standing {
        Standing::Paid if paid >= bill.amount => "PAID",
        Standing::Paid => "UNDERPAID",
        Standing::Held => "PROCESSING",
        Standing::Open => "PENDING",
        Standing::Failed => "CANCELLED",
        Standing::Over => "EXPIRED",
    };
    let row = |one: &&super::Payment| {
        json!({
            "reference": one.transaction, "amount": one.amount, "accountNumber": ACCOUNT,
            "description": bill.info.to_uppercase(), "transactionDateTime": spaced(one.at),
            "virtualAccountName": null, "counterAccountName": null,
        })
    };
    let number: u64 = reference.parse().expect("a number");
    let data = json!({
        "id": "124c33293c43417ab7879e14c8d9eb18", "orderCode": number, "amount": bill.amount, "amountPaid": paid,
        "amountRemaining": bill.amount.saturating_sub(paid), "status": status, "createdAt": spaced(bill.opened),
        "transactions": transfers.iter().map(row).collect::<Vec<_>>(), "cancellationReason": null, "canceledAt": null,
    });
    answer(books, &data)
}
