//! A finger on the calendar that notes each day it passes.

use jiff::civil::{Date, DateTime, Time};

use super::pause::{Nobody, Waits};
use super::{LATEST, SECONDS_A_DAY, SECONDS_AN_HOUR, Step, What, Why};
use crate::calendar::{BeyondCalendar, Calendar};
use crate::term::Term;

/// From when a desk works on what it got at this moment: at once, from its opening, or from the next working day's.
pub(super) fn begins(received: DateTime, calendar: &Calendar) -> Result<DateTime, BeyondCalendar> {
    let mut walk = Walk::new(received.date(), Nobody, calendar);
    walk.receive(received.time())?;
    Ok(opening(received, walk.day, calendar))
}

/// When the work begins on the day from which it counts.
pub(super) fn opening(received: DateTime, counts_from: Date, calendar: &Calendar) -> DateTime {
    let same_day = counts_from == received.date();
    let time = if same_day { received.time().max(calendar.opens()) } else { calendar.opens() };
    counts_from.to_datetime(time)
}

/// One stretch in which a term in hours ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) date: Date,
    /// Seconds of the day, 0 to 86,400.
    pub(super) from: u32,
    /// Seconds of the day, `from` to 86,400.
    pub(super) until: u32,
}

pub(super) struct Walk<'a, W> {
    calendar: &'a Calendar,
    waits: W,
    pub(super) day: Date,
    pub(super) steps: Vec<Step>,
    pub(super) ran: Vec<Stretch>,
}

impl<'a, W: Waits> Walk<'a, W> {
    pub(super) fn new(day: Date, waits: W, calendar: &'a Calendar) -> Walk<'a, W> {
        Walk { calendar, waits, day, steps: Vec::new(), ran: Vec::new() }
    }

    /// From a receipt to the end of a term. The moment on the last day for a term in hours.
    pub(super) fn count(&mut self, start: DateTime, term: Term) -> Result<Option<Time>, BeyondCalendar> {
        match term {
            Term::WithinTheDay => {}
            Term::WorkingDays(count) => self.working_days(count.into())?,
            Term::Days(count) => self.days(count.into())?,
            Term::Months(count) => self.until(months_after(self.day, count)?)?,
            Term::Hours(count) => {
                let seconds = u32::from(count).saturating_mul(SECONDS_AN_HOUR);
                return self.hours(start.time(), seconds).map(Some);
            }
        }
        self.settle()?;
        Ok(None)
    }

    fn note(&mut self, what: What) {
        self.steps.push(Step { date: self.day, what });
    }

    fn turn(&mut self) -> Result<(), BeyondCalendar> {
        self.day = self.day.tomorrow().map_err(|_| BeyondCalendar { day: Date::MAX })?;
        Ok(())
    }

    /// To the next worked day, today among them; the days off are noted as `what` says.
    pub(super) fn reach_worked_day(&mut self, what: fn(Why) -> What) -> Result<(), BeyondCalendar> {
        loop {
            let day = self.calendar.day(self.day)?;
            if day.is_worked() {
                return Ok(());
            }
            self.note(what(Why::Closed(day)));
            self.turn()?;
        }
    }

    pub(super) fn receive(&mut self, time: Time) -> Result<(), BeyondCalendar> {
        if self.calendar.day(self.day)?.is_worked() && time > LATEST {
            self.note(What::Waits(Why::After15));
            self.turn()?;
        }
        self.reach_worked_day(What::Waits)?;
        self.note(What::Receipt);
        Ok(())
    }

    pub(super) fn working_days(&mut self, count: u32) -> Result<(), BeyondCalendar> {
        for number in 1..=count {
            self.turn()?;
            self.reach_worked_day(What::Skipped)?;
            while let Some(wait) = self.waits.on(self.day) {
                self.note(What::Skipped(Why::Waiting(wait)));
                self.turn()?;
                self.reach_worked_day(What::Skipped)?;
            }
            self.note(What::Counted(number));
        }
        Ok(())
    }

    fn days(&mut self, count: u32) -> Result<(), BeyondCalendar> {
        for number in 1..=count {
            self.turn()?;
            while let Some(wait) = self.waits.on(self.day) {
                self.note(What::Skipped(Why::Waiting(wait)));
                self.turn()?;
            }
            self.note(What::Counted(number));
        }
        Ok(())
    }

    /// As many days as there are to this one.
    fn until(&mut self, end: Date) -> Result<(), BeyondCalendar> {
        self.calendar.day(end)?;
        let (mut day, mut count) = (self.day, 0_u32);
        while day < end {
            day = day.tomorrow().map_err(|_| BeyondCalendar { day: Date::MAX })?;
            count = count.saturating_add(1);
        }
        self.days(count)
    }

    /// A term ends on a worked day, and not while the applicant is waited for.
    pub(super) fn settle(&mut self) -> Result<(), BeyondCalendar> {
        loop {
            self.reach_worked_day(What::Skipped)?;
            let Some((end, wait)) = self.waits.beyond(self.day) else { return Ok(()) };
            if self.steps.last().is_some_and(|step| step.date < self.day) {
                self.note(What::Skipped(Why::Waiting(wait)));
            }
            while self.day < end {
                self.turn()?;
                self.note(What::Skipped(Why::Waiting(wait)));
            }
        }
    }

    fn hours(&mut self, start: Time, seconds: u32) -> Result<Time, BeyondCalendar> {
        let mut moment = second_of_day(start);
        let mut left = seconds;
        loop {
            let mut ran = 0_u32;
            let mut end = None;
            let (day, steps) = (self.day, &mut self.steps);
            let waits = |wait| steps.push(Step { date: day, what: What::Skipped(Why::Waiting(wait)) });
            for (from, until) in self.waits.free(day, moment, waits) {
                let part = left.min(until.saturating_sub(from));
                let stop = from.saturating_add(part);
                self.ran.push(Stretch { date: day, from, until: stop });
                (ran, left) = (ran.saturating_add(part), left.saturating_sub(part));
                // What ends at midnight ends with its day, not with the opening of the next: `24:00` is no time of a clock.
                if stop < until || (left == 0 && stop == SECONDS_A_DAY) {
                    end = Some(stop);
                    break;
                }
            }
            self.note(What::Ran { seconds: ran });
            if let Some(end) = end {
                return Ok(time_of_second(end.min(SECONDS_A_DAY.saturating_sub(1))));
            }
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

pub(super) fn second_of_day(time: Time) -> u32 {
    let part = |value: i8, seconds: u32| u32::try_from(value).unwrap_or(0).saturating_mul(seconds);
    part(time.hour(), SECONDS_AN_HOUR).saturating_add(part(time.minute(), 60)).saturating_add(part(time.second(), 1))
}

fn time_of_second(second: u32) -> Time {
    let part = |value: u32| i8::try_from(value).unwrap_or(0);
    let (hour, minute) = (second / SECONDS_AN_HOUR, second / 60 % 60);
    Time::new(part(hour), part(minute), part(second % 60), 0).unwrap_or(Time::MAX)
}
