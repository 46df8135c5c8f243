//! What a unit shows.

use motcua_reference::store::types::Period;
use motcua_reference::store::units::{Centre, Level, Position, Succession, Unit};
use motcua_rules::language::Language;
use serde::Serialize;

/// One unit.
#[derive(Serialize)]
pub struct View<'a> {
    /// Means a unit only together with `holds`.
    pub code: &'a str,
    level: &'static str,
    kind: &'a str,
    /// In the language asked for, where the unit has a name in it.
    pub name: &'a str,
    name_vi: &'a str,
    name_en: Option<&'a str>,
    within: Vec<Within<'a>>,
    agency: Option<Agency<'a>>,
    population: Option<u64>,
    area_ha: Option<u64>,
    position: Option<Degrees>,
    holds: Holds<'a>,
}

#[derive(Serialize)]
struct Within<'a> {
    code: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Agency<'a> {
    id: &'a str,
    /// True where the official code is not public and this one was generated.
    synthetic: bool,
}

/// A period of days; `end` is the first day no longer in it.
#[derive(Serialize)]
pub struct Holds<'a> {
    start: Option<&'a str>,
    end: Option<&'a str>,
}

impl Holds<'_> {
    /// The period as the store has it.
    pub fn of(period: &Period) -> Holds<'_> {
        Holds { start: period.start.as_deref(), end: period.end.as_deref() }
    }
}

#[derive(Serialize)]
struct Degrees {
    latitude: f64,
    longitude: f64,
}

/// Shows a unit.
pub fn unit(unit: &Unit, language: Language) -> View<'_> {
    View {
        code: &unit.code,
        level: match unit.level {
            Level::Province => "province",
            Level::District => "district",
            Level::Commune => "commune",
        },
        kind: &unit.kind,
        name: language.pick(&unit.name_vi, unit.name_en.as_deref().unwrap_or(&unit.name_vi)),
        name_vi: &unit.name_vi,
        name_en: unit.name_en.as_deref(),
        within: unit.within.iter().map(|one| Within { code: &one.code, name: &one.name_vi }).collect(),
        agency: unit.agency.as_ref().map(|agency| Agency { id: &agency.id, synthetic: agency.synthetic }),
        population: unit.population,
        area_ha: unit.area_ha,
        position: unit.position.as_ref().map(degrees),
        holds: Holds::of(&unit.holds),
    }
}

#[expect(clippy::float_arithmetic, reason = "JSON writes a position in degrees; nothing is computed with it")]
fn degrees(position: &Position) -> Degrees {
    let degrees = |millionths: i32| f64::from(millionths) / 1_000_000.0;
    Degrees { latitude: degrees(position.latitude), longitude: degrees(position.longitude) }
}

/// A row of the official table, seen from one of its sides.
#[derive(Serialize)]
pub struct Change<'a> {
    code: Option<&'a str>,
    name: &'a str,
    /// The district that an old unit lay in.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'a str>,
    kind: &'a str,
    note: &'a str,
    day: &'a str,
}

/// What a unit was made of.
pub fn predecessor(row: &Succession) -> Change<'_> {
    Change {
        code: row.old_code.as_deref(),
        name: &row.old_name,
        parent: row.old_parent.as_deref(),
        kind: &row.kind,
        note: &row.note,
        day: &row.day,
    }
}

/// What a unit became.
pub fn successor(row: &Succession, language: Language) -> Change<'_> {
    let new = &row.new_unit;
    Change {
        code: Some(&new.code),
        name: language.pick(&new.name_vi, new.name_en.as_deref().unwrap_or(&new.name_vi)),
        parent: None,
        kind: &row.kind,
        note: &row.note,
        day: &row.day,
    }
}

/// Where the people of a unit are served.
#[derive(Serialize)]
pub struct CentreView<'a> {
    unit: View<'a>,
    /// In Vietnamese as published; nothing where it is not published yet.
    address: Option<&'a str>,
    position: Option<Degrees>,
    hotline: Option<&'a str>,
    holds: Holds<'a>,
}

/// Shows a centre with its unit.
pub fn centre<'a>(of: &'a Unit, centre: &'a Centre, language: Language) -> CentreView<'a> {
    CentreView {
        unit: unit(of, language),
        address: centre.address.as_deref(),
        position: centre.position.as_ref().map(degrees),
        hotline: centre.hotline.as_deref(),
        holds: Holds::of(&centre.holds),
    }
}
