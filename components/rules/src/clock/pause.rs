//! Waiting for the applicant (thời gian chờ): the clock stands still and the rest of the term runs on afterwards.
//!
//! * The day of the request is counted: the office had it. The days after it are not, up to and with the day on which
//!   what was asked for counts as received, by the rule for receipts (after 15:00 or on a day off: the next working day).
//!   So a term in working days moves by the working days of the wait.
//! * A request on the last day leaves nothing of the term: the answer is due on the day on which the wait ends.
//! * A request after the deadline moves nothing: the answer was late before.
//! * Hours stand still from the moment of the request to the moment from which the answer counts as received.
//!
//! That waiting for the applicant is subtracted: Decision 766/QĐ-TTg. Which day of it is counted is not written there (r).

use jiff::civil::{Date, DateTime, Time};

use super::SECONDS_A_DAY;
use super::walk::{begins, second_of_day};
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
    /// Nothing: there was an answer, until its receiver said that it was none (r).
    Answered,
}

#[rustfmt::skip]
words! { Wait:
    Supplement "supplement" "Chờ người nộp bổ sung giấy tờ"               "Waiting for the applicant's papers",
    Payment    "payment"    "Chờ người nộp thực hiện nghĩa vụ tài chính"  "Waiting for the applicant's payment",
    Answered   "answered"   "Đã trả lời, chưa có đề nghị xử lý lại"       "Answered and not reopened yet",
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

/// Whom a walk over the calendar meets waiting. A trait and not an empty list, so that a count without pauses carries no
/// code for them: a component that only quotes has none.
pub(super) trait Waits: Copy {
    /// What is waited for on a day that is therefore not counted.
    fn on(self, day: Date) -> Option<Wait>;

    /// The day on which a wait ends that began on this one, or before, and outlasts it.
    fn beyond(self, day: Date) -> Option<(Date, Wait)>;

    /// The stretches of a day from a second on in which hours run, as seconds of the day. Tells for whom they do not.
    fn free(self, day: Date, from: u32, waits: impl FnMut(Wait)) -> impl IntoIterator<Item = (u32, u32)>;
}

/// Nobody is waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nobody;

impl Waits for Nobody {
    fn on(self, _: Date) -> Option<Wait> {
        None
    }

    fn beyond(self, _: Date) -> Option<(Date, Wait)> {
        None
    }

    fn free(self, _: Date, from: u32, _: impl FnMut(Wait)) -> impl IntoIterator<Item = (u32, u32)> {
        core::iter::once((from, SECONDS_A_DAY))
    }
}

impl Waits for &[Block] {
    fn on(self, day: Date) -> Option<Wait> {
        self.iter().find(|block| block.covers(day)).map(|block| block.wait)
    }

    fn beyond(self, day: Date) -> Option<(Date, Wait)> {
        self.iter().find_map(|block| block.outlasts(day).map(|end| (end, block.wait)))
    }

    fn free(self, day: Date, mut from: u32, mut waits: impl FnMut(Wait)) -> impl IntoIterator<Item = (u32, u32)> {
        let mut stretches = Vec::new();
        for block in self {
            let Some((start, end)) = block.within(day) else { continue };
            let last = end.time() == Time::MAX;
            let (start, end) =
                (second_of_day(start.time()), if last { SECONDS_A_DAY } else { second_of_day(end.time()) });
            if end <= from {
                continue;
            }
            if from < start {
                stretches.push((from, start));
            }
            from = end;
            waits(block.wait);
        }
        stretches.extend((from < SECONDS_A_DAY).then_some((from, SECONDS_A_DAY)));
        stretches
    }
}

/// A pause as the calendar sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    from: DateTime,
    until: DateTime,
    wait: Wait,
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
    fn outlasts(&self, day: Date) -> Option<Date> {
        (self.from.date() <= day && day < self.until.date()).then(|| self.until.date())
    }

    /// The part of a day in which hours stand still; empty on other days.
    fn within(&self, day: Date) -> Option<(DateTime, DateTime)> {
        let (start, end) = (day.to_datetime(Time::MIN), day.to_datetime(Time::MAX));
        let (from, until) = (self.from.max(start), self.until.min(end));
        (from < until).then_some((from, until))
    }
}
