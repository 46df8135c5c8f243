//! How an order's history grows: each event carries the hash of the one before.

use super::keyed;
use crate::bindings::exports::motcua::store::orders::NewEvent;
use crate::hash::of_lines;
use crate::{Database, Fault};

const WRITE: &str = "INSERT INTO payment_events (agency, order_id, number, at, event, source, transaction_no, amount, code, \
     previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

/// Where an event stands.
pub struct Place<'a> {
    pub agency: &'a str,
    /// The order's id.
    pub order: &'a str,
    /// Counted from 1.
    pub number: u32,
    /// The hash of the event before.
    pub previous: &'a str,
}

/// Writes an event at its place.
pub async fn write<D: Database>(database: &D, place: &Place<'_>, event: &NewEvent) -> Result<(), Fault> {
    let columns = [
        place.number.into(),
        event.at.into(),
        event.event.as_str().into(),
        event.source.as_str().into(),
        event.transaction.clone().into(),
        event.amount.into(),
        event.code.as_str().into(),
        place.previous.into(),
        hash(place, event).into(),
    ];
    database.run(WRITE, keyed(place.agency, place.order, columns)).await.map(drop)
}

/// The hash as the contract defines it.
pub fn hash(place: &Place<'_>, event: &NewEvent) -> String {
    let (number, at) = (place.number.to_string(), event.at.to_string());
    let transaction = event.transaction.as_deref().unwrap_or_default();
    let amount = event.amount.map(|amount| amount.to_string()).unwrap_or_default();
    let NewEvent { event, source, code, .. } = event;
    of_lines([place.previous, place.order, &number, &at, event, source, transaction, &amount, code])
}
