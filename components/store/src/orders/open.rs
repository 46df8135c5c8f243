//! How an order is opened.

use super::history::{self, Place};
use super::{keyed, take};
use crate::answers::{Caller, Claim, claim};
use crate::bindings::exports::motcua::store::orders::{NewOrder, Refusal};
use crate::events::BEFORE_ALL;
use crate::{Database, Fault};

const OPEN: &str = "INSERT INTO payment_orders (agency, id, gateway, reference, number, dossier, claim, amount, purpose, \
     state, version, created, updated, closes, due, asked, received, returned, facts) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1, ?11, ?12, ?13, ?14, 0, 0, 0, ?15) \
     ON CONFLICT (agency, id) DO NOTHING RETURNING id";

/// Neither the reference nor the number may be another's.
const NAME: &str = "INSERT INTO payment_names (gateway, reference, number, agency, order_id, due) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING RETURNING reference";

const OWN: &str = "SELECT id FROM payment_orders WHERE agency = ?1 AND id = ?2 AND gateway = ?3 AND reference = ?4 \
     AND number = ?5 AND dossier = ?6 AND claim = ?7 AND amount = ?8 AND created = ?9";

/// The number of the event with which an order begins.
const FIRST: u32 = 1;

/// Opens an order inside a transaction, unless its request was answered before.
pub async fn opened<D: Database>(database: &D, order: &NewOrder) -> Result<String, Refusal> {
    if let Some(request) = &order.request {
        let caller = Caller { agency: &order.agency, scope: &order.scope };
        match claim(database, &caller, request, order.created, Some(&order.id)).await? {
            Claim::First => {}
            Claim::Known(id) => return Ok(id),
            Claim::Other => return Err(Refusal::Conflict),
        }
    }
    if !insert(database, order).await? {
        return if is_own(database, order).await? { Ok(order.id.clone()) } else { Err(Refusal::Taken) };
    }
    if !name(database, order).await? {
        return Err(Refusal::Taken);
    }
    let place = Place { agency: &order.agency, order: &order.id, number: FIRST, previous: BEFORE_ALL };
    history::write(database, &place, &order.event).await?;
    take(database, order.step.as_ref()).await?;
    Ok(order.id.clone())
}

/// Whether the order was not there yet.
async fn insert<D: Database>(database: &D, order: &NewOrder) -> Result<bool, Fault> {
    let columns = [
        order.gateway.as_str().into(),
        order.reference.as_str().into(),
        order.number.into(),
        order.dossier.as_str().into(),
        order.claim.into(),
        order.amount.into(),
        order.purpose.as_str().into(),
        order.state.as_str().into(),
        order.created.into(),
        order.event.at.into(),
        order.closes.into(),
        order.due.into(),
        order.facts.as_str().into(),
    ];
    Ok(!database.run(OPEN, keyed(&order.agency, &order.id, columns)).await?.is_empty())
}

/// Whether the order that is there is this one, opened before.
async fn is_own<D: Database>(database: &D, order: &NewOrder) -> Result<bool, Fault> {
    let columns = [
        order.gateway.as_str().into(),
        order.reference.as_str().into(),
        order.number.into(),
        order.dossier.as_str().into(),
        order.claim.into(),
        order.amount.into(),
        order.created.into(),
    ];
    Ok(!database.run(OWN, keyed(&order.agency, &order.id, columns)).await?.is_empty())
}

/// Whether the gateway knew no order by its names yet.
async fn name<D: Database>(database: &D, order: &NewOrder) -> Result<bool, Fault> {
    let parameters = vec![
        order.gateway.as_str().into(),
        order.reference.as_str().into(),
        order.number.into(),
        order.agency.as_str().into(),
        order.id.as_str().into(),
        order.due.into(),
    ];
    Ok(!database.run(NAME, parameters).await?.is_empty())
}
