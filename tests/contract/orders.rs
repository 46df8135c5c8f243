//! `orders`: opened under names of their own, changed by whoever has seen the last event.

mod books;
mod crowds;
mod feeds;
mod histories;
mod opened;

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::money::{
    AMOUNT, GATEWAY, append, call, case, case_of, change, entries, happened, opened, order_of, payment,
};
use crate::papers::{AGENCY, NOW, dossier_of, id, message, request, step};
use crate::rows::with;
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_change_says_what_an_order_is_now,
    what_a_change_does_not_say_stays,
    a_change_of_another_version_is_told_the_last,
    an_order_that_is_not_there_is_unknown,
    a_dossier_that_moved_on_stops_the_whole_change,
    the_request_of_a_step_is_not_used,
    the_very_same_change_is_made_once,
    changes_keep_every_text,
    numbers_of_an_order_at_their_ends_come_back,
];

fn a_change_says_what_an_order_is_now(store: &Store) {
    let code = opened(store, 1);
    let before = order_of(store, 1);
    let columns = json!({
        "closes": NOW + 7, "asked": 3, "facts": "[]", "step": step(&code, 1),
        "cases": [with(case("c", NOW), json!({ "order": [AGENCY, id(1)] }))],
    });
    assert_eq!(append(store, &with(payment(1, 1, "140"), columns)), Ok(2.into()));
    let expected = json!({
        "state": "paid", "version": 2, "updated": NOW + 1, "closes": NOW + 7, "due": null, "asked": 3,
        "transaction": "140", "paid": NOW + 5, "received": AMOUNT, "facts": "[]",
    });
    assert_eq!(order_of(store, 1), with(before, expected));
    assert_eq!(dossier_of(store, &code)["version"], 2);
    assert_eq!(case_of(store, "c")["order"], json!([AGENCY, id(1)]));
    let found = store.ok("orders/entries", json!([AGENCY, id(1)]));
    let line = |account: &str, amount: i64| json!([2, { "account": account, "amount": amount }]);
    assert_eq!(found, json!([line("receivable", AMOUNT), line("revenue", -AMOUNT)]));
    assert_eq!(store.ok("orders/booked", json!([GATEWAY, "140", "payment"])), json!([AGENCY, id(1)]));
    assert_eq!(in_order(&mut store.kept()).orders[&id(1)], 2);
}

fn what_a_change_does_not_say_stays(store: &Store) {
    opened(store, 1);
    append(store, &payment(1, 1, "140")).expect("a change");
    let before = order_of(store, 1);
    append(store, &with(change(1, 2), json!({ "due": null }))).expect("a change");
    let expected = json!({
        "state": "waiting", "version": 3, "updated": NOW + 2, "asked": 1, "received": 0, "closes": NOW + 900_000,
    });
    assert_eq!(order_of(store, 1), with(before, expected));
    // Nothing is not the same as empty.
    append(store, &with(change(1, 3), json!({ "transaction": "", "paid": 0, "facts": "" }))).expect("a change");
    let found = order_of(store, 1);
    assert_eq!([&found["transaction"], &found["paid"], &found["facts"]], [&json!(""), &json!(0), &json!("")]);
    in_order(&mut store.kept());
}

fn a_change_of_another_version_is_told_the_last(store: &Store) {
    let code = opened(store, 1);
    append(store, &change(1, 1)).expect("a change");
    let stood = order_of(store, 1);
    let late = |expected: u32| {
        let event = happened("closed", NOW);
        append(store, &with(payment(1, expected, "140"), json!({ "event": event, "step": step(&code, 1) })))
    };
    for expected in [0, 1, 3, u32::MAX - 1] {
        assert_eq!(late(expected), Err(json!({ "Changed": 2 })), "{expected}");
    }
    assert_eq!((order_of(store, 1), &dossier_of(store, &code)["version"]), (stood, &json!(1)));
    assert_eq!(store.ok("orders/booked", json!([GATEWAY, "140", "payment"])), Value::Null);
    assert_eq!(late(2), Ok(3.into()));
    in_order(&mut store.kept());
}

fn an_order_that_is_not_there_is_unknown(store: &Store) {
    opened(store, 1);
    for (agency, name) in
        [("H26", id(1)), (AGENCY, String::new()), (AGENCY, id(2)), (AGENCY, id(1).to_uppercase() + " ")]
    {
        let other = with(change(1, 1), json!({ "agency": agency, "id": name }));
        assert_eq!(append(store, &other), Err("Unknown".into()), "{agency} {name}");
        assert_eq!(store.ok("orders/read", json!([agency, name])), Value::Null);
    }
    assert_eq!(order_of(store, 1)["version"], 1);
}

fn a_dossier_that_moved_on_stops_the_whole_change(store: &Store) {
    let code = opened(store, 1);
    store.ok("calls/keep", json!([call(1, NOW)]));
    store.ok("casework/append", json!([step(&code, 1)]));
    let stood = (order_of(store, 1), dossier_of(store, &code));
    for (code, expected) in [(code.as_str(), 1), (&code, 3), ("H29.101-250701-0009", 1)] {
        let columns = json!({
            "step": with(step(code, expected), json!({ "messages": [message("paid")] })),
            "cases": [case("c", NOW)], "call": [id(1), "paid"],
        });
        assert_eq!(append(store, &with(payment(1, 1, "140"), columns)), Err("DossierChanged".into()));
    }
    assert_eq!((order_of(store, 1), dossier_of(store, &code)), stood);
    assert_eq!(store.ok("orders/booked", json!([GATEWAY, "140", "payment"])), Value::Null);
    assert_eq!(store.ok("orders/events", json!([AGENCY, id(1), 1])), json!([]));
    assert_eq!(store.ok("orders/entries", json!([AGENCY, id(1)])), json!([]));
    assert_eq!(store.ok("calls/verdict", json!([GATEWAY, id(1)])), "");
    assert_eq!(case_of(store, "c"), Value::Null);
    assert_eq!(store.ok("orders/due", json!([GATEWAY, NOW * 2, 10])), json!([[NOW + 60_000, AGENCY, id(1)]]));
    in_order(&mut store.kept());
}

