//! Cases: opened once, looked into by somebody, closed with a reason.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::money::{GATEWAY, append, case, case_of, change, opened};
use crate::papers::{AGENCY, NOW, id};
use crate::rows::{column, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_case_is_as_it_was_opened,
    a_case_is_opened_once,
    an_owner_and_a_reason_change_a_case,
    whoever_decides_on_a_case_that_has_changed_sees_it,
    cases_are_told_in_the_order_in_which_they_were_opened,
    cases_keep_every_text,
    of_thirty_two_owners_at_once_one_takes_a_case,
    thirty_two_callers_open_the_same_cases,
];

fn open(store: &Store, cases: &Value) {
    assert_eq!(store.ok("settlements/open-cases", json!([cases])), Value::Null);
}

fn decide(store: &Store, id: &str, expected: u32, owner: &str, reason: Option<&str>) -> Result<Value, Value> {
    store.call("settlements/change-case", json!([GATEWAY, id, expected, owner, reason, NOW + 9]))
}

fn cases(store: &Store, all: bool, after: Value, limit: u32) -> Value {
    store.ok("settlements/cases", json!([GATEWAY, all, after, limit]))
}

/// The case as it stands when nobody has looked into it.
fn untouched(case: &Value) -> Value {
    with(case.clone(), json!({ "owner": null, "closed": null, "reason": null, "version": 1 }))
}

fn a_case_is_as_it_was_opened(store: &Store) {
    opened(store, 1);
    let [whole, bare] = [
        with(case("a", NOW), json!({ "order": [AGENCY, id(1)] })),
        with(case("b", NOW), json!({ "amount": null, "reference": "", "transaction": "" })),
    ];
    open(store, &json!([whole, bare]));
    assert_eq!([case_of(store, "a"), case_of(store, "b")], [untouched(&whole), untouched(&bare)]);
    assert_eq!(case_of(store, "c"), Value::Null);
    assert_eq!(store.ok("settlements/case-of", json!(["momo", "a"])), Value::Null);
    open(store, &json!([]));
    in_order(&mut store.kept());
}

fn a_case_is_opened_once(store: &Store) {
    opened(store, 1);
    let other = with(case("a", NOW + 1), json!({ "kind": "other" }));
    open(store, &json!([case("a", NOW)]));
    open(store, &json!([other, case("b", NOW), other]));
    assert_eq!(case_of(store, "a"), untouched(&case("a", NOW)));
    append(store, &with(change(1, 1), json!({ "cases": [other, case("c", NOW), case("c", NOW)] }))).expect("a change");
    assert_eq!([case_of(store, "a"), case_of(store, "c")], [untouched(&case("a", NOW)), untouched(&case("c", NOW))]);
    decide(store, "a", 1, "an", Some("xong")).expect("a decision");
    open(store, &json!([case("a", NOW)]));
    assert_eq!(case_of(store, "a")["closed"], NOW + 9);
    // Another gateway has cases of its own.
    open(store, &json!([with(other, json!({ "gateway": "momo" }))]));
    assert_eq!(store.ok("settlements/case-of", json!(["momo", "a"]))["kind"], "other");
    in_order(&mut store.kept());
}

fn an_owner_and_a_reason_change_a_case(store: &Store) {
    open(store, &json!([case("a", NOW)]));
    let before = case_of(store, "a");
    assert_eq!(decide(store, "a", 1, "an", None), Ok(2.into()));
    assert_eq!(case_of(store, "a"), with(before.clone(), json!({ "owner": "an", "version": 2 })));
    assert_eq!(decide(store, "a", 2, "bình", None), Ok(3.into()));
    assert_eq!(decide(store, "a", 3, "bình", Some("đã hoàn tiền")), Ok(4.into()));
    let closed = json!({ "owner": "bình", "closed": NOW + 9, "reason": "đã hoàn tiền", "version": 4 });
    assert_eq!(case_of(store, "a"), with(before, closed));
    in_order(&mut store.kept());
}

