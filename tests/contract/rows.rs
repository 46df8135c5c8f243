//! Lists and rows in the words of the contract, as the driver takes them.

use serde_json::{Value, json};

/// The day of the reform, for cases in which any day will do.
pub const DAY: &str = "2025-07-01";

/// A list of this name that holds from the first day until before the second; an empty one is missing.
pub fn heading(name: &str, effective: &str, until: &str) -> Value {
    json!({
        "name": name,
        "publisher": "test",
        "decision": "1/QĐ",
        "effective": optional(effective),
        "until": optional(until),
        "received": 1_751_328_000_000_u64,
    })
}

/// A unit with what it must have. Its level follows from the length of its code, its folded name is its name.
pub fn unit(code: &str, name: &str, parent: &str) -> Value {
    let level = match code.len() {
        2 => "Province",
        3 => "District",
        _ => "Commune",
    };
    json!({
        "code": code,
        "level": level,
        "kind": "xa",
        "name_vi": name,
        "name_en": null,
        "folded": [name, name],
        "parent": optional(parent),
        "agency": null,
        "population": null,
        "area_ha": null,
        "position": null,
    })
}

/// Units without anything around them, named after their codes.
pub fn units(codes: &[&str]) -> Value {
    codes.iter().map(|code| unit(code, code, "")).collect()
}

/// A succession: an empty old code or parent is missing.
pub fn succession(old_code: &str, old_name: &str, old_parent: &str, new_code: &str) -> Value {
    json!({
        "old_code": optional(old_code),
        "old_name": old_name,
        "old_parent": optional(old_parent),
        "new_code": new_code,
        "kind": "whole",
        "note": "",
    })
}

/// A centre with an address.
pub fn centre(unit_code: &str, address: &str) -> Value {
    json!({ "unit_code": unit_code, "address": address, "position": null, "hotline": null })
}

/// A form; the store does not read its body.
pub fn form(procedure: &str, body: &str) -> Value {
    json!({ "procedure": procedure, "body": body })
}

/// A procedure with what it must have.
pub fn procedure(code: &str, name: &str) -> Value {
    json!({
        "code": code,
        "name_vi": name,
        "name_en": null,
        "levels": [],
        "field_vi": "",
        "type_vi": "",
        "decision": "1/QĐ",
        "ministry": "bo-tu-phap",
        "subjects_vi": [],
        "agency_vi": "",
        "volume_rank": null,
        "whole": false,
        "methods": [],
        "cases": [],
        "documents_count": null,
        "legal_basis": [],
        "result_codes": [],
        "conditions_vi": "",
        "steps_vi": "",
        "source": "",
        "holds": { "start": null, "end": null },
    })
}

/// A way of handing in, without time and fee.
pub fn method(channel: &str) -> Value {
    json!({ "channel": channel, "time": null, "time_unit": null, "fee": null, "currency": null, "note": "" })
}

/// A row that says otherwise in some columns.
pub fn with(mut row: Value, columns: Value) -> Value {
    let (Some(row_columns), Value::Object(columns)) = (row.as_object_mut(), columns) else { panic!("no rows") };
    row_columns.extend(columns);
    row
}

/// A column of each row of an answer.
#[track_caller]
pub fn column<'a>(rows: &'a Value, name: &str) -> Vec<&'a str> {
    let text = |row: &'a Value| row[name].as_str().unwrap_or_else(|| panic!("no {name}: {row}"));
    rows.as_array().unwrap_or_else(|| panic!("no list: {rows}")).iter().map(text).collect()
}

/// The columns `code` of an answer.
#[track_caller]
pub fn codes(rows: &Value) -> Vec<&str> {
    column(rows, "code")
}

fn optional(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}
