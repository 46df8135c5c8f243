//! A request to the gateway. Only the hosts that the manifest allows are reached.

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http_body_util::BodyExt;
use spin_sdk::http::FullBody;
use spin_sdk::wasip3::http::types::RequestOptions;
use spin_sdk::wasip3::http_compat::RequestOptionsExtension;

use crate::gateway;

/// How long to wait for the connection, for the answer to begin, and between two pieces of it, in nanoseconds.
const CONNECT_NS: u64 = 5_000_000_000;
const ANSWER_NS: u64 = 15_000_000_000;
/// No gateway answers at greater length.
const BYTES_MAX: usize = 256 * 1024;

/// Sends a request and reads the whole answer. `None` where none came in time: the gateway may have done what it was asked.
pub async fn send(request: gateway::Request) -> Option<gateway::Response> {
    let mut head = http::Request::builder().method(request.method.as_str()).uri(&request.url);
    for (name, value) in &request.headers {
        head = head.header(name, value);
    }
    if !request.body.is_empty() {
        // Gateways of the older kind do not take a body in pieces.
        head = head.header(CONTENT_LENGTH, request.body.len());
    }
    let options = RequestOptions::new();
    // A host that knows no such limits has its own.
    let _ = options.set_connect_timeout(Some(CONNECT_NS));
    let _ = options.set_first_byte_timeout(Some(ANSWER_NS));
    let _ = options.set_between_bytes_timeout(Some(ANSWER_NS));
    let head = head.extension(RequestOptionsExtension(options));
    let request = head.body(FullBody::new(Bytes::from(request.body)));
    let request = request.map_err(|error| eprintln!("a request to the gateway cannot be: {error}")).ok()?;
    let answer = spin_sdk::http::send(request).await;
    let answer = answer.map_err(|error| eprintln!("the gateway does not answer: {error}")).ok()?;
    let (head, body) = answer.into_parts();
    let body = http_body_util::Limited::new(body, BYTES_MAX).collect().await;
    let body = body.map_err(|_| eprintln!("the gateway's answer broke off or is too long")).ok()?;
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    let headers = head.headers.iter().filter_map(header).collect();
    Some(gateway::Response { status: head.status.as_u16(), headers, body: body.to_bytes().to_vec() })
}
