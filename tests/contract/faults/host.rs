//! The host is killed in the middle of writes, and started again on the same state.

use motcua_tests::{Process, ProcessOptions, SCALE_OUT, environment};

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
    let mut portal = Process::start(ProcessOptions {
        manifest: manifest(),
        profile: profile.map(str::to_owned),
        state: state.path().to_owned(),
        environment: environment(profile),
        within: Vec::new(),
    });
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
    load.met_only(&["read silence", "write silence"]);
}
