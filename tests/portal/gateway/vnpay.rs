//! VNPay 2.1.0: a pay address and an IPN in the query, questions and refunds as JSON; hundredths of a đồng, HMAC-SHA-512.

use serde_json::{Value, json};

use super::books::{Bill, Books, Money, NoRefund, Returned, Says, Standing};
use super::dialect::{About, Asked, Dialect, Heard, Message, NotTaken, Reply};
use super::sign::{form, read_form, sha512_hex, spoil};
use super::time::{fourteen, read_fourteen};
use crate::chance::Chance;
use crate::client::Answer;

const TERMINAL: &str = "MOTCUA01";
const SECRET: &str = "VNPAYTESTSECRET0123456789ABCDEFG";
const HASH: &str = "vnp_SecureHash";
/// One order is asked about once in this time, in milliseconds.
const QUESTION_GAP: u64 = 300_000;
const GAP: u64 = 300_000;
const TRIES: u32 = 10;

/// VNPay.
pub struct Vnpay;

impl Dialect for Vnpay {
    fn variables(&self, url: &str) -> Vec<(&'static str, String)> {
        vec![
            ("vnpay_terminal", TERMINAL.to_owned()),
            ("vnpay_secrets", SECRET.to_owned()),
            ("vnpay_pay_url", format!("{url}/paymentv2/vpcpay.html")),
            ("vnpay_host", url.to_owned()),
        ]
    }

    fn number(&self, number: u64) -> String {
        format!("{}", 14_000_000 + number)
    }

    fn serve(&self, books: &mut Books, _url: &str, asked: &Asked) -> Reply {
        let body = asked.json();
        if asked.path != "/merchant_webapi/api/transaction" || asked.method != "POST" {
            books.violation(format!("{} {}", asked.method, asked.path));
        }
        match text(&body, "vnp_Command").as_str() {
            "querydr" => question(books, &body),
            "refund" => refund(books, &body),
            other => {
                books.violation(format!("an unknown command {other}: {}", asked.body));
                answer(books, &body, "02", [""; 6])
            }
        }
    }

    fn arrive(&self, books: &mut Books, url: &str, next: &Value) -> Result<String, NotTaken> {
        let wrong = |why: &str| NotTaken::Wrong(why.to_owned());
        let address = next["url"].as_str().ok_or_else(|| wrong("no address"))?;
        let query = address.strip_prefix(&format!("{url}/paymentv2/vpcpay.html?"));
        let fields = query.and_then(read_form).ok_or_else(|| wrong("another address"))?;
        let bill = bill(books, &fields).map_err(|why| wrong(&why))?;
        let (reference, expires) = (bill.reference.clone(), bill.expires);
        if books.now > expires {
            return Err(NotTaken::Over);
        }
        books.open(bill);
        if books.is_open(&reference) { Ok(reference) } else { Err(NotTaken::Over) }
    }

    fn return_to(&self, books: &Books, reference: &str) -> String {
        let Some(bill) = books.bills.get(reference) else { return String::new() };
        let payment = books.payments.iter().rposition(|payment| payment.reference == reference);
        let says = if payment.is_some() { Says::Paid } else { Says::Failed };
        let about = About { reference, says, payment, id: "" };
        format!("{}?{}", bill.return_url, self.message(books, &about, None).query)
    }

    fn tells(&self, _says: Says) -> bool {
        true
    }

    fn message(&self, books: &Books, about: &About<'_>, spoilt: Option<&mut Chance>) -> Message {
        let bill = &books.bills[about.reference];
        let payment = about.payment.map(|place| &books.payments[place]);
        let (response, status) = match about.says {
            Says::Paid => ("00", "00"),
            Says::Held => ("07", "07"),
            Says::Failed => ("24", "02"),
        };
        let mut fields = vec![
            ("vnp_Amount", format!("{}00", payment.map_or(bill.amount, |payment| payment.amount))),
            ("vnp_BankCode", "NCB".to_owned()),
            ("vnp_CardType", "ATM".to_owned()),
            ("vnp_OrderInfo", bill.info.clone()),
            ("vnp_PayDate", fourteen(payment.map_or(books.now, |payment| payment.at))),
            ("vnp_ResponseCode", response.to_owned()),
            ("vnp_TmnCode", TERMINAL.to_owned()),
            ("vnp_TransactionNo", payment.map_or("0".to_owned(), |payment| payment.transaction.clone())),
            ("vnp_TransactionStatus", status.to_owned()),
            ("vnp_TxnRef", about.reference.to_owned()),
        ];
        fields.push((HASH, sha512_hex(SECRET, &signed(&fields))));
        if let Some(chance) = spoilt {
            let place = chance.below(fields.len());
            fields[place].1 = spoil(&fields[place].1, chance);
        }
        Message::get(signed(&fields))
    }

    fn heard(&self, answer: &Answer) -> Heard {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        match (answer.status, body["RspCode"].as_str(), body["Message"].is_string()) {
            (200, Some("00" | "02"), true) => Heard::Taken,
            (200, Some("99"), true) => Heard::Again,
            (200, Some("01" | "04" | "97"), true) => Heard::Refused,
            _ => Heard::Nonsense,
        }
    }

