//! `payment`: a fee paid through an intermediary. One source, deployed once a gateway, each with that gateway's part and secrets.
//!
//! `/api/payments/<gateway>/…` answers JSON, `/nop-phi/<gateway>/…` the same as pages, `/sweep` is private: the scheduler calls
//! it. A payment goes this way: `begin` opens an order; the gateway tells what became of it (`callback`), or is asked (`inquiry`);
//! either way `settle` holds the word against the order by the rules, and one call of the store writes down all that follows.
//! `refunds`, `statements` and `cases` are for the people who answer for the money.
//!
//! **What never happens here.** A fee that the request names; a payment believed because a browser came back; a call judged before
//! it is kept; two ways to become paid.

mod asked;
mod begin;
mod booked;
mod callback;
mod cases;
mod dossier;
mod gateway;
mod inquiry;
mod order;
mod page;
mod problem;
mod receipt;
mod refunds;
mod send;
mod settings;
mod settle;
mod statements;
mod store;
mod sweep;
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

/// The private path: no route leads here from outside.
const SWEEP: &str = "/sweep";

#[spin_sdk::http_service]
async fn handle(request: Request) -> Response<FullBody<Bytes>> {
    let method = request.method().clone();
    let language = language::wanted(request.headers());
    let (parts, body) = request.into_parts();
    let answer = match settings::kept().await {
        Ok(settings) => route(Asked::new(parts, settings), body).await,
        Err(problem) => Err(problem),
    };
    answer::to(&method, answer.unwrap_or_else(|problem| problem.answer(language))).map(FullBody::new)
}

async fn route(asked: Asked, body: Body) -> Result<Answer, Problem> {
    let path = asked.parts.uri.path().to_owned();
    if path == SWEEP {
        asked.only(&[Method::POST], "POST")?;
        return sweep::sweep(&asked).await;
    }
    if path.starts_with("/nop-phi") {
        return Ok(page::route(asked, &path, body).await);
    }
    // The callback's path may be another one: a partner who signs the address that he calls chooses it.
    match path.strip_prefix(&format!("/api/payments/{}", asked.settings.gateway)) {
        Some(rest) => api(&asked, Path::after("", rest)?.parts().as_slice(), body).await,
        None => Ok(callback::take(&asked, body).await),
    }
}

async fn api(asked: &Asked, path: &[&str], body: Body) -> Result<Answer, Problem> {
    match (path, &asked.parts.method) {
        (["callback"], &Method::GET | &Method::HEAD | &Method::POST) => Ok(callback::take(asked, body).await),
        (["orders"], &Method::POST) => begin::begin(asked, body).await,
        (["orders", id], &Method::GET | &Method::HEAD) => order::read(asked, id).await,
        (["orders", id, "receipt"], &Method::GET | &Method::HEAD) => receipt::read(asked, id).await,
        (["orders", id, "refunds"], &Method::GET | &Method::HEAD) => refunds::of_order(asked, id).await,
        (["refunds"], &Method::POST) => refunds::propose(asked, body).await,
        (["refunds", id], &Method::GET | &Method::HEAD) => refunds::read(asked, id).await,
        (["refunds", id, act @ ("approval" | "rejection" | "transfer")], &Method::POST) => {
            refunds::act(asked, id, act, body).await
        }
        (["statements", day], &Method::GET | &Method::HEAD) => statements::compared(asked, day).await,
        (["statements", day, source @ ("gateway" | "treasury")], &Method::PUT) => {
            statements::put(asked, day, source, body).await
        }
        (["statements", day, "settlement"], &Method::POST) => statements::settle(asked, day).await,
        (["cases"], &Method::GET | &Method::HEAD) => cases::list(asked).await,
        (["cases", id], &Method::POST) => cases::change(asked, id, body).await,
        (["sweep"], &Method::POST) => {
            asked.sweeper()?;
            sweep::sweep(asked).await
        }
        (known, _) => Err(allowed(known).map_or_else(refusal::not_found, refusal::method_not_allowed)),
    }
}

/// The methods of an address that there is.
fn allowed(path: &[&str]) -> Option<&'static str> {
    match path {
        ["orders" | "refunds" | "sweep"] | ["cases", _] => Some("POST"),
        ["refunds", _, "approval" | "rejection" | "transfer"] | ["statements", _, "settlement"] => Some("POST"),
        ["orders" | "refunds" | "statements", _] | ["orders", _, "receipt" | "refunds"] | ["cases"] => {
            Some("GET, HEAD")
        }
        ["statements", _, "gateway" | "treasury"] => Some("PUT"),
        ["callback"] => Some("GET, HEAD, POST"),
        _ => None,
    }
}
