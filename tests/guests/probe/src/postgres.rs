//! Statements to Postgres, through both of the host's interfaces.
//!
//! Steps are `ca`, a certificate that is trusted from then on; `address`, which opens a connection; `param`, a value for the
//! next statement (`{"int32": 1}`); `sql`, a statement with rows; `execute`, one that is counted; `try`, one that may fail;
//! `abandon`, one whose answer is not waited for; `together`, several that are sent at once, with a semicolon between;
//! `unread`, one whose rows are not read, and may fail; `drop`, which gives the connection up; `wait`, an address that answers
//! when the test wants the guest to go on; and `trap`.

mod json;

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use futures::future::join_all;
use serde_json::{Value as Json, json};

use crate::bindings::spin::postgres::postgres::{Connection, ConnectionBuilder, Error, ParameterValue, RowSet};
use crate::{Asked, Tried};

/// Whether the functions are used that wait, or those that do not.
#[derive(Clone, Copy)]
pub enum Way {
    Sync,
    Async,
}

/// Runs the steps, and says what came of the last statement.
pub async fn run(way: Way, asked: &Asked) -> Tried {
    let (mut connections, mut parameters) = (Vec::new(), Vec::new());
    let (mut authority, mut last, mut unread) = (None, Json::Null, Vec::new());
    for (step, value) in &asked.query {
        if step == "address" {
            connections.push(open(way, value, authority).await?);
            continue;
        }
        let connection = connections.last();
        match (step.as_str(), connection) {
            ("ca", _) => authority = Some(value.as_str()),
            ("param", _) => parameters.push(json::parameter(value)?),
            ("wait", _) => _ = crate::get(value).await?,
            ("trap", _) => std::process::abort(),
            ("drop", _) => _ = connections.pop(),
            ("sql", Some(connection)) => last = query(way, connection, value, parameters.split_off(0)).await?,
            ("try", Some(connection)) => {
                let tried = query(way, connection, value, parameters.split_off(0)).await;
                last = tried.unwrap_or_else(|error| json!({ "failed": error.to_string() }));
            }
            ("execute", Some(connection)) => {
                last = json!(execute(way, connection, value, parameters.split_off(0)).await?);
            }
            ("abandon", Some(connection)) => abandon(connection, value).await,
            ("together", Some(connection)) => {
                let sent = value.split(';').map(|sql| connection.execute_async(sql.to_owned(), Vec::new()));
                last = join_all(sent).await.into_iter().collect::<Result<Vec<u64>, Error>>()?.into();
            }
            ("unread", Some(connection)) => match connection.query_async(value.clone(), Vec::new()).await {
                Ok(rows) => unread.push(rows),
                Err(error) => last = json!({ "failed": error.to_string() }),
            },
            _ => {}
        }
    }
    Ok(last)
}

async fn open(way: Way, address: &str, authority: Option<&str>) -> Result<Connection, Error> {
    let Some(authority) = authority else {
        return match way {
            Way::Sync => Connection::open(address),
            Way::Async => Connection::open_async(address.to_owned()).await,
        };
    };
    let builder = ConnectionBuilder::new(address);
    // Empty: as if no authority had been set.
    if !authority.is_empty() {
        builder.set_ca_root(authority)?;
    }
    match way {
        Way::Sync => builder.build(),
        Way::Async => builder.build_async().await,
    }
}

async fn query(way: Way, connection: &Connection, sql: &str, parameters: Vec<ParameterValue>) -> Result<Json, Error> {
    let result = match way {
        Way::Sync => connection.query(sql, &parameters)?,
        Way::Async => {
            let (columns, rows, end) = connection.query_async(sql.to_owned(), parameters).await?;
            let rows = rows.collect().await;
            end.await?;
            RowSet { columns, rows }
        }
    };
    Ok(json::shown(result))
}

async fn execute(way: Way, connection: &Connection, sql: &str, parameters: Vec<ParameterValue>) -> Result<u64, Error> {
    match way {
        Way::Sync => connection.execute(sql, &parameters),
        Way::Async => connection.execute_async(sql.to_owned(), parameters).await,
    }
}

/// Sends a statement, and goes before there is an answer.
async fn abandon(connection: &Connection, sql: &str) {
    let mut sent = pin!(connection.execute_async(sql.to_owned(), Vec::new()));
    poll_fn(|context| {
        let _ = sent.as_mut().poll(context);
        Poll::Ready(())
    })
    .await;
}
