//! What is wrong with a request about feedback, with its address, its token, its headers or what it says.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_tests::{Ask, Chance, DESK_H26, DESK_H29, OPERATOR, Scene, id_of, key};
use serde_json::{Value, json};

use super::Targets;
use super::sent::Request;

/// The tables that grow with what is said.
const TABLES: [&str; 9] = [
    "chunks",
    "drafts",
    "events",
    "feedback",
    "feedback_counts",
    "feedback_entries",
    "feedback_supporters",
    "feedback_terms",
    "files",
];

/// An item that could be sent.
pub fn item() -> Value {
    json!({"about": "place", "place": "00118", "field": "lighting_electricity", "text": "Đèn đường tắt đã ba đêm"})
}

/// An item, and the place of its files.
pub struct Item {
    code: String,
    /// What opens it, and its draft.
    pub secret: String,
    draft: String,
    /// A file that is not all here.
    unfinished: String,
}

impl Item {
    /// Sends one, and announces a file for later.
    pub fn of(scene: &Scene) -> Item {
        let post = |path: &str| scene.portal.ask("POST", path).header("idempotency-key", &key());
        let text = |value: &Value, name: &str| value[name].as_str().expect("a text").to_owned();
        let begun = post("/api/feedback/drafts").json(&json!({"place": "00118"})).expect(201).json();
        let (draft, secret) = (text(&begun, "id"), text(&begun, "secret"));
        let mut whole = item();
        whole["draft"] = draft.as_str().into();
        whole["draft_secret"] = secret.as_str().into();
        let code = text(&post("/api/feedback/items").json(&whole).expect(201).json(), "code");
        let said = format!("slot {},filename {}", STANDARD.encode("photo"), STANDARD.encode("a.pdf"));
        let announce = post(&text(&begun, "files")).bearer(&secret).header("tus-resumable", "1.0.0");
        let announced = announce.header("upload-length", "5000").header("upload-metadata", &said).expect(201);
        Item { unfinished: id_of(&announced), code, secret, draft }
    }

    /// A request about it by whoever bears a token.
    pub fn ask(&self, method: &str, below: &str, token: &str) -> Request {
        Request::new(method, &format!("/api/feedback/items/{}{below}", self.code), token)
    }

    /// What is done to it.
    pub fn post(&self, below: &str, token: &str) -> Request {
        self.ask("POST", below, token)
    }

    fn of_draft(&self, method: &str, below: &str) -> Request {
        Request::new(method, &format!("/api/feedback/drafts/{}/files{below}", self.draft), &self.secret)
    }

    /// Insists that nothing happened to it, and that whoever has to do with it goes on.
    pub fn goes_on(&self, scene: &Scene) {
        let path = format!("/api/feedback/items/{}", self.code);
        assert_eq!(scene.portal.get(&path).bearer(&self.secret).expect(200).json()["version"], 1);
        let file = format!("/api/feedback/drafts/{}/files/{}", self.draft, self.unfinished);
        scene.portal.ask("DELETE", &file).bearer(&self.secret).header("tus-resumable", "1.0.0").expect(204);
        let ask: Ask = scene.portal.ask("POST", &format!("{path}/steps")).bearer(DESK_H26);
        let taken = ask.header("idempotency-key", &key()).json(&json!({"verb": "take_up", "version": 1})).expect(200);
        assert_eq!(taken.json()["state"]["code"], "handled_directly");
    }
}

/// How much is stored of what was said.
pub fn kept(scene: &Scene) -> Vec<(&'static str, i64)> {
    let mut kept = scene.kept_feedback();
    let mut count = |table| kept.rows(&format!("SELECT count(*) FROM {table}"))[0][0].integer();
    TABLES.into_iter().map(|table| (table, count(table))).collect()
}

/// A request with something wrong in it.
pub fn any(chance: &mut Chance, targets: &Targets) -> Request {
    let make = *chance.one(&[path, token, method, header, query, said, step, upload]);
    make(chance, &targets.item)
}

