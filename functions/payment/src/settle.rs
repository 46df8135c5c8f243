//! A word of the gateway held against the order it is about: the one way for an order to become anything.

use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::note::Note;
use motcua_reference::problem::of_fault;
use motcua_rules::dossier::{Act, Text};
use motcua_rules::payment::judge::{self, Change as Judged};
use motcua_rules::payment::settlement::Kind;
use motcua_rules::payment::{Claim, Judgement, Meaning, Notice, Outcome, State, Trouble, judge as judged};

use crate::asked::Asked;
use crate::booked::{self, About, case, case_id, dong, facts, state, times, unchanged};
use crate::dossier::Case;
use crate::gateway;
use crate::store::orders::{self, Booking, Change, Entry, NewEvent, Order, Refusal};
use crate::store::{calls, settlements};

/// Whoever is always too late gives up after so many tries; each is a change by somebody else.
const TRIES_MAX: usize = 20;

/// Where a word comes from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// `callback`, `query`.
    pub word: &'a str,
    /// The call that said it, to be settled together with what it changes.
    pub call: Option<&'a str>,
}

/// What became of a word.
pub struct Settled {
    /// What the gateway has to hear.
    pub outcome: gateway::Outcome,
    /// Whether the gateway has to be asked before it is believed.
    pub has_to_ask: bool,
}

/// Holds a word against an order, and writes down what follows from it, once.
pub async fn settle(
    asked: &Asked,
    mut order: Order,
    notice: &gateway::Notice,
    source: Source<'_>,
) -> Result<Settled, Problem> {
    for _ in 0..TRIES_MAX {
        let judgement = judge_of(asked, &order, notice).await?;
        let (judged, case) = match judgement {
            (Judgement::Change(judged), case) => (judged, case),
            (Judgement::Nothing(outcome), _) => return closed(asked, source, outcome, false).await,
            (Judgement::Ask, _) => return closed(asked, source, Outcome::Recorded, true).await,
            (Judgement::Look(outcome, trouble), _) => {
                look(asked, &order, notice, trouble).await?;
                return closed(asked, source, outcome, false).await;
            }
        };
        if judged.booked.is_none() && is_told(asked, &order, notice, judged.trouble).await? {
            return closed(asked, source, judged.outcome, false).await;
        }
        let change = change(asked, &order, notice, source, &judged, case.as_ref())?;
        match orders::append(change).await {
            Ok(_) => return Ok(Settled { outcome: told(judged.outcome), has_to_ask: false }),
            Err(Refusal::Changed(_) | Refusal::DossierChanged) => {
                order = booked::read(&order.agency, &order.id).await?;
            }
            Err(Refusal::Booked(holder)) if holder == (order.agency.clone(), order.id.clone()) => {
                // The number is on the books already; it may have been all of this word, or a rival just now wrote it.
                let outcome = if judged.outcome == Outcome::OtherAmount { judged.outcome } else { Outcome::Known };
                return closed(asked, source, outcome, false).await;
            }
            Err(Refusal::Booked(_)) => {
                look(asked, &order, notice, Trouble::NumberOfAnother).await?;
                return closed(asked, source, Outcome::OtherOrder, false).await;
            }
            Err(Refusal::Failed(fault)) => return Err(of_fault(fault)),
            Err(Refusal::Unknown | Refusal::Taken | Refusal::Conflict) => return Err(refusal::out_of_order()),
        }
    }
    Err(refusal::store_unavailable())
}

/// The judgement of the rules; the dossier is read only where money came for it.
async fn judge_of(
    asked: &Asked,
    order: &Order,
    notice: &gateway::Notice,
) -> Result<(Judgement, Option<Case>), Problem> {
    let state = state(order)?;
    let is_first_money = notice.meaning == gateway::Meaning::Paid && state != State::Paid;
    let case = match is_first_money {
        true => Some(Case::read(asked, &order.agency, &order.dossier).await?),
        false => None,
    };
    let claim = case.as_ref().map_or(Claim::Settled, |case| case.claim(order.claim));
    let said = said(notice)?;
    let kept = judge::Order {
        state,
        amount: dong(order.amount)?,
        purpose: &order.purpose,
        transaction: order.transaction.as_deref(),
    };
    Ok((judged(&kept, &said, claim), case))
}

/// The word as the rules read it.
fn said(notice: &gateway::Notice) -> Result<Notice<'_>, Problem> {
    let (amount, transaction) = (notice.amount.map(dong).transpose()?, notice.transaction.as_deref());
    Ok(Notice { meaning: meaning(notice.meaning), amount, transaction, purpose: notice.purpose.as_deref() })
}

/// Whether a word only doubts money that an order has received.
pub fn is_on_the_books(order: &Order, notice: &gateway::Notice) -> Result<bool, Problem> {
    Ok(judge::is_on_the_books(&said(notice)?, dong(order.received)?))
}

