//! `/api/publications/…`: how authorities publish their lists of units, successions, procedures, centres and forms.
//!
//! `PUT /api/publications/{kind}/{list}?decision=…&effective=…&until=…` replaces a list by the one in the body, as CSV or JSON;
//! `GET` of the same address says whether that list was ever published. A list is read as a whole before the store is
//! called, and the store takes all of it or nothing.

mod centres;
mod flaw;
mod forms;
mod grammar;
mod json;
mod problem;
mod procedures;
mod publish;
mod row;
mod shape;
mod store;
mod table;
mod units;
mod view;

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use motcua_edge::answer::{self, Answer};
use motcua_edge::language::{self, Language};
use motcua_edge::path::Path;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_edge::refusal;
use motcua_reference::problem::of_fault;
use spin_sdk::http::{FullBody, Request};

use crate::store::publication;

/// What a list is a list of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Units,
    Successions,
    Procedures,
    Centres,
    Forms,
}

/// The kinds by the word that stands in the address and in the store.
const KINDS: &[(&str, Kind)] = &[
    ("units", Kind::Units),
    ("successions", Kind::Successions),
    ("procedures", Kind::Procedures),
    ("centres", Kind::Centres),
    ("forms", Kind::Forms),
];

impl Kind {
    fn parse(word: &str) -> Option<Kind> {
        KINDS.iter().find(|(one, _)| *one == word).map(|(_, kind)| *kind)
    }

    fn as_str(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

#[spin_sdk::http_service]
async fn handle(request: Request) -> Response<FullBody<Bytes>> {
    let language = language::wanted(request.headers());
    let method = request.method().clone();
    let answer = route(request, language).await.unwrap_or_else(|problem| problem.answer(language));
    answer::to(&method, answer).map(FullBody::new)
}

async fn route(request: Request, language: Language) -> Result<Answer, Problem> {
    let path = Path::after("/api/publications", request.uri().path())?;
    let [kind, list] = *path.parts() else { return Err(refusal::not_found()) };
    let kind = Kind::parse(kind).ok_or_else(refusal::not_found)?;
    match *request.method() {
        Method::PUT => publish::publish(request, kind, list, language).await,
        Method::GET | Method::HEAD => published(request.uri().query(), kind, list, language).await,
        _ => Err(refusal::method_not_allowed("GET, HEAD, PUT")),
    }
}

/// `GET /api/publications/{kind}/{list}` says whether the list was ever published.
async fn published(query: Option<&str>, kind: Kind, list: &str, language: Language) -> Result<Answer, Problem> {
    Query::parse(query, &[])?;
    if !publish::is_name(list) {
        return Err(refusal::not_found());
    }
    match publication::is_published(kind.as_str().to_owned(), list.to_owned()).await {
        Ok(true) => answer::json(StatusCode::OK, language, &view::Published { published: true }),
        Ok(false) => Err(problem::unpublished()),
        Err(fault) => Err(of_fault(fault)),
    }
}
