//! `settlements`: a statement takes the place of the one before it, and is read as a whole.

mod cases;

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::money::{GATEWAY, line, statement};
use crate::rows::{column, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_statement_comes_back_as_it_was_brought,
    a_statement_takes_the_place_of_the_one_before,
    each_day_and_source_has_a_statement_of_its_own,
    a_statement_without_lines_is_there,
    a_line_that_stands_twice_is_damage,
    a_long_statement_is_told_in_pages,
    statements_keep_every_text,
    numbers_of_a_line_at_their_ends_come_back,
    of_thirty_two_statements_at_once_one_stays_whole,
];

fn put(store: &Store, statement: &Value) {
    assert_eq!(store.ok("settlements/put", json!([statement])), Value::Null);
}

fn lines(store: &Store, after: Value) -> Value {
    store.ok("settlements/lines", json!([GATEWAY, "2025-07-01", "gateway", after]))
}

fn a_statement_comes_back_as_it_was_brought(store: &Store) {
    assert_eq!(lines(store, Value::Null), Value::Null);
    let refund = with(line("1"), json!({ "kind": "refund" }));
    put(store, &with(statement(&[]), json!({ "lines": [line("2"), refund, line("10"), line("1")] })));
    let all = [line("1"), refund, line("10"), line("2")];
    assert_eq!(lines(store, Value::Null), json!(all));
    for (number, before) in (1..).zip(&all) {
        assert_eq!(lines(store, json!([before["transaction"], before["kind"]])), json!(all[number..]));
    }
    in_order(&mut store.kept());
}

fn a_statement_takes_the_place_of_the_one_before(store: &Store) {
    put(store, &statement(&["1", "2"]));
    for _ in 0..2 {
        put(store, &with(statement(&["2", "3"]), json!({ "publisher": "bình" })));
        assert_eq!(column(&lines(store, Value::Null), "transaction"), ["2", "3"]);
    }
    put(store, &statement(&[]));
    assert_eq!(lines(store, Value::Null), json!([]));
    in_order(&mut store.kept());
}

fn each_day_and_source_has_a_statement_of_its_own(store: &Store) {
    put(store, &statement(&["1"]));
    for columns in [json!({ "day": "2025-07-02" }), json!({ "source": "treasury" }), json!({ "gateway": "momo" })] {
        let key = with(json!({ "gateway": GATEWAY, "day": "2025-07-01", "source": "gateway" }), columns.clone());
        let read = || store.ok("settlements/lines", json!([key["gateway"], key["day"], key["source"], null]));
        assert_eq!(read(), Value::Null);
        put(store, &with(statement(&["1", "2"]), columns));
        assert_eq!(column(&read(), "transaction"), ["1", "2"]);
    }
    assert_eq!(column(&lines(store, Value::Null), "transaction"), ["1"]);
    in_order(&mut store.kept());
}

fn a_statement_without_lines_is_there(store: &Store) {
    put(store, &statement(&[]));
    assert_eq!(lines(store, Value::Null), json!([]));
    assert_eq!(lines(store, json!(["1", "payment"])), json!([]));
}

fn a_line_that_stands_twice_is_damage(store: &Store) {
    put(store, &statement(&["1"]));
    let fault = store.call("settlements/put", json!([statement(&["2", "3", "2"])])).expect_err("a fault");
    assert!(fault["Damaged"].is_string(), "{fault}");
    assert_eq!(column(&lines(store, Value::Null), "transaction"), ["1"]);
    in_order(&mut store.kept());
}

fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:06}")).collect()
}

fn long(numbers: &[String]) -> Value {
    statement(&numbers.iter().map(String::as_str).collect::<Vec<_>>())
}

fn pages(store: &Store) -> Vec<Value> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = lines(store, after);
        let page = page.as_array().expect("lines");
        let Some(last) = page.last() else { return found };
        assert!(page.len() <= 500);
        after = json!([last["transaction"], last["kind"]]);
        found.extend(page.clone());
    }
}

fn a_long_statement_is_told_in_pages(store: &Store) {
    let numbers = numbers(20_000);
    put(store, &long(&numbers));
    let found = pages(store);
    assert!(column(&json!(found), "transaction") == numbers, "{}", found.len());
    in_order(&mut store.kept());
}

fn statements_keep_every_text(store: &Store) {
    for text in TEXTS {
        let line = json!({ "transaction": text, "kind": text, "reference": text, "amount": 1, "fee": 0 });
        let texts = json!({ "gateway": text, "day": text, "source": text, "publisher": text, "lines": [line] });
        put(store, &with(statement(&[]), texts));
        assert_eq!(store.ok("settlements/lines", json!([text, text, text, null])), json!([line]));
        assert_eq!(store.ok("settlements/lines", json!([text, text, text, [text, text]])), json!([]));
    }
    put(store, &statement(&TEXTS));
    let mut ordered = TEXTS.to_vec();
    ordered.sort_unstable();
    assert_eq!(column(&lines(store, Value::Null), "transaction"), ordered);
}

fn numbers_of_a_line_at_their_ends_come_back(store: &Store) {
    let ends = [0, 1, (1 << 53) + 1, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX];
    let line = |(number, end): (usize, &u64)| with(line(&number.to_string()), json!({ "amount": end, "fee": end }));
    let all: Value = ends.iter().enumerate().map(line).collect();
    put(store, &with(statement(&[]), json!({ "lines": all, "received": u64::MAX })));
    assert_eq!(lines(store, Value::Null), all);
}

/// Each of them has its own lines and one that all have; whoever reads sees the lines of one.
fn of_thirty_two_statements_at_once_one_stays_whole(store: &Store) {
    let own = |number: usize| -> Vec<Value> {
        let columns = json!({ "reference": format!("of {number}") });
        (0..150).map(|count| with(line(&format!("{:05}", count * (number + 1))), columns.clone())).collect()
    };
    put(store, &statement(&["0"]));
    at_once(32, |number| {
        put(store, &with(statement(&[]), json!({ "lines": own(number) })));
        let found = lines(store, Value::Null);
        let of = column(&found, "reference");
        assert!(of.len() == 150 && of.iter().all(|reference| *reference == of[0]), "{found}");
    });
    let found = lines(store, Value::Null);
    assert!((0..32).any(|number| found == json!(own(number))), "{found}");
    in_order(&mut store.kept());
}
