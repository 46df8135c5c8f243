//! The reference data of `infra/data` as rows of the contract, and small rows for cases made by hand.

use std::collections::HashMap;
use std::path::Path;

use motcua_store::bindings::exports::motcua::store::procedures::{Channel, Document, DocumentCase, Level as Rank};
use motcua_store::bindings::exports::motcua::store::procedures::{Method, Procedure, TimeUnit};
use motcua_store::bindings::exports::motcua::store::publication::{CentreRow, Heading, SuccessionRow, UnitRow};
use motcua_store::bindings::exports::motcua::store::types::Period;
use motcua_store::bindings::exports::motcua::store::units::{Agency, Level, Position};
use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization;

pub const REFORM: &str = "2025-07-01";

pub fn heading(name: &str, effective: &str, until: &str) -> Heading {
    Heading {
        name: name.to_owned(),
        publisher: "test".to_owned(),
        decision: "1/QĐ".to_owned(),
        effective: text(effective),
        until: text(until),
        request: None,
        received: 1_751_328_000_000,
    }
}

pub fn unit(code: &str, name: &str, parent: &str) -> UnitRow {
    let level = match code.len() {
        2 => Level::Province,
        3 => Level::District,
        _ => Level::Commune,
    };
    let folded = fold(name);
    let short =
        ["phuong ", "xa ", "tinh ", "thanh pho ", "quan ", "huyen "].into_iter().find_map(|k| folded.strip_prefix(k));
    let short = short.unwrap_or(&folded).to_owned();
    UnitRow {
        code: code.to_owned(),
        level,
        kind: "xa".to_owned(),
        name_vi: name.to_owned(),
        name_en: None,
        folded: (folded, short),
        parent: text(parent),
        agency: None,
        population: None,
        area_ha: None,
        position: None,
    }
}

pub fn units(file: &str) -> Vec<UnitRow> {
    csv(&format!("units/{file}.csv")).iter().map(full_unit).collect()
}

fn full_unit(row: &HashMap<String, String>) -> UnitRow {
    let cell = |name: &str| row.get(name).cloned().unwrap_or_default();
    UnitRow {
        kind: cell("kind"),
        name_en: text(&cell("name_en")),
        agency: text(&cell("agency_code")).map(|id| Agency { id, synthetic: cell("agency_synthetic") == "true" }),
        population: cell("population").parse().ok(),
        area_ha: cell("area_km2").parse::<f64>().ok().map(|area| (area * 100.0).round() as u64),
        position: position(&cell("lat"), &cell("lon")),
        ..unit(&cell("code"), &cell("name_vi"), &cell("parent"))
    }
}

pub fn succession(old: &str, old_name: &str, old_parent: &str, new: &str) -> SuccessionRow {
    SuccessionRow {
        old_code: text(old),
        old_name: old_name.to_owned(),
        old_parent: text(old_parent),
        new_code: new.to_owned(),
        kind: "whole".to_owned(),
        note: String::new(),
    }
}

pub fn successions(file: &str) -> Vec<SuccessionRow> {
    let row = |row: &HashMap<String, String>| SuccessionRow {
        kind: row["kind"].clone(),
        note: row["note"].clone(),
        ..succession(&row["old_code"], &row["old_name"], &row["old_parent"], &row["new_code"])
    };
    csv(&format!("units/{file}.csv")).iter().map(row).collect()
}

pub fn centres() -> Vec<CentreRow> {
    let row = |row: &HashMap<String, String>| CentreRow {
        unit_code: row["unit_code"].clone(),
        address: text(&row["address"]),
        position: position(&row["lat"], &row["lon"]),
        hotline: text(&row["hotline"]),
    };
    csv("centres/communes.csv").iter().map(row).collect()
}

pub fn summarised_procedures() -> Vec<Procedure> {
    csv("procedures/summaries.csv").iter().map(summarised).collect()
}

fn summarised(row: &HashMap<String, String>) -> Procedure {
    let method = |channel: &str| Method {
        channel: self::channel(channel),
        time: row["time"].parse().ok(),
        time_unit: time_unit(&row["time_unit"]),
        fee: row["fee"].parse().ok(),
        currency: None,
        note: String::new(),
    };
    let split = |cell: &str| cell.split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    Procedure {
        levels: split(&row["levels"]).iter().map(|level| rank(level)).collect(),
        field_vi: row["field_vi"].clone(),
        ministry: row["ministry"].clone(),
        methods: split(&row["channels"]).iter().map(|channel| method(channel)).collect(),
        documents_count: row["documents"].parse().ok(),
        source: row["source"].clone(),
        ..procedure(&row["code"], &row["name_vi"], &row["decision"])
    }
}

