//! `GET /api/procedures/{code}/quote?place=&channel=&level=&copies=&pages=&date=`: who decides, by when, for how much.

use jiff::civil::time;
use motcua_edge::answer::Answer;
use motcua_edge::clock::civil;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_reference::place::settle;
use motcua_reference::problem::of_fault;
use motcua_reference::procedure::{facts, find};
use motcua_reference::quote::told;
use motcua_reference::store::units::{Unit, readings};
use motcua_reference::unit::reading;
use motcua_rules::procedure::{Channel, Level};
use motcua_rules::quote::QuoteRequest;
use motcua_rules::resolve::Meant;

use crate::{Asked, search, view};

const COPIES_MAX: u64 = 1_000;
const MINUTE_MS: u64 = 60_000;

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
    let day = filed.date().to_string();
    let procedure = find(code, &day).await?;
    let meant = query.one_of("as", &[("old", Meant::Old), ("new", Meant::New)])?.unwrap_or(Meant::New);
    let mut formerly = None;
    if let Some(place) = query.text("place", 200)? {
        let settled = settle(place, meant, &day).await?;
        formerly = formerly_called(&settled.unit, place).await?;
        request.place = Some(settled.place);
    }
    let quoted = told(&facts(&procedure)?, &request);
    asked.json(&view::quote::quote(&procedure, &request, formerly, &quoted, asked.language))
}

/// What the code that was given meant before the reform, if that was a unit of another name: who has an old address in
/// hand sees that it is not his.
async fn formerly_called(unit: &Unit, given: &str) -> Result<Option<String>, Problem> {
    if given != unit.code {
        return Ok(None);
    }
    let readings = readings(unit.code.clone()).await.map_err(of_fault)?;
    let old = readings.iter().find(|one| one.holds.end.is_some() && one.name_vi != unit.name_vi);
    old.map(|old| Ok(reading(old)?.label())).transpose()
}