/// All that follows, as the store takes it.
fn change(
    asked: &Asked,
    order: &Order,
    notice: &gateway::Notice,
    source: Source<'_>,
    judged: &Judged,
    case_of: Option<&Case>,
) -> Result<Change, Problem> {
    let (facts, amount) = (facts(order)?, judged.booked.map_or(0, |amount| amount.dong()));
    let becomes_paid = judged.to == State::Paid && order.transaction.is_none();
    let at = notice.at.unwrap_or(asked.now);
    let about = About::of(order, notice.transaction.as_deref().unwrap_or_default(), notice.amount);
    let troubles = judged.trouble.map(|trouble| case(&asked.settings.gateway, trouble, &about, asked.now));
    let step = case_of.filter(|_| judged.settles_claim).map(|case| received(asked, case, order)).transpose()?;
    Ok(Change {
        state: judged.to.as_str().to_owned(),
        due: match judged.to {
            State::Paid if order.returned == 0 => None,
            // It may be due because of a refund.
            State::Paid => order.due.or(Some(asked.now)),
            _ => times(order, &facts).next(asked.now),
        },
        transaction: notice.transaction.clone().filter(|_| becomes_paid),
        paid: Some(at).filter(|_| becomes_paid),
        received: order.received.saturating_add(amount),
        entries: judged.entries.iter().map(entry).collect(),
        cases: troubles.into_iter().collect(),
        booking: judged.booked.and(notice.transaction.clone()).map(|transaction| Booking {
            transaction,
            kind: Kind::Payment.as_str().to_owned(),
            amount,
            at,
        }),
        step,
        call: source.call.map(|call| (call.to_owned(), judged.event.as_str().to_owned())),
        ..unchanged(
            order,
            NewEvent {
                at: asked.now,
                event: judged.event.as_str().to_owned(),
                source: source.word.to_owned(),
                transaction: notice.transaction.clone(),
                amount: notice.amount,
                code: notice.code.clone(),
            },
        )
    })
}

/// The step of the dossier whose fee is paid.
fn received(asked: &Asked, case: &Case, order: &Order) -> Result<crate::store::casework::Step, Problem> {
    let (amount, receipt) = (dong(order.amount)?, order.number.to_string());
    let note = Note { amount: Some(order.amount), receipt: Some(receipt.clone()), ..Note::default() };
    let receipt = Text::new(&receipt).ok_or_else(refusal::out_of_order)?;
    // The claim is due, so the table has a line for it.
    let step = case.step(asked, Act::PaymentReceived { amount, receipt }, &note, Some("payment-received"));
    step.map_err(|_| refusal::out_of_order())
}

/// Opens a case about an order that stays as it is. A number that nothing vouches for makes no case of its own.
async fn look(asked: &Asked, order: &Order, notice: &gateway::Notice, trouble: Trouble) -> Result<(), Problem> {
    let is_vouched_for = notice.meaning != gateway::Meaning::Claimed;
    let transaction = notice.transaction.as_deref().filter(|_| is_vouched_for).unwrap_or_default();
    let case = case(&asked.settings.gateway, trouble, &About::of(order, transaction, notice.amount), asked.now);
    settlements::open_cases(vec![case]).await.map_err(of_fault)
}

/// Whether a word that brings no money was told before: then its case is open, and nothing is written a second time.
async fn is_told(
    asked: &Asked,
    order: &Order,
    notice: &gateway::Notice,
    trouble: Option<Trouble>,
) -> Result<bool, Problem> {
    let Some(trouble) = trouble else { return Ok(false) };
    let (gateway, transaction) = (&asked.settings.gateway, notice.transaction.as_deref().unwrap_or_default());
    let id = case_id(gateway, trouble, &order.reference, transaction);
    Ok(settlements::case_of(gateway.clone(), id).await.map_err(of_fault)?.is_some())
}

/// Settles a call that changed nothing.
async fn closed(asked: &Asked, source: Source<'_>, outcome: Outcome, has_to_ask: bool) -> Result<Settled, Problem> {
    let word = match outcome {
        Outcome::Recorded => "recorded",
        Outcome::Known => "known",
        Outcome::Surplus => "surplus",
        Outcome::Contradicted => "contradicted",
        Outcome::OtherAmount => "other_amount",
        Outcome::OtherOrder => "other_order",
    };
    if let Some(call) = source.call {
        let (gateway, call) = (asked.settings.gateway.clone(), call.to_owned());
        calls::settle(gateway, call, word.to_owned(), asked.now).await.map_err(of_fault)?;
    }
    Ok(Settled { outcome: told(outcome), has_to_ask })
}

/// A line of the ledger, as the store keeps it.
pub fn entry(entry: &motcua_rules::payment::Entry) -> Entry {
    Entry { account: entry.account.as_str().to_owned(), amount: entry.amount }
}

const fn meaning(meaning: gateway::Meaning) -> Meaning {
    match meaning {
        gateway::Meaning::Paid => Meaning::Paid,
        gateway::Meaning::Claimed => Meaning::Claimed,
        gateway::Meaning::Failed => Meaning::Failed,
        gateway::Meaning::Pending => Meaning::Pending,
        gateway::Meaning::Review => Meaning::Review,
    }
}

const fn told(outcome: Outcome) -> gateway::Outcome {
    match outcome {
        Outcome::Recorded => gateway::Outcome::Recorded,
        Outcome::Known => gateway::Outcome::Known,
        Outcome::Surplus => gateway::Outcome::Surplus,
        Outcome::Contradicted => gateway::Outcome::Contradicted,
        Outcome::OtherAmount => gateway::Outcome::OtherAmount,
        Outcome::OtherOrder => gateway::Outcome::OtherOrder,
    }
}
