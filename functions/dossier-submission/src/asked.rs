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
use serde::de::DeserializeOwned;

use crate::settings::Settings;
use crate::store::types;
use crate::{Body, problem};

/// The media type of a body that is JSON.
pub const JSON: &[&str] = &["application/json"];

/// In which a browser keeps a draft's secret: `H29-0f3a….secret`. The page of its dossier reads it too.
pub const COOKIE: &str = "motcua_draft";

/// How deep the JSON of a body may be. A form's answers are four deep: answers, a group, its members, their answers.
const DEPTH_MAX: usize = 12;

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
        self.request(body)?.ok_or_else(problem::missing_key)
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

/// A body as JSON, an object: serde would take a list for the members in their order, and an empty one for none of them.
/// What is wrong with it is said by line and column: what stands there may be personal.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if depth(bytes) > DEPTH_MAX {
        return Err(problem::too_deep(DEPTH_MAX));
    }
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(problem::malformed_body(1, 1));
    }
    serde_json::from_slice(bytes).map_err(|error| problem::malformed_body(error.line(), error.column()))
}

/// How deep arrays and objects stand in each other. Brackets within texts are passed over.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0usize, 0usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth = depth.saturating_add(1);
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_body_is_as_deep_as_its_brackets() {
        for (text, deep) in
            [("", 0), ("1", 0), ("{}", 1), (r#"{"a":[{"b":"[[["}]}"#, 3), (r#"["\"[[",[]]"#, 2), ("]]][", 1)]
        {
            assert_eq!(depth(text.as_bytes()), deep, "{text}");
        }
        let nested = |levels: usize| format!("{}0{}", "{\"a\":".repeat(levels), "}".repeat(levels));
        assert!(json::<serde_json::Value>(nested(DEPTH_MAX).as_bytes()).is_ok());
        let refused = |text: &str| json::<serde_json::Value>(text.as_bytes()).err().map(|problem| problem.kind());
        assert_eq!(refused(&nested(DEPTH_MAX + 1)), Some("body-too-deep"));
        assert_eq!(refused("{\"a\":"), Some("malformed-body"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = json::<serde_json::Value>(&bytes);
        }
    }
}
