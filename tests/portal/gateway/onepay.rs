//! OnePay, virtual payment client 2: a pay address and an IPN in the query or a form, HMAC-SHA-256 under a key in hexadecimal
//! digits, over values that are not encoded; hundredths of a đồng. It gives nothing back by request.

use serde_json::Value;

use super::books::{Bill, Books, Says, Standing};
use super::dialect::{About, Asked, Dialect, Heard, Message, NotTaken, Reply};
use super::sign::{form, hex, read_form, sha256, spoil, unhex};
use crate::chance::Chance;
use crate::client::Answer;

const MERCHANT: &str = "MOTCUATEST";
const ACCESS_CODE: &str = "6BEB2546";
const HASH_CODE: &str = "6D0870CDE5F24F34F3915FB0045120DB";
const USER: &str = "op01";
const PASSWORD: &str = "op123456";
const HASH: &str = "vpc_SecureHash";
/// A payer has so long from his first visit, in milliseconds. The portal cannot say when it wants to end.
const WAITS: u64 = 900_000;

/// OnePay.
pub struct Onepay;

impl Dialect for Onepay {
    fn variables(&self, url: &str) -> Vec<(&'static str, String)> {
        vec![
            ("onepay_merchant", MERCHANT.to_owned()),
            ("onepay_access_code", ACCESS_CODE.to_owned()),
            ("onepay_secrets", HASH_CODE.to_owned()),
            ("onepay_user", USER.to_owned()),
            ("onepay_password", PASSWORD.to_owned()),
            ("onepay_pay_url", format!("{url}/paygate/vpcpay.op")),
            ("onepay_host", url.to_owned()),
        ]
    }

    fn number(&self, number: u64) -> String {
        format!("PAY-{:08X}", number * 2_654_435_761 % 0xffff_ffff)
    }

    fn serve(&self, books: &mut Books, _url: &str, asked: &Asked) -> Reply {
        let fields = read_form(&asked.body).unwrap_or_default();
        let of = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
        let is_ours = of("vpc_Merchant") == MERCHANT && of("vpc_AccessCode") == ACCESS_CODE;
        let may_ask = of("vpc_User") == USER && of("vpc_Password") == PASSWORD && of("vpc_Command") == "queryDR";
        let is_signed = of(HASH) == signature(HASH_CODE, &fields);
        if asked.path != "/msp/api/v1/vpc/invoices/queries" || !is_ours || !may_ask || !is_signed {
            books.violation(format!("a question that OnePay does not take: {} {}", asked.path, asked.body));
            return reply(books, vec![("vpc_Message", "refused".to_owned()), ("vpc_TxnResponseCode", "7".to_owned())]);
        }
        let reference = of("vpc_MerchTxnRef").to_owned();
        let Some(standing) = books.standing(&reference) else {
            return reply(books, vec![("vpc_DRExists", "N".to_owned()), ("vpc_MerchTxnRef", reference)]);
        };
        let payment = books.first(&reference).cloned();
        let amount = payment.as_ref().map_or(books.bills[&reference].amount, |one| one.amount);
        let code = match standing {
            Standing::Paid => "0",
            Standing::Held | Standing::Open => "300",
            Standing::Failed => "99",
            Standing::Over => "253",
        };
        reply(
            books,
            vec![
                ("vpc_Amount", format!("{amount}00")),
                ("vpc_CurrencyCode", "VND".to_owned()),
                ("vpc_DRExists", "Y".to_owned()),
                ("vpc_MerchTxnRef", reference),
                ("vpc_Merchant", MERCHANT.to_owned()),
                ("vpc_TransactionNo", payment.map_or(String::new(), |one| one.transaction)),
                ("vpc_TxnResponseCode", code.to_owned()),
            ],
        )
    }

    fn arrive(&self, books: &mut Books, url: &str, next: &Value) -> Result<String, NotTaken> {
        let wrong = |why: &str| NotTaken::Wrong(why.to_owned());
        let query = next["url"].as_str().and_then(|address| address.strip_prefix(&format!("{url}/paygate/vpcpay.op?")));
        let fields = query.and_then(read_form).ok_or_else(|| wrong("another address"))?;
        let bill = bill(books, &fields).map_err(wrong)?;
        let reference = bill.reference.clone();
        books.open(bill);
        if books.is_open(&reference) { Ok(reference) } else { Err(NotTaken::Over) }
    }

    fn return_to(&self, books: &Books, reference: &str) -> String {
        let Some(bill) = books.bills.get(reference) else { return String::new() };
        let payment = books.payments.iter().rposition(|payment| payment.reference == reference);
        let says = if payment.is_some() { Says::Paid } else { Says::Failed };
        format!("{}?{}", bill.return_url, told(books, &About { reference, says, payment, id: "" }, None))
    }

    fn tells(&self, _says: Says) -> bool {
        true
    }

