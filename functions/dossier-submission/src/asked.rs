//! A request, read as far as every operation needs it.

use std::rc::Rc;

use bytes::Bytes;
use http::Method;
use http::request::Parts;
use jiff::civil::{Date, DateTime};
use motcua_edge::clock::{civil, now_ms};
use motcua_edge::language::{self, Language};
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_edge::{auth, body, cookie, idempotency, refusal};

use crate::Body;
use crate::settings::Settings;
use crate::store::types;

/// The media type of a body that is JSON.
pub const JSON: &[&str] = &["application/json"];

/// In which a browser keeps a draft's secret: `H29-0f3a….secret`. The page of its dossier reads it too.
pub const COOKIE: &str = "motcua_draft";

/// What was asked, by whom in which language, and when.
pub struct Asked {
    /// Method, address and headers.
    pub parts: Parts,
    /// In which the answer is wanted.
    pub language: Language,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub now: u64,
    /// What the operator set.
    pub settings: Rc<Settings>,
}

impl Asked {
    /// Reads the clock and the wanted language.
    pub fn new(parts: Parts, settings: Rc<Settings>) -> Asked {
        Asked { language: language::wanted(&parts.headers), now: now_ms(), parts, settings }
    }

    /// Now in Vietnam.
    pub fn civil(&self) -> DateTime {
        civil(self.now)
    }

    /// Today in Vietnam.
    pub fn today(&self) -> Date {
        self.civil().date()
    }

    /// When a draft ends that is begun or changed now.
    pub fn expires(&self) -> u64 {
        self.now.saturating_add(self.settings.draft_ms)
    }

    /// Refuses every method but these; `allow` is how a header names them.
    pub fn only(&self, methods: &[Method], allow: &'static str) -> Result<(), Problem> {
        if methods.contains(&self.parts.method) { Ok(()) } else { Err(refusal::method_not_allowed(allow)) }
    }

    /// Refuses every query parameter.
    pub fn no_query(&self) -> Result<(), Problem> {
        Query::parse(self.parts.uri.query(), &[]).map(|_| ())
    }

    /// The secret or the feed token that the request bears.
    pub fn bearer(&self) -> Option<&str> {
        auth::token(&self.parts.headers)
    }

    /// The secret that the request brings for a draft: as its bearer, or in the cookie that the draft's page was given. No other
    /// site's page can send that cookie (SameSite=Strict).
    pub fn secret_of(&self, draft: &str) -> Option<&str> {
        let of_cookie = || {
            let (id, secret) = cookie::value(&self.parts.headers, COOKIE)?.split_once('.')?;
            (id == draft).then_some(secret)
        };
        self.bearer().or_else(of_cookie)
    }

    /// The `Idempotency-Key` and the hash of all that was asked, if the request has a key.
    pub fn request(&self, body: &[u8]) -> Result<Option<types::Request>, Problem> {
        let key = idempotency::key(&self.parts)?;
        Ok(key.map(|key| types::Request { key, hash: idempotency::hash(&self.parts, body) }))
    }

    /// The same for an operation that has to be known when it comes again.
    pub fn needed_request(&self, body: &[u8]) -> Result<types::Request, Problem> {
        self.request(body)?.ok_or_else(idempotency::missing)
    }

    /// The whole body, of at most `bytes_max` bytes, where it is of one of these media types; an empty one of any.
    pub async fn body(&self, body: Body, bytes_max: usize, accepted: &[&'static str]) -> Result<Bytes, Problem> {
        let bytes = body::whole(&self.parts.headers, body, bytes_max).await?;
        if !bytes.is_empty() {
            body::media_type(&self.parts.headers, accepted)?;
        }
        Ok(bytes)
    }
}
