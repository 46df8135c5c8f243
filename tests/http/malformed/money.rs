//! What is wrong with a request about fees, with its address, its token, its headers or what it says.

use motcua_tests::{Chance, key};
use serde_json::{Value, json};

use super::Targets;
use super::sent::Request;
use crate::payments::{AN, BINH};

/// A request with something wrong in it.
pub fn any(chance: &mut Chance, targets: &Targets) -> Request {
    let make = *chance.one(&[path, token, method, header, query, words, statement]);
    make(chance, targets)
}

fn vietqr(method: &str, below: &str, token: &str) -> Request {
    Request::new(method, &format!("/api/payments/vietqr/{below}"), token)
}

fn path(chance: &mut Chance, targets: &Targets) -> Request {
    let odd = [
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "%0d%0aset-cookie:a=b",
        "%ff%fe",
        "%zz",
        "%",
        "H26-",
        "H26-0123456789ABCDEF0123456789ABCDEF",
        "h26-0123456789abcdef0123456789abcdef",
        "H26-0123456789abcdef0123456789abcdef",
        "'%20OR%20'1'='1",
        "%F0%9F%92%A9",
        "2026-13-01",
        "2026-02-30",
        "0000-00-00",
        "-2026-01-01",
        "99999-01-01",
        "~",
    ];
    let long = "a".repeat(300 + chance.below(9_000));
    let odd: &str = if chance.below(12) == 0 { &long } else { chance.one::<&str>(&odd) };
    let order = &targets.order;
    let targets = [
        format!("orders/{odd}"),
        format!("orders/{odd}/receipt"),
        format!("orders/{odd}/refunds"),
        format!("orders/{order}/{odd}"),
        format!("refunds/{odd}"),
        format!("statements/{odd}"),
        format!("{odd}/{order}"),
    ];
    vietqr("GET", chance.one::<String>(&targets), AN).because("an address that leads nowhere")
}

fn token(chance: &mut Chance, targets: &Targets) -> Request {
    let right = AN;
    let swapped: String = right.chars().rev().collect();
    let values: [Vec<u8>; 9] = [
        format!("Bearer {}", targets.payer.draft.secret).into_bytes(),
        format!("Bearer {swapped}").into_bytes(),
        format!("Bearer {}", &right[..right.len() - 1]).into_bytes(),
        format!("Bearer {right}A").into_bytes(),
        format!("Bearer an={right}").into_bytes(),
        format!("Basic {right}").into_bytes(),
        right.as_bytes().to_vec(),
        b"Bearer ".to_vec(),
        [b"Bearer \xff\xfe", right.as_bytes()].concat(),
    ];
    let (order, refund, case) = (&targets.order, &targets.refund, &targets.case);
    let doors = [
        ("GET", format!("orders/{order}/refunds")),
        ("POST", "refunds".to_owned()),
        ("GET", format!("refunds/{refund}")),
        ("POST", format!("refunds/{refund}/approval")),
        ("POST", format!("refunds/{refund}/rejection")),
        ("POST", format!("refunds/{refund}/transfer")),
        ("GET", "cases".to_owned()),
        ("POST", format!("cases/{case}")),
        ("PUT", "statements/2026-03-02/gateway".to_owned()),
        ("GET", "statements/2026-03-02".to_owned()),
        ("POST", "statements/2026-03-02/settlement".to_owned()),
        ("POST", "sweep".to_owned()),
    ];
    let (method, below) = chance.one(&doors);
    let request = vietqr(method, below, "").with("idempotency-key", key());
    let request = request.with("authorization", chance.one(&values).clone());
    // Two tokens are none, though one of them is right.
    let request = if chance.below(6) == 0 { request.with("authorization", format!("Bearer {right}")) } else { request };
    request.with("content-length", "0").because("a wrong token")
}

fn method(chance: &mut Chance, targets: &Targets) -> Request {
    let (order, refund, case) = (&targets.order, &targets.refund, &targets.case);
    let doors: [(String, &[&str]); 9] = [
        ("orders".to_owned(), &["GET", "PUT", "DELETE", "PATCH", "BREW"]),
        (format!("orders/{order}"), &["POST", "PUT", "DELETE", "PATCH"]),
        (format!("orders/{order}/receipt"), &["POST", "PUT", "DELETE"]),
        (format!("refunds/{refund}/approval"), &["GET", "PUT", "DELETE", "PATCH"]),
        (format!("cases/{case}"), &["GET", "PUT", "DELETE", "PATCH"]),
        ("statements/2026-03-02/gateway".to_owned(), &["GET", "POST", "DELETE", "PATCH"]),
        ("statements/2026-03-02/settlement".to_owned(), &["GET", "PUT", "DELETE"]),
        ("sweep".to_owned(), &["GET", "PUT", "DELETE"]),
        ("callback".to_owned(), &["PUT", "DELETE", "PATCH", "OPTIONS", "BREW"]),
    ];
    let (below, methods) = chance.one(&doors);
    let method = *chance.one(methods);
    vietqr(method, below, AN).with("content-length", "0").because("a wrong method")
}

