//! `GET /api/feedback/statistics?by=&from=&until=`: counts by province, field or month, as JSON and as CSV (`statistics.csv`).
//!
//! What happened to fewer than five is not told, and nothing from which it could be reckoned. Each month is a table of its
//! own: what is hidden in it is left out of every sum, so that no two periods have it as their difference.

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

/// Counts by what is counted; a missing one is too small to be told.
pub type Counts = BTreeMap<&'static str, Option<u64>>;

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
    pub total: Counts,
    /// Of which counts of the total something was left out.
    pub partial: Vec<&'static str>,
}

/// The counts of one group.
#[derive(Serialize)]
pub struct Row {
    /// The agency's code, the field's word or the month.
    pub code: String,
    /// What the group is called.
    pub name: String,
    /// The counts by what is counted.
    pub counts: Counts,
    /// Of which of them something was left out: they are at least so many.
    pub partial: Vec<&'static str>,
}

/// By what counts are told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Province,
    Field,
    Month,
}

impl By {
    const ALL: [By; 3] = [By::Province, By::Field, By::Month];

    const fn as_str(self) -> &'static str {
        match self {
            By::Province => "province",
            By::Field => "field",
            By::Month => "month",
        }
    }
}

/// As JSON.
pub async fn json(asked: &Asked) -> Result<Answer, Problem> {
    asked.only_read()?;
    answer::public_json(&asked.parts.headers, asked.language, &counted(asked, &asked.query(&KNOWN)?).await?)
}

/// As CSV, for a spreadsheet: its first line names the columns, what is not told is empty, and the last column names those from
/// which something was left out.
pub async fn csv(asked: &Asked) -> Result<Answer, Problem> {
    asked.only_read()?;
    let statistics = counted(asked, &asked.query(&KNOWN)?).await?;
    let mut text = format!("{},name,{},partial\r\n", statistics.by, MEASURES.join(","));
    for row in &statistics.items {
        let counts = MEASURES.map(|measure| row.counts.get(measure).copied().flatten());
        let counts = counts.map(|count| count.map(|count| count.to_string()).unwrap_or_default());
        let name = row.name.replace('"', "\"\"");
        text.push_str(&format!("{},\"{name}\",{},{}\r\n", row.code, counts.join(","), row.partial.join(" ")));
    }
    Ok(answer::public(&asked.parts.headers, asked.language, CSV, Bytes::from(text)))
}

/// The counts that a query asks for.
pub async fn counted(asked: &Asked, query: &Query) -> Result<Statistics, Problem> {
    let by = query.one_of("by", &By::ALL.map(|by| (by.as_str(), by)))?.unwrap_or(By::Province);
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
    let mut sums = Sums::default();
    for month in from..=until {
        sums.add(&written(month), by, cells(by, &written(month)).await?);
    }
    let row = |(code, sum): (String, Sum)| {
        let (counts, partial) = sum.told();
        Row { name: name(asked, by, &code), code, counts, partial }
    };
    let items = sums.groups.into_iter().map(row).collect();
    let (total, partial) = sums.total.told();
    Ok(Statistics { by: by.as_str(), from: written(from), until: written(until), items, total, partial })
}

/// The counts of a month by group and measure. Months are told by their totals, over the agencies.
async fn cells(by: By, month: &str) -> Result<Cells, Problem> {
    let grouping = if by == By::Field { Grouping::Field } else { Grouping::Agency };
    let figures = register::figures(grouping, month.to_owned(), month.to_owned()).await.map_err(of_fault)?;
    let mut cells = Cells::new();
    for figure in figures {
        cells.entry(figure.group).or_default().insert(figure.measure, figure.amount);
    }
    Ok(cells)
}

/// The counts by what is counted, by group.
type Cells = BTreeMap<String, BTreeMap<String, u64>>;

/// What may be told of several months.
#[derive(Default)]
struct Sums {
    groups: BTreeMap<String, Sum>,
    total: Sum,
}

/// The counts of one group that may be told, and of which of them something was left out.
#[derive(Default)]
struct Sum {
    counts: BTreeMap<&'static str, u64>,
    partial: Vec<&'static str>,
}

impl Sums {
    /// Adds a month as it would be told alone.
    fn add(&mut self, month: &str, by: By, cells: Cells) {
        for measure in MEASURES {
            let counts: Vec<u64> = cells.values().map(|one| one.get(measure).copied().unwrap_or_default()).collect();
            let total = total(&counts);
            if by == By::Month {
                self.groups.entry(month.to_owned()).or_default().add(measure, total);
            } else {
                for (code, count) in cells.keys().zip(suppress(&counts)) {
                    self.groups.entry(code.clone()).or_default().add(measure, count);
                }
            }
            self.total.add(measure, total);
        }
    }
}

impl Sum {
    /// The counts, none where all of it was left out, and those from which something was.
    fn told(self) -> (Counts, Vec<&'static str>) {
        let Sum { counts, partial } = self;
        let is_told = |(measure, count): (&'static str, u64)| {
            (measure, Some(count).filter(|count| *count > 0 || !partial.contains(&measure)))
        };
        (counts.into_iter().map(is_told).collect(), partial)
    }

    fn add(&mut self, measure: &'static str, count: Option<u64>) {
        let sum = self.counts.entry(measure).or_default();
        *sum = sum.saturating_add(count.unwrap_or_default());
        if count.is_none() && !self.partial.contains(&measure) {
            self.partial.push(measure);
        }
    }
}

fn name(asked: &Asked, by: By, code: &str) -> String {
    match by {
        By::Field => view::field(code, asked.language).name,
        By::Province | By::Month => code.to_owned(),
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

    fn month_of(counts: [(&str, u64); 2]) -> Cells {
        counts
            .into_iter()
            .map(|(code, count)| (code.to_owned(), BTreeMap::from([("received".to_owned(), count)])))
            .collect()
    }

    fn told(months: &[[(&str, u64); 2]], by: By) -> Vec<(String, Option<u64>, bool)> {
        let mut sums = Sums::default();
        for (number, counts) in (1..).zip(months) {
            sums.add(&format!("2025-{number:02}"), by, month_of(*counts));
        }
        let row = |(code, sum): (String, Sum)| {
            let (counts, partial) = sum.told();
            (code, counts["received"], partial.contains(&"received"))
        };
        sums.groups.into_iter().map(row).chain([("all".to_owned(), sums.total)].map(row)).collect()
    }

    #[test]
    fn no_two_periods_tell_what_a_month_hides() {
        let months = [[("H26", 40), ("H29", 30)], [("H26", 9), ("H29", 3)]];
        let row = |code: &str, count, is_partial| (code.to_owned(), count, is_partial);
        let first = [row("H26", Some(40), false), row("H29", Some(30), false), row("all", Some(70), false)];
        assert_eq!(told(&months[..1], By::Province), first);
        let second = [row("H26", None, true), row("H29", None, true), row("all", Some(12), false)];
        assert_eq!(told(&months[1..], By::Province), second);
        let both = [row("H26", Some(40), true), row("H29", Some(30), true), row("all", Some(82), false)];
        assert_eq!(told(&months, By::Province), both);
        let by_month = [row("2025-01", Some(70), false), row("2025-02", Some(12), false), row("all", Some(82), false)];
        assert_eq!(told(&months, By::Month), by_month);
    }

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
