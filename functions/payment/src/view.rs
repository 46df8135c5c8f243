//! What the function shows.

use motcua_edge::clock::iso;
use motcua_edge::problem::Problem;
use motcua_pages::gateway_name;
use motcua_rules::language::Language;
use motcua_rules::payment::{Said, State, refund};
use serde::Serialize;

use crate::asked::Asked;
use crate::booked::{Books, Facts, Next, books, facts, state, step};
use crate::store::orders::Order;
use crate::store::refunds::Refund;
use crate::store::settlements::Case;

/// An order.
#[derive(Serialize)]
pub struct OrderView {
    /// `H29-0f3a…`.
    id: String,
    /// The gateway.
    gateway: String,
    /// Our number of it, and the gateway's name for it.
    number: u64,
    reference: String,
    /// `pending`.
    state: &'static str,
    /// In words for the payer.
    say: String,
    say_vi: String,
    say_en: String,
    /// In đồng.
    amount: u64,
    received: u64,
    /// What is set aside to be given back, and what was given back.
    returned: u64,
    refunded: u64,
    created: String,
    /// Until when to pay.
    expires: String,
    paid: Option<String>,
    /// The number of the receipt, once the fee is paid by it.
    receipt: Option<String>,
}

/// An order that was begun.
#[derive(Serialize)]
pub struct Begun {
    #[serde(flatten)]
    order: OrderView,
    /// Where to pay; missing once that makes no sense any more.
    next: Option<Next>,
}

/// The order, in words too.
async fn order(asked: &Asked, order: &Order) -> Result<OrderView, Problem> {
    let (state, facts, books) = (state(order)?, facts(order)?, books(order).await?);
    let said = said(asked, order, state, &facts, &books);
    Ok(OrderView {
        id: format!("{}-{}", order.agency, order.id),
        gateway: order.gateway.clone(),
        number: order.number,
        reference: order.reference.clone(),
        state: state.as_str(),
        say: said.say(asked.language),
        say_vi: said.say(Language::Vi),
        say_en: said.say(Language::En),
        amount: order.amount,
        received: order.received,
        returned: order.returned,
        refunded: books.refunded,
        created: iso(order.created),
        expires: iso(facts.expires),
        paid: order.paid.map(iso),
        receipt: books.is_fee.then(|| order.number.to_string()),
    })
}

/// The order and where to pay.
pub async fn begun(asked: &Asked, kept: &Order) -> Result<Begun, Problem> {
    let is_open = state(kept)?.is_open();
    let next = if is_open { step(&asked.settings, kept, &facts(kept)?)? } else { None };
    Ok(Begun { order: order(asked, kept).await?, next })
}

/// What the payer is told.
pub fn said<'a>(asked: &Asked, order: &'a Order, state: State, facts: &Facts, books: &Books) -> Said<'a> {
    let due = if books.is_fee { order.amount.saturating_sub(books.fee_refunded) } else { 0 };
    Said {
        state,
        gateway: gateway_name(&order.gateway),
        is_over: asked.now >= facts.expires,
        is_fee: books.is_fee,
        has_surplus: order.received.saturating_sub(books.refunded) > due,
        is_refunded: order.received > 0 && order.received == books.refunded,
    }
}

/// A refund, for cashiers.
#[derive(Serialize)]
pub struct RefundView {
    id: String,
    order: String,
    transaction: String,
    amount: u64,
    reason: String,
    maker: String,
    checker: Option<String>,
    state: &'static str,
    say: &'static str,
    version: u32,
    created: String,
    updated: String,
    asked: Option<String>,
    number: Option<String>,
    code: String,
}

/// The refund.
pub fn refund(asked: &Asked, refund: &Refund, state: refund::State) -> RefundView {
    RefundView {
        id: format!("{}-{}", refund.agency, refund.id),
        order: format!("{}-{}", refund.agency, refund.order),
        transaction: refund.transaction.clone(),
        amount: refund.amount,
        reason: refund.reason.clone(),
        maker: refund.maker.clone(),
        checker: refund.checker.clone(),
        state: state.as_str(),
        say: state.label(asked.language),
        version: refund.version,
        created: iso(refund.created),
        updated: iso(refund.updated),
        asked: refund.asked.map(iso),
        number: refund.number.clone(),
        code: refund.code.clone(),
    }
}

/// A case, for cashiers.
#[derive(Serialize)]
pub struct CaseView {
    id: String,
    kind: String,
    say: String,
    order: Option<String>,
    reference: String,
    transaction: String,
    amount: Option<u64>,
    opened: String,
    /// How long it has been open or was, in whole days.
    age_days: u64,
    owner: Option<String>,
    closed: Option<String>,
    reason: Option<String>,
    version: u32,
}

/// The case.
pub fn case(asked: &Asked, case: &Case) -> CaseView {
    const DAY_MS: u64 = 86_400_000;
    let trouble = motcua_rules::payment::Trouble::parse(&case.kind);
    CaseView {
        id: case.id.clone(),
        kind: case.kind.clone(),
        say: trouble.map_or_else(|| case.kind.clone(), |trouble| trouble.label(asked.language).to_owned()),
        order: case.order.as_ref().map(|(agency, id)| format!("{agency}-{id}")),
        reference: case.reference.clone(),
        transaction: case.transaction.clone(),
        amount: case.amount,
        opened: iso(case.opened),
        age_days: case.closed.unwrap_or(asked.now).saturating_sub(case.opened) / DAY_MS,
        owner: case.owner.clone(),
        closed: case.closed.map(iso),
        reason: case.reason.clone(),
        version: case.version,
    }
}
