//! What is wrong around the body: addresses, methods, tokens, headers, the protocol of uploads, the line itself.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_tests::{Chance, key};

use super::Targets;
use super::sent::Request;

/// A request with something wrong around its body.
pub fn any(chance: &mut Chance, targets: &Targets) -> Request {
    let make = *chance.one(&[path, secret, method, header, announcement, piece, query, length, line]);
    make(chance, targets)
}

fn of_draft(method: &str, below: &str, targets: &Targets) -> Request {
    Request::new(method, &format!("/api/drafts/{}{below}", targets.draft.id), &targets.draft.secret)
}

fn path(chance: &mut Chance, targets: &Targets) -> Request {
    let (secret, id) = (&targets.draft.secret, &targets.draft.id);
    let odd = [
        "../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/state",
        "..\\..\\windows",
        "%00",
        "%0d%0aset-cookie:a=b",
        "%ff%fe",
        "%c0%ae%c0%ae",
        "%zz",
        "%",
        "H26-",
        "H26-0123456789ABCDEF0123456789ABCDEF",
        "h26-0123456789abcdef0123456789abcdef",
        "'%20OR%20'1'='1",
        "%F0%9F%92%A9",
        "~",
        ";",
        "sqlite_db.db",
    ];
    let long = "a".repeat(300 + chance.below(9_000));
    let odd: &str = if chance.below(12) == 0 { &long } else { chance.one::<&str>(&odd) };
    let of = format!("/api/drafts/{id}/files/{odd}");
    let targets = [
        format!("/api/drafts/{odd}"),
        format!("/api/drafts/{odd}/files"),
        of,
        format!("/api/drafts/{id}/{odd}"),
        format!("/api/dossiers/{odd}/receipt"),
        format!("/api/forms/{odd}"),
        format!("/.well-known/receipt-keys/{odd}"),
    ];
    Request::new("GET", chance.one::<String>(&targets), secret).because("an address that leads nowhere")
}

fn secret(chance: &mut Chance, targets: &Targets) -> Request {
    let (right, other) = (targets.draft.secret.as_str(), targets.dossier.draft.secret.as_str());
    let swapped: String = right.chars().rev().collect();
    let values: [Vec<u8>; 9] = [
        format!("Bearer {other}").into_bytes(),
        format!("Bearer {swapped}").into_bytes(),
        format!("Bearer {}", &right[..42]).into_bytes(),
        format!("Bearer {right}A").into_bytes(),
        format!("Basic {right}").into_bytes(),
        right.as_bytes().to_vec(),
        b"Bearer ".to_vec(),
        format!("Bearer {}", "A".repeat(chance.below(5_000))).into_bytes(),
        [b"Bearer \xff\xfe", right.as_bytes()].concat(),
    ];
    let (method, below) = *chance.one(&[
        ("GET", ""),
        ("POST", "/check"),
        ("POST", "/submit"),
        ("PATCH", ""),
        ("GET", "/files/0123456789abcdef0123456789abcdef"),
    ]);
    let request = Request::new(method, &format!("/api/drafts/{}{below}", targets.draft.id), "");
    let request = request.with("if-match", "\"1\"").with("idempotency-key", key());
    let request = if method == "PATCH" { request.json("{\"months\":2}") } else { request };
    let request = request.with("authorization", chance.one(&values).clone());
    // Two tokens are none, though one of them is right.
    let request = if chance.below(6) == 0 { request.with("authorization", format!("Bearer {right}")) } else { request };
    request.because("a wrong secret")
}

fn method(chance: &mut Chance, targets: &Targets) -> Request {
    let (id, code) = (&targets.draft.id, &targets.dossier.code);
    let doors: [(String, &[&str]); 7] = [
        ("/api/drafts".to_owned(), &["GET", "PUT", "DELETE", "PATCH", "BREW"]),
        (format!("/api/drafts/{id}"), &["PUT", "DELETE", "POST", "PROPFIND"]),
        (format!("/api/drafts/{id}/submit"), &["GET", "PUT", "PATCH", "DELETE"]),
        (format!("/api/drafts/{id}/check"), &["GET", "PUT", "PATCH", "LOCK"]),
        (format!("/api/dossiers/{code}"), &["POST", "PUT", "PATCH", "DELETE"]),
        (format!("/api/dossiers/{code}/withdrawal"), &["GET", "PUT", "DELETE", "PATCH"]),
        ("/api/forms/1.004194".to_owned(), &["POST", "PUT", "DELETE", "M-SEARCH"]),
    ];
    let (target, methods) = chance.one(&doors);
    let method = *chance.one(methods);
    Request::new(method, target, &targets.draft.secret).with("content-length", "0").because("a wrong method")
}

fn header(chance: &mut Chance, targets: &Targets) -> Request {
    let long = "k".repeat(256 + chance.below(3_000));
    let keys: [&[u8]; 6] = [b"", b"two words", b"\xe1\xbb\x87", b"\"", b"a\"b", long.as_bytes()];
    let tags: [&[u8]; 6] = [b"", b"1", b"\"1", b"1\"", b"\xff", b"\"1\" \"2\""];
    let types: [&[u8]; 7] = [
        b"text/plain",
        b"application/xml",
        b"application/json; charset=utf-16",
        b"multipart/form-data; boundary=a",
        b"",
        b"\xff",
        b"application/json, text/html",
    ];
    let factors: [&[u8]; 8] =
        [b"", b"12", b"12345", b"abcd", b"12 4", b"\xef\xbc\x91\xef\xbc\x92", b"0x1f", b"\xff\xff"];
    let code = &targets.dossier.code;
    match chance.below(5) {
        0 => of_draft("POST", "/submit", targets)
            .with("idempotency-key", *chance.one(&keys))
            .because("a key that is none"),
        1 => of_draft("POST", "/submit", targets).because("no key"),
        2 => of_draft("PATCH", "", targets)
            .with("if-match", *chance.one(&tags))
            .json("{\"months\":2}")
            .because("a tag that is none"),
        3 => of_draft("PATCH", "", targets)
            .with("if-match", "\"1\"")
            .with("content-type", *chance.one(&types))
            .body("{\"months\":2}")
            .because("a type that is not taken"),
        _ => Request::new("GET", &format!("/api/dossiers/{code}"), "")
            .with("second-factor", *chance.one(&factors))
            .because("a factor that is none"),
    }
}

