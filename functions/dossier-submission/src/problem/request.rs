//! What is wrong with a request before anybody looks at a draft.

use http::StatusCode;
use motcua_edge::both::both;
use motcua_edge::problem::Problem;

/// 400: without a feed the key is all that tells two strangers apart, and this one is short enough to be chosen twice.
pub fn weak_key(length_min: usize) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "weak-key",
        both("Khoá lặp lại quá ngắn", "Idempotency-Key too short"),
        both(
            format!("Khi chưa có mã danh sách hồ sơ, “Idempotency-Key” phải có ít nhất {length_min} ký tự."),
            format!("Without a feed token an “Idempotency-Key” has at least {length_min} characters."),
        ),
        both(
            "Dùng một khoá ngẫu nhiên dài hơn, ví dụ một UUID viết đủ 36 ký tự.",
            "Use a longer random key, such as a UUID in its 36 characters.",
        ),
    )
    .field("Idempotency-Key")
}

/// 400: the token that came with a new draft is none that the portal made.
pub fn malformed_feed() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-feed",
        both("Mã danh sách hồ sơ sai", "Malformed feed token"),
        both(
            "“Authorization” không mang mã danh sách hồ sơ do cổng cấp.",
            "“Authorization” bears no feed token of the portal.",
        ),
        both(
            "Gửi đúng “feed” đã nhận cùng bản nháp đầu tiên, hoặc bỏ “Authorization” để bắt đầu một danh sách mới.",
            "Send the “feed” that you got with your first draft, or no “Authorization” to begin a new feed.",
        ),
    )
    .field("Authorization")
}

/// 428: a change has to say which version it was made on.
pub fn missing_match() -> Problem {
    Problem::new(
        StatusCode::PRECONDITION_REQUIRED,
        "missing-if-match",
        both("Thiếu phiên bản", "Missing If-Match"),
        both(
            "Thay đổi phải cho biết được làm trên phiên bản nào, để không ghi đè lên thay đổi ở nơi khác.",
            "A change says which version it was made on, so that it does not overwrite one made elsewhere.",
        ),
        both("Gửi “If-Match” với ETag của lần đọc cuối.", "Send “If-Match” with the ETag of your last reading."),
    )
    .field("If-Match")
}

/// 400: `If-Match` names no version.
pub fn malformed_match() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-if-match",
        both("Phiên bản sai", "Malformed If-Match"),
        both("“If-Match” không phải một ETag của bản nháp.", "“If-Match” is not an ETag of a draft."),
        both("Gửi lại nguyên văn ETag đã nhận, ví dụ \"3\".", "Send the ETag exactly as you got it, such as \"3\"."),
    )
    .field("If-Match")
}
