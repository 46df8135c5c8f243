//! The largest and the smallest of everything.

use serde_json::{Value, json};

use crate::publication::KINDS;
use crate::rows::{DAY, centre, codes, heading, method, procedure, succession, unit, units, with};
use crate::store::Store;

on_each_store![
    numbers_at_their_ends_come_back,
    numbers_of_a_procedure_at_their_ends_come_back,
    every_instant_is_taken,
    a_mebibyte_of_text_comes_back,
    long_codes_and_names_are_keys_too,
    every_list_may_be_empty,
    a_list_of_twenty_thousand_rows_is_one_publication,
    a_catalogue_of_ten_thousand_lines_comes_whole,
];

/// Where doubles, signed and unsigned integers end.
const UNSIGNED: [u64; 8] =
    [0, 1, u32::MAX as u64, (1 << 53) - 1, (1 << 53) + 1, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX];

fn numbers_at_their_ends_come_back(store: &Store) {
    let degrees = [i32::MIN, i32::MIN + 1, -1, 0, 1, 180_000_000, i32::MAX - 1, i32::MAX];
    let row = |number: usize| {
        let position = json!({ "latitude": degrees[number], "longitude": degrees[7 - number] });
        let ends = json!({ "population": UNSIGNED[number], "area_ha": UNSIGNED[7 - number], "position": position });
        with(unit(&format!("0000{number}"), "Xã", ""), ends)
    };
    let rows: Vec<Value> = (0..8).map(row).collect();
    store.published("units", &heading("all", "", ""), &json!(rows));
    for row in &rows {
        let found = store.ok("units/read", json!([row["code"], DAY]));
        for column in ["population", "area_ha", "position"] {
            assert_eq!(found[column], row[column], "{column}");
        }
        let centre = with(centre("", "Nhà"), json!({ "unit_code": row["code"], "position": row["position"] }));
        store.published("centres", &heading(row["code"].as_str().expect("a code"), "", ""), &json!([centre]));
        assert_eq!(store.ok("units/centre-of", json!([row["code"], DAY]))["position"], row["position"]);
    }
    assert_eq!(store.published("units", &heading("all", "", ""), &json!(rows)), [0, 0, 8, 0]);
}

fn numbers_of_a_procedure_at_their_ends_come_back(store: &Store) {
    let counts = [0, 1, i32::MAX as u32, i32::MAX as u32 + 1, u32::MAX];
    let charged = |fee: &u64| with(method("Online"), json!({ "time": counts[4], "time_unit": "Day", "fee": fee }));
    let document = |count: &u32| json!({ "name": "", "originals": count, "copies": count });
    let row = with(
        procedure("1", "Tên"),
        json!({
            "volume_rank": counts[4],
            "documents_count": counts[4],
            "methods": UNSIGNED.iter().rev().map(charged).collect::<Value>(),
            "cases": [{ "name": "", "documents": counts.iter().map(document).collect::<Value>() }],
        }),
    );
    store.published("procedures", &heading("all", "", ""), &json!([row]));
    assert_eq!(store.ok("procedures/read", json!(["1", DAY])), row);
    let line = &store.ok("procedures/catalogue-of", json!([DAY, null]))["summaries"][0];
    assert_eq!(
        (&line["fee"], &line["time"], &line["volume_rank"]),
        (&u64::MAX.into(), &counts[4].into(), &counts[4].into())
    );
}

fn every_instant_is_taken(store: &Store) {
    for (number, received) in UNSIGNED.iter().enumerate() {
        let name = format!("list-{number}");
        let heading = with(heading(&name, "", ""), json!({ "received": received }));
        let rows = units(&[&name]);
        assert_eq!(store.published("units", &heading, &rows), [1, 0, 0, 0], "{received}");
        assert_eq!(store.published("units", &heading, &rows), [0, 0, 1, 0], "{received}");
    }
}

