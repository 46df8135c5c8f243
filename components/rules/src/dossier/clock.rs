//! The legal clock over a dossier's life: what its history says about its dates.
//!
//! * The term counts from the receipt of a complete dossier, not from the desk's acceptance: what a desk needs to look is
//!   the authority's time. A dossier that was given back counts from its completion (Decree 61/2018/NĐ-CP).
//! * An incomplete dossier goes back within 3 working days (Decree 61/2018/NĐ-CP); counted from its receipt (r).
//! * Waiting for the applicant is subtracted, and what ends by the appointed date is on time (Decision 766/QĐ-TTg).
//! * An apology is due in writing a day before the appointed date at the latest, with reason and new date, once (Decree
//!   61/2018/NĐ-CP). A day on which nobody works helps nobody: it is the last working day before the date (r).
//! * A second request for a supplement counts as late, whatever the date.

mod life;
mod say;

use jiff::civil::{Date, DateTime};

pub use life::{Life, NewDate, Waiting};

use super::Stage;
use crate::calendar::{BeyondCalendar, Calendar, Day};
use crate::clock::{Deadline, Pause, Spent, due, due_paused, due_set, worked_days};
use crate::source::{DECISION_766, DECREE_61, Source};
use crate::term::Term;

/// By what right papers are asked for once, and an incomplete dossier goes back in time and starts again.
pub const LIFE_SOURCE: Source = DECREE_61;

/// By what right a dossier is on time or late.
pub const ON_TIME_SOURCE: Source = DECISION_766;

/// Within so much an incomplete dossier goes back.
pub const GIVE_BACK: Term = Term::WorkingDays(3);

/// A life beside its term and the calendar: what can be asked about its dates.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    /// What happened.
    pub life: &'a Life,
    /// The procedure's term.
    pub term: Term,
    /// Which days are worked.
    pub calendar: &'a Calendar,
}

/// Why a dossier is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Late {
    /// The work ended, or goes on, after the appointed date.
    AfterDate {
        /// The date that was to be kept.
        date: Date,
        /// Working days since then without those of waiting; 0 within the day, for a term in hours.
        days: u32,
    },
    /// A supplement was asked for more than once.
    AskedAgain {
        /// When it was asked for the second time.
        at: DateTime,
    },
}

/// Why a new date cannot be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoNewDate {
    /// There is none to move: not accepted, waiting for the applicant, or ended.
    NothingRuns,
    /// It was done before.
    Again,
    /// It is not later than the date that stands, or lies in the past.
    NotLater {
        /// The date after which it must lie.
        than: Date,
    },
    /// Nobody works on that day.
    Closed(Day),
    /// The calendar does not speak about it.
    Beyond(BeyondCalendar),
}

impl Late {
    /// By what right it counts as late.
    pub const fn source(&self) -> Source {
        match self {
            Late::AfterDate { .. } => ON_TIME_SOURCE,
            Late::AskedAgain { .. } => LIFE_SOURCE,
        }
    }
}

