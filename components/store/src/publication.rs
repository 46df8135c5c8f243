//! The interface `publication`: five kinds of lists, published by one algorithm.
//!
//! `rows` says what a row of each kind is to the tables, `held` what they hold already, `check` what is wrong, `plan`
//! what has to change, and `change` writes it.

mod change;
mod check;
mod held;
mod list;
mod plan;
mod rows;

use crate::answers::{Caller, Claim};
use crate::bindings::exports::motcua::store::procedures::Procedure;
use crate::bindings::exports::motcua::store::publication::{
    CentreRow, Counts, FormRow, Guest, Heading, Refusal, SuccessionRow, UnitRow,
};
use crate::database::{in_transaction, on, read};
use crate::{Database, Fault, Store, answers};

use list::{List, Table};
use rows::Entry;

const IS_PUBLISHED: &str = "SELECT id FROM publications WHERE kind = ?1 AND list = ?2 LIMIT 1";

impl<D: Database> Guest for Store<D> {
    async fn publish_units(heading: Heading, rows: Vec<UnitRow>) -> Result<Counts, Refusal> {
        publish::<D>(&list::UNITS, heading, rows.into_iter().map(rows::unit).collect()).await
    }

    async fn publish_successions(heading: Heading, rows: Vec<SuccessionRow>) -> Result<Counts, Refusal> {
        publish::<D>(&list::SUCCESSIONS, heading, rows.into_iter().map(rows::succession).collect()).await
    }

    async fn publish_procedures(heading: Heading, rows: Vec<Procedure>) -> Result<Counts, Refusal> {
        let entries = rows.into_iter().map(rows::procedure).collect::<Result<_, Fault>>()?;
        publish::<D>(&list::PROCEDURES, heading, entries).await
    }

    async fn publish_centres(heading: Heading, rows: Vec<CentreRow>) -> Result<Counts, Refusal> {
        publish::<D>(&list::CENTRES, heading, rows.into_iter().map(rows::centre).collect()).await
    }

    async fn publish_forms(heading: Heading, rows: Vec<FormRow>) -> Result<Counts, Refusal> {
        publish::<D>(&list::FORMS, heading, rows.into_iter().map(rows::form).collect()).await
    }

    async fn is_published(kind: String, name: String) -> Result<bool, Fault> {
        let rows = read::<D>(IS_PUBLISHED, vec![kind.into(), name.into()]).await?;
        Ok(!rows.is_empty())
    }
}

/// A publisher is an authority of the nation: his requests belong to no province.
const NATIONAL: &str = "";

/// Takes the lock on a row that every publication takes first; where only one may write at all it locks nothing more.
const TAKE_TURNS: &str = "INSERT INTO editions (kind, revision) VALUES ('publications', 0) \
     ON CONFLICT (kind) DO UPDATE SET revision = editions.revision";

async fn publish<D: Database>(table: &'static Table, heading: Heading, entries: Vec<Entry>) -> Result<Counts, Refusal> {
    let list = List::new(table, heading)?;
    let entries: Vec<Entry> = entries.into_iter().map(|entry| entry.of_list(&list.heading.name)).collect();
    let work = async |database: &D| in_transaction(database, async || once(database, &list, &entries).await).await;
    on(list.heading.request.is_some(), work).await
}

/// Publishes, unless the same request was answered before.
async fn once<D: Database>(database: &D, list: &List, entries: &[Entry]) -> Result<Counts, Refusal> {
    let heading = &list.heading;
    let Some(request) = &heading.request else { return written(database, list, entries).await };
    let caller = Caller { agency: NATIONAL, scope: &format!("publication/{}", heading.publisher) };
    match answers::claim(database, &caller, request, heading.received, None).await? {
        Claim::Known(counts) => Ok(counts),
        Claim::Other => Err(Refusal::Conflict),
        Claim::First => {
            let counts = written(database, list, entries).await?;
            answers::keep(database, &caller, request, &counts).await?;
            Ok(counts)
        }
    }
}

async fn written<D: Database>(database: &D, list: &List, entries: &[Entry]) -> Result<Counts, Refusal> {
    // One publication at a time: a list is checked against what the tables hold, and nobody may change that meanwhile.
    database.run(TAKE_TURNS, Vec::new()).await?;
    let held = held::read(database, list).await?;
    let known = check::known_units(database, list, &held, entries).await?;
    let flaws = check::flaws(list.table, &held, entries, &known);
    if !flaws.is_empty() {
        return Err(Refusal::Flawed(flaws));
    }
    let plan = plan::plan(&list.span, &held, entries);
    let counts = plan.counts;
    if plan.changes_something() {
        change::write(database, list, plan, entries).await?;
    }
    Ok(counts)
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Failed(fault)
    }
}
