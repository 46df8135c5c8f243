//! Places: what the store knows of a code or a name, brought to the rules, which say what it means today.

use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_rules::fold::fold;
use motcua_rules::language::Language;
use motcua_rules::quote::Place;
use motcua_rules::resolve::{By, Kind, Meant, OldReading, Outcome, SuccessionRow, UnitReading, resolve};
use motcua_rules::unit::{Level, Period};

use crate::problem::{damaged, of_fault, which_place};
use crate::shown;
use crate::store::units::{self, Succession, Unit};
use crate::unit::{find, governing, known, reading};

/// A place that is settled: the unit that was named, and what governs there.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The unit, as the store has it.
    pub unit: Unit,
    /// The same for the rules, with its province.
    pub place: Place,
}

/// A place by today's code, or by an old code or a name that leads to one unit; otherwise the question which (422). A code
/// that was another unit's before the reform is taken as today's, unless it is meant as old.
pub async fn settle(text: &str, meant: Meant, day: &str) -> Result<Settled, Problem> {
    let unit = named(text, meant, day).await?;
    let place = around(&unit, day).await?;
    Ok(Settled { unit, place })
}

/// The place of a code that was settled before. 404 where no unit bears it on that day.
pub async fn of_code(code: &str, day: &str) -> Result<Place, Problem> {
    around(&find(code, day).await?, day).await
}

async fn named(text: &str, meant: Meant, day: &str) -> Result<Unit, Problem> {
    let today = if meant == Meant::New { known(text, day).await? } else { None };
    if let Some(unit) = today {
        return Ok(unit);
    }
    let meant = if meant == Meant::New { Meant::Unsaid } else { meant };
    let resolved = said(text, meant).await?;
    let one = match &resolved.outcome {
        Outcome::One { unit, .. } => resolved.units.iter().find(|one| one.code == unit.code.to_string()),
        _ => None,
    };
    one.cloned().ok_or_else(|| which(text, &resolved))
}

fn which(text: &str, resolved: &Resolved) -> Problem {
    let question = |language: Language| match &resolved.outcome {
        Outcome::Choose { question, .. } | Outcome::Ambiguous { question, .. } => question.say(language),
        Outcome::One { reason, .. } | Outcome::Unknown { reason } => format!("{} (“{text}”)", reason.say(language)),
    };
    let choices = shown::resolved(resolved, Language::Vi);
    which_place(both(question(Language::Vi), question(Language::En)), choices.units)
}

async fn around(unit: &Unit, day: &str) -> Result<Place, Problem> {
    match unit.within.last() {
        None => Ok(Place { province: governing(unit)?, commune: None }),
        Some(province) => {
            let province = find(&province.code, day).await?;
            Ok(Place { province: governing(&province)?, commune: Some(governing(unit)?) })
        }
    }
}

/// A code's or a name's meaning, and the units as the store has them, to be shown.
pub struct Resolved {
    /// What the rules say.
    pub outcome: Outcome,
    /// Today's units that the outcome may name.
    pub units: Vec<Unit>,
}

/// What somebody typed into one field: digits are a code, anything else a name.
pub async fn said(text: &str, meant: Meant) -> Result<Resolved, Problem> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) { by_code(text, meant).await } else { by_name(text, meant).await }
}

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