fn path(chance: &mut Chance, item: &Item) -> Request {
    let odd = [
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "%0d%0aset-cookie:a=b",
        "%ff%fe",
        "%zz",
        "%",
        "PA.",
        "PA.H26",
        "pa.h26.109-260302-0001",
        "PA.H26.109-260302-00001",
        "PA.H26.109-261332-0001",
        "PA.Z99-260302-0001",
        "H26.109-260302-0001",
        "H26-0123456789ABCDEF0123456789ABCDEF",
        "'%20OR%20'1'='1",
        "%F0%9F%92%A9",
        "~",
    ];
    let long = "a".repeat(300 + chance.below(9_000));
    let odd: &str = if chance.below(12) == 0 { &long } else { chance.one::<&str>(&odd) };
    let (code, draft) = (&item.code, &item.draft);
    let targets = [
        format!("items/{odd}"),
        format!("items/{odd}/files/{}", item.unfinished),
        format!("items/{code}/files/{odd}"),
        format!("items/{code}/{odd}"),
        format!("drafts/{odd}/files/{}", item.unfinished),
        format!("drafts/{draft}/files/{odd}"),
        format!("register/{odd}"),
        format!("desks/{odd}"),
        format!("statistics/{odd}"),
    ];
    let target = format!("/api/feedback/{}", chance.one::<String>(&targets));
    Request::new("GET", &target, &item.secret).because("an address that leads nowhere")
}

fn token(chance: &mut Chance, item: &Item) -> Request {
    let doors: [(&str, String, &str); 6] = [
        ("GET", format!("items/{}", item.code), &item.secret),
        ("GET", format!("items/{}/files/{}", item.code, item.unfinished), &item.secret),
        ("POST", format!("items/{}/steps", item.code), DESK_H26),
        ("POST", format!("items/{}/supplement", item.code), &item.secret),
        ("POST", "items".to_owned(), OPERATOR),
        ("GET", "desks/H26.109".to_owned(), DESK_H26),
    ];
    let (method, below, right) = chance.one(&doors);
    let reversed: String = right.chars().rev().collect();
    let values: [Vec<u8>; 9] = [
        format!("Bearer {DESK_H29}").into_bytes(),
        format!("Bearer {reversed}").into_bytes(),
        format!("Bearer {}", &right[..right.len() - 1]).into_bytes(),
        format!("Bearer {right}A").into_bytes(),
        format!("Bearer H26={right}").into_bytes(),
        format!("Bearer 0123456789abcdef0123456789abcdef.{right}").into_bytes(),
        format!("Basic {right}").into_bytes(),
        b"Bearer ".to_vec(),
        [b"Bearer \xff\xfe", right.as_bytes()].concat(),
    ];
    let mut wanted = json!({"verb": "take_up", "version": 1});
    if below == "items" {
        wanted = self::item();
        wanted["channel"] = "hotline".into();
    } else if below.ends_with("supplement") {
        wanted = json!({"version": 1, "text": "Cột đèn số 14"});
    }
    let request = Request::new(method, &format!("/api/feedback/{below}"), "").with("idempotency-key", key());
    let request = if *method == "POST" { request.json(wanted.to_string()) } else { request };
    let request = request.with("authorization", chance.one(&values).clone());
    // Two tokens are none, though one of them is right.
    let request = if chance.below(6) == 0 { request.with("authorization", format!("Bearer {right}")) } else { request };
    request.because("a wrong token")
}

fn method(chance: &mut Chance, item: &Item) -> Request {
    let code = &item.code;
    let doors: [(String, &[&str]); 9] = [
        ("words".to_owned(), &["POST", "PUT", "DELETE", "BREW"]),
        ("drafts".to_owned(), &["GET", "PUT", "DELETE", "PATCH"]),
        ("items".to_owned(), &["GET", "PUT", "DELETE", "PATCH", "OPTIONS"]),
        (format!("items/{code}"), &["POST", "PUT", "DELETE", "PATCH"]),
        (format!("items/{code}/steps"), &["GET", "PUT", "DELETE", "PATCH"]),
        (format!("items/{code}/supporters"), &["GET", "PUT", "DELETE", "PATCH"]),
        (format!("items/{code}/satisfaction"), &["GET", "PUT", "DELETE", "LOCK"]),
        ("register".to_owned(), &["POST", "PUT", "DELETE", "PROPFIND"]),
        ("statistics.csv".to_owned(), &["POST", "PUT", "DELETE"]),
    ];
    let (below, methods) = chance.one(&doors);
    let request = Request::new(chance.one::<&str>(methods), &format!("/api/feedback/{below}"), &item.secret);
    request.with("content-length", "0").because("a wrong method")
}

