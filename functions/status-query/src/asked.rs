//! A request, read as far as every operation needs it.

use std::rc::Rc;

use http::request::Parts;
use http::{Method, StatusCode};
use motcua_edge::answer::{self, Answer};
use motcua_edge::clock::now_ms;
use motcua_edge::language::{self, Language};
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_edge::{auth, document, refusal};
use serde::Serialize;

use crate::settings::Settings;

/// What was asked, by whom in which language, and when.
pub struct Asked {
    /// Method, address and headers.
    pub parts: Parts,
    /// In which the answer is wanted; a page's address may say otherwise.
    pub language: Language,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub now: u64,
    /// What the operator set.
    pub settings: Rc<Settings>,
}

impl Asked {
    /// Reads the clock and the wanted language.
    pub fn new(parts: Parts, settings: Rc<Settings>) -> Asked {
        let language = if is_page(parts.uri.path()) { of_page(&parts) } else { language::wanted(&parts.headers) };
        Asked { language, now: now_ms(), parts, settings }
    }

    /// The path as it was sent.
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// Whether a person asks with a browser.
    pub fn is_page(&self) -> bool {
        is_page(self.path())
    }

    /// Refuses every method but these; `allow` is how a header names them.
    pub fn only(&self, methods: &[Method], allow: &'static str) -> Result<(), Problem> {
        if methods.contains(&self.parts.method) { Ok(()) } else { Err(refusal::method_not_allowed(allow)) }
    }

    /// The query, of these parameters only. A page's address may also say the language.
    pub fn query(&self, known: &[&'static str]) -> Result<Query, Problem> {
        let lang: &[&str] = if self.is_page() { &["lang"] } else { &[] };
        Query::parse(self.parts.uri.query(), &[known, lang].concat())
    }

    /// The secret or the feed token that the request bears.
    pub fn bearer(&self) -> Option<&str> {
        auth::token(&self.parts.headers)
    }

    /// An answer as JSON for the one who asked.
    pub fn json(&self, value: &impl Serialize) -> Result<Answer, Problem> {
        answer::private_json(&self.parts.headers, self.language, value)
    }

    /// A page for the one who asked.
    pub fn html(&self, page: String) -> Answer {
        document::private(&self.parts.headers, self.language, StatusCode::OK, page)
    }
}

/// Whether an address is a page's, in either of the places that this function owns.
pub fn is_page(path: &str) -> bool {
    path.starts_with("/ho-so")
}

/// The language of a page's address, read leniently: what else is wrong with the query is said in that language.
pub fn of_page(parts: &Parts) -> Language {
    let pairs = parts.uri.query().unwrap_or_default().split('&');
    let lang = pairs.filter_map(|pair| pair.strip_prefix("lang=")).next();
    language::of_page(&parts.headers, lang)
}
