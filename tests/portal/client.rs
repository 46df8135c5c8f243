//! A client that says what it expects.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// A request on its way.
pub struct Ask {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Ask {
    /// A request without headers and body.
    pub fn new(method: &str, url: &str) -> Ask {
        Ask { method: method.to_owned(), url: url.to_owned(), headers: Vec::new(), body: None }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Ask {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Asks for an English answer.
    #[must_use]
    pub fn english(self) -> Ask {
        self.header("accept-language", "en")
    }

    /// Adds a body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Ask {
        self.body = Some(body.into());
        self
    }

    /// Adds a body of JSON.
    #[must_use]
    pub fn json(self, body: &Value) -> Ask {
        self.header("content-type", "application/json").body(body.to_string())
    }

    /// Shows a token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Ask {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Sends the request.
    #[track_caller]
    pub fn send(self) -> Answer {
        self.attempt().expect("an answer")
    }

    /// Sends the request, though nobody may be there to answer it.
    pub fn attempt(self) -> Result<Answer, ureq::Error> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into();
        let mut request = ureq::http::Request::builder().method(self.method.as_str()).uri(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = match self.body {
            Some(body) => agent.run(request.body(body)?),
            None => agent.run(request.body(())?),
        }?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let body = answer.into_body().with_config().limit(64 << 20).read_to_vec()?;
        Ok(Answer { status, headers, body })
    }

    /// Sends the request and insists on the status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        let what = format!("{} {}", self.method, self.url);
        let answer = self.send();
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        answer
    }
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Insists on problem details of a kind, with texts in both languages.
    #[track_caller]
    pub fn problem(&self, kind: &str) -> Value {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["type"], format!("/problems/{kind}"), "{problem}");
        assert_eq!(problem["status"], self.status);
        for text in ["title", "detail", "action"] {
            assert!(problem[text].is_string(), "no {text}: {problem}");
            let other = problem["translations"]["en"].get(text).or(problem["translations"]["vi"].get(text));
            assert!(other.is_some_and(Value::is_string), "no second {text}: {problem}");
        }
        problem
    }
}

/// Sends bytes as they are and reads until the other side closes: for what no client would send.
pub fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// Ends a connection with a reset: nobody reads any more. (Closing it would only say that nobody writes.)
pub fn reset(stream: TcpStream) {
    socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).expect("a socket");
}
