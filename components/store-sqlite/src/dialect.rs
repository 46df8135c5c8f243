//! What SQLite's values and errors mean to the store.

use motcua_store::{Fault, Row, Value};

use crate::bindings::spin::sqlite::sqlite;

/// The parameters of a statement as the host takes them. SQLite would keep U+0000; the contract has no such text.
pub fn parameters(values: Vec<Value>) -> Result<Vec<sqlite::Value>, Fault> {
    values.into_iter().map(parameter).collect()
}

fn parameter(value: Value) -> Result<sqlite::Value, Fault> {
    match value {
        Value::Null => Ok(sqlite::Value::Null),
        Value::Integer(integer) => Ok(sqlite::Value::Integer(integer)),
        Value::Text(text) if text.contains('\0') => Err(Fault::Damaged("a text holds U+0000".to_owned())),
        Value::Text(text) => Ok(sqlite::Value::Text(text)),
        Value::Blob(bytes) => Ok(sqlite::Value::Blob(bytes)),
    }
}

/// A row as the host gives it.
pub fn row(row: sqlite::RowResult) -> Result<Row, Fault> {
    row.values.into_iter().map(value).collect::<Result<Vec<Value>, Fault>>().map(Row::from)
}

fn value(value: sqlite::Value) -> Result<Value, Fault> {
    match value {
        sqlite::Value::Null => Ok(Value::Null),
        sqlite::Value::Integer(integer) => Ok(Value::Integer(integer)),
        sqlite::Value::Text(text) => Ok(Value::Text(text)),
        sqlite::Value::Blob(bytes) => Ok(Value::Blob(bytes)),
        // No column of ours holds these.
        sqlite::Value::Real(_) => Err(Fault::Damaged("a column holds a floating point number".to_owned())),
    }
}

/// What the words of an error mean: the interface flattens SQLite's codes to text. What is not here is damage.
const MEANINGS: [(&str, Fault); 5] = [
    // Only of a commit: it stands in the file, and nobody knows whether it will after a power cut.
    ("cannot sync to disk", Fault::InDoubt),
    ("locked", Fault::Unavailable),
    ("busy", Fault::Unavailable),
    ("disk is full", Fault::Full),
    ("readonly database", Fault::Denied),
];

/// The fault that an error is.
pub fn fault(error: sqlite::Error) -> Fault {
    match error {
        sqlite::Error::NoSuchDatabase | sqlite::Error::AccessDenied => Fault::Denied,
        sqlite::Error::DatabaseFull => Fault::Full,
        sqlite::Error::InvalidConnection => Fault::Damaged("the connection is not valid".to_owned()),
        sqlite::Error::Io(text) => {
            let known = MEANINGS.into_iter().find(|(words, _)| text.contains(words));
            known.map_or(Fault::Damaged(text), |(_, fault)| fault)
        }
    }
}
