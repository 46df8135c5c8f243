//! Refunds: one cashier proposes, another approves, the gateway is asked once, and what it does not answer is found out by asking
//! again what became of it.

mod outcome;

use http::StatusCode;
use motcua_edge::answer::{self, Answer};
use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use motcua_edge::{json, refusal};
use motcua_record::id::PublicId;
use motcua_record::random;
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::money::Dong;
use motcua_rules::payment::order::Event;
use motcua_rules::payment::refund::{self as rules, State};
use motcua_rules::payment::settlement::Kind;
use motcua_rules::payment::{Account, Entry, ledger};
use serde::Deserialize;

use crate::Body;
use crate::asked::{Asked, JSON};
use crate::booked::{self, dong, event, payment, unchanged};
use crate::gateway;
use crate::order::of_gateway;
use crate::problem::{self, no_refund, number_booked, of_refund, of_refusal};
use crate::settle::entry;
use crate::store::orders::{self, Booking, Change, NewEvent, Order};
use crate::store::refunds::{self, NewRefund, Refund, RefundChange, Refusal};
use crate::view;

pub use outcome::follow;

const BODY_BYTES_MAX: usize = 16 * 1024;
const REASON_CHARS_MAX: usize = 500;
const NUMBER_CHARS_MAX: usize = 100;
/// How often a change is tried that somebody else makes impossible each time.
const TRIES_MAX: usize = 10;
/// A question about a refund follows at least so long after the last.
const GAP_MS: u64 = 300_000;
/// And so long at most.
const GAP_MS_MAX: u64 = 86_400_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    order: String,
    /// The payment to give back; the one that paid the order where it is missing.
    #[serde(default)]
    transaction: Option<String>,
    amount: u64,
    reason: String,
}

/// `POST …/refunds`: proposes a refund. The money is set aside, so that no other refund can have it.
pub async fn propose(asked: &Asked, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let maker = asked.cashier()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let wanted: Wanted = json::read(&bytes)?;
    let request = asked.needed_request(&bytes)?;
    let reason = reason(&wanted.reason)?;
    for _ in 0..TRIES_MAX {
        let order = of_gateway(asked, &wanted.order).await?;
        let transaction = paid_by(asked, &order, wanted.transaction.as_deref()).await?;
        // An amount beyond all amounts is more than is left, whatever that is.
        let amount = Dong::new(wanted.amount).unwrap_or(Dong::MAX);
        let returned = match left(&order, &transaction).await? {
            left if amount > left && amount > Dong::ZERO => Err(rules::Refusal::TooMuch(left)),
            _ => rules::propose(amount, dong(order.received)?, dong(order.returned)?),
        };
        // What cannot be proposed now may have been proposed by this very request: only the store knows.
        let returned_after = *returned.as_ref().unwrap_or(&Dong::ZERO);
        let change = Change {
            returned: returned_after.dong(),
            expected: if returned.is_ok() { order.version } else { 0 },
            ..unchanged(&order, told(asked, Event::RefundProposed, amount, &maker))
        };
        let new = NewRefund {
            agency: order.agency.clone(),
            id: random::hex_id(),
            order: order.id.clone(),
            transaction,
            amount: amount.dong(),
            reason: reason.clone(),
            maker: maker.clone(),
            state: State::Proposed.as_str().to_owned(),
            created: asked.now,
            scope: format!("refunds/{maker}"),
            request: Some(request.clone()),
        };
        match (refunds::propose(new, change).await, returned) {
            (Ok(id), _) => return shown(asked, StatusCode::CREATED, &find(&order.agency, &id).await?),
            (Err(Refusal::OrderChanged | Refusal::Changed(_) | Refusal::Unknown), Err(why)) => {
                return Err(of_refund(why));
            }
            (Err(Refusal::OrderChanged | Refusal::Changed(_)), Ok(_)) => {}
            (Err(why), _) => return Err(of_store(why)),
        }
    }
    Err(refusal::store_unavailable())
}

/// What is left of one payment: no gateway gives back more of a transaction than it took.
async fn left(order: &Order, transaction: &str) -> Result<Dong, Problem> {
    let taken = payment(order, transaction).await?.amount;
    let before = refunds::of_order(order.agency.clone(), order.id.clone()).await.map_err(of_fault)?;
    let mut left = taken;
    for refund in before.iter().filter(|refund| refund.transaction == transaction) {
        left = if state(refund)?.frees() { left } else { left.saturating_sub(refund.amount) };
    }
    dong(left)
}

/// The payment that is to be given back: one that is on the books of this order.
async fn paid_by(asked: &Asked, order: &Order, transaction: Option<&str>) -> Result<String, Problem> {
    let nothing = || of_refund(rules::Refusal::Nothing);
    let number = transaction.or(order.transaction.as_deref()).ok_or_else(nothing)?.to_owned();
    // No store keeps such a text, and none looks for it.
    if number.contains('\0') {
        return Err(nothing());
    }
    let (gateway, kind) = (asked.settings.gateway.clone(), Kind::Payment.as_str().to_owned());
    let holder = orders::booked(gateway, number.clone(), kind).await.map_err(of_fault)?;
    let is_ours = holder.is_some_and(|(agency, id)| agency == order.agency && id == order.id);
    if is_ours { Ok(number) } else { Err(nothing()) }
}