fn announcement(chance: &mut Chance, targets: &Targets) -> Request {
    let good = format!("slot {},filename {}", STANDARD.encode("dwelling_proof"), STANDARD.encode("a.pdf"));
    let odd = format!("{}", chance.number());
    let metadata: [String; 9] = [
        String::new(),
        "slot".to_owned(),
        "slot !!!!".to_owned(),
        format!("slot {}", STANDARD.encode("no_such_slot")),
        format!("slot {}", STANDARD.encode(b"\xff\xfe")),
        format!("filename {}", STANDARD.encode("a.pdf")),
        format!("{good},{good}"),
        format!("slot {} filename {odd}", STANDARD.encode("dwelling_proof")),
        ",,,".to_owned(),
    ];
    let lengths = ["-1", "", "abc", "1e6", "99999999999999999999999", "20971521000", "0x10", "5,6", "1.5", "+-3"];
    let request = of_draft("POST", "/files", targets).with("content-length", "0");
    match chance.below(4) {
        0 => request
            .with("tus-resumable", *chance.one(&["0.2.2", "2.0.0", "", "1.0", "eins"]))
            .with("upload-length", "500")
            .with("upload-metadata", good)
            .because("another version of the protocol"),
        1 => request
            .with("tus-resumable", "1.0.0")
            .with("upload-length", *chance.one(&lengths))
            .with("upload-metadata", good)
            .because("a length that is none"),
        2 => request
            .with("tus-resumable", "1.0.0")
            .with("upload-length", "500")
            .with("upload-metadata", chance.one(&metadata).clone())
            .because("a description that is none"),
        _ => request
            .with("tus-resumable", "1.0.0")
            .with("upload-defer-length", "1")
            .with("upload-metadata", good)
            .because("no length"),
    }
}

fn piece(chance: &mut Chance, targets: &Targets) -> Request {
    let offsets = ["0", "8", "10", "4999", "5001", "-1", "", "abc", "9.0", "99999999999999999999999", "0x9"];
    let sums = ["sha256 AAAA", "md5 AAAA", "sha256", "", "sha256 !!!!", "sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk= x"];
    let types = ["application/octet-stream", "application/json", "", "text/plain"];
    let request = of_draft("PATCH", &format!("/files/{}", targets.unfinished), targets);
    let (version, offset) = ("tus-resumable", "upload-offset");
    let kind = "application/offset+octet-stream";
    let count = 1 + chance.below(300);
    let bytes = chance.bytes(count);
    match chance.below(5) {
        0 => {
            let request = request.with(version, "1.0.0").with(offset, *chance.one(&offsets));
            request.with("content-type", kind).body(bytes).because("a wrong offset")
        }
        1 => {
            let request = request.with(version, "1.0.0").with(offset, "9").with("upload-checksum", *chance.one(&sums));
            request.with("content-type", kind).body(bytes).because("a wrong checksum")
        }
        2 => {
            let request = request.with(version, "1.0.0").with(offset, "9").with("content-type", *chance.one(&types));
            request.body(bytes).because("a type that is no piece")
        }
        3 => {
            let request = request.with(offset, "9").with("content-type", kind);
            request.body(bytes).because("no version of the protocol")
        }
        _ => {
            let request = request.with(version, "1.0.0").with(offset, "9").with("content-type", kind);
            request.body(vec![b'x'; 4_992 + chance.below(2_000)]).because("more than was announced")
        }
    }
}

fn query(chance: &mut Chance, targets: &Targets) -> Request {
    let feed = "A".repeat(43);
    let odd = *chance.one(&[
        "limit=-1",
        "limit=0",
        "limit=101",
        "limit=1e3",
        "limit=a",
        "cursor=%ff",
        "x=1",
        "limit=1&limit=2",
    ]);
    match chance.below(3) {
        0 => Request::new("GET", &format!("/api/dossiers?{odd}"), &feed),
        1 => of_draft("GET", &format!("?secret={}", targets.draft.secret), targets),
        _ => {
            Request::new("GET", &format!("/api/dossiers/{}?{odd}", targets.dossier.code), &targets.dossier.draft.secret)
        }
    }
    .because("a query that nobody asks")
}

fn length(chance: &mut Chance, targets: &Targets) -> Request {
    let lengths = ["22020097", "99999999999", "9223372036854775807"];
    let (method, below) = *chance.one(&[("PATCH", ""), ("POST", "/submit")]);
    of_draft(method, below, targets)
        .with("if-match", "\"1\"")
        .with("idempotency-key", key())
        .with("content-type", "application/json")
        .with("content-length", *chance.one(&lengths))
        .because("a body that is announced and never comes")
}

fn line(chance: &mut Chance, targets: &Targets) -> Request {
    let odd: [(&str, &[u8]); 5] = [
        ("bad header", b"x"),
        ("x\0y", b"x"),
        ("x", b"a\0b"),
        ("transfer-encoding", b"gzip"),
        ("content-length", b"-5"),
    ];
    let (name, value) = *chance.one(&odd);
    let request = of_draft("POST", "/submit", targets).with(name, value).because("a line that is no HTTP");
    Request { is_no_http: true, ..request }
}
