//! Paths that the host calls by itself. A second is the shortest period there is; where a test must know that time has
//! passed, it counts the calls of another schedule.

use std::net::TcpStream;
use std::sync::Arc;

use motcua_tests::raw;

use crate::gate::Gate;
use crate::given::{Started, given, meanwhile, probe, until};

/// One place, which a guest at the gate holds.
const ONE: &str = "allowed_outbound_hosts = [\"http://127.0.0.1:*\"]
    tool.motcua.instances_max = 1
    tool.motcua.concurrent_per_instance = 1";
const QUEUED: &str = "motcua_requests_queued{component=\"a\"}";

/// A probe at `/<id>/...` with a path that is called every second.
fn scheduled(id: &str, path: &str, more: &str) -> String {
    probe(id, &format!("tool.motcua.schedule = [{{ path = \"{path}\", every_seconds = 1 }}]\n{more}"))
}

fn calls(component: &str, path: &str, result: &str) -> String {
    format!("motcua_scheduled_calls_total{{component=\"{component}\",path=\"{path}\",result=\"{result}\"}}")
}

/// Waits until so many more calls of `/count` were answered well.
#[track_caller]
fn await_calls(application: &Started, component: &str, more: u64) {
    let metric = calls(component, "/count", "ok");
    let before = application.metric(&metric);
    until(&metric, || application.metric(&metric) >= before + more);
}

#[test]
fn a_scheduled_path_is_called_again_and_again() {
    let old = "[component.old]\nsource = \"old.wasm\"\n
        tool.motcua.schedule = [{ path = \"/\", every_seconds = 1 }, { path = \"/now\", every_seconds = 86_400 }]\n";
    let application = given(&[&scheduled("a", "/count", ""), old].concat()).start();
    assert_eq!(application.metric(&calls("old", "/now", "ok")), 0);
    await_calls(&application, "a", 3);
    until("the old one is called too", || application.metric(&calls("old", "/", "ok")) >= 3);
    // Nobody else has called it.
    assert!(application.metric("motcua_requests_total{component=\"a\",status=\"2xx\"}") >= 3);
    assert_eq!(application.metric(&calls("a", "/count", "failed")), 0);
    assert_eq!(application.metric(&calls("old", "/now", "ok")), 0);
}

#[test]
fn a_scheduled_path_is_not_reachable_from_outside() {
    let inner = "[[trigger.http]]
        route = { private = true }
        component = \"inner\"
        [component.inner]
        source = \"probe.wasm\"
        dependencies = { \"probe:part\" = { path = \"part.wasm\" } }
        tool.motcua.schedule = [{ path = \"/count\", every_seconds = 1 }]\n";
    let application = given(&[inner, &scheduled("a", "/count", "")].concat()).start();
    for method in ["GET", "POST"] {
        application.ask(method, "/count").expect(404).problem("no-such-route");
    }
    let called = "POST /count HTTP/1.1\r\nhost: inner.spin.internal\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    for request in [called.to_owned(), called.replace("/count", "http://inner.spin.internal/count")] {
        let answer = raw(application.address, request.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    }
    await_calls(&application, "inner", 1);
}

#[test]
fn a_call_that_fails_is_counted_and_made_again() {
    let application = given(&[scheduled("a", "/trap", ""), scheduled("b", "/count", "")].concat()).start();
    let failed = calls("a", "/trap", "failed");
    until(&failed, || application.metric(&failed) >= 2);
    assert_eq!(application.metric(&calls("a", "/trap", "ok")), 0);
    application.does("/a/count", &[]);
    await_calls(&application, "b", 1);
}

#[test]
fn a_call_that_lasts_delays_the_next_and_no_other() {
    let gate = Gate::new();
    let application = given(&[scheduled("a", "/count", ONE), scheduled("b", "/count", "")].concat()).start();
    let held = meanwhile(application.query("/a/get", &[("url", &gate.url)]));
    let visitor = gate.visitor();
    application.await_metric(QUEUED, 1);
    let (so_far, ok) = (application.metric(&calls("a", "/count", "ok")), calls("b", "/count", "ok"));
    let others = application.metric(&ok);
    until(&ok, || {
        assert_eq!(application.metric(QUEUED), 1);
        application.metric(&ok) >= others + 3
    });
    assert_eq!(application.metric(&calls("a", "/count", "ok")), so_far);
    visitor.pass();
    assert_eq!(held.join().expect("an answer").status, 200);
    await_calls(&application, "a", 2);
}

#[test]
fn told_to_stop_the_host_finishes_a_call_in_flight_and_begins_no_other() {
    let gate = Gate::new();
    let started = given(&[scheduled("a", "/count", ONE), scheduled("b", "/count", "")].concat()).start();
    let clock = given(&scheduled("c", "/count", "")).start();
    let held = meanwhile(started.query("/a/get", &[("url", &gate.url)]));
    let visitor = gate.visitor();
    started.await_metric(QUEUED, 1);
    let (mut running, _given) = started.apart();
    let application = running.application.upgrade().expect("it runs");
    let count = |component: &str| {
        let (text, metric) = (application.metrics.text().expect("metrics"), calls(component, "/count", "ok"));
        let value = text.lines().find_map(|line| line.strip_prefix(&metric)).expect("a metric");
        value.trim().parse::<u64>().expect("a number")
    };
    running.tell_to_stop();
    until("connections are refused", || TcpStream::connect(running.address).is_err());
    await_calls(&clock, "c", 1);
    let (a, b) = (count("a"), count("b"));
    await_calls(&clock, "c", 2);
    assert_eq!((count("a"), count("b")), (a, b));
    visitor.pass();
    assert_eq!(held.join().expect("an answer").status, 200);
    running.wait_for_end();
    assert_eq!((count("a"), count("b")), (a + 1, b));
    // Who would call once more would have to hold it.
    until("nobody holds the application", || Arc::strong_count(&application) == 1);
}

#[test]
fn a_test_may_call_what_is_on_the_schedule_itself() {
    let application = given(&scheduled("a", "/count", "")).without_schedules().start();
    assert_eq!((application.post("a", "/count"), application.post("a", "/trap")), (200, 500));
    let text = application.get("/metrics").expect(200).text();
    assert!(!text.contains("motcua_scheduled_calls_total{"), "{text}");
}
