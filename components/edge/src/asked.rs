//! A request, read as far as every operation of a function needs it.

use std::rc::Rc;

use bytes::Bytes;
use http::Method;
use http::request::Parts;
use jiff::civil::{Date, DateTime};

use crate::clock::{civil, now_ms};
use crate::language::{self, Language};
use crate::problem::Problem;
use crate::query::Query;
use crate::{auth, body, idempotency, refusal};

/// The media type of a body that is JSON.
pub const JSON: &[&str] = &["application/json"];

/// What makes a request known when it comes again: its `Idempotency-Key`, and the hash of all that was asked.
pub struct Repeatable {
    /// The key, 1 to 255 characters.
    pub key: String,
    /// The hash.
    pub hash: String,
}

/// What was asked, by whom in which language, and when; `S` is what the operator set.
pub struct Asked<S> {
    /// Method, address and headers.
    pub parts: Parts,
    /// In which the answer is wanted.
    pub language: Language,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub now: u64,
    /// What the operator set.
    pub settings: Rc<S>,
}

impl<S> Asked<S> {
    /// Reads the clock and the wanted language.
    pub fn new(parts: Parts, settings: Rc<S>) -> Asked<S> {
        Asked { language: language::wanted(&parts.headers), now: now_ms(), parts, settings }
    }

    /// The same in the language of a page, which its address may say (`?lang=en`).
    pub fn of_page(self) -> Asked<S> {
        let mut pairs = self.parts.uri.query().unwrap_or_default().split('&');
        let lang = pairs.find_map(|pair| pair.strip_prefix("lang="));
        Asked { language: language::of_page(&self.parts.headers, lang), ..self }
    }

    /// Now in Vietnam.
    pub fn civil(&self) -> DateTime {
        civil(self.now)
    }

    /// Today in Vietnam.
    pub fn today(&self) -> Date {
        self.civil().date()
    }

    /// Whether something is only read.
    pub fn is_read(&self) -> bool {
        matches!(self.parts.method, Method::GET | Method::HEAD)
    }

    /// Refuses every method but these; `allow` is how a header names them.
    pub fn only(&self, methods: &[Method], allow: &'static str) -> Result<(), Problem> {
        if methods.contains(&self.parts.method) { Ok(()) } else { Err(refusal::method_not_allowed(allow)) }
    }

    /// Refuses everything but reading.
    pub fn only_read(&self) -> Result<(), Problem> {
        self.only(&[Method::GET, Method::HEAD], "GET, HEAD")
    }

    /// Refuses everything but `POST`.
    pub fn only_post(&self) -> Result<(), Problem> {
        self.only(&[Method::POST], "POST")
    }

    /// The query, of these parameters only.
    pub fn query(&self, known: &[&'static str]) -> Result<Query, Problem> {
        Query::parse(self.parts.uri.query(), known)
    }

    /// Refuses every query parameter.
    pub fn no_query(&self) -> Result<(), Problem> {
        self.query(&[]).map(drop)
    }

    /// The secret or token that the request bears.
    pub fn bearer(&self) -> Option<&str> {
        auth::token(&self.parts.headers)
    }

    /// What makes the request known when it comes again, if it has a key.
    pub fn repeatable(&self, body: &[u8]) -> Result<Option<Repeatable>, Problem> {
        let key = idempotency::key(&self.parts)?;
        Ok(key.map(|key| Repeatable { key, hash: idempotency::hash(&self.parts, body) }))
    }

    /// The same for an operation that has to be known when it comes again.
    pub fn needs_repeatable(&self, body: &[u8]) -> Result<Repeatable, Problem> {
        self.repeatable(body)?.ok_or_else(idempotency::missing)
    }

    /// The whole body, of at most `bytes_max` bytes, where it is of one of these media types; an empty one of any.
    pub async fn body<B>(&self, body: B, bytes_max: usize, accepted: &[&'static str]) -> Result<Bytes, Problem>
    where
        B: http_body::Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let bytes = body::whole(&self.parts.headers, body, bytes_max).await?;
        if !bytes.is_empty() {
            body::media_type(&self.parts.headers, accepted)?;
        }
        Ok(bytes)
    }
}
