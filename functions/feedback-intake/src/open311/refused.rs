//! What is refused, in the protocol's document: each error with its code, in Vietnamese and in English.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use motcua_edge::answer::Answer;
use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_rules::language::Language;
use serde_json::Value;

use super::flaw::Flaw;
use super::format::Format;
use super::shape::{Document, Error};
use crate::asked::Asked;

const HOUR_MS: u64 = 3_600_000;

/// A refusal: the status and headers of a problem, and the errors that tell it.
pub struct Refused {
    problem: Problem,
    errors: Vec<Error>,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Refused {
        Refused { errors: vec![error(&problem)], problem }
    }
}

impl From<Vec<Flaw>> for Refused {
    fn from(flaws: Vec<Flaw>) -> Refused {
        Refused { errors: flaws.iter().map(Flaw::error).collect(), problem: malformed() }
    }
}

impl From<Flaw> for Refused {
    fn from(flaw: Flaw) -> Refused {
        vec![flaw].into()
    }
}

impl Refused {
    /// The answer.
    ///
    /// The specification has 403 for keys and 400 for all else. Too much at once is neither: a client that is told 429 and
    /// `Retry-After` waits, one that is told 400 or 403 gives the citizen's report up.
    pub fn answer(self, asked: &Asked, format: Format) -> Answer {
        let mut answer = self.problem.answer(Language::Vi);
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
        if self.problem.status() == StatusCode::TOO_MANY_REQUESTS {
            // A wait counts with its ticket only, of which the protocol knows nothing; the next hour counts for everybody.
            let left_ms = HOUR_MS.saturating_sub(asked.now % HOUR_MS);
            headers.insert(RETRY_AFTER, HeaderValue::from(left_ms.div_ceil(1_000)));
        }
        *answer.body_mut() = Bytes::from(Document::Errors(self.errors).written(format));
        answer
    }
}

/// A problem in two sentences a language, and with the ticket that it may have: whoever knows this portal sends it again as
/// `attribute[ticket]`, with `attribute[nonce]` or after the wait.
fn error(problem: &Problem) -> Error {
    let sentence = |language: Language| {
        let [_, detail, action] = problem.texts(language);
        // Which places there are the document has no room to say.
        let action = match problem.kind() {
            "which-place" => language.pick(
                "Ghi rõ hơn trong attribute[place], ví dụ: phường Thanh Xuân, Hà Nội.",
                "Say it more exactly in attribute[place], such as: phường Thanh Xuân, Hà Nội.",
            ),
            _ => action,
        };
        format!("{detail} {action}")
    };
    let mut error = Error::new(problem.status().as_u16(), &sentence(Language::Vi), &sentence(Language::En));
    if let Some(ticket) = ticket(problem) {
        error.description.push_str(&format!(" attribute[ticket]={ticket}"));
    }
    error
}

fn ticket(problem: &Problem) -> Option<String> {
    let told: Value = serde_json::from_slice(problem.answer(Language::Vi).body()).ok()?;
    told.get("ticket")?.as_str().map(str::to_owned)
}

fn malformed() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-form",
        both("Biểu mẫu sai", "Malformed form"),
        both("Có trường thiếu hoặc sai.", "Fields are missing or wrong."),
        both("Sửa các trường được nêu rồi gửi lại.", "Mend the fields that are named, and send it again."),
    )
}

/// 404: no such service.
pub fn no_service() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-service",
        both("Không có dịch vụ này", "No such service"),
        both("Không có service_code này.", "There is no such service_code."),
        both("Chọn một mã trong danh sách services.", "Choose one of the list of services."),
    )
    .field("service_code")
}

/// 404: no such service request.
pub fn no_request() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-request",
        both("Không có phản ánh này", "No such request"),
        both("Không có phản ánh nào mang mã này.", "There is no service request with this id."),
        both("Kiểm tra lại service_request_id.", "Check the service_request_id."),
    )
    .field("service_request_id")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::effort_wanted;

    #[test]
    fn a_problem_is_an_error_of_its_status_in_both_languages() {
        let refused = Refused::from(no_request());
        let wanted = "Không có phản ánh nào mang mã này. Kiểm tra lại service_request_id. / \
                      There is no service request with this id. Check the service_request_id.";
        assert_eq!(refused.errors, [Error { code: 404, description: wanted.to_owned() }]);
    }

    #[test]
    fn all_flaws_are_told() {
        let refused = Refused::from(vec![Flaw::Missing("service_code"), Flaw::NoPlace]);
        assert_eq!((refused.problem.status().as_u16(), refused.errors.len()), (400, 2));
    }

    #[test]
    fn a_ticket_is_told() {
        let error = error(&effort_wanted("1.16.10.ab", 16, 10));
        assert_eq!(error.code, 429);
        assert!(error.description.ends_with(" attribute[ticket]=1.16.10.ab"), "{}", error.description);
    }
}
