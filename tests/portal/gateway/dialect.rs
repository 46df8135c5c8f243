//! What differs between gateways.

use serde_json::Value;

use super::books::{Books, Says};
use super::{keypay, momo, onepay, payos, shopeepay, vietqr, vnpay, zalopay};
use crate::chance::Chance;
use crate::client::{Answer, Ask};

/// A gateway that a portal comes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The national payment platform.
    Keypay,
    /// VNPay.
    Vnpay,
    /// The MoMo wallet.
    Momo,
    /// ZaloPay.
    Zalopay,
    /// OnePay.
    Onepay,
    /// payOS.
    Payos,
    /// A bank that tells of transfers.
    Vietqr,
    /// ShopeePay.
    Shopeepay,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 8] = [
        Kind::Keypay,
        Kind::Vnpay,
        Kind::Momo,
        Kind::Zalopay,
        Kind::Onepay,
        Kind::Payos,
        Kind::Vietqr,
        Kind::Shopeepay,
    ];

    /// The portal's word for it: `vnpay`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Keypay => "keypay",
            Kind::Vnpay => "vnpay",
            Kind::Momo => "momo",
            Kind::Zalopay => "zalopay",
            Kind::Onepay => "onepay",
            Kind::Payos => "payos",
            Kind::Vietqr => "vietqr",
            Kind::Shopeepay => "shopeepay",
        }
    }

    /// Whether it gives money back when asked.
    pub fn refunds(self) -> bool {
        matches!(self, Kind::Vnpay | Kind::Momo | Kind::Zalopay | Kind::Shopeepay)
    }

    /// Whether it answers questions about an order.
    pub fn answers_questions(self) -> bool {
        self != Kind::Vietqr
    }

    /// Whether the payer types amount and text himself, so that anything may come at any time.
    pub fn is_transfer(self) -> bool {
        matches!(self, Kind::Payos | Kind::Vietqr)
    }

    /// Where it calls the portal.
    pub fn callback(self) -> String {
        format!("/api/payments/{}/callback", self.word())
    }
}

/// Why a payer could not pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The time is over, or the order was paid.
    Over,
    /// The portal sent him with something that the gateway does not take, in words.
    Wrong(String),
}

/// A request of the portal, as it came.
pub struct Asked {
    /// `GET`, `POST`.
    pub method: String,
    /// The path, and the query where there is one.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Asked {
    /// A header's value, empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The body as JSON; `null` where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

/// What the portal is answered.
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The media type.
    pub content_type: &'static str,
    /// Headers beside that.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

impl Reply {
    /// A body of JSON.
    pub fn json(body: &Value) -> Reply {
        Reply { status: 200, content_type: "application/json", headers: Vec::new(), body: body.to_string() }
    }
}

/// A call to the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// `GET`, `POST`.
    pub method: &'static str,
    /// Behind the question mark; empty where there is none.
    pub query: String,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

impl Message {
    /// A query.
    pub fn get(query: String) -> Message {
        Message { method: "GET", query, headers: Vec::new(), body: String::new() }
    }

    /// A body of JSON.
    pub fn post(body: String) -> Message {
        let headers = vec![("content-type", "application/json".to_owned())];
        Message { method: "POST", query: String::new(), headers, body }
    }

    /// The request that brings it to a portal.
    pub fn to(&self, portal: &str, kind: Kind) -> Ask {
        let mark = if self.query.is_empty() { "" } else { "?" };
        let ask = Ask::new(self.method, &format!("{portal}{}{mark}{}", kind.callback(), self.query));
        let ask = self.headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value));
        if self.method == "GET" { ask } else { ask.body(self.body.clone()) }
    }
}

/// What the gateway makes of the portal's answer to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It was taken.
    Taken,
    /// It has to come again.
    Again,
    /// It was refused.
    Refused,
    /// It is no answer that this gateway's document knows.
    Nonsense,
}

/// One gateway's language.
pub trait Dialect: Send + Sync {
    /// The variables of the portal, in lower case and without their prefix.
    fn variables(&self, url: &str) -> Vec<(&'static str, String)>;

    /// Its number of a transaction.
    fn number(&self, number: u64) -> String;

    /// Answers a request of the portal.
    fn serve(&self, books: &mut Books, url: &str, asked: &Asked) -> Reply;

    /// Reads where the portal sent a payer, and gives the order's reference.
    fn arrive(&self, books: &mut Books, url: &str, next: &Value) -> Result<String, NotTaken>;

    /// Where the payer is led back to.
    fn return_to(&self, books: &Books, reference: &str) -> String {
        books.bills.get(reference).map(|bill| bill.return_url.clone()).unwrap_or_default()
    }

    /// Whether it calls for this at all.
    fn tells(&self, says: Says) -> bool;

    /// The call; one letter of what is signed, or of the signature, is another one where it is to be spoilt.
    fn message(&self, books: &Books, about: &About<'_>, spoilt: Option<&mut Chance>) -> Message;

    /// What an answer to that means.
    fn heard(&self, answer: &Answer) -> Heard;

    /// How long it waits after so many tries before the next, in milliseconds; `None` when it gives up.
    fn patience(&self, tries: u32) -> Option<u64>;
}

/// What a call is about.
pub struct About<'a> {
    /// What the gateway calls the order.
    pub reference: &'a str,
    /// What it says of it.
    pub says: Says,
    /// The payment it is about.
    pub payment: Option<usize>,
    /// What this message is called, in all of its tries.
    pub id: &'a str,
}

/// The gateway's language.
pub fn of(kind: Kind) -> Box<dyn Dialect> {
    match kind {
        Kind::Keypay => Box::new(keypay::Keypay),
        Kind::Vnpay => Box::new(vnpay::Vnpay),
        Kind::Momo => Box::new(momo::Momo),
        Kind::Zalopay => Box::new(zalopay::Zalopay),
        Kind::Onepay => Box::new(onepay::Onepay),
        Kind::Payos => Box::new(payos::Payos),
        Kind::Vietqr => Box::new(vietqr::Vietqr),
        Kind::Shopeepay => Box::new(shopeepay::Shopeepay),
    }
}
