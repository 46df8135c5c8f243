//! `refunds`: each goes together with a change of its order, so that no two give back the same money.

mod races;

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::money::{
    AMOUNT, GATEWAY, append, booking, change, decided, happened, order_of, paid, promised, refund, refund_of,
};
use crate::papers::{AGENCY, NOW, dossier_of, id, request, step};
use crate::rows::{column, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_refund_is_as_it_was_proposed,
    a_refund_goes_with_its_order,
    what_a_change_does_not_say_stays,
    a_refund_that_is_not_there_is_unknown,
    an_order_that_moved_on_stops_the_whole_refund,
    a_refund_of_another_order_is_damage,
    a_number_that_is_booked_stops_a_refund,
    a_repetition_gets_the_first_refund,
    a_refund_without_a_request_is_known_by_itself,
    a_change_of_another_version_is_told_the_last,
    refunds_of_an_order_are_told_from_the_first_on,
    refunds_keep_every_text,
];

fn propose(store: &Store, refund: &Value, order: &Value) -> Result<Value, Value> {
    store.call("refunds/propose", json!([refund, order]))
}

fn advance(store: &Store, change: &Value, order: &Value) -> Result<Value, Value> {
    store.call("refunds/advance", json!([change, order]))
}

fn a_refund_is_as_it_was_proposed(store: &Store) {
    paid(store, 1, "140");
    assert_eq!(propose(store, &refund(10, 1, 3_000), &promised(1, 2, 3_000)), Ok(id(10).into()));
    let mut expected = with(
        refund(10, 1, 3_000),
        json!({ "checker": null, "version": 1, "updated": NOW, "asked": null, "number": null, "code": "" }),
    );
    for column in ["scope", "request"] {
        expected.as_object_mut().expect("columns").remove(column);
    }
    assert_eq!(refund_of(store, 10), expected);
    let order = order_of(store, 1);
    assert_eq!((&order["version"], &order["returned"]), (&json!(3), &json!(3_000)));
    in_order(&mut store.kept());
}

/// Proposed, approved with the step of a dossier, asked for alone, done with a booking; and another one that is rejected.
fn a_refund_goes_with_its_order(store: &Store) {
    let code = paid(store, 1, "140");
    propose(store, &refund(10, 1, 3_000), &promised(1, 2, 3_000)).expect("a refund");
    propose(store, &refund(11, 1, 5_000), &promised(1, 3, 8_000)).expect("a refund");
    let stepping = with(promised(1, 4, 8_000), json!({ "step": step(&code, 1) }));
    assert_eq!(advance(store, &decided(10, 1, "approved"), &stepping), Ok(2.into()));
    assert_eq!(advance(store, &with(decided(10, 2, "asked"), json!({ "asked": NOW + 8 })), &Value::Null), Ok(3.into()));
    assert_eq!(advance(store, &decided(11, 1, "rejected"), &promised(1, 5, 3_000)), Ok(2.into()));
    let booked = with(promised(1, 6, 3_000), json!({ "booking": booking("7", "refund", NOW + 9) }));
    let done = with(decided(10, 3, "done"), json!({ "checker": null, "number": "7", "code": "00" }));
    assert_eq!(advance(store, &done, &booked), Ok(4.into()));
    let found = refund_of(store, 10);
    let told = [&found["state"], &found["checker"], &found["number"], &found["code"]];
    assert_eq!(told, ["done", "bình", "7", "00"]);
    assert_eq!([&found["version"], &found["updated"], &found["asked"]], [4, NOW + 9, NOW + 8]);
    let order = order_of(store, 1);
    assert_eq!([&order["version"], &order["returned"]], [7, 3_000]);
    assert_eq!(dossier_of(store, &code)["version"], 2);
    assert_eq!(store.ok("orders/booked", json!([GATEWAY, "7", "refund"])), json!([AGENCY, id(1)]));
    in_order(&mut store.kept());
}

fn what_a_change_does_not_say_stays(store: &Store) {
    paid(store, 1, "140");
    propose(store, &refund(10, 1, 3_000), &promised(1, 2, 3_000)).expect("a refund");
    let told = json!({ "checker": "bình", "asked": 5, "number": "7", "code": "01" });
    advance(store, &with(decided(10, 1, "asked"), told), &Value::Null).expect("a change");
    let before = refund_of(store, 10);
    let silent = json!({ "checker": null, "asked": null, "number": null, "code": "" });
    advance(store, &with(decided(10, 2, "asked"), silent), &Value::Null).expect("a change");
    assert_eq!(refund_of(store, 10), with(before, json!({ "version": 3, "code": "" })));
    // Nothing is not the same as empty.
    let empty = json!({ "checker": "", "asked": 0, "number": "" });
    advance(store, &with(decided(10, 3, "asked"), empty), &Value::Null).expect("a change");
    let found = refund_of(store, 10);
    assert_eq!([&found["checker"], &found["asked"], &found["number"]], [&json!(""), &json!(0), &json!("")]);
}

