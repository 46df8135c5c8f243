//! `calls`: what a gateway calls us with is kept before anybody judges it, and waits until somebody has dealt with it.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::money::{GATEWAY, append, call, change, opened};
use crate::papers::{NOW, bytes, id};
use crate::rows::{column, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_call_comes_back_as_it_was_kept,
    a_call_is_kept_once,
    the_first_word_stays,
    the_oldest_waits_first,
    an_order_deals_with_a_call,
    calls_keep_every_text_and_every_byte,
    thirty_two_callers_keep_and_settle_one_call,
    what_was_refused_is_forgotten_and_nothing_else,
];

fn keep(store: &Store, call: &Value) {
    assert_eq!(store.ok("calls/keep", json!([call])), Value::Null);
}

fn settle(store: &Store, number: usize, word: &str) {
    assert_eq!(store.ok("calls/settle", json!([GATEWAY, id(number), word, NOW + 1])), Value::Null);
}

fn waiting(store: &Store, before: u64, limit: u32) -> Value {
    store.ok("calls/waiting", json!([GATEWAY, before, limit]))
}

fn verdict(store: &Store, number: usize) -> Value {
    store.ok("calls/verdict", json!([GATEWAY, id(number)]))
}

fn a_call_comes_back_as_it_was_kept(store: &Store) {
    assert_eq!((waiting(store, NOW * 2, 10), verdict(store, 1)), (json!([]), Value::Null));
    keep(store, &call(1, NOW));
    assert_eq!((waiting(store, NOW + 1, 10), verdict(store, 1)), (json!([call(1, NOW)]), json!("")));
    in_order(&mut store.kept());
}

fn a_call_is_kept_once(store: &Store) {
    keep(store, &call(1, NOW));
    let other = with(call(1, NOW + 5), json!({ "hash": "other", "sealed": [] }));
    keep(store, &other);
    assert_eq!(waiting(store, NOW + 9, 10), json!([call(1, NOW)]));
    // Another gateway has calls of its own, of the same name.
    keep(store, &with(other, json!({ "gateway": "momo" })));
    assert_eq!(waiting(store, NOW + 9, 10), json!([call(1, NOW)]));
    settle(store, 1, "paid");
    keep(store, &call(1, NOW));
    assert_eq!((waiting(store, NOW + 9, 10), verdict(store, 1)), (json!([]), json!("paid")));
    assert_eq!(store.ok("calls/verdict", json!(["momo", id(1)])), "");
}

fn the_first_word_stays(store: &Store) {
    settle(store, 1, "early");
    assert_eq!(verdict(store, 1), Value::Null);
    keep(store, &call(1, NOW));
    for word in ["first", "second"] {
        settle(store, 1, word);
        assert_eq!(verdict(store, 1), "first");
    }
    in_order(&mut store.kept());
}

fn the_oldest_waits_first(store: &Store) {
    for (number, after) in [(3, 5), (1, 5), (2, 4), (4, 6)] {
        keep(store, &call(number, NOW + after));
    }
    let expected = [2, 1, 3, 4].map(id);
    assert_eq!(column(&waiting(store, NOW + 7, u32::MAX), "id"), expected);
    assert_eq!(column(&waiting(store, NOW + 6, 10), "id"), expected[..3]);
    assert_eq!(column(&waiting(store, NOW + 7, 2), "id"), expected[..2]);
    assert_eq!((waiting(store, NOW + 4, 10), waiting(store, NOW + 7, 0)), (json!([]), json!([])));
    settle(store, 1, "paid");
    assert_eq!(column(&waiting(store, NOW + 7, 10), "id"), [id(2), id(3), id(4)]);
    for number in 100..220 {
        keep(store, &call(number, NOW));
    }
    assert_eq!(waiting(store, NOW + 1, u32::MAX).as_array().map(Vec::len), Some(100));
}

fn an_order_deals_with_a_call(store: &Store) {
    opened(store, 1);
    for number in [1, 2] {
        keep(store, &call(number, NOW));
    }
    settle(store, 1, "first");
    // One that is dealt with, one that waits, one that was never kept.
    for (version, number) in (1..).zip([1, 2, 3]) {
        append(store, &with(change(1, version), json!({ "call": [id(number), "paid"] }))).expect("a change");
    }
    assert_eq!([1, 2, 3].map(|number| verdict(store, number)), [json!("first"), json!("paid"), Value::Null]);
    in_order(&mut store.kept());
}

fn calls_keep_every_text_and_every_byte(store: &Store) {
    let all: Vec<u8> = (0..=u8::MAX).chain([0, 0]).collect();
    for text in TEXTS {
        let texts = json!({ "gateway": text, "id": text, "received": NOW, "hash": text, "sealed": bytes(&all) });
        keep(store, &texts);
        assert_eq!(store.ok("calls/waiting", json!([text, NOW + 1, 10])), json!([texts]));
        store.ok("calls/settle", json!([text, text, text, NOW]));
        assert_eq!(store.ok("calls/verdict", json!([text, text])), text);
    }
    let large = vec![0xff_u8; 1 << 18];
    keep(store, &with(call(1, NOW), json!({ "sealed": bytes(&large) })));
    assert!(waiting(store, NOW + 1, 1)[0]["sealed"] == bytes(&large));
    in_order(&mut store.kept());
}

fn thirty_two_callers_keep_and_settle_one_call(store: &Store) {
    at_once(32, |_| keep(store, &call(1, NOW)));
    assert_eq!(waiting(store, NOW + 1, 10), json!([call(1, NOW)]));
    at_once(32, |number| {
        settle(store, 1, &format!("of {number}"));
        assert_ne!(verdict(store, 1), "");
    });
    let first = verdict(store, 1);
    settle(store, 1, "late");
    assert_eq!((waiting(store, NOW + 1, 10), verdict(store, 1)), (json!([]), first));
    in_order(&mut store.kept());
}

fn what_was_refused_is_forgotten_and_nothing_else(store: &Store) {
    for (number, word) in [(1, "refused"), (2, "refused"), (3, "paid"), (4, ""), (5, "refused")] {
        keep(store, &call(number, NOW + u64::try_from(number).expect("a number")));
        if !word.is_empty() {
            settle(store, number, word);
        }
    }
    let forget = |word: &str, before: u64, limit: u32| store.ok("calls/forget", json!([GATEWAY, word, before, limit]));
    assert_eq!((forget("refused", NOW + 1, 10), forget("refused", NOW + 9, 0)), (json!(0), json!(0)));
    assert_eq!(store.ok("calls/forget", json!(["momo", "refused", NOW + 9, 10])), 0);
    assert_eq!(forget("refused", NOW + 9, 1), 1);
    let standing = |store: &Store| (1..=5).map(|number| verdict(store, number)).collect::<Vec<_>>();
    assert_eq!(standing(store), [json!(null), json!("refused"), json!("paid"), json!(""), json!("refused")]);
    assert_eq!((forget("refused", NOW + 5, 10), forget("", NOW + 9, 10)), (json!(1), json!(0)));
    assert_eq!(standing(store), [json!(null), json!(null), json!("paid"), json!(""), json!("refused")]);
    in_order(&mut store.kept());
}
