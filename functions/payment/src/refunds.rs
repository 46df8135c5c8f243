//! Refunds: one cashier proposes, another approves, the gateway is asked once, and what it does not answer is found out by asking
//! again what became of it.

use http::StatusCode;
use motcua_edge::answer::{self, Answer};
use motcua_edge::problem::Problem;
use motcua_edge::{json, refusal};
use motcua_record::id::PublicId;
use motcua_record::random;
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::money::Dong;
use motcua_rules::payment::order::Event;
use motcua_rules::payment::refund::{self as rules, State, Word};
use motcua_rules::payment::settlement::Kind;
use motcua_rules::payment::{Account, Entry, Trouble, ledger};
use serde::Deserialize;

use crate::Body;
use crate::asked::{Asked, JSON};
use crate::booked::{About, at_gateway, case, dong, event, facts, unchanged};
use crate::gateway::{self, refunds as at};
use crate::order::of_gateway;
use crate::problem::{self, no_refund, of_refund, of_refusal};
use crate::send::send;
use crate::settle::entry;
use crate::store::orders::{self, Booking, Change, NewEvent, Order};
use crate::store::refunds::{self, NewRefund, Refund, RefundChange, Refusal};
use crate::view;

const BODY_BYTES_MAX: usize = 16 * 1024;
const REASON_CHARS_MAX: usize = 500;
/// How often a change is tried that somebody else makes impossible each time.
const TRIES_MAX: usize = 10;
/// After so long a gateway that does not say what became of a refund is a matter for a person.
const PATIENCE_MS: u64 = 72 * 3_600_000;
/// A question about a refund follows at least so long after the last.
const GAP_MS: u64 = 300_000;

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
        let amount = Dong::new(wanted.amount).ok_or_else(|| of_refund(rules::Refusal::TooMuch(Dong::MAX)))?;
        let returned = rules::propose(amount, dong(order.received)?, dong(order.returned)?);
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

/// The payment that is to be given back: one that is on the books of this order.
async fn paid_by(asked: &Asked, order: &Order, transaction: Option<&str>) -> Result<String, Problem> {
    let nothing = || of_refund(rules::Refusal::Nothing);
    let number = transaction.or(order.transaction.as_deref()).ok_or_else(nothing)?.to_owned();
    let (gateway, kind) = (asked.settings.gateway.clone(), Kind::Payment.as_str().to_owned());
    let holder = orders::booked(gateway, number.clone(), kind).await.map_err(of_fault)?;
    let is_ours = holder.is_some_and(|(agency, id)| agency == order.agency && id == order.id);
    if is_ours { Ok(number) } else { Err(nothing()) }
}

fn reason(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let fits = (1..=REASON_CHARS_MAX).contains(&text.chars().count()) && !text.contains('\0');
    let expected = motcua_edge::both::both(
        format!("Một lý do, tối đa {REASON_CHARS_MAX} ký tự."),
        format!("A reason of at most {REASON_CHARS_MAX} characters."),
    );
    if fits { Ok(text.to_owned()) } else { Err(refusal::malformed_parameter("reason", text, expected)) }
}