impl Clock<'_> {
    /// The date that stands: counted, or set with an apology, and moved by the waiting that has ended.
    ///
    /// Before acceptance it is the date that an acceptance will confirm. While the applicant is waited for it is the date
    /// as it stood then; it moves on, see [`Clock::forecast`]. `None` where nothing is counted: the dossier was refused, or
    /// given back and not completed. Fails when the calendar ends first.
    pub fn appointed(&self) -> Result<Option<Deadline>, BeyondCalendar> {
        match self.life.state.stage() {
            Stage::NotAccepted | Stage::Incomplete => Ok(None),
            _ => self.date_with(&self.life.pauses).map(Some),
        }
    }

    /// The date if the applicant does at this moment what was asked; [`Clock::appointed`] when nothing was.
    ///
    /// A moment before the request is taken as the request's own.
    pub fn forecast(&self, done: DateTime) -> Result<Option<Deadline>, BeyondCalendar> {
        let Some(waiting) = self.life.waiting else { return self.appointed() };
        let done = done.max(waiting.since);
        if self.life.state.stage() == Stage::Incomplete {
            return due(done, self.term, self.calendar).map(Some);
        }
        let mut pauses = self.life.pauses.clone();
        pauses.push(waiting.until(done));
        self.date_with(&pauses).map(Some)
    }

    /// The last working day on which a written apology is in time: before the counted date, not the new one.
    ///
    /// It can lie before the receipt when the term is a day; then no apology is in time. `None` where nothing is counted.
    pub fn apology_by(&self) -> Result<Option<Date>, BeyondCalendar> {
        if matches!(self.life.state.stage(), Stage::NotAccepted | Stage::Incomplete) {
            return Ok(None);
        }
        let mut day = self.counted()?.date;
        loop {
            day = day.yesterday().map_err(|_| BeyondCalendar { day: Date::MIN })?;
            if self.calendar.day(day)?.is_worked() {
                return Ok(Some(day));
            }
        }
    }

    /// Whether the apology that was given came in time; `None` when there is none.
    pub fn apologised_in_time(&self) -> Result<Option<bool>, BeyondCalendar> {
        let (Some(new), Some(by)) = (self.life.new_date, self.apology_by()?) else { return Ok(None) };
        Ok(Some(new.set.date() <= by))
    }

    /// Until when the dossier must go back if it is incomplete; see [`GIVE_BACK`].
    pub fn back_by(&self) -> Result<Deadline, BeyondCalendar> {
        due(self.life.received, GIVE_BACK, self.calendar)
    }

    /// What is used of the term at a moment, and what is left. While the applicant is waited for, and after the end, it
    /// stands still. `None` where nothing is counted.
    pub fn spent(&self, now: DateTime) -> Result<Option<Spent>, BeyondCalendar> {
        let now = self.life.until(now);
        Ok(self.appointed()?.map(|deadline| deadline.spent(now)))
    }

    /// Why the dossier is late at a moment of Vietnam's time; empty when it is on time.
    ///
    /// What is not accepted has no date to miss. What was accepted late may have missed it already.
    pub fn late(&self, now: DateTime) -> Result<Vec<Late>, BeyondCalendar> {
        let mut late = Vec::new();
        if let (Some(deadline), true) = (self.appointed()?, self.life.accepted.is_some()) {
            let end = self.life.until(now);
            if deadline.is_missed(end) {
                let date = deadline.date;
                let days = worked_days(date, end.date(), &self.life.pauses, self.calendar)?;
                late.push(Late::AfterDate { date, days });
            }
        }
        late.extend(self.life.asked_again.map(|at| Late::AskedAgain { at }));
        Ok(late)
    }

    /// Whether this new date may be set now (form 04): once, later than the date that stands, on a working day.
    ///
    /// In order: something runs, it is the first time, the date is later, the day is worked.
    pub fn may_reappoint(&self, now: DateTime, date: Date) -> Result<(), NoNewDate> {
        if !matches!(self.life.state.stage(), Stage::Accepted | Stage::InProcess) {
            return Err(NoNewDate::NothingRuns);
        }
        if self.life.state.is_reappointed() {
            return Err(NoNewDate::Again);
        }
        let standing = self.counted().map_err(NoNewDate::Beyond)?.date;
        let than = standing.max(now.date());
        if date <= than {
            return Err(NoNewDate::NotLater { than });
        }
        match self.calendar.day(date).map_err(NoNewDate::Beyond)? {
            day if day.is_worked() => Ok(()),
            day => Err(NoNewDate::Closed(day)),
        }
    }

    /// The counted date, as it stood before a new one was set.
    fn counted(&self) -> Result<Deadline, BeyondCalendar> {
        let set = self.life.new_date.map_or(DateTime::MAX, |new| new.set);
        due_paused(self.life.received, self.term, &begun(&self.life.pauses, |from| from < set), self.calendar)
    }

    fn date_with(&self, pauses: &[Pause]) -> Result<Deadline, BeyondCalendar> {
        match self.life.new_date {
            Some(new) => due_set(new.set, new.date, &begun(pauses, |from| from >= new.set), self.calendar),
            None => due_paused(self.life.received, self.term, pauses, self.calendar),
        }
    }
}

fn begun(pauses: &[Pause], when: impl Fn(DateTime) -> bool) -> Vec<Pause> {
    pauses.iter().copied().filter(|pause| when(pause.from)).collect()
}
