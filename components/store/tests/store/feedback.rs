//! Feedback: what somebody says becomes an item once, is supported, handled and published; or nothing happens.

use motcua_store::bindings::exports::motcua::store::feedback::{Guest as Feedback, Item};
use motcua_store::bindings::exports::motcua::store::handling::{
    Guest as Handling, Publication, Refusal as NoStep, Step,
};
use motcua_store::bindings::exports::motcua::store::intake::{
    Guest as Intake, NewSupporter, NoSupport, Reception, Refusal, Tally,
};
use motcua_store::bindings::exports::motcua::store::outbox::Guest as Outbox;
use motcua_store::bindings::exports::motcua::store::register::{Figure, Grouping, Guest as Register};
use motcua_store::bindings::exports::motcua::store::types::Request;

use crate::database::{Native, everything, fresh, wait};
use crate::halves::never_halved;
use crate::people::{NOW, agency, begin, event, message, request, upload};

const PREFIX: &str = "PA.H29.101-250701-";

fn text(text: &str) -> String {
    text.to_owned()
}

fn asked(key: &str, hash: &str) -> Request {
    Request { key: text(key), hash: text(hash) }
}

fn tally(measure: &str, change: i32) -> Tally {
    Tally { field: text("land"), month: text("2025-07"), measure: text(measure), change }
}

/// What an item begins with that was no draft.
fn reception(id: &str) -> Reception {
    Reception {
        agency: agency(),
        id: text(id),
        draft_version: None,
        secret_hash: format!("secret of {id}"),
        prefix: text(PREFIX),
        received: NOW,
        kind: text("feedback"),
        about: text("conduct"),
        field: text("land"),
        object: text(""),
        place: text("00118"),
        desk: text("H29.101"),
        state: text("received"),
        due: Some(text("2025-07-08")),
        facts: text("{}"),
        sealed: b"what".to_vec(),
        identity: b"who".to_vec(),
        signature: vec![0, 255],
        files: Vec::new(),
        event: event("received", NOW),
        messages: vec![message("feedback-received")],
        tallies: vec![tally("received", 1)],
        request: asked(&format!("key of {id}"), "hash"),
    }
}

