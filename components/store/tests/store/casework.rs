//! Casework: one step after the other, each by whoever saw the one before.

use motcua_store::bindings::exports::motcua::store::casework::{Refusal, Step};
use motcua_store::bindings::exports::motcua::store::dossiers::{Dossier, Guest as Dossiers};
use motcua_store::bindings::exports::motcua::store::files::Guest as Files;
use motcua_store::bindings::exports::motcua::store::types::{Event, NewEvent};
use sha2::{Digest, Sha256};

use crate::database::{Native, connection, everything, fresh, wait};
use crate::people::{agency, append, begin, dossier, draft, file, history, message, new_file, request, step, upload};

/// Insists on this refusal, and that it leaves nothing.
#[track_caller]
fn refused(step: Step, refusal: Refusal) {
    let before = everything();
    assert_eq!(append(step), Err(refusal));
    assert_eq!(everything(), before);
}

#[test]
fn a_step_changes_what_it_says_and_nothing_else() {
    fresh();
    let code = file("d").code;
    let before = dossier(&code);
    assert_eq!(append(step(&code, 1)), Ok(2));
    let after = dossier(&code);
    let (state, appointed) = ("accepted".to_owned(), Some("2025-07-09".to_owned()));
    let wanted = Dossier { state, status: 2, version: 2, updated: step(&code, 1).event.at, appointed, ..before };
    assert_eq!(after, wanted);
    let whole = Step {
        appointed: None,
        facts: Some("{}".to_owned()),
        sealed: Some(b"supplemented".to_vec()),
        messages: vec![message("one"), message("two")],
        ..step(&code, 2)
    };
    assert_eq!(append(whole), Ok(3));
    let after = dossier(&code);
    assert_eq!((after.appointed, after.facts.as_str(), after.sealed.as_slice()), (None, "{}", &b"supplemented"[..]));
    assert_eq!((after.version, after.filed), (3, wanted.filed));
    assert_eq!(wait(Native::version(agency(), code)), Ok(Some(3)));
}

#[test]
fn whoever_decides_on_what_has_changed_is_told() {
    fresh();
    let code = file("d").code;
    assert_eq!(append(step(&code, 1)), Ok(2));
    refused(step(&code, 1), Refusal::Changed(2));
    refused(step(&code, 3), Refusal::Changed(2));
    refused(step(&code, 0), Refusal::Changed(2));
    refused(step("H29.101-250701-9999", 1), Refusal::Unknown);
    refused(Step { agency: "H26".to_owned(), ..step(&code, 2) }, Refusal::Unknown);
}

#[test]
fn a_step_that_comes_again_gets_its_answer() {
    fresh();
    let code = file("d").code;
    let keyed = |expected, hash: &str| Step { request: request("k", hash), ..step(&code, expected) };
    assert_eq!(append(keyed(1, "h")), Ok(2));
    let before = everything();
    assert_eq!(append(keyed(1, "h")), Ok(2));
    assert_eq!(everything(), before);
    refused(keyed(2, "other"), Refusal::Conflict);
    assert_eq!(append(step(&code, 2)), Ok(3));
    assert_eq!(append(keyed(1, "h")), Ok(2), "whatever has happened since");
    let other = file("e").code;
    assert_eq!(append(Step { request: request("k", "h"), ..step(&other, 1) }), Ok(2), "another's key");
    refused(Step { request: request("l", "h"), ..step(&code, 1) }, Refusal::Changed(3));
    assert_eq!(append(Step { request: request("l", "h"), ..step(&code, 3) }), Ok(4), "a refusal was not kept");
}

#[test]
fn files_join_a_dossier_once_and_whole() {
    fresh();
    let code = file("d").code;
    upload("d", "f", b"content");
    wait(Native::begin(agency(), "d".to_owned(), new_file("half", 9), 60, None)).expect("a file");
    let with = |expected, files: &[&str]| Step {
        files: files.iter().map(|file| (*file).to_owned()).collect(),
        ..step(&code, expected)
    };
    refused(with(1, &["f", "half"]), Refusal::Missing("half".to_owned()));
    refused(with(1, &["none"]), Refusal::Missing("none".to_owned()));
    assert_eq!(append(with(1, &["f"])), Ok(2));
    refused(with(2, &["f"]), Refusal::Missing("f".to_owned()));
    let event = "SELECT dossier_event FROM files WHERE id = 'f'";
    assert_eq!(connection().query_row(event, [], |row| row.get(0)), Ok(2_i64));
    begin("other");
    upload("other", "g", b"content");
    refused(with(2, &["g"]), Refusal::Missing("g".to_owned()));
    assert_eq!(draft("d").version, 2, "what happens to the dossier is no change of the draft");
}

/// The hash as the contract words it, computed by nothing of the store.
fn hash(code: &str, event: &Event) -> String {
    let sealed = format!("{:x}", Sha256::digest(&event.sealed));
    let day = event.day.clone().unwrap_or_default();
    let (number, at) = (event.number, event.at);
    let text =
        format!("{}\n{code}\n{number}\n{at}\n{}\n{}\n{day}\n{sealed}\n", event.previous, event.event, event.actor);
    format!("{:x}", Sha256::digest(text))
}

#[test]
fn each_event_is_chained_to_the_one_before() {
    fresh();
    let code = file("d").code;
    for expected in 1..250 {
        let event = NewEvent {
            day: (expected % 2 == 0).then(|| "2025-08-01".to_owned()),
            sealed: vec![7; expected as usize % 5],
            ..step(&code, expected).event
        };
        assert_eq!(append(Step { event, ..step(&code, expected) }), Ok(expected + 1));
    }
    let first = history(&code);
    let last = wait(Native::events(agency(), code.clone(), 200)).expect("a history");
    assert_eq!((first.len(), last.len()), (200, 50));
    let mut previous = "0".repeat(64);
    for (number, event) in (1..).zip(first.iter().chain(&last)) {
        assert_eq!((event.number, &event.previous), (number, &previous));
        assert_eq!(event.hash, hash(&code, event));
        previous.clone_from(&event.hash);
    }
    assert_eq!(wait(Native::events(agency(), code, 250)), Ok(Vec::new()));
}

/// The first hash of a history, computed with `printf … | sha256sum`.
#[test]
fn a_hash_is_what_another_tool_says() {
    fresh();
    let code = file("d").code;
    assert_eq!(history(&code)[0].hash, "177df25cb4fa0bb29ca7433ad574b981d5297f4f8fbc8a1bd7d51ba0eb1f5cc7");
}
