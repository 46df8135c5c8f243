//! Every legal step of an item, a line each. What is not here is not allowed.
//!
//! Sources are cited by act. `r` marks what was recalled and not confirmed in a source: that the step exists is certain from
//! the eleven states of the national system, that this act orders it so is not.
//!
//! What the law leaves open is decided so:
//! * What a desk has taken up it answers. It can still be passed on, or given back by a locality, and the clock runs all the
//!   while; it is refused only if the sender was asked for more and has not said it, or said what makes it no feedback.
//! * An item is passed on once: first desk, locality. A locality whose matter it is not gives it back, and the first desk
//!   passes it to another. So it is always certain where it goes back to, and no chain of desks grows out of sight.
//! * There is no step that withholds a publication. What must not be shown of an item is left out of what is published.

use super::Stage::*;
use super::{Actor, Event, Stage, State, Verb};
use crate::dossier::Effect;
use crate::dossier::table::Right;
use crate::language::{Language, words};
use crate::source::{DECISION_31, DECREE_20, Source};

/// One legal step. Only this module writes one, so that no state is made beside the table.
#[non_exhaustive]
#[derive(Debug, PartialEq, Eq)]
pub struct Transition {
    /// Where the item stands; `None` before it is received.
    pub from: Option<Stage>,
    /// What must be true besides.
    pub when: When,
    /// What is done.
    pub verb: Verb,
    /// Who may do it.
    pub who: &'static [Actor],
    /// What it leaves in the history.
    pub event: Event,
    /// Where the item stands afterwards.
    pub to: Stage,
    /// What it does to the memory that a locality has, or had, the item.
    pub locality: Locality,
    /// What it does to the legal clock.
    pub clock: Effect,
    /// By what right.
    pub right: Right,
}

/// What must be true besides the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// Nothing.
    Always,
    /// The sender was not asked for more before.
    FirstRequest,
    /// It was not passed to a locality.
    Direct,
    /// It was passed to a locality.
    Local,
}

#[rustfmt::skip]
words! { When:
    Always       "always"        "luôn"                                "always",
    FirstRequest "first_request" "chưa yêu cầu bổ sung lần nào"        "no supplement asked before",
    Direct       "direct"        "chưa chuyển địa phương"              "not passed to a locality",
    Local        "local"         "đã chuyển địa phương"                "passed to a locality",
}

/// What a step does to the memory of the locality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locality {
    /// As it was.
    Keeps,
    /// A locality has it from now on.
    Enters,
    /// No locality has to do with it any more.
    Leaves,
}

#[rustfmt::skip]
words! { Locality:
    Keeps  "keeps"  "giữ nguyên"         "keeps",
    Enters "enters" "chuyển địa phương"  "enters",
    Leaves "leaves" "rời địa phương"     "leaves",
}

const fn law(source: Source) -> Right {
    Right { source, recalled: false }
}

const fn r(source: Source) -> Right {
    Right { source, recalled: true }
}

/// That authorities answer feedback and publish the answer, and that complaints are none (Art. 1).
const D20: Source = DECREE_20;
/// How items are taken in, sorted and passed on in the portal's information system.
const D31: Source = DECISION_31.article(43);

const SENDER: &[Actor] = &[Actor::Sender];
const SENDER_OR_SYSTEM: &[Actor] = &[Actor::Sender, Actor::System];
const DESK: &[Actor] = &[Actor::Desk];
const DESK_OR_SYSTEM: &[Actor] = &[Actor::Desk, Actor::System];

#[allow(clippy::too_many_arguments)]
const fn step(
    from: Stage,
    when: When,
    verb: Verb,
    who: &'static [Actor],
    event: Event,
    to: Stage,
    locality: Locality,
    clock: Effect,
    right: Right,
) -> Transition {
    Transition { from: Some(from), when, verb, who, event, to, locality, clock, right }
}

const fn first(verb: Verb, who: &'static [Actor], event: Event, right: Right) -> Transition {
    let (to, locality, clock) = (Received, Locality::Leaves, Effect::Received);
    Transition { from: None, when: When::Always, verb, who, event, to, locality, clock, right }
}

use Effect::{Pauses, Resumes, Stops};
use Locality::{Enters, Keeps, Leaves};
use When::{Always, Direct, FirstRequest, Local};

/// The clock goes on.
const RUNS: Effect = Effect::Keeps;