fn whoever_decides_on_a_case_that_has_changed_sees_it(store: &Store) {
    open(store, &json!([case("a", NOW)]));
    assert_eq!(decide(store, "b", 1, "an", None), Err("Unknown".into()));
    decide(store, "a", 1, "an", None).expect("a decision");
    let stood = case_of(store, "a");
    let told = Err(json!({ "Changed": stood }));
    for (expected, owner, reason) in [(1, "bình", None), (1, "an", Some("xong")), (0, "an", None), (3, "an", None)] {
        assert_eq!(decide(store, "a", expected, owner, reason), told, "{expected} {owner}");
    }
    // The same once more is the same decision.
    assert_eq!(decide(store, "a", 1, "an", None), Ok(2.into()));
    decide(store, "a", 2, "an", Some("xong")).expect("a decision");
    assert_eq!(decide(store, "a", 2, "an", Some("xong")), Ok(3.into()));
    let closed = Err(json!({ "Changed": case_of(store, "a") }));
    for (expected, reason) in [(2, None), (3, None), (3, Some("xong")), (2, Some("khác"))] {
        assert_eq!(decide(store, "a", expected, "an", reason), closed, "{expected} {reason:?}");
    }
    in_order(&mut store.kept());
}

fn cases_are_told_in_the_order_in_which_they_were_opened(store: &Store) {
    let all: Vec<Value> = (0..105_u64).map(|number| case(&format!("{number:03}"), NOW + number / 10)).collect();
    open(store, &all.iter().rev().cloned().collect());
    for number in (0..105).step_by(5) {
        decide(store, &format!("{number:03}"), 1, "an", Some("xong")).expect("a decision");
    }
    let names = |all: bool| (0..105).filter(move |number| all || number % 5 != 0).map(|number| format!("{number:03}"));
    for all in [true, false] {
        for limit in [1, 7, 100, u32::MAX] {
            let (mut found, mut after) = (Vec::new(), Value::Null);
            loop {
                let page = cases(store, all, after, limit);
                let page = page.as_array().expect("cases");
                let Some(last) = page.last() else { break };
                assert!(page.len() <= limit.min(100) as usize);
                after = json!([last["opened"], last["id"]]);
                found.extend(page.clone());
            }
            assert_eq!(column(&json!(found), "id"), names(all).collect::<Vec<_>>(), "{all} {limit}");
        }
        assert_eq!(cases(store, all, Value::Null, 0), json!([]));
    }
    assert_eq!(store.ok("settlements/cases", json!(["momo", true, null, 10])), json!([]));
}

fn cases_keep_every_text(store: &Store) {
    for text in TEXTS {
        let texts = json!({ "id": text, "gateway": text, "kind": text, "reference": text, "transaction": text });
        let case = with(case("", NOW), texts);
        open(store, &json!([case]));
        let read = || store.ok("settlements/case-of", json!([text, text]));
        assert_eq!(read(), untouched(&case));
        store.ok("settlements/change-case", json!([text, text, 1, text, text, u64::MAX]));
        let found = read();
        assert_eq!([&found["owner"], &found["reason"]], [text; 2]);
        assert_eq!(found["closed"], u64::MAX);
        assert_eq!(store.ok("settlements/cases", json!([text, false, null, 10])), json!([]));
        assert_eq!(store.ok("settlements/cases", json!([text, true, null, 10])), json!([found]));
    }
    in_order(&mut store.kept());
}

fn of_thirty_two_owners_at_once_one_takes_a_case(store: &Store) {
    open(store, &json!([case("a", NOW)]));
    let answers = at_once(32, |number| decide(store, "a", 1, &format!("owner {number}"), None));
    let won: Vec<usize> = (0..32).filter(|&number| answers[number].is_ok()).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    let told = Err(json!({ "Changed": case_of(store, "a") }));
    assert!(answers.iter().all(|answer| answer.is_ok() || *answer == told), "{answers:?}");
    assert_eq!(case_of(store, "a")["owner"], format!("owner {}", won[0]));
}

/// In every order of them.
fn thirty_two_callers_open_the_same_cases(store: &Store) {
    at_once(32, |number| {
        let cases = (0..120).map(|count| case(&format!("{:03}", (count * 7 + number * 11) % 120), NOW));
        open(store, &cases.collect());
    });
    assert_eq!(cases(store, false, json!([NOW, "099"]), 100).as_array().map(Vec::len), Some(20));
    in_order(&mut store.kept());
}
