//! The interface `orders`: payment orders, their histories and their entries in the ledger.
//!
//! How one is opened stands in `open`, how it changes in `change`; both write to its history and to the books.
//!
//! The locks are taken in one order: the request's key, the refund where there is one, the order, its name, bookings, cases, the
//! call, and last the dossier with its files. Nobody who holds a dossier asks for an order, so that nobody waits in a circle; and
//! a dossier, at which others wait too, is held for the shortest time.

mod books;
mod change;
mod history;
mod open;

use crate::bindings::exports::motcua::store::casework::{Refusal as StepRefusal, Step};
use crate::bindings::exports::motcua::store::orders::{Booking, Change, Entry, Event, Guest, NewOrder, Order, Refusal};
use crate::database::{in_transaction, on, read};
use crate::{Database, Fault, Row, Store, Value, casework};

pub use change::{Made, changed};

/// The most orders of a dossier, and the most that are due, that one call answers with.
const ORDERS: u32 = 100;

/// The most events that one call answers with.
const EVENTS: u32 = 200;

/// The most entries that one call answers with.
const ENTRIES: u32 = 1_000;

/// The most bookings that one call answers with.
const BOOKINGS: u32 = 500;

/// The columns that [`order`] reads.
macro_rules! orders_where {
    ($condition:literal) => {
        concat!(
            "SELECT agency, id, gateway, reference, number, dossier, claim, amount, purpose, state, version, created, \
             updated, closes, due, asked, transaction_no, paid, received, returned, facts FROM payment_orders WHERE ",
            $condition
        )
    };
}

const READ: &str = orders_where!("agency = ?1 AND id = ?2");

const OF_DOSSIER: &str = orders_where!("agency = ?1 AND dossier = ?2 ORDER BY created DESC, id DESC LIMIT ?3");

/// Which order is meant is asked first, for the same reason as with a dossier's spoken reference.
const NAMED: &str = "SELECT agency, order_id FROM payment_names WHERE gateway = ?1 AND reference = ?2";

const HISTORY: &str = "SELECT number, at, event, source, transaction_no, amount, code, previous, hash FROM payment_events \
     WHERE agency = ?1 AND order_id = ?2 AND number > ?3 ORDER BY number LIMIT ?4";

const LEDGER: &str = "SELECT number, account, amount FROM payment_entries \
     WHERE agency = ?1 AND order_id = ?2 ORDER BY number, line LIMIT ?3";

const DUE: &str = "SELECT due, agency, order_id FROM payment_names WHERE gateway = ?1 AND due <= ?2 \
     ORDER BY due, agency, order_id LIMIT ?3";

/// Where a page begins is said twice, so that whichever bound the database goes by, it reads no row of an earlier page.
const BOOKED_BETWEEN: &str = "SELECT transaction_no, kind, amount, at, agency, order_id, settled FROM payment_bookings \
     WHERE gateway = ?1 AND at >= ?2 AND at < ?3 AND (at, transaction_no, kind) > (?4, ?5, ?6) \
     ORDER BY at, transaction_no, kind LIMIT ?7";

impl<D: Database> Guest for Store<D> {
    async fn open(order: NewOrder) -> Result<String, Refusal> {
        // Without a request the order is known by its own id.
        on(true, async |database: &D| in_transaction(database, async || open::opened(database, &order).await).await)
            .await
    }

    async fn append(change: Change) -> Result<u32, Refusal> {
        // What a repetition made before stands at its place, with the same hash.
        on(true, async |database: &D| {
            in_transaction(database, async || changed(database, &change).await.map(|(version, _)| version)).await
        })
        .await
    }

    async fn read(agency: String, id: String) -> Result<Option<Order>, Fault> {
        let rows = read::<D>(READ, vec![agency.into(), id.into()]).await?;
        rows.into_iter().next().map(order).transpose()
    }

    async fn named(gateway: String, reference: String) -> Result<Option<Order>, Fault> {
        on(true, async |database: &D| {
            let name = vec![gateway.as_str().into(), reference.as_str().into()];
            let Some(meant) = database.rows(NAMED, name).await?.into_iter().next() else { return Ok(None) };
            let rows = database.rows(READ, meant.rest().collect()).await?;
            rows.into_iter().next().map(order).transpose()
        })
        .await
    }

    async fn of_dossier(agency: String, dossier: String) -> Result<Vec<Order>, Fault> {
        let rows = read::<D>(OF_DOSSIER, vec![agency.into(), dossier.into(), ORDERS.into()]).await?;
        rows.into_iter().map(order).collect()
    }

