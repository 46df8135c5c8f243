//! The interface `refunds`: each refund together with a change of its order, in one transaction.
//!
//! The locks are taken in one order: the request's key, the refund, and then those of its order.

use crate::answers::{Caller, Claim, claim};
use crate::bindings::exports::motcua::store::orders::{Change, Refusal as OrderRefusal};
use crate::bindings::exports::motcua::store::refunds::{Guest, NewRefund, Refund, RefundChange, Refusal};
use crate::database::{in_transaction, on, read};
use crate::orders::{Made, changed};
use crate::{Database, Fault, Row, Store};

/// The longest list that one call answers with.
const LIMIT: u32 = 100;

const PROPOSE: &str = "INSERT INTO payment_refunds (agency, id, order_id, transaction_no, amount, reason, maker, state, version, \
     created, updated, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?9, '') \
     ON CONFLICT (agency, id) DO NOTHING RETURNING id";

const ADVANCE: &str = "UPDATE payment_refunds SET state = ?4, version = version + 1, checker = coalesce(?5, checker), \
     updated = ?6, asked = coalesce(?7, asked), number = coalesce(?8, number), code = ?9 \
     WHERE agency = ?1 AND id = ?2 AND version = ?3 RETURNING version, order_id";

/// The columns that [`refund`] reads.
macro_rules! refunds_where {
    ($condition:literal) => {
        concat!(
            "SELECT agency, id, order_id, transaction_no, amount, reason, maker, checker, state, version, created, updated, \
             asked, number, code FROM payment_refunds WHERE ",
            $condition
        )
    };
}

const READ: &str = refunds_where!("agency = ?1 AND id = ?2");

const OF_ORDER: &str = refunds_where!("agency = ?1 AND order_id = ?2 ORDER BY created, id LIMIT ?3");

impl<D: Database> Guest for Store<D> {
    async fn propose(refund: NewRefund, order: Change) -> Result<String, Refusal> {
        // Without a request the refund is known by its own id, and the change by its event.
        on(true, async |database: &D| {
            in_transaction(database, async || proposed(database, &refund, &order).await).await
        })
        .await
    }

    async fn advance(change: RefundChange, order: Option<Change>) -> Result<u32, Refusal> {
        // Whoever is told that it is done may go on and ask the gateway: nobody takes the change of another for his own.
        on(false, async |database: &D| {
            in_transaction(database, async || advanced(database, &change, order.as_ref()).await).await
        })
        .await
    }

    async fn read(agency: String, id: String) -> Result<Option<Refund>, Fault> {
        let rows = read::<D>(READ, vec![agency.into(), id.into()]).await?;
        rows.into_iter().next().map(refund).transpose()
    }

    async fn of_order(agency: String, order: String) -> Result<Vec<Refund>, Fault> {
        let rows = read::<D>(OF_ORDER, vec![agency.into(), order.into(), LIMIT.into()]).await?;
        rows.into_iter().map(refund).collect()
    }
}

async fn proposed<D: Database>(database: &D, refund: &NewRefund, order: &Change) -> Result<String, Refusal> {
    if let Some(request) = &refund.request {
        let caller = Caller { agency: &refund.agency, scope: &refund.scope };
        match claim(database, &caller, request, refund.created, Some(&refund.id)).await? {
            Claim::First => {}
            Claim::Known(id) => return Ok(id),
            Claim::Other => return Err(Refusal::Conflict),
        }
    }
    goes_with(&refund.agency, &refund.order, order)?;
    let is_new = insert(database, refund).await?;
    let made = changed(database, order).await?.1;
    // Together or not at all: with the change of somebody else who decided the same, this refund would be one too many.
    let is_done = match (is_new, made) {
        (true, Made::Now) => true,
        (false, Made::Before) => is_own(database, refund).await?,
        (true, Made::Before) | (false, Made::Now) => false,
    };
    if is_done { Ok(refund.id.clone()) } else { Err(Refusal::OrderChanged) }
}

