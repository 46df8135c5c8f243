//! Orders: opened once, changed by whoever has seen the last event, and never by halves.

use motcua_store::bindings::exports::motcua::store::calls::{Call, Guest as Calls};
use motcua_store::bindings::exports::motcua::store::orders::{
    Change, Event, Guest as Orders, NewEvent, NewOrder, Order, Refusal,
};
use motcua_store::bindings::exports::motcua::store::settlements::Guest as Settlements;
use motcua_store::bindings::exports::motcua::store::types::Fault;
use sha2::{Digest, Sha256};

use crate::database::{Native, connection, everything, fresh, wait};
use crate::money::{
    GATEWAY, append, booking, change, entry, events, gateway, happened, new_case, new_order, open, opened, order,
    payment, step_of,
};
use crate::people::{NOW, agency, dossier, file, history, request};

/// Insists on this refusal of a change, and that it leaves nothing.
#[track_caller]
fn refused(change: Change, refusal: Refusal) {
    let before = everything();
    assert_eq!(append(change), Err(refusal));
    assert_eq!(everything(), before);
}

/// The same of an order.
#[track_caller]
fn not_opened(order: NewOrder, refusal: Refusal) {
    let before = everything();
    assert_eq!(open(order), Err(refusal));
    assert_eq!(everything(), before);
}

fn due(at: u64) -> Vec<(u64, String, String)> {
    wait(Native::due(gateway(), at, 100)).expect("orders")
}

#[test]
fn an_order_is_opened_with_the_step_of_its_dossier() {
    fresh();
    let code = file("d").code;
    assert_eq!(open(NewOrder { step: step_of(&code, 1), ..new_order("o", 1, &code) }), Ok("o".to_owned()));
    let wanted = Order {
        agency: agency(),
        id: "o".to_owned(),
        gateway: gateway(),
        reference: "reference of o".to_owned(),
        number: 1,
        dossier: code.clone(),
        claim: 1,
        amount: 8_000,
        purpose: "fee".to_owned(),
        state: "waiting".to_owned(),
        version: 1,
        created: NOW,
        updated: NOW,
        closes: NOW + 900_000,
        due: Some(NOW + 60_000),
        asked: 0,
        transaction: None,
        paid: None,
        received: 0,
        returned: 0,
        facts: "{}".to_owned(),
    };
    assert_eq!(order("o"), wanted);
    let named = |name: &str| wait(Native::named(gateway(), name.to_owned())).expect("a read");
    assert_eq!((named("reference of o"), named("o")), (Some(wanted.clone()), None));
    assert_eq!(wait(Native::of_dossier(agency(), code.clone())), Ok(vec![wanted]));
    assert_eq!((dossier(&code).version, history(&code).len(), events("o").len()), (2, 2, 1));
    assert_eq!(due(NOW + 59_999), []);
    assert_eq!(due(NOW + 60_000), [(NOW + 60_000, agency(), "o".to_owned())]);
}

#[test]
fn names_are_given_once() {
    fresh();
    let code = opened("o", 1);
    let other = || new_order("other", 2, &code);
    not_opened(NewOrder { id: "o".to_owned(), ..other() }, Refusal::Taken);
    not_opened(NewOrder { number: 1, ..other() }, Refusal::Taken);
    not_opened(NewOrder { reference: "reference of o".to_owned(), ..other() }, Refusal::Taken);
    not_opened(NewOrder { step: step_of(&code, 2), ..other() }, Refusal::DossierChanged);
    not_opened(NewOrder { step: step_of("none", 1), ..other() }, Refusal::DossierChanged);
    let elsewhere =
        NewOrder { gateway: "momo".to_owned(), number: 1, reference: "reference of o".to_owned(), ..other() };
    assert_eq!(open(elsewhere), Ok("other".to_owned()));
}

#[test]
fn an_order_that_comes_again_is_one_order() {
    fresh();
    let code = file("d").code;
    let keyed = |id: &str, number, hash: &str| NewOrder { request: request("k", hash), ..new_order(id, number, &code) };
    assert_eq!(open(keyed("o", 1, "h")), Ok("o".to_owned()));
    let before = everything();
    assert_eq!(open(keyed("drawn again", 2, "h")), Ok("o".to_owned()));
    assert_eq!(open(new_order("o", 1, &code)), Ok("o".to_owned()), "known by itself");
    assert_eq!(everything(), before);
    not_opened(keyed("p", 2, "other"), Refusal::Conflict);
    let whose = NewOrder { scope: "another's".to_owned(), ..keyed("p", 2, "other") };
    assert_eq!(open(whose), Ok("p".to_owned()));
}

