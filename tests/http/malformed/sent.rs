//! Bytes on a line, and whether what comes back is a refusal.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Nothing here takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// Every kind of problem that a client's mistake may be.
const KINDS: &[&str] = &[
    "address-too-long",
    "already-filed",
    "already-paid",
    "already-sent",
    "answers-too-large",
    "bad-cursor",
    "bad-encoding",
    "bad-path",
    "bad-request",
    "body-broken",
    "body-too-deep",
    "body-too-large",
    "changed-elsewhere",
    "changed-meanwhile",
    "file-not-usable",
    "files-unfinished",
    "flawed-statement",
    "incomplete-supplement",
    "key-of-another-request",
    "malformed-body",
    "malformed-code",
    "malformed-factor",
    "malformed-feed",
    "malformed-if-match",
    "malformed-key",
    "malformed-parameter",
    "method-not-allowed",
    "missing-if-match",
    "missing-key",
    "missing-parameter",
    "no-papers",
    "no-statement",
    "no-such-case",
    "no-such-dossier",
    "no-such-draft",
    "no-such-item",
    "no-such-key",
    "no-such-order",
    "no-such-procedure",
    "no-such-refund",
    "no-such-route",
    "no-such-unit",
    "not-allowed-now",
    "not-found",
    "not-published",
    "not-ready",
    "nothing-to-rate",
    "nothing-to-refund",
    "nothing-to-support",
    "paper-not-asked",
    "refund-not-now",
    "refund-too-large",
    "repeated-parameter",
    "same-person",
    "second-factor-needed",
    "too-many-attempts",
    "too-many-files",
    "unauthorized",
    "unknown-answers",
    "unknown-parameter",
    "unsupported-media-type",
    "weak-key",
    "which-place",
];

/// A request as it goes over the line, well-formed or not.
pub struct Request {
    /// What is wrong with it.
    pub what: String,
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Each header as it is sent.
    pub headers: Vec<(String, Vec<u8>)>,
    /// What follows them.
    pub body: Vec<u8>,
    /// Whether it is no HTTP at all: then the server may close without saying a problem.
    pub is_no_http: bool,
}

impl Request {
    /// A request that somebody with this token sends, with nothing wrong yet.
    pub fn new(method: &str, target: &str, token: &str) -> Request {
        let request = Request {
            what: String::new(),
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            is_no_http: false,
        };
        if token.is_empty() { request } else { request.with("authorization", format!("Bearer {token}")) }
    }

    /// The same with a header.
    pub fn with(mut self, name: &str, value: impl Into<Vec<u8>>) -> Request {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same with a body, and its length.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Request {
        self.body = body.into();
        let length = self.body.len().to_string();
        self.with("content-length", length)
    }

    /// The same with a body that says it is JSON.
    pub fn json(self, body: impl Into<Vec<u8>>) -> Request {
        self.with("content-type", "application/json").body(body)
    }

    /// The same, and what is wrong with it.
    pub fn because(self, what: impl Into<String>) -> Request {
        Request { what: what.into(), ..self }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{} {} HTTP/1.1\r\n", self.method, self.target).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        bytes.extend(b"host: 127.0.0.1\r\nconnection: close\r\n\r\n");
        bytes.extend(&self.body);
        bytes
    }

    /// As a person can read it, the beginning of it.
    pub fn shown(&self) -> String {
        self.bytes().iter().take(1_500).map(|byte| char::from(*byte).escape_default().to_string()).collect()
    }
}

/// Sends the request and says why the answer is no refusal, if it is none.
pub fn is_refused(address: SocketAddr, request: &Request) -> Result<(), String> {
    let (status, head, body) = answered(address, &request.bytes())?;
    if !(400..500).contains(&status) {
        return Err(format!("{status} {}", String::from_utf8_lossy(&body)));
    }
    if request.method == "HEAD" || request.is_no_http && body.is_empty() {
        return Ok(());
    }
    if !head.to_ascii_lowercase().contains("content-type: application/problem+json") {
        return Err(format!("no problem: {head}"));
    }
    let problem: Value = serde_json::from_slice(&body).map_err(|error| format!("{error}: {head}"))?;
    if is_problem(&problem, status) { Ok(()) } else { Err(problem.to_string()) }
}

/// Whether these are problem details of a known kind with texts in both languages.
pub fn is_problem(problem: &Value, status: u16) -> bool {
    let texts = |of: &Value| ["title", "detail", "action"].iter().all(|name| of[*name].as_str().is_some_and(has_words));
    let other = [&problem["translations"]["vi"], &problem["translations"]["en"]];
    let kind = problem["type"].as_str().and_then(|kind| kind.strip_prefix("/problems/")).unwrap_or_default();
    let is_known = KINDS.contains(&kind) || super::contents::KINDS.contains(&kind);
    is_known && problem["status"] == status && texts(problem) && other.into_iter().any(texts)
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Status, head and body of what comes back. The end of the line is not waited for: a server that was not sent all that was
/// announced lingers, so that whoever sends can read the answer.
fn answered(address: SocketAddr, bytes: &[u8]) -> Result<(u16, String, Vec<u8>), String> {
    let mut stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
    // Whoever is refused while he still sends may be cut off; what was said before stands on the line.
    let _ = stream.write_all(bytes);
    let (mut answer, mut piece) = (Vec::new(), [0; 8_192]);
    while !is_whole(&answer) {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => answer.extend(&piece[..count]),
            Err(error) => return Err(format!("{error} after {} bytes", answer.len())),
        }
    }
    let (head, body) = parts(&answer).ok_or_else(|| format!("no answer: {}", String::from_utf8_lossy(&answer)))?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(|| head.clone())?;
    Ok((status, head, body))
}

/// Whether all of an answer is here, as far as it says how long it is.
fn is_whole(answer: &[u8]) -> bool {
    parts(answer).is_some_and(|(head, body)| {
        let head = head.to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
        length.is_some_and(|length| body.len() >= length)
    })
}

/// The head of an answer and what follows it.
fn parts(answer: &[u8]) -> Option<(String, Vec<u8>)> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let body = &answer[end + 4..];
    let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    Some((head, if is_chunked { unchunked(body) } else { body.to_vec() }))
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(line) = body.windows(2).position(|two| two == b"\r\n") {
        let length =
            std::str::from_utf8(&body[..line]).ok().and_then(|text| usize::from_str_radix(text.trim(), 16).ok());
        let Some(length) = length.filter(|length| *length > 0) else { break };
        let Some(chunk) = body.get(line + 2..line + 2 + length) else { break };
        whole.extend(chunk);
        body = body.get(line + 4 + length..).unwrap_or_default();
    }
    whole
}
