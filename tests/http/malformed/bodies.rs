//! Bodies that are no JSON, or other JSON than was asked for.

use motcua_tests::{Chance, DESK_H26, key};
use serde_json::{Value, json};

use super::sent::Request;
use super::{Targets, feedback};
use crate::payments::{AN, BINH};

/// Where a body of JSON is taken.
#[derive(Clone, Copy)]
enum Door {
    Begin,
    Save,
    Submit,
    Supplement,
    Withdraw,
    Order,
    Refund,
    Approve,
    Transfer,
    Case,
    Place,
    Say,
    Alike,
    Join,
    Step,
    Bring,
    Reopen,
    Rate,
}

const DOORS: [Door; 18] = [
    Door::Begin,
    Door::Save,
    Door::Submit,
    Door::Supplement,
    Door::Withdraw,
    Door::Order,
    Door::Refund,
    Door::Approve,
    Door::Transfer,
    Door::Case,
    Door::Place,
    Door::Say,
    Door::Alike,
    Door::Join,
    Door::Step,
    Door::Bring,
    Door::Reopen,
    Door::Rate,
];

impl Door {
    fn request(self, targets: &Targets) -> Request {
        let (draft, code) = (&targets.draft, &targets.dossier.code);
        let of_draft = |method, below| Request::new(method, &format!("/api/drafts/{}{below}", draft.id), &draft.secret);
        let of_dossier =
            |below| Request::new("POST", &format!("/api/dossiers/{code}{below}"), &targets.dossier.draft.secret);
        let request = match self {
            Door::Begin => Request::new("POST", "/api/drafts", ""),
            Door::Save => of_draft("PATCH", "").with("if-match", format!("\"{}\"", draft.version)),
            Door::Submit => of_draft("POST", "/submit"),
            Door::Supplement => of_dossier("/supplements"),
            Door::Withdraw => of_dossier("/withdrawal"),
            Door::Order => Request::new("POST", "/api/payments/vnpay/orders", &targets.dossier.draft.secret),
            Door::Refund => Request::new("POST", "/api/payments/vietqr/refunds", AN),
            Door::Approve => of_refund(targets, "/approval"),
            Door::Transfer => of_refund(targets, "/transfer"),
            Door::Case => Request::new("POST", &format!("/api/payments/vietqr/cases/{}", targets.case), AN),
            Door::Place => Request::new("POST", "/api/feedback/drafts", ""),
            Door::Say => Request::new("POST", "/api/feedback/items", ""),
            Door::Alike => Request::new("POST", "/api/feedback/similar", ""),
            Door::Join => targets.item.post("/supporters", ""),
            Door::Step => targets.item.post("/steps", DESK_H26),
            Door::Bring => targets.item.post("/supplement", &targets.item.secret),
            Door::Reopen => targets.item.post("/reopening", &targets.item.secret),
            Door::Rate => targets.item.post("/satisfaction", &targets.item.secret),
        };
        request.with("idempotency-key", key())
    }

    /// A body that would be read.
    fn readable(self) -> Value {
        match self {
            Door::Begin => json!({"procedure": "1.004194", "place": "00118"}),
            Door::Save => json!({"applicant_name": "Nguyễn Thị Ánh", "months": 3, "minor": false}),
            Door::Submit => json!({"version": 1}),
            Door::Supplement => {
                json!({"papers": [{"paper": "Hợp đồng", "files": ["0123456789abcdef0123456789abcdef"]}]})
            }
            Door::Withdraw => json!({"reason": "Không cần nữa"}),
            Door::Order => json!({"dossier": "H26.109-260302-9999"}),
            Door::Refund => {
                json!({"order": "H26-0123456789abcdef0123456789abcdef", "amount": 1_000, "reason": "Nộp nhầm"})
            }
            Door::Approve => json!({}),
            Door::Transfer => json!({"number": "FT26061000123"}),
            Door::Case => json!({"version": 1, "reason": "Đã trả lại"}),
            Door::Place => json!({"place": "00118", "as": "new"}),
            Door::Say | Door::Alike => feedback::item(),
            Door::Join => json!({"name": "Nguyễn Thị Ánh", "phone": "0912345678"}),
            Door::Step => json!({"verb": "ask_supplement", "version": 1, "text": "Cột đèn số mấy?"}),
            Door::Bring | Door::Reopen => json!({"version": 1, "text": "Cột đèn số 14"}),
            Door::Rate => json!({"version": 1, "satisfaction": "like"}),
        }
    }

