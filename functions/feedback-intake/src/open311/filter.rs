//! The parameters of `GET requests`. What is not one of them is passed over, for clients send their own along; what is one and
//! cannot be read is refused by name.

use jiff::Timestamp;
use jiff::civil::DateTime;
use motcua_edge::body::pairs;
use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_edge::query;
use motcua_edge::refusal::malformed_parameter;
use motcua_rules::clock::VIETNAM;
use motcua_rules::feedback::Field;

use super::refused::no_service;
use super::shape::Status;

/// So many numbers are asked for at once.
const IDS_MAX: usize = 50;
/// A page has at most so many, and as many where nobody says.
pub const PAGE_SIZE_MAX: u64 = 50;
/// Whoever wants more narrows the dates.
const PAGES_MAX: u64 = 40;
/// "When not specified, the range defaults to the most recent 90 days."
const DAYS: u64 = 90;
const DAY_MS: u64 = 86_400_000;

/// What is wanted.
#[derive(Debug, PartialEq, Eq)]
pub enum Filter {
    /// These items, whatever else is asked: "This overrides all other arguments."
    Ids(Vec<String>),
    /// What was published.
    Published(Published),
}

/// What is wanted of what was published.
#[derive(Debug, PartialEq, Eq)]
pub struct Published {
    /// Of these services; of all where there is none.
    pub fields: Vec<Field>,
    /// Of these statuses; of both where there is none.
    pub statuses: Vec<Status>,
    /// Published then or later.
    pub start: u64,
    /// Published then or earlier.
    pub end: u64,
    /// So many are passed over.
    pub skipped: u64,
    /// So many are wanted.
    pub count: u64,
}

/// Reads a query.
pub fn read(query: Option<&str>, now: u64) -> Result<Filter, Problem> {
    let pairs = pairs(query.unwrap_or_default().as_bytes())?;
    let query = Query(&pairs);
    let ids = query.all("service_request_id");
    if ids.len() > IDS_MAX {
        let expected = both(format!("Tối đa {IDS_MAX} mã."), format!("At most {IDS_MAX} of them."));
        return Err(malformed_parameter("service_request_id", "", expected));
    }
    if !ids.is_empty() {
        return Ok(Filter::Ids(ids.into_iter().map(str::to_owned).collect()));
    }
    let fields = query.all("service_code").into_iter().map(|code| Field::parse(code).ok_or_else(no_service));
    let statuses = query.all("status").into_iter().map(status);
    let end = query.moment("end_date", DAY_MS.saturating_sub(1))?.unwrap_or(now);
    let start = query.moment("start_date", 0)?;
    let page = query.number("page", PAGES_MAX)?.unwrap_or(1);
    let count = query.number("page_size", u64::MAX)?.unwrap_or(PAGE_SIZE_MAX).min(PAGE_SIZE_MAX);
    Ok(Filter::Published(Published {
        fields: fields.collect::<Result<_, _>>()?,
        statuses: statuses.collect::<Result<_, _>>()?,
        start: start.unwrap_or_else(|| end.saturating_sub(DAYS.saturating_mul(DAY_MS))),
        end,
        skipped: page.saturating_sub(1).saturating_mul(count),
        count,
    }))
}

fn status(word: &str) -> Result<Status, Problem> {
    let expected = both("“open” hoặc “closed”.", "“open” or “closed”.");
    Status::of(word).ok_or_else(|| malformed_parameter("status", word, expected))
}

struct Query<'a>(&'a [(String, String)]);

impl<'a> Query<'a> {
    /// The parameter, if it says anything; of several the first.
    fn sent(&self, name: &str) -> Option<&'a str> {
        let values = self.0.iter().filter(|(known, _)| known == name);
        values.map(|(_, value)| value.trim()).find(|value| !value.is_empty())
    }

    /// What stands between its commas.
    fn all(&self, name: &str) -> Vec<&'a str> {
        let parts = self.sent(name).unwrap_or_default().split(',').map(str::trim);
        parts.filter(|part| !part.is_empty()).collect()
    }

    /// A number from 1.
    fn number(&self, name: &'static str, most: u64) -> Result<Option<u64>, Problem> {
        let Some(text) = self.sent(name) else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (1..=most).contains(number));
        let expected = || match most {
            u64::MAX => both("Một số nguyên từ 1.", "A whole number from 1."),
            most => both(format!("Một số nguyên từ 1 đến {most}."), format!("A whole number from 1 to {most}.")),
        };
        number.map(Some).ok_or_else(|| malformed_parameter(name, text, expected()))
    }

    /// An instant. A day alone begins in Vietnam at midnight; `day_ms` of it are meant too.
    fn moment(&self, name: &'static str, day_ms: u64) -> Result<Option<u64>, Problem> {
        let Some(text) = self.sent(name) else { return Ok(None) };
        let moment = instant(text).or_else(|| Some(day(text)?.saturating_add(day_ms)));
        let expected = both("Ví dụ 2026-03-02T09:00:00Z.", "Such as 2026-03-02T09:00:00Z.");
        moment.map(Some).ok_or_else(|| malformed_parameter(name, text, expected))
    }
}

