//! What keeps a draft from being opened, changed or filed.

use http::StatusCode;
use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use serde::Serialize;

const UNREADABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// 404: there is no such draft for whoever asks. Whether there is one for somebody else, nobody learns.
pub fn no_draft() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-draft",
        both("Không có bản nháp này", "No such draft"),
        both(
            "Không có bản nháp này, bản nháp đã hết hạn, hoặc mã bí mật không đúng.",
            "There is no such draft, it has ended, or the secret is not its own.",
        ),
        both(
            "Gửi “Authorization: Bearer <mã bí mật>” đã nhận khi tạo bản nháp, hoặc tạo bản nháp mới.",
            "Send “Authorization: Bearer <secret>” as you got it with the draft, or begin a new one.",
        ),
    )
}

/// 412: somebody else changed the draft since it was read. `current` and `yours` are what stands there and what was sent.
pub fn changed_elsewhere(current: impl Serialize, yours: impl Serialize) -> Problem {
    Problem::new(
        StatusCode::PRECONDITION_FAILED,
        "changed-elsewhere",
        both("Đã được sửa ở nơi khác", "Changed elsewhere"),
        both(
            "Bản nháp đã được sửa sau lần bạn đọc cuối, có thể trên một thiết bị khác.",
            "The draft was changed after you last read it, perhaps on another device.",
        ),
        both(
            "So sánh “current” với “yours”, chọn nội dung muốn giữ rồi gửi lại với phiên bản mới.",
            "Compare “current” with “yours”, choose what to keep, and send it again on the new version.",
        ),
    )
    .field("If-Match")
    .with("current", current)
    .with("yours", yours)
}

/// 422: answers to questions that the form does not have.
pub fn unknown_answers(fields: &[String]) -> Problem {
    Problem::new(
        UNREADABLE,
        "unknown-answers",
        both("Câu trả lời không thuộc biểu mẫu", "Unknown answers"),
        both(
            "Biểu mẫu không có các trường nêu trong “fields”; chưa có gì được ghi.",
            "The form has no fields as named in “fields”; nothing was written.",
        ),
        both(
            "Đọc biểu mẫu đang áp dụng tại /api/forms/… và chỉ gửi các trường của biểu mẫu.",
            "Read the form in force at /api/forms/… and send its fields only.",
        ),
    )
    .with("fields", fields)
}

/// 413: all answers together are longer than any form's.
pub fn answers_too_large(bytes_max: usize) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "answers-too-large",
        both("Các câu trả lời quá dài", "Answers too large"),
        both(
            format!("Tất cả câu trả lời cộng lại lớn hơn {bytes_max} byte."),
            format!("All answers together are larger than {bytes_max} bytes."),
        ),
        both(
            "Rút ngắn câu trả lời, hoặc tải nội dung dài lên thành tệp.",
            "Shorten the answers, or upload what is long as a file.",
        ),
    )
    .with("bytes_max", bytes_max)
}

/// 409: the draft is a dossier already.
pub fn already_filed(code: &str, reference: &str) -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "already-filed",
        both("Hồ sơ đã được nộp", "Already filed"),
        both(
            format!("Bản nháp này đã được nộp thành hồ sơ {code}."),
            format!("This draft was filed before, as dossier {code}."),
        ),
        both(
            "Theo dõi hồ sơ bằng mã này; muốn nộp hồ sơ khác thì tạo bản nháp mới.",
            "Follow the dossier by its code; begin a new draft to file another one.",
        ),
    )
    .with("code", code)
    .with("reference", reference)
}

/// 422: something is still wrong with the draft; `check` would have said the same.
pub fn not_ready(errors: impl Serialize, slots: impl Serialize, warnings: impl Serialize) -> Problem {
    Problem::new(
        UNREADABLE,
        "not-ready",
        both("Hồ sơ chưa nộp được", "Not ready to file"),
        both(
            "Còn câu trả lời hoặc giấy tờ thiếu hay sai; chưa có gì được nộp.",
            "Answers or papers are missing or wrong; nothing was filed.",
        ),
        both(
            "Sửa những gì nêu trong “errors” và “slots” rồi nộp lại.",
            "Mend what “errors” and “slots” name, then file again.",
        ),
    )
    .with("errors", errors)
    .with("slots", slots)
    .with("warnings", warnings)
}

/// 422: whoever would receive has no code, and without one no dossier has a number.
pub fn no_agency(name_vi: &str, name_en: &str) -> Problem {
    Problem::new(
        UNREADABLE,
        "no-agency-code",
        both("Nơi nộp chưa có mã định danh", "The desk has no code"),
        both(
            format!("“{name_vi}” chưa có mã định danh cơ quan nên chưa cấp được mã hồ sơ; chưa có gì được nộp."),
            format!("“{name_en}” has no agency code yet, so no dossier can get a number there; nothing was filed."),
        ),
        both(
            "Chọn nơi nộp khác; có thể nộp tại bất kỳ bộ phận một cửa nào.",
            "Choose another place; a dossier may be filed at any one-stop desk.",
        ),
    )
    .field("place")
}

/// 422: nobody can say who receives a dossier that is filed there.
pub fn no_desk(why: Both) -> Problem {
    Problem::new(
        UNREADABLE,
        "no-desk",
        both("Chưa xác định được nơi tiếp nhận", "No desk receives it"),
        why,
        both("Tạo bản nháp mới và chọn lại nơi nộp.", "Begin a new draft and choose the place again."),
    )
    .field("place")
}

/// 422: the authority does not take this procedure over the portal. `why` names the ways it does.
pub fn not_offered(why: Both) -> Problem {
    Problem::new(
        UNREADABLE,
        "not-offered-online",
        both("Thủ tục này không nộp trực tuyến", "Not offered online"),
        why,
        both(
            "Nộp bằng hình thức được công bố; trang của thủ tục cho biết giấy tờ và nơi nộp.",
            "File in one of the published ways; the procedure's page says where and with which papers.",
        ),
    )
    .field("procedure")
}
