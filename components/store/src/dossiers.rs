//! The interface `dossiers`: dossiers, their histories, and the feeds in which they stand.

use std::collections::BTreeMap;

use crate::bindings::exports::motcua::store::dossiers::{Dossier, Event, Guest, Line};
use crate::database::{on, read};
use crate::places::with_keys;
use crate::{Database, Fault, Row, Store, Value, events};

/// The most lines of a feed that one call answers with.
const LINES: u32 = 100;

const READ: &str = "SELECT agency, code, reference, draft, secret_hash, procedure_code, place, state, status, version, \
     filed, updated, appointed, facts, sealed, factors FROM dossiers WHERE agency = ?1 AND code = ?2";

/// Which dossier is meant is asked first, here and in a feed. A join with the dossiers would have Postgres plan for all their
/// partitions and lock them, since it would know the agency only as it runs.
const SPOKEN: &str = "SELECT agency, code FROM spoken WHERE reference = ?1";

const VERSION: &str = "SELECT version FROM dossiers WHERE agency = ?1 AND code = ?2";

const FEED: &str = "SELECT agency, code FROM owners WHERE owner = ?1 AND (filed, code) < (?2, ?3) \
     ORDER BY filed DESC, code DESC LIMIT ?4";

const OF_FEED: &str = "SELECT agency, code, reference, procedure_code, state, status, version, filed, updated, appointed, \
     facts FROM dossiers WHERE agency = ?1 AND code IN ";

impl<D: Database> Guest for Store<D> {
    async fn read(agency: String, code: String) -> Result<Option<Dossier>, Fault> {
        let rows = read::<D>(READ, vec![agency.into(), code.into()]).await?;
        rows.into_iter().next().map(dossier).transpose()
    }

    async fn referred(reference: String) -> Result<Option<Dossier>, Fault> {
        on(true, async |database: &D| {
            let meant = database.rows(SPOKEN, vec![reference.as_str().into()]).await?.into_iter().next();
            let Some(meant) = meant else { return Ok(None) };
            let rows = database.rows(READ, meant.rest().collect()).await?;
            rows.into_iter().next().map(dossier).transpose()
        })
        .await
    }

    async fn version(agency: String, code: String) -> Result<Option<u32>, Fault> {
        let rows = read::<D>(VERSION, vec![agency.into(), code.into()]).await?;
        rows.into_iter().next().map(|mut row| row.number()).transpose()
    }

    async fn events(agency: String, code: String, after: u32) -> Result<Vec<Event>, Fault> {
        events::after::<D>(agency, code, after).await
    }

    async fn of_owner(owner: String, after: Option<(u64, String)>, limit: u32) -> Result<Vec<Line>, Fault> {
        // After all instants.
        let (filed, code) = after.map_or((Value::from(i64::MAX), String::new()), |(filed, code)| (filed.into(), code));
        let page = vec![owner.into(), filed, code.into(), limit.min(LINES).into()];
        on(true, async |database: &D| feed(database, page.clone()).await).await
    }
}

/// A page of a feed: its dossiers, agency by agency, and then in their order.
async fn feed<D: Database>(database: &D, page: Vec<Value>) -> Result<Vec<Line>, Fault> {
    let mut codes = BTreeMap::<String, Vec<String>>::new();
    for mut row in database.rows(FEED, page).await? {
        codes.entry(row.text()?).or_default().push(row.text()?);
    }
    let mut lines = Vec::new();
    for (agency, codes) in &codes {
        let mut parameters = vec![agency.as_str().into()];
        let these = with_keys(&mut parameters, codes);
        let rows = database.rows(&format!("{OF_FEED}{these}"), parameters).await?;
        lines.extend(rows.into_iter().map(line).collect::<Result<Vec<Line>, Fault>>()?);
    }
    lines.sort_unstable_by(|one, other| (other.filed, &other.code).cmp(&(one.filed, &one.code)));
    Ok(lines)
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
