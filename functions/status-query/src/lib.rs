//! `status-query`: where a dossier stands, its timeline and its receipt.
//!
//! `/api/dossiers/…` answers JSON, `/ho-so/…` the same as pages without scripts, `/.well-known/receipt-keys…` the keys that
//! verify receipts. It reads dossiers and counts who guesses; it writes nothing else and knows no procedure but what the
//! dossiers say of theirs.

mod asked;
mod attempts;
mod case;
mod dates;
mod feed;
mod opened;
mod page;
mod problem;
mod receipt;
mod say;
mod settings;
mod status;
mod store;
mod view;

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
    let (parts, body) = request.into_parts();
    let answer = match settings::kept().await {
        Ok(settings) => {
            let asked = Asked::new(parts, settings);
            route(&asked, body).await.unwrap_or_else(|problem| page::refused(&asked, &problem))
        }
        Err(problem) => problem.answer(language::wanted(&parts.headers)),
    };
    answer::to(&method, answer).map(FullBody::new)
}

async fn route(asked: &Asked, body: Body) -> Result<Answer, Problem> {
    const ROOTS: [&str; 4] = ["/api/dossiers", "/ho-so", "/.well-known/receipt-keys.json", "/.well-known/receipt-keys"];
    let root = ROOTS.into_iter().find(|root| asked.path().starts_with(root)).ok_or_else(refusal::not_found)?;
    let path = Path::after(root, asked.path())?;
    if (root, path.parts().as_slice()) == ("/ho-so", &[]) && asked.parts.method == Method::POST {
        return page::look(asked, body).await;
    }
    let allow = if root == "/ho-so" && path.parts().is_empty() { "GET, HEAD, POST" } else { "GET, HEAD" };
    asked.only(&[Method::GET, Method::HEAD], allow)?;
    match (root, path.parts().as_slice()) {
        ("/api/dossiers", []) => feed::read(asked).await,
        ("/api/dossiers", [name]) => status::read(asked, name).await,
        ("/api/dossiers", [name, "receipt"]) => receipt::read(asked, name).await,
        ("/ho-so", []) => page::form(asked),
        ("/ho-so", [name]) => page::dossier(asked, name).await,
        ("/ho-so", [name, "bien-nhan"]) => page::receipt(asked, name).await,
        ("/.well-known/receipt-keys.json", []) => receipt::key_set(asked),
        ("/.well-known/receipt-keys", [file]) => receipt::pem(asked, file),
        _ => Err(refusal::not_found()),
    }
}
