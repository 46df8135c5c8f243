//! A store's database, read past the store.

use std::path::Path;

use postgres::types::Type;
use postgres::{Client, NoTls};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// A value of a row, of the kinds that the store keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// An integer.
    Integer(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A connection to the database of a store, for whoever looks, or breaks something, behind its back.
pub enum Kept {
    /// The file of the default profile.
    Sqlite(Connection),
    /// The database of `scale-out`.
    Postgres(Box<Client>),
}

impl Kept {
    /// The file `sqlite_db.db` of a portal's state, whether the portal runs or not.
    pub fn sqlite(state: &Path) -> Kept {
        Kept::sqlite_file(&state.join("sqlite_db.db"))
    }

    /// Another file of a portal's state.
    pub fn sqlite_file(file: &Path) -> Kept {
        let connection = Connection::open(file).expect("the store's file");
        connection.busy_timeout(std::time::Duration::from_secs(10)).expect("a timeout");
        Kept::Sqlite(connection)
    }

    /// The database at an address `postgres://…`.
    pub fn postgres(address: &str) -> Kept {
        Kept::Postgres(Box::new(Client::connect(address, NoTls).expect("a connection")))
    }

    /// What a query without parameters finds.
    pub fn rows(&mut self, sql: &str) -> Vec<Vec<Cell>> {
        match self {
            Kept::Sqlite(connection) => of_sqlite(connection, sql).unwrap_or_else(|error| panic!("{sql}: {error}")),
            Kept::Postgres(client) => {
                let rows = client.query(sql, &[]).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
                rows.iter().map(|row| (0..row.len()).map(|column| of_postgres(row, column)).collect()).collect()
            }
        }
    }

    /// All that a table holds as one text: its bytes as they are, where they are text.
    pub fn dump(&mut self, table: &str) -> String {
        let cell = |cell: &Cell| match cell {
            Cell::Null => String::new(),
            Cell::Integer(integer) => integer.to_string(),
            Cell::Text(text) => text.clone(),
            Cell::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        };
        let rows = self.rows(&format!("SELECT * FROM {table}"));
        rows.iter().flatten().map(cell).collect::<Vec<_>>().join("\n")
    }

    /// Runs statements, one after the other.
    pub fn execute(&mut self, sql: &str) {
        match self {
            Kept::Sqlite(connection) => {
                connection.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
            }
            Kept::Postgres(client) => client.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}")),
        }
    }

    /// Looks at one moment of the store: what others write meanwhile is not seen.
    pub fn at_one_moment<T>(&mut self, look: impl FnOnce(&mut Kept) -> T) -> T {
        self.execute(match self {
            Kept::Sqlite(_) => "BEGIN",
            Kept::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        });
        let seen = look(self);
        self.execute("ROLLBACK");
        seen
    }
}

fn of_sqlite(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<Vec<Cell>>> {
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        (0..columns)
            .map(|column| {
                Ok(match row.get_ref(column)? {
                    ValueRef::Null => Cell::Null,
                    ValueRef::Integer(integer) => Cell::Integer(integer),
                    ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
                    ValueRef::Real(real) => panic!("the store keeps no fractions: {real}"),
                })
            })
            .collect()
    })?;
    rows.collect()
}

fn of_postgres(row: &postgres::Row, column: usize) -> Cell {
    let cell = match *row.columns()[column].type_() {
        Type::INT8 => row.get::<_, Option<i64>>(column).map(Cell::Integer),
        Type::TEXT => row.get::<_, Option<String>>(column).map(Cell::Text),
        Type::BYTEA => row.get::<_, Option<Vec<u8>>>(column).map(Cell::Bytes),
        ref other => panic!("the store keeps no {other}"),
    };
    cell.unwrap_or(Cell::Null)
}

impl Cell {
    /// The text in it.
    #[track_caller]
    pub fn text(&self) -> &str {
        match self {
            Cell::Text(text) => text,
            other => panic!("no text: {other:?}"),
        }
    }

    /// The integer in it.
    #[track_caller]
    pub fn integer(&self) -> i64 {
        match self {
            Cell::Integer(integer) => *integer,
            other => panic!("no integer: {other:?}"),
        }
    }

    /// The bytes in it.
    #[track_caller]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Cell::Bytes(bytes) => bytes,
            other => panic!("no bytes: {other:?}"),
        }
    }
}
