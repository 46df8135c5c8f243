//! The interface `handling`: a step of an item with all that it changes, in one transaction.
//!
//! The locks are taken in one order: the request's key, the item, its files, its entry in the register, the counts.

use crate::answers::{Caller, Claim, claim};
use crate::bindings::exports::motcua::store::handling::{Guest, Refusal, Step};
use crate::database::{in_transaction, on};
use crate::events::{self, Place};
use crate::{Database, Fault, Row, Store, files, outbox, register, tallies};

/// Moves the item on, and reads what the event that follows needs of the one before.
const ADVANCE: &str = "UPDATE feedback SET state = ?4, desk = ?5, due = ?6, facts = ?7, version = version + 1, updated = ?8 \
     WHERE agency = ?1 AND code = ?2 AND version = ?3 \
     RETURNING id, (SELECT hash FROM events WHERE agency = ?1 AND code = ?2 AND number = ?3)";

const VERSION: &str = "SELECT version FROM feedback WHERE agency = ?1 AND code = ?2";

impl<D: Database> Guest for Store<D> {
    async fn append(step: Step) -> Result<u32, Refusal> {
        // Without a request nothing tells the step from that of somebody who decided the same.
        on(step.request.is_some(), async |database: &D| {
            in_transaction(database, async || appended(database, &step).await).await
        })
        .await
    }
}

async fn appended<D: Database>(database: &D, step: &Step) -> Result<u32, Refusal> {
    let number = step.expected.checked_add(1).ok_or_else(|| Fault::Damaged("a history is full".to_owned()))?;
    if let Some(request) = &step.request {
        let caller = Caller { agency: &step.agency, scope: &format!("handling/{}", step.code) };
        match claim(database, &caller, request, step.event.at, Some(&number)).await? {
            Claim::First => {}
            Claim::Known(version) => return Ok(version),
            Claim::Other => return Err(Refusal::Conflict),
        }
    }
    let Some(mut row) = advance(database, step).await? else { return Err(standing(database, step).await?) };
    let (id, previous) = (row.text()?, row.text()?);
    if let Some(missing) = files::join(database, &step.agency, &id, &step.files, number).await? {
        return Err(Refusal::Missing(missing));
    }
    let place = Place { agency: &step.agency, code: &step.code, number, previous: &previous };
    events::write(database, &place, &step.event).await?;
    outbox::write(database, &place, step.event.at, &step.messages).await?;
    if let Some(publication) = &step.publication {
        register::put(database, &place, publication, step.event.at).await?;
    }
    tallies::write(database, &step.agency, &step.tallies).await?;
    Ok(number)
}

async fn advance<D: Database>(database: &D, step: &Step) -> Result<Option<Row>, Fault> {
    let parameters = vec![
        step.agency.as_str().into(),
        step.code.as_str().into(),
        step.expected.into(),
        step.state.as_str().into(),
        step.desk.as_str().into(),
        step.due.clone().into(),
        step.facts.as_str().into(),
        step.event.at.into(),
    ];
    Ok(database.run(ADVANCE, parameters).await?.into_iter().next())
}

/// Why the item could not be moved on.
async fn standing<D: Database>(database: &D, step: &Step) -> Result<Refusal, Fault> {
    let rows = database.run(VERSION, vec![step.agency.as_str().into(), step.code.as_str().into()]).await?;
    rows.into_iter().next().map_or(Ok(Refusal::Unknown), |mut row| Ok(Refusal::Changed(row.number()?)))
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Failed(fault)
    }
}
