//! The queue in front of instances: bounded, and fair to those in it.

use std::io::Write;
use std::net::TcpStream;

use motcua_tests::reset;

use crate::gate::Gate;
use crate::given::{given, meanwhile, probe};

const ONE: &str = "allowed_outbound_hosts = [\"http://127.0.0.1:*\"]
    tool.motcua.instances_max = 1
    tool.motcua.concurrent_per_instance = 1
    tool.motcua.queue_max = 2";
const QUEUED: &str = "motcua_requests_queued{component=\"a\"}";
const IN_FLIGHT: &str = "motcua_requests_in_flight{component=\"a\"}";

#[test]
fn a_request_beyond_the_queue_is_told_to_come_again_and_those_in_it_are_answered() {
    let gate = Gate::new();
    let application = given(&[probe("a", ONE), probe("b", "")].concat()).start();
    let first = meanwhile(application.query("/a/get", &[("url", &gate.url)]));
    let visitor = gate.visitor();
    let queued = [(); 2].map(|()| meanwhile(application.get("/a/count")));
    application.await_metric(QUEUED, 2);
    let refused = application.get("/a/count").expect(503);
    refused.problem("busy");
    assert!(refused.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok()));
    // Another component has places of its own.
    application.does("/b/count", &[]);
    visitor.pass();
    for answer in [first].into_iter().chain(queued) {
        assert_eq!(answer.join().expect("an answer").status, 200);
    }
    application.await_metric(QUEUED, 0);
    assert_eq!(application.metric("motcua_requests_shed_total{component=\"a\"}"), 1);
}

#[test]
fn a_client_that_goes_away_keeps_its_place_until_its_guest_is_done() {
    let gate = Gate::new();
    let application = given(&probe("a", ONE)).start();
    let mut client = TcpStream::connect(application.address).expect("a connection");
    let request = format!("GET /a/get?url={} HTTP/1.1\r\nhost: x\r\n\r\n", gate.url);
    client.write_all(request.as_bytes()).expect("a write");
    let visitor = gate.visitor();
    reset(client);
    // Otherwise a client that asks and leaves, again and again, would have more guests at work than there are places.
    let next = meanwhile(application.get("/a/count"));
    application.await_metric(QUEUED, 1);
    assert_eq!(application.metric(IN_FLIGHT), 1);
    visitor.pass();
    assert_eq!(next.join().expect("an answer").status, 200);
    application.await_metric(IN_FLIGHT, 0);
}

#[test]
fn a_guest_that_ends_leaves_no_request_in_flight_that_it_made() {
    let gate = Gate::new();
    let chained = "allowed_outbound_hosts = [\"http://*.spin.internal\", \"http://127.0.0.1:*\"]";
    let application = given(&[probe("a", chained), probe("b", ONE)].concat()).start();
    let inner = format!("http://b.spin.internal/get?url={}", gate.url);
    let outer = meanwhile(application.query("/a/get", &[("url", &inner)]));
    let visitor = gate.visitor();
    assert_eq!(application.metric("motcua_requests_in_flight{component=\"b\"}"), 1);
    application.get("/a/trap").expect(500);
    outer.join().expect("an answer").problem("failed");
    application.await_metric("motcua_requests_in_flight{component=\"b\"}", 0);
    visitor.pass();
    application.does("/b/count", &[]);
}
