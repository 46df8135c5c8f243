//! By when an item is looked at, answered and published: working days on the clock that dossiers have ([`crate::clock`]).
//!
//! * Within 2 working days the first desk refuses it, gives it back, passes it on or takes it up; within 5 it may ask the
//!   sender for more; within 15 it is answered, refused or given back to the sender, all counted from the receipt; within 2
//!   of the answer both are published. The numbers are those of the national system; which article orders which is recalled
//!   (r).
//! * Passing on starts nothing anew: a locality has what is left of the 15 days (r).
//! * Waiting for the sender is not counted, as with a dossier (Decision 766/QĐ-TTg). A request that came too late is late
//!   and pauses all the same: the desk cannot work without what it asks for (r).
//! * What is reopened has what was left of its 15 days; the time between answer and reopening is not counted (r). Who
//!   answered on the last day and is not believed has the day of the reopening.
//! * An answer that was reopened before it was published has nothing to publish (r).
//! * An answer can be reopened for 30 days of the calendar, the day of the answer not counted (r).

use jiff::civil::{Date, DateTime};

use super::{Event, Stage, State, open};
use crate::calendar::{BeyondCalendar, Calendar};
use crate::clock::{Deadline, Pause, Wait, due, due_paused};
use crate::dossier::Effect;
use crate::language::{Language, words};
use crate::source::{DECISION_31, DECREE_20, Source};
use crate::term::Term;

/// So many days of the calendar an answer can be reopened.
pub const REOPEN_DAYS: u16 = 30;

/// What a desk owes, each by its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// To decide whose it is: refused, given back, passed on or taken up.
    PassOn,
    /// To ask the sender for more, if at all. It is a duty only of those who asked.
    AskSupplement,
    /// To answer.
    Resolve,
    /// To publish item and answer.
    Publish,
}

#[rustfmt::skip]
words! { Duty:
    PassOn        "pass_on"        "Phân loại: nhận xử lý, chuyển, trả lại hoặc từ chối" "Take up, pass on, give back or refuse",
    AskSupplement "ask_supplement" "Yêu cầu bổ sung lần đầu"                             "Ask for more information",
    Resolve       "resolve"        "Xử lý và trả lời"                                    "Answer",
    Publish       "publish"        "Công khai kết quả"                                   "Publish the answer",
}

impl Duty {
    /// Within which time.
    pub const fn term(self) -> Term {
        match self {
            Duty::PassOn | Duty::Publish => Term::WorkingDays(2),
            Duty::AskSupplement => Term::WorkingDays(5),
            Duty::Resolve => Term::WorkingDays(15),
        }
    }

    /// By what right it is owed. The number of days is recalled (r).
    pub const fn source(self) -> Source {
        match self {
            Duty::PassOn | Duty::AskSupplement => DECISION_31.article(43),
            Duty::Resolve | Duty::Publish => DECREE_20,
        }
    }
}

/// An item's history, read for its clock. Moments only; the calendar comes with the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Where it stands.
    pub state: State,
    /// When it came, in Vietnam's time.
    pub received: DateTime,
    /// When somebody first decided whose it is.
    pub sorted: Option<DateTime>,
    /// When the sender was asked for more.
    pub asked: Option<DateTime>,
    /// The times that are not counted and have ended: of waiting for the sender, and between an answer and its reopening.
    pub pauses: Vec<Pause>,
    /// Since when the sender is waited for.
    pub waiting: Option<DateTime>,
    /// Each answer, in order.
    pub answers: Vec<Answer>,
    /// When the work ended: answered and not reopened, refused, or given back to the sender.
    pub ended: Option<DateTime>,
}

/// An answer that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Answer {
    /// When.
    pub given: DateTime,
    /// When it was published.
    pub published: Option<DateTime>,
    /// When the sender reopened the item.
    pub reopened: Option<DateTime>,
}

