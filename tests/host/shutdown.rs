//! The end: what is in flight is finished, nothing new begins.

use std::net::TcpStream;

use crate::gate::Gate;
use crate::given::{given, meanwhile, probe, until};

#[test]
fn a_request_in_flight_is_finished_and_no_other_begins() {
    let gate = Gate::new();
    let application = given(&probe("a", "allowed_outbound_hosts = [\"http://127.0.0.1:*\"]")).start();
    let in_flight = meanwhile(application.query("/a/get", &[("url", &gate.url)]));
    let visitor = gate.visitor();
    let idle = TcpStream::connect(application.address).expect("a connection");
    let (mut running, _given) = application.apart();
    running.tell_to_stop();
    until("connections are refused", || TcpStream::connect(running.address).is_err());
    assert!(!in_flight.is_finished());
    visitor.pass();
    let answer = in_flight.join().expect("an answer");
    assert_eq!((answer.status, answer.json()["body"].as_str()), (200, Some("passed")));
    running.wait_for_end();
    drop(idle);
}
