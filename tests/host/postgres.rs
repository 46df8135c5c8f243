//! Postgres: statements, their answers and their errors, where the manifest allows.

use motcua_tests::{database, postgres};
use serde_json::{Value, json};

use crate::given::{Started, given, probe, probe_with_part};

pub const BOTH: [&str; 2] = ["/a/postgres/sync", "/a/postgres/async"];

/// A probe that may reach the tests' server, and a gate.
pub fn granted(id: &str) -> String {
    probe(id, &format!("allowed_outbound_hosts = [\"{}\", \"http://127.0.0.1:*\"]", postgres().host()))
}

/// What a probe answers that takes these steps on a connection to `address`.
#[track_caller]
pub fn steps(application: &Started, path: &str, address: &str, steps: &[(&str, &str)]) -> Value {
    application.does(path, &[&[("address", address)], steps].concat())
}

/// The rows of the last statement, none of which may fail.
#[track_caller]
pub fn rows(application: &Started, path: &str, address: &str, statements: &[&str]) -> Value {
    let sql: Vec<_> = statements.iter().map(|statement| ("sql", *statement)).collect();
    let answer = steps(application, path, address, &sql);
    assert_eq!(answer["error"], json!(null), "{statements:?}");
    answer["rows"].clone()
}

/// The error that a statement meets.
#[track_caller]
fn error(application: &Started, path: &str, address: &str, given: &[(&str, &str)]) -> String {
    let answer = steps(application, path, address, given);
    answer["error"].as_str().unwrap_or_else(|| panic!("{given:?} did not fail: {answer}")).to_owned()
}

