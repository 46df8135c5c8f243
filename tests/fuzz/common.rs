//! What the laws of all parts are made of: what a fuzzer writes, an order to ask about, what holds of whatever is believed, and
//! the replay of what was kept.
//!
//! Every part has this file as a module of its `laws.rs`, in its own tests and in its fuzz targets.

// A part needs some of it, and each another some.
#![allow(dead_code)]

use motcua_gateway::inquiry::Finding;
use motcua_gateway::json::{self, Object};
use motcua_gateway::{Bill, Call, Meaning, Message, Notice, Order, Refund, Refusal, Response, refunds};

/// What an amount may be at most (`wit/payment-gateway`).
const DONG_MAX: u64 = 1_000_000_000_000_000;
/// The end of the year 9999: behind it there is no calendar.
const INSTANT_MAX: u64 = 253_402_300_800_000;

/// What a fuzzer writes: a line a field, its name, a space and its value. `None` where it is no text.
///
/// It changes and joins lines more easily than it keeps quotes and brackets in pairs.
pub fn fields(bytes: &[u8]) -> Option<Vec<(&str, &str)>> {
    let text = core::str::from_utf8(bytes).ok()?;
    Some(text.lines().map(|line| line.split_once(' ').unwrap_or((line, ""))).collect())
}

/// The fields without those of these names.
pub fn without<'text>(fields: &[(&'text str, &'text str)], names: &[&str]) -> Vec<(&'text str, &'text str)> {
    fields.iter().filter(|(name, _)| !names.contains(name)).copied().collect()
}

/// An object of JSON with these fields. Their values stand in it as they are: whoever wrote them may have broken it.
pub fn object(fields: &[(&str, &str)]) -> String {
    let members = fields.iter().map(|(name, value)| format!("{}:{value}", serde_json::json!(name)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// What these members say, one that is missing or `null` as an empty text. `None` where a part does not get so far that it would
/// look at a signature.
pub fn said(object: &str, names: &[&str]) -> Option<Vec<String>> {
    let object = Object::read(object.as_bytes()).ok()?;
    names
        .iter()
        .map(|name| object.raw_of(name).map_or(Some(None), json::scalar).map(Option::unwrap_or_default))
        .collect()
}

/// Another text of the same length.
pub fn other(signature: &str) -> String {
    let last = if signature.ends_with('0') { "1" } else { "0" };
    let before = signature.char_indices().next_back().and_then(|(place, _)| signature.get(..place));
    format!("{}{last}", before.unwrap_or_default())
}

/// A call with a body of JSON.
pub fn post(body: &[u8]) -> Call {
    let headers = vec![("content-type".into(), "application/json".into())];
    Call { method: "POST".into(), url: String::new(), query: String::new(), headers, body: body.to_vec(), now: 0 }
}

/// A call with a query.
pub fn get(query: &str) -> Call {
    Call { method: "GET".into(), url: String::new(), query: query.into(), headers: vec![], body: vec![], now: 0 }
}

/// A response with this body.
pub fn response(body: &[u8]) -> Response {
    Response { status: 200, headers: vec![], body: body.to_vec() }
}

/// The order that is asked about.
pub fn order() -> Order {
    let (created, text) = (1_795_250_445_000, String::from);
    Order {
        number: 241_121_000_001,
        reference: text("DVC20261121000001"),
        amount: 150_000,
        purpose: text("Nop le phi H26-241121-0007"),
        created,
        expires: created + 900_000,
        language: text("vi"),
        return_url: text("https://portal.example/back"),
        notify_url: text("https://portal.example/ipn"),
        payer_address: text("127.0.0.1"),
        bill: Bill {
            dossier: text(""),
            procedure: text(""),
            procedure_name: text(""),
            agency: text(""),
            agency_name: text(""),
        },
    }
}

/// The refund that is asked about.
pub fn refund() -> Refund {
    Refund {
        id: "0123456789abcdef0123456789abcdef".into(),
        order: order(),
        transaction: "14226112".into(),
        paid: 0,
        amount: 50_000,
        whole: false,
        reason: "Nop thua".into(),
        maker: "clerk".into(),
        asked: 1_795_250_445_000,
    }
}

/// What holds of every message that is believed.
pub fn message(message: &Message) {
    match message {
        Message::Notice(notice) => sound(notice),
        Message::Ping => {}
        Message::Other(word) => kept(word),
    }
}

/// What holds of every answer that is believed.
pub fn answer(found: &Result<Finding, Refusal>) {
    if let Ok(Finding::Notice(notice)) = found {
        sound(notice);
    }
}

/// What holds of every word about a refund.
pub fn given_back(found: &Result<refunds::Finding, Refusal>) {
    if let Ok(refunds::Finding::Done(word) | refunds::Finding::Refused(word)) = found {
        kept(word);
    }
}

fn sound(notice: &Notice) {
    assert!(notice.amount.is_none_or(|amount| amount <= DONG_MAX), "{notice:?}");
    assert!(notice.at.is_none_or(|at| at < INSTANT_MAX), "{notice:?}");
    assert!(notice.transaction.as_ref().is_none_or(|number| !number.is_empty()), "{notice:?}");
    assert!(notice.meaning != Meaning::Paid || notice.transaction.is_some(), "{notice:?}");
    kept(&notice.reference);
    kept(&notice.code);
    kept(notice.transaction.as_deref().unwrap_or_default());
    kept(notice.purpose.as_deref().unwrap_or_default());
}

/// No store keeps U+0000.
fn kept(text: &str) {
    assert!(!text.contains('\0'), "{text:?}");
}

/// Whether a signed message is read the same in another order, and by nobody with another secret nor under another signature.
///
/// `read` says what a message is to us; `changed` is the message with its fields the other way round, `forged` with another
/// signature, and `strange` what it is to somebody else.
pub fn signed(
    read: Result<Message, Refusal>,
    changed: Result<Message, Refusal>,
    forged: Result<Message, Refusal>,
    strange: Result<Message, Refusal>,
) {
    assert!(!matches!(read, Err(Refusal::Unsigned | Refusal::NotAuthentic)), "{read:?}");
    assert!(forged.is_err(), "{forged:?}");
    assert!(strange.is_err(), "{strange:?}");
    if let Ok(found) = &read {
        message(found);
        assert_eq!(read, changed);
    }
}

/// The same of an object of JSON with these members and their signature.
pub fn sealed(
    members: &[(&str, &str)],
    (name, signature): (&str, &str),
    read: impl Fn(&[u8]) -> Result<Message, Refusal>,
    strange: impl Fn(&[u8]) -> Result<Message, Refusal>,
) {
    let with = |signature: &str, is_reversed: bool| {
        let signature = format!("\"{signature}\"");
        let mut members = [members, &[(name, signature.as_str())]].concat();
        if is_reversed {
            members.reverse();
        }
        object(&members).into_bytes()
    };
    // Values that are whole only together have one order.
    let is_whole = members.iter().all(|(_, value)| serde_json::from_str::<serde_json::Value>(value).is_ok());
    let (good, forged) = (with(signature, false), with(&other(signature), false));
    signed(read(&good), read(&with(signature, is_whole)), read(&forged), strange(&good));
}

/// Every file that was kept of a target, through its law.
pub fn replay(target: &str, law: impl Fn(&[u8])) {
    let folder = format!("{}/../../tests/fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    assert!(!files.is_empty(), "{folder}");
    for file in files {
        // The name is what a panic behind it is about.
        eprintln!("{}", file.display());
        law(&std::fs::read(&file).unwrap());
    }
}
