//! `drafts`: what somebody prepares, until it is filed or ends.

mod ends;
mod requests;

use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::papers::{AGENCY, END, NOW, begun, bytes, draft, draft_of, id};
use crate::rows::with;
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_draft_comes_back_as_it_was_begun,
    a_draft_is_found_under_its_own_name_only,
    each_change_is_a_version,
    a_change_of_another_version_is_told_how_it_stands,
    a_change_that_comes_again_is_done_once,
    of_thirty_two_changes_at_once_one_is_made,
    drafts_keep_every_text,
    a_draft_may_be_large_or_empty,
    instants_at_their_ends_come_back,
];

/// A draft as it stands, from how it was begun.
fn standing(draft: Value, version: u32) -> Value {
    with(draft, json!({ "version": version, "dossier": null }))
}

fn save(store: &Store, id: &str, expected: u32, sealed: &str) -> Result<Value, Value> {
    store.call("drafts/save", json!([AGENCY, id, expected, bytes(sealed), NOW, END + 1]))
}

fn a_draft_comes_back_as_it_was_begun(store: &Store) {
    begun(store, &id(1));
    assert_eq!(draft_of(store, &id(1)), standing(draft(&id(1)), 1));
}

fn a_draft_is_found_under_its_own_name_only(store: &Store) {
    begun(store, &id(1));
    for (agency, id) in [("H26", id(1)), ("h29", id(1)), ("", id(1)), (AGENCY, id(2)), (AGENCY, String::new())] {
        assert_eq!(store.ok("drafts/read", json!([agency, id, NOW])), Value::Null, "{agency} {id}");
        let refusal = store.call("drafts/save", json!([agency, id, 1, bytes(""), NOW, END]));
        assert_eq!(refusal, Err("Gone".into()), "{agency} {id}");
    }
    // The same name in another agency is another draft.
    let other = with(draft(&id(1)), json!({ "agency": "H26", "place": "00004" }));
    assert_eq!(store.ok("drafts/create", json!([other, "scope", null])), id(1));
    assert_eq!(draft_of(store, &id(1))["place"], "00118");
}

fn each_change_is_a_version(store: &Store) {
    begun(store, &id(1));
    assert_eq!(save(store, &id(1), 1, "second"), Ok(2.into()));
    assert_eq!(save(store, &id(1), 2, "third"), Ok(3.into()));
    let expected = with(draft(&id(1)), json!({ "sealed": bytes("third"), "expires": END + 1 }));
    assert_eq!(draft_of(store, &id(1)), standing(expected, 3));
}

fn a_change_of_another_version_is_told_how_it_stands(store: &Store) {
    begun(store, &id(1));
    save(store, &id(1), 1, "second").expect("a change");
    for expected in [0, 1, 3, u32::MAX] {
        let refusal = save(store, &id(1), expected, "other").expect_err("a refusal");
        assert_eq!(refusal, json!({ "Changed": draft_of(store, &id(1)) }), "{expected}");
    }
    assert_eq!(draft_of(store, &id(1))["sealed"], bytes("second"));
}

fn a_change_that_comes_again_is_done_once(store: &Store) {
    begun(store, &id(1));
    for _ in 0..3 {
        assert_eq!(save(store, &id(1), 1, "second"), Ok(2.into()));
    }
    assert_eq!(draft_of(store, &id(1))["version"], 2);
}

fn of_thirty_two_changes_at_once_one_is_made(store: &Store) {
    begun(store, &id(1));
    let answers = at_once(32, |number| save(store, &id(1), 1, &format!("of {number}")));
    let made: Vec<usize> = (0..32).filter(|&number| answers[number].is_ok()).collect();
    assert_eq!(made.len(), 1, "{answers:?}");
    let found = draft_of(store, &id(1));
    assert_eq!((&found["version"], &found["sealed"]), (&2.into(), &bytes(format!("of {}", made[0]))));
    let others = answers.iter().filter_map(|answer| answer.as_ref().err());
    assert!(others.into_iter().all(|refusal| *refusal == json!({ "Changed": found })));
}

fn drafts_keep_every_text(store: &Store) {
    let of = |text: &str| {
        let texts = json!({ "agency": text, "secret_hash": text, "procedure": text, "place": text });
        with(draft(text), with(texts, json!({ "sealed": bytes(text) })))
    };
    for text in TEXTS {
        assert_eq!(store.ok("drafts/create", json!([of(text), text, null])), text);
    }
    for text in TEXTS {
        assert_eq!(store.ok("drafts/read", json!([text, text, NOW])), standing(of(text), 1));
    }
}

fn a_draft_may_be_large_or_empty(store: &Store) {
    let large: Vec<u8> = (0..1_u32 << 20).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let draft = with(draft(&id(1)), json!({ "sealed": bytes("") }));
    store.ok("drafts/create", json!([draft, "scope", null]));
    assert_eq!(draft_of(store, &id(1))["sealed"], json!([]));
    store.ok("drafts/save", json!([AGENCY, id(1), 1, bytes(&large), NOW, END]));
    assert!(draft_of(store, &id(1))["sealed"] == bytes(&large));
    store.ok("drafts/save", json!([AGENCY, id(1), 2, bytes(""), NOW, END]));
    assert_eq!(draft_of(store, &id(1))["sealed"], json!([]));
}

fn instants_at_their_ends_come_back(store: &Store) {
    let ends = [0, 1, u64::from(u32::MAX), (1 << 53) + 1, i64::MAX as u64];
    for (number, created) in ends.into_iter().enumerate() {
        let draft = with(draft(&id(number)), json!({ "created": created, "expires": i64::MAX as u64 }));
        store.ok("drafts/create", json!([draft, "scope", null]));
        assert_eq!(draft_of(store, &id(number)), standing(draft, 1));
    }
}