fn header(chance: &mut Chance, item: &Item) -> Request {
    let long = "k".repeat(256 + chance.below(3_000));
    let keys: [&[u8]; 6] = [b"", b"two words", b"\xe1\xbb\x87", b"\"", b"a\"b", long.as_bytes()];
    let types: [&[u8]; 6] =
        [b"text/plain", b"application/json; charset=utf-16", b"multipart/form-data; boundary=a", b"", b"\xff", b"a, b"];
    let send = || Request::new("POST", "/api/feedback/items", "");
    let take = || item.post("/steps", DESK_H26);
    let body = json!({"verb": "take_up", "version": 1}).to_string();
    match chance.below(6) {
        0 => send().with("idempotency-key", *chance.one(&keys)).json(self::item().to_string()).because("no good key"),
        1 => send().with("idempotency-key", "too-short").json(self::item().to_string()).because("a key that is short"),
        2 => send().json(self::item().to_string()).because("no key"),
        3 => take().with("idempotency-key", *chance.one(&keys)).json(body).because("a key that is none"),
        4 => take().json(body).because("no key"),
        _ => take()
            .with("idempotency-key", key())
            .with("content-type", *chance.one(&types))
            .body(body)
            .because("a type that is not taken"),
    }
}

fn query(chance: &mut Chance, item: &Item) -> Request {
    let odd = [
        "register?limit=0",
        "register?limit=51",
        "register?field=all",
        "register?kind=Conduct",
        "register?satisfaction=love",
        "register?cursor=%ff",
        "register?cursor=abc",
        "register?q=a&q=b",
        "register?province=99999",
        "register?x=1",
        "statistics?by=colour",
        "statistics?from=2026-13",
        "statistics?until=1999-12",
        "statistics?from=2026-03&until=2026-02",
        "statistics.csv?from=2000-01&until=2026-01",
        "words?lang=vi",
        "desks/H26.109?limit=100",
        "desks/H26.109?cursor=x",
        "desks/H26?x=1",
    ];
    match chance.below(4) {
        0 => item.ask("GET", &format!("?secret={}", item.secret), ""),
        1 => Request::new("POST", "/api/feedback/items?text=a", "").with("content-length", "0"),
        _ => Request::new("GET", &format!("/api/feedback/{}", chance.one(&odd)), DESK_H26),
    }
    .because("a query that nobody asks")
}

/// Items that are read, and say what cannot be.
fn said(chance: &mut Chance, _item: &Item) -> Request {
    let long = "ắ".repeat(10_001 + chance.below(2_000));
    let changes = [
        json!({"about": "weather"}),
        json!({"about": "dossier"}),
        json!({"about": "dossier", "object": "H26.109-260302"}),
        json!({"about": "agency", "object": "Z99"}),
        json!({"about": "procedure", "object": "9.999999"}),
        json!({"kind": "CONDUCT"}),
        json!({"field": "\u{0}"}),
        json!({"place": "99999"}),
        json!({"place": "00016"}),
        json!({"place": ""}),
        json!({"as": "OLD"}),
        json!({"text": ""}),
        json!({"text": " \n\t"}),
        json!({"text": "a\u{0}b"}),
        json!({"text": long}),
        json!({"object": "a\nb"}),
        json!({"lat": "21.03"}),
        json!({"lat": "90.1", "long": "105"}),
        json!({"lat": "NaN", "long": "105"}),
        json!({"lat": "1e1", "long": "105"}),
        json!({"name": "a\u{7}b"}),
        json!({"name": "ắ".repeat(301)}),
        json!({"phone": "12345"}),
        json!({"email": "a@"}),
        json!({"identity": "secret"}),
        json!({"identity": "named"}),
    ];
    let change = chance.one(&changes);
    // What is about sending only is wrong in one place.
    let of_sending = [
        json!({"device": "short"}),
        json!({"device": "đ".repeat(20)}),
        json!({"channel": "web"}),
        json!({"channel": "import"}),
        json!({"received": 0}),
        json!({"received": u64::MAX}),
        json!({"draft": "H26-0123456789abcdef0123456789abcdef"}),
        json!({"draft": "x", "draft_secret": "\u{0}"}),
    ];
    let (path, change) = match chance.below(3) {
        0 => ("similar", change),
        1 => ("items", change),
        _ => ("items", chance.one(&of_sending)),
    };
    let mut body = self::item();
    for (name, value) in change.as_object().into_iter().flatten() {
        body[name.as_str()] = value.clone();
    }
    let request = Request::new("POST", &format!("/api/feedback/{path}"), "").with("idempotency-key", key());
    request.json(body.to_string()).because("words that cannot be")
}

