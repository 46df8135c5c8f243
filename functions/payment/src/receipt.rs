//! `GET …/orders/{id}/receipt`: the receipt for the fee (biên lai), signed, for whoever has the dossier's secret.

use motcua_edge::answer::{self, Answer};
use motcua_edge::clock::iso;
use motcua_edge::problem::Problem;
use motcua_pages::gateway_name;
use motcua_record::payment::PaymentReceipt;
use motcua_record::receipt::Signed;
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::payment::{Account, State};
use serde::Serialize;

use crate::asked::Asked;
use crate::booked::{dong, facts, state};
use crate::dossier::Case;
use crate::order::of_gateway;
use crate::problem::{no_receipt, not_paid};
use crate::store::orders::{self, Order};

/// What the paper is called (Decree 123/2020/NĐ-CP (r)).
const TITLE: &str = "Biên lai thu phí, lệ phí";
/// The most events of an order that one call of the store gives.
const EVENTS_AT_ONCE: usize = 200;

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
    let (paid, transaction) = paid.filter(|_| last.is_fee).ok_or_else(no_receipt)?;
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
        refunded: last.refunded,
        chain: last.hash,
    })
}

struct Last {
    issued: u64,
    refunded: u64,
    /// Whether the payment was booked as a fee. A second payment is none: it is given back, and nobody gets a receipt for it.
    is_fee: bool,
    hash: String,
}

/// When the payment was written down, what was given back since, and the hash on which all of it hangs.
async fn last_event(order: &Order) -> Result<Last, Problem> {
    let entries = orders::entries(order.agency.clone(), order.id.clone()).await.map_err(of_fault)?;
    let is_fee = entries.iter().any(|(_, entry)| entry.account == Account::Revenue.as_str() && entry.amount < 0);
    let mut last = Last { issued: order.updated, refunded: 0, is_fee, hash: String::new() };
    let mut after = 0;
    loop {
        let events = orders::events(order.agency.clone(), order.id.clone(), after).await.map_err(of_fault)?;
        let is_end = events.len() < EVENTS_AT_ONCE;
        for event in events.into_iter().filter(|event| event.number <= order.version) {
            match event.event.as_str() {
                "paid" | "paid_late" => last.issued = event.at,
                "refunded" => last.refunded = last.refunded.saturating_add(event.amount.unwrap_or_default()),
                _ => {}
            }
            (after, last.hash) = (event.number, event.hash);
        }
        if is_end {
            return if last.hash.is_empty() { Err(damaged("an order without events")) } else { Ok(last) };
        }
    }
}
