//! A unit by its code and a day, and what it holds for the rules.

use motcua_edge::problem::Problem;
use motcua_rules::agency::{Agency, Id};
use motcua_rules::calendar::read_date;
use motcua_rules::quote::PlaceUnit;
use motcua_rules::resolve::UnitReading;
use motcua_rules::unit::{Code, Kind, Period};

use crate::problem::{damaged, no_unit, of_fault};
use crate::store::units::{self, Unit};

/// The unit that bears a code on a day. 404 where there is none.
pub async fn find(code: &str, day: &str) -> Result<Unit, Problem> {
    known(code, day).await?.ok_or_else(|| no_unit(code, day))
}

/// The unit that bears a code on a day, if there is one. Whatever is no code bears none.
pub async fn known(code: &str, day: &str) -> Result<Option<Unit>, Problem> {
    match Code::parse(code) {
        Some(_) => units::read(code.to_owned(), day.to_owned()).await.map_err(of_fault),
        None => Ok(None),
    }
}

/// A unit as the rules resolve it.
pub fn reading(unit: &Unit) -> Result<UnitReading, Problem> {
    let broken = || damaged(&format!("unit {}", unit.code));
    let day = |day: &Option<String>| day.as_deref().map(|day| read_date(day).ok_or_else(broken)).transpose();
    Ok(UnitReading {
        code: Code::parse(&unit.code).ok_or_else(broken)?,
        kind: Kind::parse(&unit.kind).ok_or_else(broken)?,
        name_vi: unit.name_vi.clone(),
        name_en: unit.name_en.clone(),
        period: Period::new(day(&unit.holds.start)?, day(&unit.holds.end)?).ok_or_else(broken)?,
        path: unit.within.iter().map(|one| one.name_vi.clone()).collect(),
    })
}

/// A unit as one that governs a place.
pub fn governing(unit: &Unit) -> Result<PlaceUnit, Problem> {
    let broken = || damaged(&format!("unit {}", unit.code));
    let agency = match &unit.agency {
        Some(agency) => Some(Agency { id: Id::parse(&agency.id).ok_or_else(broken)?, synthetic: agency.synthetic }),
        None => None,
    };
    Ok(PlaceUnit {
        code: Code::parse(&unit.code).ok_or_else(broken)?,
        name_vi: unit.name_vi.clone(),
        name_en: unit.name_en.clone().unwrap_or_else(|| unit.name_vi.clone()),
        agency,
    })
}
