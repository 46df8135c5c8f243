//! A `Database` over a file in a temporary folder, one a test.

use std::cell::RefCell;
use std::rc::Rc;

use futures::executor::block_on;
use motcua_store::migrations::{MIGRATIONS, statements};
use motcua_store::{Database, Fault, Row, Store, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use tempfile::TempDir;

pub type Native = Store<File>;

pub struct File(Rc<Connection>);

thread_local! {
    static STORE: RefCell<Option<(TempDir, Rc<Connection>)>> = const { RefCell::new(None) };
}

/// Starts a test with an empty store. A thread may run several tests, one after the other.
pub fn fresh() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let connection = Connection::open(folder.path().join("store.db")).expect("a file");
    STORE.set(Some((folder, Rc::new(connection))));
}

/// Runs a call of the store.
pub fn wait<T>(call: impl Future<Output = T>) -> T {
    block_on(call)
}

/// The store's connection, to look behind it.
pub fn connection() -> Rc<Connection> {
    STORE.with_borrow(|store| store.as_ref().expect("a test starts with fresh()").1.clone())
}

impl Database for File {
    const BEGIN: &'static str = "BEGIN IMMEDIATE";

    async fn open() -> Result<File, Fault> {
        let connection = connection();
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(fault)?;
        if version == MIGRATIONS.len() as i64 {
            return Ok(File(connection));
        }
        for statement in MIGRATIONS.iter().skip(version as usize).flat_map(|migration| statements(migration.text)) {
            connection.execute(statement, []).map_err(fault)?;
        }
        connection.pragma_update(None, "user_version", MIGRATIONS.len() as i64).map_err(fault)?;
        Ok(File(connection))
    }

    async fn rows(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.run(sql, parameters).await
    }

    async fn run(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, Fault> {
        let mut statement = self.0.prepare_cached(sql).map_err(fault)?;
        let columns = statement.column_count();
        let mut found = statement.query(params_from_iter(parameters.into_iter().map(Bound))).map_err(fault)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(fault)? {
            let values = (0..columns).map(|column| value(row.get_ref(column).expect("a column")));
            rows.push(Row::from(values.collect::<Vec<_>>()));
        }
        Ok(rows)
    }
}

struct Bound(Value);

impl ToSql for Bound {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match &self.0 {
            Value::Null => ValueRef::Null,
            Value::Integer(integer) => ValueRef::Integer(*integer),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(integer) => Value::Integer(integer),
        ValueRef::Text(text) => Value::Text(String::from_utf8(text.to_vec()).expect("text in UTF-8")),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        ValueRef::Real(real) => panic!("the tables hold no floating point numbers, and not {real}"),
    }
}

fn fault(error: rusqlite::Error) -> Fault {
    Fault::Damaged(error.to_string())
}
