//! What one guest leaves behind in a database connection, the next does not meet.

use serde_json::{Value, json};

use crate::given::{Started, given, probe};

const BOTH: [&str; 2] = ["/a/sqlite/sync", "/a/sqlite/async"];

fn granted() -> Started {
    // One instance and one request after the other: the next guest gets the connection of the one before.
    let application = given(&probe("a", "sqlite_databases = [\"default\"]")).start();
    run(&application, BOTH[1], &["CREATE TABLE t (x)"]);
    application
}

fn steps<'a>(statements: &[&'a str]) -> Vec<(&'static str, &'a str)> {
    let statements = statements.iter().map(|statement| ("sql", *statement));
    [("label", "default")].into_iter().chain(statements).collect()
}

#[track_caller]
fn run(application: &Started, path: &str, statements: &[&str]) -> Value {
    let answer = application.does(path, &steps(statements));
    assert_eq!(answer["error"], json!(null), "{statements:?}");
    answer["rows"].clone()
}

#[test]
fn a_transaction_left_open_is_rolled_back_and_nobody_is_inside_it() {
    for (path, next) in [(BOTH[0], BOTH[1]), (BOTH[1], BOTH[0]), (BOTH[0], BOTH[0]), (BOTH[1], BOTH[1])] {
        let application = granted();
        run(&application, path, &["BEGIN IMMEDIATE", "INSERT INTO t VALUES (1)"]);
        assert_eq!(run(&application, next, &["SELECT count(*) FROM t"]), json!([[0]]));
        // Inside a transaction, another could not begin.
        run(&application, next, &["BEGIN IMMEDIATE", "INSERT INTO t VALUES (2)", "COMMIT"]);
        assert_eq!(run(&application, next, &["SELECT x FROM t"]), json!([[2]]));
    }
}

#[test]
fn a_guest_that_traps_within_a_transaction_leaves_nothing_of_it() {
    for path in BOTH {
        let application = granted();
        let steps = [steps(&["BEGIN IMMEDIATE", "INSERT INTO t VALUES (1)"]), vec![("trap", "")]].concat();
        application.query(path, &steps).expect(500).problem("failed");
        run(&application, path, &["BEGIN IMMEDIATE", "INSERT INTO t VALUES (2)", "COMMIT"]);
        assert_eq!(run(&application, path, &["SELECT x FROM t"]), json!([[2]]));
    }
}

#[test]
fn a_setting_ends_with_the_guest_that_made_it() {
    #[rustfmt::skip]
    const SETTINGS: &[(&str, &str, i64)] = &[
        ("PRAGMA synchronous = OFF",         "PRAGMA synchronous",        1),
        ("PRAGMA synchronous = EXTRA",       "PRAGMA synchronous",        1),
        ("PRAGMA foreign_keys = OFF",        "PRAGMA foreign_keys",       1),
        ("PRAGMA query_only(1)",             "PRAGMA query_only",         0),
        ("PRAGMA busy_timeout = 1",          "PRAGMA busy_timeout",       15_000),
        ("SELECT * FROM pragma_query_only",  "PRAGMA query_only",         0),
        ("CREATE TEMP TABLE left (x)",       "SELECT count(*) FROM sqlite_temp_schema", 0),
        ("CREATE TEMP VIEW left AS SELECT 1","SELECT count(*) FROM sqlite_temp_schema", 0),
    ];
    for path in BOTH {
        let application = granted();
        let ours = |sql| run(&application, path, &[sql])[0][0].as_i64().expect("a number");
        for (made, read, expected) in SETTINGS {
            let before = ours(read);
            run(&application, path, &[made]);
            assert_eq!(ours(read), before, "{made}");
            assert!(before == *expected || read.contains("foreign_keys"), "{read}: {before}");
        }
    }
}

#[test]
fn the_log_cannot_be_switched_off() {
    for path in BOTH {
        let application = granted();
        for mode in ["DELETE", "OFF", "MEMORY"] {
            let error = application.fails(path, &steps(&[&format!("PRAGMA Journal_Mode = {mode}")]));
            assert!(error.contains("authoriz"), "{mode}: {error}");
        }
        assert_eq!(run(&application, path, &["PRAGMA journal_mode = WAL"]), json!([["wal"]]));
    }
}

#[test]
fn its_syncs_cannot_be_switched_off() {
    for path in BOTH {
        let application = granted();
        // SQLite takes the last three bits of a number.
        for level in ["OFF", "0", "no", "false", "7", "15"] {
            let rows = run(&application, path, &[&format!("PRAGMA Synchronous = {level}"), "PRAGMA synchronous"]);
            assert_eq!(rows, json!([[1]]), "{level}");
        }
        for (level, number) in [("NORMAL", 1), ("full", 2), ("3", 3)] {
            let rows = run(&application, path, &[&format!("PRAGMA synchronous({level})"), "PRAGMA synchronous"]);
            assert_eq!(rows, json!([[number]]), "{level}");
        }
    }
}

#[test]
fn no_other_file_can_be_reached() {
    for path in BOTH {
        let (application, elsewhere) = (granted(), tempfile::tempdir().expect("a temporary folder"));
        let file = elsewhere.path().join("copy.db");
        for sql in ["ATTACH 'FILE' AS other", "attach database 'FILE' as other", "VACUUM INTO 'FILE'"] {
            let sql = sql.replace("FILE", &file.to_string_lossy());
            let error = application.fails(path, &steps(&[&sql]));
            assert!(error.contains("authoriz"), "{sql}: {error}");
        }
        assert!(!file.exists());
    }
}

#[test]
fn what_would_hold_for_the_whole_process_is_denied() {
    for path in BOTH {
        let application = granted();
        for sql in [
            "PRAGMA hard_heap_limit = 100000",
            "PRAGMA Soft_Heap_Limit(100000)",
            "PRAGMA temp_store_directory = '/tmp'",
        ] {
            let error = application.fails(path, &steps(&[sql]));
            assert!(error.contains("authoriz"), "{sql}: {error}");
        }
        assert_eq!(run(&application, path, &["PRAGMA hard_heap_limit"]), json!([[0]]));
    }
}

#[test]
fn the_version_of_a_schema_may_be_written_and_stays() {
    let application = granted();
    run(&application, BOTH[1], &["PRAGMA user_version = 7"]);
    assert_eq!(run(&application, BOTH[0], &["PRAGMA user_version"]), json!([[7]]));
}
