//! A database's idle connections, and the lease by which a guest holds one.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection::{BUSY_TIMEOUT, Connection, flattened};
use super::journal::{Commit, Journal, Standing};
use super::place::Place;
use crate::bindings::spin::sqlite::sqlite::{Error, QueryResult, Value};
use crate::metrics;

/// More idle connections than this are closed: each keeps a page cache and statements.
const IDLE_MAX: usize = 32;

/// One database file.
pub struct Database {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    /// Whether a connection was ever opened.
    is_known: Mutex<bool>,
    /// The turn of the only writer, given in the order in which it was asked for.
    writing: Arc<Semaphore>,
    journal: Journal,
    meter: Arc<metrics::Database>,
}

/// The right to write, until it is dropped.
///
/// SQLite has one writer at a time, and whoever finds it busy sleeps and tries again: of many that wait, each wakes in
/// vain most of the time, and the last may be passed over for seconds. Within this process they queue instead. SQLite's
/// lock is still taken, and still waited for when another process has it.
struct Turn(#[expect(dead_code, reason = "held, and given back when dropped")] OwnedSemaphorePermit);

impl Database {
    /// The database at `path`; made at the first lease.
    pub fn at(path: PathBuf, meter: Arc<metrics::Database>) -> Arc<Database> {
        Arc::new(Database {
            journal: Journal::of(&path, meter.clone()),
            meter,
            path,
            idle: Mutex::default(),
            is_known: Mutex::default(),
            writing: Arc::new(Semaphore::new(1)),
        })
    }

    /// An idle connection, or a new one, for which the thread's other work moves elsewhere.
    pub fn lease(self: &Arc<Self>) -> Result<Leased, Error> {
        let connection = match self.idle() {
            Some(connection) => connection,
            None => tokio::task::block_in_place(|| self.open())?,
        };
        Ok(self.hold(connection))
    }

    /// The same, and nothing else waits.
    pub async fn lease_async(self: Arc<Self>) -> Result<Leased, Error> {
        let connection = match self.idle() {
            Some(connection) => connection,
            None => {
                let home = self.clone();
                Place::Elsewhere.run(move || home.open()).await?
            }
        };
        Ok(self.hold(connection))
    }

    fn idle(&self) -> Option<Connection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn open(&self) -> Result<Connection, Error> {
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| Error::Io(error.to_string()))?;
        }
        let mut is_known = self.is_known.lock().unwrap_or_else(PoisonError::into_inner);
        if !*is_known {
            let first = Connection::open(&self.path, true).map_err(flattened)?;
            *is_known = true;
            return Ok(first);
        }
        drop(is_known);
        Connection::open(&self.path, false).map_err(flattened)
    }

    fn hold(self: &Arc<Self>, connection: Connection) -> Leased {
        let held = Held { connection, turn: None, has_written: false };
        Leased(Arc::new(Slot { held: Mutex::new(Some(held)), home: self.clone() }))
    }

    fn give_back(&self, connection: Connection) {
        let Some(connection) = connection.cleaned() else { return };
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_MAX {
            idle.push(connection);
        }
    }

    /// The turn, if nobody has it and nobody waits for it.
    fn turn_now(&self) -> Option<Turn> {
        self.writing.clone().try_acquire_owned().ok().map(Turn)
    }

    async fn turn(&self) -> Result<Turn, Error> {
        let _waiting = Waiting::join(&self.meter);
        match tokio::time::timeout(BUSY_TIMEOUT, self.writing.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Turn(permit)),
            // As SQLite says it.
            _ => Err(Error::Io("database is locked".to_owned())),
        }
    }
}

/// A writer in the queue; it leaves when dropped, also when the guest that made it has gone.
struct Waiting<'a>(&'a metrics::Database);

impl<'a> Waiting<'a> {
    fn join(meter: &'a metrics::Database) -> Waiting<'a> {
        meter.waiting.inc();
        Waiting(meter)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.dec();
    }
}

/// A guest's hold on a connection. Clones are the same hold: a call that runs elsewhere keeps the connection even when
/// the guest drops its handle meanwhile. When the last goes, an open transaction is rolled back and the connection
/// returns to its pool.
#[derive(Clone)]
pub struct Leased(Arc<Slot>);

struct Slot {
    /// Empty while the slot is dropped, and while a writer waits who has not used the connection.
    held: Mutex<Option<Held>>,
    home: Arc<Database>,
}

struct Held {
    connection: Connection,
    /// Kept as long as the connection has a transaction that may write.
    turn: Option<Turn>,
    /// Whether a statement ran that was no short read: then the connection knows what it changed.
    has_written: bool,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let held = self.held.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Held { connection, turn, .. }) = held {
            self.home.give_back(connection);
            // Only now: the rollback is part of the turn.
            drop(turn);
        }
    }
}

