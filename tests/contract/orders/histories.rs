//! Histories of orders, which nobody can change unseen.

use motcua_tests::checker::{Happened, chained_order, in_order};
use serde_json::{Value, json};

use crate::money::{append, change, opened};
use crate::papers::{AGENCY, NOW, id};
use crate::rows::with;
use crate::store::Store;

on_each_store![a_history_is_chained_as_the_contract_says, a_long_history_is_told_in_pages,];

fn events(store: &Store, number: usize, after: u32) -> Vec<Value> {
    store.ok("orders/events", json!([AGENCY, id(number), after])).as_array().expect("events").clone()
}

fn assert_chained(id: &str, history: &[Value]) {
    let mut previous = "0".repeat(64);
    for (number, event) in (1..).zip(history) {
        let happened = Happened {
            number,
            at: event["at"].as_u64().expect("an instant"),
            event: event["event"].as_str().expect("a word"),
            source: event["source"].as_str().expect("a word"),
            transaction: event["transaction"].as_str(),
            amount: event["amount"].as_u64(),
            code: event["code"].as_str().expect("a code"),
        };
        assert_eq!(event["previous"], previous, "{id} {number}");
        previous = chained_order(&previous, id, &happened);
        assert_eq!((&event["hash"], &event["number"]), (&previous.as_str().into(), &number.into()), "{id}");
    }
}

fn a_history_is_chained_as_the_contract_says(store: &Store) {
    for number in [1, 2] {
        opened(store, number);
        for (expected, transaction, amount, code) in [
            (1, Some("140"), Some(8_000), "00"),
            (2, None, None, ""),
            (3, Some(""), Some(0), "Cán bộ"),
            (4, None, None, "x"),
        ] {
            let event = json!({
                "at": NOW - 1, "event": "a b", "source": "query", "transaction": transaction, "amount": amount, "code": code,
            });
            append(store, &with(change(number, expected), json!({ "event": event }))).expect("a change");
        }
    }
    let histories = [1, 2].map(|number| events(store, number, 0));
    for (number, history) in (1..).zip(&histories) {
        assert_eq!(history.len(), 5);
        assert_chained(&id(number), history);
        // Nothing is not the same as empty, though both have one hash.
        assert_eq!([&history[2]["transaction"], &history[3]["transaction"]], [&Value::Null, &json!("")]);
    }
    // The same events of another order have other hashes.
    assert!(histories[0].iter().zip(&histories[1]).all(|(one, other)| one["hash"] != other["hash"]));
    in_order(&mut store.kept());
}

fn a_long_history_is_told_in_pages(store: &Store) {
    opened(store, 1);
    for expected in 1..450 {
        assert_eq!(append(store, &change(1, expected)), Ok((expected + 1).into()));
    }
    let pages = [0, 200, 400].map(|after| events(store, 1, after));
    assert_eq!(pages.each_ref().map(Vec::len), [200, 200, 50]);
    assert_chained(&id(1), &pages.concat());
    assert_eq!(events(store, 1, 449).len(), 1);
    for after in [450, 451, u32::MAX] {
        assert_eq!(events(store, 1, after), [Value::Null; 0]);
    }
    assert_eq!(events(store, 2, 0), [Value::Null; 0]);
    in_order(&mut store.kept());
}
