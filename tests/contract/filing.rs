//! `filing`: a draft becomes a dossier, once, with all that belongs to it or with nothing.

mod numbers;
mod refusals;
mod requests;

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use crate::papers::{
    AGENCY, NOW, PREFIX, begun, bytes, code, dossier_of, draft, draft_of, file_of, filed, filing, finished, id,
    message, uploaded,
};
use crate::rows::{codes, column, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    a_filed_draft_is_a_dossier,
    the_draft_shows_its_dossier_and_is_empty,
    a_dossier_has_the_files_that_were_named,
    a_dossier_may_have_nothing_with_it,
    a_dossier_may_have_much_with_it,
    an_owner_named_twice_owns_it_once,
    filings_keep_every_text,
    every_status_and_instant_comes_back,
];

fn a_filed_draft_is_a_dossier(store: &Store) {
    begun(store, &id(1));
    let answer = store.ok("filing/file", json!([filing(&id(1))]));
    let reference = format!("reference of {}", id(1));
    assert_eq!(answer, json!({ "code": format!("{PREFIX}0001"), "reference": reference }));
    let expected = json!({
        "agency": AGENCY,
        "code": format!("{PREFIX}0001"),
        "reference": reference,
        "draft": id(1),
        "secret_hash": draft(&id(1))["secret_hash"],
        "procedure": "1.001193",
        "place": "00118",
        "state": "filed",
        "status": 1,
        "version": 1,
        "filed": NOW,
        "updated": NOW,
        "appointed": "2025-07-08",
        "facts": r#"{"a":"Tên"}"#,
        "sealed": bytes("what was filed"),
        "factors": [format!("factor of {}", id(1)), "another"],
    });
    assert_eq!(dossier_of(store, &code(&answer)), expected);
    assert_eq!(store.ok("dossiers/referred", json!([reference])), expected);
    assert_eq!(store.ok("dossiers/version", json!([AGENCY, code(&answer)])), 1);
    let events = store.ok("dossiers/events", json!([AGENCY, code(&answer), 0]));
    assert_eq!((column(&events, "event"), &events[0]["number"]), (vec!["filed"], &1.into()));
    let feed = store.ok("dossiers/of-owner", json!([format!("owner of {}", id(1)), null, 10]));
    assert_eq!(codes(&feed), [code(&answer)]);
    let waiting = store.ok("outbox/waiting", json!([AGENCY, null, 10]));
    assert_eq!((column(&waiting, "dossier"), &waiting[0]["event"]), (vec![code(&answer).as_str()], &1.into()));
    let holdings = in_order(&mut store.kept());
    assert_eq!(holdings.dossiers.into_iter().collect::<Vec<_>>(), [(code(&answer), 1)]);
}

fn the_draft_shows_its_dossier_and_is_empty(store: &Store) {
    let code = filed(store, &id(1));
    let found = draft_of(store, &id(1));
    assert!(found["expires"].as_u64() > Some(NOW * 2), "{found}");
    let stood = json!({ "sealed": [], "dossier": code, "version": 2, "expires": found["expires"] });
    assert_eq!(found, with(draft(&id(1)), stood));
    let save = store.call("drafts/save", json!([AGENCY, id(1), 2, bytes("new"), NOW, NOW + 1]));
    assert_eq!(save, Err(json!({ "Changed": found })));
    // The secret is still known by its name only: nobody begins the draft a second time.
    assert_eq!(store.ok("drafts/create", json!([draft(&id(1)), "scope", null])), id(1));
    assert_eq!(draft_of(store, &id(1)), found);
}

fn a_dossier_has_the_files_that_were_named(store: &Store) {
    begun(store, &id(1));
    finished(store, &id(1), &id(10), &["one", "two"]);
    finished(store, &id(1), &id(11), &["three"]);
    uploaded(store, &id(1), &id(12), &["four"]);
    store.ok("filing/file", json!([with(filing(&id(1)), json!({ "files": [id(11), id(10)] }))]));
    for file in [id(10), id(11)] {
        assert_eq!(store.call("files/remove", json!([AGENCY, id(1), file])), Err("Finished".into()));
    }
    assert_eq!(store.ok("files/remove", json!([AGENCY, id(1), id(12)])), Value::Null);
    assert_eq!(file_of(store, &id(1), &id(10))["offset"], 6);
    assert_eq!(in_order(&mut store.kept()).files, 2);
}

fn a_dossier_may_have_nothing_with_it(store: &Store) {
    begun(store, &id(1));
    let nothing = json!({
        "prefix": "", "reference": "", "procedure": "", "place": "", "state": "", "appointed": null, "facts": "",
        "sealed": [], "factors": [], "owners": [], "files": [], "messages": [], "filed": 0,
        "event": { "at": 0, "event": "", "actor": "", "day": null, "sealed": [] },
    });
    assert_eq!(
        store.ok("filing/file", json!([with(filing(&id(1)), nothing)])),
        json!({ "code": "0001", "reference": "" })
    );
    let found = dossier_of(store, "0001");
    assert_eq!([&found["appointed"], &found["factors"], &found["sealed"]], [&Value::Null, &json!([]), &json!([])]);
    assert_eq!(store.ok("outbox/waiting", json!([AGENCY, null, 10])), json!([]));
    in_order(&mut store.kept());
}

