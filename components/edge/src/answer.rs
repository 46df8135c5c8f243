//! Answers, and how long others may keep them.

use std::hash::{DefaultHasher, Hash, Hasher};

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use serde::Serialize;

use crate::language::Language;
use crate::problem::Problem;
use crate::refusal;

/// What a function answers; its body is whole.
pub type Answer = Response<Bytes>;

/// What is public changes by decision, and decisions are not read within the minute. A cache may show the old answer
/// while it asks for the new one.
const PUBLIC: HeaderValue = HeaderValue::from_static("public, max-age=60, stale-while-revalidate=600");

/// Kept by nobody: browsers of a library, proxies, the next person at the screen.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An answer for the one who asked, kept by nobody.
pub fn json(status: StatusCode, language: Language, value: &impl Serialize) -> Result<Answer, Problem> {
    let mut answer = bare(status, language, JSON, json_bytes(value)?);
    answer.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    Ok(answer)
}

/// A public answer as JSON; see [`public`].
pub fn public_json(request: &HeaderMap, language: Language, value: &impl Serialize) -> Result<Answer, Problem> {
    Ok(public(request, language, JSON, json_bytes(value)?))
}

/// An answer that is the same for everybody who asks in this language, with an `ETag`, and 304 for whoever has it already.
pub fn public(request: &HeaderMap, language: Language, content_type: HeaderValue, body: Bytes) -> Answer {
    tagged(request, language, content_type, body, PUBLIC)
}

/// An answer for the one who asked as JSON; see [`private`].
pub fn private_json(request: &HeaderMap, language: Language, value: &impl Serialize) -> Result<Answer, Problem> {
    Ok(private(request, language, JSON, json_bytes(value)?))
}

/// An answer for the one who asked, kept by nobody on the way. It has an `ETag` all the same, for whoever keeps it himself
/// and asks whether it is still so.
pub fn private(request: &HeaderMap, language: Language, content_type: HeaderValue, body: Bytes) -> Answer {
    tagged(request, language, content_type, body, NO_STORE)
}

fn tagged(
    request: &HeaderMap,
    language: Language,
    content_type: HeaderValue,
    body: Bytes,
    cached: HeaderValue,
) -> Answer {
    let tag = tag(language, &content_type, &body);
    let known = tag.to_str().is_ok_and(|tag| is_known(request, tag));
    let mut answer = bare(StatusCode::OK, language, content_type, body);
    if known {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        answer.headers_mut().remove(CONTENT_TYPE);
        answer.body_mut().clear();
    }
    answer.headers_mut().insert(CACHE_CONTROL, cached);
    answer.headers_mut().insert(ETAG, tag);
    answer
}

/// The answer as `method` wants it: HEAD is told everything but the body. A body that is there is announced with its
/// length, or it would be sent in chunks.
pub fn to(method: &Method, mut answer: Answer) -> Answer {
    if method == Method::HEAD {
        answer.body_mut().clear();
    } else if answer.status() != StatusCode::NOT_MODIFIED {
        let length = HeaderValue::from(answer.body().len());
        answer.headers_mut().insert(CONTENT_LENGTH, length);
    }
    answer
}

fn json_bytes(value: &impl Serialize) -> Result<Bytes, Problem> {
    serde_json::to_vec(value).map(Bytes::from).map_err(|error| {
        eprintln!("an answer cannot be written as JSON: {error}");
        refusal::out_of_order()
    })
}

fn bare(status: StatusCode, language: Language, content_type: HeaderValue, body: Bytes) -> Answer {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, content_type);
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.as_str()));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

