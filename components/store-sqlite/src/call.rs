//! The calls into the host.

use std::cell::Cell;

use motcua_store::{Database, Fault, Row, Value};

use crate::bindings::spin::sqlite::sqlite::Connection;
use crate::{dialect, schema};

/// The name of the database: feedback has one of its own, so that nobody who locks or fills the dossiers' keeps it from
/// being taken.
const DATABASE: &str = if cfg!(feature = "dossiers") || cfg!(feature = "reference") { "default" } else { "feedback" };

/// A connection for one call of the store.
///
/// The host offers each function twice. A read goes through the one that does not wait: it finds its rows in
/// microseconds where it stands, while the asynchronous one costs a stream, a future and a change of threads, several
/// times the read itself. Whatever may wait, for a lock, for the disk, for thousands of rows, goes through the
/// asynchronous one, since a wait in the other would stop every request in this instance. Inside a transaction that has its
/// lock nothing waits before the end: there a statement is run where it stands, for a tenth of the cost.
pub struct Sqlite {
    connection: Connection,
    has_lock: Cell<bool>,
}

impl Database for Sqlite {
    /// Takes the lock of the only writer at once: a transaction that first reads and then wants to write could find
    /// that another wrote in between, and would have to start again.
    const BEGIN: &'static str = "BEGIN IMMEDIATE";

    async fn open() -> Result<Sqlite, Fault> {
        Ok(Sqlite { connection: Connection::open(DATABASE).map_err(dialect::fault)?, has_lock: Cell::new(false) })
    }

    async fn check(&self) -> Result<(), Fault> {
        schema::migrate(self).await
    }

    async fn rows(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        let parameters = dialect::parameters(parameters)?;
        let result = self.connection.execute(sql, &parameters).map_err(dialect::fault)?;
        result.rows.into_iter().map(dialect::row).collect()
    }

    async fn run(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        let is_end = matches!(sql, "COMMIT" | "ROLLBACK");
        if self.has_lock.get() && !is_end {
            return self.rows(sql, parameters).await;
        }
        if is_end {
            self.has_lock.set(false);
        }
        let parameters = dialect::parameters(parameters)?;
        let call = self.connection.execute_async(sql.to_owned(), parameters).await;
        let (columns, rows, end) = call.map_err(dialect::fault)?;
        // A stream costs something even where there is nothing to read: the end of a transaction has no columns.
        let rows = if columns.is_empty() { Vec::new() } else { rows.collect().await };
        // An error after the first row shows only here.
        end.await.map_err(dialect::fault)?;
        if sql == Self::BEGIN {
            self.has_lock.set(true);
        }
        rows.into_iter().map(dialect::row).collect()
    }
}
