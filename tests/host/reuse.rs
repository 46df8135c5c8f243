//! Instances are used again, so often and no longer.

use crate::gate::Gate;
use crate::given::{given, meanwhile, probe};

#[test]
fn an_instance_serves_many_requests_and_never_more_than_its_bound() {
    let application = given(&probe("a", "tool.motcua.requests_per_instance = 5")).start();
    let counts: Vec<u64> = (0..50).map(|_| application.does("/a/count", &[]).as_u64().expect("a number")).collect();
    // An answer is there a moment before its instance is free again: the next request may find another.
    assert!(counts.iter().any(|&count| count > 1), "never reused: {counts:?}");
    assert!(counts.iter().all(|&count| count <= 5), "used too often: {counts:?}");
    assert!(counts.iter().filter(|&&count| count == 1).count() >= 10, "{counts:?}");
}

#[test]
fn an_instance_serves_requests_at_once() {
    let gate = Gate::new();
    let one = "allowed_outbound_hosts = [\"http://127.0.0.1:*\"]";
    let application = given(&probe("a", one)).start();
    let waiting = [(); 3].map(|()| {
        let asked = meanwhile(application.query("/a/get", &[("url", &gate.url)]));
        (asked, gate.visitor())
    });
    assert_eq!(application.metric("motcua_requests_in_flight{component=\"a\"}"), 3);
    assert_eq!(application.metric("motcua_instances{component=\"a\"}"), 1);
    for (asked, visitor) in waiting {
        visitor.pass();
        assert_eq!(asked.join().expect("an answer").status, 200);
    }
}

#[test]
fn an_instance_without_requests_is_dropped_after_a_while() {
    let application = given(&probe("a", "tool.motcua.idle_seconds = 1")).start();
    application.does("/a/count", &[]);
    application.await_metric("motcua_instances{component=\"a\"}", 0);
    assert_eq!(application.does("/a/count", &[]), 1);
}