/// A strong tag over all that the answer shows. 64 bits are enough to tell a page from its own earlier versions; nobody
/// gains by forging one.
fn tag(language: Language, content_type: &HeaderValue, body: &Bytes) -> HeaderValue {
    // `new` has fixed keys: each instance gives the same bytes the same tag.
    let mut hasher = DefaultHasher::new();
    (language.as_str(), content_type.as_bytes(), body.as_ref()).hash(&mut hasher);
    HeaderValue::try_from(format!("\"{:016x}\"", hasher.finish())).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Whether `If-None-Match` names `tag`, compared weakly (RFC 9110, 13.1.2).
fn is_known(request: &HeaderMap, tag: &str) -> bool {
    let values = request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    // Our tags have no comma, so a tag that a comma cuts in two is not ours.
    values
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(if_none_match: &str) -> Answer {
        let headers = HeaderMap::from_iter([(IF_NONE_MATCH, if_none_match.parse().unwrap())]);
        public_json(&headers, Language::Vi, &["một"]).unwrap()
    }

    fn tag_in(language: Language, value: &str) -> String {
        let answer = public_json(&HeaderMap::new(), language, &value).unwrap();
        answer.headers()[ETAG].to_str().unwrap().to_owned()
    }

    #[test]
    fn a_public_answer_may_be_kept_for_a_minute() {
        let answer = public_json(&HeaderMap::new(), Language::En, &["một"]).unwrap();
        assert_eq!((answer.status().as_u16(), answer.body().as_ref()), (200, r#"["một"]"#.as_bytes()));
        let headers = answer.headers();
        assert_eq!(headers[CONTENT_TYPE], "application/json");
        assert_eq!(headers[CACHE_CONTROL], "public, max-age=60, stale-while-revalidate=600");
        assert_eq!(
            (&headers[VARY], &headers[CONTENT_LANGUAGE]),
            (&"Accept-Language".parse().unwrap(), &"en".parse().unwrap())
        );
        assert_eq!(headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[ETAG].len(), 18);
    }

    #[test]
    fn whoever_has_it_gets_304() {
        let fresh = asked("\"other\"");
        let tag = fresh.headers()[ETAG].to_str().unwrap().to_owned();
        assert_eq!(fresh.status(), 200);
        for known in
            [tag.clone(), format!("W/{tag}"), "*".to_owned(), format!("\"a,b\" , {tag}"), format!("W/\"x\",W/{tag},")]
        {
            let answer = asked(&known);
            assert_eq!((answer.status().as_u16(), answer.body().len()), (304, 0), "{known}");
            assert_eq!(answer.headers()[ETAG], tag.as_str());
            assert!(answer.headers().contains_key(CACHE_CONTROL) && !answer.headers().contains_key(CONTENT_TYPE));
        }
        for unknown in ["", "\"\"", "W/", tag.trim_matches('"'), "w/*", "**"] {
            assert_eq!(asked(unknown).status(), 200, "{unknown}");
        }
    }

    #[test]
    fn a_tag_tells_languages_and_contents_apart() {
        assert_eq!(tag_in(Language::Vi, "a"), tag_in(Language::Vi, "a"));
        assert_ne!(tag_in(Language::Vi, "a"), tag_in(Language::En, "a"));
        assert_ne!(tag_in(Language::Vi, "a"), tag_in(Language::Vi, "b"));
    }

    #[test]
    fn head_is_told_everything_but_the_body() {
        let answer = to(&Method::HEAD, asked("\"x\""));
        assert_eq!((answer.status().as_u16(), answer.body().len()), (200, 0));
        assert!(answer.headers().contains_key(ETAG));
        assert!(!to(&Method::GET, asked("\"x\"")).body().is_empty());
    }

    #[test]
    fn what_is_for_one_is_kept_by_nobody() {
        let answer = json(StatusCode::CREATED, Language::Vi, &1).unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()[CACHE_CONTROL]),
            (201, &HeaderValue::from_static("no-store"))
        );
        assert!(!answer.headers().contains_key(ETAG));
    }

    #[test]
    fn what_is_for_one_can_be_asked_for_again() {
        let first = private_json(&HeaderMap::new(), Language::Vi, &1).unwrap();
        assert_eq!(first.headers()[CACHE_CONTROL], "no-store");
        let known = HeaderMap::from_iter([(IF_NONE_MATCH, first.headers()[ETAG].clone())]);
        let again = private_json(&known, Language::Vi, &1).unwrap();
        assert_eq!((again.status().as_u16(), &again.headers()[CACHE_CONTROL]), (304, &NO_STORE));
        assert_eq!(private_json(&known, Language::Vi, &2).unwrap().status(), 200);
    }

    proptest! {
        #[test]
        fn any_condition_is_answered(text in "[ -~]{0,60}") {
            asked(&text);
        }
    }
}
