//! Places for files, and the files that items are sent with.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_tests::samples::{jpeg, pdf, png};
use motcua_tests::{Answer, Ask, DESK_H26, id_of, key};
use serde_json::{Value, json};

use super::stage::{Item, about, asked, stage, street};
use crate::api::openapi::document::{Operation, assert_valid, map, operation, text};

/// A request for a place, under a key of its own.
fn keyed(begin: &Operation) -> Ask {
    asked(&stage().scene, begin, &begin.bare()).header("idempotency-key", &key())
}

/// A place for files that is open to whoever holds this.
struct Place {
    id: String,
    secret: String,
}

impl Place {
    #[track_caller]
    fn begun() -> Place {
        let begin = operation("begin_feedback_draft");
        let begun = begin.answers(keyed(&begin).json(&json!({"place": "00118"})), 201);
        Place { id: text(&begun.json()["id"]), secret: text(&begun.json()["secret"]) }
    }

    fn ask(&self, method: &str, below: &str) -> Ask {
        let path = format!("/api/feedback/drafts/{}/files{below}", self.id);
        stage().scene.portal.ask(method, &path).bearer(&self.secret)
    }

    fn tus(&self, method: &str, below: &str) -> Ask {
        self.ask(method, below).header("tus-resumable", "1.0.0")
    }

    fn announce(&self, slot: &str, length: usize) -> Ask {
        let said = format!("slot {},filename {}", STANDARD.encode(slot), STANDARD.encode("đèn.jpg"));
        self.tus("POST", "").header("upload-length", &length.to_string()).header("upload-metadata", &said)
    }

    #[track_caller]
    fn announced(&self, length: usize) -> String {
        id_of(&operation("announce_feedback_file").answers(self.announce("photo", length), 201))
    }

    fn send(&self, file: &str, offset: usize, bytes: &[u8]) -> Ask {
        let ask = self.tus("PATCH", &format!("/{file}")).header("upload-offset", &offset.to_string());
        ask.header("content-type", "application/offset+octet-stream").body(bytes)
    }

    #[track_caller]
    fn put(&self, bytes: &[u8]) -> String {
        let file = self.announced(bytes.len());
        operation("send_feedback_piece").answers(self.send(&file, 0, bytes), 204);
        file
    }

    /// An item with these files.
    fn item(&self, key: &str) -> Ask {
        let send = operation("send_feedback");
        let body = street(&json!({"draft": self.id, "draft_secret": self.secret}));
        asked(&stage().scene, &send, &send.bare()).header("idempotency-key", key).json(&body)
    }

    /// The item that they became.
    fn of(&self, sent: &Answer) -> Item {
        Item { code: text(&sent.json()["code"]), secret: self.secret.clone() }
    }
}

#[test]
fn every_documented_body_begins_a_place_for_files() {
    let begin = operation("begin_feedback_draft");
    let media = &begin.value["requestBody"]["content"]["application/json"];
    for (name, example) in map(&media["examples"]) {
        assert_valid(&media["schema"], &example["value"], name);
        for language in ["vi", "en"] {
            let ask = keyed(&begin).header("accept-language", language);
            let answer = begin.answers(ask.json(&example["value"]), 201);
            assert_eq!(answer.header("content-language"), Some(language), "{name}");
            assert_eq!(answer.header("location"), answer.json()["files"].as_str());
        }
    }
    begin.answers(keyed(&begin).body(""), 201);
    let ask = || keyed(&begin).header("content-type", "application/json");
    let refused: [(Value, u16, &str); 6] = [
        (json!({"place": "00016"}), 422, "which-place"),
        (json!({"place": "a\u{0}b"}), 400, "malformed-parameter"),
        (json!({"as": "soon"}), 400, "malformed-parameter"),
        (json!({"device": "short"}), 400, "malformed-parameter"),
        (json!({"colour": "red"}), 400, "malformed-body"),
        (json!([]), 400, "malformed-body"),
    ];
    for (body, status, kind) in refused {
        begin.refuses(ask().body(body.to_string()), status, kind);
    }
    begin.refuses(ask().body("[".repeat(13)), 400, "body-too-deep");
    begin.refuses(ask().body(" ".repeat(4_097)), 413, "body-too-large");
    begin.refuses(keyed(&begin).body("a"), 415, "unsupported-media-type");
}

