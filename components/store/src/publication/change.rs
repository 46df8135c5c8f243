//! Writes what was planned.

use std::collections::BTreeMap;

use super::list::{List, Table};
use super::plan::{End, Plan};
use super::rows::Entry;
use crate::bindings::exports::motcua::store::publication::Counts;
use crate::places::{CHUNK, insert, with_keys};
use crate::{Database, Fault, Row, Value};

/// The columns that every table starts with, after its key.
const SHARED: [&str; 6] = ["from_day", "until_day", "list", "publication", "ended_by", "hash"];

const NEXT_ID: &str = "SELECT coalesce(max(id), 0) + 1 FROM publications";

const PUBLICATION: [&str; 12] = [
    "id",
    "kind",
    "list",
    "publisher",
    "decision",
    "effective",
    "until_day",
    "received",
    "count_new",
    "count_changed",
    "count_unchanged",
    "count_ended",
];

const REVISE: &str = "INSERT INTO editions (kind, revision) VALUES (?1, 1) \
     ON CONFLICT (kind) DO UPDATE SET revision = editions.revision + 1";

/// Writes the plan and the record of its publication.
pub async fn write<D: Database>(database: &D, list: &List, plan: Plan, entries: &[Entry]) -> Result<(), Fault> {
    let id = record(database, list, plan.counts).await?;
    let write = Write { database, list, id };
    write.end(&list.span.from, &plan.end, Some(id)).await?;
    for (day, keys) in &plan.move_end {
        write.end(day, keys, None).await?;
    }
    write.archive(&plan.replace).await?;
    write.start(plan.start, entries).await?;
    database.run(REVISE, vec![list.table.name.into()]).await?;
    Ok(())
}

async fn record<D: Database>(database: &D, list: &List, counts: Counts) -> Result<i64, Fault> {
    let mut next = database.run(NEXT_ID, Vec::new()).await?.into_iter();
    let id = next.next().map_or(Ok(1), |mut row| row.integer())?;
    let heading = &list.heading;
    let row = vec![
        id.into(),
        list.table.name.into(),
        heading.name.as_str().into(),
        heading.publisher.as_str().into(),
        heading.decision.as_str().into(),
        list.span.from.as_str().into(),
        list.span.until.as_str().into(),
        heading.received.into(),
        i64::from(counts.new).into(),
        i64::from(counts.changed).into(),
        i64::from(counts.unchanged).into(),
        i64::from(counts.ended).into(),
    ];
    insert(database, "publications", &PUBLICATION, vec![row]).await?;
    Ok(id)
}

struct Write<'a, D> {
    database: &'a D,
    list: &'a List,
    id: i64,
}

impl<D: Database> Write<'_, D> {
    fn table(&self) -> &'static Table {
        self.list.table
    }

    /// Ends, on `day`, the versions of `keys` that are in force on the list's first day.
    async fn end(&self, day: &str, keys: &[String], by: Option<i64>) -> Result<(), Fault> {
        let Table { name, key, .. } = self.table();
        for keys in keys.chunks(CHUNK) {
            let mut parameters = vec![day.into(), by.into(), self.first_day()];
            let keys = with_keys(&mut parameters, keys);
            let sql = format!(
                "UPDATE {name} SET until_day = ?1, ended_by = coalesce(?2, ended_by) \
                 WHERE from_day <= ?3 AND until_day > ?3 AND {key} IN {keys}"
            );
            self.database.run(&sql, parameters).await?;
        }
        Ok(())
    }

    /// Moves to the archive the versions of `keys` that start on the list's first day.
    async fn archive(&self, keys: &[String]) -> Result<(), Fault> {
        let Table { name, key, .. } = self.table();
        let columns = self.columns();
        for keys in keys.chunks(CHUNK) {
            let mut parameters = vec![self.first_day()];
            let keys = with_keys(&mut parameters, keys);
            let these = format!("FROM {name} WHERE from_day = ?1 AND {key} IN {keys}");
            let rows = self.database.run(&format!("SELECT {} {these}", columns.join(", ")), parameters.clone()).await?;
            let archived = rows.into_iter().map(|row| self.archived(&columns, row)).collect::<Result<_, Fault>>()?;
            insert(self.database, "replaced", &["kind", "item", "from_day", "publication", "content"], archived)
                .await?;
            self.database.run(&format!("DELETE {these}"), parameters).await?;
        }
        Ok(())
    }

    fn archived(&self, columns: &[&str], row: Row) -> Result<Vec<Value>, Fault> {
        let values: Vec<Value> = row.rest().collect();
        let content: BTreeMap<&str, &Value> = columns.iter().copied().zip(&values).collect();
        let content = serde_json::to_string(&content).map_err(|error| Fault::Damaged(error.to_string()))?;
        let key = values.into_iter().next().unwrap_or(Value::Null);
        Ok(vec![self.table().name.into(), key, self.first_day(), self.id.into(), content.into()])
    }

    async fn start(&self, mut ends: BTreeMap<usize, End>, entries: &[Entry]) -> Result<(), Fault> {
        let starting = entries.iter().enumerate().filter_map(|(number, entry)| Some((entry, ends.remove(&number)?)));
        let rows = starting.map(|(entry, end)| self.row(entry, end)).collect();
        insert(self.database, self.table().name, &self.columns(), rows).await
    }

    fn row(&self, entry: &Entry, end: End) -> Vec<Value> {
        let list = self.list.heading.name.as_str().into();
        let shared =
            [self.first_day(), end.day.into(), list, self.id.into(), end.by.into(), entry.hash.as_str().into()];
        [entry.key.as_str().into()].into_iter().chain(shared).chain(entry.values.iter().cloned()).collect()
    }

    fn columns(&self) -> Vec<&'static str> {
        [self.table().key].into_iter().chain(SHARED).chain(self.table().columns.iter().copied()).collect()
    }

    fn first_day(&self) -> Value {
        self.list.span.from.as_str().into()
    }
}
