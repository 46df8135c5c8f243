//! The headers of the protocol.

use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;

use crate::folder::Folder;
use crate::{TUS_RESUMABLE, VERSION, problem};

/// The request's method, or the one that stands in a header instead: some networks let no PATCH through, and the protocol
/// has a way around them. Only a POST is ever another one: what a cache takes for a GET changes nothing.
pub fn method(parts: &Parts) -> Result<Method, Problem> {
    match text(&parts.headers, "x-http-method-override")? {
        Some(name) if parts.method == Method::POST => {
            [Method::PATCH, Method::DELETE, Method::HEAD].into_iter().find(|method| method.as_str() == name)
        }
        Some(_) => None,
        None => Some(parts.method.clone()),
    }
    .ok_or_else(|| problem::malformed("X-HTTP-Method-Override"))
}

/// Refuses every version of the protocol but ours.
pub fn version(headers: &HeaderMap) -> Result<(), Problem> {
    let mut versions = headers.get_all(TUS_RESUMABLE).iter();
    if (versions.next(), versions.next()) == (Some(&VERSION), None) { Ok(()) } else { Err(problem::other_version()) }
}

/// A header that stands there once at most.
pub fn text<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<Option<&'a str>, Problem> {
    let mut values = headers.get_all(name).iter();
    match (values.next().map(HeaderValue::to_str), values.next()) {
        (None, _) => Ok(None),
        (Some(Ok(text)), None) => Ok(Some(text)),
        _ => Err(problem::malformed(name)),
    }
}

/// A number in a header: digits and nothing else.
pub fn number(headers: &HeaderMap, name: &'static str) -> Result<Option<u64>, Problem> {
    let Some(text) = text(headers, name)? else { return Ok(None) };
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number).map(Some).ok_or_else(|| problem::malformed(name))
}

/// How far a file is, and until when it can be continued.
pub fn state(answer: &mut Answer, folder: &Folder<'_>, offset: u64) {
    answer.headers_mut().insert("upload-offset", HeaderValue::from(offset));
    expires(answer, folder);
}

/// Until when a file can be continued: as long as its draft.
pub fn expires(answer: &mut Answer, folder: &Folder<'_>) {
    let date = folder.expires.and_then(http_date);
    if let Some(date) = date.and_then(|date| HeaderValue::try_from(date).ok()) {
        answer.headers_mut().insert("upload-expires", date);
    }
}

/// An instant as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(instant_ms: u64) -> Option<String> {
    let instant = Timestamp::from_millisecond(i64::try_from(instant_ms).ok()?).ok()?;
    DateTimePrinter::new().timestamp_to_rfc9110_string(&instant).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn parts(method: Method, headers: &[(&'static str, &str)]) -> Parts {
        let mut request = Request::builder().method(method);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_post_may_be_meant_otherwise() {
        let of = |asked: Method, headers: &[(&'static str, &str)]| method(&parts(asked, headers)).ok();
        let header = "x-http-method-override";
        assert_eq!(of(Method::PATCH, &[]), Some(Method::PATCH));
        assert_eq!(of(Method::POST, &[(header, "PATCH")]), Some(Method::PATCH));
        assert_eq!(of(Method::POST, &[(header, "HEAD")]), Some(Method::HEAD));
        for (asked, headers) in [
            (Method::GET, &[(header, "DELETE")][..]),
            (Method::POST, &[(header, "GET")]),
            (Method::POST, &[(header, "patch")]),
            (Method::POST, &[(header, "PATCH"), (header, "DELETE")]),
        ] {
            assert_eq!(of(asked, headers), None);
        }
    }

    #[test]
    fn only_our_version_is_spoken() {
        let is_ours = |headers: &[(&'static str, &str)]| version(&parts(Method::POST, headers).headers).is_ok();
        assert!(is_ours(&[("tus-resumable", "1.0.0")]));
        assert!(!is_ours(&[]) && !is_ours(&[("tus-resumable", "0.2.2")]));
        assert!(!is_ours(&[("tus-resumable", "1.0.0"), ("tus-resumable", "1.0.0")]));
    }

    #[test]
    fn a_number_is_digits() {
        let read =
            |value: &str| number(&parts(Method::POST, &[("upload-length", value)]).headers, "upload-length").ok();
        assert_eq!(read("0042"), Some(Some(42)));
        for wrong in ["", "+1", "-1", "1 ", "1.0", "18446744073709551616", "x"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert!(matches!(number(&HeaderMap::new(), "upload-length"), Ok(None)));
    }

    #[test]
    fn a_date_is_as_http_writes_it() {
        assert_eq!(http_date(784_111_777_000).as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!(http_date(u64::MAX), None);
    }
}
