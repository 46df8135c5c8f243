//! `spin:sqlite@3.1.0`: databases by label, each a file; connections are pooled and survive their guest.
//!
//! Spin opens a connection at each `open` and tunes nothing. Here a connection is kept with its prepared statements, in
//! WAL; writers take turns, and what is acknowledged survives power loss, for which commits share a sync (`journal`).

mod connection;
mod journal;
mod place;
mod pool;

use std::collections::BTreeMap;
use std::future::ready;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::runtime::Handle;
use wasmtime::component::{Access, Accessor, FutureReader, HasData, Linker, Resource, ResourceTable, StreamReader};

use crate::bindings::spin::sqlite::sqlite::{
    Error, Host, HostConnection, HostConnectionWithStore, QueryResult, RowResult, Value, add_to_linker,
};
use crate::guest::Guest;
use crate::metrics::Metrics;

pub use place::Place;
pub use pool::{Database, Leased};

/// The application's databases, by label.
pub struct Databases(BTreeMap<String, Arc<Database>>);

impl Databases {
    /// Names the files; nothing is opened before a guest asks.
    pub fn new(files: impl IntoIterator<Item = (String, PathBuf)>, metrics: &Metrics) -> Databases {
        let database = |(label, path): (String, PathBuf)| {
            let database = Database::at(path, metrics.database(&label));
            (label, database)
        };
        Databases(files.into_iter().map(database).collect())
    }

    /// What a component with these `labels` in its manifest may open.
    pub fn grant(&self, labels: &[String]) -> Grant {
        let known = |label: &String| Some((label.clone(), self.0.get(label)?.clone()));
        Grant(Arc::new(labels.iter().filter_map(known).collect()))
    }

    /// True when the application has a database with this label.
    pub fn has(&self, label: &str) -> bool {
        self.0.contains_key(label)
    }
}

/// The databases that one component may open.
#[derive(Clone)]
pub struct Grant(Arc<BTreeMap<String, Arc<Database>>>);

impl Grant {
    fn database(&self, label: &str) -> Result<Arc<Database>, Error> {
        self.0.get(label).cloned().ok_or(Error::AccessDenied)
    }
}

/// Adds the interface to `linker`.
pub fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    add_to_linker::<_, Sqlite>(linker, |guest| View { table: &mut guest.table, grant: &guest.grants.sqlite })
}

/// The marker by which wasmtime finds a guest's [`View`].
pub struct Sqlite;

impl HasData for Sqlite {
    type Data<'a> = View<'a>;
}

/// What the interface sees of a guest.
pub struct View<'a> {
    table: &'a mut ResourceTable,
    grant: &'a Grant,
}

impl View<'_> {
    fn push(&mut self, leased: Leased) -> Result<Resource<Leased>, Error> {
        self.table.push(leased).map_err(|full| Error::Io(full.to_string()))
    }

    fn leased(&self, connection: &Resource<Leased>) -> Result<Leased, Error> {
        self.table.get(connection).cloned().map_err(|_| Error::InvalidConnection)
    }
}

impl Host for View<'_> {}

/// The synchronous functions stop the whole instance while they run, so they are for what is short: a read is run where
/// it stands, which costs a third of handing it to another thread. What turns out long, and every write, makes the
/// thread's other work move elsewhere first.
impl HostConnection for View<'_> {
    fn open(&mut self, database: String) -> Result<Resource<Leased>, Error> {
        let leased = self.grant.database(&database)?.lease()?;
        self.push(leased)
    }

    fn execute(
        &mut self,
        connection: Resource<Leased>,
        statement: String,
        parameters: Vec<Value>,
    ) -> Result<QueryResult, Error> {
        let leased = self.leased(&connection)?;
        match leased.execute_briefly(&statement, &parameters) {
            Some(result) => result,
            None => tokio::task::block_in_place(|| {
                Handle::current().block_on(leased.execute(statement, parameters, Place::Here))
            }),
        }
    }

    fn last_insert_rowid(&mut self, connection: Resource<Leased>) -> i64 {
        self.leased(&connection).map_or(0, |leased| leased.last_insert_rowid())
    }

    fn changes(&mut self, connection: Resource<Leased>) -> u64 {
        self.leased(&connection).map_or(0, |leased| leased.changes())
    }

    fn drop(&mut self, connection: Resource<Leased>) -> wasmtime::Result<()> {
        self.table.delete(connection)?;
        Ok(())
    }
}

type Rows = (Vec<String>, StreamReader<RowResult>, FutureReader<Result<(), Error>>);

impl<T: Send + 'static> HostConnectionWithStore<T> for Sqlite {
    async fn open_async(accessor: &Accessor<T, Self>, database: String) -> Result<Resource<Leased>, Error> {
        let database = accessor.with(|mut guest| guest.get().grant.database(&database))?;
        let leased = database.lease_async().await?;
        accessor.with(|mut guest| guest.get().push(leased))
    }

    async fn execute_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Leased>,
        statement: String,
        parameters: Vec<Value>,
    ) -> Result<Rows, Error> {
        let leased = accessor.with(|mut guest| guest.get().leased(&connection))?;
        let result = leased.execute(statement, parameters, Place::Elsewhere).await?;
        accessor.with(|guest| streamed(guest, result)).map_err(|error| Error::Io(error.to_string()))
    }

    async fn last_insert_rowid_async(accessor: &Accessor<T, Self>, connection: Resource<Leased>) -> i64 {
        accessor.with(|mut guest| guest.get().last_insert_rowid(connection))
    }

    async fn changes_async(accessor: &Accessor<T, Self>, connection: Resource<Leased>) -> u64 {
        accessor.with(|mut guest| guest.get().changes(connection))
    }
}

fn streamed<T: Send + 'static>(mut guest: Access<'_, T, Sqlite>, result: QueryResult) -> wasmtime::Result<Rows> {
    let rows = StreamReader::new(&mut guest, result.rows)?;
    let end = FutureReader::new(&mut guest, ready(wasmtime::Result::<_>::Ok(Ok(()))))?;
    Ok((result.columns, rows, end))
}
