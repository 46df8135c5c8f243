//! All that this function may refuse.

use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_reference::problem::of_fault;
use motcua_rules::feedback::NotAllowed;
use motcua_rules::language::Language;

use crate::store::intake::Refusal;

/// A key of so many characters is not chosen twice by two strangers: whoever repeats it is told the secret.
pub const KEY_CHARS_MIN: usize = 32;

/// Why the store did not receive an item.
pub fn of_intake(refused: Refusal) -> Problem {
    match refused {
        Refusal::Gone => no_draft(),
        Refusal::Changed(_) => changed(),
        Refusal::Already(code) => already_sent(&code),
        Refusal::Missing(_) => files_unfinished(),
        Refusal::Conflict => refusal::key_of_another_request(),
        Refusal::Failed(fault) => of_fault(fault),
    }
}

/// 404: there is no such item for whoever asks.
pub fn no_item() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-item",
        both("Không có phản ánh này", "No such item"),
        both(
            "Không có phản ánh, kiến nghị nào mang mã này, hoặc mã bí mật không đúng.",
            "No feedback has this code, or the secret is not its own.",
        ),
        both(
            "Kiểm tra mã và mã bí mật đã được cấp khi gửi.",
            "Check the code, and the secret that was given as it was sent.",
        ),
    )
}

/// 404: nothing of this code is published.
pub fn not_published() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "not-published",
        both("Chưa được công khai", "Not published"),
        both("Không có kết quả công khai nào mang mã này.", "Nothing is published under this code."),
        both(
            "Người gửi xem bằng mã và mã bí mật; những gì đã công khai nằm trong danh sách.",
            "The sender follows it by code and secret; what is published stands in the list.",
        ),
    )
}

/// 422: nobody would see the item there.
pub fn no_desk(agency: &str) -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "no-such-desk",
        both("Cơ quan này chưa tiếp nhận trên cổng", "No such desk"),
        both(
            format!("Không ai tiếp nhận phản ánh, kiến nghị của “{agency}” trên cổng này."),
            format!("Nobody handles the items of “{agency}” in this portal."),
        ),
        both("Chuyển đến cơ quan cấp trên hoặc cơ quan khác.", "Pass it on to the agency above it, or to another."),
    )
    .field("desk")
}

/// 409: enough was said of the answer.
pub fn rated_often() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "rated-often",
        both("Đã đánh giá nhiều lần", "Rated often"),
        both("Phản ánh này đã được đánh giá số lần tối đa.", "This was rated as often as it may be."),
        both("Đánh giá cuối cùng được giữ lại.", "The last word stands."),
    )
}

/// 404: there is no such draft for whoever asks.
pub fn no_draft() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-draft",
        both("Không có bản nháp này", "No such draft"),
        both(
            "Không có bản nháp này, đã hết hạn, hoặc mã bí mật không đúng.",
            "There is no such draft, it has ended, or the secret is not its own.",
        ),
        both("Bắt đầu lại và tải ảnh lên lần nữa.", "Begin again and upload the photos once more."),
    )
}

/// 400: a key that somebody else may choose too.
pub fn weak_key() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "weak-key",
        both("Khoá quá ngắn", "Key too short"),
        both(
            format!("“Idempotency-Key” phải có ít nhất {KEY_CHARS_MIN} ký tự."),
            format!("The “Idempotency-Key” needs {KEY_CHARS_MIN} characters at least."),
        ),
        both("Dùng một UUID ngẫu nhiên.", "Use a random UUID."),
    )
    .field("Idempotency-Key")
}

/// 400: no moment at which an item can have been received elsewhere.
pub fn bad_received() -> Problem {
    refusal::malformed_parameter(
        "received",
        "",
        both(
            "Chỉ khi nhập từ hệ thống khác: dạng 2026-01-01T08:00:00+07:00, không ở tương lai và không quá 10 năm trước.",
            "Only for imports: such as 2026-01-01T08:00:00+07:00, not in the future and at most 10 years ago.",
        ),
    )
}

/// 409: the draft became an item before.
pub fn already_sent(code: &str) -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "already-sent",
        both("Đã gửi rồi", "Sent already"),
        both("Bản nháp này đã được gửi.", "This draft was sent before."),
        both("Theo dõi phản ánh bằng mã trong “code”.", "Follow the item by the code in “code”."),
    )
    .with("code", code)
}

/// 422: files are not wholly there.
pub fn files_unfinished() -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "files-unfinished",
        both("Có tệp chưa tải lên xong", "A file is not wholly uploaded"),
        both(
            "Chưa gửi được: có ảnh hoặc tài liệu chưa tải lên xong.",
            "Not sent: a photo or document is not all here.",
        ),
        both("Tải nốt hoặc xoá tệp đó rồi gửi lại.", "Upload the rest of it or delete it, then send again."),
    )
}

