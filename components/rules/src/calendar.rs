//! Which days are worked. Announced days are data: the government decides them each year, nobody computes them.
//!
//! Source: Labour Code 45/2019/QH14, Art. 112 (the holidays) and Art. 111 (the day off in lieu of a weekend).

use std::collections::BTreeMap;

use jiff::civil::{Date, Time, Weekday, time};

use crate::language::{Language, words};
use crate::source::{LABOUR_CODE, Source};

/// By what right a holiday is a day off.
pub const HOLIDAYS_SOURCE: Source = LABOUR_CODE.article(112);

/// How many holidays the law gives a year: 1 January, five of Tết, Hùng Kings, 30 April, 1 May, two around 2 September.
///
/// A year with fewer is not wholly published, and the calendar does not speak about it.
pub const HOLIDAYS_A_YEAR: usize = 11;

/// What was announced about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A public holiday.
    Holiday,
    /// A weekday off: in lieu of a holiday at a weekend, or in exchange for a Saturday that is worked.
    Off,
    /// A Saturday or Sunday that is worked in exchange.
    Worked,
}

#[rustfmt::skip]
words! { Kind:
    Holiday "holiday" "Ngày lễ, tết"        "Public holiday",
    Off     "off"     "Ngày nghỉ bù"        "Day off in lieu",
    Worked  "worked"  "Ngày làm bù"         "Day worked in exchange",
}

/// One row of the dated table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Announced {
    /// The day.
    pub date: Date,
    /// What it is.
    pub kind: Kind,
    /// Its name in Vietnamese.
    pub name_vi: String,
    /// Its name in English.
    pub name_en: String,
    /// Who announced it. `(r)` marks what was recalled and not confirmed in a source.
    pub source: String,
}

/// What a day is to an office.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Day {
    /// Monday to Friday, nothing announced.
    Working,
    /// A weekend that is worked in exchange.
    WorkedInExchange(Announced),
    /// Saturday or Sunday, nothing announced.
    Weekend,
    /// A holiday or a day off in lieu.
    Off(Announced),
}

impl Day {
    /// Whether the office works.
    pub const fn is_worked(&self) -> bool {
        matches!(self, Day::Working | Day::WorkedInExchange(_))
    }

    /// What the day is, for a person.
    pub fn say(&self, language: Language) -> &str {
        match self {
            Day::Working => language.pick("Ngày làm việc", "Working day"),
            Day::Weekend => language.pick("Cuối tuần", "Weekend"),
            Day::WorkedInExchange(row) | Day::Off(row) => language.pick(&row.name_vi, &row.name_en),
        }
    }
}

/// The table ends before the day: its year is not wholly published. Nothing may be guessed from there on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BeyondCalendar {
    /// The day that was asked about, or the last one that a date can hold.
    pub day: Date,
}

impl BeyondCalendar {
    /// What to tell a person.
    pub fn say(&self, language: Language) -> String {
        let year = self.day.year();
        match language {
            Language::Vi => format!("Lịch nghỉ lễ, tết năm {year} chưa được công bố"),
            Language::En => format!("The public holidays of {year} are not published yet"),
        }
    }
}

/// Reads `2025-07-01` and nothing else. The date library's own reader also takes times, zones and
/// durations; with it and its spans a component was 190 KiB larger.
pub fn read_date(text: &str) -> Option<Date> {
    let [year, month, day] = <[&str; 3]>::try_from(text.split('-').collect::<Vec<_>>()).ok()?;
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let well_formed = digits(year, 4) && digits(month, 2) && digits(day, 2);
    well_formed.then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())?
}

/// Why a table is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A row does not have its five columns, or one of them cannot be read.
    Unreadable {
        /// The line in the text, the header being 1.
        line: usize,
        /// The column that is wrong.
        column: &'static str,
    },
    /// Two rows speak about one day.
    Twice(Date),
    /// A weekday is said to be worked in exchange: it is worked anyway.
    WorkedWeekday(Date),
}

/// When offices open unless told otherwise (r): provinces set their own hours, see [`Calendar::opening_at`].
const OPENS: Time = time(8, 0, 0, 0);

/// The days that were announced, year by year, and the hour at which offices open.
///
/// The default calendar is empty and covers no day at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    rows: BTreeMap<Date, Announced>,
    opens: Time,
}

impl Default for Calendar {
    fn default() -> Calendar {
        Calendar { rows: BTreeMap::new(), opens: OPENS }
    }
}

/// The table of 2025 and 2026.
pub const PUBLISHED: &str = include_str!("../data/holidays.csv");

impl Calendar {
    /// The calendar that the portal is built with: 2025 and 2026.
    ///
    /// A table that a test has not accepted would be an empty calendar, which answers [`BeyondCalendar`] to everything.
    pub fn built_in() -> Calendar {
        Calendar::parse(PUBLISHED).unwrap_or_default()
    }

    /// A calendar of these rows, in any order.
    pub fn new(rows: impl IntoIterator<Item = Announced>) -> Result<Calendar, Refusal> {
        let mut table = BTreeMap::new();
        for row in rows {
            let date = row.date;
            if row.kind == Kind::Worked && !is_weekend(date) {
                return Err(Refusal::WorkedWeekday(date));
            }
            if table.insert(date, row).is_some() {
                return Err(Refusal::Twice(date));
            }
        }
        Ok(Calendar { rows: table, opens: OPENS })
    }

    /// Reads `date,kind,name_vi,name_en,source` under a header. No value contains a comma or a quotation mark.
    pub fn parse(csv: &str) -> Result<Calendar, Refusal> {
        let rows = csv.lines().zip(1..).skip(1).map(|(text, line)| row(text, line)).collect::<Result<Vec<_>, _>>()?;
        Calendar::new(rows)
    }

