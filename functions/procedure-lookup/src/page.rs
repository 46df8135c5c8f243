//! The same answers as pages, for people: one file an operation.

mod place;
mod procedure;
mod search;

use maud::html;
use motcua_edge::answer::Answer;
use motcua_edge::language::{Language, of_page};
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_pages::{Page, layout, note, search_form};

use crate::{Asked, HTML};

pub use place::places;
pub use procedure::procedure;
pub use search::search;

/// The address of the same page in the other language. What was asked stays in it.
fn other_language(asked: &Asked<'_>, language: Language) -> String {
    let kept = asked.query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
    let lang = format!("lang={}", language.pick("en", "vi"));
    let pairs: Vec<&str> = kept.chain([lang.as_str()]).collect();
    format!("{}?{}", asked.path, pairs.join("&"))
}

/// A link inside the portal, in the page's language.
fn link(path: &str, language: Language) -> String {
    format!("{path}{}", language.pick("", "?lang=en"))
}

/// A refusal as a page: what happened, what to do, and the search field.
pub fn problem(asked: &Asked<'_>, problem: &Problem) -> Answer {
    let lang = Query::parse(asked.query, &["lang", "q", "as_of"]).ok();
    let lang = lang.as_ref().and_then(|query| query.text("lang", 2).ok().flatten());
    let language = of_page(asked.headers, lang);
    let [title, detail, action] = problem.texts(language);
    let body = html! {
        p { (detail) }
        (note(action))
        (search_form(language, ""))
    };
    let document = layout(&Page { language, title, other: &other_language(asked, language), body });
    let mut answer = problem.answer(language).map(|_| bytes::Bytes::from(document));
    answer.headers_mut().insert(http::header::CONTENT_TYPE, HTML);
    answer
}
