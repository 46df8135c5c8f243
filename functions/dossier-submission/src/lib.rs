//! `dossier-submission`: a citizen drafts, uploads, files, supplements and withdraws a dossier.
//!
//! `/api/forms/…` is public; whoever knows a draft's secret may do everything else with it, and nobody may do anything
//! without. What is answered and uploaded comes sealed out of the store and goes sealed into it; the rules decide what may
//! be filed, by whom it is received and what a step makes of a dossier.

mod asked;
mod files;
mod forms;
mod id;
mod opened;
mod problem;
mod settings;
mod store;

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
    const ROOTS: [&str; 3] = ["/api/forms", "/api/drafts", "/api/dossiers"];
    let (parts, body) = request.into_parts();
    let root = ROOTS.into_iter().find(|root| parts.uri.path().starts_with(root)).ok_or_else(refusal::not_found)?;
    let path = Path::after(root, parts.uri.path())?;
    let asked = Asked::new(parts, settings::kept().await?);
    match (root, path.parts().as_slice()) {
        ("/api/forms", [procedure]) => {
            asked.only(&[Method::GET, Method::HEAD], "GET, HEAD")?;
            forms::read(&asked, procedure).await
        }
        ("/api/drafts", parts) => drafts(&asked, parts, body).await,
        _ => Err(refusal::not_found()),
    }
}

async fn drafts(asked: &Asked, path: &[&str], body: Body) -> Result<Answer, Problem> {
    match path {
        [id, "files"] => files::route(asked, id, None, body).await,
        [id, "files", file] => files::route(asked, id, Some(file), body).await,
        _ => Err(refusal::not_found()),
    }
}
