//! An item is there with all that it began with.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{PREFIX, counted, item_of, receive, received, reception, standing, tally};
use crate::papers::{AGENCY, NOW, bytes, event, id, message};
use crate::rows::{column, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    what_was_received_is_an_item,
    an_item_may_have_nothing_with_it,
    an_item_may_have_much_with_it,
    receptions_keep_every_text,
    every_instant_comes_back,
    bytes_of_an_item_may_be_nul,
];

fn what_was_received_is_an_item(store: &Store) {
    let code = format!("{PREFIX}0001");
    assert_eq!(receive(store, &reception(1)), Ok(code.as_str().into()));
    let expected = standing(&reception(1), &code);
    assert_eq!(expected.as_object().map(serde_json::Map::len), Some(19));
    assert_eq!(item_of(store, &code), expected);
    assert_eq!(store.ok("feedback/of-draft", json!([AGENCY, id(1)])), expected);
    let events = store.ok("feedback/events", json!([AGENCY, code, 0]));
    assert_eq!((column(&events, "event"), &events[0]["number"]), (vec!["received"], &1.into()));
    let waiting = store.ok("outbox/waiting", json!([AGENCY, null, 10]));
    assert_eq!(
        (column(&waiting, "dossier"), column(&waiting, "kind")),
        (vec![code.as_str()], vec!["feedback-received"])
    );
    assert_eq!(waiting[0]["event"], 1);
    assert_eq!(counted(store, "2025-07"), [("land".to_owned(), "received".to_owned(), 1)]);
    assert_eq!(super::entry_of(store, &code), Value::Null);
    let holdings = in_order(&mut store.kept());
    assert_eq!(holdings.items.into_iter().collect::<Vec<_>>(), [(code, 1)]);
}

fn an_item_may_have_nothing_with_it(store: &Store) {
    let nothing = json!({
        "id": "", "secret_hash": "", "prefix": "", "received": 0, "kind": "", "about": "", "field": "", "object": "",
        "place": "", "desk": "", "state": "", "due": null, "facts": "", "sealed": [], "identity": [], "signature": [],
        "messages": [], "tallies": [],
        "event": { "at": 0, "event": "", "actor": "", "day": null, "sealed": [] },
    });
    let nothing = with(reception(1), nothing);
    assert_eq!(receive(store, &nothing), Ok("0001".into()));
    assert_eq!(item_of(store, "0001"), standing(&nothing, "0001"));
    assert_eq!(store.ok("outbox/waiting", json!([AGENCY, null, 10])), json!([]));
    assert_eq!(counted(store, "2025-07"), []);
    in_order(&mut store.kept());
}

fn an_item_may_have_much_with_it(store: &Store) {
    let much: Vec<String> = (0..150).map(|number| format!("{number:03}")).collect();
    let large = "Ư".repeat(1 << 19);
    let columns = json!({
        "facts": large, "sealed": bytes(&large), "identity": bytes(&large), "signature": bytes("x".repeat(1 << 12)),
        "messages": much.iter().map(|kind| message(kind)).collect::<Value>(),
        "tallies": much.iter().map(|measure| tally("land", "2025-07", measure, 1)).collect::<Value>(),
    });
    let code = received(store, 1, columns);
    let found = item_of(store, &code);
    assert!(found["facts"] == large && found["sealed"] == bytes(&large) && found["identity"] == bytes(&large));
    let first = store.ok("outbox/waiting", json!([AGENCY, null, 200]));
    let last = first.as_array().and_then(|messages| messages.last()).expect("messages");
    let rest = store.ok("outbox/waiting", json!([AGENCY, [last["written"], last["id"]], 200]));
    assert_eq!([column(&first, "kind"), column(&rest, "kind")].concat(), much);
    let counted = counted(store, "2025-07");
    assert!(counted.iter().map(|(_, measure, _)| measure).eq(&much) && counted.iter().all(|(.., amount)| *amount == 1));
    in_order(&mut store.kept());
}

fn receptions_keep_every_text(store: &Store) {
    for text in TEXTS {
        // No step holds a line feed.
        let word = text.replace('\n', " ");
        let texts = json!({
            "agency": text, "id": text, "secret_hash": text, "prefix": format!("{text}-"), "kind": text, "about": text,
            "field": text, "object": text, "place": text, "desk": text, "state": text, "due": text, "facts": text,
            "sealed": bytes(text), "identity": bytes(text), "signature": bytes(text),
            "event": { "at": NOW, "event": word, "actor": word, "day": word, "sealed": bytes(text) },
            "messages": [message(text)], "tallies": [tally(text, text, text, 1)],
            "request": { "key": text, "hash": text },
        });
        let (said, code) = (with(reception(1), texts), format!("{text}-0001"));
        for _ in 0..2 {
            assert_eq!(receive(store, &said), Ok(code.as_str().into()));
        }
        let expected = standing(&said, &code);
        assert_eq!(store.ok("feedback/read", json!([text, code])), expected);
        assert_eq!(store.ok("feedback/of-draft", json!([text, text])), expected);
        let event = &store.ok("feedback/events", json!([text, code, 0]))[0];
        assert_eq!([&event["event"], &event["actor"], &event["day"]], [&word; 3]);
        assert_eq!(store.ok("outbox/waiting", json!([text, null, 10]))[0]["kind"], *text);
        assert_eq!(counted(store, text), [(text.to_owned(), text.to_owned(), 1)]);
        let near = store.ok("feedback/alike", json!([text, text, text, text, 0, 10]));
        assert_eq!((column(&near, "code"), &near[0]["signature"]), (vec![code.as_str()], &bytes(text)));
        let lines = store.ok("feedback/of-desk", json!([text, null, 10]));
        assert_eq!((column(&lines, "agency"), column(&lines, "due")), (vec![text], vec![text]));
        assert_eq!(store.ok("intake/known", json!([{ "key": text, "hash": text }])), code);
    }
    in_order(&mut store.kept());
}

fn every_instant_comes_back(store: &Store) {
    for (number, instant) in [0, 1, 1 << 40, (1 << 53) + 1, i64::MAX as u64].into_iter().enumerate() {
        let columns = json!({ "received": instant, "event": event("received", instant) });
        let code = received(store, number, columns);
        let found = item_of(store, &code);
        assert_eq!([&found["received"], &found["updated"]], [instant; 2]);
        assert_eq!(store.ok("feedback/events", json!([AGENCY, code, 0]))[0]["at"], instant);
    }
    in_order(&mut store.kept());
}

fn bytes_of_an_item_may_be_nul(store: &Store) {
    let all: Vec<u8> = (0..=u8::MAX).chain([0, 0]).collect();
    let columns = json!({ "sealed": bytes(&all), "identity": bytes(&all), "signature": bytes(&all) });
    let code = received(store, 1, columns);
    let found = item_of(store, &code);
    assert_eq!([&found["sealed"], &found["identity"]], [&bytes(&all); 2]);
    let near = store.ok("feedback/alike", json!([AGENCY, "00118", "conduct", "1.001193", 0, 10]));
    assert_eq!(near[0]["signature"], bytes(&all));
}
