//! The application's connections to Postgres: bounded, waited for, and replaced when a server has gone.

use std::thread::JoinHandle;

use motcua_tests::{Answer, database, postgres};
use serde_json::json;
use xtask::postgres::Server;

use crate::gate::Gate;
use crate::given::{Started, given, meanwhile, probe, until};
use crate::postgres::{BOTH, granted, rows};

/// A request that holds a connection until its visitor may pass.
fn holding(application: &Started, path: &str, address: &str, gate: &Gate) -> JoinHandle<Answer> {
    meanwhile(application.query(path, &[("address", address), ("wait", &gate.url), ("sql", "SELECT 1 AS x")]))
}

#[test]
fn there_are_never_more_connections_than_allowed_and_everybody_gets_one() {
    let limits = "tool.motcua.instances_max = 32\n";
    let components = [&granted("a"), limits, &granted("b"), limits].concat();
    let application = given(&format!("postgres_connections_max = 4\n{components}")).start();
    let (address, mut watcher) = (database(), postgres().connect("postgres").expect("a connection"));
    let name = address.rsplit('/').next().expect("a name");
    let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'motcua'";
    let guests: Vec<_> = (0..32)
        .map(|guest| {
            let path = ["/a/postgres/async", "/b/postgres/sync"][guest % 2];
            let sql = ("sql", "SELECT pg_sleep(0.05)::text, 1 AS x");
            meanwhile(application.query(path, &[("address", &*address), sql, sql]))
        })
        .collect();
    let mut most = 0;
    while !guests.iter().all(JoinHandle::is_finished) {
        most = most.max(watcher.query_one(count, &[&name]).expect("a count").get::<_, i64>(0));
    }
    assert!((1..=4).contains(&most), "{most}");
    for guest in guests {
        let answer = guest.join().expect("an answer").json();
        assert_eq!(answer["rows"], json!([[{ "str": "" }, { "int32": 1 }]]), "{answer}");
    }
    assert_eq!(application.metric("motcua_postgres_refused_total{component=\"a\"}"), 0);
}

#[test]
fn another_address_makes_room_for_itself() {
    let application = given(&["postgres_connections_max = 1\n", &granted("a")].concat()).start();
    let addresses = [database(), database()];
    for address in [&addresses[0], &addresses[1], &addresses[0]] {
        for path in BOTH {
            let name = address.rsplit('/').next().expect("a name");
            assert_eq!(
                rows(&application, path, address, &["SELECT current_database()::text"]),
                json!([[{ "str": name }]])
            );
        }
    }
    assert_eq!(application.metric("motcua_postgres_opened_total{component=\"a\"}"), 3);
}

#[test]
fn a_guest_waits_for_a_connection_in_turn() {
    let (gate, address) = (Gate::new(), database());
    let application = given(&["postgres_connections_max = 1\n", &granted("a"), &granted("b")].concat()).start();
    let holder = holding(&application, "/a/postgres/async", &address, &gate);
    let visitor = gate.visitor();
    let next = meanwhile(application.query("/b/postgres/async", &[("address", &*address), ("sql", "SELECT 2 AS x")]));
    application.await_metric("motcua_postgres_waiting{component=\"b\"}", 1);
    assert_eq!(application.metric("motcua_postgres_connections{component=\"a\",state=\"in_use\"}"), 1);
    visitor.pass();
    for (guest, expected) in [(holder, 1), (next, 2)] {
        assert_eq!(guest.join().expect("an answer").json()["rows"], json!([[{ "int32": expected }]]));
    }
    application.await_metric("motcua_postgres_connections{component=\"b\",state=\"idle\"}", 1);
    assert_eq!(application.metric("motcua_postgres_waiting{component=\"b\"}"), 0);
}

#[test]
fn a_component_leaves_a_connection_for_every_other() {
    let (gate, address) = (Gate::new(), database());
    let application = given(&["postgres_connections_max = 2\n", &granted("a"), &granted("b")].concat()).start();
    rows(&application, "/a/postgres/async", &address, &["SELECT 1"]);
    rows(&application, "/b/postgres/async", &address, &["SELECT 1"]);
    let holder = holding(&application, "/a/postgres/async", &address, &gate);
    let visitor = gate.visitor();
    let next = meanwhile(application.query("/a/postgres/async", &[("address", &*address), ("sql", "SELECT 1 AS x")]));
    application.await_metric("motcua_postgres_waiting{component=\"a\"}", 1);
    assert_eq!(rows(&application, "/b/postgres/async", &address, &["SELECT 1 AS x"]), json!([[{ "int32": 1 }]]));
    visitor.pass();
    for guest in [holder, next] {
        assert_eq!(guest.join().expect("an answer").json()["rows"], json!([[{ "int32": 1 }]]));
    }
}

