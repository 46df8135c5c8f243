//! The statements that a connection has prepared, by their text.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio_postgres::Statement;

/// A guest that writes values into its statements makes new ones all the time: then all are forgotten.
const KEPT_MAX: usize = 256;
/// What is longer carries its values, and is hardly ever sent again. It would take memory here and in the server.
const LENGTH_MAX: usize = 16 << 10;

/// Prepared statements that are kept for their next use.
#[derive(Default)]
pub struct Statements(Mutex<HashMap<String, Statement>>);

impl Statements {
    /// The statement that was prepared from `sql`.
    pub fn get(&self, sql: &str) -> Option<Statement> {
        self.kept().get(sql).cloned()
    }

    /// Keeps a statement, unless it is too long.
    pub fn keep(&self, sql: &str, statement: &Statement) {
        if sql.len() > LENGTH_MAX {
            return;
        }
        let mut kept = self.kept();
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(sql.to_owned(), statement.clone());
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.kept().clear();
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, Statement>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
