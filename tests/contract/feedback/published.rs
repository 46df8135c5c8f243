//! What a step publishes: an entry of the register, its time that of the first publication, its words those of the last.

use motcua_tests::checker::in_order;
use serde_json::{Value, json};

use super::{append, entry_of, publication, received, step};
use crate::papers::{AGENCY, NOW, event};
use crate::rows::{codes, with};
use crate::store::Store;
use crate::text::TEXTS;

on_each_store![
    what_is_published_is_an_entry,
    what_nobody_published_is_not_there,
    a_later_publication_takes_the_place_of_the_first,
    what_is_published_again_keeps_its_place,
    an_entry_may_have_nothing_in_it,
    each_item_has_an_entry_of_its_own,
    a_publication_with_a_term_twice_is_not_kept,
    publications_keep_every_text,
];

/// Publishes with a step at an instant.
fn publish(store: &Store, code: &str, expected: u32, at: u64, published: Value) -> Result<Value, Value> {
    append(store, &with(step(code, expected), json!({ "event": event("published", at), "publication": published })))
}

fn found(store: &Store, term: &str) -> Value {
    store.ok("register/found", json!([[term], null, 100]))
}

fn what_is_published_is_an_entry(store: &Store) {
    let code = received(store, 1, json!({}));
    publish(store, &code, 1, NOW + 5, publication(r#"{"a":"Xong"}"#, &["đất", "đai"])).expect("a step");
    let entry = json!({ "agency": AGENCY, "code": code, "published": NOW + 5, "content": r#"{"a":"Xong"}"# });
    assert_eq!(entry_of(store, &code), entry);
    for term in ["đất", "đai"] {
        assert_eq!(found(store, term), json!([entry]), "{term}");
    }
    // A step that publishes nothing leaves it as it is.
    append(store, &step(&code, 2)).expect("a step");
    assert_eq!((entry_of(store, &code), found(store, "đất")), (entry.clone(), json!([entry])));
    in_order(&mut store.kept());
}

fn what_nobody_published_is_not_there(store: &Store) {
    let codes = [1, 2].map(|number| received(store, number, json!({})));
    append(store, &step(&codes[0], 1)).expect("a step");
    publish(store, &codes[1], 1, NOW, publication("{}", &["đất"])).expect("a step");
    assert_eq!(entry_of(store, &codes[0]), Value::Null);
    for (agency, code) in [("H26", codes[1].as_str()), (AGENCY, ""), ("", &codes[1]), (AGENCY, &codes[1][1..])] {
        assert_eq!(store.ok("register/read", json!([agency, code])), Value::Null, "{agency} {code}");
    }
    for term in ["", "dat", "Đất", "đất ", "%", codes[1].as_str()] {
        assert_eq!(found(store, term), json!([]), "{term:?}");
    }
}

fn a_later_publication_takes_the_place_of_the_first(store: &Store) {
    let code = received(store, 1, json!({}));
    publish(store, &code, 1, NOW + 5, publication("first", &["both", "old"])).expect("a step");
    publish(store, &code, 2, NOW + 9, publication("second", &["new", "both"])).expect("a step");
    let entry = json!({ "agency": AGENCY, "code": code, "published": NOW + 5, "content": "second" });
    assert_eq!(entry_of(store, &code), entry);
    assert_eq!([found(store, "new"), found(store, "both")], [json!([entry]), json!([entry])]);
    assert_eq!(found(store, "old"), json!([]));
    publish(store, &code, 3, NOW + 10, publication("", &[])).expect("a step");
    assert_eq!([found(store, "new"), found(store, "both")], [json!([]), json!([])]);
    assert_eq!(entry_of(store, &code), with(entry, json!({ "content": "" })));
    in_order(&mut store.kept());
}

/// Whoever pages through the register meanwhile meets no entry twice.
fn what_is_published_again_keeps_its_place(store: &Store) {
    let published = [1, 2, 3].map(|number| {
        let code = received(store, number, json!({}));
        publish(store, &code, 1, NOW + number as u64, publication("first", &["all"])).expect("a step");
        code
    });
    let order = [&published[2], &published[1], &published[0]];
    assert_eq!(codes(&found(store, "all")), order);
    publish(store, &published[0], 2, NOW + 9, publication("second", &["all"])).expect("a step");
    assert_eq!(codes(&found(store, "all")), order);
}

fn an_entry_may_have_nothing_in_it(store: &Store) {
    let code = received(store, 1, json!({}));
    publish(store, &code, 1, 0, publication("", &[])).expect("a step");
    let entry = json!({ "agency": AGENCY, "code": code, "published": 0, "content": "" });
    assert_eq!(entry_of(store, &code), entry);
    publish(store, &code, 2, 0, publication("", &[""])).expect("a step");
    assert_eq!(found(store, ""), json!([entry]));
    in_order(&mut store.kept());
}

fn each_item_has_an_entry_of_its_own(store: &Store) {
    let there = json!({ "agency": "H26", "prefix": "PA.H26.101-250701-" });
    let (here, there) = (received(store, 1, json!({})), received(store, 2, there));
    publish(store, &here, 1, NOW, publication("here", &["all", "here"])).expect("a step");
    let published = json!({ "agency": "H26", "publication": publication("there", &["all", "there"]) });
    append(store, &with(step(&there, 1), published)).expect("a step");
    assert_eq!(codes(&found(store, "here")), [&here]);
    assert_eq!(
        (codes(&found(store, "there")), &found(store, "there")[0]["agency"]),
        (vec![there.as_str()], &"H26".into())
    );
    assert_eq!(found(store, "all").as_array().map(Vec::len), Some(2));
    publish(store, &here, 2, NOW, publication("here", &[])).expect("a step");
    assert_eq!(codes(&found(store, "all")), [&there]);
    in_order(&mut store.kept());
}

fn a_publication_with_a_term_twice_is_not_kept(store: &Store) {
    let code = received(store, 1, json!({}));
    let refusal = publish(store, &code, 1, NOW, publication("{}", &["a", "b", "a"])).expect_err("a fault");
    assert!(refusal["Failed"]["Damaged"].is_string(), "{refusal}");
    assert_eq!((entry_of(store, &code), found(store, "b")), (Value::Null, json!([])));
    assert_eq!(publish(store, &code, 1, NOW, publication("{}", &["a", "b"])), Ok(2.into()));
    in_order(&mut store.kept());
}

fn publications_keep_every_text(store: &Store) {
    let code = received(store, 1, json!({}));
    for (expected, text) in (1..).zip(TEXTS) {
        publish(store, &code, expected, NOW, publication(text, &[text])).expect("a step");
        let entry = json!({ "agency": AGENCY, "code": code, "published": NOW, "content": text });
        assert_eq!((entry_of(store, &code), found(store, text)), (entry.clone(), json!([entry])));
    }
    publish(store, &code, 1 + TEXTS.len() as u32, NOW, publication("{}", &TEXTS)).expect("a step");
    for text in TEXTS {
        assert_eq!(codes(&found(store, text)), [&code], "{text:?}");
        assert_eq!(codes(&store.ok("register/found", json!([[text, "100%", text], null, 100]))), [&code], "{text:?}");
    }
    in_order(&mut store.kept());
}
