//! The same of drafts, files and dossiers; and what is bytes may have any.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::NUL;
use crate::papers::{
    AGENCY, END, NOW, begun, bytes, chunk, draft, draft_of, event, file, filed, filing, id, request, step,
};
use crate::rows::{form, heading, with};
use crate::store::Store;

on_each_store![nothing_of_a_dossier_is_written_with_a_nul, nothing_of_a_dossier_is_read_with_a_nul, bytes_may_be_nul,];

/// Insists that a call fails as damage.
#[track_caller]
pub fn is_refused(store: &Store, operation: &str, arguments: &Value) {
    let refusal = store.call(operation, arguments.clone()).expect_err(operation);
    let fault = refusal.get("Failed").unwrap_or(&refusal);
    assert!(fault["Damaged"].is_string(), "{operation} {arguments}: {refusal}");
}

fn nothing_of_a_dossier_is_written_with_a_nul(store: &Store) {
    begun(store, &id(1));
    let code = filed(store, &id(2));
    for column in ["agency", "id", "secret_hash", "procedure", "place"] {
        let draft = with(draft(&id(3)), json!({ column: NUL }));
        is_refused(store, "drafts/create", &json!([draft, "scope", request("key", "hash")]));
    }
    for (scope, key, hash) in [(NUL, "key", "hash"), ("scope", NUL, "hash"), ("scope", "key", NUL)] {
        is_refused(store, "drafts/create", &json!([draft(&id(3)), scope, request(key, hash)]));
    }
    for column in ["id", "slot"] {
        let file = with(file(&id(3), 0), json!({ column: NUL }));
        is_refused(store, "files/begin", &json!([AGENCY, id(1), file, 60, null]));
    }
    for column in ["prefix", "reference", "procedure", "place", "state", "appointed", "facts"] {
        is_refused(store, "filing/file", &json!([with(filing(&id(1)), json!({ column: NUL }))]));
    }
    for columns in [
        json!({ "owners": ["owner", NUL] }),
        json!({ "messages": [{ "kind": NUL, "sealed": [] }] }),
        json!({ "request": { "key": NUL, "hash": "hash" } }),
        json!({ "request": { "key": "key", "hash": NUL } }),
        json!({ "event": event(NUL, NOW) }),
        json!({ "event": with(event("filed", NOW), json!({ "day": NUL })) }),
    ] {
        is_refused(store, "filing/file", &json!([with(filing(&id(1)), columns)]));
    }
    for columns in [json!({ "state": NUL }), json!({ "facts": NUL }), json!({ "event": event(NUL, NOW) })] {
        is_refused(store, "casework/append", &json!([with(step(&code, 1), columns)]));
    }
    is_refused(store, "attempts/count", &json!([["a", NUL], 1, 0]));
    is_refused(store, "publication/publish-forms", &json!([heading("a", "", ""), [form("1", NUL)]]));
    let holdings = in_order(&mut store.kept());
    assert_eq!((holdings.drafts, holdings.files, holdings.dossiers[&code]), (2, 0, 1));
    assert_eq!(store.ok("attempts/failed", json!([["a"], 1])), json!([0]));
    assert_eq!(draft_of(store, &id(1))["version"], 1);
}

fn nothing_of_a_dossier_is_read_with_a_nul(store: &Store) {
    for (operation, arguments) in [
        ("forms/read", json!([NUL, "2025-07-01"])),
        ("drafts/read", json!([NUL, id(1), NOW])),
        ("drafts/read", json!([AGENCY, NUL, NOW])),
        ("drafts/save", json!([AGENCY, NUL, 1, [], NOW, END])),
        ("drafts/remove-ended", json!([NUL, NOW, 10])),
        ("files/read", json!([AGENCY, NUL, id(1)])),
        ("files/append", json!([AGENCY, id(1), NUL, chunk(0, "one")])),
        ("files/finish", json!([AGENCY, id(1), NUL, [], null])),
        ("files/remove", json!([AGENCY, id(1), NUL])),
        ("files/of-draft", json!([AGENCY, NUL])),
        ("files/chunks", json!([AGENCY, id(1), NUL, 0, 8])),
        ("dossiers/read", json!([AGENCY, NUL])),
        ("dossiers/referred", json!([NUL])),
        ("dossiers/version", json!([AGENCY, NUL])),
        ("dossiers/events", json!([AGENCY, NUL, 0])),
        ("dossiers/of-owner", json!([NUL, null, 10])),
        ("dossiers/of-owner", json!(["a", [NOW, NUL], 10])),
        ("outbox/waiting", json!([NUL, null, 10])),
        ("outbox/waiting", json!([AGENCY, [NOW, NUL], 10])),
        ("outbox/sent", json!([AGENCY, NUL, NOW])),
        ("attempts/failed", json!([[NUL], 1])),
    ] {
        is_refused(store, operation, &arguments);
    }
}

fn bytes_may_be_nul(store: &Store) {
    let all: Vec<u8> = (0..=u8::MAX).chain([0, 0]).collect();
    store.ok("drafts/create", json!([with(draft(&id(1)), json!({ "sealed": bytes(&all) })), "scope", null]));
    assert_eq!(draft_of(store, &id(1))["sealed"], bytes(&all));
    store.ok("files/begin", json!([AGENCY, id(1), file(&id(2), 258), 60, null]));
    store.ok("files/append", json!([AGENCY, id(1), id(2), chunk(0, &all)]));
    assert_eq!(store.ok("files/chunks", json!([AGENCY, id(1), id(2), 0, 8])), json!([chunk(0, &all)]));
    let event = with(event("filed", NOW), json!({ "sealed": bytes(&all) }));
    let filing = with(filing(&id(1)), json!({ "sealed": bytes(&all), "event": event }));
    let code = crate::papers::code(&store.ok("filing/file", json!([filing])));
    assert_eq!(crate::papers::dossier_of(store, &code)["sealed"], bytes(&all));
    in_order(&mut store.kept());
}
