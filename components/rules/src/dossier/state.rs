//! The inner machine: where a dossier stands, and the two things that may happen only once.

use core::fmt;

pub use sealed::State;

use super::{Actor, Status, Transition, Verb, open};
use crate::clock::Wait;
use crate::language::{Language, words};

/// Where a dossier stands. Two stages can look the same from outside: what the applicant owes before acceptance leads
/// back to the desk, what is owed later to the official who works on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Filed; the desk has to look whether it is complete.
    Registered,
    /// Given back for completion before work on it began. Its clock restarts when it is complete, if that was in time.
    Incomplete,
    /// A fee is due before acceptance.
    FeeDue,
    /// Accepted with an appointed date; work on it has not begun.
    Accepted,
    /// An official works on it.
    InProcess,
    /// The official needs more papers; the clock stands still.
    SupplementRequested,
    /// The applicant has to pay before the work goes on; the clock stands still.
    PaymentRequested,
    /// Refused with a reason.
    NotAccepted,
    /// Taken back by the applicant.
    Withdrawn,
    /// Stopped by the authority with a reason.
    Stopped,
    /// The result is there and waits for the applicant.
    Processed,
    /// The applicant has the result.
    Returned,
}

#[rustfmt::skip]
words! { Stage:
    Registered          "registered"           "Mới đăng ký"                         "Newly registered",
    Incomplete          "incomplete"           "Trả lại để hoàn thiện"               "Given back for completion",
    FeeDue              "fee_due"              "Chờ nộp phí trước khi tiếp nhận"     "Fee due before acceptance",
    Accepted            "accepted"             "Được tiếp nhận"                      "Accepted",
    InProcess           "in_process"           "Đang xử lý"                          "In process",
    SupplementRequested "supplement_requested" "Chờ bổ sung giấy tờ"                 "Waiting for papers",
    PaymentRequested    "payment_requested"    "Chờ thực hiện nghĩa vụ tài chính"    "Waiting for payment",
    NotAccepted         "not_accepted"         "Không được tiếp nhận"                "Not accepted",
    Withdrawn           "withdrawn"            "Đã rút"                              "Withdrawn",
    Stopped             "stopped"              "Dừng xử lý"                          "Processing stopped",
    Processed           "processed"            "Đã xử lý xong"                       "Processed",
    Returned            "returned"             "Đã trả kết quả"                      "Result returned",
}

impl Stage {
    /// What the public sees.
    pub const fn status(self) -> Status {
        match self {
            Stage::Registered => Status::Registered,
            Stage::Incomplete | Stage::SupplementRequested => Status::SupplementRequested,
            Stage::FeeDue | Stage::PaymentRequested => Status::PaymentRequested,
            Stage::Accepted => Status::Accepted,
            Stage::InProcess => Status::InProcess,
            Stage::NotAccepted => Status::NotAccepted,
            Stage::Withdrawn => Status::Withdrawn,
            Stage::Stopped => Status::Stopped,
            Stage::Processed => Status::Processed,
            Stage::Returned => Status::Returned,
        }
    }

    /// What is waited for from the applicant, if anything.
    pub const fn wait(self) -> Option<Wait> {
        match self {
            Stage::Incomplete | Stage::SupplementRequested => Some(Wait::Supplement),
            Stage::FeeDue | Stage::PaymentRequested => Some(Wait::Payment),
            _ => None,
        }
    }

    /// Whose turn it is; nobody's when the dossier has ended.
    pub const fn turn(self) -> Option<Actor> {
        match self {
            Stage::Registered | Stage::Processed => Some(Actor::Desk),
            Stage::Accepted | Stage::InProcess => Some(Actor::Handler),
            Stage::Incomplete | Stage::FeeDue | Stage::SupplementRequested | Stage::PaymentRequested => {
                Some(Actor::Applicant)
            }
            Stage::NotAccepted | Stage::Withdrawn | Stage::Stopped | Stage::Returned => None,
        }
    }
}

mod sealed {
    use super::Stage;
    use crate::dossier::{Transition, Verb};

    /// A stage with the memory of what may not happen twice. Only a line of the table makes one.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct State {
        stage: Stage,
        asked: bool,
        reappointed: bool,
    }

    impl State {
        /// Where the dossier stands.
        pub const fn stage(self) -> Stage {
            self.stage
        }

        /// Whether a supplement was asked for before; a further request needs a supervisor and counts as late.
        pub const fn is_asked(self) -> bool {
            self.asked
        }

        /// Whether a new date was set before; there is no second one.
        pub const fn is_reappointed(self) -> bool {
            self.reappointed
        }

        /// What a line makes of a state.
        pub(super) fn after(line: &Transition, before: Option<State>) -> State {
            State {
                stage: line.to,
                asked: line.act == Verb::AskSupplement || before.is_some_and(State::is_asked),
                reappointed: line.act == Verb::Reappoint || before.is_some_and(State::is_reappointed),
            }
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

    /// What the public sees.
    pub const fn status(self) -> Status {
        self.stage().status()
    }

    /// Whether the dossier has ended: no act is open any more.
    pub fn is_final(self) -> bool {
        open(Some(self)).next().is_none()
    }

    /// What somebody may do now, each once, in the order of the table.
    pub fn choices(self, actor: Actor) -> Vec<Verb> {
        open(Some(self)).filter(|line| line.who.contains(&actor)).map(|line| line.act).collect()
    }

    /// Reads the word that [`fmt::Display`] writes. `None` for one that no history leads to.
    pub fn parse(word: &str) -> Option<State> {
        State::all().into_iter().find(|state| state.to_string() == word)
    }
}

/// The word for data: `in_process`, `in_process+asked`, `in_process+asked+reappointed`.
impl fmt::Display for State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.stage().as_str())?;
        let asked = if self.is_asked() { "+asked" } else { "" };
        let reappointed = if self.is_reappointed() { "+reappointed" } else { "" };
        write!(out, "{asked}{reappointed}")
    }
}

impl Transition {
    /// The state that the line leads to from this one; `None` where the line is not open.
    pub fn lead(&self, before: Option<State>) -> Option<State> {
        self.is_open(before).then(|| State::after(self, before))
    }
}
