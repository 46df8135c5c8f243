//! How a history grows: each event carries the hash of the one before.

use crate::bindings::exports::motcua::store::dossiers::NewEvent;
use crate::hash::{of_lines, sha256};
use crate::{Database, Fault};

/// What stands before the first event.
pub const BEFORE_ALL: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const WRITE: &str = "INSERT INTO events (agency, code, number, at, event, actor, new_day, sealed, previous, hash) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

/// Where an event stands.
pub struct Place<'a> {
    pub agency: &'a str,
    /// The dossier's code.
    pub code: &'a str,
    /// Counted from 1.
    pub number: u32,
    /// The hash of the event before.
    pub previous: &'a str,
}

/// Writes an event at its place.
pub async fn write<D: Database>(database: &D, place: &Place<'_>, event: &NewEvent) -> Result<(), Fault> {
    let parameters = vec![
        place.agency.into(),
        place.code.into(),
        place.number.into(),
        event.at.into(),
        event.event.as_str().into(),
        event.actor.as_str().into(),
        event.day.clone().into(),
        event.sealed.as_slice().into(),
        place.previous.into(),
        hash(place, event).into(),
    ];
    database.run(WRITE, parameters).await.map(drop)
}

/// The hash as the contract defines it.
fn hash(place: &Place<'_>, event: &NewEvent) -> String {
    let (number, at, sealed) = (place.number.to_string(), event.at.to_string(), sha256(&event.sealed));
    let day = event.day.as_deref().unwrap_or_default();
    of_lines([place.previous, place.code, &number, &at, &event.event, &event.actor, day, &sealed])
}
