//! The host is killed in the middle of writes, and started again on the same state.

use std::collections::HashMap;
use std::path::Path;

use motcua_tests::checker::Kept;
use motcua_tests::{Process, ProcessOptions, SCALE_OUT, environment};

use super::desk::Desk;
use super::load::Load;
use crate::client::Client;
use crate::store::manifest;

const ROUNDS: usize = 5;

#[test]
fn sqlite_keeps_what_a_killed_host_acknowledged() {
    a_killed_host(None);
}

#[test]
fn postgres_keeps_what_a_killed_host_acknowledged() {
    a_killed_host(Some(SCALE_OUT));
}

fn a_killed_host(profile: Option<&str>) {
    let state = tempfile::tempdir().expect("a temporary folder");
    let mut portal = portal(profile, state.path(), environment(profile));
    let (client, load) = (Client::new(&portal.url), Load::default());
    for round in 0..ROUNDS {
        load.during(&client, || {
            // The first time it is killed while it makes the tables.
            if round == 0 {
                load.begins()
            } else {
                load.goes_on()
            }
            portal.kill();
        });
        portal.start_again();
        load.check(&client);
    }
    load.during(&client, || load.goes_on());
    load.check(&client);
    load.met.only(&["read silence", "write silence"]);
}

#[test]
fn sqlite_keeps_the_dossiers_that_a_killed_host_acknowledged() {
    dossiers_of_a_killed_host(None);
}

#[test]
fn postgres_keeps_the_dossiers_that_a_killed_host_acknowledged() {
    dossiers_of_a_killed_host(Some(SCALE_OUT));
}

fn dossiers_of_a_killed_host(profile: Option<&str>) {
    let state = tempfile::tempdir().expect("a temporary folder");
    let environment = environment(profile);
    let address = environment.get("SPIN_VARIABLE_POSTGRES").cloned();
    let mut portal = portal(profile, state.path(), environment);
    let kept = || address.as_deref().map_or_else(|| Kept::sqlite(state.path()), Kept::postgres);
    let (client, desk) = (Client::new(&portal.url), Desk::default());
    for _ in 0..ROUNDS {
        desk.during(&client, || {
            desk.goes_on();
            portal.kill();
        });
        portal.start_again();
        desk.check(&client, &mut kept());
    }
    desk.during(&client, || desk.goes_on());
    desk.check(&client, &mut kept());
    desk.met.only(&["file silence"]);
}

/// A portal of the driver in a process of its own.
fn portal(profile: Option<&str>, state: &Path, environment: HashMap<String, String>) -> Process {
    Process::start(ProcessOptions {
        manifest: manifest(),
        profile: profile.map(str::to_owned),
        state: state.to_owned(),
        environment,
        within: Vec::new(),
    })
}
