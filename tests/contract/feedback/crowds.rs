//! Many who say, support and decide at one moment: each counts, and nobody waits in a circle.

use std::collections::BTreeSet;

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{
    PREFIX, append, counted, entry_of, item_of, publication, receive, received, reception, step, support, supporter,
    tally,
};
use crate::crowd::at_once;
use crate::papers::{AGENCY, NOW, begun, event, id, request};
use crate::rows::{column, with};
use crate::store::Store;

on_each_store![
    thirty_two_who_repeat_one_request_have_one_item,
    thirty_two_at_one_desk_have_numbers_without_a_gap,
    thirty_two_send_one_draft,
    thirty_two_supporters_are_all_counted,
    of_thirty_two_supporters_who_are_one_the_first_is_kept,
    of_thirty_two_steps_of_an_item_one_is_taken,
    thirty_two_who_repeat_one_step_have_one_answer,
    supporters_and_steps_leave_each_other_alone,
    nobody_waits_in_a_circle_for_a_count,
];

fn thirty_two_who_repeat_one_request_have_one_item(store: &Store) {
    let answers = at_once(32, |number| {
        // Each has drawn an id of its own.
        received(store, 1, json!({ "id": id(number), "secret_hash": number.to_string() }))
    });
    assert!(answers.iter().all(|code| *code == format!("{PREFIX}0001")), "{answers:?}");
    assert_eq!(counted(store, "2025-07"), [("land".to_owned(), "received".to_owned(), 1)]);
    assert_eq!(store.ok("outbox/waiting", json!([AGENCY, null, 100])).as_array().map(Vec::len), Some(1));
    assert_eq!(in_order(&mut store.kept()).items.len(), 1);
}

fn thirty_two_at_one_desk_have_numbers_without_a_gap(store: &Store) {
    let codes = at_once(32, |number| received(store, number, json!({})));
    let expected: BTreeSet<String> = (1..=32).map(|number| format!("{PREFIX}{number:04}")).collect();
    assert_eq!(codes.iter().cloned().collect::<BTreeSet<_>>(), expected);
    for (number, code) in codes.iter().enumerate() {
        assert_eq!(item_of(store, code)["id"], id(number));
    }
    assert_eq!(counted(store, "2025-07"), [("land".to_owned(), "received".to_owned(), 32)]);
    assert_eq!(in_order(&mut store.kept()).items.len(), 32);
}

/// Half of them repeat one request, the others have keys of their own: there is one item, and all are told its code.
fn thirty_two_send_one_draft(store: &Store) {
    begun(store, &id(1));
    let answers = at_once(32, |number| {
        let key = if number % 2 == 0 { "key".to_owned() } else { format!("key-{number}") };
        receive(store, &with(reception(1), json!({ "draft_version": 1, "request": request(&key, "hash") })))
    });
    let code = Value::from(format!("{PREFIX}0001"));
    let already = json!({ "Already": code });
    assert!(answers.iter().all(|answer| [Ok(&code), Err(&already)].contains(&answer.as_ref())), "{answers:?}");
    let told = answers.iter().filter(|answer| answer.is_ok()).count();
    assert!(told == 16 || told == 1, "{answers:?}");
    assert_eq!(in_order(&mut store.kept()).items.len(), 1);
}

fn thirty_two_supporters_are_all_counted(store: &Store) {
    let code = received(store, 1, json!({}));
    let answers = at_once(32, |number| support(store, &code, &supporter(number)).expect("a supporter"));
    assert_eq!(answers, (0..32).map(id).collect::<Vec<_>>());
    assert_eq!(item_of(store, &code)["supporters"], 32);
    let told = store.ok("feedback/supporters", json!([AGENCY, code, null, 100]));
    assert_eq!(column(&told, "id"), (0..32).map(id).collect::<Vec<_>>());
    in_order(&mut store.kept());
}

