//! How an order changes, for whoever has seen its last event.

use super::books::{self, Account};
use super::history::{self, Place};
use super::{keyed, take};
use crate::bindings::exports::motcua::store::orders::{Change, Refusal};
use crate::{Database, Fault, Row, Value, calls, cases};

/// Moves the order on, and reads what follows from it: the gateway's name for it, the last hash, and when it was due.
const MOVE: &str = "UPDATE payment_orders SET state = ?4, version = version + 1, updated = ?5, closes = ?6, due = ?7, \
     asked = ?8, transaction_no = coalesce(?9, transaction_no), paid = coalesce(?10, paid), received = ?11, \
     returned = ?12, facts = coalesce(?13, facts) \
     WHERE agency = ?1 AND id = ?2 AND version = ?3 \
     RETURNING gateway, reference, \
     (SELECT e.hash FROM payment_events e WHERE e.agency = ?1 AND e.order_id = ?2 AND e.number = ?3), \
     (SELECT n.due FROM payment_names n WHERE n.gateway = payment_orders.gateway AND n.reference = payment_orders.reference)";

const DUE: &str = "UPDATE payment_names SET due = ?3 WHERE gateway = ?1 AND reference = ?2";

/// How an order stands that could not be moved on, and the event that is there in the change's place.
const STANDING: &str = "SELECT o.version, o.gateway, e.previous, e.hash FROM payment_orders o LEFT JOIN payment_events e \
     ON e.agency = ?1 AND e.order_id = ?2 AND e.number = ?3 WHERE o.agency = ?1 AND o.id = ?2";

/// When a change was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// With this call.
    Now,
    /// Before, by a call whose answer was lost or by somebody who decided the same at the same moment.
    Before,
}

/// Changes an order inside a transaction. Answers with the number of the change's event.
pub async fn changed<D: Database>(database: &D, change: &Change) -> Result<(u32, Made), Refusal> {
    books::check(&change.entries)?;
    let number = change.expected.checked_add(1).ok_or_else(|| Fault::Damaged("a history is full".to_owned()))?;
    let Some(mut row) = moved(database, change).await? else {
        return standing(database, change, number).await.map(|()| (number, Made::Before));
    };
    let (gateway, reference, previous) = (row.text()?, row.text()?, row.text()?);
    if row.optional_unsigned()? != change.due {
        database.run(DUE, vec![gateway.as_str().into(), reference.into(), change.due.into()]).await?;
    }
    let account = Account { gateway: &gateway, agency: &change.agency, order: &change.id };
    if let Some(booking) = &change.booking {
        books::book(database, &account, booking).await?;
    }
    if let Some((transaction, kind)) = &change.settled {
        books::settle(database, &account, transaction, kind).await?;
    }
    let place = Place { agency: &change.agency, order: &change.id, number, previous: &previous };
    history::write(database, &place, &change.event).await?;
    books::enter(database, &account, number, &change.entries).await?;
    cases::open(database, &change.cases).await?;
    deal_with_call(database, &gateway, change).await?;
    take(database, change.step.as_ref()).await?;
    Ok((number, Made::Now))
}

async fn moved<D: Database>(database: &D, change: &Change) -> Result<Option<Row>, Fault> {
    let columns = [
        change.expected.into(),
        change.state.as_str().into(),
        change.event.at.into(),
        change.closes.into(),
        change.due.into(),
        change.asked.into(),
        change.transaction.clone().into(),
        change.paid.into(),
        change.received.into(),
        change.returned.into(),
        change.facts.clone().into(),
    ];
    Ok(database.run(MOVE, keyed(&change.agency, &change.id, columns)).await?.into_iter().next())
}

/// Fails unless what stands in the way is this very change. Another call may have brought it: that one is dealt with too.
async fn standing<D: Database>(database: &D, change: &Change, number: u32) -> Result<(), Refusal> {
    let rows = database.run(STANDING, keyed(&change.agency, &change.id, [Value::from(number)])).await?;
    let mut row = rows.into_iter().next().ok_or(Refusal::Unknown)?;
    let (version, gateway) = (row.number()?, row.text()?);
    let (previous, hash) = (row.optional_text()?.unwrap_or_default(), row.optional_text()?);
    let place = Place { agency: &change.agency, order: &change.id, number, previous: &previous };
    if hash != Some(history::hash(&place, &change.event)) {
        return Err(Refusal::Changed(version));
    }
    Ok(deal_with_call(database, &gateway, change).await?)
}

async fn deal_with_call<D: Database>(database: &D, gateway: &str, change: &Change) -> Result<(), Fault> {
    let Some((call, verdict)) = &change.call else { return Ok(()) };
    calls::settled(database, gateway, call, verdict, change.event.at).await
}
