//! How a history grows: each event carries the hash of the one before.

use crate::bindings::exports::motcua::store::types::{Event, NewEvent};
use crate::database::read;
use crate::hash::{of_lines, sha256};
use crate::{Database, Fault, Row};

/// What stands before the first event.
pub const BEFORE_ALL: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const WRITE: &str = "INSERT INTO events (agency, code, number, at, event, actor, new_day, sealed, previous, hash) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

const HISTORY: &str = "SELECT number, at, event, actor, new_day, sealed, previous, hash FROM events \
     WHERE agency = ?1 AND code = ?2 AND number > ?3 ORDER BY number LIMIT ?4";

/// The most events that one call answers with.
const EVENTS: u32 = 200;

/// The number of the event with which a history begins.
pub const FIRST: u32 = 1;

/// Where an event stands.
pub struct Place<'a> {
    pub agency: &'a str,
    /// The code of the dossier or of the feedback item.
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

/// The events of a history after a number, in order.
pub async fn after<D: Database>(agency: String, code: String, number: u32) -> Result<Vec<Event>, Fault> {
    let rows = read::<D>(HISTORY, vec![agency.into(), code.into(), number.into(), EVENTS.into()]).await?;
    rows.into_iter().map(event).collect()
}

fn event(mut row: Row) -> Result<Event, Fault> {
    Ok(Event {
        number: row.number()?,
        at: row.unsigned()?,
        event: row.text()?,
        actor: row.text()?,
        day: row.optional_text()?,
        sealed: row.bytes()?,
        previous: row.text()?,
        hash: row.text()?,
    })
}

/// The hash as the contract defines it.
fn hash(place: &Place<'_>, event: &NewEvent) -> String {
    let (number, at, sealed) = (place.number.to_string(), event.at.to_string(), sha256(&event.sealed));
    let day = event.day.as_deref().unwrap_or_default();
    of_lines([place.previous, place.code, &number, &at, &event.event, &event.actor, day, &sealed])
}
