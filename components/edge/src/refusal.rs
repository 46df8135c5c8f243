//! The problems that any function may have. What only one has stands in its own `problem.rs`.

use http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};

use crate::both::{Both, both, cut};
use crate::encoding::Malformed;
use crate::problem::Problem;

/// So much of a stranger's word is repeated to him.
const SHOWN_MAX: usize = 80;

/// When to try again after the store or an instance was busy.
const RETRY_SECONDS: &str = "2";

/// 404: nothing stands at this address.
pub fn not_found() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "not-found",
        both("Không tìm thấy", "Not found"),
        both("Địa chỉ này không có trên cổng dịch vụ.", "There is nothing at this address."),
        both(
            "Kiểm tra lại địa chỉ; danh sách địa chỉ có tại /api/openapi.json.",
            "Check the address; /api/openapi.json lists them all.",
        ),
    )
}

/// 405: the address is right, the method is not. `allow` lists those that are: `GET, HEAD`.
pub fn method_not_allowed(allow: &'static str) -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        both("Phương thức không được hỗ trợ", "Method not allowed"),
        both("Địa chỉ này không nhận phương thức HTTP đó.", "This address does not take that HTTP method."),
        both(format!("Dùng một trong các phương thức: {allow}."), format!("Use one of: {allow}.")),
    )
    .header(ALLOW, HeaderValue::from_static(allow))
}

/// 414: the path or the query is longer than any that means something.
pub fn address_too_long(bytes_max: usize) -> Problem {
    Problem::new(
        StatusCode::URI_TOO_LONG,
        "address-too-long",
        both("Địa chỉ quá dài", "Address too long"),
        both(
            format!("Phần địa chỉ này dài hơn {bytes_max} byte."),
            format!("This part of the address is longer than {bytes_max} bytes."),
        ),
        both("Rút ngắn địa chỉ hoặc các tham số.", "Shorten the address or its parameters."),
    )
}

pub(crate) fn bad_path(malformed: Malformed) -> Problem {
    let (detail, action) = encoding(malformed);
    Problem::new(StatusCode::BAD_REQUEST, "bad-path", both("Đường dẫn sai", "Malformed path"), detail, action)
}

pub(crate) fn bad_encoding(name: &str, malformed: Malformed) -> Problem {
    let (detail, action) = encoding(malformed);
    Problem::new(
        StatusCode::BAD_REQUEST,
        "bad-encoding",
        both("Mã hoá tham số sai", "Malformed encoding"),
        detail,
        action,
    )
    .field(cut(name, SHOWN_MAX))
}

fn encoding(malformed: Malformed) -> (Both, Both) {
    match malformed {
        Malformed::Escape => (
            both("Có dấu % không kèm hai chữ số thập lục phân.", "A % is not followed by two hexadecimal digits."),
            both("Viết dấu % thành %25.", "Write a plain % as %25."),
        ),
        Malformed::Utf8 => (
            both("Các byte không phải là UTF-8.", "The bytes are not UTF-8."),
            both(
                "Mã hoá chữ bằng UTF-8 rồi mới mã hoá phần trăm.",
                "Encode the text as UTF-8 before percent-encoding it.",
            ),
        ),
        Malformed::Control => (
            both("Có ký tự điều khiển.", "There is a control character."),
            both(
                "Bỏ ký tự xuống dòng và các ký tự điều khiển khác.",
                "Remove line breaks and other control characters.",
            ),
        ),
    }
}

/// 400: the query has a parameter that the operation does not know. A typing error must not look like an answer.
pub fn unknown_parameter(name: &str, known: &[&'static str]) -> Problem {
    let name = cut(name, SHOWN_MAX);
    let (list_vi, list_en) = match known {
        [] => ("không có tham số nào".to_owned(), "none".to_owned()),
        known => (known.join(", "), known.join(", ")),
    };
    Problem::new(
        StatusCode::BAD_REQUEST,
        "unknown-parameter",
        both("Tham số không được biết", "Unknown parameter"),
        both(format!("Không có tham số “{name}”."), format!("There is no parameter “{name}”.")),
        both(format!("Các tham số được dùng: {list_vi}."), format!("The parameters are: {list_en}.")),
    )
    .field(name)
    .with("known", known)
}

/// 400: a parameter stands in the query twice, and only one of them can be meant.
pub fn repeated_parameter(name: &str) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "repeated-parameter",
        both("Tham số lặp lại", "Repeated parameter"),
        both(
            format!("Tham số “{name}” xuất hiện nhiều lần."),
            format!("The parameter “{name}” occurs more than once."),
        ),
        both("Chỉ gửi mỗi tham số một lần.", "Send each parameter once."),
    )
    .field(name)
}

