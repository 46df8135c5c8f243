//! Refunds (hoàn tiền): two people, one request, and patience with a gateway that does not answer.

use crate::language::{Language, words};
use crate::money::Dong;

/// A gateway that has never heard of a refund may still be about to: so long we wait before we believe it.
const UNHEARD_MS: u64 = 3_600_000;
/// After so long a gateway that does not say what became of a refund is a matter for a person.
const GIVEN_UP_MS: u64 = 72 * 3_600_000;

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Somebody proposed it; the money is set aside.
    Proposed,
    /// Another has approved it, and the gateway is asked, once. What became of that may be unknown for a while.
    Asked,
    /// Another has approved it, and it is a person's: to transfer the money where the gateway does not, or to find out what became of
    /// it where the gateway does not say.
    ByHand,
    /// The money is on its way back.
    Done,
    /// Whoever had to check it said no.
    Rejected,
    /// The gateway said no; the money is where it was.
    Refused,
}

#[rustfmt::skip]
words! { State:
    Proposed "proposed" "Chờ duyệt"                      "Proposed",
    Asked    "asked"    "Đã yêu cầu cổng thanh toán"     "Asked for",
    ByHand   "by_hand"  "Chờ chuyển trả bằng tay"        "To be transferred by hand",
    Done     "done"     "Đã hoàn"                        "Done",
    Rejected "rejected" "Không được duyệt"               "Rejected",
    Refused  "refused"  "Cổng thanh toán từ chối"        "Refused",
}

impl State {
    /// Whether the money that was set aside is free again.
    pub const fn frees(self) -> bool {
        matches!(self, State::Rejected | State::Refused)
    }
}

/// Why a refund is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// There is nothing to give back, or nothing is asked for.
    Nothing,
    /// Only so much is left of what came.
    TooMuch(Dong),
    /// Who proposed it may not approve it.
    SamePerson,
    /// It does not stand where this could be done to it.
    NotNow(State),
}

/// How much of what came is set aside after a refund is proposed.
pub fn propose(amount: Dong, received: Dong, returned: Dong) -> Result<Dong, Refusal> {
    let left = received.dong().checked_sub(returned.dong()).and_then(Dong::new).unwrap_or(Dong::ZERO);
    match (amount > Dong::ZERO, amount <= left) {
        (true, true) => returned.plus(amount).ok_or(Refusal::TooMuch(left)),
        (false, _) => Err(Refusal::Nothing),
        (true, false) => Err(Refusal::TooMuch(left)),
    }
}

/// Where an approved refund goes: to the gateway, or to a person.
pub fn approve(state: State, maker: &str, checker: &str, at_gateway: bool) -> Result<State, Refusal> {
    match state {
        State::Proposed if maker == checker => Err(Refusal::SamePerson),
        State::Proposed => Ok(if at_gateway { State::Asked } else { State::ByHand }),
        other => Err(Refusal::NotNow(other)),
    }
}

/// A refund that is not approved, or that a person found not to have been made.
pub fn reject(state: State, maker: &str, checker: &str) -> Result<State, Refusal> {
    match state {
        State::Proposed | State::ByHand if maker == checker => Err(Refusal::SamePerson),
        State::Proposed | State::ByHand => Ok(State::Rejected),
        other => Err(Refusal::NotNow(other)),
    }
}

/// A refund that a person says he transferred; not the one who proposed it.
pub fn transferred(state: State, maker: &str, checker: &str) -> Result<State, Refusal> {
    match state {
        State::ByHand if maker == checker => Err(Refusal::SamePerson),
        State::ByHand => Ok(State::Done),
        other => Err(Refusal::NotNow(other)),
    }
}

/// What a gateway says of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// It is done.
    Done,
    /// It will not be done.
    Refused,
    /// It is not decided.
    Pending,
    /// It has never heard of it.
    Unheard,
    /// It said nothing that could be understood.
    Silence,
}

/// What a gateway's word makes of a refund that was asked for at `asked`; it stays where it is until that is certain.
pub fn heard(word: Word, asked: u64, now: u64) -> State {
    match word {
        Word::Done => State::Done,
        Word::Refused => State::Refused,
        Word::Unheard if now.saturating_sub(asked) >= UNHEARD_MS => State::Refused,
        Word::Unheard | Word::Pending | Word::Silence if now.saturating_sub(asked) >= GIVEN_UP_MS => State::ByHand,
        Word::Unheard | Word::Pending | Word::Silence => State::Asked,
    }
}
