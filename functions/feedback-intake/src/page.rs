//! `/phan-anh/…`: the same operations as pages, for people: one file a page. Nothing needs scripts.
//!
//! A secret is sent by a form and shown on a page that nobody keeps; it never stands in an address. What people wrote is text,
//! never HTML.

mod alike;
mod entry;
mod files;
mod flaw;
mod follow;
mod form;
mod item;
mod questions;
mod receipt;
mod register;
mod send;
mod start;
mod statistics;
mod support;
mod wait;

use http::header::SET_COOKIE;
use http::{Method, StatusCode};
use jiff::civil::DateTime;
use maud::Markup;
use motcua_edge::answer::Answer;
use motcua_edge::cookie;
use motcua_edge::document;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_pages::{Page, layout, link, refusal as instead};
use motcua_record::random;
use motcua_rules::clock::say_date;
use motcua_rules::language::Language;

use crate::Body;
use crate::asked::Asked;
use crate::said;

/// Where all of it begins.
const ROOT: &str = "/phan-anh";
/// Holds what the browser is called when items are counted.
const DEVICE: &str = "motcua_device";
/// Of a link to a page, the parameter that says its language.
const LANGUAGE: &str = "lang";

/// Answers for the pages, refusals too.
pub async fn route(asked: Asked, path: &[&str], body: Body) -> Answer {
    page(&asked, path, body).await.unwrap_or_else(|problem| refused(&asked, &problem))
}

async fn page(asked: &Asked, path: &[&str], body: Body) -> Result<Answer, Problem> {
    let is_post = asked.parts.method == Method::POST;
    if !is_post {
        asked.only(&[Method::GET, Method::HEAD], "GET, HEAD, POST")?;
    }
    match (path, is_post) {
        ([], false) => start::show(asked),
        (["gui"], true) => send::take(asked, body).await,
        (["gui"], false) => document::see_other(&link(ROOT, asked.language)),
        (["theo-doi"], true) => follow::take(asked, body).await,
        (["theo-doi"], false) => follow::ask(asked),
        (["cong-khai"], false) => register::list(asked).await,
        (["cong-khai", code], false) => register::one(asked, code).await,
        (["thong-ke"], false) => statistics::show(asked).await,
        ([code, "cung-y-kien"], true) => support::take(asked, code, body).await,
        ([_, "cung-y-kien"], false) => document::see_other(&link(follow::PATH, asked.language)),
        _ => Err(refusal::not_found()),
    }
}

/// The whole document. `path` is where the same page is in the other language.
fn document(asked: &Asked, path: &str, title: &str, body: Markup) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    let other = format!("{path}{mark}{LANGUAGE}={}", asked.language.pick("en", "vi"));
    layout(&Page { language: asked.language, title, other: &other, body })
}

/// A page for whoever asked, kept by nobody.
fn private(asked: &Asked, status: StatusCode, path: &str, title: &str, body: Markup) -> Answer {
    document::private(&asked.parts.headers, asked.language, status, document(asked, path, title, body))
}

/// A page for everybody.
fn public(asked: &Asked, path: &str, title: &str, body: Markup) -> Answer {
    document::public(&asked.parts.headers, asked.language, document(asked, path, title, body))
}

/// A refusal as a page: what happened and what to do.
fn refused(asked: &Asked, problem: &Problem) -> Answer {
    let [title, detail, action] = problem.texts(asked.language);
    let home = link(ROOT, asked.language);
    let body = instead(detail, action, (&home, asked.language.pick("Phản ánh, kiến nghị", "Feedback")));
    document::refused(problem, asked.language, document(asked, ROOT, title, body))
}

/// What the browser calls itself: by its cookie, by the form it sends where it keeps no cookies, or by a new name.
fn device(asked: &Asked, sent: &str) -> String {
    let kept = cookie::value(&asked.parts.headers, DEVICE);
    let mut names = kept.into_iter().chain([sent]);
    let name = names.find(|device| said::device(device).is_ok_and(|device| device.is_some()));
    name.map_or_else(random::token, str::to_owned)
}

/// The same answer; it gives the browser its name where it had none.
fn with_device(asked: &Asked, device: &str, mut answer: Answer) -> Answer {
    if cookie::value(&asked.parts.headers, DEVICE) != Some(device) {
        let is_secure = asked.settings.portal_url.starts_with("https:");
        let line = cookie::secret(DEVICE, device, is_secure);
        answer.headers_mut().extend(line.map(|line| (SET_COOKIE, line)));
    }
    answer
}

/// A moment that a view wrote, as a person reads it.
fn moment(iso: &str, language: Language) -> String {
    let at: Option<DateTime> = iso.get(..19).and_then(|text| text.parse().ok());
    at.map_or_else(
        || iso.to_owned(),
        |at| format!("{:02}:{:02}, {}", at.hour(), at.minute(), say_date(at.date(), language)),
    )
}

/// The day of that.
fn day(iso: &str, language: Language) -> String {
    let at: Option<jiff::civil::Date> = iso.get(..10).and_then(|text| text.parse().ok());
    at.map_or_else(|| iso.to_owned(), |at| say_date(at, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_people_read_them() {
        assert_eq!(moment("2025-07-01T08:05:00+07:00", Language::Vi), "08:05, 01/07/2025");
        assert_eq!(day("2025-07-01", Language::Vi), "01/07/2025");
        assert_eq!(moment("soon", Language::En), "soon");
    }
}