fn the_request_of_a_step_is_not_used(store: &Store) {
    let code = opened(store, 1);
    for (version, hash) in [(1, "hash"), (2, "other")] {
        let step = with(step(&code, version), json!({ "request": request("key", hash) }));
        assert_eq!(append(store, &with(change(1, version), json!({ "step": step }))), Ok((version + 1).into()));
    }
    let own = with(step(&code, 3), json!({ "request": request("key", "third") }));
    assert_eq!(store.ok("casework/append", json!([own])), 4);
    in_order(&mut store.kept());
}

/// Whoever lost the answer asks again, and so does whoever decided the same at the same moment.
fn the_very_same_change_is_made_once(store: &Store) {
    let code = opened(store, 1);
    for number in [1, 2] {
        store.ok("calls/keep", json!([call(number, NOW)]));
    }
    let told = |number: usize| {
        append(store, &with(payment(1, 1, "140"), json!({ "call": [id(number), "paid"], "step": step(&code, 1) })))
    };
    assert_eq!(told(1), Ok(2.into()));
    assert_eq!(told(1), Ok(2.into()));
    assert_eq!(store.ok("calls/verdict", json!([GATEWAY, id(2)])), "");
    append(store, &change(1, 2)).expect("a change");
    assert_eq!(told(2), Ok(2.into()));
    assert_eq!(store.ok("calls/verdict", json!([GATEWAY, id(2)])), "paid");
    for columns in [
        json!({ "at": NOW }),
        json!({ "event": "closed" }),
        json!({ "source": "query" }),
        json!({ "transaction": null }),
        json!({ "amount": AMOUNT - 1 }),
        json!({ "code": "07" }),
    ] {
        let other =
            with(payment(1, 1, "140"), json!({ "event": with(payment(1, 1, "140")["event"].clone(), columns) }));
        assert_eq!(append(store, &other), Err(json!({ "Changed": 3 })), "{}", other["event"]);
    }
    assert_eq!((&order_of(store, 1)["version"], &dossier_of(store, &code)["version"]), (&json!(3), &json!(2)));
    in_order(&mut store.kept());
}

fn changes_keep_every_text(store: &Store) {
    opened(store, 1);
    for (version, text) in (1..).zip(TEXTS) {
        let event =
            json!({ "at": NOW, "event": text, "source": text, "transaction": text, "amount": null, "code": text });
        let columns = json!({
            "state": text, "transaction": text, "facts": text, "event": event,
            "entries": entries(&[(text, 1), (text, -1)]),
            "booking": { "transaction": text, "kind": text, "amount": 1, "at": NOW },
        });
        assert_eq!(append(store, &with(change(1, version), columns)), Ok((version + 1).into()), "{text:?}");
        let found = order_of(store, 1);
        assert_eq!([&found["state"], &found["transaction"], &found["facts"]], [text; 3]);
        let last = &store.ok("orders/events", json!([AGENCY, id(1), version]))[0];
        assert_eq!([&last["event"], &last["source"], &last["transaction"], &last["code"]], [text; 4]);
        assert_eq!(store.ok("orders/booked", json!([GATEWAY, text, text])), json!([AGENCY, id(1)]));
    }
    let found = store.ok("orders/entries", json!([AGENCY, id(1)]));
    let accounts: Vec<&Value> = found.as_array().expect("entries").iter().map(|line| &line[1]["account"]).collect();
    assert!(accounts.chunks(2).eq(TEXTS.iter().map(|text| [text, text])), "{accounts:?}");
    in_order(&mut store.kept());
}

/// Where doubles, signed and unsigned integers end.
fn numbers_of_an_order_at_their_ends_come_back(store: &Store) {
    opened(store, 1);
    let ends = [0, 1, (1 << 53) + 1, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX];
    for (version, end) in (1..).zip(ends) {
        let event = with(happened("asked", end), json!({ "amount": end }));
        let columns = json!({
            "closes": end, "due": end, "asked": u32::MAX, "paid": end, "received": end, "event": event,
            "entries": entries(&[("a", i64::MAX), ("b", i64::MIN), ("c", 1)]),
            "booking": { "transaction": version.to_string(), "kind": "k", "amount": end, "at": end },
        });
        assert_eq!(append(store, &with(change(1, version), columns)), Ok((version + 1).into()), "{end}");
        let found = order_of(store, 1);
        for column in ["closes", "due", "paid", "received", "updated"] {
            assert_eq!(found[column], end, "{column}");
        }
        assert_eq!(found["asked"], u32::MAX);
        assert_eq!(store.ok("orders/events", json!([AGENCY, id(1), version]))[0]["amount"], end);
        let entries = store.ok("orders/entries", json!([AGENCY, id(1)]));
        assert_eq!([&entries[0][1]["amount"], &entries[1][1]["amount"]], [i64::MAX, i64::MIN]);
    }
    in_order(&mut store.kept());
}
