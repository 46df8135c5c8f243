//! The interface `feedback`: items, their histories and who supports them.

use crate::bindings::exports::motcua::store::feedback::{Event, Guest, Item, Line, Near, Supporter};
use crate::database::read;
use crate::{Database, Fault, Row, Store, Value, events};

/// The most items that one call compares with.
const NEAR: u32 = 200;

/// The most lines of a desk, and the most supporters, that one call answers with.
const LINES: u32 = 100;

/// The columns that [`item`] reads.
macro_rules! items_where {
    ($condition:literal) => {
        concat!(
            "SELECT agency, code, id, secret_hash, kind, about, field, object, place, desk, state, version, received, \
             updated, due, facts, sealed, identity, supporters FROM feedback WHERE ",
            $condition
        )
    };
}

const READ: &str = items_where!("agency = ?1 AND code = ?2");

const OF_DRAFT: &str = items_where!("agency = ?1 AND id = ?2");

const ALIKE: &str = "SELECT code, received, state, supporters, signature FROM feedback \
     WHERE agency = ?1 AND place = ?2 AND about = ?3 AND object = ?4 AND received >= ?5 ORDER BY received DESC, code DESC LIMIT ?6";

/// The columns that [`line`] reads, of what is due.
macro_rules! due_where {
    ($condition:literal) => {
        concat!(
            "SELECT agency, code, kind, about, field, place, desk, state, version, received, due, supporters \
             FROM feedback WHERE due IS NOT NULL AND ",
            $condition
        )
    };
}

const OF_DESK: &str = due_where!("desk = ?1 AND (due, code) > (?2, ?3) ORDER BY due, code LIMIT ?4");

const FROM_DESK: &str = due_where!("desk < ?1 AND (desk, due, code) > (?2, ?3, ?4) ORDER BY desk, due, code LIMIT ?5");

/// The columns that [`supporter`] reads.
macro_rules! supporters_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, secret_hash, sealed, since FROM feedback_supporters WHERE agency = ?1 AND code = ?2 AND ",
            $condition
        )
    };
}

const SUPPORTERS: &str = supporters_where!("(since, id) > (?3, ?4) ORDER BY since, id LIMIT ?5");

const SUPPORTER: &str = supporters_where!("id = ?3");

impl<D: Database> Guest for Store<D> {
    async fn read(agency: String, code: String) -> Result<Option<Item>, Fault> {
        let rows = read::<D>(READ, vec![agency.into(), code.into()]).await?;
        rows.into_iter().next().map(item).transpose()
    }

    async fn of_draft(agency: String, id: String) -> Result<Option<Item>, Fault> {
        let rows = read::<D>(OF_DRAFT, vec![agency.into(), id.into()]).await?;
        rows.into_iter().next().map(item).transpose()
    }

    async fn events(agency: String, code: String, after: u32) -> Result<Vec<Event>, Fault> {
        events::after::<D>(agency, code, after).await
    }

    async fn alike(
        agency: String,
        place: String,
        about: String,
        object: String,
        since: u64,
        limit: u32,
    ) -> Result<Vec<Near>, Fault> {
        let same = [agency, place, about, object].map(Value::from).to_vec();
        let rows = read::<D>(ALIKE, [same, vec![since.into(), limit.min(NEAR).into()]].concat()).await?;
        rows.into_iter().map(near).collect()
    }

    async fn of_desk(desk: String, after: Option<(String, String)>, limit: u32) -> Result<Vec<Line>, Fault> {
        // Before all days.
        let (due, code) = after.unwrap_or_default();
        let rows = read::<D>(OF_DESK, vec![desk.into(), due.into(), code.into(), limit.min(LINES).into()]).await?;
        rows.into_iter().map(line).collect()
    }

    async fn from_desk(desk: String, after: Option<(String, String, String)>, limit: u32) -> Result<Vec<Line>, Fault> {
        // Behind all codes that go on with a point.
        let end = format!("{desk}/");
        let first = (desk, String::new(), String::new());
        let (desk, due, code) = after.map_or(first.clone(), |after| after.max(first));
        let page = vec![end.into(), desk.into(), due.into(), code.into(), limit.min(LINES).into()];
        read::<D>(FROM_DESK, page).await?.into_iter().map(line).collect()
    }

    async fn supporters(
        agency: String,
        code: String,
        after: Option<(u64, String)>,
        limit: u32,
    ) -> Result<Vec<Supporter>, Fault> {
        // Before all instants.
        let (since, id) = after.map_or((Value::from(-1), String::new()), |(since, id)| (since.into(), id));
        let page = vec![agency.into(), code.into(), since, id.into(), limit.min(LINES).into()];
        read::<D>(SUPPORTERS, page).await?.into_iter().map(supporter).collect()
    }

    async fn supported_by(agency: String, code: String, id: String) -> Result<Option<Supporter>, Fault> {
        let rows = read::<D>(SUPPORTER, vec![agency.into(), code.into(), id.into()]).await?;
        rows.into_iter().next().map(supporter).transpose()
    }
}

fn item(mut row: Row) -> Result<Item, Fault> {
    Ok(Item {
        agency: row.text()?,
        code: row.text()?,
        id: row.text()?,
        secret_hash: row.text()?,
        kind: row.text()?,
        about: row.text()?,
        field: row.text()?,
        object: row.text()?,
        place: row.text()?,
        desk: row.text()?,
        state: row.text()?,
        version: row.number()?,
        received: row.unsigned()?,
        updated: row.unsigned()?,
        due: row.optional_text()?,
        facts: row.text()?,
        sealed: row.bytes()?,
        identity: row.bytes()?,
        supporters: row.number()?,
    })
}

fn near(mut row: Row) -> Result<Near, Fault> {
    Ok(Near {
        code: row.text()?,
        received: row.unsigned()?,
        state: row.text()?,
        supporters: row.number()?,
        signature: row.bytes()?,
    })
}

fn line(mut row: Row) -> Result<Line, Fault> {
    Ok(Line {
        agency: row.text()?,
        code: row.text()?,
        kind: row.text()?,
        about: row.text()?,
        field: row.text()?,
        place: row.text()?,
        desk: row.text()?,
        state: row.text()?,
        version: row.number()?,
        received: row.unsigned()?,
        due: row.text()?,
        supporters: row.number()?,
    })
}

fn supporter(mut row: Row) -> Result<Supporter, Fault> {
    Ok(Supporter { id: row.text()?, secret_hash: row.text()?, sealed: row.bytes()?, since: row.unsigned()? })
}
