//! `feedback-intake`: complaints and recommendations are taken, followed, answered and published.
//!
//! `/api/feedback/…` answers JSON, `/phan-anh/…` the same as pages without scripts, `/open311/v2/…` other applications in their
//! protocol. Nobody needs an account: a sender follows an item by its code and a secret, a desk by its token. It keeps
//! feedback in a database of its own and only reads what authorities publish; where even that cannot be read, it takes the
//! item all the same, for the national desk to pass on.

mod about;
mod asked;
mod contact;
mod desk;
mod draft;
mod effort;
mod follow;
mod life;
mod open311;
mod opened;
mod page;
mod problem;
mod receive;
mod register;
mod said;
mod sender;
mod settings;
mod similar;
mod statistics;
mod step;
mod store;
mod support;
mod uploads;
mod view;
mod words;

use bytes::Bytes;
use http::Response;
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
    const ROOTS: [&str; 3] = ["/api/feedback", "/phan-anh", "/open311/v2"];
    let (parts, body) = request.into_parts();
    let root = ROOTS.into_iter().find(|root| parts.uri.path().starts_with(root)).ok_or_else(refusal::not_found)?;
    let path = Path::after(root, parts.uri.path())?;
    let asked = Asked::new(parts, settings::kept().await?);
    match root {
        "/phan-anh" => Ok(page::route(asked.of_page(), &path.parts(), body).await),
        "/open311/v2" => Ok(open311::route(&asked, &path.parts(), body).await),
        _ => api(&asked, &path.parts(), body).await,
    }
}

async fn api(asked: &Asked, path: &[&str], body: Body) -> Result<Answer, Problem> {
    match path {
        ["words"] => words::read(asked),
        ["drafts"] => draft::begin(asked, body).await,
        ["drafts", id, "files"] => uploads::route(asked, id, None, body).await,
        ["drafts", id, "files", file] => uploads::route(asked, id, Some(file), body).await,
        ["similar"] => similar::ask(asked, body).await,
        ["items"] => receive::receive(asked, body).await,
        ["items", code] => follow::read(asked, code).await,
        ["items", code, "files", file] => follow::file(asked, code, file, body).await,
        ["items", code, "supporters"] => support::support(asked, code, body).await,
        ["items", code, "steps"] => step::take(asked, code, body).await,
        ["items", code, act @ ("supplement" | "reopening" | "satisfaction")] => {
            sender::act(asked, code, act, body).await
        }
        ["desks", agency] => desk::list(asked, agency).await,
        ["register"] => register::list(asked).await,
        ["register", code] => register::read(asked, code).await,
        ["statistics"] => statistics::json(asked).await,
        ["statistics.csv"] => statistics::csv(asked).await,
        _ => Err(refusal::not_found()),
    }
}
