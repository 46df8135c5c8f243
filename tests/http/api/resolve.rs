//! `/api/units/resolve`

use std::collections::{BTreeSet, HashMap};

use motcua_tests::portal;
use serde_json::Value;

use crate::table::rows;

fn resolve(query: &str) -> Value {
    portal().get(&format!("/api/units/resolve?{query}")).expect(200).json()
}

fn codes(answer: &Value) -> BTreeSet<String> {
    answer["units"]
        .as_array()
        .expect("units")
        .iter()
        .map(|unit| unit["code"].as_str().expect("a code").to_owned())
        .collect()
}

#[test]
fn every_old_commune_resolves_as_the_official_table_says() {
    let mut table: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for row in rows("units/successions.csv") {
        table.entry(row["old_code"].clone()).or_default().push((row["new_code"].clone(), row["kind"].clone()));
    }
    let old = rows("units/old-communes.csv");
    assert_eq!(old.len(), 10_035);
    let (mut one, mut choose, mut defaults) = (0, 0, 0);
    for row in old {
        let rows = &table[&row["code"]];
        let answer = resolve(&format!("code={}&as=old", row["code"]));
        let expected: BTreeSet<String> = rows.iter().map(|(new, _)| new.clone()).collect();
        assert_eq!(codes(&answer), expected, "{row:?}");
        match rows.len() {
            1 => {
                assert_eq!(answer["outcome"], "one", "{row:?}");
                assert!(answer["reason"].is_string());
                one += 1;
            }
            _ => {
                assert_eq!(answer["outcome"], "choose", "{row:?}");
                assert!(answer["question"].is_string());
                choose += 1;
                let all_people = "partial_area_all_population";
                let default: Vec<&Value> =
                    answer["units"].as_array().expect("units").iter().filter(|unit| unit["default"] == true).collect();
                let expected: Vec<&String> =
                    rows.iter().filter(|(_, kind)| kind == all_people).map(|(new, _)| new).collect();
                assert_eq!(default.len(), expected.len(), "{row:?}");
                for (shown, expected) in default.iter().zip(expected) {
                    assert_eq!(shown["code"], **expected);
                    defaults += 1;
                }
            }
        }
    }
    assert_eq!((one, choose, defaults), (9_595, 440, 58));
}

#[test]
fn a_reused_code_is_ambiguous_until_somebody_says_how_it_is_meant() {
    let bare = resolve("code=00118");
    assert_eq!(bare["outcome"], "ambiguous");
    let readings = bare["units"].as_array().expect("readings");
    assert_eq!(readings.len(), 2);
    assert_eq!((&readings[0]["as"], &readings[0]["name"]), (&"old".into(), &"Phường Ngọc Thụy".into()));
    assert_eq!((&readings[1]["as"], &readings[1]["name"]), (&"new".into(), &"Phường Bồ Đề".into()));
    assert!(bare["question"].is_string());
    assert_eq!(resolve("code=00118&as=new")["outcome"], "one");
    assert_eq!(resolve("code=00118&as=old")["outcome"], "choose");
}

#[test]
fn a_code_whose_two_readings_agree_is_one() {
    let answer = resolve("code=00004");
    assert_eq!((&answer["outcome"], codes(&answer)), (&"one".into(), BTreeSet::from(["00004".to_owned()])));
}

#[test]
fn a_name_is_resolved_with_and_without_diacritics() {
    for name in ["Ph%C6%B0%E1%BB%9Dng+Ph%C3%BAc+X%C3%A1", "phuc+xa,+ba+dinh,+ha+noi", "PHUC+XA,+Ha+Noi"] {
        let answer = resolve(&format!("q={name}"));
        assert!(codes(&answer).contains("00008") || codes(&answer).contains("00097"), "{name}: {answer}");
    }
}

#[test]
fn one_name_in_many_places_is_a_choice_with_the_whole_path() {
    let answer = resolve("q=x%C3%A3+T%C3%A2n+Ti%E1%BA%BFn");
    assert_eq!(answer["outcome"], "choose");
    let units = answer["units"].as_array().expect("units");
    assert!(units.len() > 3);
    assert!(units.iter().all(|unit| unit["label"].as_str().is_some_and(|label| label.contains(", "))));
}

#[test]
fn old_districts_and_provinces_resolve_too() {
    assert_eq!(codes(&resolve("code=02&as=old")), BTreeSet::from(["08".to_owned()]));
    assert_eq!(codes(&resolve("code=318&as=old")), BTreeSet::from(["11948".to_owned()]));
    let ba_dinh = resolve("code=001&as=old");
    assert_eq!(ba_dinh["outcome"], "choose");
    assert!(codes(&ba_dinh).contains("00004"));
}

#[test]
fn what_never_was_is_unknown() {
    for query in ["code=99999", "code=1", "q=Atlantis", "code=abc", "q=,"] {
        let answer = resolve(query);
        assert_eq!(
            (&answer["outcome"], answer["units"].as_array().map(Vec::len)),
            (&"unknown".into(), Some(0)),
            "{query}"
        );
        assert!(answer["reason"].is_string());
    }
}

#[test]
fn something_must_be_asked() {
    portal().get("/api/units/resolve").expect(400).problem("missing-parameter");
    portal().get("/api/units/resolve?code=00118&as=both").expect(400).problem("malformed-parameter");
}
