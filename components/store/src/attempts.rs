//! The interface `attempts`: who guesses, counted by keyed hash and span of time.

use crate::bindings::exports::motcua::store::attempts::Guest;
use crate::database::{in_transaction, on, read};
use crate::places::{rows_of, with_keys};
use crate::{Database, Fault, Store, Value};

const FORGET: &str = "DELETE FROM attempts WHERE span < ?1";

impl<D: Database> Guest for Store<D> {
    async fn failed(subjects: Vec<String>, span: u64) -> Result<Vec<u32>, Fault> {
        if subjects.is_empty() {
            return Ok(Vec::new());
        }
        let mut parameters = vec![span.into()];
        let these = with_keys(&mut parameters, &subjects);
        let sql = format!("SELECT subject, failures FROM attempts WHERE span = ?1 AND subject IN {these}");
        let rows = read::<D>(&sql, parameters).await?.into_iter();
        let found =
            rows.map(|mut row| Ok((row.text()?, row.number()?))).collect::<Result<Vec<(String, u32)>, Fault>>()?;
        let failures =
            |subject: &String| found.iter().find(|(known, _)| known == subject).map_or(0, |(_, failures)| *failures);
        Ok(subjects.iter().map(failures).collect())
    }

    async fn count(mut subjects: Vec<String>, span: u64, forget: u64) -> Result<(), Fault> {
        // Each once, and in one order for everybody: two who count the same subjects wait for each other only one way.
        subjects.sort_unstable();
        subjects.dedup();
        // A repetition would count twice, and whoever mistyped once would wait for it.
        on(false, async |database: &D| {
            in_transaction(database, async || counted(database, &subjects, span, forget).await).await
        })
        .await
    }
}

async fn counted<D: Database>(database: &D, subjects: &[String], span: u64, forget: u64) -> Result<(), Fault> {
    if !subjects.is_empty() {
        let rows = subjects.iter().map(|subject| vec![subject.as_str().into(), span.into(), Value::from(1)]);
        let (tuples, parameters) = rows_of(rows.collect());
        let sql = format!(
            "INSERT INTO attempts (subject, span, failures) VALUES {tuples} \
             ON CONFLICT (subject, span) DO UPDATE SET failures = attempts.failures + 1"
        );
        database.run(&sql, parameters).await?;
    }
    database.run(FORGET, vec![forget.into()]).await.map(drop)
}
