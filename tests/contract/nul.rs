//! U+0000 is the one character that Postgres cannot keep in a text, so no store takes it: neither to write it nor to
//! look for it. It is for the functions to refuse it before; what reaches a store is a defect, and is told as one.

mod dossiers;
mod feedback;
mod payments;

use serde_json::{Value, json};

use crate::rows::{DAY, centre, heading, procedure, succession, unit, units, with};
use crate::store::Store;

on_each_store![nothing_is_written_with_a_nul, nothing_is_read_with_a_nul, what_is_kept_as_json_may_have_a_nul,];

const NUL: &str = "a\u{0}b";

fn nothing_is_written_with_a_nul(store: &Store) {
    store.published("units", &heading("base", "", ""), &units(&["00001"]));
    let good = heading("a", "", "");
    let other = |columns: Value| with(good.clone(), columns);
    for (kind, heading, row) in [
        ("units", &good, unit(NUL, "Xã", "")),
        ("units", &good, unit("00002", NUL, "")),
        ("units", &good, with(unit("00002", "Xã", ""), json!({ "name_en": NUL }))),
        ("successions", &good, with(succession("00119", "Xã", "", "00001"), json!({ "note": NUL }))),
        ("procedures", &good, procedure(NUL, "Tên")),
        ("procedures", &good, with(procedure("1", "Tên"), json!({ "decision": NUL }))),
        ("centres", &good, centre("00001", NUL)),
        ("units", &other(json!({ "name": NUL })), unit("00002", "Xã", "")),
        ("units", &other(json!({ "publisher": NUL })), unit("00002", "Xã", "")),
        ("units", &other(json!({ "decision": NUL })), unit("00002", "Xã", "")),
        ("units", &other(json!({ "request": { "key": NUL, "hash": "" } })), unit("00002", "Xã", "")),
        ("units", &other(json!({ "request": { "key": "key", "hash": NUL } })), unit("00002", "Xã", "")),
    ] {
        let refusal = store.publish(kind, heading, &json!([row])).expect_err("a refusal");
        assert!(refusal["Failed"]["Damaged"].is_string(), "{kind} {heading} {row}: {refusal}");
        assert_eq!(store.ok("publication/is-published", json!([kind, "a"])), false, "{kind} {heading} {row}");
    }
    assert_eq!(store.ok("units/readings", json!(["00002"])), json!([]));
}

fn nothing_is_read_with_a_nul(store: &Store) {
    let filter = |columns: Value| with(json!({ "level": null, "parent": null, "name": null, "as_of": DAY }), columns);
    for (operation, arguments) in [
        ("units/read", json!([NUL, DAY])),
        ("units/read", json!(["00001", NUL])),
        ("units/readings", json!([NUL])),
        ("units/listed", json!([filter(json!({ "parent": NUL })), null, 10])),
        ("units/listed", json!([filter(json!({ "name": NUL })), null, 10])),
        ("units/listed", json!([filter(json!({ "as_of": NUL })), null, 10])),
        ("units/listed", json!([filter(json!({})), NUL, 10])),
        ("units/named", json!([NUL])),
        ("units/successors", json!([NUL])),
        ("units/successors-of-district", json!([NUL])),
        ("units/predecessors", json!([NUL])),
        ("units/centre-of", json!([NUL, DAY])),
        ("procedures/read", json!([NUL, DAY])),
        ("procedures/versions", json!([NUL])),
        ("procedures/catalogue-of", json!([NUL, null])),
        ("publication/is-published", json!(["units", NUL])),
    ] {
        let fault = store.call(operation, arguments.clone()).expect_err("a fault");
        assert!(fault["Damaged"].is_string(), "{operation} {arguments}: {fault}");
    }
}

fn what_is_kept_as_json_may_have_a_nul(store: &Store) {
    let row = with(procedure("1", NUL), json!({ "steps_vi": NUL, "legal_basis": [NUL] }));
    store.published("procedures", &heading("a", "", ""), &json!([row]));
    assert_eq!(store.ok("procedures/read", json!(["1", DAY])), row);
}
