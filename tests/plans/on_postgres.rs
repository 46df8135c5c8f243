//! The plans of Postgres: the first one, and the one that a connection keeps which has sent a statement many times.

use motcua_store::Value;
use motcua_tests::database;
use postgres::{Client, NoTls};
use serde_json::Value as Json;

use crate::reads;
use crate::rows::{TABLES, filling};

/// Pages of 8 KiB. A row takes some four of them, an index's depth and its own; a scan would take ten thousand.
const PAGES_MAX: u64 = 1_000;

/// Where a plan says how many it touched.
const PAGES: [&str; 2] = ["Shared Hit Blocks", "Shared Read Blocks"];

fn filled() -> Client {
    let mut client = Client::connect(&database(), NoTls).expect("a connection");
    client.batch_execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'").expect("settings");
    for (table, select) in TABLES {
        client.batch_execute(&filling(table, select)).expect("rows");
    }
    client.batch_execute("VACUUM ANALYZE").expect("statistics");
    client
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(integer) => integer.to_string(),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) => bytes.iter().fold("'\\x".to_owned(), |digits, byte| format!("{digits}{byte:02x}")) + "'",
    }
}

/// After five times Postgres may settle on one plan for all parameters.
const TIMES: usize = 10;

/// The plans that a statement was run by, the first time and the last.
fn plans(client: &mut Client, sql: &str, parameters: &[Value]) -> [Json; 2] {
    let literals: Vec<String> = parameters.iter().map(literal).collect();
    let arguments = if literals.is_empty() { String::new() } else { format!("({})", literals.join(", ")) };
    client.batch_execute(&format!("PREPARE read AS {}", sql.replace('?', "$"))).expect(sql);
    let explain = format!("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE read{arguments}");
    // What it changes is not kept: the next time finds the same.
    let mut plan = || {
        let mut attempt = client.transaction().expect("a transaction");
        attempt.query_one(&explain, &[]).expect(sql).get::<_, Json>(0)[0]["Plan"].clone()
    };
    let plans = [plan(), (1..TIMES).map(|_| plan()).last().expect("a plan")];
    client.batch_execute("DEALLOCATE read").expect("an end");
    plans
}

/// The tables that are scanned. A scan of a partition without a page looks at no row: where a read asks all agencies,
/// Postgres does so with those that have none.
fn scans(node: &Json) -> Vec<String> {
    let is_empty = node["Actual Loops"] != 0 && PAGES.iter().all(|pages| node[pages] == 0);
    let own = (node["Node Type"] == "Seq Scan" && !is_empty).then(|| node["Relation Name"].to_string());
    let below = node["Plans"].as_array().into_iter().flatten().flat_map(scans);
    own.into_iter().chain(below).filter(|table| table != "\"editions\"").collect()
}

#[test]
fn every_read_on_postgres_uses_an_index() {
    let mut client = filled();
    for (sql, parameters) in reads::all() {
        for plan in plans(&mut client, &sql, &parameters) {
            assert_eq!(scans(&plan), [""; 0], "{sql}\n{plan:#}");
            let pages: u64 = PAGES.iter().map(|pages| plan[pages].as_u64().unwrap_or(0)).sum();
            assert!(pages < PAGES_MAX, "{pages} pages: {sql}\n{plan:#}");
        }
    }
}
