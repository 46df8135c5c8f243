//! What one guest leaves behind in a connection to Postgres, the next does not meet.

use motcua_tests::{database, postgres};
use serde_json::{Value, json};

use crate::given::{Started, given, until};
use crate::postgres::{granted, rows, steps};

const WAYS: [&str; 2] = ["sync", "async"];

/// Two components and one connection between them.
fn two_with_one_connection() -> Started {
    given(&["postgres_connections_max = 1\n", &granted("a"), &granted("b")].concat()).start()
}

fn pid(application: &Started, path: &str, address: &str) -> Value {
    rows(application, path, address, &["SELECT pg_backend_pid()"])
}

#[test]
fn a_transaction_left_open_is_rolled_back_and_nobody_is_inside_it() {
    let (application, address) = (two_with_one_connection(), database());
    rows(&application, "/a/postgres/sync", &address, &["CREATE TABLE t (x int)"]);
    for way in WAYS {
        for begin in ["BEGIN", "/* x */ start transaction", "--\nBegin", "BEGIN -- advisory", "ROLLBACK AND CHAIN"] {
            for next in ["a", "b"] {
                let (path, next) = (format!("/a/postgres/{way}"), format!("/{next}/postgres/{way}"));
                // A chain needs a transaction to hang on.
                let opened = if begin.contains("CHAIN") { vec!["BEGIN", begin] } else { vec![begin] };
                rows(&application, &path, &address, &[&opened[..], &["INSERT INTO t VALUES (1)"]].concat());
                assert_eq!(rows(&application, &next, &address, &["SELECT x FROM t"]), json!([]), "{begin}");
                // Outside of a transaction there is nothing to save.
                let outside = steps(&application, &next, &address, &[("try", "SAVEPOINT x")]);
                assert!(
                    outside["failed"].as_str().is_some_and(|error| error.contains("\"25P01\"")),
                    "{begin}: {outside}"
                );
            }
        }
    }
}

#[test]
fn statements_that_are_sent_at_once_run_one_after_the_other() {
    let (application, address) = (two_with_one_connection(), database());
    for next in WAYS {
        // Prepared, so that each is one message.
        let sent = [("sql", "BEGIN"), ("sql", "COMMIT"), ("sql", "BEGIN"), ("together", "COMMIT;BEGIN")];
        steps(&application, "/a/postgres/async", &address, &sent);
        let outside = steps(&application, &format!("/a/postgres/{next}"), &address, &[("try", "SAVEPOINT x")]);
        assert!(outside["failed"].as_str().is_some_and(|error| error.contains("\"25P01\"")), "{outside}");
    }
}

#[test]
fn a_guest_that_traps_within_a_transaction_leaves_nothing_of_it() {
    let (application, address) = (two_with_one_connection(), database());
    rows(&application, "/a/postgres/sync", &address, &["CREATE TABLE t (x int)"]);
    for way in WAYS {
        let path = format!("/a/postgres/{way}");
        let trap = [("address", &*address), ("sql", "BEGIN"), ("sql", "INSERT INTO t VALUES (1)"), ("trap", "")];
        application.query(&path, &trap).expect(500).problem("failed");
        rows(&application, &path, &address, &["BEGIN", "INSERT INTO t VALUES (2)", "COMMIT"]);
        assert_eq!(rows(&application, &path, &address, &["DELETE FROM t RETURNING x"]), json!([[{ "int32": 2 }]]));
    }
}

#[test]
fn a_connection_is_used_again_with_its_transaction_ended() {
    let (application, address) = (two_with_one_connection(), database());
    let first = pid(&application, "/a/postgres/sync", &address);
    for statements in [&["BEGIN"][..], &["BEGIN", "COMMIT"], &["SELECT 1"], &["BEGIN", "SAVEPOINT x", "ROLLBACK TO x"]]
    {
        rows(&application, "/a/postgres/async", &address, statements);
        assert_eq!(pid(&application, "/a/postgres/async", &address), first, "{statements:?}");
    }
    steps(&application, "/a/postgres/async", &address, &[("sql", "BEGIN"), ("try", "SELECT 1 / 0")]);
    assert_eq!(pid(&application, "/a/postgres/sync", &address), first);
}