fn step(code: &str, expected: u32) -> Step {
    Step {
        agency: agency(),
        code: text(code),
        expected,
        state: text("answered"),
        desk: text("H29.102"),
        due: None,
        facts: text(r#"{"a":1}"#),
        files: Vec::new(),
        publication: None,
        event: event("answered", NOW + u64::from(expected)),
        messages: Vec::new(),
        tallies: Vec::new(),
        request: None,
    }
}

fn published(content: &str, terms: &[&str]) -> Option<Publication> {
    Some(Publication { content: text(content), terms: terms.iter().map(|term| text(term)).collect() })
}

fn supporter(who: &str, id: &str) -> NewSupporter {
    NewSupporter { who: text(who), id: text(id), secret_hash: text("s"), sealed: vec![1], at: NOW }
}

/// Receives: the code, whichever call it was.
fn receive(reception: Reception) -> Result<String, Refusal> {
    wait(Native::receive(reception)).map(|received| received.code)
}

fn append(step: Step) -> Result<u32, NoStep> {
    wait(<Native as Handling>::append(step))
}

fn item(code: &str) -> Item {
    wait(<Native as Feedback>::read(agency(), text(code))).expect("a read").expect("the item")
}

fn found(terms: &[&str]) -> Vec<String> {
    let terms = terms.iter().map(|term| text(term)).collect();
    wait(Native::found(terms, None, 10)).expect("entries").into_iter().map(|entry| entry.code).collect()
}

fn figures() -> Vec<(String, u64)> {
    let figures = wait(Native::figures(Grouping::Field, text("2025-07"), text("2025-07"))).expect("figures");
    figures.into_iter().map(|Figure { measure, amount, .. }| (measure, amount)).collect()
}

#[test]
fn a_reception_is_an_item_with_all_that_belongs_to_it() {
    fresh();
    begin("d");
    upload("d", "f", b"content");
    let code = receive(Reception { draft_version: Some(1), files: vec![text("f")], ..reception("d") });
    assert_eq!(code, Ok(format!("{PREFIX}0001")));
    let code = code.expect("a code");
    let told = item(&code);
    assert_eq!((told.id.as_str(), told.version, told.received, told.updated), ("d", 1, NOW, NOW));
    assert_eq!((told.sealed.as_slice(), told.identity.as_slice(), told.supporters), (&b"what"[..], &b"who"[..], 0));
    assert_eq!(wait(<Native as Feedback>::of_draft(agency(), text("d"))), Ok(Some(told)));
    let events = wait(<Native as Feedback>::events(agency(), code.clone(), 0)).expect("events");
    assert_eq!((events.len(), events[0].number, events[0].event.as_str()), (1, 1, "received"));
    let waiting = wait(<Native as Outbox>::waiting(agency(), None, 10)).expect("messages");
    assert_eq!((waiting.len(), &waiting[0].dossier), (1, &code));
    let near = wait(Native::alike(agency(), text("00118"), text("conduct"), text(""), NOW, 10)).expect("items");
    assert_eq!((near.len(), &near[0].code, near[0].signature.as_slice()), (1, &code, &[0, 255][..]));
    let lines = wait(Native::of_desk(text("H29.101"), None, 10)).expect("lines");
    assert_eq!((lines.len(), &lines[0].code, lines[0].due.as_str()), (1, &code, "2025-07-08"));
    assert_eq!(figures(), [(text("received"), 1)]);
}

#[test]
fn what_is_refused_leaves_nothing() {
    fresh();
    begin("d");
    begin("sent");
    let code = receive(Reception { draft_version: Some(1), ..reception("sent") }).expect("an item");
    let of_draft = |id: &str, version| Reception { draft_version: Some(version), ..reception(id) };
    let before = everything();
    for (reception, refusal) in [
        (of_draft("nobody's", 1), Refusal::Gone),
        (of_draft("d", 2), Refusal::Changed(1)),
        (Reception { request: asked("k", "h"), ..of_draft("sent", 1) }, Refusal::Already(code.clone())),
        (Reception { files: vec![text("f")], ..of_draft("d", 1) }, Refusal::Missing(text("f"))),
        (Reception { request: asked("key of sent", "other"), ..reception("e") }, Refusal::Conflict),
    ] {
        assert_eq!(receive(reception), Err(refusal));
        assert_eq!(everything(), before);
    }
    assert_eq!(receive(reception("sent")), Ok(code.clone()), "what comes again is answered");
    assert_eq!(wait(Native::known(asked("key of sent", "hash"))), Ok(Some(code)));
    assert_eq!(everything(), before);
}

#[test]
fn whoever_says_the_same_is_counted_once() {
    fresh();
    let code = receive(reception("i")).expect("an item");
    let support = |who: &str, id: &str| wait(Native::support(agency(), code.clone(), supporter(who, id)));
    assert_eq!(support("an", "s1"), Ok(text("s1")));
    assert_eq!(support("an", "s2"), Ok(text("s1")));
    assert_eq!(support("bình", "s3"), Ok(text("s3")));
    assert_eq!(item(&code).supporters, 2);
    let ids = |after| {
        let page = wait(Native::supporters(agency(), code.clone(), after, 10)).expect("supporters");
        page.into_iter().map(|supporter| supporter.id).collect::<Vec<_>>()
    };
    assert_eq!((ids(None), ids(Some((NOW, text("s1"))))), (vec![text("s1"), text("s3")], vec![text("s3")]));
    assert_eq!(wait(Native::supported_by(agency(), code, text("s2"))), Ok(None));
    assert_eq!(wait(Native::support(agency(), text("none"), supporter("an", "s"))), Err(NoSupport::Unknown));
}

#[test]
fn a_step_publishes_and_counts() {
    fresh();
    let code = receive(reception("i")).expect("an item");
    let first =
        Step { publication: published("first", &["a", "b"]), tallies: vec![tally("received", -1)], ..step(&code, 1) };
    assert_eq!(append(first), Ok(2));
    assert_eq!(
        (found(&["a"]), found(&["b", "a"]), found(&["a", "c"])),
        (vec![code.clone()], vec![code.clone()], vec![])
    );
    let told = item(&code);
    assert_eq!((told.version, told.state.as_str(), told.desk.as_str(), told.due), (2, "answered", "H29.102", None));
    assert_eq!((told.facts.as_str(), told.updated), (r#"{"a":1}"#, NOW + 1));
    assert_eq!(append(Step { publication: published("second", &["c"]), ..step(&code, 2) }), Ok(3));
    let entry = wait(<Native as Register>::read(agency(), code.clone())).expect("a read").expect("an entry");
    assert_eq!((entry.content.as_str(), entry.published), ("second", NOW + 1));
    assert_eq!((found(&["a"]), found(&["c"]), found(&[])), (vec![], vec![code.clone()], vec![]));
    assert_eq!(figures(), [(text("received"), 0)]);
    let before = everything();
    for (step, refusal) in [
        (step(&code, 1), NoStep::Changed(3)),
        (step("none", 1), NoStep::Unknown),
        (Step { files: vec![text("f")], ..step(&code, 3) }, NoStep::Missing(text("f"))),
    ] {
        assert_eq!(append(step), Err(refusal));
        assert_eq!(everything(), before);
    }
}

#[test]
fn a_reception_is_never_halved() {
    fresh();
    begin("d");
    upload("d", "f", b"content");
    let whole = || Reception { draft_version: Some(1), files: vec![text("f")], ..reception("d") };
    let statements = never_halved(async || Native::receive(whole()).await);
    assert_eq!(statements, 11, "each costs a crossing into the host");
}

#[test]
fn what_follows_is_never_halved() {
    fresh();
    begin("d");
    let code = receive(Reception { draft_version: Some(1), ..reception("d") }).expect("an item");
    let support = |who: &'static str, id: &'static str| {
        let code = code.clone();
        async move || Native::support(agency(), code.clone(), supporter(who, id)).await
    };
    assert_eq!(never_halved(support("an", "s")), 4);
    upload("d", "f", b"content");
    let whole = || Step {
        files: vec![text("f")],
        publication: published("{}", &["a"]),
        messages: vec![message("feedback-answered")],
        tallies: vec![tally("received", -1), tally("answered", 1)],
        request: request("k", "h"),
        ..step(&code, 1)
    };
    assert_eq!(never_halved(async || <Native as Handling>::append(whole()).await), 12);
}
