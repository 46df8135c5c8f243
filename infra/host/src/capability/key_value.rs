//! `spin:key-value@3.0.0` over one SQLite file, in the table that Spin uses, so that its data can be carried over.

use std::collections::BTreeSet;
use std::future::ready;
use std::sync::Arc;

use wasmtime::component::{Accessor, FutureReader, HasData, Linker, Resource, ResourceTable, StreamReader};

use super::sqlite::{Database, Place};
use crate::bindings::spin::key_value::key_value::{Error, Host, HostStore, HostStoreWithStore, add_to_linker};
use crate::bindings::spin::sqlite::sqlite::{Error as SqliteError, Value};
use crate::guest::Guest;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS spin_key_value (
    store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (store, key))";
const GET: &str = "SELECT value FROM spin_key_value WHERE store = ?1 AND key = ?2";
const SET: &str = "INSERT INTO spin_key_value (store, key, value) VALUES (?1, ?2, ?3)
    ON CONFLICT (store, key) DO UPDATE SET value = excluded.value";
const DELETE: &str = "DELETE FROM spin_key_value WHERE store = ?1 AND key = ?2";
const KEYS: &str = "SELECT key FROM spin_key_value WHERE store = ?1 ORDER BY key";

/// The stores that one component may open, all in one file.
#[derive(Clone)]
pub struct Grant {
    file: Arc<Database>,
    labels: Arc<BTreeSet<String>>,
}

impl Grant {
    /// Stores with these `labels` in `file`.
    pub fn new(file: Arc<Database>, labels: &[String]) -> Grant {
        Grant { file, labels: Arc::new(labels.iter().cloned().collect()) }
    }
}

/// A store that a guest has opened.
#[derive(Clone)]
pub struct Opened {
    file: Arc<Database>,
    label: String,
}

/// Adds the interface to `linker`.
pub fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    add_to_linker::<_, KeyValue>(linker, |guest| View { table: &mut guest.table, grant: &guest.grants.key_value })
}

/// The marker by which wasmtime finds a guest's [`View`].
pub struct KeyValue;

impl HasData for KeyValue {
    type Data<'a> = View<'a>;
}

/// What the interface sees of a guest.
pub struct View<'a> {
    table: &'a mut ResourceTable,
    grant: &'a Grant,
}

impl Host for View<'_> {}

impl HostStore for View<'_> {
    fn drop(&mut self, store: Resource<Opened>) -> wasmtime::Result<()> {
        self.table.delete(store)?;
        Ok(())
    }
}

type Keys = (StreamReader<String>, FutureReader<Result<(), Error>>);

impl<T: Send + 'static> HostStoreWithStore<T> for KeyValue {
    async fn open(accessor: &Accessor<T, Self>, label: String) -> Result<Resource<Opened>, Error> {
        let file = accessor.with(|mut guest| {
            let grant = guest.get().grant;
            if grant.labels.contains(&label) { Ok(grant.file.clone()) } else { Err(Error::AccessDenied) }
        })?;
        let opened = Opened { file, label };
        run(opened.clone(), TABLE, Vec::new()).await?;
        accessor.with(|mut guest| guest.get().table.push(opened)).map_err(|_| Error::StoreTableFull)
    }

    async fn get(accessor: &Accessor<T, Self>, store: Resource<Opened>, key: String) -> Result<Option<Vec<u8>>, Error> {
        let rows = on(accessor, &store, GET, vec![Value::Text(key)]).await?;
        Ok(rows.into_iter().flatten().next().and_then(|value| match value {
            Value::Blob(blob) => Some(blob),
            _ => None,
        }))
    }

    async fn set(
        accessor: &Accessor<T, Self>,
        store: Resource<Opened>,
        key: String,
        value: Vec<u8>,
    ) -> Result<(), Error> {
        on(accessor, &store, SET, vec![Value::Text(key), Value::Blob(value)]).await.map(drop)
    }

    async fn delete(accessor: &Accessor<T, Self>, store: Resource<Opened>, key: String) -> Result<(), Error> {
        on(accessor, &store, DELETE, vec![Value::Text(key)]).await.map(drop)
    }

    async fn exists(accessor: &Accessor<T, Self>, store: Resource<Opened>, key: String) -> Result<bool, Error> {
        Ok(!on(accessor, &store, GET, vec![Value::Text(key)]).await?.is_empty())
    }

    async fn get_keys(accessor: &Accessor<T, Self>, store: Resource<Opened>) -> wasmtime::Result<Keys> {
        let (keys, end) = match on(accessor, &store, KEYS, Vec::new()).await {
            Ok(rows) => (rows.into_iter().flatten().filter_map(text).collect(), Ok(())),
            Err(error) => (Vec::new(), Err(error)),
        };
        accessor.with(|mut guest| {
            let keys = StreamReader::new(&mut guest, keys);
            let end = FutureReader::new(&mut guest, ready(wasmtime::Result::<_>::Ok(end)));
            Ok((keys?, end?))
        })
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

async fn on<T: Send + 'static>(
    accessor: &Accessor<T, KeyValue>,
    store: &Resource<Opened>,
    statement: &'static str,
    parameters: Vec<Value>,
) -> Result<Vec<Vec<Value>>, Error> {
    let opened = accessor.with(|mut guest| guest.get().table.get(store).cloned()).map_err(|_| Error::NoSuchStore)?;
    let label = Value::Text(opened.label.clone());
    let parameters = if statement == TABLE { parameters } else { [vec![label], parameters].concat() };
    run(opened, statement, parameters).await
}

async fn run(opened: Opened, statement: &'static str, parameters: Vec<Value>) -> Result<Vec<Vec<Value>>, Error> {
    let work =
        async { opened.file.lease_async().await?.execute(statement.to_owned(), parameters, Place::Elsewhere).await };
    match work.await {
        Ok(result) => Ok(result.rows.into_iter().map(|row| row.values).collect()),
        Err(SqliteError::Io(text)) => Err(Error::Other(text)),
        Err(SqliteError::DatabaseFull) => Err(Error::Other("the store is full".to_owned())),
        Err(_) => Err(Error::AccessDenied),
    }
}
