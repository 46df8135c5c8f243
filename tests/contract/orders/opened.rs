//! How orders are opened: each once, under names that nobody else has.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::money::{GATEWAY, append, change, opened, order, order_of};
use crate::papers::{AGENCY, NOW, dossier_of, filed, id, request, step};
use crate::rows::with;
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    an_order_is_as_it_was_opened,
    an_order_takes_the_step_of_its_dossier,
    names_are_given_once,
    a_repetition_gets_the_first_order,
    an_order_without_a_request_is_known_by_itself,
    orders_keep_every_text,
    thirty_two_callers_repeat_one_request,
    of_thirty_two_orders_of_one_number_one_is_opened,
    of_thirty_two_orders_at_once_one_moves_the_dossier,
];

fn open(store: &Store, order: &Value) -> Result<Value, Value> {
    store.call("orders/open", json!([order]))
}

fn an_order_is_as_it_was_opened(store: &Store) {
    let code = opened(store, 1);
    let mut expected = with(
        order(1, &code),
        json!({
            "version": 1, "updated": NOW, "asked": 0, "transaction": null, "paid": null, "received": 0, "returned": 0,
        }),
    );
    for column in ["event", "step", "scope", "request"] {
        expected.as_object_mut().expect("columns").remove(column);
    }
    assert_eq!(order_of(store, 1), expected);
    assert_eq!(store.ok("orders/named", json!([GATEWAY, "reference of 1"])), expected);
    assert_eq!(store.ok("orders/of-dossier", json!([AGENCY, code])), json!([expected]));
    for (gateway, reference) in [("momo", "reference of 1"), (GATEWAY, "reference of"), (GATEWAY, ""), (GATEWAY, "1")] {
        assert_eq!(store.ok("orders/named", json!([gateway, reference])), Value::Null);
    }
    assert_eq!(in_order(&mut store.kept()).orders[&id(1)], 1);
}

fn an_order_takes_the_step_of_its_dossier(store: &Store) {
    let code = filed(store, &id(1));
    let stepping = |number, code: &str, expected| with(order(number, code), json!({ "step": step(code, expected) }));
    assert_eq!(open(store, &stepping(1, &code, 1)), Ok(id(1).into()));
    let stood = dossier_of(store, &code);
    assert_eq!((&stood["version"], &stood["state"]), (&json!(2), &json!("accepted")));
    let keyed = json!({ "request": request("key", "hash") });
    for (code, expected) in [(code.as_str(), 1), (&code, 3), ("none", 1)] {
        assert_eq!(open(store, &with(stepping(2, code, expected), keyed.clone())), Err("DossierChanged".into()));
    }
    assert_eq!((order_of(store, 2), dossier_of(store, &code)), (Value::Null, stood));
    assert_eq!(store.ok("orders/named", json!([GATEWAY, "reference of 2"])), Value::Null);
    in_order(&mut store.kept());
    // What was refused has left its key and its names free.
    assert_eq!(open(store, &with(stepping(2, &code, 2), keyed)), Ok(id(2).into()));
    in_order(&mut store.kept());
}

fn names_are_given_once(store: &Store) {
    let code = opened(store, 1);
    let stood = order_of(store, 1);
    for columns in [json!({ "id": id(1) }), json!({ "number": 1 }), json!({ "reference": "reference of 1" })] {
        let taken = with(order(2, &code), columns);
        assert_eq!(open(store, &with(taken, json!({ "request": request("key", "hash") }))), Err("Taken".into()));
    }
    assert_eq!((order_of(store, 1), order_of(store, 2)), (stood, Value::Null));
    // Another gateway has names of its own, another agency ids.
    let elsewhere = with(order(1, &code), json!({ "gateway": "momo", "id": id(2), "request": request("key", "hash") }));
    assert_eq!(open(store, &elsewhere), Ok(id(2).into()));
    let there = json!({ "agency": "H26", "number": 3, "reference": "reference of 3" });
    assert_eq!(open(store, &with(order(1, &code), there)), Ok(id(1).into()));
    in_order(&mut store.kept());
}

