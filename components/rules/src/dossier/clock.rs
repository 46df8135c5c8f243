//! The legal clock over a dossier's life: what its history says about its dates.
//!
//! * The term counts from the receipt of a complete dossier, not from the desk's acceptance: what a desk needs to look is
//!   the authority's time. A dossier that was given back counts from its completion (Decree 61/2018/NĐ-CP).
//! * An incomplete dossier goes back within 3 working days (Decree 61/2018/NĐ-CP); counted from its receipt (r). One that
//!   goes back later is late, and so it stays: its completion ends a time of waiting and starts no term (r). One that
//!   nobody has answered by then is late as well (r).
//! * A new date takes the place of the old one; it does not undo that the old one was missed before it was set (r).
//! * Waiting for the applicant is subtracted, and what ends by the appointed date is on time (Decision 766/QĐ-TTg).
//! * An apology is due in writing a day before the appointed date at the latest, with reason and new date, once (Decree
//!   61/2018/NĐ-CP). A day on which nobody works helps nobody: it is the last working day before the date (r).
//! * A second request for a supplement counts as late, whatever the date.

mod life;
mod say;

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};

pub use life::{GivenBack, Life, NewDate, Waiting};
pub use sealed::Permit;

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
        /// Working days since then without those of waiting, until a new date was set; 0 within the day, for a term in
        /// hours.
        days: u32,
    },
    /// It was given back as incomplete too late.
    GivenBackLate {
        /// The last day on which it was in time.
        by: Date,
        /// When it was given back.
        at: DateTime,
    },
    /// The desk has neither accepted it nor given it back nor refused it.
    NotAnswered {
        /// The last day on which an answer was in time.
        by: Date,
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
            Late::GivenBackLate { .. } | Late::NotAnswered { .. } | Late::AskedAgain { .. } => LIFE_SOURCE,
        }
    }
}

mod sealed {
    use jiff::civil::Date;

    /// A new date that the clock allows: what [`super::Clock::may_reappoint`] answers, and nobody else can make. It holds
    /// for the dossier and the moment that were asked about.
    ///
    /// ```compile_fail
    /// # use motcua_rules::dossier::clock::Permit;
    /// let permit = Permit(jiff::civil::date(2020, 1, 1));
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct Permit(Date);

    impl Permit {
        pub(super) const fn new(date: Date) -> Permit {
            Permit(date)
        }

        /// The date.
        pub const fn date(self) -> Date {
            self.0
        }
    }
}

