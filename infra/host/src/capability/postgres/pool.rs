//! The application's connections, and the lease by which a guest holds one.

mod census;
mod shares;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

use super::address::Address;
use super::connection::{Connection, Order, Remains};
use super::failure::{is_passing, of_connecting};
use super::unread::{Room, Unread};
use crate::bindings::spin::postgres::postgres::{Error, RowSet};
use crate::metrics::Connections;
use census::{Census, Counted, Gauged};
use shares::Shares;

pub use shares::Share;

/// How long a guest waits for a connection.
const WAIT_MAX: Duration = Duration::from_secs(10);
/// A server that is full is asked again after this time, if no connection comes back before.
const PAUSE: Duration = Duration::from_millis(50);
/// Idle for longer than this, a connection has to show that it lives: a round trip that a busy one never makes.
const TRUSTED: Duration = Duration::from_secs(1);
/// Idle for longer than this, it is closed.
const IDLE_MAX: Duration = Duration::from_secs(300);
/// While connections fail, the log says so once in this time.
const TOLD_AGAIN: Duration = Duration::from_secs(1);
const ROUND: Duration = Duration::from_secs(30);

/// A component, as the owner of connections.
pub struct Owner {
    /// Its id.
    pub component: String,
    /// Its measurements.
    pub connections: Connections,
    /// How many places it may take.
    pub share: Share,
}

/// All connections of an application, of which there are never more than so many.
pub struct Pool {
    connections_max: usize,
    /// A place for each guest that holds or opens a connection. Who waits gets one in turn.
    places: Arc<Semaphore>,
    shares: Shares,
    /// In the order in which they came back.
    idle: Mutex<Vec<Idle>>,
    census: Arc<Census>,
    /// When the operator was last told that a connection failed.
    told: Mutex<Option<Instant>>,
}

/// A connection that nobody holds, as its last owner left it.
struct Idle {
    connection: Connection,
    owner: Arc<Owner>,
    since: Instant,
    _counted: Gauged,
}

impl Idle {
    fn is_at(&self, address: &Address) -> bool {
        self.connection.address.is_same(address)
    }

    fn is_trusted(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.since) < TRUSTED
    }
}

/// A component's place, which is one of its share and one of all.
struct Place {
    _own: OwnedSemaphorePermit,
    _common: OwnedSemaphorePermit,
}

/// Where a guest's connection comes from.
enum Choice {
    /// Its own component's.
    Own(Idle),
    /// Another component's, of the same address.
    Foreign(Idle),
    /// One of another address, or that its component has to itself, which has to make room.
    InTheWay(Connection),
    /// A new one.
    New(Counted),
    /// None now: one is being closed.
    Later,
}

impl Pool {
    /// A pool without connections.
    pub fn new(connections_max: usize) -> Arc<Pool> {
        Arc::new(Pool {
            connections_max,
            places: Arc::new(Semaphore::new(connections_max.min(Semaphore::MAX_PERMITS))),
            shares: Shares::new(connections_max),
            idle: Mutex::new(Vec::new()),
            census: Arc::default(),
            told: Mutex::new(None),
        })
    }

    /// A connection to `address`, as soon as there is one.
    pub async fn lease(
        self: &Arc<Self>,
        owner: &Arc<Owner>,
        address: &Arc<Address>,
        unread: &Arc<Unread>,
    ) -> Result<Leased, Error> {
        let deadline = Instant::now() + WAIT_MAX;
        let Some(place) = self.place(owner, deadline).await else {
            return Err(self.refused(owner, "all connections that this component may have are in use"));
        };
        let connection = match timeout_at(deadline, self.connection(owner, address)).await {
            Ok(connection) => connection?,
            Err(_) => return Err(self.refused(owner, "the server takes no further one, or does not answer")),
        };
        let in_use = Gauged::new(&owner.connections.in_use);
        let held = Held { connection, place, owner: owner.clone(), _counted: in_use };
        let slot = Arc::new(Slot { held: Some(held), home: self.clone() });
        Ok(Leased { slot, unread: unread.clone() })
    }

    /// First one of the component's share: what waits for its own kind only must not keep others waiting.
    async fn place(&self, owner: &Owner, deadline: Instant) -> Option<Place> {
        self.shares.admit(&owner.share);
        let free = || Some((owner.share.try_place()?, self.places.clone().try_acquire_owned().ok()?));
        if let Some((own, common)) = free() {
            return Some(Place { _own: own, _common: common });
        }
        let _waiting = Gauged::new(&owner.connections.waiting);
        let both = async {
            let own = owner.share.place().await.ok()?;
            let common = self.places.clone().acquire_owned().await.ok()?;
            Some(Place { _own: own, _common: common })
        };
        timeout_at(deadline, both).await.ok()?
    }

    fn refused(&self, owner: &Owner, why: &str) -> Error {
        owner.connections.refused.inc();
        let (seconds, connections_max) = (WAIT_MAX.as_secs(), self.connections_max);
        tracing::warn!(component = owner.component, connections_max, "no connection to Postgres: {why}");
        Error::ConnectionFailed(format!(
            "no connection within {seconds} s: {why} (postgres_connections_max is {connections_max})"
        ))
    }