fn reason(text: &str) -> Result<String, Problem> {
    let expected = both(
        format!("Một lý do, tối đa {REASON_CHARS_MAX} ký tự."),
        format!("A reason of at most {REASON_CHARS_MAX} characters."),
    );
    words("reason", text, REASON_CHARS_MAX, expected)
}

fn number(text: &str) -> Result<String, Problem> {
    let expected = both(
        format!("Số giao dịch của ngân hàng, tối đa {NUMBER_CHARS_MAX} ký tự."),
        format!("The bank's number of at most {NUMBER_CHARS_MAX} characters."),
    );
    words("number", text, NUMBER_CHARS_MAX, expected)
}

fn words(name: &'static str, text: &str, chars_max: usize, expected: Both) -> Result<String, Problem> {
    let text = text.trim();
    let fits = (1..=chars_max).contains(&text.chars().count()) && !text.contains('\0');
    if fits { Ok(text.to_owned()) } else { Err(refusal::malformed_parameter(name, text, expected)) }
}

/// `GET …/refunds/{id}`.
pub async fn read(asked: &Asked, id: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    asked.cashier()?;
    shown(asked, StatusCode::OK, &here(asked, id).await?.0)
}

/// `GET …/orders/{id}/refunds`.
pub async fn of_order(asked: &Asked, id: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    asked.cashier()?;
    let order = of_gateway(asked, id).await?;
    let found = refunds::of_order(order.agency, order.id).await.map_err(of_fault)?;
    let items = found.iter().map(|refund| Ok(view::refund(asked, refund, state(refund)?)));
    let items = items.collect::<Result<Vec<_>, Problem>>()?;
    answer::json(StatusCode::OK, asked.language, &motcua_edge::page::Page { items, next: None })
}

/// What a transfer by hand may say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Transferred {
    /// The bank's number.
    #[serde(default)]
    number: Option<String>,
}

/// An approval and a rejection say nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// `POST …/refunds/{id}/approval`, `…/rejection` and `…/transfer`, by another cashier than who proposed it. Repeated by the same
/// one, it changes nothing and shows how the refund stands.
pub async fn act(asked: &Asked, id: &str, act: &str, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let checker = asked.cashier()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let number = match act {
        _ if bytes.is_empty() => None,
        "transfer" => json::read::<Transferred>(&bytes)?.number.as_deref().map(number).transpose()?,
        _ => json::read::<Nothing>(&bytes).map(|Nothing {}| None)?,
    };
    for _ in 0..TRIES_MAX {
        let (refund, order) = here(asked, id).await?;
        let step = match step(act, &refund, &checker).await? {
            Step::Take(state) => state,
            Step::Taken => return shown(asked, StatusCode::OK, &refund),
        };
        match taken(asked, &refund, &order, step, &checker, number.as_deref()).await {
            Ok(()) => {}
            Err(Refusal::Changed(_) | Refusal::OrderChanged) => continue,
            Err(Refusal::Booked(_)) => return Err(number_booked()),
            Err(why) => return Err(of_store(why)),
        }
        if step == State::Asked {
            outcome::ask(asked, &refund.agency, &refund.id).await?;
        }
        return shown(asked, StatusCode::OK, &find(&refund.agency, &refund.id).await?);
    }
    Err(refusal::store_unavailable())
}

enum Step {
    Take(State),
    /// The same cashier did the same before.
    Taken,
}

async fn step(act: &str, refund: &Refund, checker: &str) -> Result<Step, Problem> {
    let (state, maker) = (state(refund)?, refund.maker.as_str());
    let next = match act {
        "approval" => rules::approve(state, maker, checker, gateway::agreed().await.map_err(of_refusal)?.refunds),
        "rejection" => rules::reject(state, maker, checker),
        _ => rules::transferred(state, maker, checker),
    };
    let is_again = refund.checker.as_deref() == Some(checker)
        && match act {
            "rejection" => state == State::Rejected,
            "approval" => state != State::Rejected,
            _ => state == State::Done,
        };
    match next {
        Err(rules::Refusal::NotNow(_)) if is_again => Ok(Step::Taken),
        next => next.map(Step::Take).map_err(of_refund),
    }
}