impl Clock<'_> {
    /// The date that stands: counted, or set with an apology, and moved by the waiting that has ended.
    ///
    /// Before acceptance it is the date that an acceptance will confirm. While the applicant is waited for it is the date
    /// as it stood then; it moves on, see [`Clock::forecast`]. `None` where nothing is counted: the dossier was refused, or
    /// given back in time and not completed. Fails when the calendar ends first.
    pub fn appointed(&self) -> Result<Option<Deadline>, BeyondCalendar> {
        if self.life.state.stage() == Stage::NotAccepted || self.is_void()? {
            return Ok(None);
        }
        let life = self.counted_life()?;
        self.date_with(&life, &life.pauses).map(Some)
    }

    /// The date if the applicant does at this moment what was asked; [`Clock::appointed`] when nothing was.
    ///
    /// A moment before the request is taken as the request's own.
    pub fn forecast(&self, done: DateTime) -> Result<Option<Deadline>, BeyondCalendar> {
        let Some(waiting) = self.life.waiting else { return self.appointed() };
        let done = done.max(waiting.since);
        if self.is_void()? {
            return due(done, self.term, self.calendar).map(Some);
        }
        let life = self.counted_life()?;
        let mut pauses = life.pauses.clone();
        pauses.push(waiting.until(done));
        self.date_with(&life, &pauses).map(Some)
    }

    /// The last working day on which a written apology is in time: before the counted date, not the new one.
    ///
    /// It can lie before the receipt when the term is a day; then no apology is in time. `None` where nothing is counted,
    /// and where the calendar begins too late to tell.
    pub fn apology_by(&self) -> Result<Option<Date>, BeyondCalendar> {
        if self.life.state.stage() == Stage::NotAccepted || self.is_void()? {
            return Ok(None);
        }
        let mut day = self.counted(&*self.counted_life()?)?.date;
        while let Ok(before) = day.yesterday() {
            match self.calendar.day(before) {
                Ok(kind) if kind.is_worked() => return Ok(Some(before)),
                Ok(_) => day = before,
                Err(_) => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Whether the apology that was given came in time; `None` when there is none.
    pub fn apologised_in_time(&self) -> Result<Option<bool>, BeyondCalendar> {
        let (Some(new), Some(by)) = (self.counted_life()?.new_date, self.apology_by()?) else { return Ok(None) };
        Ok(Some(new.set.date() <= by))
    }

    /// Until when the dossier must go back if it is incomplete, and be answered at all; see [`GIVE_BACK`].
    pub fn back_by(&self) -> Result<Deadline, BeyondCalendar> {
        due_paused(self.life.received, GIVE_BACK, &self.life.pauses, self.calendar)
    }

    /// What is used of the term at a moment, and what is left. While the applicant is waited for, and after the end, it
    /// stands still. `None` where nothing is counted.
    pub fn spent(&self, now: DateTime) -> Result<Option<Spent>, BeyondCalendar> {
        let now = self.life.until(now);
        Ok(self.appointed()?.map(|deadline| deadline.spent(now)))
    }

    /// Why the dossier is late at a moment of Vietnam's time; empty when it is on time.
    ///
    /// What is not accepted has no date to miss, but the desk's time to look at it can be over. What was accepted late may
    /// have missed its date already.
    pub fn late(&self, now: DateTime) -> Result<Vec<Late>, BeyondCalendar> {
        let mut late = self.after_dates(self.life.until(now))?;
        for back in &self.life.given_back {
            let by = self.back_by_of(back)?;
            late.extend(by.is_missed(back.returned).then_some(Late::GivenBackLate { by: by.date, at: back.returned }));
        }
        if self.life.state.stage() == Stage::Registered {
            let by = self.back_by()?;
            late.extend(by.is_missed(now).then_some(Late::NotAnswered { by: by.date }));
        }
        late.extend(self.life.asked_again.map(|at| Late::AskedAgain { at }));
        Ok(late)
    }

    /// The dates that were missed: the counted one before a new one was set, and the one that stands.
    fn after_dates(&self, end: DateTime) -> Result<Vec<Late>, BeyondCalendar> {
        let life = self.counted_life()?;
        if life.accepted.is_none() || self.is_void()? {
            return Ok(Vec::new());
        }
        let mut dates = vec![(self.date_with(&life, &life.pauses)?, end)];
        if let Some(new) = life.new_date {
            dates.insert(0, (self.counted(&life)?, new.set));
        }
        let missed = dates.into_iter().filter(|(deadline, end)| deadline.is_missed(*end));
        let late = |(deadline, end): (Deadline, DateTime)| {
            let days = worked_days(deadline.date, end.date(), &life.pauses, self.calendar)?;
            Ok(Late::AfterDate { date: deadline.date, days })
        };
        missed.map(late).collect()
    }

    /// Whether this new date may be set now (form 04): once, later than the date that stands, on a working day.
    ///
    /// In order: something runs, it is the first time, the date is later, the day is worked.
    pub fn may_reappoint(&self, now: DateTime, date: Date) -> Result<Permit, NoNewDate> {
        if !matches!(self.life.state.stage(), Stage::Accepted | Stage::InProcess) {
            return Err(NoNewDate::NothingRuns);
        }
        if self.life.state.is_reappointed() {
            return Err(NoNewDate::Again);
        }
        let standing = self.counted_life().and_then(|life| self.counted(&life)).map_err(NoNewDate::Beyond)?.date;
        let than = standing.max(now.date());
        if date <= than {
            return Err(NoNewDate::NotLater { than });
        }
        match self.calendar.day(date).map_err(NoNewDate::Beyond)? {
            day if day.is_worked() => Ok(Permit::new(date)),
            day => Err(NoNewDate::Closed(day)),
        }
    }

    /// Whether the count is void: the dossier was given back in time and has not come back.
    fn is_void(&self) -> Result<bool, BeyondCalendar> {
        let is_open = self.life.given_back.last().is_some_and(|back| back.completed.is_none());
        Ok(is_open && self.first_late_return()?.is_none())
    }

    /// The life as it counts: from the first return that came too late on, nothing starts again.
    fn counted_life(&self) -> Result<Cow<'_, Life>, BeyondCalendar> {
        let late = self.first_late_return()?;
        Ok(late.map_or(Cow::Borrowed(self.life), |kept| Cow::Owned(self.life.without_restarts(kept))))
    }

    fn first_late_return(&self) -> Result<Option<usize>, BeyondCalendar> {
        for (index, back) in self.life.given_back.iter().enumerate() {
            if self.back_by_of(back)?.is_missed(back.returned) {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    fn back_by_of(&self, back: &GivenBack) -> Result<Deadline, BeyondCalendar> {
        due_paused(back.received, GIVE_BACK, &back.pauses, self.calendar)
    }

    /// The counted date, as it stood before a new one was set.
    fn counted(&self, life: &Life) -> Result<Deadline, BeyondCalendar> {
        let set = life.new_date.map_or(DateTime::MAX, |new| new.set);
        due_paused(life.received, self.term, &begun(&life.pauses, |from| from < set), self.calendar)
    }

    fn date_with(&self, life: &Life, pauses: &[Pause]) -> Result<Deadline, BeyondCalendar> {
        match life.new_date {
            Some(new) => due_set(new.set, new.date, &begun(pauses, |from| from >= new.set), self.calendar),
            None => due_paused(life.received, self.term, pauses, self.calendar),
        }
    }
}

fn begun(pauses: &[Pause], when: impl Fn(DateTime) -> bool) -> Vec<Pause> {
    pauses.iter().copied().filter(|pause| when(pause.from)).collect()
}
