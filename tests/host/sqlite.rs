//! SQLite: the databases that were granted, durable, shared by all who have them.

use serde_json::json;

use crate::gate::Gate;
use crate::given::{Started, given, meanwhile, probe};

const GRANTED: &str = "sqlite_databases = [\"default\"]\nallowed_outbound_hosts = [\"http://127.0.0.1:*\"]";
const BOTH: [&str; 2] = ["/a/sqlite/sync", "/a/sqlite/async"];
/// Some seconds of work in which no row is read from disk.
const LONG: &str =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 8000000) SELECT max(x) FROM n";

fn granted() -> Started {
    let application = given(&probe("a", GRANTED)).start();
    run(&application, "CREATE TABLE t (x)");
    application
}

fn run(application: &Started, sql: &str) -> serde_json::Value {
    let answer = application.does("/a/sqlite/async", &[("label", "default"), ("sql", sql)]);
    assert_eq!(answer["error"], json!(null), "{sql}");
    answer["rows"].clone()
}

#[test]
fn both_interfaces_read_and_write_every_kind_of_value() {
    let application = granted();
    for path in BOTH {
        let values = "VALUES (1, 1.5, 'Một', x'00ff', NULL)";
        let answer = application.does(path, &[("label", "default"), ("sql", values)]);
        assert_eq!(answer["rows"], json!([[1, 1.5, "Một", [0, 255], null]]));
        application.does(path, &[("label", "default"), ("sql", "INSERT INTO t VALUES (7)")]);
    }
    assert_eq!(run(&application, "SELECT x AS y FROM t"), json!([[7], [7]]));
}

#[test]
fn a_mistake_in_a_statement_is_told() {
    let application = granted();
    for path in BOTH {
        let error = application.fails(path, &[("label", "default"), ("sql", "SELECT nothing FROM nowhere")]);
        assert!(error.contains("nowhere"), "{error}");
    }
}

#[test]
fn every_connection_writes_a_log() {
    let application = granted();
    for path in BOTH {
        let pragma = |sql| application.does(path, &[("label", "default"), ("sql", sql)])["rows"].clone();
        assert_eq!(pragma("PRAGMA journal_mode"), json!([["wal"]]));
        assert_eq!(pragma("PRAGMA synchronous"), json!([[1]]), "1 is NORMAL: the host syncs");
    }
}

#[test]
fn a_label_that_was_not_granted_is_denied() {
    let manifest = format!("databases = {{ archive = \"archive.db\" }}\n{}{}", probe("a", GRANTED), probe("b", ""));
    let application = given(&manifest).start();
    for (component, label) in [("a", "archive"), ("a", "other"), ("a", ""), ("b", "default")] {
        for interface in ["sync", "async"] {
            let path = format!("/{component}/sqlite/{interface}");
            let error = application.fails(&path, &[("label", label), ("sql", "SELECT 1")]);
            assert!(error.contains("AccessDenied"), "{component} {label}: {error}");
        }
    }
}

#[test]
fn a_database_is_one_for_all_who_have_it_and_apart_from_others() {
    let archive = "sqlite_databases = [\"default\", \"archive\"]";
    let manifest = format!("databases = {{ archive = \"a.db\" }}\n{}{}", probe("a", GRANTED), probe("b", archive));
    let application = given(&manifest).start();
    run(&application, "CREATE TABLE t AS SELECT 1 AS x");
    let read = [("label", "default"), ("sql", "SELECT x FROM t")];
    assert_eq!(application.does("/b/sqlite/sync", &read)["rows"], json!([[1]]));
    let error = application.fails("/b/sqlite/sync", &[("label", "archive"), ("sql", "SELECT x FROM t")]);
    assert!(error.contains("no such table"), "{error}");
}

#[test]
fn data_survives_a_restart() {
    let application = granted();
    run(&application, "INSERT INTO t VALUES ('kept')");
    let application = application.restart();
    assert_eq!(run(&application, "SELECT x FROM t"), json!([["kept"]]));
}

#[test]
fn two_writers_wait_for_one_another() {
    // The second in the same instance, in another of the same database, and there through the functions that do not wait.
    for second in ["/a/sqlite/async", "/b/sqlite/async", "/b/sqlite/sync"] {
        let (application, gate) = (given(&[probe("a", GRANTED), probe("b", GRANTED)].concat()).start(), Gate::new());
        run(&application, "CREATE TABLE t (x)");
        let steps = [("label", "default"), ("sql", "BEGIN IMMEDIATE"), ("sql", "INSERT INTO t VALUES (1)")];
        let held = [&steps[..], &[("wait", gate.url.as_str()), ("sql", "COMMIT")]].concat();
        let first = meanwhile(application.query("/a/sqlite/async", &held));
        let visitor = gate.visitor();
        let second = meanwhile(application.query(second, &[&steps[..], &[("sql", "COMMIT")]].concat()));
        // Whoever only reads does not wait at all.
        assert_eq!(run(&application, "SELECT count(*) FROM t"), json!([[0]]));
        assert!(!second.is_finished());
        visitor.pass();
        for writer in [first, second] {
            let answer = writer.join().expect("an answer");
            assert_eq!(answer.json()["error"], json!(null), "{}", answer.text());
        }
        assert_eq!(run(&application, "SELECT count(*) FROM t"), json!([[2]]));
    }
}

#[test]
fn a_long_read_does_not_stop_other_requests() {
    for path in BOTH {
        let application = granted();
        let long = meanwhile(application.query(path, &[("label", "default"), ("sql", LONG)]));
        application.await_metric("motcua_requests_in_flight{component=\"a\"}", 1);
        for _ in 0..20 {
            application.does("/a/count", &[]);
            run(&application, "SELECT count(*) FROM t");
        }
        assert!(!long.is_finished(), "{path}");
        let answer = long.join().expect("an answer").json();
        assert_eq!(answer["rows"], json!([[8_000_000]]));
    }
}

#[test]
fn a_long_read_that_waits_leaves_its_own_instance_free() {
    let (application, gate) = (granted(), Gate::new());
    let steps = [("label", "default"), ("wait", gate.url.as_str()), ("sql", LONG)];
    let long = meanwhile(application.query("/a/sqlite/async", &steps));
    gate.visitor().pass();
    for _ in 0..20 {
        application.does("/a/count", &[]);
    }
    assert!(!long.is_finished());
    long.join().expect("an answer");
}