/// Writes down what a cashier decided. A refund is asked for only after that.
async fn taken(
    asked: &Asked,
    refund: &Refund,
    order: &Order,
    to: State,
    checker: &str,
    number: Option<&str>,
) -> Result<(), Refusal> {
    let amount = Dong::new(refund.amount).unwrap_or(Dong::ZERO);
    let change = match to {
        State::Done => {
            let number = number.map_or_else(|| refund.id.clone(), str::to_owned);
            given_back(asked, refund, order, (Kind::Transfer, &number), checker).await?
        }
        State::Rejected | State::Refused => freed(asked, refund, order, Event::RefundRejected, checker),
        _ => Change {
            // Nobody is asked about a transfer by hand: an order that is due for nothing would be due for ever.
            due: if to == State::Asked { Some(asked.now.saturating_add(GAP_MS)) } else { order.due },
            ..unchanged(order, told(asked, Event::RefundAsked, amount, checker))
        },
    };
    let moved = RefundChange {
        checker: Some(checker.to_owned()),
        asked: (to == State::Asked).then_some(asked.now),
        number: number.map(str::to_owned),
        ..moved(asked, refund, to, "")
    };
    refunds::advance(moved, Some(change)).await.map(drop)
}

/// Money went back: it leaves the books. The gateway takes it off what it owes us; what a person transferred came from the
/// treasury, and no statement of the gateway has it.
async fn given_back(
    asked: &Asked,
    refund: &Refund,
    order: &Order,
    (kind, number): (Kind, &str),
    by: &str,
) -> Result<Change, Refusal> {
    let from = if kind == Kind::Transfer { Account::Treasury } else { Account::Receivable };
    let kept = orders::entries(order.agency.clone(), order.id.clone()).await.map_err(Refusal::Failed)?;
    let read = |(_, entry): &(u32, orders::Entry)| {
        Some(Entry { account: Account::parse(&entry.account)?, amount: entry.amount })
    };
    let before: Option<Vec<Entry>> = kept.iter().map(read).collect();
    let amount = Dong::new(refund.amount);
    let entries = amount.zip(before).and_then(|(amount, before)| ledger::refunded(amount, &before, from));
    let broken = || Refusal::Failed(crate::store::types::Fault::Damaged("more was refunded than came".to_owned()));
    let booking = Booking {
        transaction: number.to_owned(),
        kind: kind.as_str().to_owned(),
        amount: refund.amount,
        at: asked.now,
    };
    let happened = NewEvent {
        transaction: Some(number.to_owned()),
        ..told(asked, Event::Refunded, amount.unwrap_or(Dong::ZERO), by)
    };
    Ok(Change {
        entries: entries.ok_or_else(broken)?.iter().map(entry).collect(),
        booking: Some(booking),
        ..unchanged(order, happened)
    })
}

/// Money stays where it was: what was set aside is free again.
fn freed(asked: &Asked, refund: &Refund, order: &Order, what: Event, code: &str) -> Change {
    let amount = Dong::new(refund.amount).unwrap_or(Dong::ZERO);
    Change {
        returned: order.returned.saturating_sub(refund.amount),
        ..unchanged(order, told(asked, what, amount, code))
    }
}

fn told(asked: &Asked, what: Event, amount: Dong, by: &str) -> NewEvent {
    NewEvent { amount: Some(amount.dong()), ..event(asked.now, what, "refund", by) }
}

fn moved(asked: &Asked, refund: &Refund, to: State, code: &str) -> RefundChange {
    RefundChange {
        agency: refund.agency.clone(),
        id: refund.id.clone(),
        expected: refund.version,
        state: to.as_str().to_owned(),
        checker: None,
        at: asked.now,
        asked: None,
        number: None,
        code: code.to_owned(),
    }
}

async fn read_order(refund: &Refund) -> Result<Order, Problem> {
    booked::read(&refund.agency, &refund.order).await
}

async fn find(agency: &str, id: &str) -> Result<Refund, Problem> {
    refunds::read(agency.to_owned(), id.to_owned()).await.map_err(of_fault)?.ok_or_else(no_refund)
}

/// The refund of this public id and its order, where that is one of this gateway's.
async fn here(asked: &Asked, id: &str) -> Result<(Refund, Order), Problem> {
    let id = PublicId::read(id).ok_or_else(no_refund)?;
    let refund = find(&id.agency, &id.id).await?;
    let order = read_order(&refund).await?;
    if order.gateway == asked.settings.gateway { Ok((refund, order)) } else { Err(no_refund()) }
}

fn state(refund: &Refund) -> Result<State, Problem> {
    State::parse(&refund.state).ok_or_else(|| damaged(&format!("the state of refund {}", refund.id)))
}

fn shown(asked: &Asked, status: StatusCode, refund: &Refund) -> Result<Answer, Problem> {
    answer::json(status, asked.language, &view::refund(asked, refund, state(refund)?))
}

fn of_store(why: Refusal) -> Problem {
    match why {
        Refusal::Unknown => no_refund(),
        Refusal::Changed(_) | Refusal::OrderChanged => problem::changed_meanwhile(),
        Refusal::Conflict => refusal::key_of_another_request(),
        Refusal::Booked(_) => damaged("a refund's number is on the books already"),
        Refusal::Failed(fault) => of_fault(fault),
    }
}
