//! Whoever says the same supports an item once, and is told in the order of coming.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{append, item_of, received, reception, standing, step, support, supporter};
use crate::papers::{AGENCY, NOW, bytes, id};
use crate::rows::{column, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_supporter_is_counted_and_told,
    whoever_comes_twice_supports_once,
    the_same_person_supports_several_items,
    a_supporter_is_found_by_id,
    supporters_are_told_in_the_order_of_coming,
    supporters_are_told_in_pages,
    a_page_has_a_hundred_supporters_at_most,
    supporters_keep_every_text,
    support_is_no_step,
];

fn supporters(store: &Store, code: &str, after: Value, limit: u32) -> Value {
    store.ok("feedback/supporters", json!([AGENCY, code, after, limit]))
}

/// A supporter as the store shows it.
fn shown(supporter: &Value) -> Value {
    let [id, secret_hash, sealed, since] = ["id", "secret_hash", "sealed", "at"].map(|name| &supporter[name]);
    json!({ "id": id, "secret_hash": secret_hash, "sealed": sealed, "since": since })
}

fn a_supporter_is_counted_and_told(store: &Store) {
    let code = received(store, 1, json!({}));
    assert_eq!(supporters(store, &code, Value::Null, 10), json!([]));
    for (count, number) in (1..).zip([7, 8]) {
        assert_eq!(support(store, &code, &supporter(number)), Ok(id(number).into()));
        assert_eq!(item_of(store, &code)["supporters"], count);
    }
    let expected = json!([shown(&supporter(7)), shown(&supporter(8))]);
    assert_eq!(supporters(store, &code, Value::Null, 10), expected);
    in_order(&mut store.kept());
}

fn whoever_comes_twice_supports_once(store: &Store) {
    let code = received(store, 1, json!({}));
    support(store, &code, &supporter(7)).expect("a supporter");
    let again = json!({ "id": id(9), "secret_hash": "other", "sealed": bytes("other"), "at": NOW * 2 });
    for again in [supporter(7), with(supporter(7), again)] {
        assert_eq!(support(store, &code, &again), Ok(id(7).into()));
    }
    assert_eq!(item_of(store, &code)["supporters"], 1);
    assert_eq!(supporters(store, &code, Value::Null, 10), json!([shown(&supporter(7))]));
    in_order(&mut store.kept());
}

fn the_same_person_supports_several_items(store: &Store) {
    for number in [1, 2] {
        let code = received(store, number, json!({}));
        assert_eq!(support(store, &code, &with(supporter(7), json!({ "id": id(number) }))), Ok(id(number).into()));
        assert_eq!(column(&supporters(store, &code, Value::Null, 10), "id"), [id(number)]);
    }
    // The same code in another agency is no item there.
    assert_eq!(store.ok("feedback/supporters", json!(["H26", "PA.H29.101-250701-0001", null, 10])), json!([]));
    in_order(&mut store.kept());
}

fn a_supporter_is_found_by_id(store: &Store) {
    let codes = [1, 2].map(|number| received(store, number, json!({})));
    support(store, &codes[0], &supporter(7)).expect("a supporter");
    let by_id = |agency: &str, code: &str, id: &str| store.ok("feedback/supported-by", json!([agency, code, id]));
    assert_eq!(by_id(AGENCY, &codes[0], &id(7)), shown(&supporter(7)));
    for (agency, code, id) in [
        (AGENCY, &codes[1], id(7)),
        ("H26", &codes[0], id(7)),
        (AGENCY, &codes[0], id(8)),
        (AGENCY, &codes[0], "who is 7".to_owned()),
        (AGENCY, &codes[0], String::new()),
    ] {
        assert_eq!(by_id(agency, code, &id), Value::Null, "{agency} {code} {id}");
    }
}