    fn patience(&self, tries: u32) -> Option<u64> {
        (tries < TRIES).then_some(GAP)
    }
}

fn signed(fields: &[(&str, String)]) -> String {
    form(fields.iter().map(|(name, value)| (*name, value.as_str())))
}

fn text(body: &Value, name: &str) -> String {
    body[name].as_str().unwrap_or_default().to_owned()
}

/// The order that a pay address tells of, where all of it is as the document wants it.
fn bill(books: &Books, fields: &[(String, String)]) -> Result<Bill, String> {
    let mut sorted: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| *name != HASH).collect();
    sorted.sort_unstable();
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    if !is_signed(field(HASH), &form(sorted.iter().copied())) {
        return Err("wrong signature".to_owned());
    }
    let made = read_fourteen(field("vnp_CreateDate"));
    let expires = read_fourteen(field("vnp_ExpireDate"));
    let amount = field("vnp_Amount").parse::<u64>().ok().filter(|amount| amount % 100 == 0 && *amount > 0);
    let info = field("vnp_OrderInfo");
    let is_plain = info.chars().all(|one| one.is_ascii_alphanumeric() || " ._-".contains(one));
    for (is_so, what) in [
        (sorted.windows(2).all(|pair| pair[0].0 != pair[1].0), "a name twice"),
        (field("vnp_Version") == "2.1.0" && field("vnp_Command") == "pay", "version or command"),
        (field("vnp_TmnCode") == TERMINAL, "terminal"),
        (field("vnp_CurrCode") == "VND" && ["vn", "en"].contains(&field("vnp_Locale")), "currency or language"),
        ((7..=45).contains(&field("vnp_IpAddr").len()), "address of the payer"),
        ((1..=255).contains(&info.len()) && is_plain, "what for"),
        (!field("vnp_OrderType").is_empty(), "type"),
        ((10..=255).contains(&field("vnp_ReturnUrl").len()), "where to return"),
        ((1..=100).contains(&field("vnp_TxnRef").len()), "reference"),
        (made.is_some_and(|made| made <= books.now + 1_000), "made in the future"),
        (made.zip(expires).is_some_and(|(made, expires)| made < expires), "when it expires"),
    ] {
        if !is_so {
            return Err(what.to_owned());
        }
    }
    Ok(Bill {
        reference: field("vnp_TxnRef").to_owned(),
        amount: amount.ok_or("amount")? / 100,
        info: info.to_owned(),
        return_url: field("vnp_ReturnUrl").to_owned(),
        made: field("vnp_CreateDate").to_owned(),
        opened: books.now,
        expires: expires.unwrap_or_default(),
        visited: true,
        failed: false,
    })
}

/// 128 hexadecimal digits in lower case.
fn is_signed(given: &str, text: &str) -> bool {
    given == sha512_hex(SECRET, text)
}

/// Whether the values of a request, with bars between them, are what it is signed over.
fn is_request_signed(body: &Value, names: &[&str]) -> bool {
    let values: Vec<String> = names.iter().map(|name| text(body, name)).collect();
    is_signed(&text(body, HASH), &values.join("|"))
}

fn question(books: &mut Books, body: &Value) -> Reply {
    let names = [
        "vnp_RequestId",
        "vnp_Version",
        "vnp_Command",
        "vnp_TmnCode",
        "vnp_TxnRef",
        "vnp_TransactionDate",
        "vnp_CreateDate",
        "vnp_IpAddr",
        "vnp_OrderInfo",
    ];
    if let Some(reply) = refused(books, body, &names) {
        return reply;
    }
    let (reference, at) = (text(body, "vnp_TxnRef"), read_fourteen(&text(body, "vnp_CreateDate")).unwrap_or_default());
    let last = books.asked.insert(reference.clone(), at);
    if last.is_some_and(|last| at < last + QUESTION_GAP) {
        books.violation(format!("asked about {reference} again after {} ms", at.saturating_sub(last.unwrap_or(0))));
        return answer(books, body, "94", [""; 6]);
    }
    let is_its = books.bills.get(&reference).is_some_and(|bill| bill.made == text(body, "vnp_TransactionDate"));
    let Some(standing) = books.standing(&reference).filter(|_| is_its) else {
        return answer(books, body, "91", [""; 6]);
    };
    // It shows the last transaction of an order, be it a refund.
    if let Some(last) = books.returned.iter().rev().find(|refund| refund.reference == reference).cloned() {
        books.returned(&last.id);
        let paid = books.payments.iter().find(|one| one.transaction == last.transaction).map(|one| one.amount);
        let kind = if paid == Some(last.amount) { "02" } else { "03" };
        let status = if last.is_done { "00" } else { "05" };
        let (amount, at) = (format!("{}00", last.amount), fourteen(last.at));
        return answer(books, body, "00", [&amount, "NCB", &at, &last.number, kind, status]);
    }
    let last = books.last(&reference).cloned();
    let bill = &books.bills[&reference];
    let (number, at) =
        last.as_ref().map_or(("0".to_owned(), String::new()), |one| (one.transaction.clone(), fourteen(one.at)));
    let amount = format!("{}00", last.as_ref().map_or(bill.amount, |one| one.amount));
    let status = match standing {
        Standing::Paid => "00",
        Standing::Held => "07",
        Standing::Open => "01",
        Standing::Failed | Standing::Over => "02",
    };
    answer(books, body, "00", [&amount, "NCB", &at, &number, "01", status])
}

