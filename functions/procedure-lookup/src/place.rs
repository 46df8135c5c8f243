//! Places: what the store knows of a code or a name, brought to the rules, which say what it means today.

use motcua_edge::problem::Problem;
use motcua_rules::calendar::read_date;
use motcua_rules::fold::fold;
use motcua_rules::resolve::{By, Kind, Meant, OldReading, Outcome, SuccessionRow, UnitReading, resolve};
use motcua_rules::unit::{self, Code, Level, Period};

use crate::problem::{damaged, of_fault};
use crate::store::units::{self, Succession, Unit};

/// What a code leads to.
pub async fn by_code(code: &str, meant: Meant) -> Result<Resolved, Problem> {
    let readings = units::readings(code.to_owned()).await.map_err(of_fault)?;
    resolved(By::Code, meant, readings).await
}

/// What a name leads to. What stands behind commas narrows it: `Phúc Xá, Ba Đình, Hà Nội`.
pub async fn by_name(name: &str, meant: Meant) -> Result<Resolved, Problem> {
    let parts: Vec<String> = name.split(',').map(fold).filter(|part| !part.is_empty()).collect();
    let Some((first, around)) = parts.split_first() else { return resolved(By::Name, meant, Vec::new()).await };
    let mut readings = units::named(first.clone()).await.map_err(of_fault)?;
    readings.retain(|unit| lies_in(unit, around));
    resolved(By::Name, meant, readings).await
}

/// A code's or a name's meaning, and the units as the store has them, to be shown.
pub struct Resolved {
    /// What the rules say.
    pub outcome: Outcome,
    /// Today's units that the outcome may name.
    pub units: Vec<Unit>,
}

fn lies_in(unit: &Unit, around: &[String]) -> bool {
    let within: Vec<String> = unit.within.iter().map(|one| fold(&one.name_vi)).collect();
    around.iter().all(|part| within.iter().any(|name| name == part || name.ends_with(&format!(" {part}"))))
}

async fn resolved(by: By, meant: Meant, readings: Vec<Unit>) -> Result<Resolved, Problem> {
    let (mut old, mut new, mut shown) = (Vec::new(), Vec::new(), Vec::new());
    for unit in readings {
        let reading = reading(&unit)?;
        if !reading.period.overlaps(&Period::SINCE_REFORM) {
            if meant != Meant::New {
                let successions = successions(&reading, &mut shown).await?;
                old.push(OldReading { unit: reading, successions });
            }
        } else if reading.period.until().is_none() {
            shown.push(unit);
            new.push(reading);
        }
    }
    Ok(Resolved { outcome: resolve(by, meant, &old, &new), units: shown })
}

async fn successions(old: &UnitReading, shown: &mut Vec<Unit>) -> Result<Vec<SuccessionRow>, Problem> {
    let code = old.code.to_string();
    let mut rows = Vec::new();
    for row in units::successors(code.clone()).await.map_err(of_fault)? {
        rows.push(SuccessionRow { unit: reading(&row.new_unit)?, kind: kind(&row)?, note: row.note });
        shown.push(row.new_unit);
    }
    if old.code.level() == Level::District {
        for unit in units::successors_of_district(code).await.map_err(of_fault)? {
            if !rows.iter().any(|row| row.unit.code.to_string() == unit.code) {
                rows.push(SuccessionRow { unit: reading(&unit)?, kind: Kind::Whole, note: String::new() });
            }
            shown.push(unit);
        }
    }
    Ok(rows)
}

fn kind(row: &Succession) -> Result<Kind, Problem> {
    Kind::parse(&row.kind).ok_or_else(|| damaged(&format!("succession kind {}", row.kind)))
}

/// A unit as the rules read it.
pub fn reading(unit: &Unit) -> Result<UnitReading, Problem> {
    let broken = || damaged(&format!("unit {}", unit.code));
    let day = |day: &Option<String>| day.as_deref().map(|day| read_date(day).ok_or_else(broken)).transpose();
    Ok(UnitReading {
        code: Code::parse(&unit.code).ok_or_else(broken)?,
        kind: unit::Kind::parse(&unit.kind).ok_or_else(broken)?,
        name_vi: unit.name_vi.clone(),
        name_en: unit.name_en.clone(),
        period: Period::new(day(&unit.holds.start)?, day(&unit.holds.end)?).ok_or_else(broken)?,
        path: unit.within.iter().map(|one| one.name_vi.clone()).collect(),
    })
}
