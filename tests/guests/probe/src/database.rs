//! Statements, through both of the host's interfaces. Steps are `sql`, a statement; `wait`, an address that answers when the
//! test wants the guest to go on; and `trap`.

use serde_json::{Value as Json, json};

use crate::bindings::spin::sqlite::sqlite::{Connection, QueryResult, RowResult, Value};
use crate::{Asked, Tried};

/// Runs the steps through the functions that do not wait. The connection is dropped as the last step leaves it.
pub async fn sync(asked: &Asked) -> Tried {
    let connection = Connection::open(asked.get("label"))?;
    let mut last = Json::Null;
    for (step, value) in &asked.query {
        match step.as_str() {
            "sql" => last = shown(connection.execute(value, &[])?),
            "wait" => _ = crate::get(value).await?,
            "trap" => std::process::abort(),
            _ => {}
        }
    }
    Ok(last)
}

/// The same through those that do.
pub async fn concurrent(asked: &Asked) -> Tried {
    let connection = Connection::open_async(asked.get("label").to_owned()).await?;
    let mut last = Json::Null;
    for (step, value) in &asked.query {
        match step.as_str() {
            "sql" => last = run(&connection, value).await?,
            "wait" => _ = crate::get(value).await?,
            "trap" => std::process::abort(),
            _ => {}
        }
    }
    Ok(last)
}

async fn run(connection: &Connection, sql: &str) -> Tried {
    let (columns, rows, end) = connection.execute_async(sql.to_owned(), Vec::new()).await?;
    let rows = rows.collect().await;
    end.await?;
    Ok(shown(QueryResult { columns, rows }))
}

fn shown(result: QueryResult) -> Json {
    let row = |row: RowResult| row.values.into_iter().map(value).collect::<Vec<_>>();
    json!({ "columns": result.columns, "rows": result.rows.into_iter().map(row).collect::<Vec<_>>() })
}

fn value(value: Value) -> Json {
    match value {
        Value::Integer(integer) => json!(integer),
        Value::Real(real) => json!(real),
        Value::Text(text) => json!(text),
        Value::Blob(blob) => json!(blob),
        Value::Null => Json::Null,
    }
}
