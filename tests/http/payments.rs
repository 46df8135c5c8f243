//! `/api/payments/…`: fees paid through gateways, whatever these do.

mod cashiers;
mod life;
mod limits;
mod vectors;

use hmac_of::hex;
use motcua_tests::answers::{answers, form};
use motcua_tests::samples::{jpeg, pdf};
use motcua_tests::{Ask, Dossier, Scene, key};
use serde_json::{Value, json};

/// Registration of a temporary stay: 7.000 đồng.
const STAY: &str = "1.004194";
/// What it costs.
pub(crate) const FEE: u64 = 7_000;
/// Phường Bồ Đề, Hà Nội.
const PLACE: &str = "00118";
pub(crate) const NOW: &str = "2026-03-02T09:00";
/// Two who answer for the money.
pub(crate) const AN: &str = "cashier-an-0123456789";
pub(crate) const BINH: &str = "cashier-binh-0123456789";
/// One who may have the sweep done.
pub(crate) const SWEEPER: &str = "sweeper-0123456789";
/// A bank's secret, and the same as its bytes.
const BANK_SECRET: &str = "whsec_dGVzdC1zZWNyZXQtZm9yLWR2Y3FnLXBvcnRhbC0zMmI=";
pub(crate) const BANK_KEY: &[u8] = b"test-secret-for-dvcqg-portal-32b";
pub(crate) const VNPAY_SECRET: &str = "TESTKEYVNPAY0123456789ABCDEFGHIJ";

/// What the gateways of these tests are set up with. The addresses are of this machine, where nobody listens.
pub(crate) const VARIABLES: &[(&str, &str)] = &[
    ("CASHIERS", "an=cashier-an-0123456789 binh=cashier-binh-0123456789"),
    ("SWEEPERS", "cron=sweeper-0123456789"),
    ("GATEWAYS", "vnpay vietqr"),
    ("VNPAY_TERMINAL", "DVCTEST1"),
    ("VNPAY_SECRETS", VNPAY_SECRET),
    ("VNPAY_HOST", "http://127.0.0.1:9"),
    ("VIETQR_BANK_BIN", "970422"),
    ("VIETQR_BANK_NAME", "MB"),
    ("VIETQR_ACCOUNT", "113366668888"),
    ("VIETQR_HOLDER", "KHO BAC NHA NUOC"),
    ("VIETQR_SECRETS", BANK_SECRET),
];

/// A portal with gateways.
fn scene() -> Scene {
    Scene::with(NOW, VARIABLES, "")
}

/// A dossier whose fee nobody has asked for yet.
pub(crate) fn filed(scene: &Scene) -> Dossier {
    let draft = scene.citizen().drafts(STAY, PLACE).answers(&answers(&form(STAY), &json!({})));
    draft.upload("dwelling_proof", "hợp đồng.jpg", &jpeg(1)).upload("dwelling_proof", "trang 2.pdf", &pdf(2)).submit()
}

/// A request for an order, by whoever has the dossier's secret.
pub(crate) fn order(scene: &Scene, gateway: &str, dossier: &Dossier, key: &str) -> Ask {
    scene
        .portal
        .ask("POST", &format!("/api/payments/{gateway}/orders"))
        .bearer(&dossier.draft.secret)
        .header("idempotency-key", key)
        .json(&json!({"dossier": dossier.code}))
}

/// An order that was opened.
pub(crate) fn opened(scene: &Scene, gateway: &str, dossier: &Dossier) -> Value {
    order(scene, gateway, dossier, &key()).expect(201).json()
}

/// How an order stands.
#[track_caller]
fn standing(scene: &Scene, order: &Value) -> Value {
    let (gateway, id) = (text(order, "gateway"), text(order, "id"));
    scene.portal.get(&format!("/api/payments/{gateway}/orders/{id}")).expect(200).json()
}

/// A bank tells that money came.
pub(crate) fn bank_tells(scene: &Scene, payment: &str, reference: &str, amount: u64) -> Ask {
    let body = json!({
        "type": "payment.succeeded",
        "timestamp": "2026-03-02T02:00:00Z",
        "data": {"payment_id": payment, "order_ref": reference, "amount": amount, "currency": "VND"},
    })
    .to_string();
    let (id, now) = (format!("msg_{payment}"), scene.seconds().to_string());
    let signature = hmac_of::sha256_base64(BANK_KEY, format!("{id}.{now}.{body}").as_bytes());
    scene
        .portal
        .ask("POST", "/api/payments/vietqr/callback")
        .header("content-type", "application/json")
        .header("webhook-id", &id)
        .header("webhook-timestamp", &now)
        .header("webhook-signature", &format!("v1,{signature}"))
        .body(body)
}

/// VNPay tells what became of an order.
pub(crate) fn vnpay_tells(scene: &Scene, transaction: &str, reference: &str, amount: u64, code: &str) -> Ask {
    let query = format!(
        "vnp_Amount={}&vnp_BankCode=NCB&vnp_OrderInfo=Le+phi&vnp_ResponseCode={code}&vnp_TmnCode=DVCTEST1\
         &vnp_TransactionNo={transaction}&vnp_TransactionStatus={code}&vnp_TxnRef={reference}",
        amount * 100
    );
    let signature = hex(&hmac_of::sha512(VNPAY_SECRET.as_bytes(), query.as_bytes()));
    scene.portal.get(&format!("/api/payments/vnpay/callback?{query}&vnp_SecureHash={signature}"))
}

/// What a bank is answered when it need not come again.
pub(crate) const TAKEN: u16 = 204;

#[track_caller]
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name}: {value}"))
}

/// The kinds of a gateway's open cases, in the order of the alphabet.
#[track_caller]
fn cases(scene: &Scene, gateway: &str) -> Vec<String> {
    let page = scene.portal.get(&format!("/api/payments/{gateway}/cases")).bearer(AN).expect(200).json();
    let items = page["items"].as_array().unwrap_or_else(|| panic!("{page}"));
    // What was opened in the same millisecond has no order.
    let mut kinds: Vec<String> = items.iter().map(|case| text(case, "kind").to_owned()).collect();
    kinds.sort();
    kinds
}

/// HMAC as the gateways of these tests compute it.
pub(crate) mod hmac_of {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use hmac::{Hmac, Mac};
    use sha2::{Sha256, Sha512};

    /// HMAC-SHA-512.
    pub fn sha512(key: &[u8], text: &[u8]) -> Vec<u8> {
        <Hmac<Sha512> as Mac>::new_from_slice(key).expect("a key").chain_update(text).finalize().into_bytes().to_vec()
    }

    /// HMAC-SHA-256 in base64.
    pub fn sha256_base64(key: &[u8], text: &[u8]) -> String {
        let mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("a key").chain_update(text).finalize();
        STANDARD.encode(mac.into_bytes())
    }

    /// Lower-case hexadecimal digits.
    pub fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