pub fn procedure(code: &str, name: &str, decision: &str) -> Procedure {
    Procedure {
        code: code.to_owned(),
        name_vi: name.to_owned(),
        name_en: None,
        levels: vec![Rank::Commune],
        field_vi: "Hộ tịch".to_owned(),
        type_vi: String::new(),
        decision: decision.to_owned(),
        ministry: "bo-tu-phap".to_owned(),
        subjects_vi: Vec::new(),
        agency_vi: String::new(),
        volume_rank: None,
        whole: false,
        methods: Vec::new(),
        cases: Vec::new(),
        documents_count: None,
        legal_basis: Vec::new(),
        result_codes: Vec::new(),
        conditions_vi: String::new(),
        steps_vi: String::new(),
        source: String::new(),
        holds: Period { start: None, end: None },
    }
}

pub fn whole_procedures() -> Vec<Procedure> {
    let all: Vec<Json> = serde_json::from_str(&file("procedures/full.json")).expect("JSON");
    (1..).zip(&all).map(|(rank, json)| whole(json, rank)).collect()
}

fn whole(json: &Json, volume_rank: u32) -> Procedure {
    let cell = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    Procedure {
        name_en: text(&cell("name_en")),
        field_vi: cell("field_vi"),
        ministry: cell("ministry"),
        volume_rank: Some(volume_rank),
        whole: true,
        methods: list(&json["methods"]).map(method).collect(),
        cases: list(&json["cases"]).map(case).collect(),
        legal_basis: list(&json["legal_basis"]).filter_map(Json::as_str).map(str::to_owned).collect(),
        steps_vi: cell("steps_vi"),
        ..procedure(&cell("code"), &cell("name_vi"), &cell("decision"))
    }
}

fn method(json: &Json) -> Method {
    Method {
        channel: channel(json["channel"].as_str().unwrap_or_default()),
        time: json["time"].as_u64().and_then(|time| u32::try_from(time).ok()),
        time_unit: time_unit(json["time_unit"].as_str().unwrap_or_default()),
        fee: json["fee"].as_u64(),
        currency: None,
        note: json["note"].as_str().unwrap_or_default().to_owned(),
    }
}

fn case(json: &Json) -> DocumentCase {
    let count = |json: &Json| json.as_u64().unwrap_or_default() as u32;
    let document = |json: &Json| Document {
        name: json["name"].as_str().unwrap_or_default().to_owned(),
        originals: count(&json["originals"]),
        copies: count(&json["copies"]),
    };
    let name = json["name"].as_str().unwrap_or_default().to_owned();
    DocumentCase { name, documents: list(&json["documents"]).map(document).collect() }
}

fn list(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

fn channel(name: &str) -> Channel {
    match name {
        "online" => Channel::Online,
        "postal" => Channel::Postal,
        _ => Channel::Direct,
    }
}

fn time_unit(name: &str) -> Option<TimeUnit> {
    match name {
        "working_day" => Some(TimeUnit::WorkingDay),
        "day" => Some(TimeUnit::Day),
        "" => None,
        _ => Some(TimeUnit::Other),
    }
}

fn rank(name: &str) -> Rank {
    match name {
        "ministry" => Rank::Ministry,
        "province" => Rank::Province,
        "commune" => Rank::Commune,
        _ => Rank::Other,
    }
}

fn position(latitude: &str, longitude: &str) -> Option<Position> {
    let degree = |text: &str| text.parse::<f64>().ok().map(|degree| (degree * 1e6).round() as i32);
    Some(Position { latitude: degree(latitude)?, longitude: degree(longitude)? })
}

fn text(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

fn fold(name: &str) -> String {
    let plain = name.nfd().filter(|letter| !('\u{300}'..'\u{370}').contains(letter)).collect::<String>();
    plain.to_lowercase().replace('đ', "d")
}

fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra/data");
    std::fs::read_to_string(folder.join(name)).expect(name)
}

fn csv(name: &str) -> Vec<HashMap<String, String>> {
    let mut rows = cells(&file(name)).into_iter();
    let header = rows.next().expect("a header");
    rows.map(|cells| header.iter().cloned().zip(cells).collect()).collect()
}

/// The cells of each row: what our files need of CSV.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    rows
}
