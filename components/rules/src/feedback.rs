//! Feedback and recommendations (phản ánh, kiến nghị): what people say about rules, and about how they are served.
//!
//! Decree 20/2008/NĐ-CP, amended by Decree 92/2017/NĐ-CP, and the order of the National Public Service Portal (Decision
//! 31/2021/QĐ-TTg). An item has a life as a dossier has: every step is a line of [`TRANSITIONS`], and [`step`] takes it;
//! [`clock`] says by when, [`route`] says whose it is. Complaints and denunciations (khiếu nại, tố cáo) have procedures of
//! their own by law; here they are sent back with that reason, and nothing is decided about them.
//!
//! What this does not know: who somebody is, what a text says, files. What never happens here: an item is called a duplicate
//! of another. [`likeness`] says how alike two texts are; people decide.

mod act;
pub mod clock;
pub mod effort;
pub mod figures;
pub mod likeness;
mod number;
mod reason;
pub mod route;
mod say;
pub mod state;
pub mod table;
pub mod terms;
mod topic;

pub use act::{Actor, Event, Verb};
pub use number::Number;
pub use reason::{Reason, needs_reason};
pub use state::{Stage, State};
pub use table::{TRANSITIONS, Transition};
pub use topic::{About, Channel, Field, Identity, Kind, Satisfaction};

/// Characters that a text may have, counted as Unicode's scalar values.
pub const TEXT_CHARS_MAX: usize = 10_000;

/// Files that may come with an item, and as many again with its supplement.
pub const FILES_MAX: usize = 5;

/// One step that was taken. Only [`step`] takes one.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The line of the table that allowed it: effect on the clock, legal source.
    pub by: &'static Transition,
    /// The state after.
    pub to: State,
    /// What it leaves in the history.
    pub event: Event,
}

/// A step that the table has no line for: this one, in this state, by this actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NotAllowed {
    /// The state in which it was tried; `None` before receipt.
    pub state: Option<State>,
    /// What was tried.
    pub verb: Verb,
    /// Who tried.
    pub actor: Actor,
}

/// Takes a step, or says that it is not allowed. `None` is an item that is not received yet.
///
/// Time is not asked about: whether a reopening still comes in time says [`clock::Life::may_reopen`].
///
/// ```
/// # use motcua_rules::feedback::{Actor, Event, Stage, Verb, step};
/// let received = step(None, Verb::Receive, Actor::Sender).unwrap().to;
/// let passed = step(Some(received), Verb::PassOn, Actor::Desk).unwrap();
/// assert_eq!((passed.event, passed.to.to_string().as_str()), (Event::PassedOn, "passed_on+local"));
/// assert!(step(Some(passed.to), Verb::Answer, Actor::Desk).is_err(), "nobody answers what nobody took up");
/// ```
pub fn step(state: Option<State>, verb: Verb, actor: Actor) -> Result<Step, NotAllowed> {
    let refusal = NotAllowed { state, verb, actor };
    let by = open(state).find(|line| line.verb == verb && line.who.contains(&actor)).ok_or(refusal)?;
    let to = by.lead(state).ok_or(refusal)?;
    Ok(Step { by, to, event: by.event })
}

/// The lines of the table that are open in a state: what may happen next, and who may do it.
pub fn open(state: Option<State>) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |line| line.is_open(state))
}

/// What somebody may do now, each once, in the order of the table. The desk is the one that has the item: see
/// [`State::is_at_locality`].
pub fn choices(state: Option<State>, actor: Actor) -> Vec<Verb> {
    open(state).filter(|line| line.who.contains(&actor)).map(|line| line.verb).collect()
}

/// The state that an event of the history leads to; `None` where it cannot follow.
pub fn follow(state: Option<State>, event: Event) -> Option<State> {
    open(state).find(|line| line.event == event)?.lead(state)
}
