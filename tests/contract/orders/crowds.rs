//! Many callers want the same order, or the same number, at once.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::money::{AMOUNT, append, call, case, change, happened, opened, order, order_of, payment};
use crate::papers::{AGENCY, NOW, dossier_of, filed, id, step};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    of_thirty_two_changes_at_once_one_is_made,
    of_thirty_two_orders_one_books_a_number,
    of_thirty_two_callers_one_settles_a_booking,
    thirty_two_calls_tell_of_one_payment,
    thirty_two_orders_of_one_dossier_are_paid_at_once,
    thirty_two_orders_change_at_once,
];

fn of_thirty_two_changes_at_once_one_is_made(store: &Store) {
    opened(store, 1);
    for expected in 1..=3 {
        let decided = |number: usize| {
            let event = happened(&format!("of {number}"), NOW);
            with(payment(1, expected, &format!("{expected}-{number}")), json!({ "event": event }))
        };
        let answers = at_once(32, |number| append(store, &decided(number)));
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        let late = Err(json!({ "Changed": expected + 1 }));
        assert!(answers.iter().all(|answer| answer.is_ok() || *answer == late), "{answers:?}");
    }
    let found = store.ok("orders/bookings", json!(["vnpay", 0, NOW * 2, null]));
    assert_eq!(found.as_array().map(Vec::len), Some(3));
    in_order(&mut store.kept());
}

fn of_thirty_two_orders_one_books_a_number(store: &Store) {
    for number in 1..=32 {
        opened(store, number);
    }
    let answers = at_once(32, |number| append(store, &payment(number + 1, 1, "140")));
    let won: Vec<usize> = (0..32).filter(|&number| answers[number].is_ok()).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    let told = Err(json!({ "Booked": [AGENCY, id(won[0] + 1)] }));
    assert!(answers.iter().all(|answer| answer.is_ok() || *answer == told), "{answers:?}");
    in_order(&mut store.kept());
}

fn of_thirty_two_callers_one_settles_a_booking(store: &Store) {
    opened(store, 1);
    append(store, &payment(1, 1, "140")).expect("a payment");
    let settled = |number: usize, expected: u64| {
        let event = happened(&format!("of {number}"), NOW);
        let columns = json!({ "settled": ["140", "payment"], "event": event, "expected": expected });
        append(store, &with(change(1, 2), columns))
    };
    let answers = at_once(32, |number| {
        let mut answer = settled(number, 2);
        while let Some(version) = answer.as_ref().err().and_then(|refusal| refusal["Changed"].as_u64()) {
            answer = settled(number, version);
        }
        answer
    });
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    let told = Err(json!({ "Booked": [AGENCY, id(1)] }));
    assert!(answers.iter().all(|answer| answer.is_ok() || *answer == told), "{answers:?}");
    in_order(&mut store.kept());
}

/// A gateway that repeats itself: whoever comes second sees what the first has done, or did the very same.
fn thirty_two_calls_tell_of_one_payment(store: &Store) {
    let code = opened(store, 1);
    at_once(32, |number| store.ok("calls/keep", json!([call(number, NOW)])));
    let answers = at_once(32, |number| {
        let columns = json!({ "call": [id(number), "paid"], "step": step(&code, 1) });
        append(store, &with(payment(1, 1, "140"), columns))
    });
    assert!(answers.iter().all(|answer| *answer == Ok(2.into())), "{answers:?}");
    assert_eq!(store.ok("calls/waiting", json!(["vnpay", NOW + 1, 100])), json!([]));
    assert_eq!((&order_of(store, 1)["received"], &dossier_of(store, &code)["version"]), (&json!(AMOUNT), &json!(2)));
    in_order(&mut store.kept());
}

/// Each takes a step of the dossier that they share, and opens a case that they share: they meet at every lock but the first.
fn thirty_two_orders_of_one_dossier_are_paid_at_once(store: &Store) {
    let code = filed(store, &id(1));
    for number in 1..=32 {
        store.ok("orders/open", json!([order(number, &code)]));
    }
    at_once(32, |number| {
        let paid = |version: u32| {
            let cases = json!([case(&format!("c{}", number % 2), NOW), case(&format!("c{}", 1 - number % 2), NOW)]);
            let columns = json!({ "step": step(&code, version), "cases": cases });
            append(store, &with(payment(number + 1, 1, &number.to_string()), columns))
        };
        let mut version = 1;
        while let Err(refusal) = paid(version) {
            assert_eq!(refusal, "DossierChanged");
            version = u32::try_from(dossier_of(store, &code)["version"].as_u64().expect("a version")).expect("small");
        }
    });
    let holdings = in_order(&mut store.kept());
    assert_eq!((holdings.dossiers[&code], holdings.orders.len()), (33, 32));
    assert!(holdings.orders.values().all(|version| *version == 2));
    assert_eq!(store.ok("settlements/cases", json!(["vnpay", false, null, 100])).as_array().map(Vec::len), Some(2));
}

/// Each caller changes an order of his own ten times, and one that all of them want.
fn thirty_two_orders_change_at_once(store: &Store) {
    for number in 0..=32 {
        opened(store, number);
    }
    at_once(32, |number| {
        for version in 1..=10 {
            assert_eq!(append(store, &change(number, version)), Ok((version + 1).into()));
        }
        let shared = |seen: u64| {
            let event = happened(&format!("of {number}"), NOW);
            append(store, &with(change(32, 1), json!({ "expected": seen, "event": event })))
        };
        let mut seen = 1;
        while let Err(refusal) = shared(seen) {
            seen = refusal["Changed"].as_u64().unwrap_or_else(|| panic!("no version: {refusal}"));
        }
    });
    let holdings = in_order(&mut store.kept());
    assert!((0..32).all(|number| holdings.orders[&id(number)] == 11));
    assert_eq!(holdings.orders[&id(32)], 33);
    let due: Value = store.ok("orders/due", json!(["vnpay", NOW * 2, 100]));
    assert_eq!(due.as_array().map(Vec::len), Some(33));
}
