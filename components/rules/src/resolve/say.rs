//! The words for reasons and questions. The facts stand one folder up.

use super::{Question, Reason};
use crate::language::Language;
use crate::source::{RESOLUTION_202, RESOLUTIONS_1654, Source};
use crate::unit::Level;

impl Reason {
    /// By what right; `None` when nothing was found.
    pub const fn source(&self) -> Option<Source> {
        match self {
            Reason::Became { level: Level::Province, .. } => Some(RESOLUTION_202),
            Reason::InForce { .. } | Reason::Became { .. } | Reason::WholeDistrict { .. } => Some(RESOLUTIONS_1654),
            Reason::NotFound | Reason::NoSuccessor { .. } => None,
        }
    }

    /// The reason as a sentence.
    pub fn say(&self, language: Language) -> String {
        use Language::{En, Vi};
        match (self, language) {
            (Reason::InForce { unit }, Vi) => format!("{unit} là đơn vị hành chính hiện hành"),
            (Reason::InForce { unit }, En) => format!("{unit} is a unit of today"),
            (Reason::Became { kind, old, new, .. }, Vi) => {
                format!("{old} ({}) nay là {new}", kind.label(Vi))
            }
            (Reason::Became { kind, old, new, .. }, En) => format!("{old} is {new} now ({})", kind.label(En)),
            (Reason::WholeDistrict { old, new }, Vi) => format!("Toàn bộ {old} nay thuộc {new}"),
            (Reason::WholeDistrict { old, new }, En) => format!("All of {old} belongs to {new} now"),
            (Reason::NotFound, _) => {
                language.pick("Không có đơn vị hành chính nào như vậy", "There is no such unit").into()
            }
            (Reason::NoSuccessor { old }, Vi) => format!("Chưa công bố {old} được sắp xếp vào đâu"),
            (Reason::NoSuccessor { old }, En) => format!("It is not published what became of {old}"),
        }
    }
}

impl Question {
    /// The question as a sentence.
    pub fn say(&self, language: Language) -> String {
        use Language::{En, Vi};
        match (self, language) {
            (Question::WhichPart { old, default: None }, Vi) => {
                format!("{old} đã được chia cho nhiều đơn vị. Địa chỉ của bạn nay thuộc đơn vị nào?")
            }
            (Question::WhichPart { old, default: None }, En) => {
                format!("{old} was divided. In which of these units does the address lie now?")
            }
            (Question::WhichPart { old, default: Some(unit) }, Vi) => format!(
                "{old} đã được chia về diện tích; toàn bộ dân cư nay thuộc {unit}. Địa chỉ của bạn có thuộc {unit} không?"
            ),
            (Question::WhichPart { old, default: Some(unit) }, En) => format!(
                "The area of {old} was divided; everybody who lived there belongs to {unit} now. Does the address lie in {unit}?"
            ),
            (Question::WhichCommune { old }, Vi) => {
                format!("{old} không còn là đơn vị hành chính. Địa chỉ của bạn nay thuộc xã, phường nào?")
            }
            (Question::WhichCommune { old }, En) => {
                format!("{old} is no unit any more. In which of these communes does the address lie now?")
            }
            (Question::WhichPlace, _) => language
                .pick("Có nhiều nơi cùng tên. Bạn muốn nói nơi nào?", "Several places have this name. Which one?")
                .into(),
            (Question::WhichTime { code }, Vi) => {
                format!("Mã {code} chỉ hai đơn vị khác nhau. Đây là mã trước hay từ ngày 01/7/2025?")
            }
            (Question::WhichTime { code }, En) => {
                format!("Code {code} means two different units. Is it a code from before 1 July 2025, or since?")
            }
        }
    }
}
