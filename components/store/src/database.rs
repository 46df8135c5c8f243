//! What the store needs of a database, and nothing more.

use std::vec;

use serde::Serialize;

use crate::Fault;

/// One value of a row or of a statement. Integers, text and bytes are all that both databases agree on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// No value.
    Null,
    /// An integer of 64 bits.
    Integer(i64),
    /// Text in UTF-8.
    Text(String),
    /// Bytes: what somebody sealed, which the store cannot read.
    Blob(Vec<u8>),
}

/// A connection, and the dialect of the database behind it.
///
/// A statement's parameters are numbered: `?1`, `?2`, … A question mark stands for nothing else in our statements, so
/// that a part for Postgres can make it a `$`.
#[allow(async_fn_in_trait, reason = "a component has one thread: nobody needs these futures to be Send")]
pub trait Database: Sized + 'static {
    /// What starts a transaction that will write.
    const BEGIN: &'static str;

    /// How often a call is tried whose connection was lost or whose transaction the database ended in favour of another.
    /// Once, where neither happens.
    const ATTEMPTS: u32 = 1;

    /// A connection.
    async fn open() -> Result<Self, Fault>;

    /// Fails with `outdated-schema` unless the tables are of a version that this crate knows.
    async fn check(&self) -> Result<(), Fault> {
        Ok(())
    }

    /// Reads a few rows, outside of a transaction.
    async fn rows(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault>;

    /// Runs a statement that may take its time: each that writes, each inside a transaction, and what reads thousands
    /// of rows. Gives the rows that it answers with.
    async fn run(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault>;

    /// Runs one statement that writes, outside of a transaction: it is one by itself.
    async fn write(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.run(sql, parameters).await
    }

    /// What the last error of the database on this connection means for a repetition.
    fn failure(&self) -> Failure {
        Failure::None
    }
}

/// What an error means for a repetition of the whole call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There was none: whatever the call answers, the database did what it was asked.
    None,
    /// The next attempt would fail in the same way, or has been made already.
    Final,
    /// Nothing is left of the attempt; the next one may succeed.
    Passing,
    /// The connection was lost during a commit: only a call that knows its own work again may be repeated.
    InDoubt,
}

/// Does `work` on a connection, and again on another when the database let it down. `knows_itself` says whether a
/// repetition finds that the first attempt was kept after all.
///
/// Once a commit was in doubt, no later failure to reach the database may say that nothing was written.
pub async fn on<D: Database, T, E: From<Fault>>(
    knows_itself: bool,
    work: impl AsyncFn(&D) -> Result<T, E>,
) -> Result<T, E> {
    let (mut is_in_doubt, mut attempt) = (false, 1);
    loop {
        let (done, failure) = once(&work).await;
        is_in_doubt |= failure == Failure::InDoubt;
        let may_repeat = match failure {
            Failure::None | Failure::Final => false,
            Failure::Passing => true,
            Failure::InDoubt => knows_itself,
        };
        if !may_repeat || attempt >= D::ATTEMPTS {
            let is_unknown = is_in_doubt && failure != Failure::None;
            return if is_unknown { Err(Fault::InDoubt.into()) } else { done };
        }
        attempt += 1;
    }
}

async fn once<D: Database, T, E: From<Fault>>(work: &impl AsyncFn(&D) -> Result<T, E>) -> (Result<T, E>, Failure) {
    let database = match D::open().await {
        Ok(database) => database,
        Err(fault) => return (Err(fault.into()), Failure::Final),
    };
    let done = match database.check().await {
        Ok(()) => work(&database).await,
        Err(fault) => Err(fault.into()),
    };
    (done, database.failure())
}

/// Reads a few rows, outside of a transaction.
pub async fn read<D: Database>(sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
    on(true, async |database: &D| database.rows(sql, parameters.clone()).await).await
}

