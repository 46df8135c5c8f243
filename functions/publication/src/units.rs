//! Units and successions, row by row.

use motcua_edge::both::{Both, both};
use motcua_rules::agency;
use motcua_rules::fold::fold;
use motcua_rules::language::Language;
use motcua_rules::resolve;
use motcua_rules::unit::{Code, Kind, Level};

use crate::grammar;
use crate::json::Value;
use crate::row::Row;
use crate::store::publication::{SuccessionRow, UnitRow};
use crate::store::units::{self, Agency, Position};
use crate::table::{Column, needed, optional};

const NAME_CHARS_MAX: usize = 300;
const NOTE_CHARS_MAX: usize = 1000;
const POPULATION_MAX: u64 = 100_000_000;

/// The columns of a list of units.
pub const UNIT_COLUMNS: &[Column] = &[
    needed("code"),
    needed("kind"),
    needed("name_vi"),
    optional("name_en"),
    optional("parent"),
    optional("agency_code"),
    optional("agency_synthetic"),
    optional("area_km2"),
    optional("population"),
    optional("lat"),
    optional("lon"),
];

/// The columns of a list of successions.
pub const SUCCESSION_COLUMNS: &[Column] = &[
    needed("old_code"),
    needed("old_name"),
    needed("old_parent"),
    needed("new_code"),
    needed("kind"),
    optional("note"),
];

/// Which kinds of unit stand at which level, before and after the reform.
#[rustfmt::skip]
const KINDS: &[(Level, &[Kind])] = &[
    (Level::Province, &[Kind::ThanhPho, Kind::Tinh]),
    (Level::District, &[Kind::ThanhPho, Kind::Quan, Kind::Huyen, Kind::ThiXa]),
    (Level::Commune,  &[Kind::Phuong, Kind::Xa, Kind::ThiTran, Kind::DacKhu]),
];

/// A unit.
pub fn unit(row: &mut Row<'_>) -> Option<UnitRow> {
    let code = row.must("code", code);
    let kind = row.must("kind", kind);
    let name = row.must("name_vi", |value| grammar::name(value, NAME_CHARS_MAX));
    let name_en = row.may("name_en", |value| grammar::name(value, NAME_CHARS_MAX));
    let parent = parent(row, code);
    let agency = agency(row);
    let population = row.may("population", |value| grammar::whole(value, 0..=POPULATION_MAX));
    let area_ha = row.may("area_km2", grammar::hectares);
    let position = position(row);
    let (code, kind, name_vi) = (code?, kind?, name?);
    if !KINDS.iter().any(|(level, kinds)| *level == code.level() && kinds.contains(&kind)) {
        row.flaw("kind", both("Loại này không có ở cấp của mã.", "The code's level has no such kind."));
    }
    Some(UnitRow {
        code: code.to_string(),
        level: level(code.level()),
        kind: kind.as_str().to_owned(),
        folded: folded(&name_vi, kind),
        name_vi,
        name_en,
        parent,
        agency,
        population,
        area_ha,
        position,
    })
}

/// A succession. Land that belonged to no commune has no old code, and then the district that it lay in.
pub fn succession(row: &mut Row<'_>) -> Option<SuccessionRow> {
    let old_code = row.may("old_code", code);
    let old_name = row.may("old_name", |value| grammar::name(value, NAME_CHARS_MAX));
    let old_parent = if old_code.is_some() { row.may("old_parent", code) } else { row.must("old_parent", code) };
    let new_code = row.must("new_code", code);
    let kind = row.must("kind", succession_kind);
    let note = row.may("note", |value| grammar::prose(value, NOTE_CHARS_MAX));
    if old_code.is_some() && old_name.is_none() {
        row.must("old_name", |value| grammar::name(value, NAME_CHARS_MAX));
    }
    Some(SuccessionRow {
        old_code: old_code.map(|code| code.to_string()),
        old_name: old_name.unwrap_or_default(),
        old_parent: old_parent.map(|code| code.to_string()),
        new_code: new_code?.to_string(),
        kind: kind?.as_str().to_owned(),
        note: note.unwrap_or_default(),
    })
}

/// A unit's code.
pub fn code(value: &Value<'_>) -> Result<Code, Both> {
    let expected = both(
        "Phải là mã đơn vị: 2 chữ số (tỉnh), 3 (huyện) hoặc 5 (xã).",
        "It must be a unit's code: 2 digits (province), 3 (district) or 5 (commune).",
    );
    grammar::read(value, expected, Code::parse)
}

/// The place in the columns `lat` and `lon`: both or neither.
pub fn position(row: &mut Row<'_>) -> Option<Position> {
    let latitude = row.may("lat", |value| grammar::millionths(value, 4..=24));
    let longitude = row.may("lon", |value| grammar::millionths(value, 101..=118));
    if latitude.is_some() != longitude.is_some() {
        row.flaw(
            "lat",
            both("Vĩ độ và kinh độ phải có cả hai hoặc không.", "Latitude and longitude come together or not at all."),
        );
    }
    Some(Position { latitude: latitude?, longitude: longitude? })
}

