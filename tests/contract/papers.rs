//! Drafts, files, filings and steps in the words of the contract, as the driver takes them.

use motcua_tests::checker::sha256;
use serde_json::{Value, json};

use crate::client::Client;

/// The province in whose part of the store it all lies.
pub const AGENCY: &str = "H29";
/// How the codes of one desk and day begin.
pub const PREFIX: &str = "H29.101-250701-";
/// When everything happens that does not need another moment.
pub const NOW: u64 = 1_751_328_000_000;
/// When drafts end.
pub const END: u64 = NOW + 2_592_000_000;

/// A name of 32 hexadecimal digits.
pub fn id(number: usize) -> String {
    format!("{number:032x}")
}

/// Bytes, as the driver takes and gives them.
pub fn bytes(content: impl AsRef<[u8]>) -> Value {
    content.as_ref().into()
}

/// What makes a request known.
pub fn request(key: &str, hash: &str) -> Value {
    json!({ "key": key, "hash": hash })
}

/// A draft of [`NOW`].
pub fn draft(id: &str) -> Value {
    json!({
        "agency": AGENCY,
        "id": id,
        "secret_hash": sha256(id.as_bytes()),
        "procedure": "1.001193",
        "place": "00118",
        "sealed": bytes("answers"),
        "created": NOW,
        "expires": END,
    })
}

/// A file of [`NOW`].
pub fn file(id: &str, length: u64) -> Value {
    json!({ "id": id, "slot": "to-khai", "length": length, "sealed": bytes("a name"), "created": NOW })
}

/// A chunk with these bytes, which are three longer when they are sealed.
pub fn chunk(offset: u64, content: impl AsRef<[u8]>) -> Value {
    let sealed = [content.as_ref(), b"tag"].concat();
    json!({ "offset": offset, "length": content.as_ref().len(), "sealed": bytes(sealed) })
}

/// A step at an instant.
pub fn event(word: &str, at: u64) -> Value {
    json!({ "at": at, "event": word, "actor": "applicant", "day": null, "sealed": bytes(word) })
}

/// A message.
pub fn message(kind: &str) -> Value {
    json!({ "kind": kind, "sealed": bytes(kind) })
}

/// The filing of a draft that nobody changed, without files; its reference, its owner and its key are made of its name.
pub fn filing(draft: &str) -> Value {
    json!({
        "agency": AGENCY,
        "draft": draft,
        "draft_version": 1,
        "prefix": PREFIX,
        "reference": format!("reference of {draft}"),
        "filed": NOW,
        "procedure": "1.001193",
        "place": "00118",
        "state": "filed",
        "status": 1,
        "appointed": "2025-07-08",
        "facts": r#"{"a":"Tên"}"#,
        "sealed": bytes("what was filed"),
        "factors": [format!("factor of {draft}"), "another"],
        "owners": [format!("owner of {draft}")],
        "files": [],
        "event": event("filed", NOW),
        "messages": [message("dossier-filed")],
        "request": request(&format!("key of {draft}"), "hash"),
    })
}

/// A step that changes the state of a dossier and nothing else.
pub fn step(code: &str, expected: u32) -> Value {
    json!({
        "agency": AGENCY,
        "code": code,
        "expected": expected,
        "state": "accepted",
        "status": 2,
        "appointed": "2025-07-08",
        "facts": null,
        "sealed": null,
        "files": [],
        "event": event("accepted", NOW + u64::from(expected)),
        "messages": [],
        "request": null,
    })
}

/// Begins a draft with this name.
#[track_caller]
pub fn begun(store: &Client, draft_id: &str) {
    assert_eq!(store.ok("drafts/create", json!([draft(draft_id), "scope", null])), draft_id);
}

/// Announces a file and adds its chunks, each with this content.
#[track_caller]
pub fn uploaded(store: &Client, draft: &str, file_id: &str, chunks: &[&str]) {
    let length: usize = chunks.iter().map(|chunk| chunk.len()).sum();
    assert_eq!(store.ok("files/begin", json!([AGENCY, draft, file(file_id, length as u64), 60, null])), file_id);
    let mut end = 0;
    for content in chunks {
        let next = store.ok("files/append", json!([AGENCY, draft, file_id, chunk(end, content)]));
        end += content.len() as u64;
        assert_eq!(next, end);
    }
}

/// Uploads a file and finishes it.
#[track_caller]
pub fn finished(store: &Client, draft: &str, file: &str, chunks: &[&str]) {
    uploaded(store, draft, file, chunks);
    store.ok("files/finish", json!([AGENCY, draft, file, bytes("a name and a type"), null]));
}

/// Begins a draft and files it: the dossier's code.
#[track_caller]
pub fn filed(store: &Client, draft: &str) -> String {
    begun(store, draft);
    code(&store.ok("filing/file", json!([filing(draft)])))
}

/// The code in the answer to a filing.
#[track_caller]
pub fn code(answer: &Value) -> String {
    answer["code"].as_str().unwrap_or_else(|| panic!("no code: {answer}")).to_owned()
}

/// The draft as it stands, or nothing.
#[track_caller]
pub fn draft_of(store: &Client, id: &str) -> Value {
    store.ok("drafts/read", json!([AGENCY, id, NOW]))
}

/// The file as it stands, or nothing.
#[track_caller]
pub fn file_of(store: &Client, draft: &str, file: &str) -> Value {
    store.ok("files/read", json!([AGENCY, draft, file]))
}

/// The dossier as it stands, or nothing.
#[track_caller]
pub fn dossier_of(store: &Client, code: &str) -> Value {
    store.ok("dossiers/read", json!([AGENCY, code]))
}
