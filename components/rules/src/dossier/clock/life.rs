//! What a history means to the clock. No calendar yet: moments only.

use jiff::civil::{Date, DateTime};

use crate::clock::{Pause, Wait};
use crate::dossier::{Broken, Effect, Entry, Event, Stage, State, follow};

/// A dossier's history, read for its clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Where it stands.
    pub state: State,
    /// When the dossier came, or came back completed, in Vietnam's time. Whether the term counts from there is for the
    /// calendar to say ([`super::Clock`]): what was given back too late does not start again.
    pub received: DateTime,
    /// When it was accepted.
    pub accepted: Option<DateTime>,
    /// The times of waiting for the applicant since the receipt that have ended.
    pub pauses: Vec<Pause>,
    /// The one that goes on.
    pub waiting: Option<Waiting>,
    /// The new date, if one was set.
    pub new_date: Option<NewDate>,
    /// When a supplement was asked for the second time.
    pub asked_again: Option<DateTime>,
    /// When the work ended.
    pub ended: Option<DateTime>,
    /// Each time it was given back for completion, from its filing on.
    pub given_back: Vec<GivenBack>,
}

/// A dossier was given back for completion, with what its clock had noted until then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenBack {
    /// When the dossier had come, or had come back completed.
    pub received: DateTime,
    /// When it was given back.
    pub returned: DateTime,
    /// When it came back completed.
    pub completed: Option<DateTime>,
    /// The times of waiting between receipt and return.
    pub pauses: Vec<Pause>,
    /// When it had been accepted.
    pub accepted: Option<DateTime>,
    /// The new date, if one had been set.
    pub new_date: Option<NewDate>,
}

/// The clock stands still: the applicant ([`crate::dossier::Actor::Applicant`]) owes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Waiting {
    /// When it was asked for.
    pub since: DateTime,
    /// What.
    pub wait: Wait,
}

/// A date that was set with an apology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NewDate {
    /// When it was set.
    pub set: DateTime,
    /// The date.
    pub date: Date,
}

impl Waiting {
    /// The pause that it is when it ends at this moment.
    pub const fn until(self, done: DateTime) -> Pause {
        Pause { from: self.since, until: done, wait: self.wait }
    }
}

impl GivenBack {
    fn pause(&self) -> Option<Pause> {
        self.completed.map(|until| Pause { from: self.returned, until, wait: Wait::Supplement })
    }
}

impl Life {
    /// Reads a history in order; `None` for an empty one.
    ///
    /// An event that is dated before the one in front of it happened with it: the order is certain, the clocks of
    /// several hosts are not. Fails at the first event that cannot follow.
    pub fn read(history: &[Entry]) -> Result<Option<Life>, Broken> {
        let mut life: Option<Life> = None;
        let mut last = DateTime::MIN;
        for entry in history {
            last = last.max(entry.at);
            let before = life.as_ref().map(|life| life.state);
            let state = follow(before, entry.event)?;
            let mut next = life.unwrap_or_else(|| Life::begin(state, last));
            next.state = state;
            next.happen(entry.event, last, entry.new_date).ok_or(Broken { state: before, event: entry.event })?;
            life = Some(next);
        }
        Ok(life)
    }

    /// The moment up to which the clock has run: now, or when it stopped or began to stand still.
    pub fn until(&self, now: DateTime) -> DateTime {
        self.ended.or(self.waiting.map(|waiting| waiting.since)).unwrap_or(now)
    }

    /// The same life without its restarts from the so many-th give-back on: the count goes on, and what lay between
    /// return and completion is a time of waiting.
    pub(super) fn without_restarts(&self, kept: usize) -> Life {
        let mut life = Life { pauses: Vec::new(), ..self.clone() };
        life.received = self.given_back.get(kept).map_or(self.received, |back| back.received);
        // Of one that is not completed the life itself has all that is noted here.
        let over: Vec<&GivenBack> = self.given_back.iter().skip(kept).filter(|back| back.completed.is_some()).collect();
        life.pauses.extend(over.iter().flat_map(|back| back.pauses.iter().copied().chain(back.pause())));
        life.pauses.extend(&self.pauses);
        life.accepted = over.iter().find_map(|back| back.accepted).or(self.accepted);
        life.new_date = over.iter().find_map(|back| back.new_date).or(self.new_date);
        life
    }

    const fn begin(state: State, received: DateTime) -> Life {
        Life {
            state,
            received,
            accepted: None,
            pauses: Vec::new(),
            waiting: None,
            new_date: None,
            asked_again: None,
            ended: None,
            given_back: Vec::new(),
        }
    }

    /// What an event does. `None` when it lacks its new date.
    fn happen(&mut self, event: Event, at: DateTime, new_date: Option<Date>) -> Option<()> {
        if event.is_late() {
            self.asked_again = self.asked_again.or(Some(at));
        }
        match event.effect() {
            Effect::Received | Effect::Keeps => {}
            Effect::Starts => self.accepted = Some(at),
            Effect::Pauses => {
                self.waiting = self.state.stage().wait().map(|wait| Waiting { since: at, wait });
                if self.state.stage() == Stage::Incomplete {
                    self.give_back(at);
                }
            }
            Effect::Resumes => self.resume(at),
            Effect::Restarts => self.restart(at),
            Effect::Reappoints => self.new_date = Some(NewDate { set: at, date: new_date? }),
            Effect::Stops | Effect::NeverRuns => {
                self.resume(at);
                self.ended = Some(at);
            }
        }
        Some(())
    }

    fn give_back(&mut self, at: DateTime) {
        self.given_back.push(GivenBack {
            received: self.received,
            returned: at,
            completed: None,
            pauses: self.pauses.clone(),
            accepted: self.accepted,
            new_date: self.new_date,
        });
    }

    fn restart(&mut self, at: DateTime) {
        let mut given_back = core::mem::take(&mut self.given_back);
        if let Some(last) = given_back.last_mut() {
            last.completed = Some(at);
        }
        *self = Life { asked_again: self.asked_again, given_back, ..Life::begin(self.state, at) };
    }

    fn resume(&mut self, at: DateTime) {
        self.pauses.extend(self.waiting.take().map(|waiting| waiting.until(at)));
    }
}
