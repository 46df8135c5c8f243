//! `spin:postgres@4.2.0`: databases by address, where `allowed_outbound_hosts` lets a component call.
//!
//! Spin pools up to 64 connections for each component and address, and hands one on as it was left. Here one bounded
//! [`Pool`] serves the whole application: who comes too late waits in turn, an open transaction is rolled back before
//! anybody else gets the connection, and what one component left in a session no other component meets.
#![allow(clippy::result_large_err, reason = "the interface says what an error is")]

mod address;
mod calendar;
mod connection;
mod decimal;
mod driver;
mod effect;
mod failure;
mod parameter;
mod pool;
mod statements;
mod tls;
mod unread;
mod value;

use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};

use wasmtime::component::{Access, Accessor, FutureReader, HasData, Linker, Resource, ResourceTable, StreamReader};

use crate::allowed_hosts::AllowedHosts;
use crate::bindings::spin::postgres::postgres::{
    Column, Error, Host, HostConnection, HostConnectionBuilder, HostConnectionBuilderWithStore,
    HostConnectionWithStore, ParameterValue, Row, RowSet, add_to_linker,
};
use crate::guest::Guest;
use crate::metrics::Connections;
use address::Address;
use connection::Order;
use pool::{Owner, Share};
use tls::Authority;
use unread::{Room, Unread};

pub use pool::{Leased, Pool};

/// A component has one address, as a rule; one that makes up new ones must not fill memory with them.
const ADDRESSES_KEPT: usize = 16;

/// Where one component may have databases, and the pool that it shares with the others.
pub struct Grant {
    rights: Arc<Rights>,
    /// What waits for the instance that has this grant.
    unread: Arc<Unread>,
}

/// The same rights, for another instance.
impl Clone for Grant {
    fn clone(&self) -> Grant {
        Grant { rights: self.rights.clone(), unread: Arc::default() }
    }
}

struct Rights {
    owner: Arc<Owner>,
    allowed: AllowedHosts,
    pool: Arc<Pool>,
    /// Addresses that were read and found allowed.
    known: Mutex<Vec<Arc<Address>>>,
}

impl Grant {
    /// What the manifest allows `component`.
    pub fn new(component: &str, allowed: AllowedHosts, pool: Arc<Pool>, connections: Connections) -> Grant {
        let owner = Arc::new(Owner { component: component.to_owned(), connections, share: Share::default() });
        let rights = Rights { owner, allowed, pool, known: Mutex::new(Vec::new()) };
        Grant { rights: Arc::new(rights), unread: Arc::default() }
    }

    /// For the same instance, which goes on while one of its calls waits.
    fn of_the_same(&self) -> Grant {
        Grant { rights: self.rights.clone(), unread: self.unread.clone() }
    }

    async fn lease(&self, builder: &Builder) -> Result<Leased, Error> {
        let address = self.rights.address(builder)?;
        self.rights.pool.lease(&self.rights.owner, &address, &self.unread).await
    }
}

impl Rights {
    fn address(&self, builder: &Builder) -> Result<Arc<Address>, Error> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(address) = known.iter().find(|address| address.is_for(&builder.address, builder.authority.as_ref()))
        {
            return Ok(address.clone());
        }
        let address = Arc::new(Address::read(builder.address.clone(), builder.authority.clone())?);
        for (host, port) in address.targets()? {
            if !self.allowed.allows("postgres", &host, Some(port)) {
                let component = &*self.owner.component;
                tracing::warn!(component, host, port, "connection to Postgres denied: not in allowed_outbound_hosts");
                return Err(Error::ConnectionFailed(format!("address postgres://{host}:{port} is not permitted")));
            }
        }
        if known.len() >= ADDRESSES_KEPT {
            known.clear();
        }
        known.push(address.clone());
        Ok(address)
    }
}

/// An address that a guest is about to connect to.
#[derive(Clone)]
pub struct Builder {
    address: String,
    authority: Option<Arc<Authority>>,
}

impl Builder {
    fn new(address: String) -> Builder {
        Builder { address, authority: None }
    }
}

/// Adds the interface to `linker`.
pub fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    add_to_linker::<_, Postgres>(linker, |guest| View { table: &mut guest.table, grant: &guest.grants.postgres })
}

/// The marker by which wasmtime finds a guest's [`View`].
pub struct Postgres;

impl HasData for Postgres {
    type Data<'a> = View<'a>;
}

/// What the interface sees of a guest.
pub struct View<'a> {
    table: &'a mut ResourceTable,
    grant: &'a Grant,
}