/// Does `work` in one transaction, which is ended on every path: a connection that goes back to its pool inside an open
/// one would poison the next caller.
pub async fn in_transaction<D: Database, T, E: From<Fault>>(
    database: &D,
    work: impl AsyncFnOnce() -> Result<T, E>,
) -> Result<T, E> {
    database.run(D::BEGIN, Vec::new()).await?;
    let ended = match work().await {
        Ok(done) => database.run("COMMIT", Vec::new()).await.map(|_| done).map_err(E::from),
        Err(error) => Err(error),
    };
    if ended.is_err() {
        // The first error is the one to tell; a rollback that fails too leaves nothing to roll back.
        let _ = database.run("ROLLBACK", Vec::new()).await;
    }
    ended
}

/// A row, read from its first column to its last.
#[derive(Debug)]
pub struct Row(vec::IntoIter<Value>);

impl Row {
    /// The next column, which holds text.
    pub fn text(&mut self) -> Result<String, Fault> {
        self.optional_text()?.ok_or_else(|| unexpected("text"))
    }

    /// The next column, which holds text or nothing.
    pub fn optional_text(&mut self) -> Result<Option<String>, Fault> {
        match self.value()? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            _ => Err(unexpected("text")),
        }
    }

    /// The next column, which holds an integer.
    pub fn integer(&mut self) -> Result<i64, Fault> {
        self.optional_integer()?.ok_or_else(|| unexpected("an integer"))
    }

    /// The next column, which holds an integer or nothing.
    pub fn optional_integer(&mut self) -> Result<Option<i64>, Fault> {
        match self.value()? {
            Value::Null => Ok(None),
            Value::Integer(integer) => Ok(Some(integer)),
            _ => Err(unexpected("an integer")),
        }
    }

    /// The next column, which holds an integer that was written as a `u64`: an instant, a length.
    pub fn unsigned(&mut self) -> Result<u64, Fault> {
        self.integer().map(i64::cast_unsigned)
    }

    /// The next column, which holds an integer that was written as a `u64`, or nothing.
    pub fn optional_unsigned(&mut self) -> Result<Option<u64>, Fault> {
        self.optional_integer().map(|integer| integer.map(i64::cast_unsigned))
    }

    /// The next column, which holds a small number: a version, a status.
    pub fn number<T: TryFrom<i64>>(&mut self) -> Result<T, Fault> {
        T::try_from(self.integer()?).map_err(|_| unexpected("a small number"))
    }

    /// The next column, which holds bytes.
    pub fn bytes(&mut self) -> Result<Vec<u8>, Fault> {
        match self.value()? {
            Value::Blob(bytes) => Ok(bytes),
            _ => Err(unexpected("bytes")),
        }
    }

    /// All columns not yet read.
    pub fn rest(self) -> impl Iterator<Item = Value> {
        self.0
    }

    fn value(&mut self) -> Result<Value, Fault> {
        self.0.next().ok_or_else(|| Fault::Damaged("a row has too few columns".to_owned()))
    }
}

/// What it holds instead is not told: a log is no place for it.
fn unexpected(wanted: &str) -> Fault {
    Fault::Damaged(format!("a column should hold {wanted} and holds something else"))
}

impl From<Vec<Value>> for Row {
    fn from(values: Vec<Value>) -> Row {
        Row(values.into_iter())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Value {
        Value::Blob(bytes)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Value {
        Value::Blob(bytes.to_vec())
    }
}

impl From<i64> for Value {
    fn from(integer: i64) -> Value {
        Value::Integer(integer)
    }
}

impl From<u32> for Value {
    fn from(integer: u32) -> Value {
        Value::Integer(integer.into())
    }
}

impl From<i32> for Value {
    fn from(integer: i32) -> Value {
        Value::Integer(integer.into())
    }
}

/// Bit by bit: the databases have no unsigned integers, and this way no amount is too large to come back.
impl From<u64> for Value {
    fn from(integer: u64) -> Value {
        Value::Integer(integer.cast_signed())
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Integer(yes.into())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}
