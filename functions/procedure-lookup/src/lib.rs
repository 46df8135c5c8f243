//! `procedure-lookup`: search and read procedures, fees and times; places, old and new.
//!
//! `/api/procedures/…` and `/api/units/…` answer JSON, `/thu-tuc/…` and `/dia-ban/…` the same as pages. It imports the two
//! reading interfaces of the store and nothing that writes.

mod catalogue;
mod page;
mod problem;
mod procedures;
mod quote;
mod resolve;
mod search;
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
    let answer = match (operation(asked.path), request.method()) {
        (Ok(operation), &Method::GET | &Method::HEAD) => answered(&asked, operation).await,
        (Ok(_), _) => Err(refusal::method_not_allowed("GET, HEAD")),
        (Err(problem), _) => Err(problem),
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

/// What an address stands for.
enum Operation {
    Search,
    Procedure(String),
    Quote(String),
    Units,
    Resolve,
    Unit(String),
    Predecessors(String),
    Successors(String),
    Centre(String),
    SearchPage,
    ProcedurePage(String),
    PlacePage,
}

fn operation(path: &str) -> Result<Operation, Problem> {
    const ROOTS: [&str; 4] = ["/api/procedures", "/api/units", "/thu-tuc", "/dia-ban"];
    let root = ROOTS.into_iter().find(|root| path.starts_with(root)).ok_or_else(refusal::not_found)?;
    Ok(match (root, Path::after(root, path)?.parts().as_slice()) {
        ("/api/procedures", []) => Operation::Search,
        ("/api/procedures", [code]) => Operation::Procedure((*code).to_owned()),
        ("/api/procedures", [code, "quote"]) => Operation::Quote((*code).to_owned()),
        ("/api/units", []) => Operation::Units,
        ("/api/units", ["resolve"]) => Operation::Resolve,
        ("/api/units", [code]) => Operation::Unit((*code).to_owned()),
        ("/api/units", [code, "predecessors"]) => Operation::Predecessors((*code).to_owned()),
        ("/api/units", [code, "successors"]) => Operation::Successors((*code).to_owned()),
        ("/api/units", [code, "centre"]) => Operation::Centre((*code).to_owned()),
        ("/thu-tuc", []) => Operation::SearchPage,
        ("/thu-tuc", [code]) => Operation::ProcedurePage((*code).to_owned()),
        ("/dia-ban", []) => Operation::PlacePage,
        _ => return Err(refusal::not_found()),
    })
}

async fn answered(asked: &Asked<'_>, operation: Operation) -> Result<Answer, Problem> {
    match operation {
        Operation::Search => search::search(asked).await,
        Operation::Procedure(code) => procedures::read(asked, &code).await,
        Operation::Quote(code) => quote::quote(asked, &code).await,
        Operation::Units => units::list(asked).await,
        Operation::Resolve => resolve::resolve(asked).await,
        Operation::Unit(code) => units::read(asked, &code).await,
        Operation::Predecessors(code) => units::predecessors(asked, &code).await,
        Operation::Successors(code) => units::successors(asked, &code).await,
        Operation::Centre(code) => units::centre(asked, &code).await,
        Operation::SearchPage => page::search(asked).await,
        Operation::ProcedurePage(code) => page::procedure(asked, &code).await,
        Operation::PlacePage => page::places(asked).await,
    }
}
