//! Statements with as many parameters as there are rows or keys.

use crate::{Database, Fault, Value};

/// Rows in one `INSERT`, and keys in one `IN`. Each statement crosses into the host and perhaps the network, so they
/// shall be few; a hundred rows of our widest table are two thousand parameters, far from every limit.
pub const CHUNK: usize = 100;

/// Adds the keys to the parameters, and gives the parenthesis that stands for them.
pub fn with_keys(parameters: &mut Vec<Value>, keys: &[String]) -> String {
    let first = parameters.len() + 1;
    parameters.extend(keys.iter().map(|key| Value::from(key.as_str())));
    places(first, keys.len())
}

/// `(?4, ?5, ?6)`: as many parameters as wanted, from the first one on.
fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|number| format!("?{number}")).collect();
    format!("({})", places.join(", "))
}

/// The parentheses that stand for `rows`, and their values one after the other.
pub fn rows_of(rows: Vec<Vec<Value>>) -> (String, Vec<Value>) {
    let mut parameters = Vec::new();
    let mut tuples = Vec::with_capacity(rows.len());
    for row in rows {
        tuples.push(places(parameters.len() + 1, row.len()));
        parameters.extend(row);
    }
    (tuples.join(", "), parameters)
}

/// Inserts `rows`, each of which has a value for each of `columns`.
pub async fn insert<D: Database>(
    database: &D,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<(), Fault> {
    inserted(database, table, columns, rows, "").await
}

/// The same, but a row whose key is there already stays as it is.
#[cfg(feature = "dossiers")]
pub async fn insert_new<D: Database>(
    database: &D,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<(), Fault> {
    inserted(database, table, columns, rows, " ON CONFLICT DO NOTHING").await
}

async fn inserted<D: Database>(
    database: &D,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
    otherwise: &str,
) -> Result<(), Fault> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(CHUNK).collect();
        let (tuples, parameters) = rows_of(chunk);
        let sql = format!("INSERT INTO {table} ({}) VALUES {tuples}{otherwise}", columns.join(", "));
        database.run(&sql, parameters).await?;
    }
    Ok(())
}