/// Every legal step, in the order of an item's life.
#[rustfmt::skip]
pub const TRANSITIONS: &[Transition] = &[
    first(Verb::Receive, SENDER_OR_SYSTEM, Event::Received, law(D31)),

    //   while                  and           verb                      by              leaves                       makes it               locality clock    by right of
    // The first desk looks at it.
    step(Received,              Always,       Verb::TakeUp,             DESK,           Event::TakenUp,              HandledDirectly,       Keeps,   RUNS,    law(D31)),
    step(Received,              Always,       Verb::PassOn,             DESK,           Event::PassedOn,             PassedOn,              Enters,  RUNS,    law(D31)),
    step(Received,              FirstRequest, Verb::AskSupplement,      DESK,           Event::SupplementRequested,  WaitingForSupplement,  Keeps,   Pauses,  r(D31)),
    step(Received,              Always,       Verb::Return,             DESK,           Event::Returned,             Returned,              Keeps,   Stops,   r(D31)),
    step(Received,              Always,       Verb::Refuse,             DESK,           Event::Refused,              Refused,               Keeps,   Stops,   r(D31)),

    // A locality looks at it. What it gives back is the first desk's again, whose 15 days have gone on.
    step(PassedOn,              Always,       Verb::TakeUp,             DESK,           Event::TakenUp,              HandledAtLocality,     Keeps,   RUNS,    r(D31)),
    step(PassedOn,              FirstRequest, Verb::AskSupplement,      DESK,           Event::SupplementRequested,  WaitingForSupplement,  Keeps,   Pauses,  r(D31)),
    step(PassedOn,              Always,       Verb::Return,             DESK,           Event::Returned,             Returned,              Keeps,   RUNS,    r(D31)),
    step(PassedOn,              Always,       Verb::Refuse,             DESK,           Event::Refused,              Refused,               Keeps,   Stops,   r(D31)),
    step(Returned,              Local,        Verb::TakeUp,             DESK,           Event::TakenUp,              HandledDirectly,       Leaves,  RUNS,    r(D31)),
    step(Returned,              Local,        Verb::PassOn,             DESK,           Event::PassedOn,             PassedOn,              Enters,  RUNS,    r(D31)),
    step(Returned,              Local,        Verb::Return,             DESK,           Event::Returned,             Returned,              Leaves,  Stops,   r(D31)),
    step(Returned,              Local,        Verb::Refuse,             DESK,           Event::Refused,              Refused,               Leaves,  Stops,   r(D31)),

    // The sender is asked. Who says nothing more is refused for want of information.
    step(WaitingForSupplement,  Always,       Verb::Supplement,         SENDER,         Event::Supplemented,         Supplemented,          Keeps,   Resumes, r(D31)),
    step(WaitingForSupplement,  Always,       Verb::Refuse,             DESK,           Event::Refused,              Refused,               Keeps,   Stops,   r(D31)),
    step(Supplemented,          Direct,       Verb::TakeUp,             DESK,           Event::TakenUp,              HandledDirectly,       Keeps,   RUNS,    r(D31)),
    step(Supplemented,          Local,        Verb::TakeUp,             DESK,           Event::TakenUp,              HandledAtLocality,     Keeps,   RUNS,    r(D31)),
    step(Supplemented,          Direct,       Verb::PassOn,             DESK,           Event::PassedOn,             PassedOn,              Enters,  RUNS,    r(D31)),
    step(Supplemented,          Direct,       Verb::Return,             DESK,           Event::Returned,             Returned,              Keeps,   Stops,   r(D31)),
    step(Supplemented,          Local,        Verb::Return,             DESK,           Event::Returned,             Returned,              Keeps,   RUNS,    r(D31)),
    step(Supplemented,          Always,       Verb::Refuse,             DESK,           Event::Refused,              Refused,               Keeps,   Stops,   r(D31)),

    // Taken up.
    step(HandledDirectly,       Always,       Verb::Answer,             DESK,           Event::Answered,             Answered,              Keeps,   Stops,   law(D20)),
    step(HandledDirectly,       Always,       Verb::PassOn,             DESK,           Event::PassedOn,             PassedOn,              Enters,  RUNS,    r(D31)),
    step(HandledDirectly,       FirstRequest, Verb::AskSupplement,      DESK,           Event::SupplementRequested,  WaitingForSupplement,  Keeps,   Pauses,  r(D31)),
    step(HandledAtLocality,     Always,       Verb::Answer,             DESK,           Event::Answered,             Answered,              Keeps,   Stops,   law(D20)),
    step(HandledAtLocality,     Always,       Verb::Return,             DESK,           Event::Returned,             Returned,              Keeps,   RUNS,    r(D31)),
    step(HandledAtLocality,     FirstRequest, Verb::AskSupplement,      DESK,           Event::SupplementRequested,  WaitingForSupplement,  Keeps,   Pauses,  r(D31)),

    // Answered. Whoever does not take that for an answer reopens it, within `REOPEN_DAYS`, and the same desk has it again.
    step(Answered,              Always,       Verb::ProposePublication, DESK_OR_SYSTEM, Event::PublicationProposed,  WaitingForPublication, Keeps,   RUNS,    r(D20)),
    step(Answered,              Direct,       Verb::Reopen,             SENDER,         Event::Reopened,             HandledDirectly,       Keeps,   Resumes, r(D20)),
    step(Answered,              Local,        Verb::Reopen,             SENDER,         Event::Reopened,             HandledAtLocality,     Keeps,   Resumes, r(D20)),
    step(WaitingForPublication, Always,       Verb::Publish,            DESK_OR_SYSTEM, Event::Published,            Published,             Keeps,   RUNS,    r(D20)),
    step(WaitingForPublication, Direct,       Verb::Reopen,             SENDER,         Event::Reopened,             HandledDirectly,       Keeps,   Resumes, r(D20)),
    step(WaitingForPublication, Local,        Verb::Reopen,             SENDER,         Event::Reopened,             HandledAtLocality,     Keeps,   Resumes, r(D20)),
    step(Published,             Direct,       Verb::Reopen,             SENDER,         Event::Reopened,             HandledDirectly,       Keeps,   Resumes, r(D20)),
    step(Published,             Local,        Verb::Reopen,             SENDER,         Event::Reopened,             HandledAtLocality,     Keeps,   Resumes, r(D20)),
];

impl Transition {
    /// Whether the step may be taken from this state, by those who may.
    pub fn is_open(&self, state: Option<State>) -> bool {
        let holds = match self.when {
            Always => true,
            FirstRequest => state.is_some_and(|state| !state.is_asked()),
            Direct => state.is_some_and(|state| !state.is_local()),
            Local => state.is_some_and(State::is_local),
        };
        self.from == state.map(State::stage) && holds
    }
}
