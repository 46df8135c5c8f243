//! The legal clock: when an answer is due, and why on that day.
//!
//! * Received after 15:00 or on a day off: as if received on the next working day (Decree 61/2018/NĐ-CP, Art. 18).
//! * The day of receipt is not counted (Civil Code 91/2015/QH13, Art. 147).
//! * A period in days or months that ends on a day off ends on the next working day; a month without the day ends with
//!   its last one (Civil Code 91/2015/QH13, Art. 148).
//! * Hours run from the moment of receipt or of opening. They stand still on days off: a desk cannot answer then.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, time};
use jiff::tz::Offset;

use crate::calendar::{BeyondCalendar, Calendar, Day, HOLIDAYS_SOURCE};
use crate::language::Language;
use crate::source::{CIVIL_CODE, DECREE_61, Source};
use crate::term::Term;

/// Vietnam's time. It has had no other since 1975 and no summer time, so no database of time zones is needed.
pub const VIETNAM: Offset = Offset::constant(7);

/// After this moment a dossier counts as received on the next working day; 15:00:00 itself is still in time.
pub const LATEST: Time = time(15, 0, 0, 0);

const SECONDS_A_DAY: u32 = 86_400;
const SECONDS_AN_HOUR: u32 = 3_600;

/// An instant as a clock on a wall in Vietnam shows it.
pub fn in_vietnam(instant: Timestamp) -> DateTime {
    VIETNAM.to_datetime(instant)
}

/// When an answer is due, with every day that was looked at on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last day on which an answer is on time.
    pub date: Date,
    /// The last moment of it, for a term in hours; otherwise the whole day is on time.
    pub time: Option<Time>,
    /// The term that was counted.
    pub term: Term,
    /// When the dossier came, in Vietnam's time.
    pub received: DateTime,
    /// The working day on which it counts as received.
    pub counts_from: Date,
    /// Each day from receipt to the deadline, in order, and what it was.
    pub steps: Vec<Step>,
}

/// One day on the way to a deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub date: Date,
    /// What it was to the clock.
    pub what: What,
}

/// What a day is to the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The dossier came too late in the day, or on a day off: it waits for the next working day.
    Waits(Why),
    /// The day on which the dossier counts as received. It is not counted.
    Receipt,
    /// The so many-th day of the term, counted from 1.
    Counted(u32),
    /// The day is not counted, or the term may not end on it.
    Skipped(Why),
    /// So many seconds of a term in hours ran on this day.
    Ran {
        /// Seconds, 0 to a whole day.
        seconds: u32,
    },
}

/// Why a day does not help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A dossier was received after 15:00.
    After15,
    /// A day off, and which.
    Closed(Day),
}

/// When an answer is due for a dossier received at this moment of Vietnam's time.
///
/// Fails when the calendar ends first: compensating days are announced, never computed.
///
/// ```
/// # use motcua_rules::{calendar::Calendar, clock::due, term::Term};
/// let friday_late = "2025-07-04T15:01".parse().unwrap();
/// let deadline = due(friday_late, Term::WorkingDays(1), &Calendar::built_in()).unwrap();
/// assert_eq!(deadline.date.to_string(), "2025-07-08");
/// ```
pub fn due(received: DateTime, term: Term, calendar: &Calendar) -> Result<Deadline, BeyondCalendar> {
    let mut walk = Walk { calendar, day: received.date(), steps: Vec::new() };
    walk.receive(received.time())?;
    let counts_from = walk.day;
    let time = match term {
        Term::WithinTheDay => None,
        Term::WorkingDays(count) => walk.working_days(count.into())?,
        Term::Days(count) => walk.days(count)?,
        Term::Months(count) => walk.until(months_after(counts_from, count)?)?,
        Term::Hours(count) => {
            let opens = calendar.opens();
            let start = if counts_from == received.date() { received.time().max(opens) } else { opens };
            Some(walk.hours(start, u32::from(count).saturating_mul(SECONDS_AN_HOUR))?)
        }
    };
    Ok(Deadline { date: walk.day, time, term, received, counts_from, steps: walk.steps })
}

/// A finger on the calendar that notes each day it passes.
struct Walk<'a> {
    calendar: &'a Calendar,
    day: Date,
    steps: Vec<Step>,
}

impl Walk<'_> {
    fn note(&mut self, what: What) {
        self.steps.push(Step { date: self.day, what });
    }

    fn turn(&mut self) -> Result<(), BeyondCalendar> {
        self.day = self.day.tomorrow().map_err(|_| BeyondCalendar { day: Date::MAX })?;
        Ok(())
    }

    /// To the next worked day, today among them; the days off are noted as `what` says.
    fn reach_worked_day(&mut self, what: fn(Why) -> What) -> Result<(), BeyondCalendar> {
        loop {
            let day = self.calendar.day(self.day)?;
            if day.is_worked() {
                return Ok(());
            }
            self.note(what(Why::Closed(day)));
            self.turn()?;
        }
    }

    fn receive(&mut self, time: Time) -> Result<(), BeyondCalendar> {
        if self.calendar.day(self.day)?.is_worked() && time > LATEST {
            self.note(What::Waits(Why::After15));
            self.turn()?;
        }
        self.reach_worked_day(What::Waits)?;
        self.note(What::Receipt);
        Ok(())
    }

    fn working_days(&mut self, count: u32) -> Result<Option<Time>, BeyondCalendar> {
        for number in 1..=count {
            self.turn()?;
            self.reach_worked_day(What::Skipped)?;
            self.note(What::Counted(number));
        }
        Ok(None)
    }

    /// Counts so many days, and goes on to a worked day.
    fn days(&mut self, count: u16) -> Result<Option<Time>, BeyondCalendar> {
        for number in 1..=u32::from(count) {
            self.turn()?;
            self.note(What::Counted(number));
        }
        self.reach_worked_day(What::Skipped)?;
        Ok(None)
    }

    /// Counts every day to this one, and goes on to a worked day.
    fn until(&mut self, end: Date) -> Result<Option<Time>, BeyondCalendar> {
        self.calendar.day(end)?;
        let mut number = 0_u32;
        while self.day < end {
            self.turn()?;
            number = number.saturating_add(1);
            self.note(What::Counted(number));
        }
        self.reach_worked_day(What::Skipped)?;
        Ok(None)
    }

    fn hours(&mut self, start: Time, seconds: u32) -> Result<Time, BeyondCalendar> {
        let mut moment = second_of_day(start);
        let mut left = seconds;
        loop {
            let today = SECONDS_A_DAY.saturating_sub(moment);
            if left < today {
                self.note(What::Ran { seconds: left });
                return Ok(time_of_second(moment.saturating_add(left)));
            }
            self.note(What::Ran { seconds: today });
            left = left.saturating_sub(today);
            moment = 0;
            self.turn()?;
            self.reach_worked_day(What::Skipped)?;
        }
    }
}

