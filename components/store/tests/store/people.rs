//! What people do, by hand: drafts, files, filings and steps that every test starts from.

use motcua_store::bindings::exports::motcua::store::casework::{Guest as Casework, Refusal, Step};
use motcua_store::bindings::exports::motcua::store::dossiers::{Dossier, Guest as Dossiers};
use motcua_store::bindings::exports::motcua::store::drafts::{Draft, Guest as Drafts, NewDraft};
use motcua_store::bindings::exports::motcua::store::files::{Chunk, Guest as Files, NewFile};
use motcua_store::bindings::exports::motcua::store::filing::{Filed, Filing, Guest as Filings};
use motcua_store::bindings::exports::motcua::store::outbox::NewMessage;
use motcua_store::bindings::exports::motcua::store::types::Request;
use motcua_store::bindings::exports::motcua::store::types::{Event, NewEvent};

use crate::database::{Native, wait};

pub const AGENCY: &str = "H29";
pub const PREFIX: &str = "H29.101-250701-";

/// 1 July 2025, 07:00 in Vietnam.
pub const NOW: u64 = 1_751_328_000_000;
pub const ENDS: u64 = NOW + 30 * 86_400_000;

pub fn agency() -> String {
    AGENCY.to_owned()
}

pub fn request(key: &str, hash: &str) -> Option<Request> {
    Some(Request { key: key.to_owned(), hash: hash.to_owned() })
}

pub fn new_draft(id: &str) -> NewDraft {
    NewDraft {
        agency: agency(),
        id: id.to_owned(),
        secret_hash: format!("secret of {id}"),
        procedure: "1.001193".to_owned(),
        place: "00118".to_owned(),
        sealed: vec![0, 1, 255],
        created: NOW,
        expires: ENDS,
    }
}

/// Begins a draft, which has version 1 then.
pub fn begin(id: &str) {
    let begun = wait(Native::create(new_draft(id), "drafts/".to_owned(), None));
    assert_eq!(begun, Ok(id.to_owned()));
}

pub fn draft(id: &str) -> Draft {
    wait(<Native as Drafts>::read(agency(), id.to_owned(), NOW)).expect("a read").expect("the draft")
}

pub fn new_file(id: &str, length: u64) -> NewFile {
    NewFile { id: id.to_owned(), slot: "birth".to_owned(), length, sealed: b"name".to_vec(), created: NOW }
}

pub fn chunk(offset: u64, bytes: &[u8]) -> Chunk {
    // Sealed is longer than it was.
    let sealed = bytes.iter().copied().chain(*b"tag").collect();
    Chunk { offset, length: bytes.len() as u32, sealed }
}

/// A finished file of a draft.
pub fn upload(draft: &str, id: &str, bytes: &[u8]) {
    let (draft, file) = (|| draft.to_owned(), || id.to_owned());
    wait(Native::begin(agency(), draft(), new_file(id, bytes.len() as u64), 60, None)).expect("a file");
    wait(<Native as Files>::append(agency(), draft(), file(), chunk(0, bytes))).expect("a chunk");
    wait(Native::finish(agency(), draft(), file(), b"known".to_vec(), None)).expect("an end");
}

pub fn event(word: &str, at: u64) -> NewEvent {
    NewEvent { at, event: word.to_owned(), actor: "applicant".to_owned(), day: None, sealed: Vec::new() }
}

pub fn message(kind: &str) -> NewMessage {
    NewMessage { kind: kind.to_owned(), sealed: kind.as_bytes().to_vec() }
}

/// The filing of a draft of version 1, with everything that a filing may have but files.
pub fn filing(draft: &str) -> Filing {
    Filing {
        agency: agency(),
        draft: draft.to_owned(),
        draft_version: 1,
        prefix: PREFIX.to_owned(),
        reference: format!("spoken {draft}"),
        filed: NOW + 1,
        procedure: "1.001193".to_owned(),
        place: "00118".to_owned(),
        state: "registered".to_owned(),
        status: 1,
        appointed: Some("2025-07-08".to_owned()),
        facts: r#"{"fee":8000}"#.to_owned(),
        sealed: b"answers".to_vec(),
        factors: vec!["factor".to_owned(), "other \"factor\"".to_owned()],
        owners: vec!["owner".to_owned(), "person".to_owned()],
        files: Vec::new(),
        event: NewEvent { sealed: b"note".to_vec(), ..event("filed", NOW + 1) },
        messages: vec![message("dossier-filed"), message("to-the-desk")],
        request: Request { key: format!("key of {draft}"), hash: "hash".to_owned() },
    }
}

/// Begins and files a draft.
pub fn file(draft: &str) -> Filed {
    begin(draft);
    wait(<Native as Filings>::file(filing(draft))).expect("a dossier")
}

pub fn step(code: &str, expected: u32) -> Step {
    Step {
        agency: agency(),
        code: code.to_owned(),
        expected,
        state: "accepted".to_owned(),
        status: 2,
        appointed: Some("2025-07-09".to_owned()),
        facts: None,
        sealed: None,
        files: Vec::new(),
        event: NewEvent { day: Some("2025-07-09".to_owned()), ..event("accepted", NOW + 1_000 * u64::from(expected)) },
        messages: vec![message("dossier-moved")],
        request: None,
    }
}

pub fn append(step: Step) -> Result<u32, Refusal> {
    wait(<Native as Casework>::append(step))
}

pub fn dossier(code: &str) -> Dossier {
    wait(<Native as Dossiers>::read(agency(), code.to_owned())).expect("a read").expect("the dossier")
}

pub fn history(code: &str) -> Vec<Event> {
    wait(Native::events(agency(), code.to_owned(), 0)).expect("a history")
}
