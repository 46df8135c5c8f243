//! Calls that look like a gateway's and are not: each was right before somebody laid hands on it.

use motcua_tests::{Answer, Ask, Chance, Scene};
use serde_json::json;

use crate::payments::{BANK_KEY, FEE, VNPAY_SECRET, hmac_of};

/// A call and what is wrong with it; `reference` is that of an order of VNPay's which waits to be paid.
pub fn any(chance: &mut Chance, scene: &Scene, reference: &str) -> (&'static str, Ask) {
    if chance.below(2) == 0 { vnpay(chance, scene, reference) } else { bank(chance, scene) }
}

/// Whether a gateway hears that it was not believed.
pub fn is_refusal(answer: &Answer) -> bool {
    match answer.status {
        200 => ["97", "99"].contains(&answer.json()["RspCode"].as_str().unwrap_or_default()),
        400 | 401 => answer.body.is_empty(),
        414 => true,
        _ => false,
    }
}

/// The same text with another sign at one place.
fn other(chance: &mut Chance, text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let place = chance.below(bytes.len());
    bytes[place] = if bytes[place] == b'7' { b'8' } else { b'7' };
    String::from_utf8(bytes).expect("a text")
}

fn vnpay(chance: &mut Chance, scene: &Scene, reference: &str) -> (&'static str, Ask) {
    let amount = FEE * 100;
    let query = format!(
        "vnp_Amount={amount}&vnp_ResponseCode=00&vnp_TmnCode=DVCTEST1&vnp_TransactionNo=1&vnp_TransactionStatus=00\
         &vnp_TxnRef={reference}"
    );
    let signed = |secret: &str, query: &str| hmac_of::hex(&hmac_of::sha512(secret.as_bytes(), query.as_bytes()));
    let signature = signed(VNPAY_SECRET, &query);
    let whole = format!("{query}&vnp_SecureHash={signature}");
    let (what, query) = match chance.below(10) {
        0 => ("another signature", format!("{query}&vnp_SecureHash={}", other(chance, &signature))),
        1 => ("a piece of a signature", format!("{query}&vnp_SecureHash={}", &signature[..chance.below(128)])),
        2 => ("no signature", query),
        3 => ("another amount", whole.replace(&amount.to_string(), &(amount + 100).to_string())),
        4 => ("a field twice", format!("{whole}&vnp_Amount=100")),
        5 => ("two signatures", format!("{whole}&vnp_SecureHash={signature}")),
        6 => ("another secret", format!("{query}&vnp_SecureHash={}", signed("", &query))),
        7 => ("a field more", format!("{whole}&vnp_Extra={}", chance.number())),
        8 => ("bytes that are no text", format!("{whole}&vnp_OrderInfo=%ff%fe")),
        _ => ("more than anybody sends", format!("{whole}{}", "&a=b".repeat(101 + chance.below(3_000)))),
    };
    (what, scene.portal.get(&format!("/api/payments/vnpay/callback?{query}")))
}

fn bank(chance: &mut Chance, scene: &Scene) -> (&'static str, Ask) {
    let data = json!({"payment_id": "ft-3", "order_ref": "nobody's", "amount": FEE, "currency": "VND"});
    let body = json!({"type": "payment.succeeded", "timestamp": "2026-03-02T02:00:00Z", "data": data}).to_string();
    let signature = |id: &str, time: &str| {
        format!("v1,{}", hmac_of::sha256_base64(BANK_KEY, format!("{id}.{time}.{body}").as_bytes()))
    };
    let (id, now) = ("msg_ft-3", scene.seconds().to_string());
    let call = |headers: &[(&str, &str)], body: &str| {
        let ask = scene.portal.ask("POST", "/api/payments/vietqr/callback").header("content-type", "application/json");
        headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value)).body(body)
    };
    let right = signature(id, &now);
    let headers = [("webhook-id", id), ("webhook-timestamp", now.as_str()), ("webhook-signature", right.as_str())];
    let with = |place: usize, value: &str| {
        let mut headers = headers;
        headers[place].1 = value;
        call(&headers, &body)
    };
    let without = |place: usize| {
        let kept: Vec<_> =
            headers.iter().enumerate().filter(|(number, _)| *number != place).map(|(_, one)| *one).collect();
        call(&kept, &body)
    };
    let old = (scene.seconds() - 301 - chance.below(100_000) as u64).to_string();
    match chance.below(9) {
        0 => ("another signature", with(2, &format!("v1,{}", other(chance, &right[3..])))),
        1 => ("another body", call(&headers, &other(chance, &body))),
        2 => ("another message", with(0, "msg_ft-4")),
        3 => ("a header is missing", without(chance.below(3))),
        4 => ("an old call", {
            let signature = signature(id, &old);
            call(&[("webhook-id", id), ("webhook-timestamp", &old), ("webhook-signature", &signature)], &body)
        }),
        5 => ("no time", with(1, chance.one::<&str>(&["", "soon", "-1", "1e9", "99999999999999999999"]))),
        6 => ("two schemes", call(&[&headers[..], &[("stripe-signature", "t=1,v1=00")]].concat(), &body)),
        7 => ("a header twice", call(&[&headers[..], &[("webhook-id", "msg_ft-4")]].concat(), &body)),
        _ => (
            "no signature that there is",
            with(2, chance.one::<&str>(&["", "v1", "v1,", "v9,AAAA", "v1a,AAAA", "v1,!!!!"])),
        ),
    }
}