fn a_repetition_gets_the_first_order(store: &Store) {
    let code = filed(store, &id(1));
    let keyed = |number, hash: &str| with(order(number, &code), json!({ "request": request("key", hash) }));
    assert_eq!(open(store, &keyed(1, "hash")), Ok(id(1).into()));
    append(store, &change(1, 1)).expect("a change");
    for number in [1, 2] {
        assert_eq!(open(store, &keyed(number, "hash")), Ok(id(1).into()));
        assert_eq!(open(store, &keyed(number, "other")), Err("Conflict".into()));
    }
    for columns in [json!({ "scope": "another" }), json!({ "agency": "H26", "number": 4, "reference": "4" })] {
        let own = with(keyed(3, "other"), columns.clone());
        assert_eq!(open(store, &own), Ok(id(3).into()), "{columns}");
    }
    assert_eq!(order_of(store, 2), Value::Null);
    in_order(&mut store.kept());
}

fn an_order_without_a_request_is_known_by_itself(store: &Store) {
    let code = opened(store, 1);
    append(store, &change(1, 1)).expect("a change");
    assert_eq!(open(store, &with(order(1, &code), json!({ "step": step(&code, 9) }))), Ok(id(1).into()));
    assert_eq!((&order_of(store, 1)["version"], &dossier_of(store, &code)["version"]), (&json!(2), &json!(1)));
    for columns in
        [json!({ "amount": 1 }), json!({ "created": NOW + 1 }), json!({ "claim": 2 }), json!({ "number": 9 })]
    {
        assert_eq!(open(store, &with(order(1, &code), columns)), Err("Taken".into()));
    }
}

fn orders_keep_every_text(store: &Store) {
    for (number, text) in TEXTS.iter().enumerate() {
        let texts = json!({
            "id": text, "gateway": text, "reference": text, "dossier": text, "purpose": text, "state": text,
            "facts": text, "scope": text, "request": request(text, text),
        });
        for _ in 0..2 {
            assert_eq!(open(store, &with(order(number, ""), texts.clone())), Ok((*text).into()), "{text:?}");
        }
        let found = store.ok("orders/named", json!([text, text]));
        for column in ["id", "gateway", "reference", "dossier", "purpose", "state", "facts"] {
            assert_eq!(found[column], *text, "{column}");
        }
        assert_eq!(store.ok("orders/of-dossier", json!([AGENCY, text])), json!([found]));
        assert_eq!(store.ok("orders/read", json!([AGENCY, text])), found);
        assert_eq!(store.ok("orders/due", json!([text, NOW * 2, 10])), json!([[NOW + 60_000, AGENCY, text]]));
    }
    in_order(&mut store.kept());
}

fn thirty_two_callers_repeat_one_request(store: &Store) {
    let code = filed(store, &id(1));
    let columns = json!({ "request": request("key", "hash"), "step": step(&code, 1) });
    let answers = at_once(32, |number| open(store, &with(order(number, &code), columns.clone())));
    assert!(answers.iter().all(|answer| answer.is_ok() && *answer == answers[0]), "{answers:?}");
    assert_eq!(in_order(&mut store.kept()).orders.len(), 1);
}

fn of_thirty_two_orders_of_one_number_one_is_opened(store: &Store) {
    let code = filed(store, &id(1));
    for columns in [json!({ "number": 99 }), json!({ "reference": "the same" }), json!({ "id": id(98) })] {
        let columns = |number: usize| with(columns.clone(), json!({ "created": NOW + number as u64 }));
        let answers = at_once(32, |number| open(store, &with(order(number + 1, &code), columns(number))));
        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(won, 1, "{answers:?}");
        assert!(answers.iter().all(|answer| answer.is_ok() || *answer == Err("Taken".into())), "{answers:?}");
        in_order(&mut store.kept());
        store.kept().execute("DELETE FROM payment_orders; DELETE FROM payment_names; DELETE FROM payment_events");
    }
}

/// Whoever tries to pay twice at the same moment has one order.
fn of_thirty_two_orders_at_once_one_moves_the_dossier(store: &Store) {
    let code = filed(store, &id(1));
    let answers = at_once(32, |number| open(store, &with(order(number + 1, &code), json!({ "step": step(&code, 1) }))));
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    let late = Err("DossierChanged".into());
    assert!(answers.iter().all(|answer| answer.is_ok() || *answer == late), "{answers:?}");
    assert_eq!(store.ok("orders/of-dossier", json!([AGENCY, code])).as_array().map(Vec::len), Some(1));
    in_order(&mut store.kept());
}
