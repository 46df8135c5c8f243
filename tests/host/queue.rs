//! The queue in front of instances: bounded, and fair to those in it.

use crate::gate::Gate;
use crate::given::{given, meanwhile, probe};

const ONE: &str = "allowed_outbound_hosts = [\"http://127.0.0.1:*\"]
    tool.motcua.instances_max = 1
    tool.motcua.concurrent_per_instance = 1
    tool.motcua.queue_max = 2";
const QUEUED: &str = "motcua_requests_queued{component=\"a\"}";

#[test]
fn a_request_beyond_the_queue_is_told_to_come_again_and_those_in_it_are_answered() {
    let gate = Gate::new();
    let application = given(&[probe("a", ONE), probe("b", "")].concat()).start();
    let first = meanwhile(application.query("/a/get", &[("url", &gate.url)]));
    let visitor = gate.visitor();
    let queued = [(); 2].map(|()| meanwhile(application.get("/a/count")));
    application.await_metric(QUEUED, 2.0);
    let refused = application.get("/a/count").expect(503);
    refused.problem("busy");
    assert!(refused.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok()));
    // Another component has places of its own.
    application.does("/b/count", &[]);
    visitor.pass();
    for answer in [first].into_iter().chain(queued) {
        assert_eq!(answer.join().expect("an answer").status, 200);
    }
    application.await_metric(QUEUED, 0.0);
    assert_eq!(application.metric("motcua_requests_shed_total{component=\"a\"}") as u64, 1);
}

#[test]
fn who_leaves_the_queue_makes_room() {
    let gate = Gate::new();
    let application = given(&probe("a", ONE)).start();
    let first = meanwhile(application.query("/a/get", &[("url", &gate.url)]));
    let visitor = gate.visitor();
    let leaving = [(); 2].map(|()| {
        let mut stream = std::net::TcpStream::connect(application.address).expect("a connection");
        std::io::Write::write_all(&mut stream, b"GET /a/count HTTP/1.1\r\nhost: x\r\n\r\n").expect("a write");
        stream
    });
    application.await_metric(QUEUED, 2.0);
    for stream in leaving {
        // Closing alone is half a farewell; a reset says that nobody reads any more.
        motcua_tests::reset(stream);
    }
    application.await_metric(QUEUED, 0.0);
    let staying = meanwhile(application.get("/a/count"));
    application.await_metric(QUEUED, 1.0);
    visitor.pass();
    assert_eq!(first.join().expect("an answer").status, 200);
    assert_eq!(staying.join().expect("an answer").status, 200);
}
