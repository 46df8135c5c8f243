//! One SQLite connection: how it is opened, how a statement runs, when it may be used again.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, MAIN_DB, Statement, StatementStatus, ToSql, TransactionState, params_from_iter};

use crate::bindings::spin::sqlite::sqlite::{Error, QueryResult, RowResult, Value};

/// Waiting for another writer longer than this is an error. Spin waits 5 s; on a slow disk the last of many could wait
/// that long although each takes its turn in milliseconds.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(15);
/// SQLite asks after this many steps of its machine whether to go on.
const STEPS_A_QUESTION: i32 = 1_000;
/// What a statement may take before it moves to another thread: about a millisecond.
const BRIEF: u64 = 30;
/// The same for what cannot be asked meanwhile: a write.
const STEPS_BRIEF: i32 = 30_000;
/// Nor is a write short whose parameters have more bytes.
const BYTES_BRIEF: usize = 1 << 20;
/// What any statement may take: a minute or so, and then it is ended.
const PATIENT: u64 = 3_000_000;
/// A result larger than this is refused, in bytes.
const RESULT_BYTES_MAX: usize = 64 << 20;
const STATEMENTS_KEPT: usize = 128;

/// A connection and what watches over it.
pub struct Connection {
    inner: rusqlite::Connection,
    /// How many more questions SQLite may ask before the running statement is ended.
    questions: Arc<AtomicU64>,
    /// Set when a statement left a trace that the next guest would meet.
    tainted: Arc<AtomicBool>,
    /// Set when a transaction ends that could have written.
    ended: Arc<AtomicBool>,
}