/// What is said to a request that is not as the document wants it.
fn refused(books: &mut Books, body: &Value, names: &[&str]) -> Option<Reply> {
    if !is_request_signed(body, names) {
        books.violation(format!("wrongly signed: {body}"));
        return Some(answer(books, body, "97", [""; 6]));
    }
    let id = text(body, "vnp_RequestId");
    let is_ours = text(body, "vnp_TmnCode") == TERMINAL && text(body, "vnp_Version") == "2.1.0";
    if names.iter().any(|name| text(body, name).is_empty()) || !is_ours || id.len() > 32 {
        books.violation(format!("a request that lacks something: {body}"));
        return Some(answer(books, body, "02", [""; 6]));
    }
    if !books.is_new(&format!("request {id}")) {
        books.violation(format!("a request for the second time: {body}"));
        return Some(answer(books, body, "94", [""; 6]));
    }
    None
}

fn refund(books: &mut Books, body: &Value) -> Reply {
    let names = [
        "vnp_RequestId",
        "vnp_Version",
        "vnp_Command",
        "vnp_TmnCode",
        "vnp_TransactionType",
        "vnp_TxnRef",
        "vnp_Amount",
        "vnp_TransactionNo",
        "vnp_TransactionDate",
        "vnp_CreateBy",
        "vnp_CreateDate",
        "vnp_IpAddr",
        "vnp_OrderInfo",
    ];
    if let Some(reply) = refused(books, body, &names) {
        return reply;
    }
    let (reference, transaction) = (text(body, "vnp_TxnRef"), text(body, "vnp_TransactionNo"));
    let is_its = books.bills.get(&reference).is_some_and(|bill| bill.made == text(body, "vnp_TransactionDate"));
    let payment = books.payments.iter().find(|one| one.transaction == transaction && one.money == Money::Paid).cloned();
    let Some(payment) = payment.filter(|_| is_its) else { return answer(books, body, "91", [""; 6]) };
    let hundredths = text(body, "vnp_Amount").parse::<u64>().ok().filter(|amount| amount % 100 == 0);
    let is_whole = text(body, "vnp_TransactionType") == "02";
    let amount = match hundredths.map(|amount| amount / 100) {
        Some(amount) if !is_whole || amount == payment.amount => amount,
        _ => {
            books.violation(format!("a refund of no amount: {body}"));
            return answer(books, body, "03", [""; 6]);
        }
    };
    let number = format!("{}", 15_000_000 + books.number());
    let (id, at) = (text(body, "vnp_RequestId"), books.now);
    let wanted = Returned { id, reference, transaction, amount, number, is_done: false, at };
    match books.give_back(wanted) {
        Ok(done) => {
            let (amount, at) = (format!("{}00", done.amount), fourteen(done.at));
            answer(books, body, "00", [&amount, "NCB", &at, &done.number, if is_whole { "02" } else { "03" }, "05"])
        }
        Err(NoRefund::Again) => answer(books, body, "94", [""; 6]),
        Err(NoRefund::Unknown) => answer(books, body, "91", [""; 6]),
        Err(NoRefund::TooMuch | NoRefund::Refused) => answer(books, body, "95", [""; 6]),
    }
}

/// A signed answer: amount, bank, date, number, type and status of the transaction it tells of.
fn answer(books: &mut Books, body: &Value, code: &str, told: [&str; 6]) -> Reply {
    let [amount, bank, at, number, kind, status] = told;
    let (command, reference) = (text(body, "vnp_Command"), text(body, "vnp_TxnRef"));
    let (id, info) = (format!("{:032x}", books.number()), text(body, "vnp_OrderInfo"));
    let message = if code == "00" { "Success" } else { "Refused" };
    let values =
        [&id, &command, code, message, TERMINAL, &reference, amount, bank, at, number, kind, status, &info].join("|");
    let signed = if command == "querydr" { format!("{values}||") } else { values };
    Reply::json(&json!({
        "vnp_ResponseId": id, "vnp_Command": command, "vnp_ResponseCode": code, "vnp_Message": message,
        "vnp_TmnCode": TERMINAL, "vnp_TxnRef": reference, "vnp_Amount": amount, "vnp_BankCode": bank,
        "vnp_PayDate": at, "vnp_TransactionNo": number, "vnp_TransactionType": kind,
        "vnp_TransactionStatus": status, "vnp_OrderInfo": info, HASH: sha512_hex(&books.key(SECRET), &signed),
    }))
}
