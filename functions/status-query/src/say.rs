//! What comes next, in words for the applicant.

use motcua_rules::clock::say_date;
use motcua_rules::dossier::Stage;
use motcua_rules::language::Language;

/// What happens next in each stage, in Vietnamese and English. Whoever has to act is addressed.
const NEXT: [(Stage, &str, &str); 12] = [
    (
        Stage::Registered,
        "Bộ phận một cửa kiểm tra hồ sơ: tiếp nhận, yêu cầu bổ sung hoặc từ chối kèm lý do.",
        "The desk looks at the dossier: it accepts it, asks for what is missing, or refuses it with a reason.",
    ),
    (
        Stage::Incomplete,
        "Bạn bổ sung tất cả giấy tờ được yêu cầu trong một lần; sau đó bộ phận một cửa xem lại hồ sơ.",
        "You bring all the papers that were asked for at once; then the desk looks at the dossier again.",
    ),
    (
        Stage::FeeDue,
        "Bạn nộp phí, lệ phí; sau đó bộ phận một cửa tiếp nhận hồ sơ.",
        "You pay the fee; then the desk accepts the dossier.",
    ),
    (Stage::Accepted, "Cán bộ xử lý bắt đầu giải quyết hồ sơ.", "An official begins to work on the dossier."),
    (
        Stage::InProcess,
        "Cán bộ xử lý giải quyết hồ sơ, chậm nhất đến ngày hẹn trả kết quả.",
        "The official works on the dossier, until the appointed date at the latest.",
    ),
    (
        Stage::SupplementRequested,
        "Bạn bổ sung tất cả giấy tờ được yêu cầu trong một lần; trong lúc chờ, thời hạn tạm dừng.",
        "You bring all the papers that were asked for at once; meanwhile the clock stands still.",
    ),
    (
        Stage::PaymentRequested,
        "Bạn thực hiện nghĩa vụ tài chính; trong lúc chờ, thời hạn tạm dừng.",
        "You pay what was asked for; meanwhile the clock stands still.",
    ),
    (
        Stage::NotAccepted,
        "Hồ sơ không được tiếp nhận. Bạn có thể sửa theo lý do từ chối và nộp lại.",
        "The dossier was not accepted. You may mend it by the reason that was given, and file again.",
    ),
    (Stage::Withdrawn, "Hồ sơ đã kết thúc theo yêu cầu của bạn.", "The dossier ended because you withdrew it."),
    (
        Stage::Stopped,
        "Cơ quan đã dừng giải quyết hồ sơ, kèm lý do bằng văn bản.",
        "The authority stopped working on the dossier, with a reason in writing.",
    ),
    (
        Stage::Processed,
        "Bộ phận một cửa trả kết quả cho bạn theo cách bạn đã chọn.",
        "The desk hands the result over in the way that you chose.",
    ),
    (Stage::Returned, "Bạn đã nhận kết quả. Hồ sơ đã kết thúc.", "You have the result. The dossier has ended."),
];

/// What happens next in a stage.
pub fn what_next(stage: Stage, language: Language) -> &'static str {
    NEXT.iter().find(|(one, ..)| *one == stage).map_or("", |(_, vi, en)| language.pick(vi, en))
}

/// An instant of Vietnam's time as paper has it: `09:15, 01/07/2025`.
pub fn moment(instant: u64, language: Language) -> String {
    let at = motcua_edge::clock::civil(instant);
    format!("{:02}:{:02}, {}", at.hour(), at.minute(), say_date(at.date(), language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_rules::dossier::Actor;

    #[test]
    fn every_stage_says_what_comes_next() {
        for stage in Stage::ALL {
            let (vi, en) = (what_next(*stage, Language::Vi), what_next(*stage, Language::En));
            assert!(vi != en && vi.ends_with('.') && en.ends_with('.'));
            // Whoever has to act is told so, and nobody else is.
            assert_eq!(
                vi.starts_with("Bạn ") && !vi.starts_with("Bạn đã"),
                stage.turn() == Some(Actor::Applicant),
                "{vi}"
            );
        }
    }

    #[test]
    fn instants_are_those_of_vietnam() {
        assert_eq!(moment(1_751_302_800_000, Language::Vi), "00:00, 01/07/2025");
    }
}