#[test]
fn a_change_says_what_an_order_is_now() {
    fresh();
    let code = opened("o", 1);
    let before = order("o");
    let whole = Change {
        closes: NOW + 7,
        facts: Some("[]".to_owned()),
        asked: 3,
        returned: 100,
        step: step_of(&code, 1),
        cases: vec![new_case("c", NOW)],
        ..payment("o", 1, "140")
    };
    assert_eq!(append(whole), Ok(2));
    let paid = Order {
        state: "paid".to_owned(),
        version: 2,
        updated: NOW + 1_000,
        closes: NOW + 7,
        due: None,
        asked: 3,
        transaction: Some("140".to_owned()),
        paid: Some(NOW + 5),
        received: 8_000,
        returned: 100,
        facts: "[]".to_owned(),
        ..before
    };
    assert_eq!(order("o"), paid);
    assert_eq!(due(u64::MAX >> 1), []);
    let entries = wait(Native::entries(agency(), "o".to_owned())).expect("entries");
    assert_eq!(entries, [(2, entry("receivable", 8_000)), (2, entry("revenue", -8_000))]);
    let booked = |kind: &str| wait(Native::booked(gateway(), "140".to_owned(), kind.to_owned())).expect("a read");
    assert_eq!((booked("payment"), booked("refund")), (Some((agency(), "o".to_owned())), None));
    assert_eq!(
        (dossier(&code).version, wait(Native::case_of(gateway(), "c".to_owned())).map(|it| it.is_some())),
        (2, Ok(true))
    );
    // What is missing stays, and what is due again is found again.
    assert_eq!(append(Change { received: 8_000, returned: 100, asked: 3, ..change("o", 2) }), Ok(3));
    let (due_at, closes, updated) = (Some(NOW + 60_000), NOW + 900_000, NOW + 2_000);
    assert_eq!(order("o"), Order { state: "waiting".to_owned(), version: 3, due: due_at, closes, updated, ..paid });
    assert_eq!(due(NOW + 60_000).len(), 1);
}

#[test]
fn whoever_decides_on_what_has_changed_is_told() {
    fresh();
    let code = opened("o", 1);
    assert_eq!(append(change("o", 1)), Ok(2));
    let late = |expected| Change { event: happened("closed", NOW), ..payment("o", expected, "140") };
    for expected in [0, 1, 3, u32::MAX - 1] {
        refused(late(expected), Refusal::Changed(2));
    }
    refused(change("p", 1), Refusal::Unknown);
    refused(Change { agency: "H26".to_owned(), ..change("o", 2) }, Refusal::Unknown);
    for step in [step_of(&code, 2), step_of("none", 1)] {
        let cases = vec![new_case("c", NOW)];
        refused(Change { step, cases, ..payment("o", 2, "140") }, Refusal::DossierChanged);
    }
    for entries in [vec![entry("a", 1)], vec![entry("a", i64::MAX), entry("b", i64::MAX), entry("c", 2)]] {
        let before = everything();
        assert!(matches!(append(Change { entries, ..change("o", 2) }), Err(Refusal::Failed(Fault::Damaged(_)))));
        assert_eq!(everything(), before);
    }
    let ends = vec![entry("a", i64::MAX), entry("b", i64::MIN), entry("c", 1)];
    assert_eq!(append(Change { entries: ends, ..change("o", 2) }), Ok(3));
}

#[test]
fn the_same_change_is_made_once() {
    fresh();
    let code = opened("o", 1);
    for id in ["1", "2"] {
        let call =
            Call { gateway: gateway(), id: id.to_owned(), received: NOW, hash: "h".to_owned(), sealed: vec![0, 1] };
        wait(Native::keep(call)).expect("a call");
    }
    let told = |call: &str| {
        let call = Some((call.to_owned(), "paid".to_owned()));
        append(Change { call, step: step_of(&code, 1), ..payment("o", 1, "140") })
    };
    assert_eq!(told("1"), Ok(2));
    let before = everything();
    assert_eq!(told("1"), Ok(2));
    assert_eq!(everything(), before);
    // Another call that said the same at the same moment is dealt with as well.
    assert_eq!(told("2"), Ok(2));
    assert_eq!(wait(Native::verdict(gateway(), "2".to_owned())), Ok(Some("paid".to_owned())));
    assert_eq!(append(change("o", 2)), Ok(3));
    assert_eq!(told("1"), Ok(2), "whatever has happened since");
    let other = NewEvent { code: "07".to_owned(), ..payment("o", 1, "140").event };
    refused(Change { event: other, ..payment("o", 1, "140") }, Refusal::Changed(3));
}

