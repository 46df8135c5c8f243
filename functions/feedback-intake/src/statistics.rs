//! `GET /api/feedback/statistics?by=&from=&until=`: counts by province, field or month, as JSON and as CSV (`statistics.csv`).
//!
//! What happened to fewer than five is not told, and nothing from which it could be reckoned.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::HeaderValue;
use jiff::civil::Date;
use motcua_edge::answer::{self, Answer};
use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_edge::refusal::malformed_parameter;
use motcua_reference::problem::of_fault;
use motcua_rules::feedback::figures::{suppress, total};
use serde::Serialize;

use crate::asked::Asked;
use crate::store::register::{self, Grouping};
use crate::view;

/// The parameters.
pub const KNOWN: [&str; 3] = ["by", "from", "until"];
/// So many months at most.
const MONTHS_MAX: i32 = 60;
/// Of as many months, if nobody says since when.
const MONTHS: i32 = 12;
const CSV: HeaderValue = HeaderValue::from_static("text/csv; charset=utf-8");

/// What is counted, in the order of the columns.
pub const MEASURES: [&str; 8] =
    ["received", "answered_in_time", "answered_late", "refused", "reopened", "published", "like", "dislike"];

/// Counts by a group.
#[derive(Serialize)]
pub struct Statistics {
    /// `province`, `field` or `month`.
    pub by: &'static str,
    /// The first month.
    pub from: String,
    /// The last month.
    pub until: String,
    /// A row a group.
    pub items: Vec<Row>,
    /// All groups together.
    pub total: BTreeMap<&'static str, Option<u64>>,
}

/// The counts of one group; a missing one is too small to be told.
#[derive(Serialize)]
pub struct Row {
    /// The agency's code, the field's word or the month.
    pub code: String,
    /// What the group is called.
    pub name: String,
    /// The counts by what is counted.
    pub counts: BTreeMap<&'static str, Option<u64>>,
}

/// As JSON.
pub async fn json(asked: &Asked) -> Result<Answer, Problem> {
    asked.only_read()?;
    answer::public_json(&asked.parts.headers, asked.language, &counted(asked, &asked.query(&KNOWN)?).await?)
}

/// As CSV, for a spreadsheet: its first line names the columns, and what is not told is empty.
pub async fn csv(asked: &Asked) -> Result<Answer, Problem> {
    asked.only_read()?;
    let statistics = counted(asked, &asked.query(&KNOWN)?).await?;
    let mut text = format!("{},name,{}\r\n", statistics.by, MEASURES.join(","));
    for row in &statistics.items {
        let counts = MEASURES.map(|measure| row.counts.get(measure).copied().flatten());
        let counts = counts.map(|count| count.map(|count| count.to_string()).unwrap_or_default());
        text.push_str(&format!("{},\"{}\",{}\r\n", row.code, row.name.replace('"', "\"\""), counts.join(",")));
    }
    Ok(answer::public(&asked.parts.headers, asked.language, CSV, Bytes::from(text)))
}

/// The counts that a query asks for.
pub async fn counted(asked: &Asked, query: &Query) -> Result<Statistics, Problem> {
    const BY: [(&str, (&str, Grouping)); 3] = [
        ("province", ("province", Grouping::Agency)),
        ("field", ("field", Grouping::Field)),
        ("month", ("month", Grouping::Month)),
    ];
    let (by, grouping) = query.one_of("by", &BY)?.unwrap_or(("province", Grouping::Agency));
    let today = asked.today();
    let until = month(query, "until")?.unwrap_or_else(|| of(today.year().into(), today.month().into()));
    let from = month(query, "from")?.unwrap_or_else(|| until.saturating_sub(MONTHS.saturating_sub(1)));
    if from > until || until.saturating_sub(from) >= MONTHS_MAX {
        let expected = both(
            format!("Không sau “until”, và tối đa {MONTHS_MAX} tháng."),
            format!("Not after “until”, and at most {MONTHS_MAX} months."),
        );
        return Err(malformed_parameter("from", &written(from), expected));
    }
    let (from, until) = (written(from), written(until));
    let figures = register::figures(grouping, from.clone(), until.clone()).await.map_err(of_fault)?;
    let mut groups: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for figure in figures {
        groups.entry(figure.group).or_default().insert(figure.measure, figure.amount);
    }
    let mut items: Vec<Row> = groups
        .keys()
        .map(|code| Row { name: name(asked, grouping, code), code: code.clone(), counts: BTreeMap::new() })
        .collect();
    let mut totals = BTreeMap::new();
    for measure in MEASURES {
        let cells: Vec<u64> = groups.values().map(|counts| counts.get(measure).copied().unwrap_or_default()).collect();
        for (row, cell) in items.iter_mut().zip(suppress(&cells)) {
            row.counts.insert(measure, cell);
        }
        totals.insert(measure, total(&cells));
    }
    Ok(Statistics { by, from, until, items, total: totals })
}

fn name(asked: &Asked, grouping: Grouping, code: &str) -> String {
    match grouping {
        Grouping::Field => view::field(code, asked.language).name,
        Grouping::Agency | Grouping::Month => code.to_owned(),
    }
}

/// Months since the year 0, so that they can be reckoned with.
const fn of(year: i32, month: i32) -> i32 {
    year.saturating_mul(12).saturating_add(month).saturating_sub(1)
}

fn written(months: i32) -> String {
    format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12).saturating_add(1))
}

fn month(query: &Query, name: &'static str) -> Result<Option<i32>, Problem> {
    let Some(text) = query.text(name, 7)? else { return Ok(None) };
    let day: Option<Date> = format!("{text}-01").parse().ok();
    let day = day.filter(|day| text.len() == 7 && (2000..=2099).contains(&day.year()));
    let expected = both("Một tháng, ví dụ 2025-07.", "A month, such as 2025-07.");
    day.map(|day| Some(of(day.year().into(), day.month().into())))
        .ok_or_else(|| malformed_parameter(name, text, expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_reckoned_across_years() {
        assert_eq!(written(of(2025, 1).saturating_sub(1)), "2024-12");
        assert_eq!(written(of(2025, 12).saturating_add(1)), "2026-01");
        let read = |text: &str| {
            month(&Query::parse(Some(&format!("from={text}")), &KNOWN).ok().unwrap(), "from").ok().flatten()
        };
        assert_eq!(read("2025-07").map(written).as_deref(), Some("2025-07"));
        for wrong in ["2025-13", "1999-12", "2025-7", "2025-07-01"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
