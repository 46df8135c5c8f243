//! The same of feedback.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::NUL;
use super::dossiers::is_refused;
use crate::feedback::{entry_of, item_of, publication, received, reception, step, supporter, tally};
use crate::papers::{AGENCY, NOW, begun, event, id, request};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    nothing_is_received_with_a_nul,
    no_step_of_an_item_is_taken_with_a_nul,
    nobody_supports_with_a_nul,
    nothing_of_feedback_is_read_with_a_nul,
];

fn nothing_is_received_with_a_nul(store: &Store) {
    begun(store, &id(1));
    for column in [
        "agency",
        "id",
        "secret_hash",
        "prefix",
        "kind",
        "about",
        "field",
        "object",
        "place",
        "desk",
        "state",
        "due",
        "facts",
    ] {
        is_refused(store, "intake/receive", &json!([with(reception(1), json!({ column: NUL }))]));
    }
    for columns in [
        json!({ "draft_version": 1, "files": [NUL] }),
        json!({ "event": event(NUL, NOW) }),
        json!({ "event": with(event("received", NOW), json!({ "actor": NUL })) }),
        json!({ "event": with(event("received", NOW), json!({ "day": NUL })) }),
        json!({ "messages": [{ "kind": NUL, "sealed": [] }] }),
        json!({ "tallies": [tally("a", "2025-07", "a", 1), tally(NUL, "2025-07", "a", 1)] }),
        json!({ "tallies": [tally("a", NUL, "a", 1)] }),
        json!({ "tallies": [tally("a", "2025-07", NUL, 1)] }),
        json!({ "request": request(NUL, "hash") }),
        json!({ "request": request("key", NUL) }),
    ] {
        is_refused(store, "intake/receive", &json!([with(reception(1), columns)]));
    }
    let holdings = in_order(&mut store.kept());
    assert_eq!((holdings.items.len(), holdings.drafts), (0, 1));
    assert_eq!(store.ok("register/figures", json!(["Field", "", "9999-12"])), json!([]));
    received(store, 1, json!({ "draft_version": 1 }));
}

fn no_step_of_an_item_is_taken_with_a_nul(store: &Store) {
    let code = received(store, 1, json!({}));
    let stood = item_of(store, &code);
    for columns in [
        json!({ "agency": NUL }),
        json!({ "code": NUL }),
        json!({ "state": NUL }),
        json!({ "desk": NUL }),
        json!({ "due": NUL }),
        json!({ "facts": NUL }),
        json!({ "files": [NUL] }),
        json!({ "publication": publication(NUL, &["a"]) }),
        json!({ "publication": publication("{}", &["a", NUL]) }),
        json!({ "event": event(NUL, NOW) }),
        json!({ "event": with(event("accepted", NOW), json!({ "actor": NUL })) }),
        json!({ "messages": [{ "kind": NUL, "sealed": [] }] }),
        json!({ "tallies": [tally("a", "2025-07", NUL, 1)] }),
        json!({ "request": request(NUL, "hash") }),
        json!({ "request": request("key", NUL) }),
    ] {
        is_refused(store, "handling/append", &json!([with(step(&code, 1), columns)]));
    }
    assert_eq!((item_of(store, &code), entry_of(store, &code)), (stood, Value::Null));
    assert_eq!(store.ok("register/found", json!([["a"], null, 10])), json!([]));
    in_order(&mut store.kept());
}

fn nobody_supports_with_a_nul(store: &Store) {
    let code = received(store, 1, json!({}));
    for column in ["who", "id", "secret_hash"] {
        let supporter = with(supporter(1), json!({ column: NUL }));
        is_refused(store, "intake/support", &json!([AGENCY, code, supporter]));
    }
    for (agency, code) in [(NUL, code.as_str()), (AGENCY, NUL)] {
        is_refused(store, "intake/support", &json!([agency, code, supporter(1)]));
    }
    assert_eq!(item_of(store, &code)["supporters"], 0);
    in_order(&mut store.kept());
}

fn nothing_of_feedback_is_read_with_a_nul(store: &Store) {
    for (operation, arguments) in [
        ("feedback/read", json!([NUL, "1"])),
        ("feedback/read", json!([AGENCY, NUL])),
        ("feedback/of-draft", json!([AGENCY, NUL])),
        ("feedback/events", json!([AGENCY, NUL, 0])),
        ("feedback/alike", json!([NUL, "", "", "", 0, 10])),
        ("feedback/alike", json!([AGENCY, NUL, "", "", 0, 10])),
        ("feedback/alike", json!([AGENCY, "", NUL, "", 0, 10])),
        ("feedback/alike", json!([AGENCY, "", "", NUL, 0, 10])),
        ("feedback/of-desk", json!([NUL, null, 10])),
        ("feedback/of-desk", json!(["a", [NUL, ""], 10])),
        ("feedback/of-desk", json!(["a", ["", NUL], 10])),
        ("feedback/from-desk", json!([NUL, null, 10])),
        ("feedback/from-desk", json!(["a", ["a", "", NUL], 10])),
        ("feedback/supporters", json!([AGENCY, NUL, null, 10])),
        ("feedback/supporters", json!([AGENCY, "1", [NOW, NUL], 10])),
        ("feedback/supported-by", json!([AGENCY, "1", NUL])),
        ("intake/known", json!([request(NUL, "hash")])),
        ("register/found", json!([[NUL], null, 10])),
        ("register/found", json!([["a", "b", NUL], null, 10])),
        ("register/found", json!([["a"], [NOW, NUL], 10])),
        ("register/read", json!([NUL, "1"])),
        ("register/read", json!([AGENCY, NUL])),
        ("register/figures", json!(["Agency", NUL, "2025-07"])),
        ("register/figures", json!(["Month", "2025-07", NUL])),
    ] {
        is_refused(store, operation, &arguments);
    }
}
