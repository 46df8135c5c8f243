//! Text comes back as it was given, whatever it looks like to a database, and is found only under itself.

use serde_json::{Value, json};

use crate::rows::{DAY, codes, column, heading, method, procedure, succession, unit, with};
use crate::store::Store;

on_each_store![
    units_keep_every_text,
    units_are_found_by_every_text,
    successions_keep_every_text,
    centres_keep_every_text,
    procedures_keep_every_text,
    headings_take_every_text,
    what_looks_alike_is_not_the_same,
];

/// What databases, drivers and JSON have stumbled over.
pub const TEXTS: [&str; 28] = [
    "Phường Bồ Đề",
    // The same decomposed.
    "Phu\u{31b}\u{300}ng Bo\u{302}\u{300} \u{110}e\u{302}\u{300}",
    "😀 👩‍👩‍👧‍👦 🇻🇳",
    "שלום \u{202e}مرحبا\u{202c}",
    "z\u{334}\u{340}\u{489}\u{35e}algo\u{301}\u{301}\u{301}\u{301}",
    "𝟘𠀀𐍈",
    "\u{10ffff}",
    "\u{fffe}\u{ffff}\u{fdd0}",
    "\u{feff}BOM",
    "\u{1}\u{7}\u{1b}[31m\u{7f}\u{85}\u{ad}",
    "a\nb\r\nc\td\u{2028}e",
    " both ends ",
    " ",
    "100%",
    "snake_case",
    "'",
    "''",
    "\"double\"",
    "\\",
    "\\n \\u0041 \\x41 \\000",
    "?1 $1 :a @b {} %s",
    "'; DROP TABLE units; --",
    "/* */ --",
    "NULL",
    "null",
    "0",
    "1e999",
    "{\"a\":[\"b\"]}",
];

fn read(store: &Store, code: &str) -> Value {
    store.ok("units/read", json!([code, DAY]))
}

fn units_keep_every_text(store: &Store) {
    let row = |text: &&str| {
        let agency = json!({ "id": text, "synthetic": true });
        with(unit(text, text, ""), json!({ "kind": text, "name_en": text, "agency": agency }))
    };
    let rows: Value = TEXTS.iter().map(row).collect();
    store.published("units", &heading("all", "", ""), &rows);
    for text in TEXTS {
        let found = read(store, text);
        for column in ["code", "kind", "name_vi", "name_en"] {
            assert_eq!(found[column], text, "{column}");
        }
        assert_eq!(found["agency"]["id"], text);
    }
    assert_eq!(store.published("units", &heading("all", "", ""), &rows), [0, 0, TEXTS.len() as u64, 0]);
}

fn units_are_found_by_every_text(store: &Store) {
    let rows: Value = TEXTS.iter().map(|text| with(unit(text, text, ""), json!({ "folded": ["x", text] }))).collect();
    store.published("units", &heading("all", "", ""), &rows);
    let inner: Value =
        (0..).zip(TEXTS).map(|(number, text)| unit(&format!("within {number:03}"), "Xã", text)).collect();
    store.published("units", &heading("inner", "", ""), &inner);
    for (number, text) in TEXTS.iter().enumerate() {
        assert_eq!(codes(&store.ok("units/named", json!([text]))), [*text]);
        assert_eq!(codes(&store.ok("units/readings", json!([text]))), [*text]);
        let filter = json!({ "level": null, "parent": text, "name": null, "as_of": DAY });
        let expected = format!("within {number:03}");
        assert_eq!(codes(&store.ok("units/listed", json!([filter, null, 200]))), [&expected], "{text:?}");
        assert_eq!(read(store, &expected)["within"], json!([{ "code": text, "name_vi": text }]));
    }
    // No folded name holds the last character there is, and a prefix of it may not find anything beyond.
    let mut ordered = TEXTS.to_vec();
    ordered.sort_unstable();
    for prefix in TEXTS.iter().filter(|text| !text.contains('\u{10ffff}')) {
        let filter = json!({ "level": null, "parent": null, "name": prefix, "as_of": DAY });
        let found = store.ok("units/listed", json!([filter, null, 200]));
        let expected: Vec<&str> = ordered.iter().copied().filter(|text| text.starts_with(prefix)).collect();
        assert_eq!(codes(&found), expected, "{prefix:?}");
    }
}

