//! What an answer says when it cannot be what was asked for (RFC 9457, problem details).

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::answer::Answer;
use crate::both::Both;
use crate::language::Language;

/// A refusal: what happened and what to do about it, in both languages.
///
/// Its JSON has `type` (a stable relative reference, `/problems/<kind>`), `title`, `status`, `detail`, `action`, `field` where
/// one is to blame, and under `translations` the same texts in the language that was not asked for. A problem without
/// one of these texts or languages cannot be made.
#[derive(Clone, Debug)]
pub struct Problem(Box<Facts>);

// Boxed because it travels in every `Result`.
#[derive(Clone, Debug)]
struct Facts {
    status: StatusCode,
    kind: &'static str,
    title: Both,
    detail: Both,
    action: Both,
    field: Option<String>,
    headers: Vec<(HeaderName, HeaderValue)>,
    members: Map<String, Value>,
}

impl Problem {
    /// A problem: its status, its kind in lower-case letters and hyphens, what it is, what happened here, what to do.
    pub fn new(status: StatusCode, kind: &'static str, title: Both, detail: Both, action: Both) -> Problem {
        let (field, headers, members) = (None, Vec::new(), Map::new());
        Problem(Box::new(Facts { status, kind, title, detail, action, field, headers, members }))
    }

    /// The same, with the parameter, column or header that is to blame.
    pub fn field(mut self, name: impl Into<String>) -> Problem {
        self.0.field = Some(name.into());
        self
    }

    /// The same, with a header that its status calls for.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Problem {
        self.0.headers.push((name, value));
        self
    }

    /// The same, with a member of its own kind: the permitted values, the list of errors.
    pub fn with(mut self, name: &'static str, value: impl Serialize) -> Problem {
        self.0.members.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
        self
    }

    /// The status that the answer will have.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The kind, as in the last segment of `type`.
    pub fn kind(&self) -> &'static str {
        self.0.kind
    }

    /// The parameter, column or header that is to blame, for a page that has a question for it.
    pub fn blamed(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// A member of its own kind, as [`Self::with`] gave it.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.0.members.get(name)
    }

    /// Title, detail and action in `language`, for a page.
    pub fn texts(&self, language: Language) -> [&str; 3] {
        let Texts { title, detail, action } = self.0.texts(language);
        [title, detail, action]
    }

    /// The answer in `language`. It is not cached: what is refused now may be right in a minute.
    pub fn answer(&self, language: Language) -> Answer {
        // A struct of texts has nothing that JSON cannot say.
        let body = serde_json::to_vec(&self.0.document(language)).unwrap_or_default();
        let mut answer = Response::new(Bytes::from(body));
        *answer.status_mut() = self.0.status;
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.as_str()));
        headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.extend(self.0.headers.iter().cloned());
        answer
    }
}

#[derive(Serialize)]
struct Document<'a> {
    r#type: String,
    #[serde(flatten)]
    texts: Texts<'a>,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(flatten)]
    members: &'a Map<String, Value>,
    translations: Translations<'a>,
}

#[derive(Serialize)]
struct Texts<'a> {
    title: &'a str,
    detail: &'a str,
    action: &'a str,
}

#[derive(Serialize)]
struct Translations<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    vi: Option<Texts<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<Texts<'a>>,
}

impl Facts {
    fn document(&self, language: Language) -> Document<'_> {
        let translations = match language {
            Language::Vi => Translations { vi: None, en: Some(self.texts(Language::En)) },
            Language::En => Translations { vi: Some(self.texts(Language::Vi)), en: None },
        };
        Document {
            r#type: format!("/problems/{}", self.kind),
            texts: self.texts(language),
            status: self.status.as_u16(),
            field: self.field.as_deref(),
            members: &self.members,
            translations,
        }
    }

    fn texts(&self, language: Language) -> Texts<'_> {
        let [title, detail, action] = [&self.title, &self.detail, &self.action].map(|text| text.in_language(language));
        Texts { title, detail, action }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both::both;

    fn problem() -> Problem {
        Problem::new(
            StatusCode::CONFLICT,
            "too-late",
            both("Quá hạn", "Too late"),
            both("Hạn đã qua.", "The term is over."),
            both("Hãy nộp lại.", "File again."),
        )
    }

    #[test]
    fn a_problem_speaks_the_asked_language_and_carries_the_other() {
        let answer = problem().field("term").with("days", 3).answer(Language::En);
        assert_eq!(answer.status(), 409);
        assert_eq!(answer.headers()[CONTENT_TYPE], "application/problem+json");
        assert_eq!(answer.headers()[CONTENT_LANGUAGE], "en");
        assert_eq!(
            std::str::from_utf8(answer.body()).unwrap(),
            concat!(
                r#"{"type":"/problems/too-late","title":"Too late","detail":"The term is over.","action":"File again.","#,
                r#""status":409,"field":"term","days":3,"#,
                r#""translations":{"vi":{"title":"Quá hạn","detail":"Hạn đã qua.","action":"Hãy nộp lại."}}}"#
            )
        );
        let vietnamese: Value = serde_json::from_slice(problem().answer(Language::Vi).body()).unwrap();
        assert_eq!(
            (&vietnamese["title"], &vietnamese["translations"]["en"]["title"]),
            (&"Quá hạn".into(), &"Too late".into())
        );
        assert!(vietnamese.get("field").is_none());
    }
}
