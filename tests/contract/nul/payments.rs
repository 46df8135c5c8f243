//! The same of orders and all that goes with them.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::NUL;
use super::dossiers::is_refused;
use crate::money::{
    GATEWAY, call, case, change, decided, happened, line, opened, order, order_of, paid, promised, refund, statement,
};
use crate::papers::{AGENCY, NOW, id, request};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    no_order_is_written_with_a_nul,
    nothing_else_of_money_is_written_with_a_nul,
    nothing_of_money_is_read_with_a_nul,
];

fn no_order_is_written_with_a_nul(store: &Store) {
    let code = opened(store, 1);
    for column in ["agency", "id", "gateway", "reference", "dossier", "purpose", "state", "facts"] {
        is_refused(store, "orders/open", &json!([with(order(2, &code), json!({ column: NUL }))]));
    }
    let events =
        ["event", "source", "transaction", "code"].map(|column| with(happened("x", NOW), json!({ column: NUL })));
    for event in events {
        is_refused(store, "orders/open", &json!([with(order(2, &code), json!({ "event": event }))]));
        is_refused(store, "orders/append", &json!([with(change(1, 1), json!({ "event": event }))]));
    }
    for columns in [
        json!({ "scope": NUL, "request": request("key", "hash") }),
        json!({ "request": request(NUL, "hash") }),
        json!({ "request": request("key", NUL) }),
    ] {
        is_refused(store, "orders/open", &json!([with(order(2, &code), columns)]));
    }
    for columns in [
        json!({ "state": NUL }),
        json!({ "transaction": NUL }),
        json!({ "facts": NUL }),
        json!({ "entries": [{ "account": NUL, "amount": 0 }] }),
        json!({ "booking": { "transaction": NUL, "kind": "k", "amount": 0, "at": 0 } }),
        json!({ "booking": { "transaction": "1", "kind": NUL, "amount": 0, "at": 0 } }),
        json!({ "settled": [NUL, "payment"] }),
        json!({ "cases": [with(case("a", NOW), json!({ "kind": NUL }))] }),
        json!({ "call": [id(1), NUL] }),
    ] {
        is_refused(store, "orders/append", &json!([with(change(1, 1), columns)]));
    }
    assert_eq!((&order_of(store, 1)["version"], order_of(store, 2)), (&json!(1), Value::Null));
    in_order(&mut store.kept());
}

fn nothing_else_of_money_is_written_with_a_nul(store: &Store) {
    paid(store, 1, "140");
    for column in ["gateway", "id", "hash"] {
        is_refused(store, "calls/keep", &json!([with(call(1, NOW), json!({ column: NUL }))]));
    }
    is_refused(store, "calls/settle", &json!([GATEWAY, id(1), NUL, NOW]));
    for column in ["id", "transaction", "reason", "maker", "state"] {
        let refund = with(refund(10, 1, 1), json!({ column: NUL }));
        is_refused(store, "refunds/propose", &json!([refund, promised(1, 2, 1)]));
    }
    for column in ["state", "checker", "number", "code"] {
        is_refused(store, "refunds/advance", &json!([with(decided(10, 1, "s"), json!({ column: NUL })), null]));
    }
    for column in ["gateway", "day", "source", "publisher"] {
        is_refused(store, "settlements/put", &json!([with(statement(&[]), json!({ column: NUL }))]));
    }
    for column in ["transaction", "kind", "reference"] {
        let lines = json!({ "lines": [line("1"), with(line("2"), json!({ column: NUL }))] });
        is_refused(store, "settlements/put", &json!([with(statement(&[]), lines)]));
    }
    for column in ["id", "gateway", "kind", "reference", "transaction"] {
        is_refused(
            store,
            "settlements/open-cases",
            &json!([[case("b", NOW), with(case("a", NOW), json!({ column: NUL }))]]),
        );
    }
    for (owner, reason) in [(NUL, "xong"), ("an", NUL)] {
        is_refused(store, "settlements/change-case", &json!([GATEWAY, "a", 1, owner, reason, NOW]));
    }
    assert_eq!(store.ok("settlements/cases", json!([GATEWAY, true, null, 10])), json!([]));
    assert_eq!(store.ok("settlements/lines", json!([GATEWAY, "2025-07-01", "gateway", null])), Value::Null);
    in_order(&mut store.kept());
}

fn nothing_of_money_is_read_with_a_nul(store: &Store) {
    for (operation, arguments) in [
        ("orders/read", json!([AGENCY, NUL])),
        ("orders/named", json!([GATEWAY, NUL])),
        ("orders/of-dossier", json!([AGENCY, NUL])),
        ("orders/events", json!([AGENCY, NUL, 0])),
        ("orders/entries", json!([NUL, id(1)])),
        ("orders/booked", json!([GATEWAY, NUL, "payment"])),
        ("orders/due", json!([NUL, NOW, 10])),
        ("orders/bookings", json!([GATEWAY, 0, NOW, [0, NUL, "payment"]])),
        ("calls/waiting", json!([NUL, NOW, 10])),
        ("calls/forget", json!([GATEWAY, NUL, NOW, 10])),
        ("calls/verdict", json!([GATEWAY, NUL])),
        ("refunds/read", json!([AGENCY, NUL])),
        ("refunds/of-order", json!([AGENCY, NUL])),
        ("settlements/lines", json!([GATEWAY, NUL, "gateway", null])),
        ("settlements/cases", json!([NUL, true, null, 10])),
        ("settlements/cases", json!([GATEWAY, false, [NOW, NUL], 10])),
        ("settlements/case-of", json!([GATEWAY, NUL])),
    ] {
        is_refused(store, operation, &arguments);
    }
}