/// The same day so many months later, or the last day of that month when it has no such day (Civil Code, Art. 148).
fn months_after(day: Date, count: u16) -> Result<Date, BeyondCalendar> {
    let months = i32::from(day.year()).saturating_mul(12).saturating_add(i32::from(day.month()).saturating_sub(1));
    let months = months.saturating_add(count.into());
    let year = i16::try_from(months.div_euclid(12)).ok();
    let month = i8::try_from(months.rem_euclid(12).saturating_add(1)).ok();
    let first = year.zip(month).and_then(|(year, month)| Date::new(year, month, 1).ok());
    let on = |first: Date| Date::new(first.year(), first.month(), day.day().min(first.days_in_month())).ok();
    first.and_then(on).ok_or(BeyondCalendar { day: Date::MAX })
}

fn second_of_day(time: Time) -> u32 {
    let part = |value: i8, seconds: u32| u32::try_from(value).unwrap_or(0).saturating_mul(seconds);
    part(time.hour(), SECONDS_AN_HOUR).saturating_add(part(time.minute(), 60)).saturating_add(part(time.second(), 1))
}

fn time_of_second(second: u32) -> Time {
    let part = |value: u32| i8::try_from(value).unwrap_or(0);
    let (hour, minute) = (second / SECONDS_AN_HOUR, second / 60 % 60);
    Time::new(part(hour), part(minute), part(second % 60), 0).unwrap_or(Time::MAX)
}

impl Deadline {
    /// The laws that were applied, each once.
    pub fn sources(&self) -> Vec<Source> {
        let off = |why: &Why| matches!(why, Why::Closed(Day::Off(_)));
        let any = |test: &dyn Fn(&What) -> bool| self.steps.iter().any(|step| test(&step.what));
        let mut sources = vec![DECREE_61.article(18), CIVIL_CODE.article(147)];
        if any(&|what| matches!(what, What::Skipped(_))) && matches!(self.term, Term::Days(_) | Term::Months(_)) {
            sources.push(CIVIL_CODE.article(148));
        }
        if any(&|what| matches!(what, What::Skipped(why) | What::Waits(why) if off(why))) {
            sources.push(HOLIDAYS_SOURCE);
        }
        sources
    }

    /// The deadline in a sentence.
    pub fn say(&self, language: Language) -> String {
        let (day, from) = (say_date(self.date, language), say_date(self.counts_from, language));
        let time = self.time.map(|time| format!("{:02}:{:02}, ", time.hour(), time.minute())).unwrap_or_default();
        match language {
            Language::Vi => format!("Hẹn trả kết quả {time}ngày {day}, tính từ hồ sơ nhận ngày {from}"),
            Language::En => format!("Result due {time}{day}, counted from receipt on {from}"),
        }
    }
}

impl Step {
    /// The day and what it was, in a line.
    pub fn say(&self, language: Language) -> String {
        let text = match &self.what {
            What::Waits(why) => match language {
                Language::Vi => format!("{}, tính từ ngày làm việc tiếp theo", why.say(language)),
                Language::En => format!("{}, counts from the next working day", why.say(language)),
            },
            What::Receipt => language.pick("ngày nhận hồ sơ, không tính", "day of receipt, not counted").into(),
            What::Counted(number) => format!("{} {number}", language.pick("ngày thứ", "day")),
            What::Skipped(why) => format!("{}, {}", why.say(language), language.pick("không tính", "not counted")),
            What::Ran { seconds } => {
                let (hours, minutes) = (seconds / SECONDS_AN_HOUR, seconds / 60 % 60);
                format!("{hours} {} {minutes} {}", language.pick("giờ", "h"), language.pick("phút", "min"))
            }
        };
        format!("{}: {text}", say_date(self.date, language))
    }
}

impl Why {
    /// The reason in a few words.
    pub fn say(&self, language: Language) -> &str {
        match self {
            Why::After15 => language.pick("Nhận sau 15 giờ", "Received after 15:00"),
            Why::Closed(day) => day.say(language),
        }
    }
}

/// A date as Vietnamese paper writes it (`08/07/2025`), or as every country reads it (`2025-07-08`).
pub fn say_date(date: Date, language: Language) -> String {
    match language {
        Language::Vi => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
        Language::En => format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
    }
}
