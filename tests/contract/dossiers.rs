//! `dossiers`: histories that nobody can change unseen, and feeds.

mod feeds;

use motcua_tests::checker::{Step, chained, in_order};
use serde_json::{Value, json};

use crate::papers::{AGENCY, NOW, bytes, dossier_of, filed, id, step};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    what_was_never_filed_is_not_found,
    a_history_is_chained_as_the_contract_says,
    a_long_history_is_told_in_pages,
    a_dossier_is_found_by_its_whole_name_only,
];

fn events(store: &Store, code: &str, after: u32) -> Vec<Value> {
    let found = store.ok("dossiers/events", json!([AGENCY, code, after]));
    found.as_array().expect("events").clone()
}

fn what_was_never_filed_is_not_found(store: &Store) {
    for code in ["H29.101-250701-0001", "", "%"] {
        assert_eq!(dossier_of(store, code), Value::Null);
        assert_eq!(store.ok("dossiers/version", json!([AGENCY, code])), Value::Null);
        assert_eq!(events(store, code, 0), [Value::Null; 0]);
        assert_eq!(store.ok("dossiers/referred", json!([code])), Value::Null);
        assert_eq!(store.ok("dossiers/of-owner", json!([code, null, 10])), json!([]));
        assert_eq!(store.ok("dossiers/of-owner", json!([code, [u64::from(u32::MAX), ""], 10])), json!([]));
    }
}

/// SHA-256 of a text from FIPS 180-2, so that the check itself is checked.
#[test]
fn the_check_of_the_chain_knows_its_hash() {
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(motcua_tests::checker::sha256(b"abc"), known);
}

fn bytes_of(event: &Value) -> Vec<u8> {
    let byte = |byte: &Value| byte.as_u64().and_then(|byte| u8::try_from(byte).ok()).expect("a byte");
    event["sealed"].as_array().expect("bytes").iter().map(byte).collect()
}

/// Insists that these events are a history from its beginning.
#[track_caller]
pub fn assert_chained(code: &str, history: &[Value]) {
    let mut previous = "0".repeat(64);
    for (number, event) in (1..).zip(history) {
        let step = Step {
            number,
            at: event["at"].as_u64().expect("an instant"),
            event: event["event"].as_str().expect("a word"),
            actor: event["actor"].as_str().expect("a word"),
            day: event["day"].as_str(),
            sealed: &bytes_of(event),
        };
        assert_eq!(event["previous"], previous, "{code} {number}");
        previous = chained(&previous, code, &step);
        assert_eq!((&event["hash"], &event["number"]), (&previous.as_str().into(), &number.into()), "{code}");
    }
}

fn a_history_is_chained_as_the_contract_says(store: &Store) {
    let codes = [1, 2].map(|number| filed(store, &id(number)));
    for code in &codes {
        for (expected, day, sealed) in
            [(1, Some("2025-08-01"), "Lý do"), (2, None, ""), (3, Some(""), "\n"), (4, None, "x")]
        {
            let event =
                json!({ "at": NOW - 1, "event": "a b", "actor": "Cán bộ", "day": day, "sealed": bytes(sealed) });
            store.ok("casework/append", json!([with(step(code, expected), json!({ "event": event }))]));
        }
    }
    let histories = codes.each_ref().map(|code| events(store, code, 0));
    for (code, history) in codes.iter().zip(&histories) {
        assert_eq!(history.len(), 5);
        assert_chained(code, history);
    }
    // The same steps of another dossier have other hashes.
    assert!(histories[0].iter().zip(&histories[1]).all(|(one, other)| one["hash"] != other["hash"]));
    in_order(&mut store.kept());
}

fn a_long_history_is_told_in_pages(store: &Store) {
    let code = filed(store, &id(1));
    for expected in 1..450 {
        assert_eq!(store.ok("casework/append", json!([step(&code, expected)])), expected + 1);
    }
    let pages = [0, 200, 400].map(|after| events(store, &code, after));
    assert_eq!(pages.each_ref().map(Vec::len), [200, 200, 50]);
    assert_chained(&code, &pages.concat());
    assert_eq!(events(store, &code, 449).len(), 1);
    for after in [450, 451, u32::MAX] {
        assert_eq!(events(store, &code, after), [Value::Null; 0]);
    }
}

fn a_dossier_is_found_by_its_whole_name_only(store: &Store) {
    let code = filed(store, &id(1));
    for (agency, name) in
        [("H26", code.clone()), (AGENCY, code.to_lowercase()), (AGENCY, format!("{code} ")), ("", code)]
    {
        assert_eq!(store.ok("dossiers/read", json!([agency, name])), Value::Null);
        assert_eq!(store.ok("dossiers/version", json!([agency, name])), Value::Null);
        assert_eq!(store.ok("dossiers/events", json!([agency, name, 0])), json!([]));
    }
    assert_eq!(store.ok("dossiers/referred", json!([id(1)])), Value::Null);
}
