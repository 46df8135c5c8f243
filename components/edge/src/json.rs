//! Bodies of JSON.

use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::both::both;
use crate::problem::Problem;

/// How deep the JSON of a body may be. A form's answers are four deep: answers, a group, its members, their answers.
const DEPTH_MAX: usize = 12;

/// A body as JSON, an object: serde would take a list for the members in their order, and an empty one for none of them.
/// What is wrong with it is said by line and column: what stands there may be personal.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if depth(bytes) > DEPTH_MAX {
        return Err(too_deep(DEPTH_MAX));
    }
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(malformed_body(1, 1));
    }
    serde_json::from_slice(bytes).map_err(|error| malformed_body(error.line(), error.column()))
}

/// How deep arrays and objects stand in each other. Brackets within texts are passed over.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0usize, 0usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth = depth.saturating_add(1);
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// 400: the body is not the JSON that the operation reads.
fn malformed_body(line: usize, column: usize) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-body",
        both("Nội dung gửi lên sai", "Malformed body"),
        both(
            format!("Không đọc được nội dung từ dòng {line}, cột {column}."),
            format!("The body cannot be read from line {line}, column {column} on."),
        ),
        both(
            "Gửi JSON với đúng các trường mà tài liệu /api/openapi.json mô tả.",
            "Send JSON with the members that /api/openapi.json describes.",
        ),
    )
}

/// 400: arrays and objects stand in each other deeper than in any form.
fn too_deep(depth_max: usize) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "body-too-deep",
        both("Nội dung lồng nhau quá sâu", "Body nested too deep"),
        both(
            format!("Các mảng và đối tượng lồng nhau quá {depth_max} lớp."),
            format!("Arrays and objects are nested more than {depth_max} deep."),
        ),
        both(
            "Gửi JSON đúng cấu trúc mà tài liệu /api/openapi.json mô tả.",
            "Send JSON as /api/openapi.json describes it.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use proptest::prelude::*;

    #[test]
    fn a_body_is_as_deep_as_its_brackets() {
        for (text, deep) in
            [("", 0), ("1", 0), ("{}", 1), (r#"{"a":[{"b":"[[["}]}"#, 3), (r#"["\"[[",[]]"#, 2), ("]]][", 1)]
        {
            assert_eq!(depth(text.as_bytes()), deep, "{text}");
        }
        let nested = |levels: usize| format!("{}0{}", "{\"a\":".repeat(levels), "}".repeat(levels));
        assert!(read::<serde_json::Value>(nested(DEPTH_MAX).as_bytes()).is_ok());
        let refused = |text: &str| read::<serde_json::Value>(text.as_bytes()).err().map(|problem| problem.kind());
        assert_eq!(refused(&nested(DEPTH_MAX + 1)), Some("body-too-deep"));
        assert_eq!(refused("{\"a\":"), Some("malformed-body"));
    }

    #[test]
    fn what_is_wrong_is_said_in_both_languages() {
        for problem in [malformed_body(1, 2), too_deep(12), crate::idempotency::missing()] {
            assert_eq!(problem.status(), 400);
            let (vi, en) = (problem.texts(Language::Vi), problem.texts(Language::En));
            assert!(vi.iter().zip(en).all(|(vi, en)| !vi.is_empty() && !en.is_empty() && *vi != en));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = read::<serde_json::Value>(&bytes);
        }
    }
}
