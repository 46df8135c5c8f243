//! `/api/units`: lists of units, one unit, what it was made of, what it became, and where its people are served.

use motcua_edge::answer::Answer;
use motcua_edge::both::both;
use motcua_edge::page::Page;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_edge::refusal::bad_cursor;
use motcua_reference::problem::{no_unit, of_fault};
use motcua_reference::store::units::{self, Filter, Unit};
use motcua_reference::unit::find;
use motcua_rules::cursor::Cursor;
use motcua_rules::fold::fold;
use motcua_rules::unit::{Code, Level};

use crate::problem::no_centre;
use crate::search::word;
use crate::{Asked, view};

const LIMIT: u64 = 50;
const LIMIT_MAX: u64 = 199;
const TEXT_MAX: usize = 200;
/// The day before the reform: what people mean by an old unit.
const LAST_OLD_DAY: &str = "2025-06-30";

/// `GET /api/units?level=&parent=&q=&as_of=&cursor=&limit=`
pub async fn list(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let query = Query::parse(asked.query, &["level", "parent", "q", "as_of", "cursor", "limit"])?;
    let as_of = day(asked, &query)?;
    let level = word(&query, "level", Level::ALL, Level::as_str)?.map(to_store);
    let code = both("Một mã đơn vị hành chính, ví dụ 01.", "A unit's code, such as 01.");
    let parent = query.read("parent", code, Code::parse)?.map(|code| code.to_string());
    let after = match query.text("cursor", TEXT_MAX)?.map(Cursor::decode) {
        None => None,
        Some(Ok(Cursor::Code(code))) => Some(code),
        Some(_) => return Err(bad_cursor()),
    };
    let limit = query.integer("limit", 1..=LIMIT_MAX)?.unwrap_or(LIMIT);
    let name = query.text("q", TEXT_MAX)?.map(fold);
    let one_more = u32::try_from(limit).unwrap_or(u32::MAX).saturating_add(1);
    let found = match &name {
        // Nothing but signs was typed: no name starts so.
        Some(name) if name.is_empty() => Vec::new(),
        _ => units::listed(Filter { level, parent, name, as_of }, after, one_more).await.map_err(of_fault)?,
    };
    let page = Page::cut(found, usize::try_from(limit).unwrap_or(usize::MAX), |unit: &Unit| {
        Cursor::Code(unit.code.clone()).encode()
    });
    let items = page.items.iter().map(|unit| view::unit::unit(unit, asked.language)).collect();
    asked.json(&Page { items, next: page.next })
}

/// `GET /api/units/{code}?as_of=`
pub async fn read(asked: &Asked<'_>, code: &str) -> Result<Answer, Problem> {
    let query = Query::parse(asked.query, &["as_of"])?;
    let unit = find(code, &day(asked, &query)?).await?;
    asked.json(&view::unit::unit(&unit, asked.language))
}

/// `GET /api/units/{code}/predecessors`
pub async fn predecessors(asked: &Asked<'_>, code: &str) -> Result<Answer, Problem> {
    Query::parse(asked.query, &[])?;
    let unit = find(code, &asked.today().to_string()).await?;
    let rows = units::predecessors(unit.code.clone()).await.map_err(of_fault)?;
    let items = rows.iter().map(view::unit::predecessor).collect();
    asked.json(&Page { items, next: None })
}

/// `GET /api/units/{code}/successors`: the rows of the official table for an old code.
pub async fn successors(asked: &Asked<'_>, code: &str) -> Result<Answer, Problem> {
    Query::parse(asked.query, &[])?;
    if Code::parse(code).is_none() {
        return Err(no_unit(code, LAST_OLD_DAY));
    }
    let rows = units::successors(code.to_owned()).await.map_err(of_fault)?;
    if rows.is_empty() && units::readings(code.to_owned()).await.map_err(of_fault)?.is_empty() {
        return Err(no_unit(code, LAST_OLD_DAY));
    }
    let items = rows.iter().map(|row| view::unit::successor(row, asked.language)).collect();
    asked.json(&Page { items, next: None })
}

/// `GET /api/units/{code}/centre?as_of=`
pub async fn centre(asked: &Asked<'_>, code: &str) -> Result<Answer, Problem> {
    let query = Query::parse(asked.query, &["as_of"])?;
    let day = day(asked, &query)?;
    let unit = find(code, &day).await?;
    let centre = units::centre_of(unit.code.clone(), day).await.map_err(of_fault)?;
    let centre = centre.ok_or_else(|| no_centre(code))?;
    asked.json(&view::unit::centre(&unit, &centre, asked.language))
}

fn day(asked: &Asked<'_>, query: &Query) -> Result<String, Problem> {
    Ok(query.day("as_of")?.unwrap_or_else(|| asked.today()).to_string())
}

fn to_store(level: Level) -> units::Level {
    match level {
        Level::Province => units::Level::Province,
        Level::District => units::Level::District,
        Level::Commune => units::Level::Commune,
    }
}
