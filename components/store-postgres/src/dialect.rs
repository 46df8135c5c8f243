//! What Postgres's statements, values and errors are to the store.

use motcua_store::{Fault, Row, Value};

use crate::bindings::spin::postgres::postgres::{self, DbValue, Error, ParameterValue, QueryError};

/// A statement with its parameters as Postgres writes them. In ours a question mark is nothing else.
pub fn statement(sql: &str) -> String {
    sql.replace('?', "$")
}

/// A parameter as the host takes it.
pub fn parameter(value: Value) -> ParameterValue {
    match value {
        Value::Null => ParameterValue::DbNull,
        Value::Integer(integer) => ParameterValue::Int64(integer),
        Value::Text(text) => ParameterValue::Str(text),
        Value::Blob(bytes) => ParameterValue::Binary(bytes),
    }
}

/// A row as the host gives it.
pub fn row(row: postgres::Row) -> Result<Row, Fault> {
    row.into_iter().map(value).collect::<Result<Vec<Value>, Fault>>().map(Row::from)
}

fn value(value: DbValue) -> Result<Value, Fault> {
    match value {
        DbValue::DbNull => Ok(Value::Null),
        DbValue::Int64(integer) => Ok(Value::Integer(integer)),
        DbValue::Str(text) => Ok(Value::Text(text)),
        DbValue::Binary(bytes) => Ok(Value::Blob(bytes)),
        // No column of ours holds anything else.
        _ => Err(Fault::Damaged("a column holds neither integer nor text nor bytes".to_owned())),
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The connection is gone. What was being committed may be kept.
    Lost,
    /// The server ended the transaction in favour of a rival. Nothing is kept.
    Beaten,
    /// The server refused, and would again.
    Refused,
}

/// What the codes of Postgres mean (its manual, appendix A), by how they start. What is not here is damage.
#[rustfmt::skip]
const MEANINGS: &[(&str, Fault, End)] = &[
    ("40001", Fault::Unavailable,    End::Beaten),  // could not serialize
    ("40P01", Fault::Unavailable,    End::Beaten),  // deadlock
    ("08",    Fault::Unavailable,    End::Lost),    // the connection failed
    ("57P",   Fault::Unavailable,    End::Lost),    // terminated, shut down, starting up
    ("25P03", Fault::Unavailable,    End::Lost),    // idle in a transaction for too long
    ("55P03", Fault::Unavailable,    End::Refused), // a lock was not to be had in time
    ("57014", Fault::Unavailable,    End::Refused), // cancelled: it took too long
    ("25006", Fault::Unavailable,    End::Refused), // read-only: a replica, or a server that is being replaced
    ("26000", Fault::Unavailable,    End::Refused), // a pool in between has lost a prepared statement
    ("53100", Fault::Full,           End::Refused), // the disk is full
    ("53",    Fault::Unavailable,    End::Refused), // too many connections, out of memory
    ("42501", Fault::Denied,         End::Refused), // insufficient privilege
    ("42P01", Fault::OutdatedSchema, End::Refused), // no such table
    ("42703", Fault::OutdatedSchema, End::Refused), // no such column
];

/// What stands in the text of a connection that nobody granted: a host that the manifest does not allow, a wrong password,
/// role or database. The interface has no other words for the difference.
const NOT_OURS: [&str; 4] = ["is not permitted", "28P01", "28000", "3D000"];

/// What an error is to the caller, and how it ended the attempt.
pub fn meaning(error: Error) -> (Fault, End) {
    match error {
        Error::QueryFailed(QueryError::DbError(error)) => {
            let known = MEANINGS.iter().find(|(code, ..)| error.code.starts_with(code));
            let damage = || (Fault::Damaged(format!("{}: {}", error.code, error.message)), End::Refused);
            known.map_or_else(damage, |(_, fault, end)| (fault.clone(), *end))
        }
        // What has no code does not come from the server: the connection is gone.
        Error::QueryFailed(QueryError::Text(_)) => (Fault::Unavailable, End::Lost),
        Error::ConnectionFailed(text) if NOT_OURS.iter().any(|words| text.contains(words)) => {
            (Fault::Denied, End::Refused)
        }
        Error::ConnectionFailed(_) => (Fault::Unavailable, End::Refused),
        Error::BadParameter(text) | Error::ValueConversionFailed(text) | Error::Other(text) => {
            (Fault::Damaged(text), End::Refused)
        }
    }
}