/// 400: a parameter that has to be there is not, or is empty.
pub fn missing_parameter(name: &'static str) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "missing-parameter",
        both("Thiếu tham số", "Missing parameter"),
        both(format!("Thiếu tham số “{name}”."), format!("The parameter “{name}” is missing.")),
        both(format!("Thêm “{name}” vào địa chỉ."), format!("Add “{name}” to the address.")),
    )
    .field(name)
}

/// 400: a parameter's value is not what it should be; `expected` says what that is, as a sentence.
pub fn malformed_parameter(name: &'static str, value: &str, expected: Both) -> Problem {
    let value = cut(value, SHOWN_MAX);
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-parameter",
        both("Giá trị tham số sai", "Malformed parameter"),
        both(format!("“{value}” không hợp lệ cho “{name}”."), format!("“{value}” is not valid for “{name}”.")),
        expected,
    )
    .field(name)
}

/// 400: the cursor did not come from this list.
pub fn bad_cursor() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "bad-cursor",
        both("Con trỏ không hợp lệ", "Bad cursor"),
        both("Giá trị “cursor” không do danh sách này cấp.", "This “cursor” did not come from this list."),
        both("Bắt đầu lại từ trang đầu, không có “cursor”.", "Start again from the first page, without “cursor”."),
    )
    .field("cursor")
}

/// 413: the body is longer than the operation takes.
pub fn body_too_large(bytes_max: usize) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body-too-large",
        both("Nội dung quá lớn", "Body too large"),
        both(
            format!("Nội dung gửi lên lớn hơn {bytes_max} byte."),
            format!("The body is larger than {bytes_max} bytes."),
        ),
        both("Chia nội dung thành nhiều phần nhỏ hơn.", "Split it into smaller parts."),
    )
    .with("bytes_max", bytes_max)
}

/// 400: the body ended before all of it was there.
pub fn body_broken() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "body-broken",
        both("Nội dung bị đứt", "Body broken off"),
        both("Không nhận được toàn bộ nội dung.", "The body did not arrive as a whole."),
        both("Gửi lại yêu cầu.", "Send the request again."),
    )
}

/// 415: the body is of a type that the operation does not read.
pub fn unsupported_media_type(accepted: &[&'static str]) -> Problem {
    let list = accepted.join(", ");
    Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
        both("Kiểu nội dung không được hỗ trợ", "Unsupported media type"),
        both(
            "Content-Type thiếu, không đọc được hoặc không được hỗ trợ.",
            "Content-Type is missing, unreadable or not supported.",
        ),
        both(
            format!("Gửi nội dung UTF-8 với Content-Type là một trong: {list}."),
            format!("Send UTF-8 with a Content-Type of: {list}."),
        ),
    )
    .field("Content-Type")
    .with("accepted", accepted)
}

/// 401: nobody, or nobody known, asks for what only the authorised may do.
pub fn unauthorized() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "unauthorized",
        both("Chưa được xác thực", "Not authorised"),
        both("Thao tác này cần một mã truy cập hợp lệ.", "This operation needs a valid token."),
        both(
            "Gửi “Authorization: Bearer <mã>”; xin mã ở đơn vị vận hành.",
            "Send “Authorization: Bearer <token>”; the operator issues tokens.",
        ),
    )
    .field("Authorization")
    .header(WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer realm="motcua""#))
}

/// 503: the store is out of reach or busy. The same request may succeed soon.
pub fn store_unavailable() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "store-unavailable",
        both("Tạm thời không phục vụ được", "Temporarily unavailable"),
        both("Kho dữ liệu đang bận hoặc chưa kết nối được.", "The store is busy or out of reach."),
        both("Thử lại sau ít giây; chưa có gì bị thay đổi.", "Try again in a few seconds; nothing was changed."),
    )
    .header(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS))
}

/// 503: the connection to the store was lost while it committed. What was asked may have happened.
pub fn store_in_doubt() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "store-in-doubt",
        both("Chưa rõ kết quả", "Outcome unknown"),
        both(
            "Mất kết nối với kho dữ liệu đúng lúc ghi: yêu cầu đã được ghi trọn vẹn hoặc chưa ghi gì.",
            "The connection to the store was lost while it wrote: the request was kept as a whole or not at all.",
        ),
        both(
            "Gửi lại đúng yêu cầu này, với cùng “Idempotency-Key” nếu có; sẽ không có gì bị ghi hai lần.",
            "Send the same request again, with the same “Idempotency-Key” if it had one; nothing is written twice.",
        ),
    )
    .header(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS))
}

