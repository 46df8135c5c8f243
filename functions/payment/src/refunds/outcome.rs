//! What a gateway makes of a refund that was approved: asked for once, and asked about until it is certain.

use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::random;
use motcua_reference::problem::of_fault;
use motcua_rules::payment::Trouble;
use motcua_rules::payment::order::{self, Event};
use motcua_rules::payment::refund::{self as rules, State, Word};
use motcua_rules::payment::settlement::Kind;

use super::{GAP_MS, GAP_MS_MAX, TRIES_MAX, find, freed, given_back, moved, of_store, read_order, state};
use crate::asked::Asked;
use crate::booked::{About, at_gateway, case, event, facts, payment, unchanged, wrote};
use crate::gateway::{self, refunds as at};
use crate::problem::of_refusal;
use crate::send::send;
use crate::store::orders::{Change, Order};
use crate::store::refunds::{self, Refund, RefundChange, Refusal};

/// Asks the gateway for an approved refund, once.
pub async fn ask(asked: &Asked, agency: &str, id: &str) -> Result<(), Problem> {
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

/// Finds out what became of a refund of an order that was asked for. Whoever writes first that he asks, asks.
///
/// Of several it is one at a time, by chance so that none waits for ever: a gateway counts our questions, some by the order.
pub async fn follow(asked: &Asked, order: Order) -> Result<(), Problem> {
    let mut found = refunds::of_order(order.agency.clone(), order.id.clone()).await.map_err(of_fault)?;
    found.retain(|refund| refund.state == State::Asked.as_str());
    let question = random::hex_id();
    let since = found.iter().filter_map(|refund| refund.asked).min().map(|asked_at| asked.now.saturating_sub(asked_at));
    // The longer nothing is certain, the longer until the next question; each settles one at most, so a day and no longer.
    let next = since.map(|since| asked.now.saturating_add(since.clamp(GAP_MS, GAP_MS_MAX)));
    let is_paid = order.state == order::State::Paid.as_str();
    // An order that is not paid is due for itself as well.
    let due = if is_paid { next } else { order.due.into_iter().chain(next).min() };
    if !is_paid && found.is_empty() {
        return Ok(());
    }
    let change = Change { due, ..unchanged(&order, event(asked.now, Event::Asked, "refund", &question)) };
    if !wrote(change).await? {
        return Ok(());
    }
    let chosen = u64::from_le_bytes(random::bytes()).checked_rem(u64::try_from(found.len()).unwrap_or(0));
    let Some(refund) = chosen.and_then(|place| found.get(usize::try_from(place).ok()?)) else { return Ok(()) };
    let known = at_gateway_refund(asked, refund, &order).await?;
    let heard = match at::ask_again(known.clone(), question, asked.now).await {
        Ok(Some(request)) => match send(request).await {
            Some(response) => word(at::hear_again(known, response, asked.now).await),
            None => (Word::Silence, String::new()),
        },
        Ok(None) | Err(_) => (Word::Silence, String::new()),
    };
    conclude(asked, refund, heard).await
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
    let mut to = rules::heard(word, asked_at, asked.now);
    for _ in 0..TRIES_MAX {
        if to == State::Asked {
            return Ok(());
        }
        let (refund, order) = (find(&refund.agency, &refund.id).await?, read_order(refund).await?);
        if state(&refund)? != State::Asked {
            return Ok(());
        }
        let number = if code.is_empty() { refund.id.clone() } else { code.clone() };
        let is_done = is_last(&refund).await? && order.state == order::State::Paid.as_str();
        let due = if is_done { None } else { order.due };
        let change = match to {
            State::Done => Change {
                due,
                ..given_back(asked, &refund, &order, (Kind::Refund, &number), "").await.map_err(of_store)?
            },
            State::Refused => Change { due, ..freed(asked, &refund, &order, Event::RefundRefused, &code) },
            _ => given_up(asked, &refund, &order, due),
        };
        let number = (to == State::Done).then_some(number);
        let moved = RefundChange { number, ..moved(asked, &refund, to, &code) };
        match refunds::advance(moved, Some(change)).await {
            Ok(_) => return Ok(()),
            Err(Refusal::Changed(_) | Refusal::OrderChanged) => {}
            // By that number another refund was done: of this one the gateway says nothing.
            Err(Refusal::Booked(_)) if to == State::Done => to = rules::heard(Word::Silence, asked_at, asked.now),
            Err(why) => return Err(of_store(why)),
        }
    }
    Err(refusal::store_unavailable())
}

/// Nothing is certain, and the gateway was asked often enough: a person looks.
fn given_up(asked: &Asked, refund: &Refund, order: &Order, due: Option<u64>) -> Change {
    let about = About::of(order, &refund.id, Some(refund.amount));
    let trouble = case(&asked.settings.gateway, Trouble::RefundUnknown, &about, asked.now);
    Change { due, cases: vec![trouble], ..unchanged(order, event(asked.now, Event::Asked, "refund", "given up")) }
}

/// A refund as its gateway has to know it.
async fn at_gateway_refund(asked: &Asked, refund: &Refund, order: &Order) -> Result<at::Refund, Problem> {
    let (facts, payment) = (facts(order)?, payment(order, &refund.transaction).await?);
    Ok(at::Refund {
        id: refund.id.clone(),
        order: at_gateway(&asked.settings, order, &facts, "127.0.0.1"),
        transaction: refund.transaction.clone(),
        paid: payment.at,
        amount: refund.amount,
        whole: refund.amount == payment.amount,
        reason: format!("Hoan phi {}", order.dossier),
        maker: "thu ngan".to_owned(),
        asked: refund.asked.unwrap_or(asked.now),
    })
}
