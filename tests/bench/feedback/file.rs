//! The peer's file of feedback, opened as [`Native`](crate::native::Native) opens the one with the reference data.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::OnceLock;
use std::time::Duration;

use motcua_store::{Database, Fault, Row, Value};
use rusqlite::{Connection, params_from_iter, types};

static FILE: OnceLock<PathBuf> = OnceLock::new();

/// The file of feedback beside the one with the reference data, as `spin.toml` names it.
pub fn beside(reference: &Path) -> PathBuf {
    reference.with_file_name("feedback.db")
}

/// The feedback of this process is kept beside this file.
pub fn keep(reference: &Path) {
    let _ = FILE.set(beside(reference));
}

/// A connection of this thread.
pub struct Feedback(Rc<Connection>);

impl Database for Feedback {
    const BEGIN: &'static str = "BEGIN IMMEDIATE";

    async fn open() -> Result<Feedback, Fault> {
        thread_local! {
            static CONNECTION: OnceCell<Rc<Connection>> = const { OnceCell::new() };
        }
        let connect = || Rc::new(connected().expect("the file that the portal made"));
        Ok(Feedback(CONNECTION.with(|kept| kept.get_or_init(connect).clone())))
    }

    async fn rows(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        let mut statement = self.0.prepare_cached(sql).map_err(fault)?;
        let columns = statement.column_count();
        let mut rows = statement.query(params_from_iter(parameters.into_iter().map(bound))).map_err(fault)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let values: Result<Vec<Value>, _> = (0..columns).map(|column| row.get(column).map(found)).collect();
            all.push(Row::from(values.map_err(fault)?));
        }
        Ok(all)
    }

    async fn run(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.rows(sql, parameters).await
    }
}

fn connected() -> rusqlite::Result<Connection> {
    let connection = Connection::open(FILE.get().expect("a file"))?;
    connection.set_prepared_statement_cache_capacity(64);
    // As durable as the portal: each commit is on the disk before it is answered.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // As the portal's host has it.
    connection.pragma_update(None, "mmap_size", 256 << 20)?;
    connection.pragma_update(None, "cache_size", -8_000)?;
    connection.busy_timeout(Duration::from_secs(15))?;
    Ok(connection)
}

fn bound(value: Value) -> types::Value {
    match value {
        Value::Null => types::Value::Null,
        Value::Integer(integer) => types::Value::Integer(integer),
        Value::Text(text) => types::Value::Text(text),
        Value::Blob(bytes) => types::Value::Blob(bytes),
    }
}

fn found(value: types::Value) -> Value {
    match value {
        types::Value::Integer(integer) => Value::Integer(integer),
        types::Value::Text(text) => Value::Text(text),
        types::Value::Blob(bytes) => Value::Blob(bytes),
        _ => Value::Null,
    }
}

fn fault(error: rusqlite::Error) -> Fault {
    Fault::Damaged(error.to_string())
}
