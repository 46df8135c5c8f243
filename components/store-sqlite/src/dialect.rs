//! What SQLite's values and errors mean to the store.

use motcua_store::{Fault, Row, Value};

use crate::bindings::spin::sqlite::sqlite;

/// A parameter as the host takes it.
pub fn parameter(value: Value) -> sqlite::Value {
    match value {
        Value::Null => sqlite::Value::Null,
        Value::Integer(integer) => sqlite::Value::Integer(integer),
        Value::Text(text) => sqlite::Value::Text(text),
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
        // No column of ours holds these.
        sqlite::Value::Real(_) | sqlite::Value::Blob(_) => {
            Err(Fault::Damaged("a column holds neither integer nor text".to_owned()))
        }
    }
}

/// What the words of an error mean: the interface flattens SQLite's codes to text. What is not here is damage.
const MEANINGS: [(&str, Fault); 4] = [
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
