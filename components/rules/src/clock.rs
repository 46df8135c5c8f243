//! The legal clock: when an answer is due, and why on that day.
//!
//! * Received after 15:00 or on a day off: as if received on the next working day (Decree 61/2018/NĐ-CP, Art. 18).
//! * The day of receipt is not counted (Civil Code 91/2015/QH13, Art. 147).
//! * A period in days or months that ends on a day off ends on the next working day; a month without the day ends with
//!   its last one (Civil Code 91/2015/QH13, Art. 148).
//! * Hours run from the moment of receipt or of opening. They stand still on days off: a desk cannot answer then.
//! * Waiting for the applicant is not counted (Decision 766/QĐ-TTg): [`pause`].
//!
//! The clock knows no dossier. What starts, pauses and stops it over a life stands in [`crate::dossier::clock`].

pub mod pause;
mod spent;
mod walk;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, time};
use jiff::tz::Offset;

pub use pause::{Pause, Wait};
pub use spent::Spent;

use crate::calendar::{BeyondCalendar, Calendar, Day, HOLIDAYS_SOURCE};
use crate::language::Language;
use crate::source::{CIVIL_CODE, DECREE_61, Source};
use crate::term::Term;
use pause::{Block, Nobody, WAITING_SOURCE, Waits};
use walk::{Stretch, Walk, opening};

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
    /// The term that was counted. For a date that was set, the working days that it gave.
    pub term: Term,
    /// What the count begins with.
    pub since: Since,
    /// When the dossier came, or the date was set, in Vietnam's time.
    pub received: DateTime,
    /// The working day on which it counts as received; for a date that was set, the day of setting it.
    pub counts_from: Date,
    /// Each day from receipt to the deadline, in order, and what it was.
    pub steps: Vec<Step>,
    ran: Vec<Stretch>,
}

/// What a count begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Since {
    /// The receipt of a dossier.
    Receipt,
    /// A new date that was set with an apology (hẹn lại ngày trả kết quả).
    Reappointment,
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
    /// The applicant was waited for.
    Waiting(Wait),
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
    count(received, term, Nobody, calendar)
}

/// The same with times of waiting for the applicant, in any order. What began after the deadline moves nothing.
///
/// Fails also when the calendar ends before a pause does.
pub fn due_paused(
    received: DateTime,
    term: Term,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Result<Deadline, BeyondCalendar> {
    count(received, term, Block::all(pauses, calendar)?.as_slice(), calendar)
}

fn count(received: DateTime, term: Term, waits: impl Waits, calendar: &Calendar) -> Result<Deadline, BeyondCalendar> {
    let mut walk = Walk::new(received.date(), waits, calendar);
    walk.receive(received.time())?;
    let counts_from = walk.day;
    let time = walk.count(opening(received, counts_from, calendar), term)?;
    let Walk { day, steps, ran, .. } = walk;
    Ok(Deadline { date: day, time, term, since: Since::Receipt, received, counts_from, steps, ran })
}

/// A date that was set at a moment with an apology, moved by the waiting after that moment.
///
/// A date on a day off is the next working day; one that lies before the setting is the day of it. Fails when the
/// calendar ends first.
pub fn due_set(set: DateTime, date: Date, pauses: &[Pause], calendar: &Calendar) -> Result<Deadline, BeyondCalendar> {
    let mut promised = Walk::new(date.max(set.date()), Nobody, calendar);
    promised.reach_worked_day(What::Skipped)?;
    let count = worked_days(set.date(), promised.day, &[], calendar)?;
    let blocks = Block::all(pauses, calendar)?;
    let mut walk = Walk::new(set.date(), blocks.as_slice(), calendar);
    walk.working_days(count)?;
    walk.settle()?;
    let Walk { day, steps, ran, .. } = walk;
    let term = Term::WorkingDays(u16::try_from(count).unwrap_or(u16::MAX));
    let since = Since::Reappointment;
    Ok(Deadline { date: day, time: None, term, since, received: set, counts_from: set.date(), steps, ran })
}

/// How many working days lie after one day, up to and with another, without those of waiting; 0 when that is not later.
pub fn worked_days(after: Date, through: Date, pauses: &[Pause], calendar: &Calendar) -> Result<u32, BeyondCalendar> {
    let blocks = Block::all(pauses, calendar)?;
    let (mut day, mut count) = (after, 0_u32);
    while day < through {
        day = day.tomorrow().map_err(|_| BeyondCalendar { day: Date::MAX })?;
        let waited = blocks.iter().any(|block| block.covers(day));
        count = count.saturating_add(u32::from(!waited && calendar.day(day)?.is_worked()));
    }
    Ok(count)
}

impl Deadline {
    /// The laws that were applied, each once.
    pub fn sources(&self) -> Vec<Source> {
        let off = |why: &Why| matches!(why, Why::Closed(Day::Off(_)));
        let any = |test: &dyn Fn(&What) -> bool| self.steps.iter().any(|step| test(&step.what));
        let mut sources = match self.since {
            Since::Receipt => vec![DECREE_61.article(18), CIVIL_CODE.article(147)],
            Since::Reappointment => vec![DECREE_61],
        };
        let closed = any(&|what| matches!(what, What::Skipped(Why::Closed(_))));
        if closed && matches!(self.term, Term::Days(_) | Term::Months(_)) {
            sources.push(CIVIL_CODE.article(148));
        }
        if any(&|what| matches!(what, What::Skipped(Why::Waiting(_)))) {
            sources.push(WAITING_SOURCE);
        }
        if any(&|what| matches!(what, What::Skipped(why) | What::Waits(why) if off(why))) {
            sources.push(HOLIDAYS_SOURCE);
        }
        sources
    }

    /// Whether this moment of Vietnam's time is after the deadline.
    pub fn is_missed(&self, now: DateTime) -> bool {
        now > self.date.to_datetime(self.time.unwrap_or(Time::MAX))
    }

    /// The deadline in a sentence.
    pub fn say(&self, language: Language) -> String {
        let (day, from) = (say_date(self.date, language), say_date(self.counts_from, language));
        let time = self.time.map(|time| format!("{:02}:{:02}, ", time.hour(), time.minute())).unwrap_or_default();
        // One shape for all of them: each `format!` of its own is weight in a component.
        let (due, on, since) = match (self.since, language) {
            (Since::Receipt, Language::Vi) => ("Hẹn trả kết quả", "ngày ", "tính từ hồ sơ nhận ngày"),
            (Since::Receipt, Language::En) => ("Result due", "", "counted from receipt on"),
            (Since::Reappointment, Language::Vi) => ("Hẹn lại trả kết quả", "ngày ", "theo phiếu ngày"),
            (Since::Reappointment, Language::En) => ("New date for the result:", "", "as set on"),
        };
        format!("{due} {time}{on}{day}, {since} {from}")
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
            Why::Waiting(wait) => wait.label(language),
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
