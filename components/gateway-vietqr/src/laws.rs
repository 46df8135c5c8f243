//! What holds of any bytes: the laws that `tests/fuzz` looks for a breach of, and the replay of what it kept.

#[path = "../../../tests/fuzz/common.rs"]
mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_gateway::{Call, Message, Refusal, mac};
use sha2::{Digest, Sha256};

use crate::account::{self, Account};
use crate::emv::{Code, Fault};
use crate::{notice, token};

const NOW: u64 = 1_795_250_445;
/// The key of the vectors of RFC 9421.
const SHARED: &str = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

/// An account with every secret of the vectors, each behind one that fits nothing.
pub fn account() -> Account {
    let secrets = [
        "whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw",
        "whsec_dGVzdC1zZWNyZXQtZm9yLWR2Y3FnLXBvcnRhbC0zMmI=",
        "stripe:whsec_another",
        "stripe:whsec_stripe_test_secret_dvcqg",
        "rfc9421:test-shared-secret:MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw",
        &format!("rfc9421:test-shared-secret:{SHARED}"),
    ];
    with(&secrets)
}

fn with(secrets: &[&str]) -> Account {
    let secrets: Vec<String> = secrets.iter().map(|secret| (*secret).to_owned()).collect();
    Account {
        bank_bin: "970422".into(),
        bank_name: "MB Bank".into(),
        number: "113366668888".into(),
        holder: "KHO BAC NHA NUOC".into(),
        secrets: account::secrets(&secrets).unwrap(),
        required: account::required("@method @target-uri content-digest"),
    }
}

fn strange() -> Account {
    with(&[
        "whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw",
        "stripe:whsec_another",
        "rfc9421:test-shared-secret:MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw",
    ])
}

fn post(headers: &[(&str, &str)], body: &[u8]) -> Call {
    Call {
        method: "POST".into(),
        url: "https://CONG.example.gov.vn:443/webhooks/hms?kenh=thu+phi".into(),
        query: "kenh=thu+phi".into(),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.to_vec(),
        now: NOW * 1000,
    }
}

/// What a call is to us; to somebody else it is never anything.
fn read(call: &Call) -> Result<Message, Refusal> {
    assert!(notice::read(&strange(), call).is_err(), "{call:?}");
    let found = notice::read(&account(), call);
    if let Ok(message) = &found {
        common::message(message);
    }
    let _ = notice::answer(call, &motcua_gateway::Outcome::Recorded);
    found
}

fn standard(id: &str, time: &str, body: &[u8]) -> Vec<u8> {
    let text = [id.as_bytes(), b".", time.as_bytes(), b".", body].concat();
    mac::sha256(b"test-secret-for-dvcqg-portal-32b", &text)
}

/// The bytes, an object of these members, and an event with these data, each signed as Standard Webhooks.
pub fn call(bytes: &[u8]) {
    let given = common::fields(bytes).unwrap_or_default();
    let event = |given: &[(&str, &str)]| {
        let kind = ("type", "\"payment.succeeded\"");
        common::object(&[kind, ("timestamp", "\"2026-11-21T08:40:45Z\""), ("data", &common::object(given))])
    };
    let signed = |body: &[u8]| {
        let good = standard("msg_1", "1795250445", body);
        let sealed = |signature: &str| {
            let headers = [("webhook-id", "msg_1"), ("webhook-timestamp", "1795250445")];
            post(&[headers.as_slice(), &[("webhook-signature", &format!("v1,{signature}"))]].concat(), body)
        };
        let found = read(&sealed(&STANDARD.encode(&good)));
        let forged: Vec<u8> = good.iter().map(|byte| byte ^ 1).collect();
        assert!(read(&sealed(&STANDARD.encode(forged))).is_err());
        assert!(!matches!(found, Err(Refusal::Unsigned | Refusal::NotAuthentic | Refusal::Stale)), "{found:?}");
        found
    };
    let _ = (signed(bytes), signed(common::object(&given).as_bytes()));
    let found = signed(event(&given).as_bytes());
    let is_whole = given.iter().all(|(_, value)| serde_json::from_str::<serde_json::Value>(value).is_ok());
    if found.is_ok() && is_whole {
        let turned: Vec<_> = given.iter().rev().copied().collect();
        assert_eq!(signed(event(&turned).as_bytes()), found);
    }
}