fn supporters_are_told_in_the_order_of_coming(store: &Store) {
    let code = received(store, 1, json!({}));
    for (number, later) in [(1, 5), (2, 0), (3, 9), (4, 1)] {
        support(store, &code, &with(supporter(number), json!({ "at": NOW + later }))).expect("a supporter");
    }
    let ids = |after: Value, limit: u32| {
        let page = supporters(store, &code, after, limit);
        column(&page, "id").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids(Value::Null, 10), [2, 4, 1, 3].map(id));
    assert_eq!(ids(Value::Null, 0), [""; 0]);
    assert_eq!(ids(json!([NOW + 1, id(4)]), 10), [1, 3].map(id));
    // An instant between two, one before all and one after all.
    assert_eq!(ids(json!([NOW + 3, ""]), 1), [1].map(id));
    assert_eq!(ids(json!([0, ""]), 10), [2, 4, 1, 3].map(id));
    assert_eq!(ids(json!([NOW + 9, id(3)]), 10), [""; 0]);
}

/// Reads all supporters page by page.
fn pages(store: &Store, code: &str, limit: u32) -> Vec<(u64, String)> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = supporters(store, code, after, limit);
        let lines = page.as_array().expect("supporters");
        assert!(lines.len() <= limit as usize);
        let Some(last) = lines.last() else { return found };
        after = json!([last["since"], last["id"]]);
        let name = |line: &Value| line["id"].as_str().expect("an id").to_owned();
        found.extend(lines.iter().map(|line| (line["since"].as_u64().expect("an instant"), name(line))));
    }
}

/// Many of one instant, whose ids are in another order than they came in.
fn supporters_are_told_in_pages(store: &Store) {
    let code = received(store, 1, json!({}));
    let came = |number: usize| {
        let (at, id) = (NOW + number as u64 / 10, id(100 - number));
        support(store, &code, &with(supporter(number), json!({ "at": at, "id": id }))).expect("a supporter");
        (at, id)
    };
    let mut came: Vec<(u64, String)> = (0..30).map(came).collect();
    came.sort_unstable();
    for limit in [1, 7, 30, 100] {
        assert_eq!(pages(store, &code, limit), came, "{limit}");
    }
}

fn a_page_has_a_hundred_supporters_at_most(store: &Store) {
    let code = received(store, 1, json!({}));
    (0..105).for_each(|number| drop(support(store, &code, &supporter(number)).expect("a supporter")));
    let page = supporters(store, &code, Value::Null, u32::MAX);
    assert_eq!(column(&page, "id"), (0..100).map(id).collect::<Vec<_>>());
    assert_eq!(pages(store, &code, 100).len(), 105);
    assert_eq!(item_of(store, &code)["supporters"], 105);
}

fn supporters_keep_every_text(store: &Store) {
    let code = received(store, 1, json!({}));
    let said = |text: &str| {
        let texts = json!({ "who": text, "id": text, "secret_hash": text, "sealed": bytes(text) });
        with(supporter(1), texts)
    };
    for _ in 0..2 {
        for text in TEXTS {
            assert_eq!(support(store, &code, &said(text)), Ok(text.into()));
        }
    }
    assert_eq!(item_of(store, &code)["supporters"], TEXTS.len());
    for text in TEXTS {
        assert_eq!(store.ok("feedback/supported-by", json!([AGENCY, code, text])), shown(&said(text)));
    }
    let mut ordered = TEXTS.to_vec();
    ordered.sort_unstable();
    assert_eq!(column(&supporters(store, &code, Value::Null, 100), "id"), ordered);
    in_order(&mut store.kept());
}

/// Neither the version nor the history changes: whoever decides has seen what there is to decide.
fn support_is_no_step(store: &Store) {
    let code = received(store, 1, json!({}));
    support(store, &code, &supporter(7)).expect("a supporter");
    assert_eq!(item_of(store, &code), with(standing(&reception(1), &code), json!({ "supporters": 1 })));
    assert_eq!(append(store, &step(&code, 1)), Ok(2.into()));
    support(store, &code, &supporter(8)).expect("a supporter");
    assert_eq!(append(store, &step(&code, 2)), Ok(3.into()));
    assert_eq!(item_of(store, &code)["supporters"], 2);
    in_order(&mut store.kept());
}
