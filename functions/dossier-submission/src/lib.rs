//! `dossier-submission`: a citizen drafts, uploads, files, supplements and withdraws a dossier.
//!
//! `/api/forms/…` is public; whoever knows a draft's secret may do everything else with it, and nobody may do anything
//! without. What is answered and uploaded comes sealed out of the store and goes sealed into it; the rules decide what may
//! be filed, by whom it is received and what a step makes of a dossier.

mod asked;
mod basis;
mod begin;
mod check;
mod contact;
mod draft;
mod examine;
mod facts;
mod files;
mod forms;
mod merge;
mod opened;
mod page;
mod papers;
mod prepare;
mod problem;
mod resubmit;
mod save;
mod settings;
mod step;
mod store;
mod submit;
mod supplement;
mod view;
mod withdraw;

use bytes::Bytes;
use http::{Method, Response};
use motcua_edge::answer::{self, Answer};
use motcua_edge::language;
use motcua_edge::path::Path;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use spin_sdk::http::{FullBody, Request};
use spin_sdk::wasip3::http_compat::IncomingRequestBody as Body;

use crate::asked::Asked;

#[spin_sdk::http_service]
async fn handle(request: Request) -> Response<FullBody<Bytes>> {
    let method = request.method().clone();
    let language = language::wanted(request.headers());
    let answer = route(request).await.unwrap_or_else(|problem| problem.answer(language));
    answer::to(&method, answer).map(FullBody::new)
}

async fn route(request: Request) -> Result<Answer, Problem> {
    const ROOTS: [&str; 4] = ["/api/forms", "/api/drafts", "/api/dossiers", "/nop-ho-so"];
    let (parts, body) = request.into_parts();
    let root = ROOTS.into_iter().find(|root| parts.uri.path().starts_with(root)).ok_or_else(refusal::not_found)?;
    let path = Path::after(root, parts.uri.path())?;
    let asked = Asked::new(parts, settings::kept().await?);
    match (root, path.parts().as_slice()) {
        ("/api/forms", [procedure]) => {
            asked.only(&[Method::GET, Method::HEAD], "GET, HEAD")?;
            forms::read(&asked, procedure).await
        }
        ("/nop-ho-so", parts) => Ok(page::route(asked, parts, body).await),
        ("/api/drafts", parts) => drafts(&asked, parts, body).await,
        ("/api/dossiers", [code, act]) => dossiers(&asked, code, act, body).await,
        _ => Err(refusal::not_found()),
    }
}

async fn drafts(asked: &Asked, path: &[&str], body: Body) -> Result<Answer, Problem> {
    match (path, &asked.parts.method) {
        ([], &Method::POST) => begin::begin(asked, body).await,
        ([], _) => Err(refusal::method_not_allowed("POST")),
        ([id], &Method::GET | &Method::HEAD) => draft::read(asked, id).await,
        ([id], &Method::PATCH) => save::save(asked, id, body).await,
        ([_], _) => Err(refusal::method_not_allowed("GET, HEAD, PATCH")),
        ([id, "check"], &Method::POST) => check::check(asked, id).await,
        ([id, "submit"], &Method::POST) => submit::submit(asked, id, body).await,
        ([_, "check" | "submit"], _) => Err(refusal::method_not_allowed("POST")),
        ([id, "files"], _) => files::route(asked, id, None, body).await,
        ([id, "files", file], _) => files::route(asked, id, Some(file), body).await,
        _ => Err(refusal::not_found()),
    }
}

async fn dossiers(asked: &Asked, code: &str, act: &str, body: Body) -> Result<Answer, Problem> {
    if !matches!(act, "supplements" | "withdrawal" | "resubmission") {
        return Err(refusal::not_found());
    }
    asked.only(&[Method::POST], "POST")?;
    match act {
        "supplements" => supplement::supplement(asked, code, body).await,
        "withdrawal" => withdraw::withdraw(asked, code, body).await,
        _ => resubmit::resubmit(asked, code).await,
    }
}
