//! `casework`: a step with all that it changes, for whoever has seen the last one.

mod requests;

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::crowd::at_once;
use crate::papers::{
    AGENCY, END, NOW, begun, bytes, dossier_of, event, file_of, filed, finished, id, message, request, step, uploaded,
};
use crate::rows::{column, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_step_changes_what_it_says,
    what_a_step_does_not_say_stays,
    a_step_of_another_version_is_told_the_last,
    a_dossier_that_is_not_there_is_unknown,
    a_step_with_a_missing_file_is_not_taken,
    files_become_part_of_the_dossier,
    messages_are_about_their_step,
    steps_keep_every_text,
    a_step_may_be_large,
    of_thirty_two_steps_at_once_one_is_taken,
    thirty_two_dossiers_move_at_once,
];

fn append(store: &Store, step: &Value) -> Result<Value, Value> {
    store.call("casework/append", json!([step]))
}

fn a_step_changes_what_it_says(store: &Store) {
    let code = filed(store, &id(1));
    let before = dossier_of(store, &code);
    let columns = json!({
        "state": "refused", "status": 9, "appointed": "2025-08-01", "facts": "{}", "sealed": bytes("new"),
        "event": { "at": NOW + 9, "event": "refused", "actor": "desk", "day": "2025-08-01", "sealed": bytes("why") },
    });
    assert_eq!(append(store, &with(step(&code, 1), columns)), Ok(2.into()));
    let expected = json!({
        "state": "refused", "status": 9, "appointed": "2025-08-01", "facts": "{}", "sealed": bytes("new"),
        "version": 2, "updated": NOW + 9,
    });
    assert_eq!(dossier_of(store, &code), with(before, expected));
    assert_eq!(store.ok("dossiers/version", json!([AGENCY, code])), 2);
    let event = &store.ok("dossiers/events", json!([AGENCY, code, 1]))[0];
    assert_eq!([&event["number"], &event["event"], &event["actor"]], [&json!(2), &json!("refused"), &json!("desk")]);
    assert_eq!([&event["day"], &event["sealed"]], [&json!("2025-08-01"), &bytes("why")]);
    in_order(&mut store.kept());
}

fn what_a_step_does_not_say_stays(store: &Store) {
    let code = filed(store, &id(1));
    let before = dossier_of(store, &code);
    append(store, &with(step(&code, 1), json!({ "appointed": null }))).expect("a step");
    let expected = json!({ "state": "accepted", "status": 2, "appointed": null, "version": 2, "updated": NOW + 1 });
    assert_eq!(dossier_of(store, &code), with(before, expected));
    // Nothing is not the same as empty.
    append(store, &with(step(&code, 2), json!({ "facts": "", "sealed": [] }))).expect("a step");
    let found = dossier_of(store, &code);
    assert_eq!([&found["facts"], &found["sealed"]], [&json!(""), &json!([])]);
}

fn a_step_of_another_version_is_told_the_last(store: &Store) {
    let code = filed(store, &id(1));
    append(store, &step(&code, 1)).expect("a step");
    let stood = dossier_of(store, &code);
    let late = |expected: u32| {
        let columns =
            json!({ "sealed": bytes("other"), "messages": [message("x")], "request": request("key", "hash") });
        append(store, &with(step(&code, expected), columns))
    };
    for expected in [0, 1, 3, u32::MAX - 1] {
        assert_eq!(late(expected), Err(json!({ "Changed": 2 })), "{expected}");
    }
    assert_eq!(dossier_of(store, &code), stood);
    assert_eq!(store.ok("outbox/waiting", json!([AGENCY, null, 10])).as_array().map(Vec::len), Some(1));
    // What was refused has left its key free.
    assert_eq!(late(2), Ok(3.into()));
    in_order(&mut store.kept());
}

fn a_dossier_that_is_not_there_is_unknown(store: &Store) {
    let code = filed(store, &id(1));
    for (agency, code) in [("H26", code.as_str()), (AGENCY, ""), (AGENCY, "H29.101-250701-0002"), (AGENCY, &code[1..])]
    {
        assert_eq!(append(store, &with(step(code, 1), json!({ "agency": agency }))), Err("Unknown".into()), "{code}");
    }
    assert_eq!(dossier_of(store, &code)["version"], 1);
}

fn a_step_with_a_missing_file_is_not_taken(store: &Store) {
    let code = filed(store, &id(1));
    finished(store, &id(1), &id(10), &["one"]);
    uploaded(store, &id(1), &id(11), &["two"]);
    begun(store, &id(2));
    finished(store, &id(2), &id(12), &["three"]);
    let stood = dossier_of(store, &code);
    for (files, missing) in
        [(json!([id(10), id(11)]), id(11)), (json!([id(12), id(10)]), id(12)), (json!([id(13)]), id(13))]
    {
        let columns = json!({ "files": files, "request": request("key", &missing), "messages": [message("x")] });
        assert_eq!(append(store, &with(step(&code, 1), columns)), Err(json!({ "Missing": missing })));
    }
    assert_eq!(dossier_of(store, &code), stood);
    assert_eq!(store.ok("files/remove", json!([AGENCY, id(1), id(10)])), Value::Null);
    in_order(&mut store.kept());
}

