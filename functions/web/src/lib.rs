//! `web`: the home page, the styles and the OpenAPI document. It reads nothing and may reach nothing.

mod home;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use motcua_edge::answer::{self, Answer};
use motcua_edge::language;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_edge::refusal;
use spin_sdk::http::{FullBody, IntoResponse, Request};
use spin_sdk::http_service;

const OPENAPI: &str = include_str!("openapi.json");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const SCRIPT: HeaderValue = HeaderValue::from_static("text/javascript; charset=utf-8");
const CSS: HeaderValue = HeaderValue::from_static("text/css; charset=utf-8");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

#[http_service]
async fn handle(request: Request) -> impl IntoResponse {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    let language = language::wanted(headers);
    let answer = route(method, uri.path(), uri.query(), headers).unwrap_or_else(|problem| problem.answer(language));
    answer::to(method, answer).map(FullBody::new)
}

fn route(method: &Method, path: &str, query: Option<&str>, headers: &HeaderMap) -> Result<Answer, Problem> {
    let is_page = path == "/";
    if !is_page && !["/static/style.css", "/static/draft.js", "/api/openapi.json"].contains(&path) {
        return Err(refusal::not_found());
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(refusal::method_not_allowed("GET, HEAD"));
    }
    let query = Query::parse(query, if is_page { &["lang"] } else { &[] })?;
    let language = if is_page { language::of_page(headers, query.text("lang", 2)?) } else { language::wanted(headers) };
    let (content_type, body) = match path {
        "/" => (HTML, Bytes::from(home::page(language))),
        "/static/style.css" => (CSS, Bytes::from_static(motcua_pages::STYLE.as_bytes())),
        "/static/draft.js" => (SCRIPT, Bytes::from_static(motcua_pages::DRAFT_SCRIPT.as_bytes())),
        _ => (JSON, Bytes::from_static(OPENAPI.as_bytes())),
    };
    Ok(answer::public(headers, language, content_type, body))
}