#[test]
fn a_file_of_feedback_is_announced_as_documented() {
    let place = Place::begun();
    let announce = operation("announce_feedback_file");
    let headers = || announce.headers().into_iter().filter(|(name, _)| name != "authorization");
    let ask = headers().fold(place.ask("POST", ""), |ask, (name, value)| ask.header(&name, &value));
    announce.answers(ask, 201);
    for (name, below) in [("describe_feedback_uploads", ""), ("describe_feedback_upload", "/0")] {
        operation(name).answers(place.ask("OPTIONS", below), 204);
    }
    for (slot, length, status, kind) in
        [("photo", 0, 422, "file-empty"), ("photo", 1 << 30, 413, "file-too-large"), ("paper", 5, 422, "unknown-slot")]
    {
        announce.refuses(place.announce(slot, length), status, kind);
    }
    announce.refuses(place.tus("POST", ""), 400, "missing-upload-length");
    announce.refuses(place.tus("POST", "").header("upload-length", "+5"), 400, "malformed-header");
    let sized = || place.tus("POST", "").header("upload-length", "5");
    announce.refuses(sized(), 400, "missing-upload-metadata");
    announce.refuses(sized().header("upload-metadata", "slot ?"), 400, "malformed-upload-metadata");
    announce.refuses(place.ask("POST", ""), 412, "other-tus-version");
    let key = key();
    let [one, same] =
        [(); 2].map(|()| announce.answers(place.announce("photo", 5).header("idempotency-key", &key), 201));
    assert_eq!(id_of(&one), id_of(&same));
    announce.refuses(place.announce("photo", 6).header("idempotency-key", &key), 409, "key-of-another-request");
    // There is room for ten; two are there.
    for _ in 0..8 {
        place.announced(5);
    }
    let full = announce.answers(place.announce("photo", 5), 422).json();
    assert!(["/problems/slot-full", "/problems/draft-full"].map(Value::from).contains(&full["type"]), "{full}");
}

#[test]
fn a_file_of_feedback_goes_up_and_comes_back_as_documented() {
    let place = Place::begun();
    let [send, offset, download, remove] =
        ["send_feedback_piece", "ask_feedback_offset", "download_feedback_draft_file", "remove_feedback_file"]
            .map(operation);
    for (bytes, kind) in [(pdf(1), "application/pdf"), (jpeg(1), "image/jpeg"), (png(1), "image/png")] {
        let file = place.announced(bytes.len());
        let at = format!("/{file}");
        download.refuses(place.ask("GET", &at), 409, "file-unfinished");
        send.answers(place.send(&file, 0, &bytes[..9]), 204);
        assert_eq!(offset.answers(place.tus("HEAD", &at), 200).header("upload-offset"), Some("9"));
        send.refuses(place.send(&file, 3, b"a"), 409, "other-offset");
        send.answers(place.send(&file, 9, &bytes[9..]), 204);
        let whole = download.answers(place.ask("GET", &at), 200);
        assert_eq!((whole.header("content-type"), &whole.body), (Some(kind), &bytes));
        let tag = whole.header("etag").expect("a tag");
        download.answers(place.ask("GET", &at).header("if-none-match", tag), 304);
        remove.answers(place.tus("DELETE", &at), 204);
        remove.refuses(place.tus("DELETE", &at), 404, "no-such-file");
    }
    let file = place.announced(20);
    send.refuses(place.send(&file, 0, &[b'a'; 21]), 400, "beyond-upload-length");
    send.refuses(place.send(&file, 0, b"a").header("upload-checksum", "md5 YQ=="), 400, "unknown-checksum");
    let sum = "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
    send.refuses(place.send(&file, 0, b"abd").header("upload-checksum", sum), 460, "other-checksum");
    send.refuses(place.tus("PATCH", &format!("/{file}")).body("a"), 415, "unsupported-media-type");
    let bytes = b"<?xml version=\"1.0\"?><a/>";
    send.refuses(place.send(&place.announced(bytes.len()), 0, bytes), 422, "file-not-for-slot");
}

