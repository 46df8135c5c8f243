//! `/open311/v2/…`: GeoReport v2 (<https://wiki.open311.org/GeoReport_v2>), for applications that speak it already.
//!
//! A service is a field, a service request is an item. Keys and jurisdictions are accepted and mean nothing: whoever has no
//! key may say as much as whoever has one. What the protocol has no place for is kept out of it: an item's secret stands in
//! the notice that answers its sending, and nobody's words are shown before a desk has published its own.

mod catalogue;
pub mod degrees;
mod file;
mod filter;
mod flaw;
mod form;
mod format;
mod found;
mod listed;
mod place;
mod refused;
mod shape;
mod tree;
mod xml;

use bytes::Bytes;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ETAG};
use http::{HeaderMap, HeaderValue, Method};
use motcua_edge::answer::{self, Answer};
use motcua_edge::refusal;
use motcua_rules::language::Language;

use self::format::Format;
use self::refused::Refused;
use self::shape::Document;
use crate::Body;
use crate::asked::Asked;

/// Answers in the format that the path asks for; in XML, which everybody has to read, where it asks for none.
pub async fn route(asked: &Asked, path: &[&str], body: Body) -> Answer {
    let (format, answered) = match formatted(path) {
        Some((path, format)) => (format, answered(asked, &path, body).await),
        None => (Format::Xml, Err(refusal::not_found().into())),
    };
    let mut answer = match answered {
        Ok(document) => written(asked, &document, format),
        Err(refused) => refused.answer(asked, format),
    };
    // Pages of other sites show what is public. Nothing here looks at a cookie, so they cannot be shown anything else.
    if asked.is_read() {
        answer.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    answer
}

/// The path without the ending that asks for a format.
fn formatted<'a>(path: &[&'a str]) -> Option<(Vec<&'a str>, Format)> {
    let (last, before) = path.split_last()?;
    let (name, format) = Format::of(last)?;
    Some((before.iter().copied().chain([name]).collect(), format))
}

async fn answered(asked: &Asked, path: &[&str], body: Body) -> Result<Document, Refused> {
    match (asked.is_read(), path) {
        (true, ["discovery"]) => Ok(catalogue::discovery(asked)),
        (true, ["services"]) => Ok(catalogue::services()),
        (true, ["services", code]) => Ok(catalogue::definition(code)?),
        (true, ["requests"]) => Ok(listed::list(asked).await?),
        (true, ["requests", id]) => Ok(found::request(asked, id).await?),
        (true, ["tokens", token]) => Ok(found::token(token).await?),
        (false, ["requests"]) if asked.parts.method == Method::POST => file::file(asked, body).await,
        (_, ["requests"]) => Err(refusal::method_not_allowed("GET, HEAD, POST").into()),
        (_, ["discovery" | "services"] | ["services" | "requests" | "tokens", _]) => {
            Err(refusal::method_not_allowed("GET, HEAD").into())
        }
        _ => Err(refusal::not_found().into()),
    }
}

/// A document is in Vietnamese, with English beside it where there is room, whatever language was asked for.
///
/// Whoever files is answered 200, not 201: the specification's examples have no other, and some clients take nothing else.
fn written(asked: &Asked, document: &Document, format: Format) -> Answer {
    let content_type = HeaderValue::from_static(format.content_type());
    let body = Bytes::from(document.written(format));
    if asked.is_read() {
        return answer::public(&asked.parts.headers, Language::Vi, content_type, body);
    }
    // It has a secret in it: kept by nobody, and never "not modified".
    let mut answer = answer::private(&HeaderMap::new(), Language::Vi, content_type, body);
    answer.headers_mut().remove(ETAG);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_is_no_part_of_the_name() {
        let read = |path: &[&'static str]| formatted(path);
        assert_eq!(
            read(&["requests", "PA.H29.101-250701-0001.xml"]),
            Some((vec!["requests", "PA.H29.101-250701-0001"], Format::Xml))
        );
        assert_eq!(read(&["services.json"]), Some((vec!["services"], Format::Json)));
        assert_eq!(read(&["services.json", "x"]), None);
        assert_eq!(read(&[]), None);
    }
}