async fn advanced<D: Database>(database: &D, change: &RefundChange, order: Option<&Change>) -> Result<u32, Refusal> {
    let Some((version, of)) = moved(database, change).await? else {
        let found = found(database, &change.agency, &change.id).await?.ok_or(Refusal::Unknown)?;
        return Err(Refusal::Changed(found.version));
    };
    if let Some(order) = order {
        goes_with(&change.agency, &of, order)?;
        if changed(database, order).await?.1 == Made::Before {
            return Err(Refusal::OrderChanged);
        }
    }
    Ok(version)
}

/// Fails where the change is that of another order.
fn goes_with(agency: &str, order: &str, change: &Change) -> Result<(), Fault> {
    let is_its = (agency, order) == (change.agency.as_str(), change.id.as_str());
    if is_its { Ok(()) } else { Err(Fault::Damaged("a refund goes with the change of another order".to_owned())) }
}

/// Whether the refund was not there yet.
async fn insert<D: Database>(database: &D, refund: &NewRefund) -> Result<bool, Fault> {
    let parameters = vec![
        refund.agency.as_str().into(),
        refund.id.as_str().into(),
        refund.order.as_str().into(),
        refund.transaction.as_str().into(),
        refund.amount.into(),
        refund.reason.as_str().into(),
        refund.maker.as_str().into(),
        refund.state.as_str().into(),
        refund.created.into(),
    ];
    Ok(!database.run(PROPOSE, parameters).await?.is_empty())
}

/// Whether the refund that is there is this one, proposed before.
async fn is_own<D: Database>(database: &D, refund: &NewRefund) -> Result<bool, Fault> {
    let found = found(database, &refund.agency, &refund.id).await?;
    Ok(found.is_some_and(|it| {
        let words = [&it.order, &it.transaction, &it.reason, &it.maker];
        words == [&refund.order, &refund.transaction, &refund.reason, &refund.maker]
            && (it.amount, it.created) == (refund.amount, refund.created)
    }))
}

/// Moves the refund on, and answers with its version and its order.
async fn moved<D: Database>(database: &D, change: &RefundChange) -> Result<Option<(u32, String)>, Fault> {
    let parameters = vec![
        change.agency.as_str().into(),
        change.id.as_str().into(),
        change.expected.into(),
        change.state.as_str().into(),
        change.checker.clone().into(),
        change.at.into(),
        change.asked.into(),
        change.number.clone().into(),
        change.code.as_str().into(),
    ];
    let moved = database.run(ADVANCE, parameters).await?.into_iter().next();
    moved.map(|mut row| Ok((row.number()?, row.text()?))).transpose()
}

async fn found<D: Database>(database: &D, agency: &str, id: &str) -> Result<Option<Refund>, Fault> {
    let rows = database.run(READ, vec![agency.into(), id.into()]).await?;
    rows.into_iter().next().map(refund).transpose()
}

fn refund(mut row: Row) -> Result<Refund, Fault> {
    Ok(Refund {
        agency: row.text()?,
        id: row.text()?,
        order: row.text()?,
        transaction: row.text()?,
        amount: row.unsigned()?,
        reason: row.text()?,
        maker: row.text()?,
        checker: row.optional_text()?,
        state: row.text()?,
        version: row.number()?,
        created: row.unsigned()?,
        updated: row.unsigned()?,
        asked: row.optional_unsigned()?,
        number: row.optional_text()?,
        code: row.text()?,
    })
}

impl From<OrderRefusal> for Refusal {
    fn from(refusal: OrderRefusal) -> Refusal {
        match refusal {
            OrderRefusal::Unknown => Refusal::Unknown,
            OrderRefusal::Changed(_) | OrderRefusal::Taken | OrderRefusal::DossierChanged => Refusal::OrderChanged,
            OrderRefusal::Booked(holder) => Refusal::Booked(holder),
            OrderRefusal::Conflict => Refusal::Conflict,
            OrderRefusal::Failed(fault) => Refusal::Failed(fault),
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Failed(fault)
    }
}