/// Lines as the headers of a call, the last line as its body; and the same signed as Standard Webhooks by the id and the time in
/// them, and with Stripe's time.
pub fn schemes(bytes: &[u8]) {
    let Some(given) = common::fields(bytes) else { return };
    let lower: Vec<(String, &str)> = given.iter().map(|(name, value)| (name.to_lowercase(), *value)).collect();
    let headers: Vec<(&str, &str)> = lower.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let body = headers.last().map_or("", |(_, value)| value).as_bytes();
    let _ = read(&post(&headers, body));

    let of = |wanted: &str| headers.iter().find(|(name, _)| *name == wanted).map_or("", |(_, value)| value.trim());
    let (id, time) = (of("webhook-id"), of("webhook-timestamp"));
    let signature = format!("{} v1,{}", of("webhook-signature"), STANDARD.encode(standard(id, time, body)));
    let mut signed = common::without(&headers, &["webhook-signature"]);
    signed.push(("webhook-signature", &signature));
    let _ = read(&post(&signed, body));

    let stripe = of("stripe-signature");
    let time = stripe.split(',').find_map(|part| part.strip_prefix("t=")).unwrap_or_default();
    let text = [time.as_bytes(), b".", body].concat();
    let signature = format!("{stripe},v1={}", mac::hex(&mac::sha256(b"whsec_stripe_test_secret_dvcqg", &text)));
    let _ = read(&post(&[("stripe-signature", &signature)], body));
}

/// Bytes as a `Signature-Input` of RFC 9421, and as a `Content-Digest`: what they say is signed, as far as it can be read.
pub fn signatures(bytes: &[u8]) {
    let given = String::from_utf8_lossy(bytes);
    let (input, digest) = given.split_once('\n').unwrap_or((&given, ""));
    let body = b"{\"type\":\"payment.refunded\"}";
    let right = format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)));
    let digest = if digest.is_empty() { &right } else { digest };
    let _ = read(&post(&[("signature-input", input), ("signature", digest)], body));
    let parameters = input.strip_prefix("sig=").unwrap_or(input);
    let call = |signature: &[u8]| {
        let signature = format!("sig=:{}:", STANDARD.encode(signature));
        let input = format!("sig={parameters}");
        let headers = [("content-digest", digest), ("signature-input", &input), ("signature", &signature)];
        post(&headers, body)
    };
    // The base by this law's own hand, for a list of names without parameters.
    let Some((names, _)) = parameters.strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        let _ = read(&call(b"x"));
        return;
    };
    let url = "https://CONG.example.gov.vn:443/webhooks/hms?kenh=thu+phi";
    let component = |name: &str| match name {
        "\"@method\"" => Some("POST"),
        "\"@target-uri\"" => Some(url),
        "\"@authority\"" => Some("cong.example.gov.vn"),
        "\"@scheme\"" => Some("https"),
        "\"@path\"" => Some("/webhooks/hms"),
        "\"@query\"" => Some("?kenh=thu+phi"),
        "\"@request-target\"" => Some("/webhooks/hms?kenh=thu+phi"),
        "\"content-digest\"" => Some(digest),
        _ => None,
    };
    let lines = names.split_whitespace().map(|name| Some(format!("{name}: {}\n", component(name)?)));
    let Some(lines) = lines.collect::<Option<String>>() else { return };
    let base = format!("{lines}\"@signature-params\": {parameters}");
    let key = STANDARD.decode(SHARED).unwrap();
    let good = mac::sha256(&key, base.as_bytes());
    let forged: Vec<u8> = good.iter().map(|byte| byte ^ 1).collect();
    assert!(read(&call(&forged)).is_err());
    let found = read(&call(&good));
    // Nobody believes what does not cover the address, the method and the body by a digest that is right.
    let covers = |name: &str| names.split_whitespace().any(|given| given == name);
    let is_covered = covers("\"@method\"") && covers("\"@target-uri\"") && covers("\"content-digest\"");
    assert!(found.is_err() || is_covered, "{found:?}");
    assert!(found.is_err() || digest.contains(&STANDARD.encode(Sha256::digest(body))) || digest.contains("sha-512"));
}

/// Text as a QR code, and with the checksum that it should have; and as the text of a transfer.
pub fn code(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = coded(&text);
    let crc = text.bytes().chain(*b"6304").fold(0xFFFF_u16, |crc, byte| {
        (0..8).rev().fold(crc, |crc, bit| {
            let carry = (crc >> 15 & 1) ^ u16::from(byte >> bit & 1);
            (crc << 1) ^ (carry * 0x1021)
        })
    });
    assert_ne!(coded(&format!("{text}6304{crc:04X}")), Err(Fault::Crc));

    if let Some(found) = token::find(&text) {
        assert_eq!(token::find(&found).as_ref(), Some(&found));
        assert_eq!(token::find(&format!("{found} {text}")).as_ref(), Some(&found));
    }
}

fn coded(text: &str) -> Result<Code, Fault> {
    let read = Code::read(text);
    if let Ok(code) = &read {
        assert!(code.amount.is_none_or(|amount| amount <= 1_000_000_000_000_000), "{code:?}");
        // What can be written is read back as what was meant.
        if let Some(written) = code.write() {
            assert_eq!(Code::read(&written).as_ref(), Ok(code));
        }
    }
    read
}

#[test]
fn what_was_kept_of_fuzzing_holds() {
    common::replay("vietqr_call", call);
    common::replay("vietqr_schemes", schemes);
    common::replay("vietqr_signatures", signatures);
    common::replay("vietqr_code", code);
}
