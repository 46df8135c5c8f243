//! What is wrong with a request before anybody looks at a draft.

use http::StatusCode;
use motcua_edge::both::both;
use motcua_edge::problem::Problem;

/// 400: an operation that must not be done twice came without a key.
pub fn missing_key() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "missing-key",
        both("Thiếu khoá lặp lại", "Missing Idempotency-Key"),
        both(
            "Thao tác này cần “Idempotency-Key” để không bị thực hiện hai lần.",
            "This operation needs an “Idempotency-Key”, so that it is not done twice.",
        ),
        both(
            "Gửi một khoá ngẫu nhiên, ví dụ một UUID; khi gửi lại đúng yêu cầu này thì dùng lại khoá đó.",
            "Send a random key, such as a UUID, and the same one when you send this very request again.",
        ),
    )
    .field("Idempotency-Key")
}

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

/// 400: the body is not the JSON that the operation reads.
pub fn malformed_body(line: usize, column: usize) -> Problem {
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
pub fn too_deep(depth_max: usize) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "body-too-deep",
        both("Nội dung lồng nhau quá sâu", "Body nested too deep"),
        both(
            format!("Các mảng và đối tượng lồng nhau quá {depth_max} lớp."),
            format!("Arrays and objects are nested more than {depth_max} deep."),
        ),
        both(
            "Gửi các câu trả lời đúng cấu trúc của biểu mẫu tại /api/forms/….",
            "Send answers as the form at /api/forms/… is built.",
        ),
    )
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
