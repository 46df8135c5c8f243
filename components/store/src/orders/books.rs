//! The books: the entries of a change, which add up to nought, and what stands on a gateway's books, once for each kind.

use crate::bindings::exports::motcua::store::orders::{Booking, Entry, Refusal};
use crate::places::insert;
use crate::{Database, Fault, Value};

const ENTRIES: [&str; 6] = ["agency", "order_id", "number", "line", "account", "amount"];

/// Does nothing where the number is booked. A rival that is still at work on it is waited for.
const BOOK: &str = "INSERT INTO payment_bookings (gateway, transaction_no, kind, agency, order_id, amount, at, settled) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0) ON CONFLICT (gateway, transaction_no, kind) DO NOTHING RETURNING kind";

const SETTLE: &str = "UPDATE payment_bookings SET settled = 1 WHERE gateway = ?1 AND transaction_no = ?2 AND kind = ?3 \
     AND agency = ?4 AND order_id = ?5 AND settled = 0 RETURNING kind";

/// Whose booking it is.
pub const HOLDER: &str =
    "SELECT agency, order_id FROM payment_bookings WHERE gateway = ?1 AND transaction_no = ?2 AND kind = ?3";

/// An order, and the gateway on whose books it stands.
pub struct Account<'a> {
    pub gateway: &'a str,
    pub agency: &'a str,
    pub order: &'a str,
}

impl Account<'_> {
    fn key(&self, transaction: &str, kind: &str) -> Vec<Value> {
        vec![self.gateway.into(), transaction.into(), kind.into()]
    }

    fn order(&self) -> Vec<Value> {
        vec![self.agency.into(), self.order.into()]
    }
}

/// Fails unless the entries add up to nought.
pub fn check(entries: &[Entry]) -> Result<(), Fault> {
    // So many that their sum is too large for 128 bits do not fit into any memory.
    let sum: i128 = entries.iter().map(|entry| i128::from(entry.amount)).sum();
    if sum == 0 { Ok(()) } else { Err(Fault::Damaged("the entries do not add up to nought".to_owned())) }
}

/// Writes the entries that belong to the event with this number.
pub async fn enter<D: Database>(
    database: &D,
    account: &Account<'_>,
    number: u32,
    entries: &[Entry],
) -> Result<(), Fault> {
    let row = |(line, entry): (u32, &Entry)| {
        let entry = vec![number.into(), line.into(), entry.account.as_str().into(), entry.amount.into()];
        [account.order(), entry].concat()
    };
    insert(database, "payment_entries", &ENTRIES, (1..).zip(entries).map(row).collect()).await
}

/// Books a payment or a refund, unless it is booked.
pub async fn book<D: Database>(database: &D, account: &Account<'_>, booking: &Booking) -> Result<(), Refusal> {
    let key = account.key(&booking.transaction, &booking.kind);
    let columns = [account.order(), vec![booking.amount.into(), booking.at.into()]].concat();
    if database.run(BOOK, [key.clone(), columns].concat()).await?.is_empty() {
        return Err(held(database, key).await?);
    }
    Ok(())
}

/// Settles a booking of the order, unless it is settled.
pub async fn settle<D: Database>(
    database: &D,
    account: &Account<'_>,
    transaction: &str,
    kind: &str,
) -> Result<(), Refusal> {
    let key = account.key(transaction, kind);
    if database.run(SETTLE, [key.clone(), account.order()].concat()).await?.is_empty() {
        return Err(held(database, key).await?);
    }
    Ok(())
}

/// The refusal that says whose a booking is.
async fn held<D: Database>(database: &D, key: Vec<Value>) -> Result<Refusal, Fault> {
    let holder = database.run(HOLDER, key).await?.into_iter().next();
    let mut row = holder.ok_or_else(|| Fault::Damaged("there is no such booking".to_owned()))?;
    Ok(Refusal::Booked((row.text()?, row.text()?)))
}
