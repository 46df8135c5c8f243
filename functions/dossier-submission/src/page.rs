//! `/nop-ho-so/…`: the same operations as pages, for people: one file a page.
//!
//! The draft's secret lives in a cookie. Everything works by forms and buttons; the script at `/static/draft.js` saves while
//! somebody types and sends files in pieces.

mod conflict;
mod draft;
mod fields;
mod multipart;
mod names;
mod sent;
mod slots;
mod start;
mod steps;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use http::{HeaderValue, Method, Response, StatusCode};
use maud::{Markup, html};
use motcua_edge::answer::{self, Answer};
use motcua_edge::language::{Language, of_page};
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_edge::refusal;
use motcua_pages::{Page, layout, note};

use crate::Body;
use crate::asked::Asked;
use motcua_record::id::PublicId;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

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
        _ => Err(refusal::not_found()),
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

/// A link inside the portal, in the page's language.
fn link(path: &str, language: Language) -> String {
    format!("{path}{}", language.pick("", "?lang=en"))
}

/// A whole page. It may show what is personal, so nobody keeps it.
fn shown(asked: &Asked, status: StatusCode, title: &str, body: Markup) -> Answer {
    let path = asked.parts.uri.path();
    let other = format!("{path}?lang={}", asked.language.pick("en", "vi"));
    let document = layout(&Page { language: asked.language, title, other: &other, body });
    let mut answer = answer::private(&asked.parts.headers, asked.language, HTML, Bytes::from(document));
    if status != StatusCode::OK {
        *answer.status_mut() = status;
    }
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// A refusal as a page: what happened and what to do.
fn refused(asked: &Asked, problem: &Problem) -> Answer {
    let [title, detail, action] = problem.texts(asked.language);
    let body = html! {
        p { (detail) }
        (note(action))
        p { a href=(link("/thu-tuc/", asked.language)) { (asked.language.pick("Tìm thủ tục", "Find a procedure")) } }
    };
    let page = shown(asked, problem.status(), title, body);
    // The headers of the refusal itself: when to come again, which methods there are.
    let mut answer = problem.answer(asked.language);
    *answer.body_mut() = page.into_body();
    answer.headers_mut().insert(CONTENT_TYPE, HTML);
    answer
}

/// Leads the browser to another page, which it reads.
fn see_other(path: &str) -> Result<Answer, Problem> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    let location = HeaderValue::try_from(path).map_err(|_| refusal::not_found())?;
    answer.headers_mut().insert(LOCATION, location);
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
