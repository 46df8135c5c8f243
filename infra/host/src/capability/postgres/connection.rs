//! One connection to a server: how it is opened, how a statement runs, what a guest leaves in it.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use futures::TryStreamExt;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;
use tokio_postgres::{Client, NoTls, Statement};

use super::address::Address;
use super::driver::Driver;
use super::effect::{Effect, effect};
use super::failure::{is_stale, of_statement};
use super::parameter::numbered;
use super::statements::Statements;
use super::unread::{Room, UNREAD_BYTES_MAX};
use super::value;
use crate::bindings::spin::postgres::postgres::{DbValue, Error, ParameterValue, RowSet};

/// A result larger than this is refused, in bytes.
const RESULT_BYTES_MAX: usize = 64 << 20;
/// How long a server may take for what the host asks of its own accord.
const CHORE_MAX: Duration = Duration::from_secs(5);
/// How long a connection that was idle may take to show that it lives.
const PROOF_MAX: Duration = Duration::from_secs(1);
/// All that a session holds but prepared statements: they are the host's own, and hold no values. It begins with the end
/// of a transaction that nobody knows of. `BEGIN` keeps the server from a warning in its log each time that there is none;
/// where one has failed it is an error, and the connection is of no use any more.
const CLEANING: &str = "BEGIN; ROLLBACK; CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *;
    SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES";

/// A connection and what is known of its session.
pub struct Connection {
    // Dropped first: statements that find no client say no goodbye, of which there would be one each.
    client: Client,
    statements: Statements,
    /// Where it leads.
    pub address: Arc<Address>,
    /// Of whose statement it is. What is known of the session would be wrong if a guest's statements overtook one another.
    turn: Mutex<()>,
    may_be_in_transaction: AtomicBool,
    /// Set when a statement left what a cleaning takes away.
    is_marked: AtomicBool,
    /// Set when a statement left what no cleaning takes away.
    is_spoiled: AtomicBool,
    /// Set when a statement did what nobody can tell, perhaps to our prepared statements: no other component may run them.
    is_private: AtomicBool,
    /// Set when a guest went before the answer had come.
    is_abandoned: AtomicBool,
    driver: Driver,
    /// A guest may go where nothing asynchronous runs.
    pub runtime: Handle,
}

/// What has to be done before anybody else may have a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remains {
    /// Nothing.
    Nothing,
    /// End a transaction, or clean the session.
    Session,
    /// End a statement that still runs, and the connection with it.
    Statement,
    /// End the connection.
    Harm,
}

impl Connection {
    /// Opens a connection. `closed` is called when its socket has been.
    pub async fn open(
        address: &Arc<Address>,
        closed: impl FnOnce() + Send + 'static,
    ) -> Result<Connection, tokio_postgres::Error> {
        let (client, driver) = match &address.tls {
            Some(tls) => {
                let (client, connection) = address.config.connect(tls.clone()).await?;
                (client, Driver::start(connection, closed))
            }
            None => {
                let (client, connection) = address.config.connect(NoTls).await?;
                (client, Driver::start(connection, closed))
            }
        };
        Ok(Connection {
            client,
            statements: Statements::default(),
            address: address.clone(),
            turn: Mutex::default(),
            may_be_in_transaction: AtomicBool::new(false),
            is_marked: AtomicBool::new(false),
            is_spoiled: AtomicBool::new(false),
            is_private: AtomicBool::new(false),
            is_abandoned: AtomicBool::new(false),
            driver,
            runtime: Handle::current(),
        })
    }

    /// Runs a statement and takes all its rows.
    pub async fn query(&self, order: &Order<'_>, room: &mut Room) -> Result<RowSet, Error> {
        let (statement, rows, _) = self.run(order, room, value::values).await?;
        Ok(RowSet { columns: value::columns(&statement), rows })
    }

    /// Runs a statement and counts the rows that it touched.
    pub async fn execute(&self, order: &Order<'_>, room: &mut Room) -> Result<u64, Error> {
        let (_, _, count) = self.run(order, room, |_| Ok(())).await?;
        Ok(count)
    }

