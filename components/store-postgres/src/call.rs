//! The calls into the host.

use std::cell::Cell;

use motcua_store::database::Failure;
use motcua_store::{Database, Fault, Row, Value};

use crate::bindings::spin::postgres::postgres::{Connection, Error};
use crate::bindings::spin::variables::variables;
use crate::dialect::{self, End};
use crate::schema;

/// The variables that may hold the database's address: the first that is not empty does. Feedback may have a database of its
/// own, so that nobody who locks or fills the dossiers' keeps it from being taken.
const ADDRESSES: &[&str] = if cfg!(feature = "dossiers") || cfg!(feature = "reference") {
    &["postgres"]
} else {
    &["postgres_feedback", "postgres"]
};

/// A connection for one call of the store.
///
/// Every call goes through the asynchronous functions: an answer comes over the network, and a wait in the others would
/// stop every request in this instance.
pub struct Postgres {
    connection: Connection,
    failure: Cell<Failure>,
}

impl Database for Postgres {
    /// Each statement sees what was committed before it began. Whatever has to stay as it was read is locked, so that
    /// rivals wait their turn instead of failing at the end.
    const BEGIN: &'static str = "BEGIN ISOLATION LEVEL READ COMMITTED";

    const ATTEMPTS: u32 = 4;

    async fn open() -> Result<Postgres, Fault> {
        let connection = Connection::open_async(address().await?).await.map_err(|error| dialect::meaning(error).0)?;
        Ok(Postgres { connection, failure: Cell::new(Failure::None) })
    }

    async fn check(&self) -> Result<(), Fault> {
        schema::check(self).await
    }

    async fn rows(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.run(sql, parameters).await
    }

    async fn run(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.query(sql, parameters, sql == "COMMIT").await
    }

    async fn write(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.query(sql, parameters, true).await
    }

    fn failure(&self) -> Failure {
        self.failure.get()
    }
}

/// The database's address. Without the variables nobody granted a database.
async fn address() -> Result<String, Fault> {
    for name in ADDRESSES {
        let address = variables::get((*name).to_owned()).await.map_err(|_| Fault::Denied)?;
        if !address.is_empty() {
            return Ok(address);
        }
    }
    Err(Fault::Denied)
}

impl Postgres {
    /// Sends a statement; `commits` says whether it ends a transaction, so that nobody knows what is kept when no answer
    /// comes.
    async fn query(&self, sql: &str, parameters: Vec<Value>, commits: bool) -> Result<Vec<Row>, Fault> {
        let parameters = parameters.into_iter().map(dialect::parameter).collect();
        let call = self.connection.query_async(dialect::statement(sql), parameters).await;
        let (_columns, rows, end) = call.map_err(|error| self.failed(sql, commits, error))?;
        let rows = rows.collect().await;
        // An error after the first row shows only here.
        end.await.map_err(|error| self.failed(sql, commits, error))?;
        rows.into_iter().map(dialect::row).collect()
    }

    fn failed(&self, sql: &str, commits: bool, error: Error) -> Fault {
        let (fault, end) = dialect::meaning(error);
        let failure = match end {
            // What failed before it is what counts.
            _ if sql == "ROLLBACK" => self.failure.get(),
            End::Lost if commits => Failure::InDoubt,
            End::Lost | End::Beaten => Failure::Passing,
            End::Refused => Failure::Final,
        };
        self.failure.set(failure);
        if failure == Failure::InDoubt { Fault::InDoubt } else { fault }
    }
}
