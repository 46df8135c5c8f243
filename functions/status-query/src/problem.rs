//! All that a question about a dossier may be refused for.

use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use motcua_rules::code;
use motcua_rules::code::Garbled;
use motcua_rules::language::Language;
use motcua_rules::person;

/// 404: no dossier for whoever asks. It does not say whether there is one.
pub fn no_dossier() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-dossier",
        both("Không có hồ sơ này", "No such dossier"),
        both(
            "Không có hồ sơ nào mang mã này, hoặc bốn chữ số hay mã bí mật kèm theo không đúng.",
            "There is no dossier with this code, or the four digits or the secret with it are not its own.",
        ),
        both(
            "Kiểm tra mã hồ sơ trên biên nhận và bốn số cuối của điện thoại hoặc số định danh đã khai.",
            "Check the code on the receipt, and the last four digits of the telephone or personal number that was given.",
        ),
    )
}

/// 401: nothing says why whoever asks may know.
pub fn second_factor_needed() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "second-factor-needed",
        both("Cần thêm một thông tin", "Second factor needed"),
        both("Chỉ mã hồ sơ thì chưa đủ để xem hồ sơ.", "The code alone does not open a dossier."),
        both(
            "Gửi “Second-Factor” với bốn số cuối của điện thoại hoặc số định danh đã khai, hoặc “Authorization: Bearer <mã bí mật>”.",
            "Send “Second-Factor” with the last four digits of the telephone or personal number that was given, or “Authorization: Bearer <secret>”.",
        ),
    )
    .field("Second-Factor")
    .header(WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer realm="motcua""#))
}

/// 400: the second factor is not four digits.
pub fn malformed_factor(why: person::Refusal) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-factor",
        both("Bốn số cuối không hợp lệ", "Malformed second factor"),
        both(why.label(Language::Vi), why.label(Language::En)),
        both(
            "Nhập đúng bốn chữ số cuối của điện thoại hoặc số định danh đã khai.",
            "Enter exactly the last four digits of the telephone or personal number that was given.",
        ),
    )
    .field("Second-Factor")
}

/// 400: it is neither a code nor a reference.
pub fn malformed_code(detail: Both) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-code",
        both("Mã hồ sơ không hợp lệ", "Malformed code"),
        detail,
        both(
            "Nhập mã hồ sơ (dạng H29.24-250701-0001) hoặc mã tra cứu (dạng 4T7X-09KM-3RH) như trên biên nhận.",
            "Enter the code (like H29.24-250701-0001) or the reference (like 4T7X-09KM-3RH) as the receipt has it.",
        ),
    )
    .field("code")
}

/// The words for what is no code.
pub fn of_code(why: code::Refusal) -> Problem {
    malformed_code(both(why.label(Language::Vi), why.label(Language::En)))
}

/// The words for what is no reference.
pub fn of_reference(why: Garbled) -> Problem {
    malformed_code(both(why.label(Language::Vi), why.label(Language::En)))
}

/// 429: too many failed. `seconds` until it may be tried again.
pub fn too_many_attempts(seconds: u64) -> Problem {
    let minutes = seconds.div_ceil(60);
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too-many-attempts",
        both("Quá nhiều lần thử", "Too many attempts"),
        both(
            "Có quá nhiều lần nhập sai cho hồ sơ này hoặc từ địa chỉ này.",
            "Too many attempts at this dossier, or from this address, failed.",
        ),
        both(
            format!("Thử lại sau {minutes} phút, hoặc dùng mã bí mật của hồ sơ."),
            format!("Try again in {minutes} minutes, or use the dossier's secret."),
        ),
    )
    .header(RETRY_AFTER, HeaderValue::from(seconds))
}

/// 401: a feed is asked for, and nothing says whose.
pub fn feed_needed() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "feed-needed",
        both("Cần mã danh sách hồ sơ", "Feed token needed"),
        both("Yêu cầu không có mã của một danh sách hồ sơ.", "The request bears no token of a feed."),
        both(
            "Gửi “Authorization: Bearer <feed>” với mã nhận được khi tạo bản nháp.",
            "Send “Authorization: Bearer <feed>” with the token that came with the draft.",
        ),
    )
    .header(WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer realm="motcua""#))
}

/// 404: no key of this id is published.
pub fn no_key() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-key",
        both("Không có khoá này", "No such key"),
        both("Cổng không công bố khoá nào mang mã này.", "The portal publishes no key of this id."),
        both("Xem các khoá tại /.well-known/receipt-keys.json.", "/.well-known/receipt-keys.json has them all."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_status_and_both_languages() {
        for (problem, status, kind) in [
            (no_dossier(), 404, "no-such-dossier"),
            (second_factor_needed(), 401, "second-factor-needed"),
            (malformed_factor(person::Refusal::NotDigits), 400, "malformed-factor"),
            (of_code(code::Refusal::Date), 400, "malformed-code"),
            (of_reference(Garbled::Check), 400, "malformed-code"),
            (too_many_attempts(61), 429, "too-many-attempts"),
            (feed_needed(), 401, "feed-needed"),
            (no_key(), 404, "no-such-key"),
        ] {
            assert_eq!((problem.status().as_u16(), problem.kind()), (status, kind));
            let (vi, en) = (problem.texts(Language::Vi), problem.texts(Language::En));
            assert!(vi.iter().zip(en).all(|(vi, en)| !vi.is_empty() && !en.is_empty() && *vi != en), "{kind}");
        }
        assert_eq!(too_many_attempts(61).answer(Language::En).headers()[RETRY_AFTER], "61");
        assert!(too_many_attempts(61).texts(Language::En)[2].contains("2 minutes"));
    }
}
