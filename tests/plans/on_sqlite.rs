//! The plans of SQLite.

use std::collections::BTreeSet;

use motcua_store::Value;
use motcua_store::migrations::{MIGRATIONS, statements};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, StatementStatus, ToSql, params_from_iter};

use crate::reads;
use crate::rows::{SMALL, TABLES, filling};

/// Steps of SQLite's machine. A row takes some ten of them; a scan of a million rows would take millions.
const STEPS_MAX: i32 = 20_000;

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Integer(integer) => ValueRef::Integer(*integer),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn filled(folder: &std::path::Path) -> Connection {
    let connection = Connection::open(folder.join("store.db")).expect("a file");
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN").expect("a transaction");
    for statement in MIGRATIONS.iter().flat_map(|migration| statements(migration.text)) {
        connection.execute(statement, []).expect("a table");
    }
    for (table, select) in TABLES {
        connection.execute(&filling(table, select), []).expect("rows");
    }
    connection.execute_batch("COMMIT").expect("a commit");
    connection
}

fn assert_bounded(connection: &Connection, sql: &str, parameters: &[Value]) {
    let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a plan");
    let steps = plan.raw_query().mapped(|row| row.get::<_, String>(3)).collect::<Result<Vec<_>, _>>();
    let steps = steps.expect("steps");
    // Walking what a subquery found is no scan of a table.
    let is_scan = |step: &String| step.starts_with("SCAN") && step != "SCAN k";
    assert!(!steps.iter().any(is_scan), "{sql}\n{steps:?}");
    // What it changes is not kept: the next statement finds the same.
    let _attempt = connection.unchecked_transaction().expect("a transaction");
    let mut statement = connection.prepare(sql).expect("a statement");
    let found = statement.query(params_from_iter(parameters.iter().map(Bound))).expect("rows");
    let found = found.mapped(|_| Ok(())).count();
    let taken = statement.get_status(StatementStatus::VmStep);
    assert!(taken < STEPS_MAX, "{taken} steps for {found} rows: {sql}\n{steps:?}");
}

#[test]
fn every_read_on_sqlite_uses_an_index() {
    let folder = tempfile::tempdir().expect("a folder");
    let connection = filled(folder.path());
    for (sql, parameters) in reads::all() {
        assert_bounded(&connection, &sql, &parameters);
    }
    let mut tables = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").expect("tables");
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).expect("names").map(|name| name.expect("a name"));
    let known: BTreeSet<&str> = TABLES.iter().map(|(table, _)| *table).chain(SMALL.iter().copied()).collect();
    let forgotten: Vec<String> = tables.filter(|table| !known.contains(table.as_str())).collect();
    assert!(forgotten.is_empty(), "add rows for {forgotten:?} to rows.rs");
}
