//! `GET /api/procedures/{code}/quote?place=&channel=&level=&copies=&pages=&date=`: who decides, by when, for how much.

use jiff::civil::time;
use motcua_edge::answer::Answer;
use motcua_edge::both::both;
use motcua_edge::clock::civil;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_rules::agency::{Agency, Id};
use motcua_rules::calendar::Calendar;
use motcua_rules::language::Language;
use motcua_rules::procedure::{Channel, Code, Level};
use motcua_rules::quote::{self, Facts, Method, Place, PlaceUnit, Published, QuoteRequest, Schedule};
use motcua_rules::resolve::{Meant, Outcome};
use motcua_rules::term::Term;
use motcua_rules::unit;

use crate::problem::{damaged, of_fault, which_place};
use crate::store::procedures::{self, Procedure};
use crate::store::units::{self as store, Unit};
use crate::{Asked, catalogue, place, procedures as read, search, units, view};

const COPIES_MAX: u64 = 1_000;
const MINUTE_MS: u64 = 60_000;

thread_local! {
    static CALENDAR: Calendar = Calendar::built_in();
    /// What notes say about fees, read once an instance.
    pub static SCHEDULE: Schedule = Schedule::built_in();
}

/// Quotes, as JSON.
pub async fn quote(asked: &Asked<'_>, code: &str) -> Result<Answer, Problem> {
    let query = Query::parse(asked.query, &["place", "as", "channel", "level", "copies", "pages", "date"])?;
    let filed = match query.day("date")? {
        // A day without an hour is asked about as if it began with opening.
        Some(day) => day.to_datetime(time(8, 0, 0, 0)),
        // Seconds move no deadline, and without them the answer can be kept for a minute.
        None => civil(asked.now - asked.now % MINUTE_MS),
    };
    let number = |name| Ok(query.integer(name, 1..=COPIES_MAX)?.and_then(|number| u32::try_from(number).ok()));
    let mut request = QuoteRequest {
        channel: search::word(&query, "channel", Channel::ALL, Channel::as_str)?,
        filed,
        place: None,
        level: search::word(&query, "level", Level::ALL, Level::as_str)?,
        copies: number("copies")?,
        pages: number("pages")?,
    };
    let procedure = read::find(code, &filed.date().to_string()).await?;
    let meant = query.one_of("as", &[("old", Meant::Old), ("new", Meant::New)])?.unwrap_or(Meant::New);
    let mut formerly = None;
    if let Some(place) = query.text("place", 200)? {
        let unit = unit_of(place, meant, &filed.date().to_string()).await?;
        formerly = formerly_called(&unit, place).await?;
        request.place = Some(with_province(&unit, &filed.date().to_string()).await?);
    }
    let quoted = told(&facts(&procedure)?, &request);
    asked.json(&view::quote::quote(&procedure, &request, formerly, &quoted, asked.language))
}

/// What the rules say, with the calendar and the fees that the portal is built with.
pub fn told(facts: &Facts, request: &QuoteRequest) -> quote::Quote {
    SCHEDULE.with(|schedule| CALENDAR.with(|calendar| quote::quote(facts, request, schedule, calendar)))
}

/// A procedure as far as a quote needs it.
pub fn facts(procedure: &Procedure) -> Result<Facts, Problem> {
    Ok(Facts {
        code: Code::parse(&procedure.code).ok_or_else(|| damaged(&format!("procedure code {}", procedure.code)))?,
        levels: procedure.levels.iter().copied().map(catalogue::level).collect(),
        ministry: procedure.ministry.clone(),
        field_vi: procedure.field_vi.clone(),
        agency_vi: procedure.agency_vi.clone(),
        decision: procedure.decision.clone(),
        whole: procedure.whole,
        methods: procedure.methods.iter().map(method).collect(),
    })
}

fn method(method: &procedures::Method) -> Method {
    Method {
        channel: catalogue::channel(method.channel),
        term: Term::read(method.time, method.time_unit.map(catalogue::unit)),
        fee: method.fee.map(|amount| Published { amount, currency: method.currency.clone() }),
        note: method.note.clone(),
    }
}

/// A place by today's code, or by an old code or a name that leads to one unit; otherwise the question which. A code that
/// was another unit's before the reform is taken as today's, unless it is meant as old.
async fn unit_of(text: &str, meant: Meant, day: &str) -> Result<Unit, Problem> {
    if meant == Meant::New {
        match units::find(text, day).await {
            Ok(unit) => return Ok(unit),
            Err(problem) if problem.kind() != "no-such-unit" => return Err(problem),
            Err(_) => {}
        }
    }
    let meant = if meant == Meant::New { Meant::Unsaid } else { meant };
    let resolved = crate::resolve::said(text, meant).await?;
    let one = match &resolved.outcome {
        Outcome::One { unit, .. } => resolved.units.iter().find(|one| one.code == unit.code.to_string()),
        _ => None,
    };
    one.cloned().ok_or_else(|| which(text, &resolved))
}

/// What the code that was given meant before the reform, if that was a unit of another name: who has an old address in
/// hand sees that it is not his.
async fn formerly_called(unit: &Unit, given: &str) -> Result<Option<String>, Problem> {
    if given != unit.code {
        return Ok(None);
    }
    let readings = store::readings(unit.code.clone()).await.map_err(of_fault)?;
    let old = readings.iter().find(|one| one.holds.end.is_some() && one.name_vi != unit.name_vi);
    old.map(|old| Ok(place::reading(old)?.label())).transpose()
}

fn which(text: &str, resolved: &place::Resolved) -> Problem {
    let question = |language: Language| match &resolved.outcome {
        Outcome::Choose { question, .. } | Outcome::Ambiguous { question, .. } => question.say(language),
        Outcome::One { reason, .. } | Outcome::Unknown { reason } => format!("{} (“{text}”)", reason.say(language)),
    };
    let choices = view::resolve::resolved(resolved, Language::Vi);
    which_place(both(question(Language::Vi), question(Language::En)), choices.units)
}

async fn with_province(unit: &Unit, day: &str) -> Result<Place, Problem> {
    match unit.within.last() {
        None => Ok(Place { province: place_unit(unit)?, commune: None }),
        Some(province) => {
            let province = units::find(&province.code, day).await?;
            Ok(Place { province: place_unit(&province)?, commune: Some(place_unit(unit)?) })
        }
    }
}

fn place_unit(unit: &Unit) -> Result<PlaceUnit, Problem> {
    let broken = || damaged(&format!("unit {}", unit.code));
    let agency = match &unit.agency {
        Some(agency) => Some(Agency { id: Id::parse(&agency.id).ok_or_else(broken)?, synthetic: agency.synthetic }),
        None => None,
    };
    Ok(PlaceUnit {
        code: unit::Code::parse(&unit.code).ok_or_else(broken)?,
        name_vi: unit.name_vi.clone(),
        name_en: unit.name_en.clone().unwrap_or_else(|| unit.name_vi.clone()),
        agency,
    })
}
