//! A bank that tells of transfers by Standard Webhooks. Nobody may ask it anything, and nobody makes an order there: the payer's
//! own bank reads the QR code, and what arrives is money and a text.

use serde_json::{Value, json};

use super::books::{Bill, Books, Says};
use super::dialect::{About, Asked, Dialect, Heard, Message, NotTaken, Reply};
use super::sign::{base64, sha256, spoil};
use super::time::utc;
use crate::chance::Chance;
use crate::client::Answer;

const BIN: &str = "970436";
const BANK: &str = "Vietcombank";
const ACCOUNT: &str = "0011001234567";
const HOLDER: &str = "KHO BAC NHA NUOC";
const KEY: &[u8] = b"vietqr-test-key-of-32-bytes-long";
/// When it comes again, in milliseconds after the try before.
const GAPS: [u64; 9] =
    [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000];
/// A transfer takes no notice of when somebody wants to end: a week is enough for these tests.
const WAITS: u64 = 604_800_000;

/// A bank.
pub struct Vietqr;

impl Dialect for Vietqr {
    fn variables(&self, _url: &str) -> Vec<(&'static str, String)> {
        vec![
            ("vietqr_bank_bin", BIN.to_owned()),
            ("vietqr_bank_name", BANK.to_owned()),
            ("vietqr_account", ACCOUNT.to_owned()),
            ("vietqr_holder", HOLDER.to_owned()),
            ("vietqr_secrets", format!("whsec_{}", base64(KEY))),
        ]
    }

    fn number(&self, number: u64) -> String {
        format!("FT26335{:08}", 5_000_000 + number)
    }

    fn serve(&self, books: &mut Books, _url: &str, asked: &Asked) -> Reply {
        books.violation(format!("a bank was asked: {} {}", asked.method, asked.path));
        Reply { status: 404, content_type: "text/plain", headers: Vec::new(), body: String::new() }
    }

    fn arrive(&self, books: &mut Books, _url: &str, next: &Value) -> Result<String, NotTaken> {
        let wrong = |why: &str| NotTaken::Wrong(why.to_owned());
        let text = |name: &str| next[name].as_str().unwrap_or_default();
        let amount = next["amount"].as_u64().ok_or_else(|| wrong("no amount"))?;
        let code = Code::read(text("qr")).ok_or_else(|| wrong("no QR code"))?;
        let shown = (text("bank_bin"), text("account"), text("holder"), text("text"), text("bank"));
        if shown != (BIN, ACCOUNT, HOLDER, code.purpose.as_str(), BANK) {
            return Err(wrong("what is shown is not what the code says"));
        }
        if (code.bin.as_str(), code.account.as_str(), code.amount) != (BIN, ACCOUNT, amount) || code.purpose.len() > 25
        {
            return Err(wrong("another transfer"));
        }
        let reference = code.purpose.split(' ').next().unwrap_or_default().to_owned();
        books.open(Bill {
            reference: reference.clone(),
            amount,
            info: code.purpose,
            return_url: String::new(),
            made: String::new(),
            opened: books.now,
            expires: books.now + WAITS,
            visited: true,
            failed: false,
        });
        Ok(reference)
    }

    fn tells(&self, _says: Says) -> bool {
        true
    }

    fn message(&self, books: &Books, about: &About<'_>, spoilt: Option<&mut Chance>) -> Message {
        let payment = about.payment.map(|place| &books.payments[place]);
        let bill = books.bills.get(about.reference);
        let kind = match about.says {
            Says::Paid => "payment.succeeded",
            Says::Held => "payment.pending",
            Says::Failed => "payment.failed",
        };
        let written = bill.map_or("NOP TIEN".to_owned(), |bill| mangled(&bill.info, about.id));
        let amount = payment.map_or_else(|| bill.map_or(0, |bill| bill.amount), |payment| payment.amount);
        let body = json!({
            "type": kind, "timestamp": utc(payment.map_or(books.now, |payment| payment.at)),
            "data": {
                "account": ACCOUNT, "amount": amount, "currency": "VND", "text": written,
                "payment_id": payment.map_or("", |payment| payment.transaction.as_str()),
            },
        });
        sealed(books, about.id, body.to_string(), spoilt)
    }