#[test]
fn what_a_guest_keeps_in_its_session_no_other_meets() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, Value)] = &[
        ("SET search_path = pg_catalog",            "SHOW search_path",                                       json!([[{ "str": "\"$user\", public" }]])),
        ("SET statement_timeout = 0",               "SHOW statement_timeout",                                 json!([[{ "str": "30s" }]])),
        ("SET ROLE pg_monitor",                     "SELECT current_user::text = session_user::text",         json!([[{ "boolean": true }]])),
        ("SET SESSION AUTHORIZATION pg_monitor",    "SELECT session_user::text",                              json!([[{ "str": "motcua" }]])),
        ("CREATE TEMP TABLE secret AS SELECT 1",    "SELECT to_regclass('pg_temp.secret') IS NULL",           json!([[{ "boolean": true }]])),
        ("SELECT pg_advisory_lock(7)::text",        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()", json!([[{ "int64": 0 }]])),
        ("SELECT PG_ADVISORY_LOCK(7)::text",        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()", json!([[{ "int64": 0 }]])),
        ("LISTEN secret",                           "SELECT count(*) FROM pg_listening_channels()",           json!([[{ "int64": 0 }]])),
        ("DECLARE secret CURSOR WITH HOLD FOR SELECT 1", "SELECT count(*) FROM pg_cursors WHERE name = 'secret'", json!([[{ "int64": 0 }]])),
        ("PREPARE secret AS SELECT 1",              "SELECT count(*) FROM pg_prepared_statements WHERE name = 'secret'", json!([[{ "int64": 0 }]])),
    ];
    let (application, address) = (two_with_one_connection(), database());
    for way in WAYS {
        for (made, read, expected) in cases {
            for other in ["a", "b"] {
                let (one, other) = (format!("/a/postgres/{way}"), format!("/{other}/postgres/{way}"));
                rows(&application, &one, &address, &[made]);
                assert_eq!(rows(&application, &other, &address, &[read]), *expected, "{made}");
            }
        }
    }
}

#[test]
fn a_setting_made_behind_the_hosts_back_stays_within_its_component() {
    let (application, address) = (two_with_one_connection(), database());
    for way in WAYS {
        let hidden = "SELECT set_config('search_path', 'pg_catalog', false)";
        rows(&application, &format!("/a/postgres/{way}"), &address, &[hidden]);
        let read = rows(&application, &format!("/b/postgres/{way}"), &address, &["SHOW search_path"]);
        assert_eq!(read, json!([[{ "str": "\"$user\", public" }]]));
    }
}

#[test]
fn statements_stay_prepared_when_a_connection_goes_to_another_component() {
    let (application, address) = (two_with_one_connection(), database());
    let first = pid(&application, "/a/postgres/async", &address);
    assert_eq!(pid(&application, "/b/postgres/async", &address), first);
    let prepared = "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT pg_backend_pid()'";
    assert_eq!(rows(&application, "/b/postgres/async", &address, &[prepared]), json!([[{ "int64": 1 }]]));
}

#[test]
fn a_connection_in_which_anything_may_have_happened_stays_with_its_component() {
    let (application, address) = (two_with_one_connection(), database());
    rows(&application, "/a/postgres/sync", &address, &["CREATE PROCEDURE p() LANGUAGE sql AS ''"]);
    for way in WAYS {
        let [a, b] = ["a", "b"].map(|component| format!("/{component}/postgres/{way}"));
        for hidden in ["DO $$ BEGIN END $$", "CALL p()"] {
            let first = pid(&application, &a, &address);
            rows(&application, &a, &address, &[hidden]);
            assert_eq!(pid(&application, &a, &address), first, "{hidden}");
            assert_ne!(pid(&application, &b, &address), first, "{hidden}");
        }
    }
}

#[test]
fn a_statement_whose_guest_has_gone_is_ended_and_its_connection_closed() {
    let (application, address) = (two_with_one_connection(), database());
    let mut watcher = postgres().connect("postgres").expect("a connection");
    for component in ["a", "b"] {
        let first = pid(&application, "/a/postgres/async", &address);
        let answer = steps(&application, "/a/postgres/async", &address, &[("abandon", "SELECT pg_sleep(600)")]);
        assert_eq!(answer, json!(null));
        // The only connection there is: whoever gets one now need not wait for ten minutes.
        let second = pid(&application, &format!("/{component}/postgres/async"), &address);
        assert_ne!(first, second);
        let pid = i32::try_from(first[0][0]["int32"].as_i64().expect("a number")).expect("a pid");
        let count = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1";
        until("the statement is ended", || watcher.query_one(count, &[&pid]).expect("a count").get::<_, i64>(0) == 0);
    }
}

#[test]
fn a_statement_that_outlasts_its_request_is_ended() {
    let limits = "tool.motcua.request_seconds_max = 1\n";
    let manifest = ["postgres_connections_max = 1\n", &granted("a"), limits, &granted("b")].concat();
    let (application, address) = (given(&manifest).start(), database());
    // A function that does not wait stops its whole instance, which is ended a second later as one that is stuck.
    for (way, status, problem) in [("sync", 500, "failed"), ("async", 504, "timed-out")] {
        let sleep = [("address", &*address), ("sql", "SELECT pg_sleep(600)::text")];
        application.query(&format!("/a/postgres/{way}"), &sleep).expect(status).problem(problem);
        let answer = rows(&application, &format!("/b/postgres/{way}"), &address, &["SELECT 1 AS x"]);
        assert_eq!(answer, json!([[{ "int32": 1 }]]));
    }
}