/// `GET …/refunds/{id}`.
pub async fn read(asked: &Asked, id: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    asked.cashier()?;
    shown(asked, StatusCode::OK, &named(id).await?)
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

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Done {
    /// The bank's number of a transfer by hand.
    #[serde(default)]
    number: Option<String>,
}

/// `POST …/refunds/{id}/approval`, `…/rejection` and `…/transfer`, by another cashier than who proposed it. Repeated by the same
/// one, it changes nothing and shows how the refund stands.
pub async fn act(asked: &Asked, id: &str, act: &str, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let checker = asked.cashier()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let done: Done = if bytes.is_empty() { Done::default() } else { json::read(&bytes)? };
    for _ in 0..TRIES_MAX {
        let refund = named(id).await?;
        let order = read_order(&refund).await?;
        if order.gateway != asked.settings.gateway {
            return Err(no_refund());
        }
        let step = match step(act, &refund, &checker).await? {
            Step::Take(state) => state,
            Step::Taken => return shown(asked, StatusCode::OK, &refund),
        };
        match taken(asked, &refund, &order, step, &checker, done.number.as_deref()).await {
            Ok(()) => {}
            Err(Refusal::Changed(_) | Refusal::OrderChanged) => continue,
            Err(why) => return Err(of_store(why)),
        }
        if step == State::Asked {
            ask(asked, &refund.agency, &refund.id).await?;
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
            given_back(asked, refund, order, &number, checker).await?
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

/// Asks the gateway for an approved refund, once.
async fn ask(asked: &Asked, agency: &str, id: &str) -> Result<(), Problem> {
    let refund = find(agency, id).await?;
    let order = read_order(&refund).await?;
    let known = at_gateway_refund(asked, &refund, &order).await?;
    let request = match at::ask(known.clone(), asked.now).await {
        Ok(Some(request)) => request,
        // Its terms promised otherwise; a person has to look, and the sweep opens the case.
        Ok(None) => return Ok(()),
        Err(why) => return Err(of_refusal(why)),
    };
    let heard = match send(request).await {
        Some(response) => word(at::hear(known, response, asked.now).await),
        None => (Word::Silence, String::new()),
    };
    conclude(asked, &refund, heard).await
}

/// Finds out what became of the refunds of an order that were asked for.
pub async fn follow(asked: &Asked, order: Order) -> Result<(), Problem> {
    let found = refunds::of_order(order.agency.clone(), order.id.clone()).await.map_err(of_fault)?;
    for refund in found {
        if state(&refund)? != State::Asked {
            continue;
        }
        let known = at_gateway_refund(asked, &refund, &order).await?;
        let heard = match at::ask_again(known.clone(), random::hex_id(), asked.now).await {
            Ok(Some(request)) => match send(request).await {
                Some(response) => word(at::hear_again(known, response, asked.now).await),
                None => (Word::Silence, String::new()),
            },
            Ok(None) | Err(_) => (Word::Silence, String::new()),
        };
        conclude(asked, &refund, heard).await?;
    }
    Ok(())
}

/// Whether no other refund of the same order is waited for.
async fn is_last(refund: &Refund) -> Result<bool, Problem> {
    let found = refunds::of_order(refund.agency.clone(), refund.order.clone()).await.map_err(of_fault)?;
    Ok(found.iter().all(|other| other.id == refund.id || other.state != State::Asked.as_str()))
}

/// What a gateway's word about a refund is to the rules, and its code or number.
fn word(finding: Result<at::Finding, gateway::Refusal>) -> (Word, String) {
    match finding {
        Ok(at::Finding::Done(number)) => (Word::Done, number),
        Ok(at::Finding::Refused(code)) => (Word::Refused, code),
        Ok(at::Finding::Pending) => (Word::Pending, String::new()),
        Ok(at::Finding::Nothing) => (Word::Unheard, String::new()),
        Err(gateway::Refusal::Declined(code)) => (Word::Silence, code),
        Err(_) => (Word::Silence, String::new()),
    }
}

/// Writes down what became of a refund, as far as it is certain.
async fn conclude(asked: &Asked, refund: &Refund, (word, code): (Word, String)) -> Result<(), Problem> {
    let asked_at = refund.asked.unwrap_or(asked.now);
    let to = rules::heard(word, asked_at, asked.now);
    for _ in 0..TRIES_MAX {
        let (refund, order) = (find(&refund.agency, &refund.id).await?, read_order(refund).await?);
        if state(&refund)? != State::Asked {
            return Ok(());
        }
        let number = if code.is_empty() { refund.id.clone() } else { code.clone() };
        let due = if is_last(&refund).await? { None } else { order.due };
        let change = match to {
            State::Done => Change { due, ..given_back(asked, &refund, &order, &number, "").await.map_err(of_store)? },
            State::Refused => Change { due, ..freed(asked, &refund, &order, Event::RefundRefused, &code) },
            _ => waiting(asked, &refund, &order, asked_at),
        };
        let number = (to == State::Done).then_some(number);
        let moved = RefundChange { number, ..moved(asked, &refund, to, &code) };
        match refunds::advance(moved, Some(change)).await {
            Ok(_) => return Ok(()),
            Err(Refusal::Changed(_) | Refusal::OrderChanged) => {}
            Err(why) => return Err(of_store(why)),
        }
    }
    Err(refusal::store_unavailable())
}

/// Money went back: it leaves the books.
async fn given_back(asked: &Asked, refund: &Refund, order: &Order, number: &str, by: &str) -> Result<Change, Refusal> {
    let kept = orders::entries(order.agency.clone(), order.id.clone()).await.map_err(Refusal::Failed)?;
    let read = |(_, entry): &(u32, orders::Entry)| {
        Some(Entry { account: Account::parse(&entry.account)?, amount: entry.amount })
    };
    let before: Option<Vec<Entry>> = kept.iter().map(read).collect();
    let amount = Dong::new(refund.amount);
    let entries = amount.zip(before).and_then(|(amount, before)| ledger::refunded(amount, &before));
    let broken = || Refusal::Failed(crate::store::types::Fault::Damaged("more was refunded than came".to_owned()));
    let booking = Booking {
        transaction: number.to_owned(),
        kind: Kind::Refund.as_str().to_owned(),
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

/// Nothing is certain: the longer that lasts, the longer until the next question; in the end a person looks.
fn waiting(asked: &Asked, refund: &Refund, order: &Order, asked_at: u64) -> Change {
    let since = asked.now.saturating_sub(asked_at);
    let is_over = since >= PATIENCE_MS;
    let about = About {
        reference: &order.reference,
        transaction: &refund.id,
        amount: Some(refund.amount),
        order: Some((order.agency.clone(), order.id.clone())),
    };
    let trouble = is_over.then(|| case(&asked.settings.gateway, Trouble::RefundUnknown, &about, asked.now));
    Change {
        due: if is_over { None } else { Some(asked.now.saturating_add(since.max(GAP_MS))) },
        cases: trouble.into_iter().collect(),
        ..unchanged(order, event(asked.now, Event::Asked, "refund", ""))
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

/// A refund as its gateway has to know it.
async fn at_gateway_refund(asked: &Asked, refund: &Refund, order: &Order) -> Result<at::Refund, Problem> {
    let facts = facts(order)?;
    let paid = order.paid.unwrap_or(order.created);
    Ok(at::Refund {
        id: refund.id.clone(),
        order: at_gateway(&asked.settings, order, &facts, "127.0.0.1"),
        transaction: refund.transaction.clone(),
        paid,
        amount: refund.amount,
        whole: refund.amount == order.amount,
        reason: format!("Hoan le phi {}", order.dossier),
        maker: "thu ngan".to_owned(),
        asked: refund.asked.unwrap_or(asked.now),
    })
}

async fn read_order(refund: &Refund) -> Result<Order, Problem> {
    let found = orders::read(refund.agency.clone(), refund.order.clone()).await.map_err(of_fault)?;
    found.ok_or_else(|| damaged("a refund's order is gone"))
}

async fn find(agency: &str, id: &str) -> Result<Refund, Problem> {
    refunds::read(agency.to_owned(), id.to_owned()).await.map_err(of_fault)?.ok_or_else(no_refund)
}

async fn named(id: &str) -> Result<Refund, Problem> {
    let id = PublicId::read(id).ok_or_else(no_refund)?;
    find(&id.agency, &id.id).await
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
