//! Items are found by their whole name only, and their histories are chained so that nobody changes them unseen.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{append, item_of, received, sent, step};
use crate::dossiers::assert_chained;
use crate::papers::{AGENCY, NOW, bytes, filed, id};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    what_was_never_received_is_not_found,
    an_item_is_found_by_its_whole_name_only,
    an_item_is_found_by_its_id,
    the_history_of_an_item_is_chained_as_the_contract_says,
    a_long_history_of_an_item_is_told_in_pages,
];

fn events(store: &Store, code: &str, after: u32) -> Vec<Value> {
    let found = store.ok("feedback/events", json!([AGENCY, code, after]));
    found.as_array().expect("events").clone()
}

fn what_was_never_received_is_not_found(store: &Store) {
    for name in ["PA.H29.101-250701-0001", "", "%"] {
        assert_eq!(item_of(store, name), Value::Null);
        assert_eq!(store.ok("feedback/of-draft", json!([AGENCY, name])), Value::Null);
        assert_eq!(events(store, name, 0), [Value::Null; 0]);
        assert_eq!(store.ok("feedback/alike", json!([AGENCY, name, name, name, 0, 10])), json!([]));
        assert_eq!(store.ok("feedback/of-desk", json!([name, null, 10])), json!([]));
        assert_eq!(store.ok("feedback/supporters", json!([AGENCY, name, null, 10])), json!([]));
        assert_eq!(store.ok("feedback/supported-by", json!([AGENCY, name, name])), Value::Null);
        assert_eq!(store.ok("register/read", json!([AGENCY, name])), Value::Null);
        assert_eq!(store.ok("register/found", json!([[name], null, 10])), json!([]));
        assert_eq!(store.ok("intake/known", json!([{ "key": name, "hash": "" }])), Value::Null);
    }
}

fn an_item_is_found_by_its_whole_name_only(store: &Store) {
    let code = received(store, 1, json!({}));
    for (agency, name) in
        [("H26", code.clone()), (AGENCY, code.to_lowercase()), (AGENCY, format!("{code} ")), ("", code)]
    {
        assert_eq!(store.ok("feedback/read", json!([agency, name])), Value::Null, "{agency} {name}");
        assert_eq!(store.ok("feedback/events", json!([agency, name, 0])), json!([]), "{agency} {name}");
    }
    // A dossier is no item, and an item no dossier.
    let dossier = filed(store, &id(2));
    assert_eq!(item_of(store, &dossier), Value::Null);
    assert_eq!(store.ok("feedback/of-draft", json!([AGENCY, id(2)])), Value::Null);
    assert_eq!(store.ok("dossiers/read", json!([AGENCY, "PA.H29.101-250701-0001"])), Value::Null);
}

fn an_item_is_found_by_its_id(store: &Store) {
    let codes = [sent(store, 1), received(store, 2, json!({}))];
    crate::papers::begun(store, &id(3));
    let by_id = |agency: &str, id: &str| store.ok("feedback/of-draft", json!([agency, id]));
    for (number, code) in (1..).zip(&codes) {
        assert_eq!(by_id(AGENCY, &id(number)), item_of(store, code));
    }
    for (agency, id) in [(AGENCY, id(3)), ("H26", id(1)), (AGENCY, codes[0].clone())] {
        assert_eq!(by_id(agency, &id), Value::Null, "{agency} {id}");
    }
}

fn the_history_of_an_item_is_chained_as_the_contract_says(store: &Store) {
    let codes = [1, 2].map(|number| received(store, number, json!({})));
    for code in &codes {
        for (expected, day, sealed) in
            [(1, Some("2025-08-01"), "Lý do"), (2, None, ""), (3, Some(""), "\n"), (4, None, "x")]
        {
            let event =
                json!({ "at": NOW - 1, "event": "a b", "actor": "Cán bộ", "day": day, "sealed": bytes(sealed) });
            append(store, &with(step(code, expected), json!({ "event": event }))).expect("a step");
        }
    }
    let histories = codes.each_ref().map(|code| events(store, code, 0));
    for (code, history) in codes.iter().zip(&histories) {
        assert_eq!(history.len(), 5);
        assert_chained(code, history);
    }
    // The same steps of another item have other hashes.
    assert!(histories[0].iter().zip(&histories[1]).all(|(one, other)| one["hash"] != other["hash"]));
    in_order(&mut store.kept());
}

fn a_long_history_of_an_item_is_told_in_pages(store: &Store) {
    let code = received(store, 1, json!({}));
    for expected in 1..205 {
        assert_eq!(append(store, &step(&code, expected)), Ok((expected + 1).into()));
    }
    let pages = [0, 200].map(|after| events(store, &code, after));
    assert_eq!(pages.each_ref().map(Vec::len), [200, 5]);
    assert_chained(&code, &pages.concat());
    assert_eq!(events(store, &code, 204).len(), 1);
    for after in [205, 206, u32::MAX] {
        assert_eq!(events(store, &code, after), [Value::Null; 0]);
    }
}
