//! The life of a dossier among a million others.

use motcua_store::bindings::exports::motcua::store::attempts::Guest as Attempts;
use motcua_store::bindings::exports::motcua::store::casework::{Guest as Casework, Step};
use motcua_store::bindings::exports::motcua::store::dossiers::Guest as Dossiers;
use motcua_store::bindings::exports::motcua::store::drafts::{Guest as Drafts, NewDraft};
use motcua_store::bindings::exports::motcua::store::files::{Chunk, Guest as Files, NewFile};
use motcua_store::bindings::exports::motcua::store::filing::{Filing, Guest as Filings};
use motcua_store::bindings::exports::motcua::store::outbox::Guest as Outbox;
use motcua_store::bindings::exports::motcua::store::types::{NewEvent, Request};
use motcua_store::{Row, Value};

use super::Portal;

/// Rows of `rows.rs` in one agency: a draft and dossier, a file of it, and a dossier's number.
const DRAFT: &str = "d125001";
const FILE: &str = "f500004";
const CODE: &str = "c125001";

fn agency() -> String {
    "H29".to_owned()
}

fn draft() -> String {
    DRAFT.to_owned()
}

fn file() -> String {
    FILE.to_owned()
}

fn code() -> String {
    CODE.to_owned()
}

/// What a statement finds where something is found.
pub fn found(sql: &str) -> Vec<Row> {
    let text = |text: &str| Value::Text(text.to_owned());
    // A page of a feed, and whose dossier a reference is.
    if sql.starts_with("SELECT agency, code FROM") {
        return (0..100).map(|number| vec![text("H29"), text(&format!("c{}", 125_001 + 2 * number))].into()).collect();
    }
    let columns = match sql {
        _ if sql.contains("RETURNING given") || sql.contains("RETURNING version") => vec![Value::Integer(1)],
        _ if sql.contains("UPDATE files") || sql.contains("DELETE FROM files") => vec![text(FILE)],
        _ if sql.contains("RETURNING") => vec![text(DRAFT), text("hash")],
        _ if sql.starts_with("SELECT id FROM drafts") => vec![text(DRAFT)],
        _ if sql.starts_with("SELECT id, slot") => {
            let (number, bytes) = (Value::Integer(4), Value::Blob(Vec::new()));
            vec![text(FILE), text("s"), number.clone(), number.clone(), bytes, number.clone(), number]
        }
        _ => return Vec::new(),
    };
    vec![Row::from(columns)]
}

/// Each operation once; whatever it answers, what it sent is noted.
pub async fn use_everything() {
    use_drafts().await;
    use_files().await;
    let _ = <Portal as Filings>::file(filing()).await;
    let _ = <Portal as Dossiers>::read(agency(), code()).await;
    let _ = Portal::referred("r250001".to_owned()).await;
    let _ = Portal::version(agency(), code()).await;
    let _ = Portal::events(agency(), code(), 1).await;
    // An owner of one dossier, and one of half a million in the middle of his feed.
    let _ = Portal::of_owner("bank".to_owned(), Some((500_000, "c".to_owned())), 100).await;
    let _ = Portal::of_owner("o250002".to_owned(), None, 100).await;
    let _ = <Portal as Casework>::append(step()).await;
    let _ = Portal::waiting(agency(), Some((500_000, "m".to_owned())), 100).await;
    let _ = Portal::sent(agency(), "m250001".to_owned(), 0).await;
    let _ = Portal::failed((0..8).map(|number| format!("a{number}")).collect(), 4).await;
    let _ = Portal::count(vec!["a1".to_owned()], 1, 20).await;
}

async fn use_drafts() {
    let begun = NewDraft {
        agency: agency(),
        id: draft(),
        secret_hash: "s".to_owned(),
        procedure: "p".to_owned(),
        place: "u".to_owned(),
        sealed: Vec::new(),
        created: 0,
        expires: 0,
    };
    let _ = Portal::create(begun, "scope".to_owned(), Some(request())).await;
    let _ = <Portal as Drafts>::read(agency(), draft(), 0).await;
    let _ = Portal::save(agency(), draft(), 1, Vec::new(), 0, 1).await;
    let _ = Portal::remove_ended(agency(), 500_000, 100).await;
}

async fn use_files() {
    let begun = NewFile { id: "new".to_owned(), slot: "s".to_owned(), length: 4, sealed: Vec::new(), created: 0 };
    let chunk = |length| Chunk { offset: 1, length, sealed: Vec::new() };
    let _ = Portal::begin(agency(), draft(), begun, 60, Some(request())).await;
    for length in [0, 1] {
        let _ = <Portal as Files>::append(agency(), draft(), file(), chunk(length)).await;
    }
    let _ = Portal::finish(agency(), draft(), file(), Vec::new(), Some(Vec::new())).await;
    let _ = Portal::remove(agency(), draft(), file()).await;
    let _ = <Portal as Files>::read(agency(), draft(), file()).await;
    let _ = Portal::of_draft(agency(), draft()).await;
    let _ = Portal::chunks(agency(), "d12501".to_owned(), "f12501".to_owned(), 256, 8).await;
}

fn request() -> Request {
    Request { key: "k250000".to_owned(), hash: "r".to_owned() }
}

fn event() -> NewEvent {
    NewEvent { at: 0, event: "e".to_owned(), actor: "a".to_owned(), day: None, sealed: Vec::new() }
}

fn filing() -> Filing {
    Filing {
        agency: agency(),
        draft: draft(),
        draft_version: 1,
        prefix: "c125001-".to_owned(),
        reference: "new".to_owned(),
        filed: 0,
        procedure: "p".to_owned(),
        place: "u".to_owned(),
        state: "filed".to_owned(),
        status: 1,
        appointed: None,
        facts: String::new(),
        sealed: Vec::new(),
        factors: Vec::new(),
        owners: Vec::new(),
        files: vec![file()],
        event: event(),
        messages: Vec::new(),
        request: request(),
    }
}

fn step() -> Step {
    Step {
        agency: agency(),
        code: code(),
        expected: 4,
        state: "s".to_owned(),
        status: 1,
        appointed: None,
        facts: None,
        sealed: None,
        files: vec![file()],
        event: event(),
        messages: Vec::new(),
        request: Some(request()),
    }
}