/// One duty with its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What is owed.
    pub duty: Duty,
    /// By when. While the sender is waited for it is the date as it stood then; it moves on.
    pub deadline: Deadline,
    /// When it was done.
    pub done: Option<DateTime>,
}

/// What is owed, as far as the calendar reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duties {
    /// What has a day, in the order of an item's life.
    pub dated: Vec<Due>,
    /// What has none before the holidays of its year are published.
    pub undated: Vec<Undated>,
}

/// One duty whose day nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undated {
    /// What is owed.
    pub duty: Duty,
    /// Where the calendar ended.
    pub beyond: BeyondCalendar,
    /// When it was done.
    pub done: Option<DateTime>,
}

impl Life {
    /// Reads a history in order; `None` for an empty one and for one that the table cannot have made.
    ///
    /// An event that is dated before the one in front of it happened with it: the order is certain, the clocks of several
    /// hosts are not.
    pub fn read(history: &[(Event, DateTime)]) -> Option<Life> {
        let mut life: Option<Life> = None;
        let mut last = DateTime::MIN;
        for (event, at) in history {
            last = last.max(*at);
            let before = life.as_ref().map(|life| life.state);
            let line = open(before).find(|line| line.event == *event)?;
            let state = line.lead(before)?;
            let mut next = life.unwrap_or_else(|| Life::begin(state, last));
            next.state = state;
            next.count(line.clock, last);
            next.note(*event, last);
            life = Some(next);
        }
        life
    }

    const fn begin(state: State, received: DateTime) -> Life {
        Life {
            state,
            received,
            sorted: None,
            asked: None,
            pauses: Vec::new(),
            waiting: None,
            answers: Vec::new(),
            ended: None,
        }
    }

    /// What a step does to the clock.
    fn count(&mut self, clock: Effect, at: DateTime) {
        match clock {
            Effect::Pauses => self.waiting = Some(at),
            Effect::Resumes => self.resume(at),
            Effect::Stops => {
                self.resume(at);
                self.ended = Some(at);
            }
            _ => {}
        }
    }

    fn resume(&mut self, until: DateTime) {
        let pause = |wait| move |from| Pause { from, until, wait };
        self.pauses.extend(self.waiting.take().map(pause(Wait::Supplement)));
        self.pauses.extend(self.ended.take().map(pause(Wait::Answered)));
    }

    /// What an event leaves for the duties.
    fn note(&mut self, event: Event, at: DateTime) {
        match event {
            Event::PassedOn | Event::TakenUp | Event::Refused | Event::Returned => {
                self.sorted = self.sorted.or(Some(at));
            }
            Event::SupplementRequested => self.asked = self.asked.or(Some(at)),
            Event::Answered => self.answers.push(Answer { given: at, published: None, reopened: None }),
            Event::Published => self.last_answer(|answer| answer.published = Some(at)),
            Event::Reopened => self.last_answer(|answer| answer.reopened = Some(at)),
            Event::Received | Event::Supplemented | Event::PublicationProposed => {}
        }
    }

    fn last_answer(&mut self, change: impl FnOnce(&mut Answer)) {
        if let Some(answer) = self.answers.last_mut() {
            change(answer);
        }
    }

    /// The last day on which the sender may reopen; `None` where no answer stands.
    pub fn reopen_until(&self) -> Option<Date> {
        let stands = matches!(self.state.stage(), Stage::Answered | Stage::WaitingForPublication | Stage::Published);
        let given = self.answers.last().filter(|_| stands)?.given.date();
        (0..REOPEN_DAYS).try_fold(given, |day, _| day.tomorrow().ok())
    }

    /// Whether the sender may reopen it now.
    pub fn may_reopen(&self, now: DateTime) -> bool {
        self.reopen_until().is_some_and(|last| now.date() <= last)
    }

    /// The moment up to which the clock has run: now, or when it stopped or began to stand still.
    pub fn until(&self, now: DateTime) -> DateTime {
        self.ended.or(self.waiting).unwrap_or(now)
    }
}

