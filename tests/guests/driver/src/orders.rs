//! `motcua:store/orders`.

use crate::bindings::motcua::store::orders;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "open" => {
            let (order,) = given(arguments)?;
            told(orders::open(order).await)
        }
        "append" => {
            let (change,) = given(arguments)?;
            told(orders::append(change).await)
        }
        "read" => {
            let (agency, id) = given(arguments)?;
            told(orders::read(agency, id).await)
        }
        "named" => {
            let (gateway, reference) = given(arguments)?;
            told(orders::named(gateway, reference).await)
        }
        "of-dossier" => {
            let (agency, dossier) = given(arguments)?;
            told(orders::of_dossier(agency, dossier).await)
        }
        "events" => {
            let (agency, id, after) = given(arguments)?;
            told(orders::events(agency, id, after).await)
        }
        "entries" => {
            let (agency, id) = given(arguments)?;
            told(orders::entries(agency, id).await)
        }
        "booked" => {
            let (gateway, transaction, kind) = given(arguments)?;
            told(orders::booked(gateway, transaction, kind).await)
        }
        "due" => {
            let (gateway, at, limit) = given(arguments)?;
            told(orders::due(gateway, at, limit).await)
        }
        "bookings" => {
            let (gateway, start, end, after) = given(arguments)?;
            told(orders::bookings(gateway, start, end, after).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
