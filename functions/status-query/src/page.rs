//! The same as pages, for people: one file an operation. Nothing needs scripts.
//!
//! A page cannot send a header, so the secret of a draft lives in a cookie; the second factor is sent with a form and never
//! stands in an address.

mod dossier;
mod look;
mod receipt;

use http::HeaderMap;
use maud::Markup;
use motcua_edge::answer::Answer;
use motcua_edge::cookie;
use motcua_edge::document as edge;
use motcua_edge::language::Language;
use motcua_edge::problem::Problem;
use motcua_pages::{Page, layout, link, refusal};

use crate::asked::Asked;
use crate::store::dossiers::Dossier;

pub use dossier::dossier;
pub use look::{form, look};
pub use receipt::receipt;

/// Holds `{draft id}.{secret}` of the draft that the browser works with.
const COOKIE: &str = "motcua_draft";

/// The secret in the browser's cookie, whatever draft it is of: only its own dossier opens by it.
fn kept_secret(headers: &HeaderMap) -> Option<&str> {
    cookie::value(headers, COOKIE)?.rsplit_once('.').map(|(_, secret)| secret)
}

/// The cookie's value for the secret of a dossier.
fn to_keep(dossier: &Dossier, secret: &str) -> String {
    format!("{}-{}.{secret}", dossier.agency, dossier.draft)
}

/// A page of this function. Its address in the other language is that of `path`.
fn page(asked: &Asked, path: &str, title: &str, body: Markup) -> Answer {
    asked.html(document(asked.language, path, title, body))
}

fn document(language: Language, path: &str, title: &str, body: Markup) -> String {
    let other = format!("{path}?lang={}", language.pick("en", "vi"));
    layout(&Page { language, title, other: &other, body })
}

/// A refusal: as a page where a person asked.
pub fn refused(asked: &Asked, problem: &Problem) -> Answer {
    if !asked.is_page() {
        return problem.answer(asked.language);
    }
    let [title, detail, action] = problem.texts(asked.language);
    let on = (link("/ho-so", asked.language), asked.language.pick("Tra cứu hồ sơ", "Follow a dossier"));
    let page = document(asked.language, "/ho-so", title, refusal(detail, action, (&on.0, on.1)));
    edge::refused(problem, asked.language, page)
}
