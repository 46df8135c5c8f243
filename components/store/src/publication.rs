//! The interface `publication`: four kinds of lists, published by one algorithm.
//!
//! `rows` says what a row of each kind is to the tables, `held` what they hold already, `check` what is wrong, `plan`
//! what has to change, and `change` writes it.

mod change;
mod check;
mod held;
mod list;
mod plan;
mod rows;

use crate::bindings::exports::motcua::store::procedures::Procedure;
use crate::bindings::exports::motcua::store::publication::{
    CentreRow, Counts, Guest, Heading, Refusal, SuccessionRow, UnitRow,
};
use crate::database::in_transaction;
use crate::{Database, Fault, Store};

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

    async fn is_published(kind: String, name: String) -> Result<bool, Fault> {
        let rows = D::open().await?.rows(IS_PUBLISHED, vec![kind.into(), name.into()]).await?;
        Ok(!rows.is_empty())
    }
}

async fn publish<D: Database>(table: &'static Table, heading: Heading, entries: Vec<Entry>) -> Result<Counts, Refusal> {
    let list = List::new(table, heading)?;
    let entries: Vec<Entry> = entries.into_iter().map(|entry| entry.of_list(&list.heading.name)).collect();
    let database = D::open().await?;
    in_transaction(&database, async || {
        let held = held::read(&database, &list).await?;
        let known = check::known_units(&database, &list, &held, &entries).await?;
        let flaws = check::flaws(table, &held, &entries, &known);
        if !flaws.is_empty() {
            return Err(Refusal::Flawed(flaws));
        }
        let plan = plan::plan(&list.span, &held, &entries);
        let counts = plan.counts;
        if plan.changes_something() {
            change::write(&database, &list, plan, entries).await?;
        }
        Ok(counts)
    })
    .await
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Failed(fault)
    }
}