fn a_refund_that_is_not_there_is_unknown(store: &Store) {
    paid(store, 1, "140");
    propose(store, &refund(10, 1, 3_000), &promised(1, 2, 3_000)).expect("a refund");
    for (agency, name) in [("H26", id(10)), (AGENCY, id(11)), (AGENCY, String::new()), (AGENCY, id(1))] {
        let change = with(decided(10, 1, "approved"), json!({ "agency": agency, "id": name }));
        assert_eq!(advance(store, &change, &Value::Null), Err("Unknown".into()));
        assert_eq!(store.ok("refunds/read", json!([agency, name])), Value::Null);
        assert_eq!(
            store.ok("refunds/of-order", json!([agency, name])).as_array().map(Vec::len),
            Some((name == id(1)).into())
        );
    }
    // A refund of no order.
    assert_eq!(propose(store, &refund(11, 2, 1), &promised(2, 2, 1)), Err("Unknown".into()));
    assert_eq!(refund_of(store, 11), Value::Null);
    in_order(&mut store.kept());
}

fn an_order_that_moved_on_stops_the_whole_refund(store: &Store) {
    let code = paid(store, 1, "140");
    propose(store, &refund(10, 1, 3_000), &promised(1, 2, 3_000)).expect("a refund");
    let stood = (order_of(store, 1), refund_of(store, 10));
    let keyed = json!({ "request": request("key", "hash") });
    let late = |expected| with(promised(1, expected, 8_000), json!({ "event": happened("late", NOW) }));
    for expected in [1, 2, 4] {
        assert_eq!(
            propose(store, &with(refund(11, 1, 5_000), keyed.clone()), &late(expected)),
            Err("OrderChanged".into())
        );
        assert_eq!(advance(store, &decided(10, 1, "approved"), &late(expected)), Err("OrderChanged".into()));
    }
    // The same where it is the dossier that moved on.
    let stepping = with(late(3), json!({ "step": step(&code, 2) }));
    assert_eq!(propose(store, &with(refund(11, 1, 5_000), keyed.clone()), &stepping), Err("OrderChanged".into()));
    assert_eq!(advance(store, &decided(10, 1, "approved"), &stepping), Err("OrderChanged".into()));
    assert_eq!((order_of(store, 1), refund_of(store, 10)), stood);
    assert_eq!(refund_of(store, 11), Value::Null);
    // What was refused has left its key free.
    assert_eq!(propose(store, &with(refund(11, 1, 5_000), keyed), &late(3)), Ok(id(11).into()));
    in_order(&mut store.kept());
}

fn a_refund_of_another_order_is_damage(store: &Store) {
    for (number, transaction) in [(1, "140"), (2, "150")] {
        paid(store, number, transaction);
    }
    let damage = |answer: Result<Value, Value>| {
        let refusal = answer.expect_err("a refusal");
        assert!(refusal["Failed"]["Damaged"].is_string(), "{refusal}");
    };
    damage(propose(store, &refund(10, 1, 3_000), &promised(2, 2, 3_000)));
    propose(store, &refund(10, 1, 3_000), &promised(1, 2, 3_000)).expect("a refund");
    damage(advance(store, &decided(10, 1, "approved"), &promised(2, 2, 3_000)));
    assert_eq!((&refund_of(store, 10)["version"], &order_of(store, 2)["version"]), (&json!(1), &json!(2)));
    in_order(&mut store.kept());
}

fn a_number_that_is_booked_stops_a_refund(store: &Store) {
    paid(store, 1, "140");
    paid(store, 2, "150");
    propose(store, &refund(10, 1, 3_000), &promised(1, 2, 3_000)).expect("a refund");
    let booked = with(promised(1, 3, 3_000), json!({ "booking": booking("150", "payment", NOW) }));
    assert_eq!(advance(store, &decided(10, 1, "done"), &booked), Err(json!({ "Booked": [AGENCY, id(2)] })));
    assert_eq!((&refund_of(store, 10)["version"], &order_of(store, 1)["version"]), (&json!(1), &json!(3)));
    in_order(&mut store.kept());
}

fn a_repetition_gets_the_first_refund(store: &Store) {
    paid(store, 1, "140");
    let keyed = |number, hash: &str| with(refund(number, 1, 3_000), json!({ "request": request("key", hash) }));
    assert_eq!(propose(store, &keyed(10, "hash"), &promised(1, 2, 3_000)), Ok(id(10).into()));
    advance(store, &decided(10, 1, "approved"), &Value::Null).expect("a change");
    for (number, expected) in [(10, 2), (11, 3)] {
        assert_eq!(propose(store, &keyed(number, "hash"), &promised(1, expected, 6_000)), Ok(id(10).into()));
        assert_eq!(propose(store, &keyed(number, "other"), &promised(1, expected, 6_000)), Err("Conflict".into()));
    }
    let own = with(keyed(11, "other"), json!({ "scope": "another" }));
    assert_eq!(propose(store, &own, &promised(1, 3, 6_000)), Ok(id(11).into()));
    in_order(&mut store.kept());
}