    /// The same days with another hour of opening; only terms in hours look at it.
    pub fn opening_at(self, opens: Time) -> Calendar {
        Calendar { opens, ..self }
    }

    /// When a working day begins.
    pub const fn opens(&self) -> Time {
        self.opens
    }

    /// The rows in order of date, for a page or a later publication.
    pub fn rows(&self) -> impl Iterator<Item = &Announced> {
        self.rows.values()
    }

    /// What the day is. Fails when its year is not wholly published.
    pub fn day(&self, date: Date) -> Result<Day, BeyondCalendar> {
        if !self.covers(date.year()) {
            return Err(BeyondCalendar { day: date });
        }
        Ok(match self.rows.get(&date) {
            Some(row) if row.kind == Kind::Worked => Day::WorkedInExchange(row.clone()),
            Some(row) => Day::Off(row.clone()),
            None if is_weekend(date) => Day::Weekend,
            None => Day::Working,
        })
    }

    /// Whether all holidays of a year are here; see [`HOLIDAYS_A_YEAR`].
    pub fn covers(&self, year: i16) -> bool {
        self.rows.values().filter(|row| row.kind == Kind::Holiday && row.date.year() == year).count() >= HOLIDAYS_A_YEAR
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn row(text: &str, line: usize) -> Result<Announced, Refusal> {
    let wrong = |column| Refusal::Unreadable { line, column };
    let mut columns = text.split(',').map(str::trim).filter(|value| !value.is_empty() && !value.contains('"'));
    let mut next = |column| columns.next().ok_or(wrong(column));
    let read = Announced {
        date: read_date(next("date")?).ok_or(wrong("date"))?,
        kind: Kind::parse(next("kind")?).ok_or(wrong("kind"))?,
        name_vi: next("name_vi")?.into(),
        name_en: next("name_en")?.into(),
        source: next("source")?.into(),
    };
    if columns.next().is_some() { Err(wrong("source")) } else { Ok(read) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_published_table_is_accepted_and_covers_its_years() {
        let calendar = Calendar::parse(PUBLISHED).unwrap();
        assert_eq!(calendar, Calendar::built_in());
        assert!(calendar.covers(2025) && calendar.covers(2026));
        assert_eq!(calendar.day(date(2027, 1, 4)), Err(BeyondCalendar { day: date(2027, 1, 4) }));
        assert_eq!(calendar.day(date(2024, 12, 31)), Err(BeyondCalendar { day: date(2024, 12, 31) }));
    }

    #[test]
    fn each_day_worked_in_exchange_has_its_day_off() {
        let calendar = Calendar::built_in();
        let count = |kind, year| calendar.rows().filter(|row| row.kind == kind && row.date.year() == year).count();
        // Off in lieu of a weekend, without a day worked: 27 April 2026.
        assert_eq!((count(Kind::Off, 2025), count(Kind::Worked, 2025)), (1, 1));
        assert_eq!((count(Kind::Off, 2026), count(Kind::Worked, 2026)), (3, 2));
    }

    #[test]
    fn the_announced_breaks_are_whole() {
        let calendar = Calendar::built_in();
        for (from, to) in [
            ("2025-01-25", "2025-02-02"),
            ("2025-04-05", "2025-04-07"),
            ("2025-04-30", "2025-05-04"),
            ("2025-08-30", "2025-09-02"),
            ("2026-01-01", "2026-01-04"),
            ("2026-02-14", "2026-02-22"),
            ("2026-04-25", "2026-04-27"),
            ("2026-04-30", "2026-05-03"),
            ("2026-08-29", "2026-09-02"),
        ] {
            let (from, to): (Date, Date) = (from.parse().unwrap(), to.parse().unwrap());
            let mut days = from.series(jiff::ToSpan::days(1)).take_while(|day| *day <= to);
            assert!(days.all(|day| !calendar.day(day).unwrap().is_worked()), "{from}");
            assert!(calendar.day(to.tomorrow().unwrap()).unwrap().is_worked(), "{to}");
            assert!(from == date(2026, 1, 1) || calendar.day(from.yesterday().unwrap()).unwrap().is_worked(), "{from}");
        }
        for saturday in [date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)] {
            assert!(calendar.day(saturday).unwrap().is_worked(), "{saturday}");
        }
    }

    #[test]
    fn a_date_is_written_in_one_way() {
        assert_eq!(read_date("2025-07-01"), Some(date(2025, 7, 1)));
        for bad in
            ["", "2025-7-1", "2025-02-29", "2025-07-01T00:00", "+025-07-01", "2025-07", "2025-07-01-01", "20250701"]
        {
            assert_eq!(read_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_malformed_table_is_refused_with_its_line() {
        let head = "date,kind,name_vi,name_en,source\n";
        let refused = |row: &str| Calendar::parse(&format!("{head}{row}\n")).unwrap_err();
        assert_eq!(refused("2025-13-01,holiday,a,b,c"), Refusal::Unreadable { line: 2, column: "date" });
        assert_eq!(refused("2025-01-01,party,a,b,c"), Refusal::Unreadable { line: 2, column: "kind" });
        assert_eq!(refused("2025-01-01,holiday,a,b"), Refusal::Unreadable { line: 2, column: "source" });
        assert_eq!(refused("2025-01-01,holiday,a,b,c,d"), Refusal::Unreadable { line: 2, column: "source" });
        assert_eq!(refused("2025-01-01,off,a,b,c\n2025-01-01,off,a,b,c"), Refusal::Twice(date(2025, 1, 1)));
        assert_eq!(refused("2025-01-06,worked,a,b,c"), Refusal::WorkedWeekday(date(2025, 1, 6)));
    }
}
