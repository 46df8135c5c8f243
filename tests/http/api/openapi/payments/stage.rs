//! The portal that the examples of payments are asked of.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::OnceLock;
use std::thread;

use motcua_tests::{Ask, Dossier, Scene, agency, key};
use serde_json::{Value, json};

use crate::api::openapi::document::{Operation, operation};
use crate::payments::{FEE, NOW, TAKEN, VARIABLES, bank_tells, filed, opened, text, vnpay_tells};

/// The order of the examples, and what VNPay calls it.
pub const ORDER: &str = "0123456789abcdef0123456789abcdef";
pub const REFERENCE: &str = "260302000000001";
/// The reference of an order that there never was, and the number under which it is paid: the example of a case.
pub const UNKNOWN: (&str, &str) = ("260302000000003", "14226113");
/// One gateway that takes no order, and one that nobody hears of; payOS is not set up at all.
const DECLINING: [(&str, &str); 3] = [("MOMO_PARTNER", "P"), ("MOMO_ACCESS_KEY", "A"), ("MOMO_SECRETS", "S")];
const SILENT: [(&str, &str); 4] = [
    ("ZALOPAY_APP", "2553"),
    ("ZALOPAY_REQUEST_KEYS", "key1"),
    ("ZALOPAY_CALLBACK_KEYS", "key2"),
    ("ZALOPAY_HOST", "http://127.0.0.1:9"),
];

/// The portal of these tests, with a dossier whose fee was paid by the order of the examples.
pub struct Stage {
    pub scene: Scene,
    pub dossier: Dossier,
}

/// They share it: each test has dossiers and orders of its own beside it.
pub fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| {
        let momo = declining();
        let variables = [VARIABLES, &DECLINING, &[("MOMO_HOST", momo.as_str())], &SILENT].concat();
        let scene = Scene::with(NOW, &variables, "");
        let stage = Stage { dossier: filed(&scene), scene };
        stage.begin();
        stage
    })
}

impl Stage {
    /// Opens an order by the example, puts that of the examples beside it, and has VNPay tell that it was paid.
    fn begin(&self) {
        let (open, take) = (operation("open_order"), operation("take_call"));
        let ask = self.scene.portal.ask(&open.method, &open.bare()).bearer(&self.dossier.draft.secret);
        let body = &open.value["requestBody"]["content"]["application/json"]["examples"]["dossier"]["value"];
        assert_eq!(body["dossier"], self.dossier.code);
        open.answers(ask.header("idempotency-key", &key()).json(body), 201);

        let official = self.scene.official();
        let (now, claim) = (self.scene.seconds() * 1000, official.case(&self.dossier.code).version);
        let event =
            json!({"at": now, "event": "opened", "source": "citizen", "transaction": null, "amount": FEE, "code": ""});
        let facts = json!({
            "expires": now + 900_000, "gap": 300_000, "language": "vi", "procedure": "1.004194",
            "procedure_name": "Đăng ký tạm trú", "agency": "H26.109", "agency_name": "Phường Bồ Đề",
        });
        let order = json!({
            "agency": agency(&self.dossier.code), "id": ORDER, "gateway": "vnpay", "reference": REFERENCE,
            "number": 260_302_000_000_001_u64, "dossier": self.dossier.code, "claim": claim, "amount": FEE,
            "purpose": format!("Phi {}", self.dossier.code), "state": "pending", "created": now, "closes": now + 1_200_000,
            "due": null, "facts": facts.to_string(), "event": event, "step": null, "scope": "example", "request": null,
        });
        official.call("orders/open", &json!([order]));
        let told = take.answers(self.scene.portal.get(&take.call("paid")), 200).json();
        assert_eq!(told["RspCode"], "00");
        let (reference, number) = UNKNOWN;
        assert_eq!(vnpay_tells(&self.scene, number, reference, FEE, "00").expect(200).json()["RspCode"], "01");
    }

    /// A request of an operation at another address than its shortest, by somebody with this token.
    pub fn ask(&self, operation: &Operation, path: &str, token: &str) -> Ask {
        self.scene.portal.ask(&operation.method, path).bearer(token)
    }

    /// An order that was paid by a transfer.
    pub fn paid_by_transfer(&self, payment: &str) -> Value {
        let order = opened(&self.scene, "vietqr", &filed(&self.scene));
        bank_tells(&self.scene, payment, text(&order, "reference"), FEE).expect(TAKEN);
        order
    }
}

/// A MoMo that takes no order.
fn declining() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || listener.incoming().flatten().for_each(decline));
    url
}

fn decline(mut stream: TcpStream) {
    let (mut asked, mut piece) = (Vec::new(), [0_u8; 4096]);
    while !asked.ends_with(b"}") {
        match stream.read(&mut piece) {
            Ok(count) if count > 0 => asked.extend_from_slice(&piece[..count]),
            _ => return,
        }
    }
    let body = json!({"partnerCode": "P", "resultCode": 11, "message": "Access denied"}).to_string();
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
    let _ = stream.write_all(format!("{head}\r\ncontent-length: {length}\r\n\r\n{body}").as_bytes());
}
