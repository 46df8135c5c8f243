//! Codes are numbered from 1 without a gap, at each desk on each day, however many file at once.

use std::collections::{BTreeMap, BTreeSet};

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::papers::{AGENCY, PREFIX, begun, code, draft, filing, id};
use crate::rows::with;
use crate::store::Store;

on_each_store![
    codes_are_numbered_from_one,
    each_beginning_has_numbers_of_its_own,
    the_ten_thousandth_code_has_five_digits,
    sixty_four_callers_file_at_one_desk,
    sixty_four_callers_file_at_several_desks_on_several_days,
    thirty_two_callers_file_one_draft,
    thirty_two_callers_want_one_reference,
];

fn numbered(prefix: &str, numbers: impl Iterator<Item = usize>) -> BTreeSet<String> {
    numbers.map(|number| format!("{prefix}{number:04}")).collect()
}

/// Files the draft with this number, whatever comes of it.
fn file(store: &Store, number: usize, columns: Value) -> Result<Value, Value> {
    store.call("filing/file", json!([with(filing(&id(number)), columns)]))
}

fn codes_are_numbered_from_one(store: &Store) {
    for number in 1..=12 {
        begun(store, &id(number));
        let answer = file(store, number, json!({})).expect("a dossier");
        assert_eq!(code(&answer), format!("{PREFIX}{number:04}"));
    }
}

fn each_beginning_has_numbers_of_its_own(store: &Store) {
    let prefixes = ["H29.101-250701-", "H29.101-250702-", "H29.102-250701-", "h29.101-250701-", "H29.101-250701"];
    for round in 1..=2 {
        for (place, prefix) in prefixes.iter().enumerate() {
            let number = round * 10 + place;
            begun(store, &id(number));
            let answer = file(store, number, json!({ "prefix": prefix })).expect("a dossier");
            assert_eq!(code(&answer), format!("{prefix}000{round}"));
        }
    }
    // Another agency counts for itself, whatever its codes look like.
    let other = json!({ "agency": "H26" });
    store.ok("drafts/create", json!([with(draft(&id(1)), other.clone()), "scope", null]));
    assert_eq!(code(&file(store, 1, other).expect("a dossier")), format!("{PREFIX}0001"));
}

fn the_ten_thousandth_code_has_five_digits(store: &Store) {
    (1..=4).for_each(|number| begun(store, &id(number)));
    file(store, 1, json!({})).expect("a dossier");
    for (given, number, expected) in [(9_998, 2, "9999"), (9_999, 3, "10000"), (99_999, 4, "100000")] {
        store.kept().execute(&format!("UPDATE code_counters SET given = {given}"));
        assert_eq!(code(&file(store, number, json!({})).expect("a dossier")), format!("{PREFIX}{expected}"));
    }
}

fn sixty_four_callers_file_at_one_desk(store: &Store) {
    (0..64).for_each(|number| begun(store, &id(number)));
    let answers = at_once(64, |number| code(&file(store, number, json!({})).expect("a dossier")));
    assert_eq!(answers.iter().cloned().collect::<BTreeSet<_>>(), numbered(PREFIX, 1..=64));
    for (number, code) in answers.iter().enumerate() {
        let found = store.ok("dossiers/read", json!([AGENCY, code]));
        assert_eq!(found["draft"], id(number));
    }
    assert_eq!(in_order(&mut store.kept()).dossiers.len(), 64);
}

fn sixty_four_callers_file_at_several_desks_on_several_days(store: &Store) {
    let prefix = |number: usize| format!("H29.10{}-25070{}-", number % 4, number / 4 % 2);
    (0..64).for_each(|number| begun(store, &id(number)));
    let answers =
        at_once(64, |number| code(&file(store, number, json!({ "prefix": prefix(number) })).expect("a dossier")));
    let mut by_prefix: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (number, code) in answers.into_iter().enumerate() {
        assert!(by_prefix.entry(prefix(number)).or_default().insert(code), "a code was given twice");
    }
    assert_eq!(by_prefix.len(), 8);
    for (prefix, codes) in by_prefix {
        assert_eq!(codes, numbered(&prefix, 1..=8));
    }
    in_order(&mut store.kept());
}

/// Half of them repeat one request, the others have keys of their own: there is one dossier, and all are told its name.
fn thirty_two_callers_file_one_draft(store: &Store) {
    begun(store, &id(1));
    let answers = at_once(32, |number| {
        let key = if number % 2 == 0 { "key".to_owned() } else { format!("key-{number}") };
        file(store, 1, json!({ "request": { "key": key, "hash": "hash" } }))
    });
    let filed = json!({ "code": format!("{PREFIX}0001"), "reference": format!("reference of {}", id(1)) });
    let already = json!({ "Already": filed });
    assert!(answers.iter().all(|answer| [Ok(&filed), Err(&already)].contains(&answer.as_ref())), "{answers:?}");
    // Either the repeated request filed it, and all who repeated it are told so, or one of the others did.
    let told = answers.iter().filter(|answer| answer.is_ok()).count();
    assert!(told == 16 || told == 1, "{answers:?}");
    let holdings = in_order(&mut store.kept());
    assert_eq!(holdings.dossiers.len(), 1);
}

fn thirty_two_callers_want_one_reference(store: &Store) {
    (0..32).for_each(|number| begun(store, &id(number)));
    let desk = |number: usize| format!("H29.10{}-250701-", number % 2);
    let one = |number: usize| json!({ "reference": "one", "prefix": desk(number) });
    let answers = at_once(32, |number| file(store, number, one(number)));
    let won: Vec<usize> = (0..32).filter(|&number| answers[number].is_ok()).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| answer.is_ok() || *answer == Err("ReferenceTaken".into())), "{answers:?}");
    // Those who draw another one get the numbers that nobody has.
    at_once(32, |number| number == won[0] || file(store, number, json!({ "prefix": desk(number) })).is_ok());
    let codes: BTreeSet<String> = in_order(&mut store.kept()).dossiers.into_keys().collect();
    let expected = [0, 1].into_iter().flat_map(|desk_of| numbered(&desk(desk_of), 1..=16));
    assert_eq!(codes, expected.collect());
}
