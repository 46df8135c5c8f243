//! What no client should send: the host says so, and goes on.

use motcua_tests::raw;

use crate::given::{given, probe};

/// Bytes, and how an answer to them may begin. After `CLOSE` the connection is to be closed, so that reading ends.
#[rustfmt::skip]
const MALFORMED: &[(&[u8], &[&str])] = &[
    (b"\r\n\r\n\r\nnonsense\r\n\r\n",                                             &["400"]),
    (b"\x00\x01\x02\xff\xfe\r\n\r\n",                                             &["400"]),
    (b"GET\r\n\r\n",                                                              &["400"]),
    (b"GET /a/count HTTP/9.9\r\nhost: x\r\n\r\n",                                 &["400"]),
    (b"GET /a/count\x00 HTTP/1.1\r\nhost: x\r\n\r\n",                             &["400"]),
    (b"GET /a/c ount HTTP/1.1\r\nhost: x\r\n\r\n",                                &["400"]),
    (b"GET /a/count HTTP/1.1\r\nhost: x\r\nno colon\r\n\r\n",                     &["400"]),
    (b"GET /a/count HTTP/1.1\r\nhost: x\r\nbad name: x\r\n\r\n",                  &["400"]),
    (b"GET /a/count HTTP/1.1\r\nhost: x\r\nx: a\x00b\r\n\r\n",                    &["400"]),
    (b"GET /a/count HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n",          &["400"]),
    (b"GET /a/count HTTP/1.1\r\nhost: \xff\xfe\r\nconnection: close\r\n\r\n",     &["400"]),
    (b"POST /a/x HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab", &["400"]),
    (b"POST /a/x HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",              &["400"]),
    (b"POST /a/x HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999999999999999\r\n\r\n", &["400"]),
    (b"POST /a/read-body HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\nzz\r\n", &["400", "200"]),
    (b"GET nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",             &["400", "404"]),
    (b"OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",               &["400", "404"]),
    (b"CONNECT x:1 HTTP/1.1\r\nhost: x:1\r\nconnection: close\r\n\r\n",           &["400", "404"]),
    (b"GET /nowhere/%ff%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",     &["404"]),
    // Odd, but allowed.
    (b"GET /a/count HTTP/1.1\r\nhost: x\r\nx: \xc3\xa9\xff\r\nconnection: close\r\n\r\n", &["200"]),
    (b"GET /a/%ff%zz?%ff HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",       &["200"]),
    (b"GET http://other/a/count HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", &["200"]),
    (b"GET /a/count HTTP/1.0\r\n\r\n",                                            &["200"]),
];

#[test]
fn malformed_requests_are_refused_and_the_next_is_answered() {
    let application = given(&probe("a", "")).start();
    for (bytes, statuses) in MALFORMED {
        let answer = raw(application.address, bytes);
        let shown = String::from_utf8_lossy(bytes);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(statuses.contains(&status), "{shown}\nis answered with {answer}");
        application.does("/a/count", &[]);
    }
}

#[test]
fn a_request_line_without_end_is_refused() {
    let application = given(&probe("a", "")).start();
    for request in ["G".repeat(200_000), format!("GET /a/{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(200_000))] {
        let answer = raw(application.address, request.as_bytes());
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(["400", "414", "431"].contains(&status), "{answer}");
    }
    let many = "x: y\r\n".repeat(2_000);
    let request = format!("GET /a/count HTTP/1.1\r\nhost: x\r\n{many}\r\n");
    let answer = raw(application.address, request.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    application.does("/a/count", &[]);
}