    /// More bytes than it takes.
    const fn too_long(self) -> usize {
        match self {
            Door::Begin | Door::Order | Door::Place => 5 * 1024,
            Door::Join => 9 * 1024,
            Door::Say | Door::Alike | Door::Bring | Door::Reopen | Door::Rate => 129 * 1024,
            Door::Step => 193 * 1024,
            Door::Submit => 2 * 1024,
            Door::Refund | Door::Approve | Door::Transfer | Door::Case => 17 * 1024,
            Door::Save | Door::Supplement => 600 * 1024,
            Door::Withdraw => 300 * 1024,
        }
    }
}

fn of_refund(targets: &Targets, below: &str) -> Request {
    Request::new("POST", &format!("/api/payments/vietqr/refunds/{}{below}", targets.refund), BINH)
}

/// A request with something wrong in its body.
pub fn any(chance: &mut Chance, targets: &Targets) -> Request {
    let door = *chance.one(&DOORS);
    let request = door.request(targets);
    match chance.below(8) {
        0 | 1 => request.json(broken(door, chance)).because("broken JSON"),
        2 => request.json(other_root(chance).to_string()).because("JSON that is no object"),
        3 => request.json(other_member(door, chance).to_string()).because("a member of another type"),
        4 => request.json(unknown_member(door, chance).to_string()).because("a member that nobody knows"),
        5 => request.json(deep(door, chance)).because("deep nesting"),
        6 => request.json(no_text(door, chance)).because("bytes that are no text"),
        _ => request.json(huge(door, chance)).because("a number or a size beyond all bounds"),
    }
}

/// JSON with a piece missing, doubled or replaced, so that it is none any more.
fn broken(door: Door, chance: &mut Chance) -> Vec<u8> {
    let whole = door.readable().to_string().into_bytes();
    loop {
        let mut bytes = whole.clone();
        let place = chance.below(bytes.len());
        match chance.below(4) {
            0 => bytes.truncate(place.max(1)),
            1 => bytes.insert(place, *chance.one(b"{}[]\",:\\'\0\x01")),
            2 => drop(bytes.remove(place)),
            _ => bytes[place] = *chance.one(b"{}[]\",:\\'/x"),
        }
        if serde_json::from_slice::<Value>(&bytes).is_err() {
            return bytes;
        }
    }
}

fn other_root(chance: &mut Chance) -> Value {
    let number = chance.number();
    chance
        .one(&[json!([]), json!([{}]), json!("text"), json!(number), json!(true), json!(-0.5), json!([["", 1]])])
        .clone()
}

fn other_member(door: Door, chance: &mut Chance) -> Value {
    let number = chance.below(1 << 40);
    let wrong = |chance: &mut Chance| {
        chance.one(&[json!(number), json!(true), json!([]), json!({}), json!([null]), json!({"vi": "a"})]).clone()
    };
    match door {
        Door::Begin => {
            let mut body = door.readable();
            match chance.below(5) {
                0 => body["procedure"] = wrong(chance),
                1 => body["place"] = wrong(chance),
                2 => body["as"] = chance.one(&[json!("soon"), json!(1), json!([]), json!("OLD")]).clone(),
                3 => drop(body.as_object_mut().and_then(|body| body.remove("place"))),
                _ => body["procedure"] = Value::Null,
            }
            body
        }
        // The answers themselves may be wrong until they are filed; only that they are answers is looked at.
        Door::Save => json!([door.readable()]),
        Door::Submit => {
            let wrong =
                [json!(-1), json!(1.5), json!("1"), json!(4_294_967_296_u64), json!([1]), json!({}), json!(true)];
            json!({"version": chance.one(&wrong)})
        }
        Door::Supplement => {
            let file = "0123456789abcdef0123456789abcdef";
            let wrong = [
                json!({"papers": wrong(chance)}),
                json!({"papers": [{"paper": 1, "files": [file]}]}),
                json!({"papers": [{"paper": "Hợp đồng", "files": file}]}),
                json!({"papers": [{"paper": "Hợp đồng"}]}),
                json!({"papers": [{"files": [file]}]}),
                json!({"papers": [[file]]}),
                json!({}),
            ];
            chance.one(&wrong).clone()
        }
        Door::Withdraw => json!({"reason": wrong(chance)}),
        Door::Order => json!({"dossier": wrong(chance)}),
        Door::Refund => {
            let mut body = door.readable();
            match chance.below(5) {
                0 => body["order"] = wrong(chance),
                1 => body["transaction"] = wrong(chance),
                2 => {
                    body["amount"] =
                        chance.one(&[json!(-1), json!(0.5), json!("1000"), json!(1e300), json!([])]).clone()
                }
                3 => body["reason"] = wrong(chance),
                _ => drop(body.as_object_mut().and_then(|body| body.remove("amount"))),
            }
            body
        }
        Door::Approve => json!({"number": wrong(chance)}),
        Door::Transfer => json!({"number": wrong(chance)}),
        Door::Case => {
            let versions = [json!(-1), json!(1.5), json!("1"), json!(4_294_967_296_u64), json!([1]), json!(null)];
            match chance.below(3) {
                0 => json!({"version": chance.one(&versions)}),
                1 => json!({"version": 1, "reason": wrong(chance)}),
                _ => json!({"reason": "Đã trả lại"}),
            }
        }
        Door::Place | Door::Say | Door::Alike | Door::Join | Door::Step | Door::Bring | Door::Reopen | Door::Rate => {
            let mut body = door.readable();
            let names: Vec<String> = body.as_object().into_iter().flat_map(|body| body.keys().cloned()).collect();
            let name = chance.one(&names).as_str();
            let versions = [json!(-1), json!(1.5), json!("1"), json!(4_294_967_296_u64), json!([1]), json!(null)];
            body[name] = if name == "version" { chance.one(&versions).clone() } else { wrong(chance) };
            body
        }
    }
}

