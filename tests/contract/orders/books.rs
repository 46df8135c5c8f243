//! The books: entries add up to nought, and a gateway's number stands once for each kind.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::money::{AMOUNT, GATEWAY, append, booking, change, entries, opened, order, order_of, payment};
use crate::papers::{AGENCY, NOW, id};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    entries_that_do_not_add_up_are_damage,
    entries_are_told_in_the_order_in_which_they_were_written,
    a_number_is_booked_once_for_each_kind,
    a_booking_is_settled_once,
    bookings_are_told_between_two_instants,
    bookings_are_told_in_pages,
];

fn entries_that_do_not_add_up_are_damage(store: &Store) {
    opened(store, 1);
    let stood = order_of(store, 1);
    for lines in [
        &[("a", 1)][..],
        &[("a", -1)],
        &[("a", AMOUNT), ("b", 1 - AMOUNT)],
        // Nought in 64 bits.
        &[("a", i64::MAX), ("b", i64::MAX), ("c", 2)],
        &[("a", i64::MIN), ("b", i64::MIN)],
    ] {
        let refusal = append(store, &with(payment(1, 1, "140"), json!({ "entries": entries(lines) })));
        let refusal = refusal.expect_err("a refusal");
        assert!(refusal["Failed"]["Damaged"].is_string(), "{lines:?}: {refusal}");
    }
    assert_eq!(order_of(store, 1), stood);
    assert_eq!(append(store, &with(change(1, 1), json!({ "entries": entries(&[("a", 0)]) }))), Ok(2.into()));
    in_order(&mut store.kept());
}

fn entries_are_told_in_the_order_in_which_they_were_written(store: &Store) {
    opened(store, 1);
    let lines: Vec<(&str, i64)> =
        (0..120).map(|number| ("a", if number % 2 == 0 { number } else { 1 - number })).collect();
    for version in 1..=9 {
        assert_eq!(
            append(store, &with(change(1, version), json!({ "entries": entries(&lines) }))),
            Ok((version + 1).into())
        );
    }
    let found = store.ok("orders/entries", json!([AGENCY, id(1)]));
    let found = found.as_array().expect("entries");
    let written = (2..=10).flat_map(|number| lines.iter().map(move |(account, amount)| (number, account, amount)));
    let expected: Vec<Value> =
        written.map(|(number, account, amount)| json!([number, { "account": account, "amount": amount }])).collect();
    assert!(*found == expected[..1_000], "{} of {}", found.len(), expected.len());
    in_order(&mut store.kept());
}

fn a_number_is_booked_once_for_each_kind(store: &Store) {
    let dossiers = [1, 2].map(|number| opened(store, number));
    append(store, &payment(1, 1, "140")).expect("a payment");
    let stood = [1, 2].map(|number| order_of(store, number));
    let own = Err(json!({ "Booked": [AGENCY, id(1)] }));
    // By another order, and by this one once more.
    assert_eq!(append(store, &payment(2, 1, "140")), own);
    assert_eq!(append(store, &payment(1, 2, "140")), own);
    assert_eq!([1, 2].map(|number| order_of(store, number)), stood);
    assert_eq!(store.ok("orders/entries", json!([AGENCY, id(2)])), json!([]));
    let refund = json!({ "booking": booking("140", "refund", NOW) });
    assert_eq!(append(store, &with(change(2, 1), refund)), Ok(2.into()));
    assert_eq!(store.ok("orders/booked", json!([GATEWAY, "140", "refund"])), json!([AGENCY, id(2)]));
    // Another gateway has numbers of its own.
    store.ok("orders/open", json!([with(order(3, &dossiers[0]), json!({ "gateway": "momo" }))]));
    assert_eq!(append(store, &payment(3, 1, "140")), Ok(2.into()));
    assert_eq!(store.ok("orders/booked", json!(["momo", "140", "payment"])), json!([AGENCY, id(3)]));
    for (gateway, transaction, kind) in [("momo", "140", "refund"), (GATEWAY, "14", "payment"), (GATEWAY, "140", "")] {
        assert_eq!(store.ok("orders/booked", json!([gateway, transaction, kind])), Value::Null);
    }
    in_order(&mut store.kept());
}

