//! A `Database` over a file in a temporary folder, one a test. It looks at the plan of every statement, and breaks when it
//! is told to.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
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
    static EXPLAINED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// What is read as a whole on purpose: the catalogue, and what a publication compares its list with.
const WHOLE: [&str; 4] =
    ["FROM procedures WHERE from_day", "WHERE until_day > ?1", "FROM units WHERE from_day", "max(id)"];

/// Starts a test with an empty store. A thread may run several tests, one after the other.
pub fn fresh() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let connection = Connection::open(folder.path().join("store.db")).expect("a file");
    // What a test writes need not survive a loss of power.
    connection.pragma_update(None, "synchronous", "OFF").expect("a pragma");
    STORE.set(Some((folder, Rc::new(connection))));
    LEFT.set(None);
}

/// Runs a call of the store.
pub fn wait<T>(call: impl Future<Output = T>) -> T {
    block_on(call)
}

/// Lets this many statements pass and breaks all that follow, but for the rollback; `None` mends it.
pub fn break_after(statements: Option<usize>) {
    LEFT.set(statements);
}

/// Everything that the store keeps, to compare.
pub fn everything() -> String {
    let connection = connection();
    let rows = |sql: &str| {
        let mut statement = connection.prepare(sql).expect(sql);
        let columns = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            Ok((0..columns).map(|column| format!("{:?} ", row.get_ref(column).expect("a column"))).collect())
        };
        statement.query_map([], row).expect(sql).collect::<Result<Vec<String>, _>>().expect(sql)
    };
    let mut names =
        connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").expect("tables");
    let names = names
        .query_map([], |row| row.get::<_, String>(0))
        .expect("tables")
        .collect::<Result<Vec<_>, _>>()
        .expect("names");
    names.iter().map(|name| format!("{name}: {:#?}\n", rows(&format!("SELECT * FROM {name} ORDER BY rowid")))).collect()
}

/// Asserts once for each statement that it finds its rows by an index.
fn explain(connection: &Connection, sql: &str) {
    let is_known = !EXPLAINED.with_borrow_mut(|explained| explained.insert(sql.to_owned()));
    if is_known
        || WHOLE.iter().any(|part| sql.contains(part))
        || ["BEGIN", "COMMIT", "ROLLBACK"].iter().any(|word| sql.starts_with(word))
    {
        return;
    }
    let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect(sql);
    let steps = plan.raw_query().mapped(|row| row.get::<_, String>(3)).collect::<Result<Vec<_>, _>>().expect(sql);
    // Walking what a subquery found, or what stands in the statement, is no scan of a table.
    let is_scan = |step: &&String| {
        step.starts_with("SCAN")
            && !["SCAN k", "SCAN CONSTANT ROW"].contains(&step.as_str())
            && !step.ends_with("-ROW VALUES CLAUSE")
    };
    assert_eq!(steps.iter().find(is_scan), None, "{sql}");
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
        match LEFT.get() {
            _ if sql == "ROLLBACK" => {}
            Some(0) => return Err(Fault::Unavailable),
            left => LEFT.set(left.map(|left| left - 1)),
        }
        explain(&self.0, sql);
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
