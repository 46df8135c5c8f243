//! What may say the same: the items about the same at the same place, the last received first.

use serde_json::{Value, json};

use super::{append, received, step, support, supporter};
use crate::papers::{AGENCY, NOW, bytes};
use crate::rows::{codes, with};
use crate::store::Store;

on_each_store![
    an_item_that_is_near_is_shown_with_its_signature,
    what_is_about_something_else_is_not_near,
    what_was_received_before_is_not_near,
    the_last_received_is_first,
    no_more_than_two_hundred_are_near,
];

fn alike(store: &Store, since: u64, limit: u32) -> Value {
    store.ok("feedback/alike", json!([AGENCY, "00118", "conduct", "1.001193", since, limit]))
}

fn an_item_that_is_near_is_shown_with_its_signature(store: &Store) {
    let code = received(store, 1, json!({ "signature": bytes([7; 128]) }));
    let near =
        json!({ "code": code, "received": NOW, "state": "received", "supporters": 0, "signature": bytes([7; 128]) });
    assert_eq!(alike(store, 0, 10), json!([near]));
    support(store, &code, &supporter(1)).expect("a supporter");
    append(store, &step(&code, 1)).expect("a step");
    assert_eq!(alike(store, 0, 10), json!([with(near, json!({ "supporters": 1, "state": "accepted" }))]));
}

fn what_is_about_something_else_is_not_near(store: &Store) {
    let near = received(store, 1, json!({}));
    for (number, columns) in (2..).zip([
        json!({ "place": "00004" }),
        json!({ "place": "" }),
        json!({ "about": "place" }),
        json!({ "object": "" }),
        json!({ "object": "1.001194" }),
        json!({ "agency": "H26" }),
    ]) {
        received(store, number, columns);
    }
    // Neither the desk nor the field tells two apart: the same may be said to another.
    let other = received(store, 9, json!({ "desk": "H29.102", "field": "tax", "kind": "x", "received": NOW + 1 }));
    assert_eq!(codes(&alike(store, 0, 10)), [&other, &near]);
    // What has no object is near what has none either.
    let found = store.ok("feedback/alike", json!([AGENCY, "00118", "conduct", "", 0, 10]));
    assert_eq!(codes(&found).len(), 1);
    assert_eq!(store.ok("feedback/alike", json!([AGENCY, "00118", "Conduct", "1.001193", 0, 10])), json!([]));
}

fn what_was_received_before_is_not_near(store: &Store) {
    let received = [0, 5, 9].map(|later| received(store, later as usize, json!({ "received": NOW + later })));
    let [first, second, third] = received.each_ref();
    for (since, expected) in [
        (0, vec![third, second, first]),
        (NOW, vec![third, second, first]),
        (NOW + 1, vec![third, second]),
        (NOW + 5, vec![third, second]),
        (NOW + 9, vec![third]),
        (NOW + 10, vec![]),
        (i64::MAX as u64, vec![]),
    ] {
        assert_eq!(codes(&alike(store, since, 10)), expected, "{since}");
    }
}

fn the_last_received_is_first(store: &Store) {
    let instants = [NOW + 5, NOW, NOW + 9, NOW + 1];
    let received = [0, 1, 2, 3].map(|number: usize| received(store, number, json!({ "received": instants[number] })));
    let expected = [2, 0, 3, 1].map(|number: usize| received[number].as_str());
    for limit in 0..=4 {
        assert_eq!(codes(&alike(store, 0, limit)), expected[..limit as usize]);
    }
    assert_eq!(codes(&alike(store, 0, u32::MAX)), expected);
}

fn no_more_than_two_hundred_are_near(store: &Store) {
    let columns = |number: usize| json!({ "received": NOW + number as u64, "messages": [], "tallies": [] });
    let received: Vec<String> = (0..205).map(|number| received(store, number, columns(number))).collect();
    assert_eq!(codes(&alike(store, 0, u32::MAX)), received.iter().rev().take(200).collect::<Vec<_>>());
}