#[test]
fn a_number_is_booked_once_for_each_kind_and_settled_once() {
    fresh();
    opened("o", 1);
    opened("p", 2);
    let holder = || Refusal::Booked((agency(), "o".to_owned()));
    assert_eq!(append(payment("o", 1, "140")), Ok(2));
    refused(Change { cases: vec![new_case("c", NOW)], ..payment("p", 1, "140") }, holder());
    refused(payment("o", 2, "140"), holder());
    let refund = Change { booking: Some(booking("140", "refund", 1)), ..change("p", 1) };
    assert_eq!(append(refund), Ok(2));
    let settled = |id: &str, expected, kind: &str| Change {
        settled: Some(("140".to_owned(), kind.to_owned())),
        ..change(id, expected)
    };
    refused(settled("p", 2, "payment"), holder());
    assert_eq!(append(settled("o", 2, "payment")), Ok(3));
    refused(settled("o", 3, "payment"), holder());
    let before = everything();
    assert!(matches!(append(settled("o", 3, "none")), Err(Refusal::Failed(Fault::Damaged(_)))));
    assert_eq!(everything(), before);
    let booked = wait(Native::bookings(gateway(), NOW, NOW + 6, None)).expect("bookings");
    let told: Vec<_> = booked.iter().map(|(it, _, id, settled)| (it.kind.as_str(), id.as_str(), *settled)).collect();
    assert_eq!(told, [("payment", "o", true), ("refund", "p", false)]);
}

#[test]
fn bookings_are_told_between_two_instants_and_in_pages() {
    fresh();
    opened("o", 1);
    let mut all = Vec::new();
    for number in 0..1_010_u64 {
        // Many of one instant, and two kinds of one number.
        let (at, transaction, kind) =
            (NOW + number / 400, format!("{:04}", number / 2), ["a", "b"][number as usize % 2]);
        let sql = "INSERT INTO payment_bookings VALUES (?1, ?2, ?3, 'H29', 'o', 1, ?4, 0)";
        connection().execute(sql, (GATEWAY, &transaction, kind, at.cast_signed())).expect("a booking");
        all.push((at, transaction, kind.to_owned()));
    }
    let page = |start, end, after| wait(Native::bookings(gateway(), start, end, after)).expect("bookings");
    let places = |start, end| {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = page(start, end, after);
            let Some((last, ..)) = page.last() else { return found };
            after = Some((last.at, last.transaction.clone(), last.kind.clone()));
            found.extend(page.into_iter().map(|(it, ..)| (it.at, it.transaction, it.kind)));
        }
    };
    assert_eq!(page(0, u64::MAX >> 1, None).len(), 500);
    assert_eq!(places(0, NOW + 9), all);
    assert_eq!(places(NOW + 1, NOW + 2), all[400..800]);
    assert_eq!(places(NOW + 2, NOW + 2), []);
    assert_eq!(page(NOW + 2, NOW + 3, Some((NOW, String::new(), String::new()))).len(), 210);
}

/// The hash as the contract words it, computed by nothing of the store.
fn hash(id: &str, event: &Event) -> String {
    let Event { number, at, event: word, source, transaction, amount, code, previous, .. } = event;
    let transaction = transaction.clone().unwrap_or_default();
    let amount = amount.map(|amount| amount.to_string()).unwrap_or_default();
    let text = format!("{previous}\n{id}\n{number}\n{at}\n{word}\n{source}\n{transaction}\n{amount}\n{code}\n");
    format!("{:x}", Sha256::digest(text))
}

#[test]
fn each_event_is_chained_to_the_one_before() {
    fresh();
    opened("o", 1);
    for expected in 1..250 {
        let event = NewEvent {
            transaction: (expected % 2 == 0).then(|| "140".to_owned()),
            amount: (expected % 3 == 0).then_some(u64::MAX),
            code: "0".repeat(expected as usize % 4),
            ..happened("asked", NOW + u64::from(expected))
        };
        assert_eq!(append(Change { event, ..change("o", expected) }), Ok(expected + 1));
    }
    let first = events("o");
    let last = wait(<Native as Orders>::events(agency(), "o".to_owned(), 200)).expect("a history");
    assert_eq!((first.len(), last.len()), (200, 50));
    let mut previous = "0".repeat(64);
    for (number, event) in (1..).zip(first.iter().chain(&last)) {
        assert_eq!((event.number, &event.previous), (number, &previous));
        assert_eq!(event.hash, hash("o", event));
        previous.clone_from(&event.hash);
    }
}

/// The first hash of a history, computed with `printf … | sha256sum`.
#[test]
fn a_hash_is_what_another_tool_says() {
    fresh();
    opened("o", 1);
    assert_eq!(events("o")[0].hash, "d484ad3ca88097e70501f9970bec09b1c5344b74447464c69fc776df9038d9e8");
}
