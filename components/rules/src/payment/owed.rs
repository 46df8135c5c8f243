//! What is to be paid for a dossier now. The fee comes from here, never from whoever asks to pay.

use crate::dossier::{Event, Stage, State};
use crate::money::Dong;

/// What a dossier owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owed {
    /// So much.
    Due {
        /// The amount.
        amount: Dong,
        /// The number of the event that asked for it; `None` where nobody has asked yet, and paying does.
        claim: Option<u32>,
    },
    /// Nothing: the procedure is free.
    Free,
    /// Nothing more: it was paid.
    Paid,
    /// Something that nobody can tell yet: an official has to ask for it.
    Unknown,
    /// Nothing at this stage: an official asks for it when it is due.
    NotNow,
    /// Nothing any more: the dossier has ended.
    Ended,
}

/// What a dossier owes, by its events in order, by the amount that each request for payment named, and by the fee that filing
/// fixed.
///
/// Who files may pay the fee at once: then the portal asks for it in the same step. Later an official has to ask.
pub fn owed(state: State, events: &[(Event, Option<Dong>)], fee: Option<Dong>) -> Owed {
    let is_paid = events.iter().any(|(event, _)| *event == Event::PaymentReceived);
    match state.stage() {
        Stage::FeeDue | Stage::PaymentRequested => requested(events),
        Stage::NotAccepted | Stage::Withdrawn | Stage::Stopped => Owed::Ended,
        _ if is_paid => Owed::Paid,
        Stage::Registered => match fee {
            None => Owed::Unknown,
            Some(Dong::ZERO) => Owed::Free,
            Some(amount) => Owed::Due { amount, claim: None },
        },
        _ => {
            if fee == Some(Dong::ZERO) {
                Owed::Free
            } else {
                Owed::NotNow
            }
        }
    }
}

/// What the last request for payment asks for.
fn requested(events: &[(Event, Option<Dong>)]) -> Owed {
    let last = (1u32..).zip(events).filter(|(_, (event, _))| *event == Event::PaymentRequested).last();
    match last {
        Some((number, (_, Some(amount)))) => Owed::Due { amount: *amount, claim: Some(number) },
        _ => Owed::Unknown,
    }
}
