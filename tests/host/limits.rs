//! What a client may send, and how long things may take.

use std::io::{Read, Write};
use std::net::TcpStream;

use motcua_tests::raw;

use crate::gate::Gate;
use crate::given::{PATIENCE, Started, given, probe};

fn limited() -> Started {
    given(&format!(
        "header_bytes_max = 10_000\nheader_seconds_max = 1\n{}",
        probe("a", "tool.motcua.body_bytes_max = 1_000")
    ))
    .start()
}

#[test]
fn a_body_as_large_as_allowed_is_taken() {
    assert_eq!(limited().ask("POST", "/a/read-body").body(vec![b'x'; 1_000]).expect(200).text(), "1000");
}

#[test]
fn a_body_that_says_it_is_too_large_is_refused_before_the_guest() {
    let application = limited();
    for path in ["/a/read-body", "/a/ignore-body", "/a/anything"] {
        application.ask("POST", path).body(vec![b'x'; 1_001]).expect(413).problem("body-too-large");
    }
    assert_eq!(application.metric("motcua_requests_total{component=\"a\",status=\"2xx\"}"), 0);
}

#[test]
fn a_body_that_turns_out_too_large_is_refused() {
    let application = limited();
    let piece = format!("1f4\r\n{}\r\n", "x".repeat(500));
    let chunked = |pieces: usize| {
        let head = "POST /a/read-body HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n";
        raw(application.address, format!("{head}{}0\r\n\r\n", piece.repeat(pieces)).as_bytes())
    };
    let allowed = chunked(2);
    assert!(allowed.starts_with("HTTP/1.1 200") && allowed.contains("1000"), "{allowed}");
    let refused = chunked(3);
    assert!(refused.starts_with("HTTP/1.1 413") && refused.contains("/problems/body-too-large"), "{refused}");
}

#[test]
fn a_body_that_breaks_off_harms_nobody() {
    let application = limited();
    let mut stream = TcpStream::connect(application.address).expect("a connection");
    stream.write_all(b"POST /a/read-body HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\nhalf").expect("a write");
    drop(stream);
    application.does("/a/count", &[]);
}

#[test]
fn headers_that_are_too_large_are_refused() {
    let application = limited();
    let request = |bytes: usize| {
        let header = "x".repeat(bytes);
        let request = format!("GET /a/count HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-long: {header}\r\n\r\n");
        raw(application.address, request.as_bytes())
    };
    assert!(request(5_000).starts_with("HTTP/1.1 200"));
    let refused = request(60_000);
    assert!(refused.starts_with("HTTP/1.1 431"), "{refused}");
}

#[test]
fn headers_that_come_too_slowly_are_cut_off() {
    let application = limited();
    let mut stream = TcpStream::connect(application.address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.write_all(b"GET /a/count HTTP/1.1\r\nhost: x\r\nx-slow: ").expect("a write");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the host closes the connection");
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    application.does("/a/count", &[]);
}

#[test]
fn a_guest_that_does_not_answer_in_time_is_answered_for() {
    let gate = Gate::new();
    let patient = "allowed_outbound_hosts = [\"http://127.0.0.1:*\"]\ntool.motcua.request_seconds_max = 1";
    let application = given(&probe("a", patient)).start();
    application.query("/a/get", &[("url", &gate.url)]).expect(504).problem("timed-out");
    gate.visitor().pass();
    application.does("/a/count", &[]);
}