impl Connection {
    /// Opens the file, which is made if it is not there. The first connection of this process brings what it finds in the
    /// log to the database and to disk, as far as others are not reading: whoever wrote it may have been killed before he
    /// could sync it, or because he could not.
    pub fn open(path: &Path, is_first: bool) -> rusqlite::Result<Connection> {
        let mut inner = rusqlite::Connection::open(path)?;
        inner.busy_timeout(BUSY_TIMEOUT)?;
        inner.pragma_update(None, "journal_mode", "WAL")?;
        inner.pragma_update(None, "synchronous", "NORMAL")?;
        if is_first {
            inner.query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |_| Ok(()))?;
        }
        inner.pragma_update(None, "mmap_size", 256 << 20)?;
        inner.pragma_update(None, "cache_size", -8_000)?;
        inner.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        let questions = Arc::new(AtomicU64::new(PATIENT));
        let asked = questions.clone();
        let out_of_patience = move || asked.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_err();
        inner.progress_handler(STEPS_A_QUESTION, Some(out_of_patience))?;
        let tainted = Arc::new(AtomicBool::new(false));
        let taint = tainted.clone();
        inner.authorizer(Some(move |context: AuthContext<'_>| authorize(&context, &taint)))?;
        let ended = Arc::new(AtomicBool::new(false));
        let (committed, rolled_back) = (ended.clone(), ended.clone());
        inner.commit_hook(Some(move || {
            committed.store(true, Relaxed);
            false
        }))?;
        inner.rollback_hook(Some(move || rolled_back.store(true, Relaxed)))?;
        Ok(Connection { inner, questions, tainted, ended })
    }

    /// See [`super::Leased::execute_briefly`].
    pub fn execute_briefly(
        &self,
        statement: &str,
        parameters: &[Value],
        may_write: bool,
    ) -> Option<Result<QueryResult, Error>> {
        let mut prepared = match self.inner.prepare_cached(statement) {
            Ok(prepared) => prepared,
            Err(error) => return Some(Err(flattened(error))),
        };
        if !prepared.readonly() {
            // Once begun it has to end: a write that is broken off ends its transaction.
            let bytes = parameters.iter().fold(0_usize, |bytes, value| bytes.saturating_add(size(value)));
            let may_run = may_write && bytes <= BYTES_BRIEF && self.is_writing() && was_brief(&prepared);
            self.questions.store(PATIENT, Relaxed);
            return may_run.then(|| run(&mut prepared, parameters).map_err(Failure::into_error));
        }
        // SQLite calls a COMMIT read-only too: what ends a transaction has no columns.
        if prepared.column_count() == 0 && !self.inner.is_autocommit() {
            return None;
        }
        // A read that is broken off leaves the transaction around it as it is; a write would roll it back.
        self.questions.store(BRIEF, Relaxed);
        let result = run(&mut prepared, parameters);
        self.questions.store(PATIENT, Relaxed);
        match result {
            Err(Failure::Sqlite(error)) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => None,
            result => Some(result.map_err(Failure::into_error)),
        }
    }

    /// Runs a statement, however long it takes. When it writes or takes the lock for writing, and `may_write` says no,
    /// `None`, and nothing has happened.
    pub fn execute(
        &self,
        statement: &str,
        parameters: &[Value],
        may_write: impl FnOnce() -> Result<bool, Error>,
    ) -> Result<Option<QueryResult>, Error> {
        self.questions.store(PATIENT, Relaxed);
        self.ended.store(false, Relaxed);
        let mut prepared = self.inner.prepare_cached(statement).map_err(flattened)?;
        if !prepared.readonly() && !may_write()? {
            return Ok(None);
        }
        run(&mut prepared, parameters).map(Some).map_err(Failure::into_error)
    }

    /// Whether a statement writes or takes the lock for writing. One that cannot be read does not.
    pub fn writes(&self, statement: &str) -> bool {
        // Of what begins a transaction, SQLite calls BEGIN read-only, but not BEGIN IMMEDIATE.
        self.inner.prepare_cached(statement).is_ok_and(|prepared| !prepared.readonly())
    }

    /// True while the connection has a transaction that holds SQLite's lock for writing.
    pub fn is_writing(&self) -> bool {
        self.inner.transaction_state(Some(MAIN_DB)).is_ok_and(|state| state == TransactionState::Write)
    }

    /// True when the last statement of [`Connection::execute`] ended a transaction that could have written: also one that
    /// found no row to change, but not one that only looked whether a table is there.
    pub fn has_ended_writing(&self) -> bool {
        self.ended.load(Relaxed)
    }

    /// See the interface.
    pub fn last_insert_rowid(&self) -> i64 {
        self.inner.last_insert_rowid()
    }

    /// See the interface.
    pub fn changes(&self) -> u64 {
        self.inner.changes()
    }

    /// True when a guest that used it could tell it from another: it is in a transaction, or was set otherwise.
    pub fn is_marked(&self) -> bool {
        self.tainted.load(Relaxed) || !self.inner.is_autocommit()
    }

    /// The connection as the next guest may have it: no transaction open, nothing left behind. `None` if that can't be.
    pub fn cleaned(self) -> Option<Connection> {
        if self.tainted.load(Relaxed) {
            return None;
        }
        if !self.inner.is_autocommit() {
            self.inner.execute_batch("ROLLBACK").ok()?;
        }
        Some(self)
    }
}

/// The values of `synchronous` that are not `OFF`, nor read as such.
const SYNCHRONOUS: [&str; 6] = ["1", "2", "3", "normal", "full", "extra"];
/// Pragmas that hold for all connections of the process.
const OF_THE_PROCESS: [&str; 4] =
    ["hard_heap_limit", "soft_heap_limit", "temp_store_directory", "data_store_directory"];

/// A file beside the granted ones is out of reach, and so is what other connections share; what changes the connection
/// itself is allowed, but ends with it. Nobody can do without the log, nor without its syncs: a checkpoint without them
/// would put at risk what others were told is kept.
fn authorize(context: &AuthContext<'_>, tainted: &AtomicBool) -> Authorization {
    match context.action {
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => return Authorization::Deny,
        AuthAction::Pragma { pragma_name, pragma_value: Some(_) }
            if OF_THE_PROCESS.iter().any(|name| name.eq_ignore_ascii_case(pragma_name)) =>
        {
            return Authorization::Deny;
        }
        AuthAction::Pragma { pragma_name, pragma_value: Some(mode) }
            if pragma_name.eq_ignore_ascii_case("journal_mode") && !mode.eq_ignore_ascii_case("wal") =>
        {
            return Authorization::Deny;
        }
        // A wish for speed, and no guest is worse off when it is not granted.
        AuthAction::Pragma { pragma_name, pragma_value: Some(level) }
            if pragma_name.eq_ignore_ascii_case("synchronous")
                && !SYNCHRONOUS.iter().any(|known| known.eq_ignore_ascii_case(level)) =>
        {
            return Authorization::Ignore;
        }
        AuthAction::Pragma { pragma_name: "user_version" | "application_id", .. } => {}
        // Who counts by these what happened on a connection has to keep it.
        AuthAction::Pragma { pragma_name: "data_version", .. } => tainted.store(true, Relaxed),
        AuthAction::Function { function_name: "total_changes" } => tainted.store(true, Relaxed),
        AuthAction::Pragma { pragma_value: Some(_), .. }
        | AuthAction::CreateTempTable { .. }
        | AuthAction::CreateTempIndex { .. }
        | AuthAction::CreateTempTrigger { .. }
        | AuthAction::CreateTempView { .. } => tainted.store(true, Relaxed),
        _ => {}
    }
    Authorization::Allow
}

enum Failure {
    Sqlite(rusqlite::Error),
    TooLarge,
}

impl Failure {
    fn into_error(self) -> Error {
        match self {
            Failure::Sqlite(error) => flattened(error),
            Failure::TooLarge => Error::Io(format!("the result is larger than {RESULT_BYTES_MAX} bytes")),
        }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Failure {
        Failure::Sqlite(error)
    }
}

/// The interface knows few errors: a full disk is one of them, the rest is text.
pub fn flattened(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Error::DatabaseFull,
        _ => Error::Io(error.to_string()),
    }
}

/// Whether all that a kept statement did since this was last asked was short. Nothing is known of one that did not run.
fn was_brief(statement: &Statement<'_>) -> bool {
    (1..=STEPS_BRIEF).contains(&statement.reset_status(StatementStatus::VmStep))
}

fn run(statement: &mut Statement<'_>, parameters: &[Value]) -> Result<QueryResult, Failure> {
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query(params_from_iter(parameters.iter().map(Bound)))?;
    let mut result = QueryResult { columns, rows: Vec::new() };
    let mut bytes = 0_usize;
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(result.columns.len());
        for column in 0..result.columns.len() {
            let value = value(row.get_ref(column)?);
            bytes = bytes.saturating_add(size(&value));
            values.push(value);
        }
        if bytes > RESULT_BYTES_MAX {
            return Err(Failure::TooLarge);
        }
        result.rows.push(RowResult { values });
    }
    Ok(result)
}

/// A parameter, bound without a copy.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Integer(integer) => ValueRef::Integer(*integer),
            Value::Real(real) => ValueRef::Real(*real),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(blob) => ValueRef::Blob(blob),
            Value::Null => ValueRef::Null,
        }))
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(integer) => Value::Integer(integer),
        ValueRef::Real(real) => Value::Real(real),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(blob) => Value::Blob(blob.to_vec()),
    }
}

fn size(value: &Value) -> usize {
    let own = std::mem::size_of::<Value>();
    match value {
        Value::Text(text) => own.saturating_add(text.len()),
        Value::Blob(blob) => own.saturating_add(blob.len()),
        _ => own,
    }
}
