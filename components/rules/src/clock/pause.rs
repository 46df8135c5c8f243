//! Waiting for the applicant (thời gian chờ): the clock stands still and the rest of the term runs on afterwards.
//!
//! * The day of the request is counted: the office had it. The days after it are not, up to and with the day on which
//!   what was asked for counts as received, by the rule for receipts (after 15:00 or on a day off: the next working day).
//!   So a term in working days moves by the working days of the wait.
//! * A request on the last day leaves nothing of the term: the answer is due on the day on which the wait ends.
//! * A request after the deadline moves nothing: the answer was late before.
//! * Hours stand still from the moment of the request to the moment of the answer.
//!
//! That waiting for the applicant is subtracted: Decision 766/QĐ-TTg. Which day of it is counted is not written there (r).

use jiff::civil::{Date, DateTime};

use super::walk::begins;
use crate::calendar::{BeyondCalendar, Calendar};
use crate::language::{Language, words};
use crate::source::{DECISION_766, Source};

/// By what right waiting is not counted.
pub const WAITING_SOURCE: Source = DECISION_766;

/// What the applicant owes while the clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wait {
    /// Papers that are missing.
    Supplement,
    /// Money. That it pauses the clock is recalled (r).
    Payment,
}

#[rustfmt::skip]
words! { Wait:
    Supplement "supplement" "Chờ người nộp bổ sung giấy tờ"               "Waiting for the applicant's papers",
    Payment    "payment"    "Chờ người nộp thực hiện nghĩa vụ tài chính"  "Waiting for the applicant's payment",
}

/// One time of waiting that has ended, or is taken to end, in Vietnam's time. One that ends before it begins is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pause {
    /// When the applicant was asked.
    pub from: DateTime,
    /// When the applicant had done it.
    pub until: DateTime,
    /// What was asked.
    pub wait: Wait,
}

/// A pause as the calendar sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    from: DateTime,
    until: DateTime,
    pub(super) wait: Wait,
}

impl Block {
    /// In order of their beginning. Fails when the calendar ends before a pause does.
    pub(super) fn all(pauses: &[Pause], calendar: &Calendar) -> Result<Vec<Block>, BeyondCalendar> {
        let of = |pause: &Pause| {
            Ok(Block { from: pause.from, until: begins(pause.until, calendar)?.max(pause.from), wait: pause.wait })
        };
        let mut blocks =
            pauses.iter().filter(|pause| pause.from < pause.until).map(of).collect::<Result<Vec<_>, _>>()?;
        blocks.sort_by_key(|block| block.from);
        Ok(blocks)
    }

    /// Whether the day is not counted.
    pub(super) fn covers(&self, day: Date) -> bool {
        self.from.date() < day && day <= self.until.date()
    }

    /// The day on which the wait ends, if it began on this one and outlasts it.
    pub(super) fn outlasts(&self, day: Date) -> Option<Date> {
        (self.from.date() <= day && day < self.until.date()).then(|| self.until.date())
    }

    /// The part of a day in which hours stand still; empty on other days.
    pub(super) fn within(&self, day: Date) -> Option<(DateTime, DateTime)> {
        let (start, end) = (day.to_datetime(jiff::civil::Time::MIN), day.to_datetime(jiff::civil::Time::MAX));
        let (from, until) = (self.from.max(start), self.until.min(end));
        (from < until).then_some((from, until))
    }
}
