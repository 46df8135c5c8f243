//! `procedure-lookup`: search and read procedures, fees and times; places, old and new.
//!
//! `/api/procedures/…` and `/api/units/…` answer JSON, `/thu-tuc/…` and `/dia-ban/…` the same as pages. It imports the two
//! reading interfaces of the store and nothing that writes.

mod catalogue;
mod page;
mod place;
mod problem;
mod procedures;
mod quote;
mod resolve;
mod search;
mod store;
mod units;
mod view;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Response};
use jiff::civil::Date;
use motcua_edge::answer::{self, Answer};
use motcua_edge::clock::{civil, now_ms};
use motcua_edge::language::{self, Language};
use motcua_edge::path::Path;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use spin_sdk::http::{FullBody, Request};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

#[spin_sdk::http_service]
async fn handle(request: Request) -> Response<FullBody<Bytes>> {
    let asked = Asked {
        path: request.uri().path(),
        query: request.uri().query(),
        headers: request.headers(),
        language: language::wanted(request.headers()),
        now: now_ms(),
    };
    let answer = match *request.method() {
        Method::GET | Method::HEAD => route(&asked).await,
        _ => Err(refusal::method_not_allowed("GET, HEAD")),
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(problem) if asked.is_page() => page::problem(&asked, &problem),
        Err(problem) => problem.answer(asked.language),
    };
    answer::to(request.method(), answer).map(FullBody::new)
}

/// What was asked, by whom in which language, and when.
struct Asked<'a> {
    path: &'a str,
    query: Option<&'a str>,
    headers: &'a HeaderMap,
    language: Language,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    now: u64,
}

impl Asked<'_> {
    /// Today in Vietnam.
    fn today(&self) -> Date {
        civil(self.now).date()
    }

    fn is_page(&self) -> bool {
        !self.path.starts_with("/api/")
    }

    fn json(&self, value: &impl serde::Serialize) -> Result<Answer, Problem> {
        answer::public_json(self.headers, self.language, value)
    }

    fn html(&self, language: Language, document: String) -> Answer {
        answer::public(self.headers, language, HTML, Bytes::from(document))
    }
}

async fn route(asked: &Asked<'_>) -> Result<Answer, Problem> {
    if asked.path.starts_with("/api/procedures") {
        return match *Path::after("/api/procedures", asked.path)?.parts() {
            [] => search::search(asked).await,
            [code] => procedures::read(asked, code).await,
            [code, "quote"] => quote::quote(asked, code).await,
            _ => Err(refusal::not_found()),
        };
    }
    if asked.path.starts_with("/api/units") {
        return match *Path::after("/api/units", asked.path)?.parts() {
            [] => units::list(asked).await,
            ["resolve"] => resolve::resolve(asked).await,
            [code] => units::read(asked, code).await,
            [code, "predecessors"] => units::predecessors(asked, code).await,
            [code, "successors"] => units::successors(asked, code).await,
            [code, "centre"] => units::centre(asked, code).await,
            _ => Err(refusal::not_found()),
        };
    }
    if asked.path.starts_with("/thu-tuc") {
        return match *Path::after("/thu-tuc", asked.path)?.parts() {
            [] => page::search(asked).await,
            [code] => page::procedure(asked, code).await,
            _ => Err(refusal::not_found()),
        };
    }
    match *Path::after("/dia-ban", asked.path)?.parts() {
        [] => page::places(asked).await,
        _ => Err(refusal::not_found()),
    }
}