    async fn run<R>(&self, order: &Order<'_>, room: &mut Room, take: Take<R>) -> Result<Ran<R>, Error> {
        let _turn = self.turn(order).await?;
        let (effect, is_within) = (effect(order.sql), self.may_be_in_transaction.load(Relaxed));
        match effect {
            Effect::Begins => self.may_be_in_transaction.store(true, Relaxed),
            Effect::Marks => self.is_marked.store(true, Relaxed),
            Effect::Hides => {
                self.is_marked.store(true, Relaxed);
                self.is_private.store(true, Relaxed);
            }
            Effect::Spoils => self.is_spoiled.store(true, Relaxed),
            Effect::Copies => return Err(refused("COPY from the client is not supported")),
            Effect::Nothing | Effect::Ends => {}
        }
        let running = Running(&self.is_abandoned);
        let result = self.run_again_if_stale(order, room, take, is_within).await;
        if !matches!(result, Err(Failure::TooLarge(_))) {
            running.ended();
        }
        match (effect, result.is_ok()) {
            (Effect::Ends, true) => self.may_be_in_transaction.store(false, Relaxed),
            // Ours may be among those that are gone.
            (Effect::Spoils, _) => self.statements.clear(),
            _ => {}
        }
        result.map_err(Failure::into_error)
    }