/// Steps that are read, and cannot be taken.
fn step(chance: &mut Chance, item: &Item) -> Request {
    let long = "ắ".repeat(20_001 + chance.below(2_000));
    let by_desk = [
        json!({"verb": "sing", "version": 1}),
        json!({"version": 1}),
        json!({"verb": "take_up"}),
        json!({"verb": "take_up", "version": 0}),
        json!({"verb": "take_up", "version": u32::MAX}),
        json!({"verb": "take_up", "version": 1, "reason": "other"}),
        json!({"verb": "take_up", "version": 1, "desk": "H26"}),
        json!({"verb": "take_up", "version": 1, "text": "a\u{0}b"}),
        json!({"verb": "answer", "version": 1, "text": "Đã sửa"}),
        json!({"verb": "answer", "version": 1, "text": long}),
        json!({"verb": "ask_supplement", "version": 1}),
        json!({"verb": "refuse", "version": 1, "text": "Không"}),
        json!({"verb": "refuse", "version": 1, "text": "Không", "reason": "OTHER"}),
        json!({"verb": "return", "version": 1, "reason": "other"}),
        json!({"verb": "pass_on", "version": 1}),
        json!({"verb": "pass_on", "version": 1, "desk": "H26.109"}),
        json!({"verb": "pass_on", "version": 1, "desk": "Hà Nội"}),
        json!({"verb": "publish", "version": 1}),
        json!({"verb": "publish", "version": 1, "title": "a\nb", "public_text": "a"}),
        json!({"verb": "publish", "version": 1, "title": "a", "public_text": "a"}),
        json!({"verb": "receive", "version": 1}),
        json!({"verb": "reopen", "version": 1, "text": "Tắt lại"}),
    ];
    let by_sender = [
        ("/supplement", json!({"version": 1, "text": "Cột số 14"})),
        ("/supplement", json!({"version": 0, "text": "Cột số 14"})),
        ("/reopening", json!({"version": 1, "text": "Tắt lại"})),
        ("/reopening", json!({"version": 1})),
        ("/satisfaction", json!({"version": 1, "satisfaction": "like"})),
        ("/satisfaction", json!({"version": 1, "satisfaction": "LOVE"})),
        ("/satisfaction", json!({"version": 1})),
    ];
    let request = match chance.below(4) {
        0 => {
            let (below, body) = chance.one(&by_sender);
            item.post(below, &item.secret).json(body.to_string())
        }
        1 => {
            let phones = ["12", "\u{0}", "0912 345 67x"];
            item.post("/supporters", "").json(json!({"phone": chance.one(&phones)}).to_string())
        }
        _ => item.post("/steps", DESK_H26).json(chance.one(&by_desk).to_string()),
    };
    request.with("idempotency-key", key()).because("a step that cannot be taken")
}

fn upload(chance: &mut Chance, item: &Item) -> Request {
    let good = format!("slot {},filename {}", STANDARD.encode("photo"), STANDARD.encode("a.pdf"));
    let foreign = format!("slot {},filename {}", STANDARD.encode("paper"), STANDARD.encode("a.pdf"));
    let lengths = ["-1", "", "abc", "0", "99999999999999999999999", "20971521000", "0x10", "1.5"];
    let offsets = ["1", "5001", "-1", "", "abc", "99999999999999999999999"];
    let announce = || item.of_draft("POST", "").with("content-length", "0");
    let piece = || item.of_draft("PATCH", &format!("/{}", item.unfinished));
    let kind = ("content-type", "application/offset+octet-stream");
    match chance.below(6) {
        0 => announce().with("upload-length", "500").with("upload-metadata", good).because("no version"),
        1 => announce()
            .with("tus-resumable", "1.0.0")
            .with("upload-length", *chance.one(&lengths))
            .with("upload-metadata", good)
            .because("a length that is none"),
        2 => announce()
            .with("tus-resumable", "1.0.0")
            .with("upload-length", "500")
            .with("upload-metadata", *chance.one(&["", "slot", "slot !!!!", foreign.as_str()]))
            .because("a description that is none"),
        3 => piece()
            .with("tus-resumable", "1.0.0")
            .with("upload-offset", *chance.one(&offsets))
            .with(kind.0, kind.1)
            .body("a")
            .because("a wrong offset"),
        4 => piece()
            .with("tus-resumable", "1.0.0")
            .with("upload-offset", "0")
            .with(kind.0, kind.1)
            .body(vec![b'x'; 5_001 + chance.below(2_000)])
            .because("more than was announced"),
        _ => piece().with("tus-resumable", "1.0.0").with("upload-offset", "0").body("a").because("no type"),
    }
}
