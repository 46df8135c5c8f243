//! What a gateway's word does to an order.

use super::Trouble;
use super::ledger::{self, Entry};
use super::order::{self, Event, Input, State};
use crate::money::Dong;

/// What the gateway says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// It has the money.
    Paid,
    /// It is said to have the money, and nothing vouches for it.
    Claimed,
    /// It will not have it.
    Failed,
    /// It does not know yet.
    Pending,
    /// It doubts it.
    Review,
}

/// An authentic word of the gateway about an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice<'a> {
    /// What it says.
    pub meaning: Meaning,
    /// How much; `None` where it does not say.
    pub amount: Option<Dong>,
    /// Its number of the transaction.
    pub transaction: Option<&'a str>,
    /// What the payment was for, where the gateway gives that back.
    pub purpose: Option<&'a str>,
}

/// The order it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    /// Where it stands.
    pub state: State,
    /// What was due.
    pub amount: Dong,
    /// What it was for.
    pub purpose: &'a str,
    /// The number of the payment that made it paid.
    pub transaction: Option<&'a str>,
}

/// Whether what the order was opened for is still to be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claim {
    /// It is.
    Due,
    /// It was paid by another order or at the desk.
    Settled,
    /// The dossier has ended without it.
    Closed,
}

/// What became of the word; the gateway is answered by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Written down.
    Recorded,
    /// Written down before, or of no consequence.
    Known,
    /// A second payment.
    Surplus,
    /// Against a certain payment.
    Contradicted,
    /// Another amount.
    OtherAmount,
    /// Other contents than were sent.
    OtherOrder,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Nothing.
    Nothing(Outcome),
    /// Ask the gateway before it is believed, as soon as can be.
    Ask,
    /// A person has to look; the order stays as it is.
    Look(Outcome, Trouble),
    /// The order changes.
    Change(Change),
}

/// A change with all that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the gateway is answered.
    pub outcome: Outcome,
    /// Where the order stands afterwards.
    pub to: State,
    /// What is written down.
    pub event: Event,
    /// What is booked under the gateway's number; `None` where no money came.
    pub booked: Option<Dong>,
    /// The entries.
    pub entries: Vec<Entry>,
    /// What a person has to look into.
    pub trouble: Option<Trouble>,
    /// Whether the dossier's fee is paid with it.
    pub settles_claim: bool,
}

/// Judges a word about an order. `claim` is asked for only where money came for an order that was not paid before.
///
/// In this order: contents, amount, state. A paid word needs a number: the contract of gateways sees to it, and one without is
/// doubted here.
pub fn judge(order: &Order<'_>, notice: &Notice<'_>, claim: Claim) -> Judgement {
    if notice.purpose.is_some_and(|purpose| purpose != order.purpose) {
        return Judgement::Look(Outcome::OtherOrder, Trouble::OtherOrder);
    }
    let has_amount = notice.amount.is_some_and(|amount| amount == order.amount);
    match (notice.meaning, notice.transaction, notice.amount) {
        (Meaning::Paid, Some(transaction), Some(_)) if order.transaction == Some(transaction) => {
            Judgement::Nothing(Outcome::Known)
        }
        (Meaning::Paid, Some(_), Some(amount)) if !has_amount => other_amount(order.state, amount),
        (Meaning::Paid, Some(_), Some(amount)) => paid(order.state, amount, claim),
        (Meaning::Paid, ..) => plain(order.state, Input::Doubted),
        // Something has come or may have, and not what was due.
        (Meaning::Review, _, Some(_)) if !has_amount => Judgement::Look(Outcome::OtherAmount, Trouble::OtherAmount),
        (Meaning::Claimed | Meaning::Failed, _, Some(_)) if !has_amount => Judgement::Nothing(Outcome::OtherAmount),
        (Meaning::Claimed, Some(number), _) if order.state == State::Paid && order.transaction != Some(number) => {
            // Nobody vouches for it, but money may have come twice.
            Judgement::Look(Outcome::Known, Trouble::Doubted)
        }
        (Meaning::Claimed, ..) if order.state == State::Paid => Judgement::Nothing(Outcome::Known),
        (Meaning::Claimed, ..) => Judgement::Ask,
        (Meaning::Failed, ..) => plain(order.state, Input::Failed),
        (Meaning::Review, ..) => plain(order.state, Input::Doubted),
        (Meaning::Pending, ..) => Judgement::Nothing(Outcome::Recorded),
    }
}

/// Whether a word that doubts speaks of money that is on the books already, `received` of it: transfers that together may be
/// what was due, and of which each was told by itself as another amount. A word about one transaction says nothing of those.
pub fn is_on_the_books(notice: &Notice<'_>, received: Dong) -> bool {
    let is_sum = notice.meaning == Meaning::Review && notice.transaction.is_none();
    is_sum && notice.amount.is_some_and(|amount| amount <= received)
}

/// Money came, and not what was due: it is kept for who paid it.
fn other_amount(state: State, amount: Dong) -> Judgement {
    Judgement::Change(Change {
        outcome: Outcome::OtherAmount,
        to: state,
        event: Event::PaidOther,
        booked: Some(amount),
        entries: ledger::received(amount),
        trouble: Some(Trouble::OtherAmount),
        settles_claim: false,
    })
}

fn paid(state: State, amount: Dong, claim: Claim) -> Judgement {
    let Some(step) = order::take(state, Input::Paid) else { return Judgement::Nothing(Outcome::Known) };
    let is_first = state != State::Paid;
    let settles_claim = is_first && claim == Claim::Due;
    let (event, trouble) = match claim {
        Claim::Settled if is_first => (Event::PaidAgain, Some(Trouble::DoublePayment)),
        Claim::Closed if is_first => (step.event, Some(Trouble::PaidForNothing)),
        _ => (step.event, step.trouble),
    };
    let applied = if settles_claim { ledger::applied(amount) } else { Vec::new() };
    Judgement::Change(Change {
        outcome: if event == Event::PaidAgain { Outcome::Surplus } else { Outcome::Recorded },
        to: step.to,
        event,
        booked: Some(amount),
        entries: [ledger::received(amount), applied].concat(),
        trouble,
        settles_claim,
    })
}

/// A word that brings no money.
fn plain(state: State, input: Input) -> Judgement {
    let Some(step) = order::take(state, input) else { return Judgement::Nothing(Outcome::Known) };
    let outcome = if step.event == Event::Contradicted { Outcome::Contradicted } else { Outcome::Recorded };
    Judgement::Change(Change {
        outcome,
        to: step.to,
        event: step.event,
        booked: None,
        entries: Vec::new(),
        trouble: step.trouble,
        settles_claim: false,
    })
}
