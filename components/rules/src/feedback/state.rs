//! Where an item stands, and the two things that its later steps must know.

use core::fmt;

pub use sealed::State;

use super::{Transition, open};
use crate::language::{Language, words};

/// The eleven states of the national feedback system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// It came; the desk has to look at it.
    Received,
    /// A locality has it and has to look at it.
    PassedOn,
    /// The sender was asked for more; the clock stands still.
    WaitingForSupplement,
    /// The sender brought more; the desk has to look at it again.
    Supplemented,
    /// The first desk works on it.
    HandledDirectly,
    /// A locality works on it.
    HandledAtLocality,
    /// It is answered.
    Answered,
    /// It was given back with a reason: by a locality to the first desk, which has it again, or to the sender, which ends it.
    Returned,
    /// It was refused with a reason.
    Refused,
    /// Item and answer wait to be published.
    WaitingForPublication,
    /// Everybody may read them.
    Published,
}

#[rustfmt::skip]
words! { Stage:
    Received              "received"                "Đã tiếp nhận"             "Received",
    PassedOn              "passed_on"               "Đã chuyển địa phương"     "Passed to the locality",
    WaitingForSupplement  "waiting_for_supplement"  "Chờ bổ sung thông tin"    "Waiting for more information",
    Supplemented          "supplemented"            "Đã bổ sung thông tin"     "Information added",
    HandledDirectly       "handled_directly"        "Đang xử lý trực tiếp"     "Handled directly",
    HandledAtLocality     "handled_at_locality"     "Địa phương đang xử lý"    "Handled at the locality",
    Answered              "answered"                "Đã trả lời"               "Answered",
    Returned              "returned"                "Trả lại, có lý do"        "Returned with a reason",
    Refused               "refused"                 "Từ chối, có lý do"        "Refused with a reason",
    WaitingForPublication "waiting_for_publication" "Chờ công khai"            "Waiting for publication",
    Published             "published"               "Đã công khai"             "Published",
}

mod sealed {
    use super::Stage;
    use crate::feedback::Transition;
    use crate::feedback::Verb;
    use crate::feedback::table::Locality;

    /// A stage with the memory that its later steps need. Only a line of the table makes one.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct State {
        stage: Stage,
        local: bool,
        asked: bool,
    }

    impl State {
        /// Where the item stands.
        pub const fn stage(self) -> Stage {
            self.stage
        }

        /// Whether it was passed to a locality: what is reopened goes back there. In [`Stage::Returned`] it says that a
        /// locality gave it back.
        pub const fn is_local(self) -> bool {
            self.local
        }

        /// Whether the sender was asked for more before. There is no second request.
        pub const fn is_asked(self) -> bool {
            self.asked
        }

        /// What a line makes of a state.
        pub(super) fn after(line: &Transition, before: Option<State>) -> State {
            let local = match line.locality {
                Locality::Keeps => before.is_some_and(State::is_local),
                Locality::Enters => true,
                Locality::Leaves => false,
            };
            let asked = line.verb == Verb::AskSupplement || before.is_some_and(State::is_asked);
            State { stage: line.to, local, asked }
        }
    }
}

impl State {
    /// Every state that the table leads to, in order.
    pub fn all() -> Vec<State> {
        let mut found: Vec<State> = Vec::new();
        let mut next: Vec<State> = open(None).filter_map(|line| line.lead(None)).collect();
        while let Some(state) = next.pop() {
            if !found.contains(&state) {
                found.push(state);
                next.extend(open(Some(state)).filter_map(|line| line.lead(Some(state))));
            }
        }
        found.sort();
        found
    }

    /// Whether a locality's desk has it, and not the desk that it was received for. A locality that gave it back has it no
    /// more.
    pub const fn is_at_locality(self) -> bool {
        self.is_local() && !matches!(self.stage(), Stage::Returned)
    }

    /// Whether the sender's turn it is: nobody may work on it before more is known.
    pub const fn is_waiting(self) -> bool {
        matches!(self.stage(), Stage::WaitingForSupplement)
    }

    /// Whether it has ended: no step is open any more. What is answered has not: it may be reopened.
    pub fn is_final(self) -> bool {
        open(Some(self)).next().is_none()
    }

    /// Reads the word that [`fmt::Display`] writes. `None` for one that no history leads to.
    pub fn parse(word: &str) -> Option<State> {
        State::all().into_iter().find(|state| state.to_string() == word)
    }
}

/// The word for data: `received`, `answered+asked`, `answered+local+asked`.
impl fmt::Display for State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.stage().as_str())?;
        let local = if self.is_local() { "+local" } else { "" };
        let asked = if self.is_asked() { "+asked" } else { "" };
        write!(out, "{local}{asked}")
    }
}

impl Transition {
    /// The state that the line leads to from this one; `None` where the line is not open.
    pub fn lead(&self, before: Option<State>) -> Option<State> {
        self.is_open(before).then(|| State::after(self, before))
    }
}