/// Until when the sender may be asked for more in time, whether that happened or not.
pub fn ask_by(life: &Life, calendar: &Calendar) -> Result<Deadline, BeyondCalendar> {
    due(life.received, Duty::AskSupplement.term(), calendar)
}

/// What is or was owed, in the order of an item's life; a publication for each answer that stands or was published.
///
/// Each by itself: that nobody knows yet by when an item has to be answered keeps no desk from its two days.
pub fn duties(life: &Life, calendar: &Calendar) -> Duties {
    let mut duties = Duties::default();
    let before = |pause: &&Pause| life.sorted.is_none_or(|sorted| pause.from < sorted);
    // What is waited for afterwards does not move what is done.
    let pauses: Vec<Pause> = life.pauses.iter().filter(before).copied().collect();
    duties.add(Duty::PassOn, due_paused(life.received, Duty::PassOn.term(), &pauses, calendar), life.sorted);
    if life.asked.is_some() {
        duties.add(Duty::AskSupplement, ask_by(life, calendar), life.asked);
    }
    duties.add(Duty::Resolve, resolve_by(life, calendar), life.ended);
    for answer in life.answers.iter().filter(|answer| answer.published.is_some() || answer.reopened.is_none()) {
        duties.add(Duty::Publish, due(answer.given, Duty::Publish.term(), calendar), answer.published);
    }
    duties
}

/// The duty that is due next of those that are not done; `None` when all are. Fails where no day of any of them is known.
pub fn next_due(life: &Life, calendar: &Calendar) -> Result<Option<Due>, BeyondCalendar> {
    let Duties { dated, undated } = duties(life, calendar);
    let next = dated.into_iter().filter(|due| due.done.is_none()).min_by_key(|due| (due.deadline.date, due.duty));
    match (next, undated.into_iter().find(|one| one.done.is_none())) {
        (None, Some(one)) => Err(one.beyond),
        (next, _) => Ok(next),
    }
}

/// The duties that were not done in time, at a moment of Vietnam's time; empty when all is on time. What was done late
/// stays here. While the sender is waited for, nothing becomes late, and nothing whose day nobody knows.
pub fn late(life: &Life, now: DateTime, calendar: &Calendar) -> Vec<Due> {
    let is_late = |due: &Due| due.deadline.is_missed(due.done.unwrap_or_else(|| life.waiting.unwrap_or(now)));
    duties(life, calendar).dated.into_iter().filter(is_late).collect()
}

/// Whether the work ended in time; `None` where it has not ended, or nobody knows.
pub fn resolved_in_time(life: &Life, calendar: &Calendar) -> Option<bool> {
    let ended = life.ended?;
    match resolve_by(life, calendar) {
        Ok(deadline) => Some(!deadline.is_missed(ended)),
        // Where the calendar ends later than the work did, so does the day, whichever it will be.
        Err(beyond) => (beyond.day > ended.date()).then_some(true),
    }
}

/// By when it is answered, without the times that are not counted.
fn resolve_by(life: &Life, calendar: &Calendar) -> Result<Deadline, BeyondCalendar> {
    due_paused(life.received, Duty::Resolve.term(), &life.pauses, calendar)
}

impl Duties {
    fn add(&mut self, duty: Duty, deadline: Result<Deadline, BeyondCalendar>, done: Option<DateTime>) {
        match deadline {
            Ok(deadline) => self.dated.push(Due { duty, deadline, done }),
            Err(beyond) => self.undated.push(Undated { duty, beyond, done }),
        }
    }
}

impl Due {
    /// The duty and its day in a line: `Trả lời: 22/07/2025`.
    pub fn say(&self, language: Language) -> String {
        format!("{}: {}", self.duty.label(language), crate::clock::say_date(self.deadline.date, language))
    }
}