fn header(chance: &mut Chance, targets: &Targets) -> Request {
    let long = "k".repeat(256 + chance.below(3_000));
    let keys: [&[u8]; 6] = [b"", b"two words", b"\xe1\xbb\x87", b"\"", b"a\"b", long.as_bytes()];
    let types: [&[u8]; 7] = [
        b"text/plain",
        b"application/xml",
        b"application/json; charset=utf-16",
        b"multipart/form-data; boundary=a",
        b"",
        b"\xff",
        b"application/json, text/html",
    ];
    let refund = json!({"order": targets.order, "amount": 1, "reason": "Thử"}).to_string();
    let order = json!({"dossier": targets.dossier.code}).to_string();
    let opening = Request::new("POST", "/api/payments/vnpay/orders", &targets.dossier.draft.secret);
    match chance.below(6) {
        0 => vietqr("POST", "refunds", AN)
            .with("idempotency-key", *chance.one(&keys))
            .json(refund)
            .because("a key that is none"),
        1 => vietqr("POST", "refunds", AN).json(refund).because("no key"),
        2 => opening.with("idempotency-key", *chance.one(&keys)).json(order).because("a key that is none"),
        3 => opening.json(order).because("no key"),
        4 => opening
            .with("idempotency-key", key())
            .with("content-type", *chance.one(&types))
            .body(order)
            .because("a type that is not taken"),
        _ => vietqr("PUT", "statements/2026-03-02/gateway", AN)
            .with("content-type", *chance.one(&types))
            .body("transaction,kind,reference,amount,fee\n")
            .because("a type that is not taken"),
    }
}

fn query(chance: &mut Chance, targets: &Targets) -> Request {
    let odd = *chance.one(&[
        "all=2",
        "all=-1",
        "all=yes",
        "all=0&all=1",
        "cursor=x",
        "cursor=1-",
        "cursor=-0f",
        "cursor=1-zz",
        "cursor=99999999999999999999-0f",
        "cursor=%ff",
        "limit=5",
        "x=1",
    ]);
    match chance.below(3) {
        0 => vietqr("GET", &format!("cases?{odd}"), AN),
        1 => vietqr("GET", &format!("orders/{}?secret={}", targets.order, targets.payer.draft.secret), ""),
        _ => vietqr("POST", "refunds?amount=1", AN).with("idempotency-key", key()).with("content-length", "0"),
    }
    .because("a query that nobody asks")
}

/// Bodies that are read, and say what cannot be.
fn words(chance: &mut Chance, targets: &Targets) -> Request {
    let texts = ["", " ", "\u{0}", "a\u{0}b"];
    let long = "ắ".repeat(1_001 + chance.below(2_000));
    let odd: &str = if chance.below(4) == 0 { &long } else { chance.one::<&str>(&texts) };
    let refund = |name: &str, value: Value| {
        let mut body = json!({"order": targets.order, "amount": 1, "reason": "Thử"});
        body[name] = value;
        vietqr("POST", "refunds", AN).with("idempotency-key", key()).json(body.to_string())
    };
    let amounts = [json!(0), json!(6_001), json!(1_000_000_000_000_001_u64), json!(u64::MAX)];
    let decision = |act: &str| vietqr("POST", &format!("refunds/{}/{act}", targets.refund), BINH);
    let decision_of_maker = vietqr("POST", &format!("refunds/{}/approval", targets.refund), AN);
    match chance.below(7) {
        0 => refund("reason", odd.into()),
        1 => refund("transaction", odd.into()),
        2 => refund("order", odd.into()),
        3 => refund("amount", chance.one(&amounts).clone()),
        4 => decision("transfer").json(json!({"number": odd}).to_string()),
        5 => decision_of_maker.json("{}"),
        _ => vietqr("POST", &format!("cases/{}", targets.case), AN)
            .json(json!({"version": 1, "reason": odd}).to_string()),
    }
    .because("words that cannot be")
}

fn statement(chance: &mut Chance, _targets: &Targets) -> Request {
    let good = "transaction,kind,reference,amount,fee\nft-1,payment,,7000,70\n";
    let longest = "a".repeat(201);
    let rows: [Vec<u8>; 13] = [
        Vec::new(),
        b"\xff\xfe".to_vec(),
        good.replace("amount", "Amount").into_bytes(),
        good.replace("7000", "7.000").into_bytes(),
        good.replace("7000", "-7000").into_bytes(),
        good.replace("7000", "69").into_bytes(),
        good.replace("7000", "99999999999999999999").into_bytes(),
        good.replace("payment", "Payment").into_bytes(),
        good.replace("payment", "transfer").into_bytes(),
        good.replace("ft-1", "").into_bytes(),
        good.replace("ft-1", &longest).into_bytes(),
        good.replace("ft-1", "a\0b").into_bytes(),
        format!("{good}\"ft-2").into_bytes(),
    ];
    let (day, source) =
        *chance.one(&[("2026-03-02", "gateway"), ("2026-03-02", "treasury"), ("2026-02-30", "gateway")]);
    let request = vietqr("PUT", &format!("statements/{day}/{source}"), AN).with("content-type", "text/csv");
    request.body(chance.one(&rows).clone()).because("a statement that cannot be read")
}