fn of_thirty_two_supporters_who_are_one_the_first_is_kept(store: &Store) {
    let code = received(store, 1, json!({}));
    let answers = at_once(32, |number| {
        support(store, &code, &with(supporter(number), json!({ "who": "one" }))).expect("a supporter")
    });
    assert!(answers.iter().all(|id| *id == answers[0]), "{answers:?}");
    assert_eq!(item_of(store, &code)["supporters"], 1);
    let told = store.ok("feedback/supporters", json!([AGENCY, code, null, 100]));
    assert_eq!(column(&told, "id"), [answers[0].as_str().expect("an id")]);
    in_order(&mut store.kept());
}

fn of_thirty_two_steps_of_an_item_one_is_taken(store: &Store) {
    let code = received(store, 1, json!({}));
    for expected in 1..=3 {
        let decided = |number: usize| {
            let word = format!("of {number}");
            let published = publication(&word, &["all", &word]);
            with(step(&code, expected), json!({ "event": event(&word, NOW), "publication": published }))
        };
        let answers = at_once(32, |number| append(store, &decided(number)));
        let won: Vec<usize> = (0..32).filter(|&number| answers[number].is_ok()).collect();
        assert_eq!(won.len(), 1, "{answers:?}");
        assert_eq!(answers[won[0]], Ok((expected + 1).into()));
        let late = Err(json!({ "Changed": expected + 1 }));
        assert!(answers.iter().all(|answer| answer.is_ok() || *answer == late), "{answers:?}");
        let word = format!("of {}", won[0]);
        assert_eq!(column(&store.ok("feedback/events", json!([AGENCY, code, expected])), "event"), [&word]);
        assert_eq!(entry_of(store, &code)["content"], word);
    }
    in_order(&mut store.kept());
}

fn thirty_two_who_repeat_one_step_have_one_answer(store: &Store) {
    let code = received(store, 1, json!({}));
    let columns = json!({
        "request": request("key", "hash"), "publication": publication("{}", &["all"]),
        "tallies": [tally("land", "2025-07", "received", 1)],
    });
    let answers = at_once(32, |_| append(store, &with(step(&code, 1), columns.clone())));
    assert!(answers.iter().all(|answer| *answer == Ok(2.into())), "{answers:?}");
    assert_eq!(counted(store, "2025-07"), [("land".to_owned(), "received".to_owned(), 2)]);
    in_order(&mut store.kept());
}

/// Half of them support an item; the others take the same step of it until it is theirs.
fn supporters_and_steps_leave_each_other_alone(store: &Store) {
    let code = received(store, 1, json!({}));
    at_once(32, |number| {
        if number % 2 == 0 {
            support(store, &code, &supporter(number)).expect("a supporter");
            return;
        }
        let mut seen = 1;
        while let Err(refusal) = append(store, &step(&code, seen)) {
            seen = refusal["Changed"].as_u64().and_then(|version| u32::try_from(version).ok()).expect("a version");
        }
    });
    let found = item_of(store, &code);
    assert_eq!((&found["supporters"], &found["version"]), (&16.into(), &17.into()));
    in_order(&mut store.kept());
}

/// All of them count the same things, in every order, at several desks; half receive and half take a step.
fn nobody_waits_in_a_circle_for_a_count(store: &Store) {
    let own: Vec<String> = (0..16).map(|number| received(store, number, json!({ "tallies": [] }))).collect();
    at_once(32, |number| {
        let mut tallies: Vec<Value> = (0..8).map(|field| tally(&format!("f{field}"), "2025-07", "all", 1)).collect();
        tallies.rotate_left(number % 8);
        if number % 3 == 0 {
            tallies.reverse();
        }
        let counts = json!({ "tallies": tallies, "messages": [] });
        if number < 16 {
            append(store, &with(step(&own[number], 1), counts)).expect("a step");
        } else {
            let desk = json!({ "prefix": format!("PA.H29.10{}-250702-", number % 4) });
            received(store, number, with(counts, desk));
        }
    });
    let counted = counted(store, "2025-07");
    assert!(counted.len() == 8 && counted.iter().all(|(.., amount)| *amount == 32), "{counted:?}");
    assert_eq!(in_order(&mut store.kept()).items.len(), 32);
}