impl View<'_> {
    fn push(&mut self, leased: Leased) -> Result<Resource<Leased>, Error> {
        self.table.push(leased).map_err(|full| Error::Other(full.to_string()))
    }

    fn leased(&self, connection: &Resource<Leased>) -> Result<Leased, Error> {
        self.table.get(connection).cloned().map_err(|error| Error::Other(error.to_string()))
    }

    fn builder(&self, builder: &Resource<Builder>) -> Result<Builder, Error> {
        self.table.get(builder).cloned().map_err(|error| Error::Other(error.to_string()))
    }
}

impl Host for View<'_> {}

impl HostConnectionBuilder for View<'_> {
    fn new(&mut self, address: String) -> wasmtime::Result<Resource<Builder>> {
        Ok(self.table.push(Builder::new(address))?)
    }

    fn set_ca_root(&mut self, builder: Resource<Builder>, certificate: String) -> Result<(), Error> {
        let authority = Authority::read(certificate)?;
        let builder = self.table.get_mut(&builder).map_err(|error| Error::Other(error.to_string()))?;
        builder.authority = Some(Arc::new(authority));
        Ok(())
    }

    async fn build(&mut self, builder: Resource<Builder>) -> Result<Resource<Leased>, Error> {
        let builder = self.builder(&builder)?;
        let leased = self.grant.lease(&builder).await?;
        self.push(leased)
    }

    fn drop(&mut self, builder: Resource<Builder>) -> wasmtime::Result<()> {
        self.table.delete(builder)?;
        Ok(())
    }
}

impl<T: Send + 'static> HostConnectionBuilderWithStore<T> for Postgres {
    async fn build_async(accessor: &Accessor<T, Self>, builder: Resource<Builder>) -> Result<Resource<Leased>, Error> {
        let builder = accessor.with(|mut guest| guest.get().builder(&builder))?;
        lease(accessor, &builder).await
    }
}

/// The synchronous functions stop the whole instance while they wait, as in Spin, but no thread of the host. What waits
/// for a connection so makes the other requests of its instance keep theirs: a component should use one kind or the other.
impl HostConnection for View<'_> {
    async fn open(&mut self, address: String) -> Result<Resource<Leased>, Error> {
        let leased = self.grant.lease(&Builder::new(address)).await?;
        self.push(leased)
    }

    async fn query(
        &mut self,
        connection: Resource<Leased>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<RowSet, Error> {
        let order = Order { sql: &statement, parameters: &parameters, is_blocking: true };
        let (result, _) = self.leased(&connection)?.query(order).await?;
        Ok(result)
    }

    async fn execute(
        &mut self,
        connection: Resource<Leased>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<u64, Error> {
        let order = Order { sql: &statement, parameters: &parameters, is_blocking: true };
        self.leased(&connection)?.execute(order).await
    }

    fn drop(&mut self, connection: Resource<Leased>) -> wasmtime::Result<()> {
        self.table.delete(connection)?;
        Ok(())
    }
}

type Rows = (Vec<Column>, StreamReader<Row>, FutureReader<Result<(), Error>>);

impl<T: Send + 'static> HostConnectionWithStore<T> for Postgres {
    async fn open_async(accessor: &Accessor<T, Self>, address: String) -> Result<Resource<Leased>, Error> {
        lease(accessor, &Builder::new(address)).await
    }

    async fn query_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Leased>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<Rows, Error> {
        let leased = accessor.with(|mut guest| guest.get().leased(&connection))?;
        let order = Order { sql: &statement, parameters: &parameters, is_blocking: false };
        let (result, room) = leased.query(order).await?;
        accessor.with(|guest| streamed(guest, result, room)).map_err(|error| Error::Other(error.to_string()))
    }

    async fn execute_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Leased>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<u64, Error> {
        let leased = accessor.with(|mut guest| guest.get().leased(&connection))?;
        leased.execute(Order { sql: &statement, parameters: &parameters, is_blocking: false }).await
    }
}

async fn lease<T: Send + 'static>(
    accessor: &Accessor<T, Postgres>,
    builder: &Builder,
) -> Result<Resource<Leased>, Error> {
    let grant = accessor.with(|mut guest| guest.get().grant.of_the_same());
    let leased = grant.lease(builder).await?;
    accessor.with(|mut guest| guest.get().push(leased))
}

/// All rows have arrived by now: handing them over one by one would cost far more than the memory that it saves.
fn streamed<T: Send + 'static>(
    mut guest: Access<'_, T, Postgres>,
    result: RowSet,
    room: Room,
) -> wasmtime::Result<Rows> {
    let rows = StreamReader::new(&mut guest, unread::Rows::new(result.rows, room))?;
    let end = FutureReader::new(&mut guest, ready(wasmtime::Result::<_>::Ok(Ok(()))))?;
    Ok((result.columns, rows, end))
}
