//! `GET …/orders/{id}/receipt`: the receipt for the fee (biên lai), signed, for whoever has the dossier's secret.

use motcua_edge::answer::{self, Answer};
use motcua_edge::clock::iso;
use motcua_edge::problem::Problem;
use motcua_pages::gateway_name;
use motcua_record::payment::PaymentReceipt;
use motcua_record::receipt::Signed;
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::payment::{Event, State};
use serde::Serialize;

use crate::asked::Asked;
use crate::booked::{EVENTS_AT_ONCE, books, dong, facts, state};
use crate::dossier::Case;
use crate::order::of_gateway;
use crate::problem::{no_receipt, not_paid};
use crate::store::orders::{self, Order};

/// What the paper is called (Decree 123/2020/NĐ-CP (r)).
const TITLE: &str = "Biên lai thu phí, lệ phí";

/// A receipt to be read, and the same signed.
#[derive(Serialize)]
struct View {
    receipt: PaymentReceipt,
    #[serde(flatten)]
    signed: Signed,
}

/// The receipt.
pub async fn read(asked: &Asked, id: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    let order = of_gateway(asked, id).await?;
    let receipt = made_out(asked, &order).await?;
    let view = View { signed: asked.settings.signing.sign(&receipt), receipt };
    answer::private_json(&asked.parts.headers, asked.language, &view)
}

/// The receipt of a paid order. Nothing in it depends on when it is asked for.
pub async fn made_out(asked: &Asked, order: &Order) -> Result<PaymentReceipt, Problem> {
    let case = Case::opened(asked, &order.dossier).await?;
    if state(order)? != State::Paid {
        return Err(not_paid());
    }
    let last = last_event(order).await?;
    let paid = order.paid.zip(order.transaction.clone());
    let books = books(order).await?;
    let (paid, transaction) = paid.filter(|_| books.is_fee).ok_or_else(no_receipt)?;
    let facts = facts(order)?;
    Ok(PaymentReceipt {
        portal: asked.settings.portal_url.clone(),
        title: TITLE.to_owned(),
        number: order.number.to_string(),
        issued: iso(last.issued),
        agency_name: facts.agency_name,
        agency: Some(facts.agency).filter(|agency| !agency.is_empty()),
        payer: case.payer(asked)?,
        dossier: order.dossier.clone(),
        procedure: facts.procedure,
        procedure_name: facts.procedure_name,
        amount: order.amount,
        amount_in_words: dong(order.amount)?.in_words(),
        gateway: gateway_name(&order.gateway).to_owned(),
        transaction,
        paid: iso(paid),
        refunded: books.fee_refunded,
        chain: last.hash,
    })
}

struct Last {
    issued: u64,
    hash: String,
}

/// When the payment was written down, and the hash on which all of the history hangs.
async fn last_event(order: &Order) -> Result<Last, Problem> {
    let mut last = Last { issued: order.updated, hash: String::new() };
    let mut after = 0;
    loop {
        let events = orders::events(order.agency.clone(), order.id.clone(), after).await.map_err(of_fault)?;
        let is_end = events.len() < EVENTS_AT_ONCE;
        for event in events.into_iter().filter(|event| event.number <= order.version) {
            if matches!(Event::parse(&event.event), Some(Event::Paid | Event::PaidLate)) {
                last.issued = event.at;
            }
            (after, last.hash) = (event.number, event.hash);
        }
        if is_end {
            return if last.hash.is_empty() { Err(damaged("an order without events")) } else { Ok(last) };
        }
    }
}