/// 400: the `Idempotency-Key` is not one.
pub fn malformed_key(bytes_max: usize) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-key",
        both("Khoá lặp lại sai", "Malformed Idempotency-Key"),
        both(
            "“Idempotency-Key” không hợp lệ hoặc lặp lại.",
            "The “Idempotency-Key” is not valid or stands there twice.",
        ),
        both(
            format!("Gửi một khoá gồm 1–{bytes_max} ký tự ASCII hiển thị, ví dụ một UUID."),
            format!("Send one key of 1 to {bytes_max} visible ASCII characters, such as a UUID."),
        ),
    )
    .field("Idempotency-Key")
}

/// 409: the key came before with another request.
pub fn key_of_another_request() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "key-of-another-request",
        both("Khoá đã dùng cho yêu cầu khác", "Key of another request"),
        both(
            "“Idempotency-Key” này đã được dùng cho một yêu cầu khác; chưa có gì được ghi.",
            "This “Idempotency-Key” came before with another request; nothing was written.",
        ),
        both(
            "Gửi yêu cầu mới với một khoá mới; chỉ dùng lại khoá khi gửi lại đúng yêu cầu cũ.",
            "Send a new request with a new key; a key is repeated only with the very same request.",
        ),
    )
    .field("Idempotency-Key")
}

/// 507: there is no room to write. Reading still works.
pub fn storage_full() -> Problem {
    Problem::new(
        StatusCode::INSUFFICIENT_STORAGE,
        "storage-full",
        both("Hết chỗ lưu trữ", "Storage full"),
        both(
            "Kho dữ liệu đã đầy nên chưa ghi được; việc tra cứu vẫn hoạt động.",
            "The storage is full, so nothing was written; reading still works.",
        ),
        both("Báo đơn vị vận hành rồi gửi lại sau.", "Tell the operator and send it again later."),
    )
}

/// 500: something of ours is wrong. What it is goes to the log of the function and never to a stranger.
pub fn out_of_order() -> Problem {
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "out-of-order",
        both("Lỗi của hệ thống", "Out of order"),
        both("Lỗi do hệ thống, không phải do yêu cầu của bạn.", "The fault is ours, not your request's."),
        both("Thử lại sau; nếu vẫn lỗi, báo đơn vị vận hành.", "Try later; if it stays, tell the operator."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use http::header::HeaderName;

    /// A problem, its status, and the header that the status calls for.
    type Case = (Problem, u16, Option<(HeaderName, &'static str)>);

    fn all() -> Vec<Case> {
        vec![
            (not_found(), 404, None),
            (method_not_allowed("GET, HEAD"), 405, Some((ALLOW, "GET, HEAD"))),
            (address_too_long(9), 414, None),
            (bad_path(Malformed::Escape), 400, None),
            (bad_path(Malformed::Control), 400, None),
            (bad_encoding("q", Malformed::Utf8), 400, None),
            (unknown_parameter("x", &["q"]), 400, None),
            (unknown_parameter("x", &[]), 400, None),
            (repeated_parameter("q"), 400, None),
            (missing_parameter("q"), 400, None),
            (malformed_parameter("q", "x", both("Số.", "A number.")), 400, None),
            (bad_cursor(), 400, None),
            (body_too_large(9), 413, None),
            (body_broken(), 400, None),
            (unsupported_media_type(&["text/csv"]), 415, None),
            (unauthorized(), 401, Some((WWW_AUTHENTICATE, r#"Bearer realm="motcua""#))),
            (store_unavailable(), 503, Some((RETRY_AFTER, "2"))),
            (store_in_doubt(), 503, Some((RETRY_AFTER, "2"))),
            (malformed_key(255), 400, None),
            (key_of_another_request(), 409, None),
            (storage_full(), 507, None),
            (out_of_order(), 500, None),
        ]
    }

    #[test]
    fn every_refusal_says_what_and_what_to_do_in_both_languages() {
        for (problem, status, header) in all() {
            for (language, other) in [(Language::Vi, "en"), (Language::En, "vi")] {
                let answer = problem.answer(language);
                assert_eq!(answer.status().as_u16(), status, "{}", problem.kind());
                if let Some((name, value)) = &header {
                    assert_eq!(answer.headers()[name], value);
                }
                let document: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
                assert_eq!(document["status"], status);
                for text in ["title", "detail", "action"] {
                    let (here, there) =
                        (document[text].as_str().unwrap(), document["translations"][other][text].as_str().unwrap());
                    assert!(!here.is_empty() && !there.is_empty() && here != there, "{} {text}", problem.kind());
                }
            }
        }
    }

    #[test]
    fn a_strangers_words_are_cut_where_they_are_repeated() {
        let long = unknown_parameter(&"x".repeat(9000), &["q"]).answer(Language::Vi);
        assert!(long.body().len() < 1200, "{}", long.body().len());
    }
}