    async fn connection(&self, owner: &Arc<Owner>, address: &Arc<Address>) -> Result<Connection, Error> {
        let mut is_full = false;
        loop {
            match self.choose(owner, address, is_full) {
                Choice::Own(idle) => {
                    if self.lives(&idle).await {
                        return Ok(idle.connection);
                    }
                }
                Choice::Foreign(idle) => {
                    if self.lives(&idle).await && idle.connection.clean().await {
                        return Ok(idle.connection);
                    }
                }
                Choice::InTheWay(connection) => connection.close().await,
                Choice::New(counted) => match Connection::open(address, || counted.closed()).await {
                    Ok(connection) => {
                        owner.connections.opened.inc();
                        return Ok(connection);
                    }
                    Err(error) if is_passing(&error) => {
                        is_full = true;
                        self.pause().await;
                    }
                    Err(error) => {
                        let error = of_connecting(&error);
                        self.tell(owner, &error);
                        return Err(error);
                    }
                },
                Choice::Later => self.pause().await,
            }
        }
    }

    /// True when an idle connection still leads anywhere. Otherwise those that have been idle for long at its address go
    /// with it: what lies between has forgotten them too, and to ask one after another takes longer than anybody waits.
    async fn lives(&self, idle: &Idle) -> bool {
        let asked = Instant::now();
        let lives = idle.is_trusted(asked) || idle.connection.is_alive().await;
        if !lives {
            self.idle().retain(|other| other.is_trusted(asked) || !other.is_at(&idle.connection.address));
        }
        lives
    }

    /// Tells the operator why there is no connection, but not for every request of an outage.
    fn tell(&self, owner: &Owner, error: &Error) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|told| told.elapsed() > TOLD_AGAIN) {
            *told = Some(Instant::now());
            tracing::warn!(component = owner.component, "no connection to Postgres: {error:?}");
        }
    }

    async fn pause(&self) {
        let _ = timeout(PAUSE, self.census.changed()).await;
    }

    /// `is_full`: the server has just refused one more.
    fn choose(&self, owner: &Arc<Owner>, address: &Address, is_full: bool) -> Choice {
        let mut idle = self.idle();
        let is_own = |idle: &Idle| Arc::ptr_eq(&idle.owner, owner) && idle.is_at(address);
        while let Some(index) = idle.iter().rposition(is_own) {
            let own = idle.remove(index);
            if !own.connection.is_closed() {
                return Choice::Own(own);
            }
        }
        // A new one is dearer than a cleaned one, but once only: each component comes to have its own.
        if (!is_full || idle.is_empty())
            && let Some(counted) = self.census.admit(self.connections_max)
        {
            return Choice::New(counted);
        }
        if let Some(index) = idle.iter().position(|idle| idle.is_at(address) && !idle.connection.is_private()) {
            return Choice::Foreign(idle.remove(index));
        }
        if idle.is_empty() { Choice::Later } else { Choice::InTheWay(idle.remove(0).connection) }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_back(self: Arc<Self>, held: Held) {
        let runtime = held.connection.runtime.clone();
        match held.connection.remains() {
            Remains::Nothing => self.keep(held),
            Remains::Harm => drop(held),
            Remains::Session => {
                _ = runtime.spawn(async move {
                    if held.connection.tidy().await {
                        self.keep(held);
                    }
                })
            }
            Remains::Statement => {
                _ = runtime.spawn(async move {
                    let Held { connection, place, .. } = held;
                    connection.cancel().await;
                    drop(place);
                })
            }
        }
    }

    fn keep(self: &Arc<Self>, held: Held) {
        let Held { connection, place, owner, .. } = held;
        self.census.watch(&connection.runtime, || close_what_is_idle(Arc::downgrade(self)));
        let counted = Gauged::new(&owner.connections.idle);
        self.idle().push(Idle { connection, owner, since: Instant::now(), _counted: counted });
        self.census.tell();
        // Only now, so that who is next finds the connection.
        drop(place);
    }
}

/// Closes what has been idle for too long, as long as there is a pool.
async fn close_what_is_idle(pool: std::sync::Weak<Pool>) {
    loop {
        tokio::time::sleep(ROUND).await;
        let Some(pool) = pool.upgrade() else { return };
        pool.idle().retain(|idle| idle.since.elapsed() < IDLE_MAX && !idle.connection.is_closed());
    }
}

/// A connection in the hands of a guest.
struct Held {
    connection: Connection,
    place: Place,
    owner: Arc<Owner>,
    _counted: Gauged,
}

/// A guest's hold on a connection. Clones are the same hold: a call that still runs keeps the connection even when the
/// guest drops its handle meanwhile. When the last goes, the connection returns to its pool.
#[derive(Clone)]
pub struct Leased {
    slot: Arc<Slot>,
    unread: Arc<Unread>,
}

struct Slot {
    /// Empty only while the slot is dropped.
    held: Option<Held>,
    home: Arc<Pool>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(held) = self.held.take() {
            self.home.clone().take_back(held);
        }
    }
}

impl Leased {
    /// Runs a statement and takes all its rows, and the room that they need until they are read.
    pub async fn query(&self, order: Order<'_>) -> Result<(RowSet, Room), Error> {
        let mut room = Room::new(&self.unread);
        let result = self.connection()?.query(&order, &mut room).await?;
        Ok((result, room))
    }

    /// Runs a statement and counts the rows that it touched.
    pub async fn execute(&self, order: Order<'_>) -> Result<u64, Error> {
        self.connection()?.execute(&order, &mut Room::new(&self.unread)).await
    }

    fn connection(&self) -> Result<&Connection, Error> {
        let gone = || Error::ConnectionFailed("the connection is gone".to_owned());
        self.slot.held.as_ref().map(|held| &held.connection).ok_or_else(gone)
    }
}