    async fn events(agency: String, id: String, after: u32) -> Result<Vec<Event>, Fault> {
        let rows = read::<D>(HISTORY, vec![agency.into(), id.into(), after.into(), EVENTS.into()]).await?;
        rows.into_iter().map(event).collect()
    }

    async fn entries(agency: String, id: String) -> Result<Vec<(u32, Entry)>, Fault> {
        let rows = read::<D>(LEDGER, vec![agency.into(), id.into(), ENTRIES.into()]).await?;
        rows.into_iter().map(entry).collect()
    }

    async fn booked(gateway: String, transaction: String, kind: String) -> Result<Option<(String, String)>, Fault> {
        let rows = read::<D>(books::HOLDER, vec![gateway.into(), transaction.into(), kind.into()]).await?;
        rows.into_iter().next().map(|mut row| Ok((row.text()?, row.text()?))).transpose()
    }

    async fn due(gateway: String, at: u64, limit: u32) -> Result<Vec<(u64, String, String)>, Fault> {
        let rows = read::<D>(DUE, vec![gateway.into(), at.into(), limit.min(ORDERS).into()]).await?;
        rows.into_iter().map(|mut row| Ok((row.unsigned()?, row.text()?, row.text()?))).collect()
    }

    async fn bookings(
        gateway: String,
        start: u64,
        end: u64,
        after: Option<(u64, String, String)>,
    ) -> Result<Vec<(Booking, String, String, bool)>, Fault> {
        let start = start.cast_signed();
        // Before all that have the first instant.
        let before = || (start.saturating_sub(1), String::new(), String::new());
        let (at, transaction, kind) =
            after.map_or_else(before, |(at, transaction, kind)| (at.cast_signed(), transaction, kind));
        let bounds = vec![gateway.into(), start.max(at).into(), end.into()];
        let page = vec![at.into(), transaction.into(), kind.into(), BOOKINGS.into()];
        let rows = read::<D>(BOOKED_BETWEEN, [bounds, page].concat()).await?;
        rows.into_iter().map(booking).collect()
    }
}

/// Takes the step of the dossier that goes with an order, inside its transaction.
async fn take<D: Database>(database: &D, step: Option<&Step>) -> Result<(), Refusal> {
    let Some(step) = step else { return Ok(()) };
    match casework::taken(database, step).await {
        Ok(_) => Ok(()),
        Err(StepRefusal::Unknown | StepRefusal::Changed(_)) => Err(Refusal::DossierChanged),
        Err(StepRefusal::Failed(fault)) => Err(fault.into()),
        Err(StepRefusal::Missing(_) | StepRefusal::Conflict) => {
            Err(Fault::Damaged("the step that goes with an order cannot be taken".to_owned()).into())
        }
    }
}

fn order(mut row: Row) -> Result<Order, Fault> {
    Ok(Order {
        agency: row.text()?,
        id: row.text()?,
        gateway: row.text()?,
        reference: row.text()?,
        number: row.unsigned()?,
        dossier: row.text()?,
        claim: row.number()?,
        amount: row.unsigned()?,
        purpose: row.text()?,
        state: row.text()?,
        version: row.number()?,
        created: row.unsigned()?,
        updated: row.unsigned()?,
        closes: row.unsigned()?,
        due: row.optional_unsigned()?,
        asked: row.number()?,
        transaction: row.optional_text()?,
        paid: row.optional_unsigned()?,
        received: row.unsigned()?,
        returned: row.unsigned()?,
        facts: row.text()?,
    })
}

fn event(mut row: Row) -> Result<Event, Fault> {
    Ok(Event {
        number: row.number()?,
        at: row.unsigned()?,
        event: row.text()?,
        source: row.text()?,
        transaction: row.optional_text()?,
        amount: row.optional_unsigned()?,
        code: row.text()?,
        previous: row.text()?,
        hash: row.text()?,
    })
}

fn entry(mut row: Row) -> Result<(u32, Entry), Fault> {
    Ok((row.number()?, Entry { account: row.text()?, amount: row.integer()? }))
}

fn booking(mut row: Row) -> Result<(Booking, String, String, bool), Fault> {
    let booking = Booking { transaction: row.text()?, kind: row.text()?, amount: row.unsigned()?, at: row.unsigned()? };
    Ok((booking, row.text()?, row.text()?, row.integer()? != 0))
}

/// The first parameters of a statement about an order, and the rest of them.
fn keyed(agency: &str, id: &str, rest: impl IntoIterator<Item = Value>) -> Vec<Value> {
    [agency, id].into_iter().map(Value::from).chain(rest).collect()
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Failed(fault)
    }
}
