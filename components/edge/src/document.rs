//! Whole pages of HTML as answers: for everybody, for one, instead of a refusal, or elsewhere.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use crate::answer::{self, Answer};
use crate::language::Language;
use crate::problem::Problem;
use crate::refusal;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// A page that is the same for everybody who asks in this language; see [`answer::public`].
pub fn public(request: &HeaderMap, language: Language, page: String) -> Answer {
    answer::public(request, language, HTML, Bytes::from(page))
}

/// A page for the one who asked, kept by nobody on the way.
pub fn private(request: &HeaderMap, language: Language, status: StatusCode, page: String) -> Answer {
    // Only what is asked for again may be unchanged; the outcome of a form is shown.
    let unconditional = HeaderMap::new();
    let request = if status == StatusCode::OK { request } else { &unconditional };
    let mut answer = answer::private(request, language, HTML, Bytes::from(page));
    if status != StatusCode::OK {
        *answer.status_mut() = status;
    }
    answer
}

/// A refusal as a page: with its status and its headers, such as when to come again.
pub fn refused(problem: &Problem, language: Language, page: String) -> Answer {
    let mut answer = problem.answer(language).map(|_| Bytes::from(page));
    answer.headers_mut().insert(CONTENT_TYPE, HTML);
    answer
}

/// Leads the browser to another page, which it reads.
pub fn see_other(place: &str) -> Result<Answer, Problem> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    let place = HeaderValue::try_from(place).map_err(|_| refusal::out_of_order())?;
    answer.headers_mut().insert(LOCATION, place);
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::header::{ETAG, IF_NONE_MATCH};

    #[test]
    fn the_outcome_of_a_form_is_always_shown() {
        let first = private(&HeaderMap::new(), Language::Vi, StatusCode::OK, "<p>".to_owned());
        let known = HeaderMap::from_iter([(IF_NONE_MATCH, first.headers()[ETAG].clone())]);
        let status = |status| private(&known, Language::Vi, status, "<p>".to_owned());
        assert_eq!(status(StatusCode::OK).status(), 304);
        let created = status(StatusCode::CREATED);
        assert_eq!((created.status().as_u16(), created.body().as_ref()), (201, &b"<p>"[..]));
    }

    #[test]
    fn a_refusal_keeps_its_status_and_its_headers() {
        let page = refused(&refusal::store_unavailable(), Language::Vi, "<p>".to_owned());
        assert_eq!((page.status().as_u16(), page.body().as_ref()), (503, &b"<p>"[..]));
        assert!(page.headers().contains_key("retry-after"));
        assert_eq!(page.headers()[CONTENT_TYPE], HTML);
    }

    #[test]
    fn nobody_is_led_to_what_is_no_address() {
        assert_eq!(see_other("/phan-anh").unwrap().headers()[LOCATION], "/phan-anh");
        assert!(see_other("/phan\nanh").is_err());
    }
}