#[test]
fn both_interfaces_read_and_write() {
    let (application, address) = (given(&granted("a")).start(), database());
    rows(&application, BOTH[0], &address, &["CREATE TABLE t (x int, y text)"]);
    for path in BOTH {
        let insert = [
            ("param", r#"{"int32":1}"#),
            ("param", r#"{"str":"Một"}"#),
            ("execute", "INSERT INTO t VALUES ($1, $2), (2, NULL)"),
        ];
        assert_eq!(steps(&application, path, &address, &insert), 2);
        let select = [("param", r#"{"int32":1}"#), ("sql", "SELECT y, x FROM t WHERE x >= $1 ORDER BY x")];
        assert_eq!(
            steps(&application, path, &address, &select),
            json!({
                "columns": [["y", "Str"], ["x", "Int32"]],
                "rows": [[{ "str": "Một" }, { "int32": 1 }], [{ "db-null": null }, { "int32": 2 }]],
            })
        );
        assert_eq!(steps(&application, path, &address, &[("execute", "DELETE FROM t")]), 2);
        let empty = steps(&application, path, &address, &[("sql", "SELECT x, y FROM t")]);
        assert_eq!(empty, json!({ "columns": [["x", "Int32"], ["y", "Str"]], "rows": [] }));
        let nothing = steps(&application, path, &address, &[("sql", "")]);
        assert_eq!(nothing, json!({ "columns": [], "rows": [] }));
    }
}

#[test]
fn an_error_of_the_server_is_told_with_its_code() {
    let (application, address) = (given(&granted("a")).start(), database());
    rows(&application, BOTH[0], &address, &["CREATE TABLE t (x int PRIMARY KEY)", "INSERT INTO t VALUES (1)"]);
    #[rustfmt::skip]
    let cases: &[(&str, &[&str])] = &[
        ("SELECT * FROM nowhere",    &["QueryError::DbError", "\"42P01\"", "nowhere", "ERROR"]),
        ("SELEC 1",                  &["\"42601\""]),
        ("SELECT 1; SELECT 2",       &["\"42601\""]),
        ("INSERT INTO t VALUES (1)", &["\"23505\"", "Key (x)=(1) already exists", "(\"constraint\", \"t_pkey\")", "(\"table\", \"t\")"]),
        ("SELECT 1 / 0",             &["\"22012\""]),
        ("SELECT '\\x00'::bytea::text::int", &["\"22P02\""]),
    ];
    for path in BOTH {
        for (sql, words) in cases {
            let error = error(&application, path, &address, &[("sql", sql)]);
            for word in *words {
                assert!(error.contains(word), "{sql}: no {word} in {error}");
            }
        }
        // A failed statement is no harm to the connection.
        let answer = steps(&application, path, &address, &[("try", "SELECT 1 / 0"), ("sql", "SELECT 1 AS x")]);
        assert_eq!(answer["rows"], json!([[{ "int32": 1 }]]));
    }
}

#[test]
fn parameters_that_do_not_fit_the_statement_are_refused() {
    let (application, address) = (given(&granted("a")).start(), database());
    let cases: &[&[(&str, &str)]] = &[
        &[("sql", "SELECT $1::int4")],
        &[("param", r#"{"int32":1}"#), ("sql", "SELECT 1")],
        &[("param", r#"{"int32":1}"#), ("sql", "SELECT $1::int8")],
        &[("param", r#"{"str":"1"}"#), ("sql", "SELECT $1::int4")],
        &[("param", r#"{"timestamp":1}"#), ("sql", "SELECT $1::timestamp")],
        &[("param", r#"{"date":[2025,2,30]}"#), ("sql", "SELECT $1::date")],
        &[("param", r#"{"uuid":"one"}"#), ("sql", "SELECT $1::uuid")],
        &[("param", r#"{"decimal":"1e3"}"#), ("sql", "SELECT $1::numeric")],
        &[("param", r#"{"array-decimal":["1","x"]}"#), ("sql", "SELECT $1::numeric[]")],
    ];
    for path in BOTH {
        for case in cases {
            let error = error(&application, path, &address, case);
            assert!(error.contains("Error::BadParameter"), "{case:?}: {error}");
        }
    }
}

#[test]
fn a_statement_that_the_server_has_forgotten_or_replanned_is_prepared_again() {
    for path in BOTH {
        let (application, address) = (given(&granted("a")).start(), database());
        let read = "SELECT * FROM t";
        rows(&application, path, &address, &["CREATE TABLE t AS SELECT 1 AS x", read]);
        let changed = rows(&application, path, &address, &["ALTER TABLE t ADD y text DEFAULT 'new'", read]);
        assert_eq!(changed, json!([[{ "int32": 1 }, { "str": "new" }]]));
        let forgotten = rows(&application, path, &address, &[read, "DEALLOCATE ALL", read]);
        assert_eq!(forgotten, changed);
        // Behind the host's back.
        let hidden = rows(&application, path, &address, &[read, "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$", read]);
        assert_eq!(hidden, changed);
        let within = ["BEGIN", read, "ALTER TABLE t DROP y", read].map(|sql| ("sql", sql));
        let error = error(&application, path, &address, &within);
        assert!(error.contains("\"0A000\""), "{error}");
        assert_eq!(rows(&application, path, &address, &[read]), changed);
    }
}

#[test]
fn within_a_transaction_one_statement_that_is_stale_is_enough_to_learn_of_all() {
    let (application, address) = (given(&granted("a")).start(), database());
    let mut owner = postgres().connect(address.rsplit('/').next().expect("a name")).expect("a connection");
    let (one, other) = ("SELECT * FROM t", "SELECT * FROM t WHERE x > 0");
    rows(&application, BOTH[0], &address, &["CREATE TABLE t AS SELECT 1 AS x"]);
    for path in BOTH {
        // The first once more: what the other path has left of the second may be stale, and both shall be kept.
        rows(&application, path, &address, &[one, other, one]);
        owner.batch_execute("ALTER TABLE t ADD y text").expect("a change");
        let within = [("sql", "BEGIN"), ("try", one), ("sql", "ROLLBACK"), ("sql", "BEGIN"), ("sql", other)];
        let answer = steps(&application, path, &address, &within);
        assert_eq!(answer["rows"], json!([[{ "int32": 1 }, { "db-null": null }]]), "{answer}");
        owner.batch_execute("ALTER TABLE t DROP y").expect("a change");
    }
}

#[test]
fn a_long_statement_is_not_kept() {
    let (application, address) = (given(&granted("a")).start(), database());
    for path in BOTH {
        let long = format!("SELECT '{}'", "x".repeat(20_000));
        let kept = "SELECT count(*) FROM pg_prepared_statements WHERE length(statement) > 10000";
        assert_eq!(rows(&application, path, &address, &[&long, kept]), json!([[{ "int64": 0 }]]));
    }
}

#[test]
fn rows_that_nobody_reads_do_not_fill_the_host() {
    let (application, address) = (given(&granted("a")).start(), database());
    let large = ("unread", "SELECT repeat('x', 1000000) FROM generate_series(1, 50)");
    for _ in 0..2 {
        assert_eq!(steps(&application, BOTH[1], &address, &[large, large]), json!(null));
        let answer = steps(&application, BOTH[1], &address, &[large, large, large]);
        let is_refusal = |error: &str| error.contains("Error::Other") && error.contains("wait to be read");
        assert!(answer["failed"].as_str().is_some_and(is_refusal), "{answer}");
    }
    // What is read takes no room any more, and every row arrives.
    let read = "SELECT x, repeat('x', 1000) FROM generate_series(1, 5000) AS x";
    let numbers: Vec<_> = (1..=5000).map(|number| json!([{ "int32": number }])).collect();
    let statements = [&[read; 30][..], &["SELECT x FROM generate_series(1, 5000) AS x"]].concat();
    assert_eq!(rows(&application, BOTH[1], &address, &statements), json!(numbers));
}

#[test]
fn what_the_interface_cannot_do_is_refused_and_harms_nobody() {
    let (application, address) = (given(&granted("a")).start(), database());
    rows(&application, BOTH[0], &address, &["CREATE TABLE t (x int)"]);
    for path in BOTH {
        let answer = steps(&application, path, &address, &[("try", "COPY t FROM STDIN")]);
        assert!(
            answer["failed"].as_str().is_some_and(|error| error.contains("Error::Other") && error.contains("COPY")),
            "{answer}"
        );
        let answer = steps(&application, path, &address, &[("try", "COPY t TO STDOUT"), ("sql", "SELECT 1 AS x")]);
        assert_eq!(answer["rows"], json!([[{ "int32": 1 }]]));
        let large = "SELECT repeat('x', 1000000) FROM generate_series(1, 80)";
        let answer = steps(&application, path, &address, &[("try", large)]);
        // No error of the query: with a text it would be the loss of the connection, after which a component tries again.
        let is_refusal = |error: &str| error.contains("Error::Other") && error.contains("larger than");
        assert!(answer["failed"].as_str().is_some_and(is_refusal), "{answer}");
        assert_eq!(rows(&application, path, &address, &["SELECT 1 AS x"]), json!([[{ "int32": 1 }]]));
    }
}

#[test]
fn sessions_have_limits_unless_the_address_sets_them() {
    let (application, address) = (given(&granted("a")).start(), database());
    let own = format!("{address}?application_name=mine&options=-c%20statement_timeout%3D7000");
    for (address, name, timeout) in [(&address, "motcua", "30s"), (&own, "mine", "7s")] {
        for (setting, expected) in [
            ("application_name", name),
            ("statement_timeout", timeout),
            ("idle_in_transaction_session_timeout", "1min"),
        ] {
            let answer = rows(&application, BOTH[1], address, &[&format!("SHOW {setting}")]);
            assert_eq!(answer, json!([[{ "str": expected }]]), "{setting}");
        }
    }
}

#[test]
fn an_address_that_is_not_allowed_is_denied() {
    let server = postgres().host();
    let port = server.rsplit(':').next().expect("a port");
    let only = |entry: &str| probe("a", &format!("allowed_outbound_hosts = [\"{entry}\"]"));
    let named = format!("postgres://db.example:{port}");
    #[rustfmt::skip]
    let cases = [
        (only(&server),  format!("postgres://u:secret@localhost:{port}/x"),                        "localhost"),
        (only(&server),  "postgres://u:secret@127.0.0.1/x".to_owned(),                             "127.0.0.1:5432"),
        (only(&server),  format!("host=127.0.0.1,127.0.0.2 port={port} user=u password=secret"),   "127.0.0.2"),
        (only(&named),   format!("host=db.example hostaddr=127.0.0.1 port={port} password=secret"), "127.0.0.1"),
        (only(&named),   format!("postgres://u:secret@db.example:{port}/x?hostaddr=127.0.0.1"),    "127.0.0.1"),
        (only(&server),  format!("hostaddr=127.0.0.2 port={port} user=u password=secret"),         "127.0.0.2"),
        (only("http://127.0.0.1:*"), database(),                                                   "127.0.0.1"),
        (probe("a", ""), database(),                                                               "127.0.0.1"),
    ];
    for (manifest, address, host) in cases {
        let application = given(&manifest).start();
        for path in BOTH {
            for authority in [None, Some(("ca", ""))] {
                let steps: Vec<_> = authority.into_iter().chain([("address", &*address)]).collect();
                let error = application.fails(path, &steps);
                assert!(error.contains("ConnectionFailed") && error.contains("is not permitted"), "{error}");
                assert!(error.contains(host) && !error.contains("secret"), "{error}");
            }
        }
    }
}

#[test]
fn what_is_no_address_is_refused() {
    let application = given(&probe("a", "allowed_outbound_hosts = [\"*://*:*\"]")).start();
    for address in
        ["", "x", "host=/run/postgresql", "postgres://%2Frun%2Fpostgresql/x", "user=u", "host=a password=secret word"]
    {
        for path in BOTH {
            let error = application.fails(path, &[("address", address)]);
            assert!(error.contains("ConnectionFailed") && !error.contains("secret"), "{address}: {error}");
        }
    }
}

#[test]
fn a_server_that_is_not_there_or_refuses_is_an_error_and_no_trap() {
    let application = given(&probe("a", "allowed_outbound_hosts = [\"*://*:*\"]")).start();
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let gone = format!("postgres://u@{}/x", listener.local_addr().expect("an address"));
    drop(listener);
    let wrong = postgres().address("nowhere");
    for (address, word) in [(&gone, "refused"), (&wrong, "does not exist")] {
        for path in BOTH {
            let error = application.fails(path, &[("address", address)]);
            assert!(error.contains("ConnectionFailed") && error.contains(word), "{error}");
        }
    }
}

#[test]
fn a_part_has_databases_when_it_inherits_the_allow_list() {
    let allowed = format!("allowed_outbound_hosts = [\"{}\"]", postgres().host());
    let inherits = ", inherit_configuration = [\"allowed_outbound_hosts\"]";
    let other = ", inherit_configuration = [\"sqlite_databases\", \"variables\"]";
    let functions = [
        probe_with_part("a", inherits, &allowed),
        probe_with_part("b", "", &allowed),
        probe_with_part("c", other, &allowed),
    ];
    let (application, address) = (given(&functions.concat()).start(), database());
    for what in ["postgres", "postgres-builder"] {
        for (function, expected) in [("a", "opened"), ("b", "not inherited"), ("c", "not inherited")] {
            let said = application.does(&format!("/{function}/part"), &[("what", what), ("about", &address)]);
            assert!(said.as_str().is_some_and(|said| said.contains(expected)), "{function} {what}: {said}");
        }
    }
    // The function itself is not denied.
    let answer = steps(&application, "/b/postgres/sync", &address, &[("sql", "SELECT 1 AS x")]);
    assert_eq!(answer["rows"], json!([[{ "int32": 1 }]]));
}