#[test]
fn an_item_is_sent_with_files_as_documented() {
    let scene = &stage().scene;
    let [send, read, download, remove] =
        ["send_feedback", "read_feedback", "download_feedback_file", "remove_feedback_file"].map(operation);
    let place = Place::begun();
    let bytes = pdf(1);
    let file = place.announced(bytes.len());
    send.refuses(place.item(&key()), 422, "files-unfinished");
    operation("send_feedback_piece").answers(place.send(&file, 0, &bytes), 204);
    let key_of_first = key();
    let [first, again] = [(); 2].map(|()| send.answers(place.item(&key_of_first), 201));
    assert_eq!(first.json(), again.json());
    let refused = send.refuses(place.item(&key()), 409, "already-sent");
    assert_eq!(refused["code"], first.json()["code"]);

    let item = place.of(&first);
    let shown = read.answers(about(scene, &read, &item, &item.secret), 200).json();
    assert_eq!(shown["said"]["files"][0]["id"], *file);
    let code = download.parameters("path").find(|one| one["name"] == "code").expect("a code");
    let of = |file: &str| download.at(code, &item.code).replace("fedcba9876543210fedcba9876543210", file);
    let ask = |file: &str, token: &str| asked(scene, &download, &of(file)).bearer(token);
    for token in [item.secret.as_str(), DESK_H26] {
        let answer = download.answers(ask(&file, token), 200);
        assert_eq!((answer.header("content-type"), &answer.body), (Some("application/pdf"), &bytes));
        let tag = answer.header("etag").expect("a tag");
        download.answers(ask(&file, token).header("if-none-match", tag), 304);
        let head = scene.portal.ask("HEAD", &of(&file)).bearer(token).expect(200);
        assert_eq!((head.header("etag"), head.body.len()), (Some(tag), 0));
    }
    download.refuses(ask(&"0".repeat(32), DESK_H26), 404, "no-such-file");
    download.refuses(ask(&file, "nobody's"), 404, "no-such-item");
    remove.refuses(place.tus("DELETE", &format!("/{file}")), 409, "file-finished");
    let later = place.announced(5);
    download.refuses(ask(&later, &item.secret), 404, "no-such-file");

    let many = Place::begun();
    (0..6).for_each(|number| drop(many.put(&pdf(number))));
    assert_eq!(send.refuses(many.item(&key()), 422, "too-many-files")["files_max"], 5);
}

#[test]
fn more_is_brought_as_documented() {
    let scene = &stage().scene;
    let [send, bring] = ["send_feedback", "supplement_feedback"].map(operation);
    let place = Place::begun();
    let item = place.of(&send.answers(place.item(&key()), 201));
    let body = super::stage::body(&bring, "lamp");
    let ask = |body: &Value| super::stage::done(scene, &bring, &item, &item.secret, body);
    bring.refuses(ask(&json!({"version": 1, "text": "Cột số 14"})), 409, "not-allowed-now");
    super::stage::step(scene, &item, "ask_supplement");
    let bytes = jpeg(3);
    let file = place.announced(bytes.len());
    bring.refuses(ask(&body), 422, "files-unfinished");
    operation("send_feedback_piece").answers(place.send(&file, 0, &bytes), 204);
    bring.refuses(ask(&json!({"version": 2, "text": ""})), 400, "malformed-parameter");
    let shown = bring.answers(ask(&body), 200).json();
    let last = &shown["history"][2];
    assert_eq!((&last["event"]["code"], &last["files"][0]["id"]), (&json!("supplemented"), &json!(file)));
}
