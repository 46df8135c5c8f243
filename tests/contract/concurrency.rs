//! Many callers at once: each is served within its time, and nobody sees what another has half done.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use serde_json::{Value, json};

use crate::client::counts;
use crate::crowd::at_once;
use crate::publication::requests::sent;
use crate::rows::{DAY, centre, codes, column, heading, procedure, succession, unit, units};
use crate::store::Store;
use crate::whistle::Whistle;

on_each_store![
    thirty_two_callers_publish_one_list,
    thirty_two_callers_repeat_one_request,
    thirty_two_requests_want_one_key,
    thirty_two_lists_want_one_unit,
    thirty_two_corrections_of_one_list_come_one_after_the_other,
    thirty_two_callers_publish_lists_of_every_kind,
    nobody_reads_half_a_list,
];

const CALLERS: usize = 32;

fn thirty_two_callers_publish_one_list(store: &Store) {
    let list = units(&["00001", "00002", "00003"]);
    let mut answers = at_once(CALLERS, |_| store.published("units", &heading("a", "", ""), &list));
    answers.sort_unstable();
    let (last, others) = answers.split_last().expect("answers");
    assert_eq!(*last, [3, 0, 0, 0]);
    assert!(others.iter().all(|answer| *answer == [0, 0, 3, 0]), "{others:?}");
}

fn thirty_two_callers_repeat_one_request(store: &Store) {
    let list = units(&["00001", "00002", "00003"]);
    let answers = at_once(CALLERS, |_| store.published("units", &sent("a", "", "key", "hash"), &list));
    assert!(answers.iter().all(|answer| *answer == [3, 0, 0, 0]), "{answers:?}");
}

fn thirty_two_requests_want_one_key(store: &Store) {
    let request = |number: usize| sent(&format!("list-{number}"), "", "key", &format!("hash-{number}"));
    let row = |number: usize| json!([unit(&format!("{number:05}"), "Xã", "")]);
    let answers = at_once(CALLERS, |number| store.publish("units", &request(number), &row(number)));
    let won: Vec<usize> = (0..CALLERS).filter(|&number| answers[number].is_ok()).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    for (number, answer) in answers.iter().enumerate() {
        let found = store.ok("units/read", json!([format!("{number:05}"), DAY]));
        assert_eq!(!found.is_null(), number == won[0]);
        assert!(number == won[0] || *answer == Err("Conflict".into()), "{answer:?}");
    }
}

fn thirty_two_lists_want_one_unit(store: &Store) {
    let list = |number: usize| heading(&format!("list-{number}"), "", "");
    let row = |number: usize| json!([unit("00001", &format!("Xã {number}"), "")]);
    let answers = at_once(CALLERS, |number| store.publish("units", &list(number), &row(number)));
    let won: Vec<usize> = (0..CALLERS).filter(|&number| answers[number].is_ok()).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    let conflict = json!({ "Flawed": [{ "row": 0, "column": "code", "reason": "HeldByAnotherList" }] });
    for (number, answer) in answers.iter().enumerate() {
        let is_published = store.ok("publication/is-published", json!(["units", format!("list-{number}")]));
        assert_eq!(is_published, number == won[0]);
        match answer {
            Ok(done) => assert_eq!(counts(done), [1, 0, 0, 0]),
            Err(refusal) => assert_eq!(*refusal, conflict),
        }
    }
    assert_eq!(column(&store.ok("units/readings", json!(["00001"])), "name_vi"), [format!("Xã {}", won[0])]);
}

fn thirty_two_corrections_of_one_list_come_one_after_the_other(store: &Store) {
    let row = |number: usize| json!([unit("00001", &format!("Xã {number}"), "")]);
    store.published("units", &heading("a", DAY, ""), &row(CALLERS));
    let answers = at_once(CALLERS, |number| store.published("units", &heading("a", DAY, ""), &row(number)));
    assert!(answers.iter().all(|answer| *answer == [0, 1, 0, 0]), "{answers:?}");
    assert_eq!(codes(&store.ok("units/readings", json!(["00001"]))), ["00001"]);
}

fn thirty_two_callers_publish_lists_of_every_kind(store: &Store) {
    let all: Vec<String> = (0..CALLERS).map(|number| format!("{number:05}")).collect();
    store.published("units", &heading("base", "", ""), &all.iter().map(|code| unit(code, "Xã", "")).collect());
    let list = |number: usize| {
        let code = all[number].as_str();
        match number % 4 {
            0 => ("units", json!([unit(&format!("9{code}"), "Xã", "")])),
            1 => ("successions", json!([succession("00119", "Xã Cũ", "", code)])),
            2 => ("procedures", json!([procedure(code, "Tên")])),
            _ => ("centres", json!([centre(code, "Nhà")])),
        }
    };
    let answers = at_once(CALLERS, |number| {
        let (kind, rows) = list(number);
        store.published(kind, &heading(&all[number], "", ""), &rows)
    });
    assert!(answers.iter().all(|answer| *answer == [1, 0, 0, 0]), "{answers:?}");
    assert_eq!(store.ok("units/successors", json!(["00119"])).as_array().map(Vec::len), Some(CALLERS / 4));
    let catalogue = store.ok("procedures/catalogue-of", json!([DAY, null]));
    assert_eq!(codes(&catalogue["summaries"]).len(), CALLERS / 4);
    // Every publication has made an edition of its own.
    assert_eq!(catalogue["edition"], format!("{}@{DAY}", CALLERS / 4));
}

/// Publishes another edition of two lists ten times, while readers check that all rows are of one edition.
fn nobody_reads_half_a_list(store: &Store) {
    let codes: Vec<String> = (0..180).map(|number| format!("{number:05}")).collect();
    let publish = |edition: &str| {
        store.published("units", &heading("a", DAY, ""), &codes.iter().map(|code| unit(code, edition, "")).collect());
        store.published(
            "procedures",
            &heading("a", DAY, ""),
            &codes.iter().map(|code| procedure(code, edition)).collect(),
        );
    };
    publish("0");
    let filter = json!({ "level": null, "parent": null, "name": null, "as_of": DAY });
    let whole = |rows: &Value| {
        let editions: BTreeSet<&str> = column(rows, "name_vi").into_iter().collect();
        assert_eq!((column(rows, "name_vi").len(), editions.len()), (codes.len(), 1), "{editions:?}");
    };
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !is_done.load(Relaxed) {
                    whole(&store.ok("units/listed", json!([filter, null, 200])));
                    whole(&store.ok("procedures/catalogue-of", json!([DAY, null]))["summaries"]);
                }
            });
        }
        let _whistle = Whistle(&is_done);
        (1..=10).for_each(|edition: u32| publish(&edition.to_string()));
    });
}
