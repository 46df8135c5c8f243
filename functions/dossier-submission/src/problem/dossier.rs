//! What keeps an applicant from a step in the life of a dossier.

use http::StatusCode;
use motcua_edge::both::{both, cut};
use motcua_edge::problem::Problem;
use motcua_rules::dossier::NotAllowed;
use motcua_rules::language::Language;

/// So much of a paper's name is repeated.
const PAPER_CHARS_MAX: usize = 300;

/// 404: there is no such dossier for whoever asks.
pub fn no_dossier() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-dossier",
        both("Không có hồ sơ này", "No such dossier"),
        both(
            "Không có hồ sơ nào mang mã này, hoặc mã bí mật không đúng.",
            "There is no dossier with this code, or the secret is not its own.",
        ),
        both(
            "Kiểm tra mã hồ sơ và gửi “Authorization: Bearer <mã bí mật>” của bản nháp đã nộp.",
            "Check the code, and send “Authorization: Bearer <secret>” with the secret of the draft that was filed.",
        ),
    )
}

/// 409: the dossier does not stand where this step may be taken.
pub fn not_allowed_now(why: &NotAllowed) -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "not-allowed-now",
        both("Chưa thực hiện được lúc này", "Not allowed now"),
        both(why.say(Language::Vi), why.say(Language::En)),
        both(
            "Xem trạng thái hiện tại của hồ sơ tại /api/dossiers/….",
            "Read where the dossier stands at /api/dossiers/….",
        ),
    )
}

/// 409: somebody took a step while this one was decided.
pub fn changed_meanwhile() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "changed-meanwhile",
        both("Hồ sơ vừa thay đổi", "Changed meanwhile"),
        both(
            "Cơ quan vừa thực hiện một bước khác với hồ sơ này; chưa có gì được ghi.",
            "The authority took another step with this dossier just now; nothing was written.",
        ),
        both("Xem lại trạng thái hồ sơ rồi gửi lại.", "Read the dossier's status and send it again."),
    )
}

/// 422: papers that were asked for are not there. All of them are wanted at once.
pub fn incomplete_supplement(missing: &[&str]) -> Problem {
    let missing: Vec<String> = missing.iter().map(|paper| cut(paper, PAPER_CHARS_MAX)).collect();
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "incomplete-supplement",
        both("Bổ sung chưa đủ", "Incomplete supplement"),
        both(
            "Còn thiếu các giấy tờ nêu trong “missing”; chưa có gì được ghi.",
            "The papers in “missing” are not there yet; nothing was written.",
        ),
        both(
            "Tải lên tệp cho từng giấy tờ rồi gửi tất cả trong một lần.",
            "Upload a file for each of them, and send them all at once.",
        ),
    )
    .field("papers")
    .with("missing", missing)
}

/// 422: a paper that nobody asked for, or one that is there twice.
pub fn paper_not_asked(paper: &str, asked: &[String]) -> Problem {
    let paper = cut(paper, PAPER_CHARS_MAX);
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "paper-not-asked",
        both("Giấy tờ không được yêu cầu", "A paper that was not asked for"),
        both(
            format!("“{paper}” không thuộc các giấy tờ được yêu cầu bổ sung, hoặc xuất hiện hai lần."),
            format!("“{paper}” is none of the papers that were asked for, or stands there twice."),
        ),
        both(
            "Dùng nguyên văn tên giấy tờ trong “asked”, mỗi giấy tờ một lần.",
            "Name each paper once, exactly as in “asked”.",
        ),
    )
    .field("papers")
    .with("asked", asked)
}

/// 422: there is no paper in the request.
pub fn no_papers() -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "no-papers",
        both("Không có giấy tờ nào", "No papers"),
        both("Yêu cầu không có giấy tờ nào.", "There is no paper in the request."),
        both("Gửi ít nhất một giấy tờ với tệp của nó.", "Send at least one paper with its files."),
    )
    .field("papers")
}

/// 422: a file cannot be part of the supplement.
pub fn not_usable(file: &str) -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "file-not-usable",
        both("Tệp không dùng được", "The file cannot be used"),
        both(
            "Tệp nêu trong “file” chưa tải lên xong, không còn nguyên vẹn, đã thuộc hồ sơ, hoặc xuất hiện hai lần.",
            "The file in “file” is not wholly uploaded or no longer intact, is part of the dossier already, or stands there twice.",
        ),
        both(
            "Tải tệp lên lại và dùng mã mới của nó.",
            "Upload it again and use its new id.",
        ),
    )
    .field("papers")
    .with("file", cut(file, 40))
}