    /// For some merchants it comes as a form.
    fn message(&self, books: &Books, about: &About<'_>, spoilt: Option<&mut Chance>) -> Message {
        let text = told(books, about, spoilt);
        if about.id.ends_with(['0', '1', '2', '3']) {
            let headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
            return Message { method: "POST", query: String::new(), headers, body: text };
        }
        Message::get(text)
    }

    fn heard(&self, answer: &Answer) -> Heard {
        match (answer.status, answer.text().as_str()) {
            (200, "responsecode=1&desc=confirm-success") => Heard::Taken,
            (200, "responsecode=0&desc=confirm-fail") => Heard::Again,
            _ => Heard::Nonsense,
        }
    }

    fn patience(&self, _tries: u32) -> Option<u64> {
        None
    }
}

/// The fields of an IPN.
fn told(books: &Books, about: &About<'_>, spoilt: Option<&mut Chance>) -> String {
    let bill = &books.bills[about.reference];
    let payment = about.payment.map(|place| &books.payments[place]);
    let code = match about.says {
        Says::Paid => "0",
        Says::Held => "300",
        Says::Failed => "99",
    };
    let amount = payment.map_or(bill.amount, |payment| payment.amount);
    let mut fields: Vec<(String, String)> = [
        ("vpc_AdditionData", "970436".to_owned()),
        ("vpc_Amount", format!("{amount}00")),
        ("vpc_Command", "pay".to_owned()),
        ("vpc_CurrencyCode", "VND".to_owned()),
        ("vpc_Locale", "vn".to_owned()),
        ("vpc_MerchTxnRef", bill.reference.clone()),
        ("vpc_Merchant", MERCHANT.to_owned()),
        ("vpc_Message", "Approved".to_owned()),
        ("vpc_OrderInfo", bill.info.clone()),
        ("vpc_TransactionNo", payment.map_or(String::new(), |payment| payment.transaction.clone())),
        ("vpc_TxnResponseCode", code.to_owned()),
        ("vpc_Version", "2".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec();
    fields.push((HASH.to_owned(), signature(HASH_CODE, &fields)));
    if let Some(chance) = spoilt {
        let filled: Vec<usize> = (0..fields.len()).filter(|&place| !fields[place].1.is_empty()).collect();
        let place = *chance.one(&filled);
        fields[place].1 = spoil(&fields[place].1, chance);
    }
    form(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// Upper-case digits over what is not empty, sorted and joined as it reads.
fn signature(code: &str, fields: &[(String, String)]) -> String {
    let is_signed = |(name, value): &&(String, String)| {
        (name.starts_with("vpc_") || name.starts_with("user_")) && name != HASH && !value.is_empty()
    };
    let mut pairs: Vec<String> =
        fields.iter().filter(is_signed).map(|(name, value)| format!("{name}={value}")).collect();
    pairs.sort_by(|one, other| one.split('=').next().cmp(&other.split('=').next()));
    hex(&sha256(&unhex(code), pairs.join("&").as_bytes())).to_uppercase()
}

fn reply(books: &Books, fields: Vec<(&str, String)>) -> Reply {
    let mut fields: Vec<(String, String)> = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    fields.push((HASH.to_owned(), signature(&books.key(HASH_CODE), &fields)));
    let body = form(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    Reply { status: 200, content_type: "text/plain", headers: Vec::new(), body }
}

fn bill(books: &Books, fields: &[(String, String)]) -> Result<Bill, &'static str> {
    let of = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let amount = of("vpc_Amount").parse::<u64>().ok().filter(|amount| amount % 100 == 0 && *amount > 0);
    for (is_so, what) in [
        (of(HASH) == signature(HASH_CODE, fields), "wrong signature"),
        (of("vpc_Version") == "2" && of("vpc_Command") == "pay", "version or command"),
        (of("vpc_Merchant") == MERCHANT && of("vpc_AccessCode") == ACCESS_CODE, "merchant"),
        (of("vpc_Currency") == "VND" && ["vn", "en"].contains(&of("vpc_Locale")), "currency or language"),
        ((1..=34).contains(&of("vpc_OrderInfo").len()), "what for"),
        ((1..=40).contains(&of("vpc_MerchTxnRef").len()), "reference"),
        (of("vpc_TicketNo").parse::<std::net::IpAddr>().is_ok(), "address of the payer"),
        (of("vpc_ReturnURL").starts_with("http"), "where to return"),
    ] {
        if !is_so {
            return Err(what);
        }
    }
    Ok(Bill {
        reference: of("vpc_MerchTxnRef").to_owned(),
        amount: amount.ok_or("amount")? / 100,
        info: of("vpc_OrderInfo").to_owned(),
        return_url: of("vpc_ReturnURL").to_owned(),
        made: String::new(),
        opened: books.now,
        expires: books.now + WAITS,
        visited: true,
        failed: false,
    })
}
