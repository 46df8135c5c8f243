//! The life of a dossier (hồ sơ): what may be done to it, by whom, and what that makes of it.
//!
//! Two layers. Inside, a machine of [`Stage`]s whose every step is a line of [`TRANSITIONS`]; outside, the ten official
//! [`Status`]es that the public sees. A citizen's act and an official's go the same way: [`apply`] looks for the line, and
//! where there is none it answers [`NotAllowed`]. Nothing else decides.
//!
//! What is true of a dossier is the list of its [`Entry`]s: [`fold`] makes the state of them, [`clock::Life`] the legal
//! clock. An act carries what the law makes it carry, so that there is no refusal without a reason; what it carries is for
//! people and is kept beside the event, not in the state.
//!
//! What this does not know: files (somebody has verified each before the act), money received (the payment is complete
//! before it is an act), who a person is. The graph, printed for reading: `tests/dossier.md`.

pub mod act;
pub mod clock;
pub mod event;
pub mod paper;
pub mod print;
mod say;
pub mod state;
pub mod status;
pub mod table;

use jiff::civil::{Date, DateTime};

pub use act::{Act, Actor, Verb};
pub use event::{Effect, Event};
pub use paper::{Apology, Claim, Former, Papers, Text};
pub use state::{Stage, State};
pub use status::Status;
pub use table::{TRANSITIONS, Transition};

/// One step that was taken. Only [`apply`] takes one.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The line of the table that allowed it: event, effect on the clock, what goes with it, legal source.
    pub by: &'static Transition,
    /// The state before; `None` for the filing.
    pub from: Option<State>,
    /// The state after.
    pub to: State,
    /// In whose right it was done.
    pub actor: Actor,
    /// What was done, with all that it carries.
    pub act: Act,
    /// When, in Vietnam's time.
    pub at: DateTime,
}

/// What is kept of a step for ever, and all that state and clock are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// What happened.
    pub event: Event,
    /// When, in Vietnam's time.
    pub at: DateTime,
    /// The new date, with [`Event::Reappointed`] and with no other.
    pub new_date: Option<Date>,
}

/// An act that the table has no line for: this one, in this state, by this actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NotAllowed {
    /// The state in which it was tried; `None` before filing.
    pub state: Option<State>,
    /// What was tried.
    pub act: Verb,
    /// Who tried.
    pub actor: Actor,
}

/// A history that the table cannot have made. Whoever stored it has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Broken {
    /// The state up to there.
    pub state: Option<State>,
    /// The event that cannot follow, or that lacks its new date.
    pub event: Event,
}

/// Takes a step, or says that it is not allowed. `None` is a dossier that is not filed yet.
///
/// ```
/// # use motcua_rules::dossier::{Act, Actor, NotAllowed, Papers, Status, Text, Verb, apply};
/// let papers = Text::new("Tờ khai đăng ký khai sinh").and_then(|form| Papers::new([form])).unwrap();
/// let at = "2025-07-04T09:00".parse().unwrap();
/// let filed = apply(None, Actor::Applicant, Act::Register { papers }, at).unwrap().to;
/// assert_eq!(filed.status(), Status::Registered);
///
/// let early = apply(Some(filed), Actor::Handler, Act::StartProcessing, at);
/// assert_eq!(early, Err(NotAllowed { state: Some(filed), act: Verb::StartProcessing, actor: Actor::Handler }));
/// ```
pub fn apply(state: Option<State>, actor: Actor, act: Act, at: DateTime) -> Result<Step, NotAllowed> {
    let verb = act.verb();
    let refusal = NotAllowed { state, act: verb, actor };
    let by = open(state).find(|line| line.act == verb && line.who.contains(&actor)).ok_or(refusal)?;
    let to = by.lead(state).ok_or(refusal)?;
    Ok(Step { by, from: state, to, actor, act, at })
}

/// The lines of the table that are open in a state: what may happen next, and who may do it.
pub fn open(state: Option<State>) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |line| line.is_open(state))
}

/// The state that a history leads to; `None` for an empty one.
pub fn fold(history: impl IntoIterator<Item = Event>) -> Result<Option<State>, Broken> {
    history.into_iter().try_fold(None, |state, event| follow(state, event).map(Some))
}

fn follow(state: Option<State>, event: Event) -> Result<State, Broken> {
    let line = open(state).find(|line| line.event == event);
    line.and_then(|line| line.lead(state)).ok_or(Broken { state, event })
}

impl Step {
    /// What is to be kept of it.
    pub fn entry(&self) -> Entry {
        let new_date = match &self.act {
            Act::Reappoint { apology } => Some(apology.new_date()),
            _ => None,
        };
        Entry { event: self.by.event, at: self.at, new_date }
    }
}