    async fn turn(&self, order: &Order<'_>) -> Result<MutexGuard<'_, ()>, Error> {
        if order.is_blocking {
            let taken = |_| refused("another statement runs on this connection, and this one would stop it for ever");
            self.turn.try_lock().map_err(taken)
        } else {
            Ok(self.turn.lock().await)
        }
    }

    async fn run_again_if_stale<R>(
        &self,
        order: &Order<'_>,
        room: &mut Room,
        take: Take<R>,
        is_within_transaction: bool,
    ) -> Result<Ran<R>, Failure> {
        if let Some(statement) = self.statements.get(order.sql) {
            match self.run_prepared(statement, order.parameters, room, take).await {
                Err(Failure::Driver(error)) if is_stale(&error) => {
                    // What made one stale has done so to others, and within a transaction each would end it.
                    self.statements.clear();
                    // Within a transaction the error has ended it, and a second run would fail for that reason.
                    if is_within_transaction {
                        return Err(Failure::Driver(error));
                    }
                }
                result => return result,
            }
        }
        let statement = self.client.prepare(order.sql).await?;
        self.statements.keep(order.sql, &statement);
        self.run_prepared(statement, order.parameters, room, take).await
    }

    /// One round trip. What does not fit the interface is told at the end: rows left behind would be in the next one's way.
    async fn run_prepared<R>(
        &self,
        statement: Statement,
        parameters: &[ParameterValue],
        room: &mut Room,
        take: Take<R>,
    ) -> Result<Ran<R>, Failure> {
        let wanted = statement.params().len();
        if parameters.len() != wanted {
            let why = format!("the statement has {wanted} parameters, and {} are given", parameters.len());
            return Err(Failure::Ours(Error::BadParameter(why)));
        }
        let mut stream = pin!(self.client.query_raw(&statement, numbered(parameters)).await?);
        let (mut rows, mut misfit) = (Vec::new(), None);
        while let Some(row) = stream.try_next().await? {
            let has_room = room.grow(row.raw_size_bytes().saturating_add(row.len() * size_of::<DbValue>()));
            if room.bytes() > RESULT_BYTES_MAX {
                return Err(Failure::TooLarge(format!("the result is larger than {RESULT_BYTES_MAX} bytes")));
            }
            if !has_room {
                let why = format!("the results that wait to be read are larger than {UNREAD_BYTES_MAX} bytes");
                return Err(Failure::TooLarge(why));
            }
            match take(&row) {
                Ok(row) => rows.push(row),
                Err(error) => misfit = misfit.or(Some(error)),
            }
        }
        match misfit {
            Some(error) => Err(Failure::Ours(error)),
            None => Ok((statement, rows, stream.rows_affected().unwrap_or(0))),
        }
    }

    /// True when the server has gone.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// What the guest that held it has left.
    pub fn remains(&self) -> Remains {
        if self.is_closed() {
            Remains::Harm
        } else if self.is_abandoned.load(Relaxed) {
            Remains::Statement
        } else if self.is_spoiled.load(Relaxed) {
            Remains::Harm
        } else if self.may_be_in_transaction.load(Relaxed) || self.is_marked.load(Relaxed) {
            Remains::Session
        } else {
            Remains::Nothing
        }
    }

    /// True when no component but its owner may have it.
    pub fn is_private(&self) -> bool {
        self.is_private.load(Relaxed)
    }

    /// Ends an open transaction, and takes away what is known to be left in the session. False when the connection is of
    /// no use any more.
    pub async fn tidy(&self) -> bool {
        let is_rolled_back = !self.may_be_in_transaction.swap(false, Relaxed) || self.does("ROLLBACK").await;
        is_rolled_back && (!self.is_marked.swap(false, Relaxed) || self.clean().await)
    }

    /// Takes away all that may be left in the session. False when the connection is of no use any more.
    pub async fn clean(&self) -> bool {
        self.does(CLEANING).await
    }

    async fn does(&self, chore: &str) -> bool {
        self.answers(CHORE_MAX, self.client.batch_execute(chore)).await
    }

    /// Asks the server for a sign of life: whatever lies between may have forgotten a connection that was idle.
    pub async fn is_alive(&self) -> bool {
        self.answers(PROOF_MAX, self.client.check_connection()).await
    }

    /// A server that says nothing in this time is done with.
    async fn answers(
        &self,
        wait_max: Duration,
        asked: impl Future<Output = Result<(), tokio_postgres::Error>>,
    ) -> bool {
        let answer = timeout(wait_max, asked).await;
        if answer.is_err() {
            self.driver.abort();
        }
        matches!(answer, Ok(Ok(())))
    }

    /// Ends the statement that runs, and then the connection.
    pub async fn cancel(self) {
        let token = self.client.cancel_token();
        let cancelled = async {
            match &self.address.tls {
                Some(tls) => token.cancel_query(tls.clone()).await,
                None => token.cancel_query(NoTls).await,
            }
        };
        // If it cannot be cancelled, the server ends it when it writes to a closed socket, or at its time limit.
        let _ = timeout(CHORE_MAX, cancelled).await;
        self.close().await;
    }

    /// Closes the connection, and waits until its socket is.
    pub async fn close(self) {
        let Connection { client, driver, .. } = self;
        drop(client);
        driver.ended(CHORE_MAX).await;
    }
}

/// A statement as a guest sends it.
pub struct Order<'a> {
    /// The statement.
    pub sql: &'a str,
    /// Its parameters.
    pub parameters: &'a [ParameterValue],
    /// True when the whole instance stops until the answer comes: then no other statement of its ends meanwhile.
    pub is_blocking: bool,
}

/// What is made of a row.
type Take<R> = fn(&tokio_postgres::Row) -> Result<R, Error>;
/// A statement, its rows and how many it touched.
type Ran<R> = (Statement, Vec<R>, u64);

/// A statement that was sent. A guest that goes before its end leaves the connection in the midst of an answer.
struct Running<'a>(&'a AtomicBool);

impl Running<'_> {
    fn ended(self) {
        std::mem::forget(self);
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

enum Failure {
    Driver(tokio_postgres::Error),
    Ours(Error),
    TooLarge(String),
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Failure {
        Failure::Driver(error)
    }
}

impl Failure {
    fn into_error(self) -> Error {
        match self {
            Failure::Driver(error) => of_statement(&error),
            Failure::Ours(error) => error,
            Failure::TooLarge(why) => Error::Other(why),
        }
    }
}

/// Not the error of a query: that with a text tells of a connection that is lost, after which a guest tries again.
fn refused(why: &str) -> Error {
    Error::Other(why.to_owned())
}
