//! Feedback among a million others.

use std::cell::Cell;

use motcua_store::bindings::exports::motcua::store::feedback::Guest as Feedback;
use motcua_store::bindings::exports::motcua::store::handling::{Guest as Handling, Publication, Step};
use motcua_store::bindings::exports::motcua::store::intake::{Guest as Intake, NewSupporter, Reception};
use motcua_store::bindings::exports::motcua::store::register::{Grouping, Guest as Register};
use motcua_store::bindings::exports::motcua::store::types::{NewEvent, Request};
use motcua_store::{Row, Value};

use super::Portal;

/// Rows of `rows.rs` in one agency: an item that was a draft, and a file of it.
const CODE: &str = "c125001";
const DRAFT: &str = "d125001";
const FILE: &str = "f500004";

thread_local! {
    /// Whether the draft that is sent is there no more: then it is asked what became of it.
    static IS_GONE: Cell<bool> = const { Cell::new(false) };
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn agency() -> String {
    text("H29")
}

fn code() -> String {
    text(CODE)
}

/// What a statement of feedback finds where something is found; nothing for those of others.
pub fn found(sql: &str) -> Option<Vec<Row>> {
    let text = |text: &str| Value::Text(text.to_owned());
    let columns = match sql {
        _ if sql.starts_with("UPDATE drafts SET filed") && IS_GONE.get() => return Some(Vec::new()),
        _ if !sql.contains("feedback") => return None,
        _ if sql.starts_with("UPDATE feedback SET state") => vec![text(DRAFT), text("hash")],
        _ if sql.starts_with("UPDATE feedback") => vec![text(CODE)],
        _ if sql.contains("RETURNING published") => vec![Value::Integer(0)],
        // A page of the register.
        _ if sql.starts_with("SELECT t.agency") => vec![text("H29"), text(CODE)],
        // Whoever supports came before.
        _ => return Some(Vec::new()),
    };
    Some(vec![Row::from(columns)])
}

/// Each operation once; whatever it answers, what it sent is noted.
pub async fn use_everything() {
    use_items().await;
    use_register().await;
    for is_gone in [false, true] {
        IS_GONE.set(is_gone);
        let _ = Portal::receive(reception()).await;
    }
    IS_GONE.set(false);
    let _ = Portal::known(request()).await;
    let _ = Portal::support(agency(), code(), supporter()).await;
    // Under a key, and for whoever is told the version.
    for request in [Some(request()), None] {
        let _ = <Portal as Handling>::append(Step { request, ..step() }).await;
    }
}

async fn use_items() {
    let _ = <Portal as Feedback>::read(agency(), code()).await;
    let _ = Portal::of_draft(agency(), text(DRAFT)).await;
    let _ = <Portal as Feedback>::events(agency(), code(), 1).await;
    // A quarter of a million items about one thing in one town, and half a million at one desk.
    let _ = Portal::alike(agency(), text("town"), text("a"), text(""), 1, 200).await;
    let _ = Portal::of_desk(text("desk"), Some((text("d1500000"), text("c"))), 100).await;
    let _ = Portal::from_desk(text("desk"), Some((text("desk"), text("d1500000"), text("c"))), 100).await;
    // An item that half a million support.
    let _ = Portal::supporters(agency(), code(), Some((500_000, text("s"))), 100).await;
    let _ = Portal::supported_by(agency(), code(), text("s500001")).await;
}

async fn use_register() {
    // What every entry has, in the middle of its page; what half of them have; and the rarest first.
    for terms in [&["all"][..], &["half", "all"], &["r12500", "half", "all"]] {
        let terms = terms.iter().map(|term| text(term)).collect();
        let _ = Portal::found(terms, Some((200_000, text("c"))), 100).await;
    }
    let _ = <Portal as Register>::read(agency(), code()).await;
    for grouping in [Grouping::Agency, Grouping::Field, Grouping::Month] {
        let _ = Portal::figures(grouping, text("m12500"), text("m12500")).await;
    }
}

fn request() -> Request {
    Request { key: text("k250000"), hash: text("r") }
}

fn event() -> NewEvent {
    NewEvent { at: 0, event: text("e"), actor: text("a"), day: None, sealed: Vec::new() }
}

fn reception() -> Reception {
    Reception {
        agency: agency(),
        id: text(DRAFT),
        draft_version: Some(1),
        secret_hash: text("s"),
        prefix: text("c125001-"),
        received: 0,
        kind: text("k"),
        about: text("a"),
        field: text("f"),
        object: text(""),
        place: text("u1"),
        desk: text("desk"),
        state: text("s"),
        due: None,
        facts: text("{}"),
        sealed: Vec::new(),
        identity: Vec::new(),
        signature: Vec::new(),
        files: vec![text(FILE)],
        event: event(),
        messages: Vec::new(),
        tallies: Vec::new(),
        request: request(),
    }
}

fn supporter() -> NewSupporter {
    NewSupporter { who: text("w500001"), id: text("new"), secret_hash: text("s"), sealed: Vec::new(), at: 0 }
}

fn step() -> Step {
    Step {
        agency: agency(),
        code: code(),
        expected: 4,
        state: text("s"),
        desk: text("desk"),
        due: None,
        facts: text("{}"),
        files: vec![text(FILE)],
        publication: Some(Publication { content: text("{}"), terms: vec![text("new")] }),
        event: event(),
        messages: Vec::new(),
        tallies: Vec::new(),
        request: None,
    }
}
