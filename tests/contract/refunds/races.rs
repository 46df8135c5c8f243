//! Many who want to give money back at once.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{advance, propose};
use crate::crowd::at_once;
use crate::money::{AMOUNT, decided, happened, order_of, paid, promised, refund, refund_of};
use crate::papers::{AGENCY, NOW, id, request};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    of_two_refunds_of_all_the_money_one_is_proposed,
    of_thirty_two_that_decide_the_same_one_is_proposed,
    of_thirty_two_checkers_one_decides,
    of_thirty_two_workers_one_asks_the_gateway,
    thirty_two_callers_repeat_one_request,
    refunds_of_one_order_come_one_after_the_other,
];

/// Proposes a refund of all the money, decided on what the order was when it was read.
fn all_of_it(store: &Store, number: usize, at: u64) -> Result<Value, Value> {
    let event = json!({ "event": happened("refund-proposed", NOW + at) });
    propose(store, &refund(number, 1, AMOUNT), &with(promised(1, 2, AMOUNT), event))
}

#[track_caller]
fn one_won(answers: &[Result<Value, Value>], told: &Value) {
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| answer.is_ok() || answer.as_ref() == Err(told)), "{answers:?}");
}

fn of_two_refunds_of_all_the_money_one_is_proposed(store: &Store) {
    paid(store, 1, "140");
    one_won(&at_once(2, |number| all_of_it(store, 10 + number, number as u64)), &"OrderChanged".into());
    assert_eq!(store.ok("refunds/of-order", json!([AGENCY, id(1)])).as_array().map(Vec::len), Some(1));
    in_order(&mut store.kept());
}

/// Their changes of the order are one and the same, and still only one refund goes with it.
fn of_thirty_two_that_decide_the_same_one_is_proposed(store: &Store) {
    paid(store, 1, "140");
    one_won(&at_once(32, |number| all_of_it(store, 10 + number, 0)), &"OrderChanged".into());
    assert_eq!(store.ok("refunds/of-order", json!([AGENCY, id(1)])).as_array().map(Vec::len), Some(1));
    in_order(&mut store.kept());
}

fn of_thirty_two_checkers_one_decides(store: &Store) {
    paid(store, 1, "140");
    all_of_it(store, 10, 0).expect("a refund");
    let answers = at_once(32, |number| {
        let event = json!({ "event": happened(&format!("of {number}"), NOW) });
        let (state, returned) = if number % 2 == 0 { ("approved", AMOUNT) } else { ("rejected", 0) };
        let checker = json!({ "checker": format!("checker {number}") });
        advance(store, &with(decided(10, 1, state), checker), &with(promised(1, 3, returned), event))
    });
    one_won(&answers, &json!({ "Changed": 2 }));
    assert_eq!((&refund_of(store, 10)["version"], &order_of(store, 1)["version"]), (&json!(2), &json!(4)));
    in_order(&mut store.kept());
}

/// They were all woken by the same clock, so that what they say is the same to the millisecond.
fn of_thirty_two_workers_one_asks_the_gateway(store: &Store) {
    paid(store, 1, "140");
    all_of_it(store, 10, 0).expect("a refund");
    for order in [promised(1, 3, AMOUNT), Value::Null] {
        let version = refund_of(store, 10)["version"].as_u64().expect("a version");
        let asked = with(decided(10, 1, "asked"), json!({ "expected": version, "asked": NOW }));
        one_won(&at_once(32, |_| advance(store, &asked, &order)), &json!({ "Changed": version + 1 }));
    }
    in_order(&mut store.kept());
}

fn thirty_two_callers_repeat_one_request(store: &Store) {
    paid(store, 1, "140");
    let answers = at_once(32, |number| {
        let keyed = with(refund(10 + number, 1, AMOUNT), json!({ "request": request("key", "hash") }));
        propose(store, &keyed, &promised(1, 2, AMOUNT))
    });
    assert!(answers.iter().all(|answer| answer.is_ok() && *answer == answers[0]), "{answers:?}");
    in_order(&mut store.kept());
}

/// Each reads, decides, and where another was faster reads again: in the end all have what there was to give.
fn refunds_of_one_order_come_one_after_the_other(store: &Store) {
    paid(store, 1, "140");
    at_once(32, |number| {
        loop {
            let order = order_of(store, 1);
            let [version, returned] = ["version", "returned"].map(|column| order[column].as_u64().expect("a number"));
            let event = happened(&format!("of {number}"), NOW);
            let columns = json!({ "expected": version, "returned": returned + 100, "event": event });
            match propose(store, &refund(10 + number, 1, 100), &with(promised(1, 2, 0), columns)) {
                Ok(_) => break,
                Err(refusal) => assert_eq!(refusal, "OrderChanged"),
            }
        }
    });
    assert_eq!(order_of(store, 1)["returned"], 3_200);
    assert_eq!(store.ok("refunds/of-order", json!([AGENCY, id(1)])).as_array().map(Vec::len), Some(32));
    in_order(&mut store.kept());
}
