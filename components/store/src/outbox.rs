//! The interface `outbox`: what waits to be sent.

use crate::bindings::exports::motcua::store::outbox::{Guest, Message, NewMessage};
use crate::database::{on, read};
use crate::events::Place;
use crate::places::insert;
use crate::{Database, Fault, Row, Store, Value};

/// The longest list that one call answers with.
const LIMIT: u32 = 100;

const COLUMNS: [&str; 7] = ["agency", "id", "kind", "dossier", "event", "sealed", "written"];

const WAITING: &str = "SELECT agency, id, kind, dossier, event, sealed, written FROM outbox \
     WHERE agency = ?1 AND (written, id) > (?2, ?3) ORDER BY written, id LIMIT ?4";

const SENT: &str = "DELETE FROM outbox WHERE agency = ?1 AND id = ?2";

impl<D: Database> Guest for Store<D> {
    async fn waiting(agency: String, after: Option<(u64, String)>, limit: u32) -> Result<Vec<Message>, Fault> {
        // Before all instants.
        let (written, id) = after.map_or((Value::from(-1), String::new()), |(written, id)| (written.into(), id));
        let rows = read::<D>(WAITING, vec![agency.into(), written, id.into(), limit.min(LIMIT).into()]).await?;
        rows.into_iter().map(message).collect()
    }

    async fn sent(agency: String, id: String, _at: u64) -> Result<(), Fault> {
        // What is gone already is gone once more.
        on(true, async |database: &D| {
            database.write(SENT, vec![agency.as_str().into(), id.as_str().into()]).await.map(drop)
        })
        .await
    }
}

/// Writes the messages of the event at `place`, which happened `at`.
pub async fn write<D: Database>(
    database: &D,
    place: &Place<'_>,
    at: u64,
    messages: &[NewMessage],
) -> Result<(), Fault> {
    let row = |(number, message): (u32, &NewMessage)| {
        vec![
            place.agency.into(),
            // Unique, since the event is; and in the order of the messages, since the digits are as many.
            format!("{}/{:06}/{number:03}", place.code, place.number).into(),
            message.kind.as_str().into(),
            place.code.into(),
            place.number.into(),
            message.sealed.as_slice().into(),
            at.into(),
        ]
    };
    insert(database, "outbox", &COLUMNS, (1..).zip(messages).map(row).collect()).await
}

fn message(mut row: Row) -> Result<Message, Fault> {
    Ok(Message {
        agency: row.text()?,
        id: row.text()?,
        kind: row.text()?,
        dossier: row.text()?,
        event: row.number()?,
        sealed: row.bytes()?,
        written: row.unsigned()?,
    })
}
