//! The interface `dossiers`: dossiers, their histories, and the feeds in which they stand.

use crate::bindings::exports::motcua::store::dossiers::{Dossier, Event, Guest, Line};
use crate::database::read;
use crate::{Database, Fault, Row, Store, Value};

/// The most events that one call answers with.
const EVENTS: u32 = 200;

/// The most lines of a feed that one call answers with.
const LINES: u32 = 100;

/// The columns that [`dossier`] reads.
macro_rules! dossiers_in {
    ($from:literal) => {
        concat!(
            "SELECT d.agency, d.code, d.reference, d.draft, d.secret_hash, d.procedure_code, d.place, d.state, \
             d.status, d.version, d.filed, d.updated, d.appointed, d.facts, d.sealed, d.factors FROM ",
            $from
        )
    };
}

const READ: &str = dossiers_in!("dossiers d WHERE d.agency = ?1 AND d.code = ?2");

// SQLite takes a cross join in the order in which it is written.
const REFERRED: &str =
    dossiers_in!("spoken s CROSS JOIN dossiers d WHERE s.reference = ?1 AND d.agency = s.agency AND d.code = s.code");

const VERSION: &str = "SELECT version FROM dossiers WHERE agency = ?1 AND code = ?2";

const HISTORY: &str = "SELECT number, at, event, actor, new_day, sealed, previous, hash FROM events \
     WHERE agency = ?1 AND code = ?2 AND number > ?3 ORDER BY number LIMIT ?4";

const FEED: &str = "SELECT d.agency, d.code, d.reference, d.procedure_code, d.state, d.status, d.version, d.filed, \
     d.updated, d.appointed, d.facts FROM owners o CROSS JOIN dossiers d \
     WHERE o.owner = ?1 AND (o.filed, o.code) < (?2, ?3) AND d.agency = o.agency AND d.code = o.code \
     ORDER BY o.filed DESC, o.code DESC LIMIT ?4";

impl<D: Database> Guest for Store<D> {
    async fn read(agency: String, code: String) -> Result<Option<Dossier>, Fault> {
        one::<D>(READ, vec![agency.into(), code.into()]).await
    }

    async fn referred(reference: String) -> Result<Option<Dossier>, Fault> {
        one::<D>(REFERRED, vec![reference.into()]).await
    }

    async fn version(agency: String, code: String) -> Result<Option<u32>, Fault> {
        let rows = read::<D>(VERSION, vec![agency.into(), code.into()]).await?;
        rows.into_iter().next().map(|mut row| row.number()).transpose()
    }

    async fn events(agency: String, code: String, after: u32) -> Result<Vec<Event>, Fault> {
        let rows = read::<D>(HISTORY, vec![agency.into(), code.into(), after.into(), EVENTS.into()]).await?;
        rows.into_iter().map(event).collect()
    }

    async fn of_owner(owner: String, after: Option<(u64, String)>, limit: u32) -> Result<Vec<Line>, Fault> {
        // After all instants.
        let (filed, code) = after.map_or((Value::from(i64::MAX), String::new()), |(filed, code)| (filed.into(), code));
        let rows = read::<D>(FEED, vec![owner.into(), filed, code.into(), limit.min(LINES).into()]).await?;
        rows.into_iter().map(line).collect()
    }
}

async fn one<D: Database>(sql: &str, parameters: Vec<Value>) -> Result<Option<Dossier>, Fault> {
    let rows = read::<D>(sql, parameters).await?;
    rows.into_iter().next().map(dossier).transpose()
}

fn dossier(mut row: Row) -> Result<Dossier, Fault> {
    Ok(Dossier {
        agency: row.text()?,
        code: row.text()?,
        reference: row.text()?,
        draft: row.text()?,
        secret_hash: row.text()?,
        procedure: row.text()?,
        place: row.text()?,
        state: row.text()?,
        status: row.number()?,
        version: row.number()?,
        filed: row.unsigned()?,
        updated: row.unsigned()?,
        appointed: row.optional_text()?,
        facts: row.text()?,
        sealed: row.bytes()?,
        factors: factors(&row.text()?)?,
    })
}

fn factors(text: &str) -> Result<Vec<String>, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::Damaged(format!("the factors of a dossier: {error}")))
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

fn line(mut row: Row) -> Result<Line, Fault> {
    Ok(Line {
        agency: row.text()?,
        code: row.text()?,
        reference: row.text()?,
        procedure: row.text()?,
        state: row.text()?,
        status: row.number()?,
        version: row.number()?,
        filed: row.unsigned()?,
        updated: row.unsigned()?,
        appointed: row.optional_text()?,
        facts: row.text()?,
    })
}