fn a_booking_is_settled_once(store: &Store) {
    for number in [1, 2] {
        opened(store, number);
    }
    let settled = |number, expected, transaction: &str| {
        append(store, &with(change(number, expected), json!({ "settled": [transaction, "payment"] })))
    };
    let none = settled(1, 1, "140").expect_err("a refusal");
    assert!(none["Failed"]["Damaged"].is_string(), "{none}");
    append(store, &payment(1, 1, "140")).expect("a payment");
    assert_eq!(settled(2, 1, "140"), Err(json!({ "Booked": [AGENCY, id(1)] })));
    assert_eq!(settled(1, 2, "140"), Ok(3.into()));
    for expected in [3, 3] {
        assert_eq!(settled(1, expected, "140"), Err(json!({ "Booked": [AGENCY, id(1)] })));
    }
    // At once with the booking.
    let both = json!({ "settled": ["150", "payment"] });
    assert_eq!(append(store, &with(payment(2, 1, "150"), both)), Ok(2.into()));
    let found = store.ok("orders/bookings", json!([GATEWAY, 0, NOW * 2, null]));
    assert_eq!([&found[0][3], &found[1][3]], [true, true]);
    in_order(&mut store.kept());
}

/// Books this number for the first order at an instant.
fn book(store: &Store, version: u32, transaction: &str, kind: &str, at: u64) {
    let columns = json!({ "booking": booking(transaction, kind, at) });
    assert_eq!(append(store, &with(change(1, version), columns)), Ok((version + 1).into()));
}

fn places(page: &Value) -> Vec<Value> {
    let bookings = page.as_array().expect("bookings").iter();
    bookings.map(|found| json!([found[0]["at"], found[0]["transaction"], found[0]["kind"]])).collect()
}

fn bookings_are_told_between_two_instants(store: &Store) {
    opened(store, 1);
    let all = [(2, "b", "x"), (0, "c", "x"), (1, "b", "y"), (1, "b", "w"), (1, "a", "z"), (3, "a", "x")];
    for (version, (at, transaction, kind)) in (1..).zip(all) {
        book(store, version, transaction, kind, NOW + at);
    }
    let between = |start: u64, end: u64, after: Value| {
        places(&store.ok("orders/bookings", json!([GATEWAY, NOW + start, NOW + end, after])))
    };
    let place = |at: u64, transaction: &str, kind: &str| json!([NOW + at, transaction, kind]);
    let of_one = [place(1, "a", "z"), place(1, "b", "w"), place(1, "b", "y")];
    assert_eq!(between(1, 2, Value::Null), of_one);
    assert_eq!(between(1, 2, of_one[0].clone()), of_one[1..]);
    assert_eq!(between(1, 2, of_one[2].clone()), [Value::Null; 0]);
    assert_eq!(between(1, 2, place(0, "z", "z")), of_one, "a place before the first");
    assert_eq!(between(1, 1, Value::Null), [Value::Null; 0]);
    assert_eq!(between(0, 9, Value::Null).len(), 6);
    assert_eq!(between(1, 3, of_one[2].clone()), [place(2, "b", "x")]);
    let whole = store.ok("orders/bookings", json!([GATEWAY, NOW, NOW + 1, null]));
    assert_eq!(whole, json!([[booking("c", "x", NOW), AGENCY, id(1), false]]));
    assert_eq!(store.ok("orders/bookings", json!(["momo", 0, NOW * 2, null])), json!([]));
}

/// Many of one instant.
fn bookings_are_told_in_pages(store: &Store) {
    opened(store, 1);
    let rows: Vec<String> = (0..1_234)
        .map(|number| {
            format!("('{GATEWAY}', '{:05}', 'k', '{AGENCY}', '{}', 1, {}, 0)", number, id(1), NOW + number / 900)
        })
        .collect();
    store.kept().execute(&format!("INSERT INTO payment_bookings VALUES {}", rows.join(", ")));
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = places(&store.ok("orders/bookings", json!([GATEWAY, NOW, NOW + 9, after])));
        let Some(last) = page.last() else { break };
        assert!(page.len() <= 500);
        after = last.clone();
        found.extend(page);
    }
    let expected: Vec<Value> =
        (0..1_234).map(|number| json!([NOW + number / 900, format!("{number:05}"), "k"])).collect();
    assert!(found == expected, "{} of {}", found.len(), expected.len());
}