/// 422: more files than an item may have.
pub fn too_many_files(files_max: usize) -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "too-many-files",
        both("Quá nhiều tệp", "Too many files"),
        both(
            format!("Mỗi phản ánh có tối đa {files_max} ảnh hoặc tài liệu."),
            format!("An item has at most {files_max} photos or documents."),
        ),
        both("Xoá bớt tệp rồi gửi lại.", "Delete some and send again."),
    )
    .with("files_max", files_max)
}

/// 429: too much came from one place; an effort lets one more through.
pub fn effort_wanted(ticket: &str, bits: u8, wait_seconds: u32) -> Problem {
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "effort-wanted",
        both("Xin chờ một chút", "Please wait a moment"),
        both(
            "Có nhiều phản ánh được gửi từ thiết bị hoặc mạng này trong giờ qua.",
            "Many items were sent from this device or network within the hour.",
        ),
        both(
            format!("Gửi lại sau {wait_seconds} giây với “ticket”, hoặc ngay với “nonce” giải được “ticket” ({bits} bit 0)."),
            format!(
                "Send it again in {wait_seconds} seconds with “ticket”, or at once with a “nonce” that solves it ({bits} zero bits)."
            ),
        ),
    )
    .with("ticket", ticket)
    .with("bits", bits)
    .with("wait_seconds", wait_seconds)
    .header(RETRY_AFTER, HeaderValue::from(wait_seconds))
}

/// 429: nothing more goes before the hour is over.
pub fn too_many(seconds: u64) -> Problem {
    let minutes = seconds.div_ceil(60);
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too-many-items",
        both("Quá nhiều phản ánh", "Too many items"),
        both(
            "Quá nhiều phản ánh được gửi từ thiết bị hoặc mạng này trong giờ qua.",
            "Too many items were sent from this device or network within the hour.",
        ),
        both(
            format!("Gửi lại sau {minutes} phút, hoặc gọi đường dây nóng của tỉnh."),
            format!("Send it again in {minutes} minutes, or call the hotline of the province."),
        ),
    )
    .header(RETRY_AFTER, HeaderValue::from(seconds))
}

/// 409: the item does not stand where this step may be taken.
pub fn not_allowed(why: &NotAllowed) -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "not-allowed-now",
        both("Chưa thực hiện được lúc này", "Not allowed now"),
        both(why.say(Language::Vi), why.say(Language::En)),
        both("Xem lại trạng thái và “may” của phản ánh.", "Read the item's state and “may” again."),
    )
}

/// 403: another desk has the item now.
pub fn not_here() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "not-at-this-desk",
        both("Không còn ở cơ quan này", "Not at this desk"),
        both("Phản ánh đang do cơ quan khác xử lý.", "Another desk has the item now."),
        both("Xem “desk”: chỉ cơ quan đó thực hiện bước tiếp theo.", "See “desk”: that one alone takes the next step."),
    )
}

/// 409: somebody took a step meanwhile.
pub fn changed() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "changed-meanwhile",
        both("Vừa thay đổi", "Changed meanwhile"),
        both("Phản ánh vừa thay đổi; chưa có gì được ghi.", "The item was changed just now; nothing was written."),
        both(
            "Xem lại rồi quyết định lại với “version” mới.",
            "Read it again, and decide again with its new “version”.",
        ),
    )
}

/// The same with the version that it has now.
pub fn changed_to(version: u32) -> Problem {
    changed().with("version", version)
}

/// 409: the time for it is over.
pub fn too_late_to_reopen() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "too-late-to-reopen",
        both("Đã quá hạn đề nghị xử lý lại", "Too late to reopen"),
        both(
            "Chỉ đề nghị xử lý lại được trong 30 ngày kể từ ngày trả lời.",
            "It can be reopened within 30 days of the answer only.",
        ),
        both("Gửi một phản ánh mới và nêu mã này.", "Send a new item and name this code."),
    )
}

/// 409: there is no answer that stands.
pub fn nothing_to_rate() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "nothing-to-rate",
        both("Chưa có trả lời để đánh giá", "Nothing to rate"),
        both("Phản ánh chưa có câu trả lời.", "The item has no answer that stands."),
        both("Đánh giá sau khi được trả lời.", "Rate it once it is answered."),
    )
}

/// 409: the item has ended.
pub fn nothing_to_support() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "nothing-to-support",
        both("Phản ánh đã kết thúc", "The item has ended"),
        both("Phản ánh này đã kết thúc nên không thêm ý kiến được.", "This item has ended, so nobody can join it."),
        both("Gửi một phản ánh mới.", "Send an item of your own."),
    )
}
