//! Three hosts behind nginx on one Postgres: one is killed under load, and nothing that was acknowledged is lost.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use motcua_tests::{
    Ask, Process, ProcessOptions, SCALE_OUT, TOKEN, database, postgres, root, test_variables, variables,
};

use crate::nginx::Nginx;

/// Nothing that a test waits for takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many publish at once, and how many read.
const CLIENTS: usize = 6;
/// Acknowledged publications between two events.
const STRETCH: usize = 150;

/// What clients have seen.
#[derive(Default)]
struct Seen {
    acknowledged: Mutex<Vec<String>>,
    refused: AtomicUsize,
    read: AtomicUsize,
    is_over: AtomicBool,
}

impl Seen {
    fn acknowledged(&self) -> Vec<String> {
        self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn wait_for(&self, acknowledged: usize) {
        wait(|| self.acknowledged().len() >= acknowledged);
    }
}

fn wait(mut is_done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_done() {
        assert!(started.elapsed() < PATIENCE, "nothing more happens");
        sleep(Duration::from_millis(5));
    }
}

/// Ends the clients, also when the test fails: otherwise it would wait for them for ever.
struct Over<'a>(&'a Seen);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.is_over.store(true, Relaxed);
    }
}

/// Publishes one list after the other, each with a procedure of its own, and repeats whatever was not acknowledged.
fn publish(nginx: &Nginx, seen: &Seen, client: usize) {
    for number in 0.. {
        let code = format!("{}.{number:06}", client + 1);
        while !seen.is_over.load(Relaxed) {
            match put(nginx, &format!("load-{client}-{number}"), &code).send().status {
                200 => {
                    seen.acknowledged.lock().expect("no panic").push(code);
                    break;
                }
                502..=504 => drop(seen.refused.fetch_add(1, Relaxed)),
                status => panic!("{code}: {status}"),
            }
        }
        if seen.is_over.load(Relaxed) {
            return;
        }
    }
}

fn put(nginx: &Nginx, list: &str, code: &str) -> Ask {
    let csv = format!(
        "code,name_vi,levels,field_vi,type_vi,decision,ministry,channels,time,time_unit,fee,documents,source\n{code},Thủ tục {code},commune,Hộ tịch,,T1,bo-tu-phap,online,1,other,0,2,https://example.vn/1\n"
    );
    nginx
        .ask("PUT", &format!("/api/publications/procedures/{list}?decision=T1&effective=2026-01-01"))
        .header("authorization", &format!("Bearer {TOKEN}"))
        .header("content-type", "text/csv")
        .body(csv)
}

/// Reads what was acknowledged, the newest first: whichever host answers must know it.
fn read(nginx: &Nginx, seen: &Seen) {
    while !seen.is_over.load(Relaxed) {
        let Some(code) = seen.acknowledged().pop() else {
            sleep(Duration::from_millis(1));
            continue;
        };
        let procedure = nginx.ask("GET", &format!("/api/procedures/{code}")).expect(200).json();
        assert_eq!(procedure["name"], format!("Thủ tục {code}"));
        seen.read.fetch_add(1, Relaxed);
    }
}

/// How many requests a host has answered since its start.
fn answered(host: &Process) -> u64 {
    let metrics = host.ask("GET", "/metrics").expect(200).text();
    let counts = metrics.lines().filter(|line| line.starts_with("motcua_requests_total"));
    counts.filter_map(|line| line.rsplit_once(' ')?.1.parse::<u64>().ok()).sum()
}

fn host(state: &std::path::Path, environment: &HashMap<String, String>) -> Process {
    Process::start(ProcessOptions {
        manifest: root().join("spin.toml"),
        profile: Some(SCALE_OUT.to_owned()),
        state: state.to_owned(),
        environment: environment.clone(),
        within: Vec::new(),
    })
}

#[test]
fn a_host_dies_under_load_and_nothing_acknowledged_is_lost() {
    let address = database();
    let name = address.rsplit_once('/').expect("a name").1.to_owned();
    let mut environment = test_variables();
    environment.extend(variables(postgres(), address));
    let state = tempfile::tempdir().expect("a temporary folder");
    let mut hosts = [(); 3].map(|()| host(state.path(), &environment));
    let servers: String =
        hosts.iter().map(|host| format!("server {} max_fails=3 fail_timeout=5s;\n", host.address)).collect();
    let nginx = Nginx::start(&servers);
    let seen = Seen::default();

    std::thread::scope(|scope| {
        let over = Over(&seen);
        for client in 0..CLIENTS {
            scope.spawn({
                let (nginx, seen) = (&nginx, &seen);
                move || publish(nginx, seen, client)
            });
            scope.spawn(|| read(&nginx, &seen));
        }
        seen.wait_for(STRETCH);
        let killed = &mut hosts[1];
        assert!(answered(killed) > 0);
        killed.kill();
        seen.wait_for(seen.acknowledged().len() + STRETCH);
        killed.start_again();
        wait(|| answered(killed) > 0);
        seen.wait_for(seen.acknowledged().len() + STRETCH);
        drop(over);
    });

    check(&seen, &hosts, &name);
    // The kill was met: requests that found the dead host were answered by another.
    let gone = format!("\"hosts\":\"{}, ", hosts[1].address);
    let saved = nginx.log().lines().filter(|line| line.contains(&gone) && line.contains(", 200\"")).count();
    assert!(saved > 0);
}

/// Everything that was acknowledged is there, once.
fn check(seen: &Seen, hosts: &[Process], database: &str) {
    let acknowledged = seen.acknowledged();
    for (code, host) in acknowledged.iter().zip(hosts.iter().cycle()) {
        host.ask("GET", &format!("/api/procedures/{code}")).expect(200);
    }
    // What was sent twice was done once.
    let twice = "SELECT count(*) - count(DISTINCT (kind, list)) FROM publications";
    let twice: i64 = postgres().connect(database).expect("a connection").query_one(twice, &[]).expect("a count").get(0);
    assert_eq!(twice, 0);
}