fn unknown_member(door: Door, chance: &mut Chance) -> Value {
    let name =
        chance.one(&["__proto__", "admin", "", "applicant_name ", "ＰＬＡＣＥ", "a/b", "$ref", "\u{202e}x", "code"]);
    let mut body = door.readable();
    body[*name] = json!(chance.below(10));
    body
}

fn deep(door: Door, chance: &mut Chance) -> Vec<u8> {
    let levels = 13 + chance.below(if matches!(door, Door::Submit) { 150 } else { 1_500 });
    let (open, close) = *chance.one(&[("[", "]"), ("{\"a\":", "}")]);
    format!("{{\"reason\":{}0{}}}", open.repeat(levels), close.repeat(levels)).into_bytes()
}

fn no_text(door: Door, chance: &mut Chance) -> Vec<u8> {
    let wrong: &[u8] = chance.one::<&[u8]>(&[
        b"\xff\xfe",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xc0\xaf",
        b"\\ud800",
        b"\\udc00\\ud800",
        b"\\u12g4",
        b"\\x41",
        b"\x00",
        b"\x1f",
        b"\n",
    ]);
    let name: &[u8] = match door {
        Door::Begin => b"procedure",
        Door::Save => b"applicant_name",
        Door::Submit => b"version",
        Door::Supplement => b"papers",
        Door::Withdraw | Door::Refund | Door::Case => b"reason",
        Door::Order => b"dossier",
        Door::Approve | Door::Transfer => b"number",
        Door::Place => b"place",
        Door::Join => b"name",
        Door::Say | Door::Alike | Door::Step | Door::Bring | Door::Reopen | Door::Rate => b"text",
    };
    let body = [b"{\"", name, b"\":\"a", wrong, b"b\"}"].concat();
    // Sometimes a mark of byte order goes before it, which JSON has no place for.
    if chance.below(4) == 0 { [b"\xef\xbb\xbf{}", &body[..]].concat() } else { body }
}

fn huge(door: Door, chance: &mut Chance) -> Vec<u8> {
    match (chance.below(3), door) {
        (0, _) => {
            let exponent = 400 + chance.below(100_000);
            format!("{{\"months\":1e{exponent}}}").into_bytes()
        }
        (1, Door::Submit) => format!("{{\"version\":{}}}", "9".repeat(11 + chance.below(300))).into_bytes(),
        _ => format!("{{\"reason\":\"{}\"}}", "a".repeat(door.too_long() + chance.below(1_000))).into_bytes(),
    }
}

/// Something that no question of a form takes for an answer.
pub fn no_answer(chance: &mut Chance) -> Value {
    let long = "ắ".repeat(5_000 + chance.below(1_000));
    let numbers = [json!(-1), json!(1e300), json!(0.1), json!(u64::MAX), json!(i64::MIN)];
    let texts = ["", " ", "\u{0}", "a\u{202e}b", "\u{200b}", "\u{feff}", "a\u{7}b", "\u{e0041}", "\u{fff9}a"];
    match chance.below(6) {
        0 => chance.one(&numbers).clone(),
        1 => json!(chance.one(&texts)),
        2 => json!(long),
        3 => json!([[], [[]], {"a": 1}]),
        4 => json!({"vi": "Hà Nội", "en": "Hanoi"}),
        _ => json!([chance.number(), "x", null]),
    }
}