fn successions_keep_every_text(store: &Store) {
    store.published("units", &heading("all", "", ""), &json!([unit("00001", "Xã", "")]));
    let row = |text: &&str| with(succession(text, text, text, "00001"), json!({ "kind": text, "note": text }));
    store.published("successions", &heading("all", DAY, ""), &TEXTS.iter().map(row).collect());
    for text in TEXTS {
        let found = store.ok("units/successors", json!([text]));
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{text:?}");
        for column in ["old_code", "old_name", "old_parent", "kind", "note"] {
            assert_eq!(found[0][column], text, "{column}");
        }
        assert_eq!(codes(&store.ok("units/successors-of-district", json!([text]))), ["00001"]);
    }
    let mut ordered = TEXTS.to_vec();
    ordered.sort_unstable();
    assert_eq!(column(&store.ok("units/predecessors", json!(["00001"])), "old_code"), ordered);
}

fn centres_keep_every_text(store: &Store) {
    store.published("units", &heading("all", "", ""), &TEXTS.iter().map(|text| unit(text, "Xã", "")).collect());
    let row = |text: &&str| json!({ "unit_code": text, "address": text, "position": null, "hotline": text });
    store.published("centres", &heading("all", "", ""), &TEXTS.iter().map(row).collect());
    for text in TEXTS {
        let found = store.ok("units/centre-of", json!([text, DAY]));
        assert_eq!(
            (&found["unit_code"], &found["address"], &found["hotline"]),
            (&text.into(), &text.into(), &text.into())
        );
    }
}

/// A procedure in which every text is this one.
fn saying(text: &str) -> Value {
    let columns = ["name_vi", "name_en", "field_vi", "type_vi", "decision", "ministry", "agency_vi"];
    let more = ["conditions_vi", "steps_vi", "source"];
    let texts: Value = columns.iter().chain(&more).map(|column| ((*column).to_owned(), Value::from(text))).collect();
    let lists = json!({
        "subjects_vi": [text, text],
        "legal_basis": [text],
        "result_codes": [text],
        "methods": [with(method("Online"), json!({ "currency": text, "note": text }))],
        "cases": [{ "name": text, "documents": [{ "name": text, "originals": 1, "copies": 0 }] }],
    });
    with(with(procedure(text, text), texts), lists)
}

fn procedures_keep_every_text(store: &Store) {
    let rows: Value = TEXTS.iter().map(|text| saying(text)).collect();
    store.published("procedures", &heading("all", "", ""), &rows);
    for text in TEXTS {
        assert_eq!(store.ok("procedures/read", json!([text, DAY])), saying(text));
        assert_eq!(store.ok("procedures/versions", json!([text]))[0][0], text);
    }
    let found = store.ok("procedures/catalogue-of", json!([DAY, null]));
    let mut ordered = TEXTS.to_vec();
    ordered.sort_unstable();
    for name in ["code", "name_vi", "name_en", "field_vi", "ministry"] {
        assert_eq!(column(&found["summaries"], name), ordered, "{name}");
    }
}

fn headings_take_every_text(store: &Store) {
    for (number, text) in TEXTS.iter().enumerate() {
        let heading = with(heading(text, "", ""), json!({ "publisher": text, "decision": text }));
        let rows = json!([unit(&format!("{number:05}"), "Xã", "")]);
        let is_published = || store.ok("publication/is-published", json!(["units", text]));
        assert_eq!(is_published(), false, "{text:?}");
        assert_eq!(store.published("units", &heading, &rows), [1, 0, 0, 0], "{text:?}");
        assert_eq!(store.published("units", &heading, &rows), [0, 0, 1, 0], "{text:?}");
        assert_eq!(is_published(), true, "{text:?}");
    }
}

fn what_looks_alike_is_not_the_same(store: &Store) {
    let alike = ["é", "e\u{301}", "e", "É", "ｅ", "е", "e ", "E"];
    let rows: Value = alike.iter().map(|code| unit(code, code, "")).collect();
    assert_eq!(store.published("units", &heading("all", "", ""), &rows), [8, 0, 0, 0]);
    for code in alike {
        assert_eq!(read(store, code)["name_vi"], code);
        assert_eq!(codes(&store.ok("units/named", json!([code]))), [code]);
    }
}