fn files_become_part_of_the_dossier(store: &Store) {
    let code = filed(store, &id(1));
    for (number, file) in (1..).zip([id(10), id(11)]) {
        finished(store, &id(1), &file, &["one", "two"]);
        append(store, &with(step(&code, number), json!({ "files": [file] }))).expect("a step");
        assert_eq!(store.call("files/remove", json!([AGENCY, id(1), file])), Err("Finished".into()));
    }
    // A file that came with another step does not come again.
    let again = append(store, &with(step(&code, 3), json!({ "files": [id(10)] })));
    assert_eq!(again, Err(json!({ "Missing": id(10) })));
    assert_eq!(store.ok("drafts/remove-ended", json!([AGENCY, END * 2, 100])), 0);
    assert_eq!(file_of(store, &id(1), &id(11))["finished"], true);
    assert_eq!(in_order(&mut store.kept()).files, 2);
}

fn messages_are_about_their_step(store: &Store) {
    let code = filed(store, &id(1));
    append(store, &step(&code, 1)).expect("a step");
    append(store, &with(step(&code, 2), json!({ "messages": [message("b"), message("a")] }))).expect("a step");
    let waiting = store.ok("outbox/waiting", json!([AGENCY, null, 10]));
    assert_eq!(column(&waiting, "kind"), ["dossier-filed", "b", "a"]);
    assert_eq!(column(&waiting, "dossier"), [&code; 3]);
    let events: Vec<&Value> = waiting.as_array().expect("messages").iter().map(|message| &message["event"]).collect();
    assert_eq!(events, [1, 3, 3]);
    in_order(&mut store.kept());
}

fn steps_keep_every_text(store: &Store) {
    let code = filed(store, &id(1));
    for (number, text) in (1..).zip(TEXTS) {
        // No step holds a line feed.
        let word = text.replace('\n', " ");
        let event = json!({ "at": NOW, "event": word, "actor": word, "day": word, "sealed": bytes(text) });
        let texts = json!({ "state": text, "appointed": text, "facts": text, "sealed": bytes(text), "event": event });
        append(store, &with(step(&code, number), with(texts, json!({ "messages": [message(text)] })))).expect("a step");
        let found = dossier_of(store, &code);
        assert_eq!([&found["state"], &found["appointed"], &found["facts"]], [text; 3]);
        let last = &store.ok("dossiers/events", json!([AGENCY, code, number]))[0];
        assert_eq!([&last["event"], &last["actor"], &last["day"]], [&word; 3]);
        assert_eq!([&found["sealed"], &last["sealed"]], [&bytes(text); 2]);
    }
    in_order(&mut store.kept());
}

fn a_step_may_be_large(store: &Store) {
    let (code, large) = (filed(store, &id(1)), "Ư".repeat(1 << 19));
    let event = with(event("accepted", NOW), json!({ "sealed": bytes(&large) }));
    let columns = json!({ "facts": large, "sealed": bytes(&large), "event": event });
    append(store, &with(step(&code, 1), columns)).expect("a step");
    let found = dossier_of(store, &code);
    assert!(found["facts"] == large && found["sealed"] == bytes(&large));
    assert!(store.ok("dossiers/events", json!([AGENCY, code, 1]))[0]["sealed"] == bytes(&large));
    in_order(&mut store.kept());
}

fn of_thirty_two_steps_at_once_one_is_taken(store: &Store) {
    let code = filed(store, &id(1));
    for expected in 1..=3 {
        let decided =
            |number: usize| with(step(&code, expected), json!({ "event": event(&format!("of {number}"), NOW) }));
        let answers = at_once(32, |number| append(store, &decided(number)));
        let won: Vec<usize> = (0..32).filter(|&number| answers[number].is_ok()).collect();
        assert_eq!(won.len(), 1, "{answers:?}");
        assert_eq!(answers[won[0]], Ok((expected + 1).into()));
        let late = Err(json!({ "Changed": expected + 1 }));
        assert!(answers.iter().all(|answer| answer.is_ok() || *answer == late), "{answers:?}");
        let last = store.ok("dossiers/events", json!([AGENCY, code, expected]));
        assert_eq!(column(&last, "event"), [format!("of {}", won[0])]);
    }
    in_order(&mut store.kept());
}

/// Each caller takes ten steps of a dossier of his own, and one of a dossier that all of them want.
fn thirty_two_dossiers_move_at_once(store: &Store) {
    let shared = filed(store, &id(99));
    let own: Vec<String> = (0..32).map(|number| filed(store, &id(number))).collect();
    at_once(32, |number| {
        (1..=10).for_each(|version| {
            let answer = append(store, &step(&own[number], version)).expect("a step");
            assert_eq!(answer, version + 1);
        });
        let mut seen = 1;
        while let Err(refusal) = append(store, &step(&shared, seen)) {
            seen = refusal["Changed"].as_u64().and_then(|version| u32::try_from(version).ok()).expect("a version");
        }
    });
    let holdings = in_order(&mut store.kept());
    assert!(own.iter().all(|code| holdings.dossiers[code] == 11));
    assert_eq!(holdings.dossiers[&shared], 33);
}
