//! `/nop-ho-so/…`: the same operations as pages, for people: one file a page.
//!
//! The draft's secret lives in a cookie. Everything works by forms and buttons; the script at `/static/draft.js` saves while
//! somebody types and sends files in pieces.

mod conflict;
mod draft;
mod fields;
mod names;
mod sent;
mod slots;
mod start;
mod steps;

use http::{Method, StatusCode};
use maud::Markup;
use motcua_edge::answer::Answer;
use motcua_edge::document::{self, see_other};
use motcua_edge::language::of_page;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_pages::{Page, layout, link, refusal};

use crate::Body;
use crate::asked::Asked;
use motcua_record::id::PublicId;

/// Answers for the pages, refusals too.
pub async fn route(asked: Asked, path: &[&str], body: Body) -> Answer {
    let asked = in_language(asked);
    match page(&asked, path, body).await {
        Ok(answer) => answer,
        Err(problem) if wants_json(&asked) => problem.answer(asked.language),
        Err(problem) => refused(&asked, &problem),
    }
}

async fn page(asked: &Asked, path: &[&str], body: Body) -> Result<Answer, Problem> {
    Query::parse(asked.parts.uri.query(), &["lang"])?;
    let is_post = asked.parts.method == Method::POST;
    if !is_post {
        asked.only(&[Method::GET, Method::HEAD], "GET, HEAD, POST")?;
    }
    match (path, is_post) {
        ([], false) => see_other("/thu-tuc/"),
        ([draft], true) if PublicId::read(draft).is_some() => draft::change(asked, draft, body).await,
        ([draft], false) if PublicId::read(draft).is_some() => draft::show(asked, draft).await,
        ([procedure], true) => start::begin(asked, procedure, body).await,
        ([procedure], false) => start::show(asked, procedure).await,
        ([draft, "buoc"], true) => steps::act(asked, draft, body).await,
        ([draft, "buoc"], false) => steps::show(asked, draft).await,
        ([draft, "tep"], true) => slots::upload(asked, draft, body).await,
        ([draft, "tep", file], true) => slots::remove(asked, draft, file).await,
        _ => Err(motcua_edge::refusal::not_found()),
    }
}

/// The wanted language, which a page's address may say.
fn in_language(asked: Asked) -> Asked {
    let query = Query::parse(asked.parts.uri.query(), &["lang"]).ok();
    let lang = query.as_ref().and_then(|query| query.text("lang", 2).ok().flatten());
    Asked { language: of_page(&asked.parts.headers, lang), ..asked }
}

/// Whether the page's script asks, which wants no page.
fn wants_json(asked: &Asked) -> bool {
    asked.parts.headers.get(http::header::ACCEPT).is_some_and(|accept| accept.as_bytes() == b"application/json")
}

/// A whole page. It may show what is personal, so nobody keeps it.
fn shown(asked: &Asked, status: StatusCode, title: &str, body: Markup) -> Answer {
    document::private(&asked.parts.headers, asked.language, status, page_of(asked, title, body))
}

fn page_of(asked: &Asked, title: &str, body: Markup) -> String {
    let other = format!("{}?lang={}", asked.parts.uri.path(), asked.language.pick("en", "vi"));
    layout(&Page { language: asked.language, title, other: &other, body })
}

/// A refusal as a page: what happened and what to do.
fn refused(asked: &Asked, problem: &Problem) -> Answer {
    let [title, detail, action] = problem.texts(asked.language);
    let on = (link("/thu-tuc/", asked.language), asked.language.pick("Tìm thủ tục", "Find a procedure"));
    let page = page_of(asked, title, refusal(detail, action, (&on.0, on.1)));
    document::refused(problem, asked.language, page)
}
