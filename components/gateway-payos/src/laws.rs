//! What holds of any bytes: the laws that `tests/fuzz` looks for a breach of, and the replay of what it kept.

#[path = "../../../tests/fuzz/common.rs"]
mod common;

use motcua_gateway::json::Object;
use motcua_gateway::{json, mac};

use crate::account::Account;
use crate::{inquiry, notice, pay, sign};

pub const SECRET: &str = "7e57c0de7e57c0de7e57c0de7e57c0de7e57c0de7e57c0de7e57c0de7e57c0de";
/// The one that payOS publishes with its sample.
const PUBLISHED: &str = "1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675";

/// The channel of the vectors.
pub fn account() -> Account {
    with(&[SECRET, PUBLISHED])
}

fn with(secrets: &[&str]) -> Account {
    Account {
        client: "client".into(),
        api_key: "api-key".into(),
        secrets: secrets.iter().map(|secret| (*secret).into()).collect(),
        api_url: "https://payos.example".into(),
    }
}

/// The signature over `data`: the text is the part's own, which has vectors, and where nothing but scalars stands in it also ours.
fn signature(data: &str) -> Option<String> {
    let data = Object::read(data.as_bytes()).ok()?;
    let text = sign::text(&data, sign::sorted).ok()?;
    if let Some(plain) = plain(&data) {
        assert_eq!(text, plain);
    }
    Some(mac::hex(&mac::sha256(SECRET.as_bytes(), text.as_bytes())))
}

fn plain(data: &Object) -> Option<String> {
    let mut members: Vec<(&str, &str)> = data.raw().collect();
    members.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<u16>>());
    let value = |raw| {
        let value = json::scalar(raw)?.unwrap_or_default();
        Some(if matches!(value.as_str(), "null" | "undefined") { String::new() } else { value })
    };
    let pairs = members.into_iter().map(|(name, raw)| Some(format!("{name}={}", value(raw)?)));
    Some(pairs.collect::<Option<Vec<_>>>()?.join("&"))
}

/// A body as it comes, and one with these data that we sign.
pub fn call(bytes: &[u8]) {
    let read = |body: &[u8]| notice::read(&account(), &common::post(body));
    let strange = |body: &[u8]| notice::read(&with(&["strange"]), &common::post(body));
    assert!(strange(bytes).is_err());
    if let Ok(message) = read(bytes) {
        common::message(&message);
    }
    let Some(data) = common::fields(bytes).map(|given| common::object(&given)) else { return };
    let Some(signature) = signature(&data) else { return };
    common::sealed(&[("code", "\"00\""), ("data", &data)], ("signature", &signature), read, strange);
}

/// An answer as it comes, and one with these data that we sign.
pub fn answer(bytes: &[u8]) {
    let order = common::order();
    let hear = |account: &Account, body: &[u8]| inquiry::finding(account, &order, &common::response(body));
    let begun = |account: &Account, body: &[u8]| pay::step(account, &order, &common::response(body));
    common::answer(&hear(&account(), bytes));
    let _ = begun(&account(), bytes);
    let Some(data) = common::fields(bytes).map(|given| common::object(&given)) else { return };
    let Some(signature) = signature(&data) else { return };
    let body = common::object(&[("code", "\"00\""), ("data", &data), ("signature", &format!("\"{signature}\""))]);
    common::answer(&hear(&account(), body.as_bytes()));
    let _ = begun(&account(), body.as_bytes());
    let strange = with(&["strange"]);
    assert!(hear(&strange, body.as_bytes()).is_err() && begun(&strange, body.as_bytes()).is_err(), "{body}");
}

#[test]
fn what_was_kept_of_fuzzing_holds() {
    common::replay("payos_call", call);
    common::replay("payos_answer", answer);
}