/// With an offset, or without one in Vietnam's time. In a query a `+` that nobody escaped is a blank.
fn instant(text: &str) -> Option<u64> {
    let with_offset = |text: &str| text.parse::<Timestamp>().ok();
    let in_vietnam = |text: &str| VIETNAM.to_timestamp(text.parse::<DateTime>().ok()?).ok();
    // A day alone is none: how much of it is meant depends on the parameter.
    let whole = Some(text).filter(|text| text.contains(':'))?;
    let found = with_offset(whole).or_else(|| with_offset(&whole.replace(' ', "+"))).or_else(|| in_vietnam(whole))?;
    u64::try_from(found.as_millisecond()).ok()
}

fn day(text: &str) -> Option<u64> {
    let midnight = query::day(text)?.at(0, 0, 0, 0);
    u64::try_from(VIETNAM.to_timestamp(midnight).ok()?.as_millisecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-02T02:00:00Z.
    const NOW: u64 = 1_772_416_800_000;

    fn read(query: &str) -> Result<Filter, u16> {
        super::read(Some(query), NOW).map_err(|problem| problem.status().as_u16())
    }

    fn published(query: &str) -> Published {
        match read(query) {
            Ok(Filter::Published(published)) => published,
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn without_parameters_it_is_what_was_published_lately() {
        let all = Published {
            fields: Vec::new(),
            statuses: Vec::new(),
            start: NOW - 90 * DAY_MS,
            end: NOW,
            skipped: 0,
            count: 50,
        };
        assert_eq!(super::read(None, NOW).ok(), Some(Filter::Published(all)));
        assert_eq!(read("jurisdiction_id=hanoi.vn&api_key=x&extensions=true&status="), read(""));
    }

    #[test]
    fn numbers_override_all_else() {
        let ids = Filter::Ids(vec!["PA.H29-260302-0001".into(), "x".into()]);
        assert_eq!(read("status=x&service_request_id=PA.H29-260302-0001%2C+x,&page=0"), Ok(ids));
        assert_eq!(read(&format!("service_request_id={}", "a,".repeat(50))).map(|_| ()), Ok(()));
        assert_eq!(read(&format!("service_request_id={}", "a,".repeat(51))), Err(400));
    }

    #[test]
    fn filters_are_read_or_refused() {
        let some = published("service_code=land,other&status=CLOSED,open&page=3&page_size=20");
        assert_eq!(some.fields, [Field::Land, Field::Other]);
        assert_eq!(
            (some.statuses.as_slice(), some.skipped, some.count),
            ([Status::Closed, Status::Open].as_slice(), 40, 20)
        );
        assert_eq!(published("page_size=500").count, 50);
        for (query, status) in [
            ("service_code=x", 404),
            ("status=fixed", 400),
            ("page=0", 400),
            ("page=41", 400),
            ("page=-1", 400),
            ("page_size=0", 400),
            ("page_size=ten", 400),
            ("start_date=soon", 400),
            ("end_date=2026-02-30", 400),
            ("start_date=1969-01-01T00:00:00Z", 400),
            ("status=%zz", 400),
        ] {
            assert_eq!(read(query), Err(status), "{query}");
        }
    }

    #[test]
    fn moments_come_in_many_ways() {
        for text in [
            "2026-03-02T02:00:00Z",
            "2026-03-02T02:00:00.000Z",
            "2026-03-02T09:00:00%2B07:00",
            "2026-03-02T09:00:00+07:00",
            "2026-03-02T09:00:00",
        ] {
            assert_eq!(published(&format!("start_date={text}")).start, NOW, "{text}");
        }
        let day = published("start_date=2026-03-02&end_date=2026-03-02");
        assert_eq!((day.start, day.end), (NOW - 9 * 3_600_000, NOW + 15 * 3_600_000 - 1));
        assert_eq!(published("end_date=2026-03-02T02:00:00Z").start, NOW - 90 * DAY_MS);
    }
}