fn kind(value: &Value<'_>) -> Result<Kind, Both> {
    grammar::read(value, grammar::one_of(Kind::ALL.iter().map(|kind| kind.as_str())), Kind::parse)
}

fn succession_kind(value: &Value<'_>) -> Result<resolve::Kind, Both> {
    grammar::read(value, grammar::one_of(resolve::Kind::ALL.iter().map(|kind| kind.as_str())), resolve::Kind::parse)
}

/// The code of what encloses the unit: a province has none, every other unit one of a higher level.
fn parent(row: &mut Row<'_>, of: Option<Code>) -> Option<String> {
    let parent = match of.map(|code| code.level()) {
        Some(Level::District | Level::Commune) => row.must("parent", code),
        Some(Level::Province) | None => row.may("parent", code),
    };
    if parent.zip(of).is_some_and(|(parent, of)| parent.level() >= of.level()) {
        row.flaw("parent", both("Đơn vị cha phải ở cấp cao hơn.", "The parent must be of a higher level."));
    }
    parent.map(|code| code.to_string())
}

fn agency(row: &mut Row<'_>) -> Option<Agency> {
    let expected = || {
        both(
            "Phải là mã định danh cơ quan, ví dụ H29 hoặc H29.101.",
            "It must be an agency's code, such as H29 or H29.101.",
        )
    };
    let id = row.may("agency_code", |value| grammar::read(value, expected(), agency::Id::parse));
    let synthetic = row.may("agency_synthetic", grammar::truth);
    Some(Agency { id: id?.to_string(), synthetic: synthetic.unwrap_or(false) })
}

/// The name folded for search, with and without the kind before it: `phuong bo de` and `bo de`.
fn folded(name: &str, kind: Kind) -> (String, String) {
    let whole = fold(name);
    let own = whole.strip_prefix(&fold(kind.label(Language::Vi))).and_then(|rest| rest.strip_prefix(' '));
    let own = own.unwrap_or(&whole).to_owned();
    (whole, own)
}

fn level(level: Level) -> units::Level {
    match level {
        Level::Province => units::Level::Province,
        Level::District => units::Level::District,
        Level::Commune => units::Level::Commune,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::tests::flaws_of;

    #[test]
    fn a_name_is_folded_with_and_without_its_kind() {
        let pair = |name, kind| folded(name, kind);
        assert_eq!(pair("Phường Bồ Đề", Kind::Phuong), ("phuong bo de".into(), "bo de".into()));
        assert_eq!(
            pair("Thành phố Hồ Chí Minh", Kind::ThanhPho),
            ("thanh pho ho chi minh".into(), "ho chi minh".into())
        );
        assert_eq!(pair("Quận 1", Kind::Quan), ("quan 1".into(), "1".into()));
        assert_eq!(pair("Xã", Kind::Xa), ("xa".into(), "xa".into()));
    }

    #[test]
    fn a_unit_is_checked_value_by_value() {
        let good = r#"{"code":"00004","kind":"phuong","name_vi":"Phường Ba Đình","parent":"01","population":65023,"area_km2":2.97,"lat":"21.0386","lon":"105.838"}"#;
        assert_eq!(flaws_of(good, unit), [""; 0]);
        for (json, columns) in [
            (r#"{}"#, &["code", "kind", "name_vi"][..]),
            (r#"{"code":118,"kind":"ward","name_vi":" "}"#, &["code", "kind", "name_vi"]),
            (r#"{"code":"00004","kind":"tinh","name_vi":"A","parent":"00001"}"#, &["parent", "kind"]),
            (r#"{"code":"00004","kind":"xa","name_vi":"A"}"#, &["parent"]),
            (
                r#"{"code":"01","kind":"tinh","name_vi":"A","agency_code":"Z1","agency_synthetic":"yes"}"#,
                &["agency_code", "agency_synthetic"],
            ),
            (r#"{"code":"01","kind":"tinh","name_vi":"A","lat":"21"}"#, &["lat"]),
            (
                r#"{"code":"01","kind":"tinh","name_vi":"A","population":"đang cập nhật","area_km2":"0.0"}"#,
                &["population", "area_km2"],
            ),
        ] {
            assert_eq!(flaws_of(json, unit), columns, "{json}");
        }
    }

    #[test]
    fn a_succession_without_an_old_code_names_its_district() {
        let nameless = r#"{"old_parent":"004","new_code":"00004","kind":"unsettled_area","note":""}"#;
        assert_eq!(flaws_of(nameless, succession), [""; 0]);
        assert_eq!(flaws_of(r#"{"new_code":"00004","kind":"whole"}"#, succession), ["old_parent"]);
        assert_eq!(
            flaws_of(r#"{"old_code":"00001","new_code":"4","kind":"all"}"#, succession),
            ["new_code", "kind", "old_name"]
        );
    }
}
