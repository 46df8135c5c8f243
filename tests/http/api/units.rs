//! `/api/units/…`

use std::collections::BTreeSet;

use motcua_tests::portal;
use serde_json::Value;

use crate::table::rows;

#[test]
fn every_commune_is_readable() {
    let communes = rows("units/communes.csv");
    assert_eq!(communes.len(), 3_321);
    for row in communes {
        let unit = portal().get(&format!("/api/units/{}", row["code"])).expect(200).json();
        assert_eq!((&unit["name"], &unit["level"]), (&row["name_vi"].clone().into(), &"commune".into()));
        assert_eq!(unit["within"][0]["code"], row["parent"]);
        assert_eq!(unit["agency"], serde_json::json!({ "id": row["agency_code"], "synthetic": true }));
        assert_eq!(unit["population"].as_u64(), row["population"].parse().ok());
        assert_eq!(unit["holds"], serde_json::json!({ "start": "2025-07-01", "end": null }));
    }
}

#[test]
fn a_code_means_what_it_meant_on_the_day() {
    let unit = |day: &str| portal().get(&format!("/api/units/00118?as_of={day}")).expect(200).json();
    let (before, since) = (unit("2025-06-30"), unit("2025-07-01"));
    assert_eq!((&before["name"], &since["name"]), (&"Phường Ngọc Thụy".into(), &"Phường Bồ Đề".into()));
    let within: Vec<&Value> = before["within"].as_array().expect("units").iter().map(|unit| &unit["name"]).collect();
    assert_eq!(within, ["Quận Long Biên", "Thành phố Hà Nội"]);
}

#[test]
fn a_district_ended_with_the_reform() {
    portal().get("/api/units/001?as_of=2025-06-30").expect(200);
    portal().get("/api/units/001").expect(404).problem("no-such-unit");
}

#[test]
fn provinces_carry_their_official_agency_code() {
    let found = portal().get("/api/units?level=province&limit=100").expect(200).json();
    let provinces = found["items"].as_array().expect("items");
    assert_eq!(provinces.len(), 34);
    assert_eq!(provinces[0]["agency"], serde_json::json!({ "id": "H26", "synthetic": false }));
    assert_eq!(provinces[0]["area_ha"], 335_980);
    assert_eq!(found["next"], Value::Null);
}

#[test]
fn a_province_lists_its_communes_page_by_page() {
    let expected: BTreeSet<String> =
        rows("units/communes.csv").iter().filter(|row| row["parent"] == "01").map(|row| row["code"].clone()).collect();
    let (mut seen, mut cursor) = (BTreeSet::new(), String::new());
    loop {
        let page = portal().get(&format!("/api/units?parent=01&limit=50&cursor={cursor}")).expect(200).json();
        for unit in page["items"].as_array().expect("items") {
            assert!(seen.insert(unit["code"].as_str().expect("a code").to_owned()), "twice: {unit}");
        }
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, expected);
}

#[test]
fn units_are_found_by_the_start_of_their_name() {
    let found = portal().get("/api/units?q=bo+de&level=commune").expect(200).json();
    let names: Vec<&Value> = found["items"].as_array().expect("items").iter().map(|unit| &unit["name"]).collect();
    assert!(names.contains(&&"Phường Bồ Đề".into()), "{names:?}");
    let hanoi = portal().get("/api/units?q=H%C3%A0+N%E1%BB%99i&level=province").english().expect(200).json();
    assert_eq!(hanoi["items"][0]["name"], "Ha Noi City");
}

#[test]
fn a_common_name_is_listed_to_its_end() {
    let expected = rows("units/communes.csv").iter().filter(|row| row["name_vi"].starts_with("Xã ")).count();
    let (mut seen, mut cursor) = (BTreeSet::new(), String::new());
    loop {
        let page = portal().get(&format!("/api/units?q=xa&level=commune&limit=199&cursor={cursor}")).expect(200).json();
        let codes = page["items"].as_array().expect("items").iter().map(|unit| unit["code"].to_string());
        seen.extend(codes);
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert!(seen.len() >= expected, "{} of {expected}", seen.len());
}

#[test]
fn what_a_unit_was_made_of_can_be_asked() {
    for (code, expected) in [("00004", ["00004", "00013"]), ("00008", ["00006", "00016"])] {
        let found = portal().get(&format!("/api/units/{code}/predecessors")).expect(200).json();
        let codes: Vec<&str> =
            found["items"].as_array().expect("items").iter().filter_map(|row| row["code"].as_str()).collect();
        for old in expected {
            assert!(codes.contains(&old), "{code}: {codes:?}");
        }
    }
}

#[test]
fn forward_and_back_agree_for_every_row_of_the_official_table() {
    let rows = rows("units/successions.csv");
    assert_eq!(rows.len(), 10_571);
    let mut news: BTreeSet<&str> = rows.iter().map(|row| row["new_code"].as_str()).collect();
    news.retain(|code| code.ends_with('4'));
    for new in news {
        let found = portal().get(&format!("/api/units/{new}/predecessors")).expect(200).json();
        let told = found["items"].as_array().map(Vec::len);
        assert_eq!(told, Some(rows.iter().filter(|row| row["new_code"] == *new).count()), "{new}");
    }
}

#[test]
fn a_centre_has_an_address_or_says_that_none_is_published() {
    let centre = portal().get("/api/units/00004/centre").expect(200).json();
    assert_eq!(centre["address"], "Số 2, phố Trúc Bạch, phường Ba Đình");
    assert_eq!(centre["position"]["latitude"], 21.0386);
    assert_eq!(centre["hotline"], Value::Null);
    assert_eq!(portal().get("/api/units/12763/centre").expect(200).json()["address"], Value::Null);
    portal().get("/api/units/01/centre").expect(404).problem("no-such-centre");
}

#[test]
fn what_is_no_unit_is_not_found() {
    for code in ["99999", "0", "0000", "abc", "00118x"] {
        portal().get(&format!("/api/units/{code}")).expect(404).problem("no-such-unit");
    }
    portal().get("/api/units/00118/mayor").expect(404).problem("not-found");
    portal().get("/api/units/00118?as_of=yesterday").expect(400).problem("malformed-parameter");
    portal().get("/api/units?level=ward").expect(400).problem("malformed-parameter");
}