fn a_dossier_may_have_much_with_it(store: &Store) {
    begun(store, &id(1));
    let files: Vec<String> = (0..150).map(id).collect();
    for file in &files {
        store.ok("files/begin", json!([AGENCY, id(1), crate::papers::file(file, 0), 200, null]));
        store.ok("files/finish", json!([AGENCY, id(1), file, bytes(""), null]));
    }
    let much: Vec<String> = (0..150).map(|number| format!("{number:03}")).collect();
    let large = "Ư".repeat(1 << 19);
    let filing = with(
        filing(&id(1)),
        json!({
            "files": files, "owners": much, "factors": much, "facts": large, "sealed": bytes(&large),
            "messages": much.iter().map(|kind| message(kind)).collect::<Value>(),
        }),
    );
    let code = code(&store.ok("filing/file", json!([filing])));
    let found = dossier_of(store, &code);
    assert!(found["facts"] == large && found["sealed"] == bytes(&large) && found["factors"] == json!(much));
    for owner in &much {
        assert_eq!(codes(&store.ok("dossiers/of-owner", json!([owner, null, 1]))), [&code]);
    }
    let first = store.ok("outbox/waiting", json!([AGENCY, null, 200]));
    let last = first.as_array().and_then(|messages| messages.last()).expect("messages");
    let rest = store.ok("outbox/waiting", json!([AGENCY, [last["written"], last["id"]], 200]));
    let kinds = [column(&first, "kind"), column(&rest, "kind")].concat();
    assert_eq!(kinds, much);
    in_order(&mut store.kept());
}

fn an_owner_named_twice_owns_it_once(store: &Store) {
    begun(store, &id(1));
    let twice = with(filing(&id(1)), json!({ "owners": ["a", "b", "a"] }));
    let code = code(&store.ok("filing/file", json!([twice])));
    for owner in ["a", "b"] {
        assert_eq!(codes(&store.ok("dossiers/of-owner", json!([owner, null, 10]))), [&code]);
    }
}

fn filings_keep_every_text(store: &Store) {
    for (number, text) in TEXTS.iter().enumerate() {
        let draft = with(draft(&id(number)), json!({ "agency": text, "secret_hash": text }));
        store.ok("drafts/create", json!([draft, "scope", null]));
        // No step holds a line feed.
        let word = text.replace('\n', " ");
        let texts = json!({
            "agency": text, "prefix": format!("{text}-"), "reference": text, "procedure": text, "place": text,
            "state": text, "appointed": text, "facts": text, "sealed": bytes(text), "factors": [text, text], "owners": [text],
            "event": { "at": NOW, "event": word, "actor": word, "day": word, "sealed": bytes(text) },
            "messages": [message(text)], "request": { "key": text, "hash": text },
        });
        let filing = with(filing(&id(number)), texts);
        let name = format!("{text}-0001");
        for _ in 0..2 {
            let answer = store.ok("filing/file", json!([filing]));
            assert_eq!(answer, json!({ "code": name, "reference": text }));
        }
        let found = store.ok("dossiers/read", json!([text, name]));
        for column in ["agency", "reference", "procedure", "place", "state", "appointed", "facts", "sealed", "factors"]
        {
            assert_eq!(found[column], filing[column], "{column}");
        }
        let event = &store.ok("dossiers/events", json!([text, name, 0]))[0];
        assert_eq!([&event["event"], &event["actor"], &event["day"]], [&word; 3]);
        assert_eq!(store.ok("outbox/waiting", json!([text, null, 10]))[0]["kind"], *text);
        assert_eq!(column(&store.ok("dossiers/of-owner", json!([text, null, 10])), "reference"), [*text]);
        assert_eq!(store.ok("dossiers/referred", json!([text]))["code"], name);
    }
    in_order(&mut store.kept());
}

fn every_status_and_instant_comes_back(store: &Store) {
    for (number, status) in [0, 1, 127, 128, 255].into_iter().enumerate() {
        let instant = [0, 1, 1 << 40, (1 << 53) + 1, i64::MAX as u64][number];
        let draft = with(draft(&id(number)), json!({ "expires": i64::MAX as u64 }));
        store.ok("drafts/create", json!([draft, "scope", null]));
        let event = with(filing("")["event"].clone(), json!({ "at": instant }));
        // The last instant there is has no draft that ends after it.
        let filed = instant.min(i64::MAX as u64 - 1);
        let ends = json!({ "status": status, "filed": filed, "event": event });
        let code = code(&store.ok("filing/file", json!([with(filing(&id(number)), ends)])));
        let found = dossier_of(store, &code);
        assert_eq!([&found["status"], &found["filed"]], [&json!(status), &json!(filed)]);
        assert_eq!(store.ok("dossiers/events", json!([AGENCY, code, 0]))[0]["at"], instant);
        assert_eq!(store.ok("outbox/waiting", json!([AGENCY, null, 10]))[number]["written"], instant);
    }
}