    fn heard(&self, answer: &Answer) -> Heard {
        match answer.status {
            200..=299 => Heard::Taken,
            500..=599 | 429 => Heard::Again,
            400 | 401 => Heard::Refused,
            _ => Heard::Nonsense,
        }
    }

    fn patience(&self, tries: u32) -> Option<u64> {
        GAPS.get(usize::try_from(tries).expect("a count").saturating_sub(1)).copied()
    }
}

/// The text of a transfer as it arrives: in upper case, with words of the bank before it, cut, or broken in two.
fn mangled(text: &str, id: &str) -> String {
    let text = text.to_uppercase();
    match id.as_bytes().last().map_or(0, |last| last % 5) {
        0 => text,
        1 => format!("IBFT {text} FT26335"),
        2 => text.chars().take(13).collect(),
        3 => format!("{} {}", &text[..6], &text[6..]),
        _ => text.to_lowercase(),
    }
}

/// The call with its three headers. While a secret is replaced, a signature by the other one stands beside the right one.
fn sealed(books: &Books, id: &str, mut body: String, spoilt: Option<&mut Chance>) -> Message {
    let (mut id, mut time) = (id.to_owned(), (books.now / 1000).to_string());
    let mut right = base64(&sha256(KEY, format!("{id}.{time}.{body}").as_bytes()));
    let other = base64(&sha256(b"another key", body.as_bytes()));
    if let Some(chance) = spoilt {
        match chance.below(4) {
            0 => id = spoil(&id, chance),
            1 => time = (books.now / 1000 + 1).to_string(),
            2 => right = spoil(&right, chance),
            _ => body = spoil(&body, chance),
        }
    }
    let signatures =
        if body.len().is_multiple_of(2) { format!("v1,{right}") } else { format!("v1,{other} v1,{right} v1a,x") };
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("webhook-id", id),
        ("webhook-timestamp", time),
        ("webhook-signature", signatures),
    ];
    Message { method: "POST", query: String::new(), headers, body }
}

/// A QR code of NAPAS, as far as a bank reads it.
struct Code {
    bin: String,
    account: String,
    amount: u64,
    purpose: String,
}

impl Code {
    fn read(text: &str) -> Option<Code> {
        let (before, sum) = text.split_at_checked(text.len().checked_sub(4)?)?;
        if !before.ends_with("6304") || sum != format!("{:04X}", crc(before.as_bytes())) {
            return None;
        }
        let fields = fields(text)?;
        let of = |fields: &[(String, String)], tag: &str| {
            fields.iter().find(|(known, _)| known == tag).map(|(_, value)| value.clone())
        };
        let payee = self::fields(&of(&fields, "38")?)?;
        let whose = self::fields(&of(&payee, "01")?)?;
        let is_right = of(&fields, "00")? == "01"
            && of(&fields, "01")? == "12"
            && of(&fields, "53")? == "704"
            && of(&fields, "58")? == "VN"
            && of(&payee, "00")? == "A000000727"
            && of(&payee, "02")? == "QRIBFTTA";
        let more = self::fields(&of(&fields, "62")?)?;
        is_right.then_some(Code {
            bin: of(&whose, "00")?,
            account: of(&whose, "01")?,
            amount: of(&fields, "54")?.parse().ok()?,
            purpose: of(&more, "08")?,
        })
    }
}

/// Tags of two digits, lengths of two digits, values.
fn fields(mut text: &str) -> Option<Vec<(String, String)>> {
    let mut fields = Vec::new();
    while !text.is_empty() {
        let (tag, rest) = text.split_at_checked(2)?;
        let (length, rest) = rest.split_at_checked(2)?;
        let (value, rest) = rest.split_at_checked(length.parse().ok()?)?;
        fields.push((tag.to_owned(), value.to_owned()));
        text = rest;
    }
    Some(fields)
}

/// CRC-16 by 0x1021 from 0xFFFF.
fn crc(bytes: &[u8]) -> u16 {
    let mut sum: u16 = 0xffff;
    for byte in bytes {
        for bit in (0..8).rev() {
            let is_set = ((sum >> 15) ^ u16::from(byte >> bit)) & 1 == 1;
            sum = (sum << 1) ^ if is_set { 0x1021 } else { 0 };
        }
    }
    sum
}
