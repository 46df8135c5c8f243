//! A database's idle connections, and the lease by which a guest holds one.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::connection::{Connection, flattened};
use crate::bindings::spin::sqlite::sqlite::{Error, QueryResult, Value};

/// More idle connections than this are closed: each keeps a page cache and statements.
const IDLE_MAX: usize = 32;

/// One database file.
pub struct Database {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Database {
    /// The database at `path`; made at the first lease.
    pub fn at(path: PathBuf) -> Arc<Database> {
        Arc::new(Database { path, idle: Mutex::new(Vec::new()) })
    }

    /// An idle connection, or a new one.
    pub fn lease(self: &Arc<Self>) -> Result<Leased, Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open(&self.path)?,
        };
        Ok(Leased(Arc::new(Slot { connection: Mutex::new(Some(connection)), home: self.clone() })))
    }

    fn give_back(&self, connection: Connection) {
        let Some(connection) = connection.cleaned() else { return };
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_MAX {
            idle.push(connection);
        }
    }
}

fn open(path: &Path) -> Result<Connection, Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| Error::Io(error.to_string()))?;
    }
    Connection::open(path).map_err(flattened)
}

/// A guest's hold on a connection. Clones are the same hold: a call that runs elsewhere keeps the connection even when
/// the guest drops its handle meanwhile. When the last goes, an open transaction is rolled back and the connection
/// returns to its pool.
#[derive(Clone)]
pub struct Leased(Arc<Slot>);

struct Slot {
    /// Empty only while the slot is dropped.
    connection: Mutex<Option<Connection>>,
    home: Arc<Database>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let connection = self.connection.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(connection) = connection {
            self.home.give_back(connection);
        }
    }
}

impl Leased {
    /// Runs a statement here and now if it is a short read; `None` when it is not, and nothing has happened.
    pub fn execute_briefly(&self, statement: &str, parameters: &[Value]) -> Option<Result<QueryResult, Error>> {
        let slot = self.0.connection.try_lock().ok()?;
        slot.as_ref()?.execute_briefly(statement, parameters)
    }

    /// Runs a statement, however long it takes.
    pub fn execute(&self, statement: &str, parameters: &[Value]) -> Result<QueryResult, Error> {
        self.on(|connection| connection.execute(statement, parameters)).unwrap_or(Err(Error::InvalidConnection))
    }

    /// See the interface.
    pub fn last_insert_rowid(&self) -> i64 {
        self.on(Connection::last_insert_rowid).unwrap_or(0)
    }

    /// See the interface.
    pub fn changes(&self) -> u64 {
        self.on(Connection::changes).unwrap_or(0)
    }

    fn on<R>(&self, work: impl FnOnce(&Connection) -> R) -> Option<R> {
        self.0.connection.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(work)
    }
}