/// A result, and what has to be on disk before it is told.
type Ran = (QueryResult, Option<Commit>);

impl Leased {
    /// Runs a statement here and now if it is short and nothing is to be waited for; `None` when it is not, and nothing has
    /// happened.
    pub fn execute_briefly(&self, statement: &str, parameters: &[Value]) -> Option<Result<QueryResult, Error>> {
        let mut slot = self.0.held.try_lock().ok()?;
        let held = slot.as_mut()?;
        let result = held.connection.execute_briefly(statement, parameters, held.turn.is_some());
        // An error may have ended the transaction.
        if held.turn.is_some() && !held.connection.is_writing() {
            held.turn = None;
        }
        result
    }

    /// Runs a statement, however long it takes: in turn if it writes, and what it commits is on disk when this returns.
    pub async fn execute(self, statement: String, parameters: Vec<Value>, place: Place) -> Result<QueryResult, Error> {
        let asked = Arc::new((statement, parameters));
        let mut turn = if self.has_to_wait(&asked.0) { Some(self.0.home.turn().await?) } else { None };
        let (result, commit) = loop {
            let (leased, asked, turn_had) = (self.clone(), asked.clone(), turn.take());
            match place.run(move || leased.attempt(&asked.0, &asked.1, turn_had)).await? {
                Some(ran) => break ran,
                None => turn = Some(self.0.home.turn().await?),
            }
        };
        if let Some(commit) = commit {
            self.settle(commit, place).await?;
        }
        Ok(result)
    }

    /// Whether a statement writes and somebody else does. Whoever has not used his connection waits without one: of many
    /// that wait, each would need its own.
    fn has_to_wait(&self, statement: &str) -> bool {
        let Ok(mut slot) = self.0.held.try_lock() else { return false };
        let Some(held) = slot.as_mut() else { return false };
        if held.turn.is_some() || self.0.home.writing.available_permits() > 0 || !held.connection.writes(statement) {
            return false;
        }
        if !held.has_written && !held.connection.is_marked() {
            let unused = slot.take();
            drop(slot);
            unused.into_iter().for_each(|held| self.0.home.give_back(held.connection));
        }
        true
    }

    /// Runs a statement, unless it writes and it is not our turn: then `None`, and nothing has happened.
    fn attempt(&self, statement: &str, parameters: &[Value], given: Option<Turn>) -> Result<Option<Ran>, Error> {
        let home = &self.0.home;
        let mut slot = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        if slot.is_none() {
            let connection = home.idle().map_or_else(|| home.open(), Ok)?;
            *slot = Some(Held { connection, turn: None, has_written: false });
        }
        let Held { connection, turn, has_written } = slot.as_mut().ok_or(Error::InvalidConnection)?;
        *turn = turn.take().or(given);
        let may_write = || {
            home.journal.soundness()?;
            *turn = turn.take().or_else(|| home.turn_now());
            Ok(turn.is_some())
        };
        // Some statements that SQLite calls read-only take its lock all the same (`PRAGMA optimize`), and then without a turn.
        let was_writing = connection.is_writing();
        let result = connection.execute(statement, parameters, may_write);
        *has_written |= !matches!(result, Ok(None));
        let has_ended = connection.has_ended_writing() && (turn.is_some() || was_writing);
        if !connection.is_writing() {
            *turn = None;
        }
        drop(slot);
        let Some(result) = result? else { return Ok(None) };
        let commit = has_ended.then(|| home.journal.committed());
        // Whoever is alone need not change threads for his sync.
        if let Some(Standing::Yours) = commit.map(|commit| home.journal.standing(commit)) {
            home.journal.sync();
        }
        Ok(Some((result, commit)))
    }

    async fn settle(&self, commit: Commit, place: Place) -> Result<(), Error> {
        let journal = &self.0.home.journal;
        loop {
            // Before the question: the sync that it speaks of may end at any time.
            let next_sync = journal.next_sync();
            match journal.standing(commit) {
                Standing::Settled(settled) => return settled,
                Standing::Waits => next_sync.await,
                Standing::Yours => {
                    let leased = self.clone();
                    let sync = move || {
                        leased.0.home.journal.sync();
                        Ok(())
                    };
                    place.run(sync).await?;
                }
            }
        }
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
        let slot = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        slot.as_ref().map(|held| work(&held.connection))
    }
}
