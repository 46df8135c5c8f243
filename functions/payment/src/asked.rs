//! A request, read as far as every operation needs it.

use std::rc::Rc;

use bytes::Bytes;
use http::Method;
use http::request::Parts;
use jiff::civil::DateTime;
use motcua_edge::clock::{civil, now_ms};
use motcua_edge::language::{self, Language};
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_edge::{auth, body, client, cookie, idempotency, refusal};

use crate::Body;
use crate::settings::Settings;
use crate::store::types;

/// The media type of a body that is JSON.
pub const JSON: &[&str] = &["application/json"];
/// In which a browser keeps the secret of the draft that it works with: `H29-0f3a….secret`.
const COOKIE: &str = "motcua_draft";

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

    /// Refuses every method but these; `allow` is how a header names them.
    pub fn only(&self, methods: &[Method], allow: &'static str) -> Result<(), Problem> {
        if methods.contains(&self.parts.method) { Ok(()) } else { Err(refusal::method_not_allowed(allow)) }
    }

    /// Refuses every query parameter.
    pub fn no_query(&self) -> Result<(), Problem> {
        self.query(&[]).map(drop)
    }

    /// The query, of these parameters only.
    pub fn query(&self, known: &[&'static str]) -> Result<Query, Problem> {
        Query::parse(self.parts.uri.query(), known)
    }

    /// The dossier's secret: as bearer, or in the cookie of the browser that filed it. No other site's page can send that cookie.
    pub fn secret(&self) -> Option<&str> {
        let of_cookie = || cookie::value(&self.parts.headers, COOKIE)?.split_once('.').map(|(_, secret)| secret);
        auth::token(&self.parts.headers).or_else(of_cookie)
    }

    /// The name of the cashier who asks.
    pub fn cashier(&self) -> Result<String, Problem> {
        auth::bearer(&self.parts.headers, &self.settings.cashiers)
    }

    /// Refuses everybody who may not have the sweep done.
    pub fn sweeper(&self) -> Result<(), Problem> {
        auth::bearer(&self.parts.headers, &self.settings.sweepers).map(drop)
    }

    /// The payer's address, as a gateway wants it.
    pub fn payer_address(&self) -> String {
        let address = client::address(&self.parts.headers, &self.settings.proxies);
        // Of IPv6 we keep a neighbourhood, which no gateway takes.
        address.filter(|address| !address.contains(':')).unwrap_or_else(|| "127.0.0.1".to_owned())
    }

    /// The `Idempotency-Key` and the hash of all that was asked.
    pub fn needed_request(&self, body: &[u8]) -> Result<types::Request, Problem> {
        let key = idempotency::key(&self.parts)?.ok_or_else(idempotency::missing)?;
        Ok(types::Request { key, hash: idempotency::hash(&self.parts, body) })
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