#[test]
fn a_guest_that_waits_in_vain_is_told_so() {
    let (gate, address) = (Gate::new(), database());
    let application = given(&["postgres_connections_max = 1\n", &granted("a"), &granted("b")].concat()).start();
    let holder = holding(&application, "/a/postgres/async", &address, &gate);
    let visitor = gate.visitor();
    let error = application.fails("/b/postgres/sync", &[("address", &address)]);
    assert!(error.contains("ConnectionFailed") && error.contains("postgres_connections_max is 1"), "{error}");
    assert_eq!(application.metric("motcua_postgres_refused_total{component=\"b\"}"), 1);
    visitor.pass();
    holder.join().expect("an answer");
    assert_eq!(rows(&application, "/b/postgres/sync", &address, &["SELECT 1 AS x"]), json!([[{ "int32": 1 }]]));
}

#[test]
fn a_server_that_is_full_is_waited_for() {
    let (gate, mut client) = (Gate::new(), postgres().connect("postgres").expect("a connection"));
    client.batch_execute("CREATE ROLE narrow LOGIN PASSWORD 'narrow' CONNECTION LIMIT 1").expect("a role");
    let address = format!("{}/postgres", postgres().host().replace("://", "://narrow:narrow@"));
    let application = given(&[granted("a"), granted("b")].concat()).start();
    let holder = holding(&application, "/a/postgres/async", &address, &gate);
    let visitor = gate.visitor();
    let next = meanwhile(application.query("/b/postgres/async", &[("address", &*address), ("sql", "SELECT 2 AS x")]));
    application.await_metric("motcua_requests_in_flight{component=\"b\"}", 1);
    visitor.pass();
    for (guest, expected) in [(holder, 1), (next, 2)] {
        let answer = guest.join().expect("an answer").json();
        assert_eq!(answer["rows"], json!([[{ "int32": expected }]]), "{answer}");
    }
}

#[test]
fn connections_that_the_server_has_ended_are_replaced() {
    let (application, address) = (given(&granted("a")).start(), database());
    let mut client = postgres().connect("postgres").expect("a connection");
    let name = address.rsplit('/').next().expect("a name");
    for path in BOTH {
        rows(&application, path, &address, &["SELECT 1"]);
        let end = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = $1";
        let ended: i64 = client.query_one(end, &[&name]).expect("an end").get(0);
        assert_eq!(ended, 1);
        assert_eq!(rows(&application, path, &address, &["SELECT 1 AS x"]), json!([[{ "int32": 1 }]]));
    }
}

#[test]
fn a_server_that_was_killed_is_used_again_when_it_is_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut server = Server::start(folder.path()).expect("a server");
    let address = server.create_database("killed").expect("a database");
    let allowed = format!("allowed_outbound_hosts = [\"{}\", \"http://127.0.0.1:*\"]", server.host());
    let (application, gate) = (given(&probe("a", &allowed)).start(), Gate::new());
    rows(&application, BOTH[0], &address, &["CREATE TABLE t AS SELECT 1 AS x"]);
    for path in BOTH {
        let held = [holding(&application, path, &address, &gate), holding(&application, path, &address, &gate)];
        let visitors = [gate.visitor(), gate.visitor()];
        rows(&application, BOTH[1], &address, &["SELECT x FROM t"]);
        server.kill().expect("a kill");
        // Orphans of the server may answer for a moment.
        let ask = [("address", &*address), ("sql", "SELECT 1 AS x")];
        until("it is down", || application.does(path, &ask)["error"].to_string().contains("ConnectionFailed"));
        server.start_again().expect("a start");
        visitors.into_iter().for_each(|visitor| visitor.pass());
        for guest in held {
            let answer = guest.join().expect("an answer").json();
            assert!(answer["error"].as_str().is_some_and(|error| error.contains("QueryFailed")), "{answer}");
        }
        for _ in 0..4 {
            assert_eq!(rows(&application, path, &address, &["SELECT x FROM t"]), json!([[{ "int32": 1 }]]));
        }
    }
}

#[test]
fn a_server_that_stops_while_a_statement_runs_is_an_error_and_no_trap() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut server = Server::start(folder.path()).expect("a server");
    let address = server.create_database("stopped").expect("a database");
    let allowed = format!("allowed_outbound_hosts = [\"{}\"]", server.host());
    let application = given(&probe("a", &allowed)).start();
    let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'";
    for path in BOTH {
        let guest =
            meanwhile(application.query(path, &[("address", &*address), ("sql", "SELECT pg_sleep(600)::text")]));
        let mut watcher = server.connect("postgres").expect("a connection");
        until("it runs", || watcher.query_one(sleeping, &[]).expect("a count").get::<_, i64>(0) == 1);
        drop(watcher);
        server.stop();
        let answer = guest.join().expect("an answer").json();
        assert!(answer["error"].as_str().is_some_and(|error| error.contains("QueryFailed")), "{answer}");
        server.start_again().expect("a start");
        assert_eq!(rows(&application, path, &address, &["SELECT 1 AS x"]), json!([[{ "int32": 1 }]]));
    }
}
