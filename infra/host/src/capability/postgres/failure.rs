//! What goes wrong with a statement, in the words of the interface.

use std::error::Error as _;

use tokio_postgres::error::{DbError as Reported, SqlState};

use crate::bindings::spin::postgres::postgres::{DbError, Error, QueryError};

/// Why a value does not fit.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// A parameter that does not fit what the statement wants. The driver hands it back as the source of its own error.
#[derive(Debug, thiserror::Error)]
#[error("${number}: {why}")]
pub struct Misfit {
    /// The parameter, as the statement calls it.
    pub number: usize,
    /// Why.
    pub why: Fault,
}

/// What the driver says of a statement.
pub fn of_statement(error: &tokio_postgres::Error) -> Error {
    if let Some(misfit) = error.source().and_then(|source| source.downcast_ref::<Misfit>()) {
        return Error::BadParameter(misfit.to_string());
    }
    Error::QueryFailed(match error.as_db_error() {
        Some(reported) => QueryError::DbError(of_server(reported)),
        None => QueryError::Text(chain(error)),
    })
}

/// What the driver says of a connection that it could not open. Where the server gave a reason, its code comes first.
pub fn of_connecting(error: &tokio_postgres::Error) -> Error {
    let code = error.code().map(|code| format!("{}: ", code.code())).unwrap_or_default();
    Error::ConnectionFailed(format!("{code}{}", chain(error)))
}

/// True when the server may take a connection that it refuses now: it is full, or not up yet.
pub fn is_passing(error: &tokio_postgres::Error) -> bool {
    matches!(error.code(), Some(&SqlState::TOO_MANY_CONNECTIONS | &SqlState::CANNOT_CONNECT_NOW))
}

/// True when the server does not run a prepared statement any more that it did run.
pub fn is_stale(error: &tokio_postgres::Error) -> bool {
    match error.code() {
        Some(&SqlState::INVALID_SQL_STATEMENT_NAME) => true,
        Some(&SqlState::FEATURE_NOT_SUPPORTED) => {
            error.as_db_error().is_some_and(|reported| reported.message().contains("cached plan"))
        }
        _ => false,
    }
}

fn chain(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

fn of_server(reported: &Reported) -> DbError {
    let line = reported.line().map(|line| line.to_string());
    let extras = [
        ("column", reported.column()),
        ("constraint", reported.constraint()),
        ("routine", reported.routine()),
        ("hint", reported.hint()),
        ("table", reported.table()),
        ("datatype", reported.datatype()),
        ("schema", reported.schema()),
        ("file", reported.file()),
        ("line", line.as_deref()),
        ("where_", reported.where_()),
    ];
    let told = |(name, value): (&str, Option<&str>)| Some((name.to_owned(), value?.to_owned()));
    DbError {
        as_text: reported.to_string(),
        severity: reported.severity().to_owned(),
        code: reported.code().code().to_owned(),
        message: reported.message().to_owned(),
        detail: reported.detail().map(str::to_owned),
        extras: extras.into_iter().filter_map(told).collect(),
    }
}
