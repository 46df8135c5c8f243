//! Postgres goes away during a load and comes back, and connections are cut.

use ::postgres::Client;
use motcua_tests::checker::Kept;
use motcua_tests::{database, postgres, variables};
use xtask::migrate::migrate;
use xtask::postgres::Server;

use super::desk::Desk;
use super::load::Load;
use crate::store::Store;

const KILLS: usize = 3;
const CUTS: usize = 10;
/// A commit whose answer was lost is in doubt; whatever else is lost leaves nothing.
const MET: &[&str] = &["read Unavailable", "write Unavailable", "write InDoubt"];

#[test]
fn a_killed_postgres_comes_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut server = Server::start(folder.path()).expect("a private Postgres");
    let address = server.create_database("contract").expect("a database");
    migrate(&address).expect("its tables");
    let (store, load) = (Store::postgres_at(variables(&server, address)), Load::default());
    load.during(&store, || {
        for _ in 0..KILLS {
            load.goes_on();
            server.kill().expect("a server to kill");
            load.met.meets("write Unavailable");
            load.met.meets("read Unavailable");
            server.start_again().expect("a server that recovers");
        }
        load.goes_on();
    });
    load.check(&store);
    load.met.only(MET);
}

#[test]
fn a_killed_postgres_loses_no_dossier() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut server = Server::start(folder.path()).expect("a private Postgres");
    let address = server.create_database("contract").expect("a database");
    migrate(&address).expect("its tables");
    let (store, desk) = (Store::postgres_at(variables(&server, address.clone())), Desk::default());
    for _ in 0..KILLS {
        desk.during(&store, || {
            desk.goes_on();
            server.kill().expect("a server to kill");
            desk.met.meets("file Unavailable");
            server.start_again().expect("a server that recovers");
            desk.goes_on();
        });
        desk.check(&store, &mut Kept::postgres(&address));
    }
    desk.met.only(&["file Unavailable", "file InDoubt"]);
}

#[test]
fn cut_connections_are_replaced() {
    let address = database();
    let name = address.rsplit('/').next().expect("a name").to_owned();
    let (store, load) = (Store::postgres_at(variables(postgres(), address)), Load::default());
    let mut operator = postgres().connect("postgres").expect("a connection");
    load.during(&store, || {
        for _ in 0..CUTS {
            load.goes_on();
            cut(&mut operator, &name);
        }
        load.goes_on();
    });
    load.check(&store);
    load.met.only(MET);
}

#[test]
fn cut_connections_lose_no_dossier() {
    let address = database();
    let name = address.rsplit('/').next().expect("a name").to_owned();
    let (store, desk) = (Store::postgres_at(variables(postgres(), address.clone())), Desk::default());
    let mut operator = postgres().connect("postgres").expect("a connection");
    desk.during(&store, || {
        for _ in 0..CUTS {
            desk.goes_on();
            cut(&mut operator, &name);
        }
        desk.goes_on();
    });
    desk.check(&store, &mut Kept::postgres(&address));
    desk.met.only(&["file Unavailable", "file InDoubt"]);
}

/// Cuts every connection to a database.
fn cut(operator: &mut Client, name: &str) {
    let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1";
    let count: i64 = operator.query_one(cut, &[&name]).expect("an answer").get(0);
    assert!(count > 0, "no connection was cut");
}