fn a_mebibyte_of_text_comes_back(store: &Store) {
    // Four bytes a character, and no pattern that a database could make short.
    let long: String = (0..1 << 18_u32)
        .map(|number: u32| char::from_u32(0x2_0000 + number.wrapping_mul(2_654_435_761) % 0xa000).expect("a character"))
        .collect();
    assert_eq!(long.len(), 1 << 20);
    let ward = with(unit("00001", &long, ""), json!({ "kind": long, "name_en": long, "folded": ["xa", "xa"] }));
    store.published("units", &heading("all", "", ""), &json!([ward]));
    let found = store.ok("units/read", json!(["00001", DAY]));
    assert!(found["name_vi"] == long && found["kind"] == long && found["name_en"] == long);

    let row = with(succession("00119", "Xã Cũ", "", "00001"), json!({ "kind": long, "note": long }));
    store.published("successions", &heading("all", "", ""), &json!([row]));
    let found = store.ok("units/successors", json!(["00119"]));
    assert!(found[0]["note"] == long && found[0]["kind"] == long && found[0]["new_unit"]["name_vi"] == long);

    store.published("centres", &heading("all", "", ""), &json!([centre("00001", &long)]));
    assert!(store.ok("units/centre-of", json!(["00001", DAY]))["address"] == long);

    let row = with(procedure("1", &long), json!({ "steps_vi": long, "decision": long, "legal_basis": [long, long] }));
    store.published("procedures", &heading("all", "", ""), &json!([row]));
    assert!(store.ok("procedures/read", json!(["1", DAY])) == row);
    assert_eq!(store.published("procedures", &heading("all", "", ""), &json!([row])), [0, 0, 1, 0]);
}

/// A name may have three hundred characters, which are up to twelve hundred bytes.
fn long_codes_and_names_are_keys_too(store: &Store) {
    let long = |from: u32| -> String {
        (from..from + 300)
            .map(|number| char::from_u32(0x2_0000 + number * 7_919 % 0xa000).expect("a character"))
            .collect()
    };
    let (code, name) = (long(0), long(300));
    let ward = with(unit(&code, &name, ""), json!({ "folded": [name, name] }));
    store.published("units", &heading(&name, "", ""), &json!([ward]));
    assert_eq!(codes(&store.ok("units/named", json!([name]))), [&code]);
    assert_eq!(store.ok("units/read", json!([code, DAY]))["name_vi"], name);
    assert_eq!(store.ok("publication/is-published", json!(["units", name])), true);
    store.published("successions", &heading("all", "", ""), &json!([succession("00119", &name, "", &code)]));
    assert_eq!(store.ok("units/predecessors", json!([code]))[0]["old_name"], name);
    store.published("procedures", &heading("all", "", ""), &json!([procedure(&code, "Tên")]));
    assert_eq!(store.ok("procedures/read", json!([code, DAY]))["code"], code);
}

fn every_list_may_be_empty(store: &Store) {
    for kind in KINDS {
        assert_eq!(store.published(kind, &heading("", "", ""), &json!([])), [0, 0, 0, 0], "{kind}");
    }
    let empty = json!({ "level": null, "parent": "", "name": "", "as_of": "" });
    assert_eq!(store.ok("units/listed", json!([empty, "", 0])), json!([]));
    assert_eq!(store.ok("units/read", json!(["", ""])), Value::Null);
    assert_eq!(store.ok("procedures/read", json!(["", ""])), Value::Null);
}

fn a_list_of_twenty_thousand_rows_is_one_publication(store: &Store) {
    let all: Vec<String> = (0..20_000).map(|number| format!("{number:05}")).collect();
    let rows = |name: &str| all.iter().map(|code| unit(code, name, "")).collect::<Value>();
    assert_eq!(store.published("units", &heading("all", "2020-01-01", ""), &rows("Xã")), [20_000, 0, 0, 0]);
    let list = rows("Phường");
    assert_eq!(store.published("units", &heading("all", "2025-07-01", ""), &list), [0, 20_000, 0, 0]);
    assert_eq!(store.published("units", &heading("all", "2025-07-01", ""), &list), [0, 0, 20_000, 0]);
    let (mut found, mut after) = (Vec::new(), None::<String>);
    let filter = json!({ "level": null, "parent": null, "name": "Phường", "as_of": DAY });
    while found.len() <= all.len() {
        let page = store.ok("units/listed", json!([filter, after, 200]));
        let Some(last) = codes(&page).last().copied() else { break };
        after = Some(last.to_owned());
        found.extend(codes(&page).into_iter().map(str::to_owned));
    }
    assert!(found == all, "{} of {}", found.len(), all.len());
}

fn a_catalogue_of_ten_thousand_lines_comes_whole(store: &Store) {
    let all: Vec<String> = (0..10_000).map(|number| format!("1.{number:06}")).collect();
    let rows: Value = all.iter().map(|code| procedure(code, "Đăng ký khai sinh")).collect();
    assert_eq!(store.published("procedures", &heading("all", "", ""), &rows), [10_000, 0, 0, 0]);
    let found = store.ok("procedures/catalogue-of", json!([DAY, null]));
    assert!(codes(&found["summaries"]) == all);
    assert_eq!(store.ok("procedures/catalogue-of", json!([DAY, found["edition"]])), Value::Null);
}
