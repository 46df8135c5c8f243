//! `outbox`: messages wait in the order in which they were written, until each was sent.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::papers::{AGENCY, NOW, begun, bytes, code, draft, event, filing, id, message, step};
use crate::rows::{column, with};
use crate::store::Store;

on_each_store![
    a_message_waits_with_what_it_is_about,
    messages_wait_in_the_order_in_which_they_were_written,
    messages_are_told_in_pages,
    what_was_sent_waits_no_longer,
    each_agency_has_messages_of_its_own,
    thirty_two_senders_send_every_message,
];

fn waiting(store: &Store, after: Value, limit: u32) -> Value {
    store.ok("outbox/waiting", json!([AGENCY, after, limit]))
}

/// Files a draft at an instant with messages of these kinds: the dossier's code.
fn file(store: &Store, number: usize, at: u64, kinds: &[&str]) -> String {
    begun(store, &id(number));
    let messages: Value = kinds.iter().map(|kind| message(kind)).collect();
    let columns = json!({ "messages": messages, "filed": at, "event": event("filed", at) });
    code(&store.ok("filing/file", json!([with(filing(&id(number)), columns)])))
}

fn pages(store: &Store, limit: u32) -> Vec<Value> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = waiting(store, after, limit);
        let Some(last) = page.as_array().expect("messages").last() else { return found };
        after = json!([last["written"], last["id"]]);
        found.extend(page.as_array().expect("messages").clone());
    }
}

fn a_message_waits_with_what_it_is_about(store: &Store) {
    assert_eq!(waiting(store, Value::Null, 10), json!([]));
    let code = file(store, 1, NOW, &["dossier-filed"]);
    let found = waiting(store, Value::Null, 10);
    let expected = json!([{
        "agency": AGENCY, "id": found[0]["id"], "kind": "dossier-filed", "dossier": code, "event": 1,
        "sealed": bytes("dossier-filed"), "written": NOW,
    }]);
    assert_eq!(found, expected);
}

fn messages_wait_in_the_order_in_which_they_were_written(store: &Store) {
    let first = file(store, 1, NOW + 5, &["d", "c"]);
    file(store, 2, NOW + 1, &["a", "b"]);
    let later = json!({ "messages": [message("f"), message("e")], "event": event("accepted", NOW + 9) });
    store.ok("casework/append", json!([with(step(&first, 1), later)]));
    assert_eq!(column(&waiting(store, Value::Null, 10), "kind"), ["a", "b", "d", "c", "f", "e"]);
}

/// Many of one instant.
fn messages_are_told_in_pages(store: &Store) {
    for number in 0..35 {
        file(store, number, NOW + number as u64 / 10, &["a", "b", "c"]);
    }
    assert_eq!(waiting(store, Value::Null, u32::MAX).as_array().map(Vec::len), Some(100));
    assert_eq!(waiting(store, Value::Null, 0), json!([]));
    let all = pages(store, 100);
    assert_eq!(all.len(), 105);
    let place = |message: &Value| (message["written"].as_u64(), message["id"].as_str().map(str::to_owned));
    assert!(all.windows(2).all(|pair| place(&pair[0]) < place(&pair[1])));
    for limit in [1, 7] {
        assert_eq!(pages(store, limit), all, "{limit}");
    }
}

fn what_was_sent_waits_no_longer(store: &Store) {
    file(store, 1, NOW, &["a", "b", "c"]);
    let sent = |id: &Value| store.ok("outbox/sent", json!([AGENCY, id, NOW + 1]));
    let found = waiting(store, Value::Null, 10);
    for _ in 0..2 {
        assert_eq!(sent(&found[1]["id"]), Value::Null);
        assert_eq!(column(&waiting(store, Value::Null, 10), "kind"), ["a", "c"]);
    }
    assert_eq!(sent(&"nothing".into()), Value::Null);
    // Another agency cannot send it.
    store.ok("outbox/sent", json!(["H26", found[0]["id"], NOW]));
    assert_eq!(column(&waiting(store, Value::Null, 10), "kind"), ["a", "c"]);
    // Whoever pages on after a message that was sent meanwhile misses none.
    let after = json!([found[1]["written"], found[1]["id"]]);
    assert_eq!(column(&waiting(store, after, 10), "kind"), ["c"]);
}

fn each_agency_has_messages_of_its_own(store: &Store) {
    let there = json!({ "agency": "H26" });
    file(store, 1, NOW, &["a"]);
    store.ok("drafts/create", json!([with(draft(&id(2)), there.clone()), "scope", null]));
    store.ok("filing/file", json!([with(filing(&id(2)), there)]));
    assert_eq!(column(&waiting(store, Value::Null, 10), "kind"), ["a"]);
    assert_eq!(column(&store.ok("outbox/waiting", json!(["H26", null, 10])), "kind"), ["dossier-filed"]);
    assert_eq!(store.ok("outbox/waiting", json!(["", null, 10])), json!([]));
}

fn thirty_two_senders_send_every_message(store: &Store) {
    for number in 0..4 {
        file(store, number, NOW, &["a", "b", "c", "d"]);
    }
    at_once(32, |_| {
        while let Some(first) = waiting(store, Value::Null, 1).get(0) {
            store.ok("outbox/sent", json!([AGENCY, first["id"], NOW]));
        }
    });
    assert_eq!(waiting(store, Value::Null, 10), json!([]));
    in_order(&mut store.kept());
}