fn a_refund_without_a_request_is_known_by_itself(store: &Store) {
    paid(store, 1, "140");
    let first = promised(1, 2, 3_000);
    for _ in 0..2 {
        assert_eq!(propose(store, &refund(10, 1, 3_000), &first), Ok(id(10).into()));
    }
    assert_eq!(order_of(store, 1)["version"], 3);
    // Not with another change, and not another refund with this one.
    assert_eq!(propose(store, &refund(10, 1, 3_000), &promised(1, 3, 6_000)), Err("OrderChanged".into()));
    assert_eq!(propose(store, &refund(11, 1, 3_000), &first), Err("OrderChanged".into()));
    for columns in
        [json!({ "amount": 1 }), json!({ "maker": "bình" }), json!({ "reason": "" }), json!({ "created": NOW + 1 })]
    {
        assert_eq!(propose(store, &with(refund(10, 1, 3_000), columns), &first), Err("OrderChanged".into()));
    }
    assert_eq!((&order_of(store, 1)["version"], refund_of(store, 11)), (&json!(3), Value::Null));
    in_order(&mut store.kept());
}

/// Also when it is the very same change: whoever is told that it is done may ask the gateway, and nobody else.
fn a_change_of_another_version_is_told_the_last(store: &Store) {
    paid(store, 1, "140");
    propose(store, &refund(10, 1, 3_000), &promised(1, 2, 3_000)).expect("a refund");
    let approved = decided(10, 1, "approved");
    assert_eq!(advance(store, &approved, &promised(1, 3, 3_000)), Ok(2.into()));
    for order in [promised(1, 3, 3_000), promised(1, 4, 3_000), Value::Null] {
        for expected in [0, 1, 3, u32::MAX] {
            let late = with(approved.clone(), json!({ "expected": expected }));
            assert_eq!(advance(store, &late, &order), Err(json!({ "Changed": 2 })), "{expected}");
        }
    }
    // The change of the order was made by somebody else.
    assert_eq!(advance(store, &decided(10, 2, "done"), &promised(1, 3, 3_000)), Err("OrderChanged".into()));
    assert_eq!((&refund_of(store, 10)["version"], &order_of(store, 1)["version"]), (&json!(2), &json!(4)));
    in_order(&mut store.kept());
}

fn refunds_of_an_order_are_told_from_the_first_on(store: &Store) {
    paid(store, 1, "140");
    paid(store, 2, "150");
    for number in 0..105_u32 {
        let created = json!({ "created": NOW + u64::from(200 - number) / 10, "amount": 1 });
        let proposed = with(refund(300 - number as usize, 1, 1), created);
        propose(store, &proposed, &promised(1, number + 2, i64::from(number) + 1)).expect("a refund");
    }
    propose(store, &with(refund(400, 2, 1), json!({ "transaction": "150" })), &promised(2, 2, 1)).expect("a refund");
    let found = store.ok("refunds/of-order", json!([AGENCY, id(1)]));
    assert_eq!(column(&found, "id"), (196..296).map(id).collect::<Vec<_>>());
    assert_eq!(column(&store.ok("refunds/of-order", json!([AGENCY, id(2)])), "id"), [id(400)]);
    assert_eq!(store.ok("refunds/of-order", json!(["H26", id(1)])), json!([]));
    in_order(&mut store.kept());
}

fn refunds_keep_every_text(store: &Store) {
    paid(store, 1, "140");
    let mut returned = 0;
    for (version, text) in (2..).step_by(2).zip(TEXTS) {
        returned += 1;
        let texts = json!({
            "id": text, "transaction": text, "reason": text, "maker": text, "state": text, "scope": text,
            "request": request(text, text),
        });
        let proposed = with(refund(10, 1, 1), texts);
        assert_eq!(propose(store, &proposed, &promised(1, version, returned)), Ok(text.into()));
        let change = json!({ "id": text, "checker": text, "number": text, "code": text });
        let change = with(decided(10, 1, text), change);
        assert_eq!(advance(store, &change, &promised(1, version + 1, returned)), Ok(2.into()));
        let found = store.ok("refunds/read", json!([AGENCY, text]));
        for column in ["id", "transaction", "reason", "maker", "state", "checker", "number", "code"] {
            assert_eq!(found[column], text, "{column}");
        }
    }
    append(store, &with(change(1, 2 + 2 * TEXTS.len() as u32), json!({ "received": AMOUNT, "returned": returned })))
        .expect("a change");
    in_order(&mut store.kept());
}
