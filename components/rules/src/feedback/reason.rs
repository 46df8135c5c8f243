//! Why an item is refused or given back: a word from this list, and beside it the words of whoever decided.

use super::Verb;
use crate::language::{Language, words};

/// Why. The word is in stored histories: it may be added to, never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It is another's matter.
    NotOurCompetence,
    /// It says nothing that can be looked into.
    NoContent,
    /// It insults, or advertises.
    Abusive,
    /// The same sender was answered about the same.
    AlreadyAnswered,
    /// It is a complaint or a denunciation; these go their own way by law.
    ComplaintProcedure,
    /// A court has it.
    InCourt,
    /// It cannot be understood or found, and the sender did not say more.
    NotEnoughInformation,
    /// Another item says the same and is followed.
    Duplicate,
    /// Something else; the words say what.
    Other,
}

#[rustfmt::skip]
words! { Reason:
    NotOurCompetence     "not_our_competence"   "Không thuộc thẩm quyền giải quyết"                                  "Not within our competence",
    NoContent            "no_content"           "Không có nội dung cụ thể để xem xét"                                "Nothing in it that can be looked into",
    Abusive              "abusive"              "Nội dung xúc phạm, quảng cáo hoặc trái pháp luật"                   "Insulting, advertising or unlawful content",
    AlreadyAnswered      "already_answered"     "Đã được trả lời trước đó, không có tình tiết mới"                   "Answered before, nothing new",
    ComplaintProcedure   "denunciation_or_complaint_procedure" "Là khiếu nại hoặc tố cáo, giải quyết theo Luật Khiếu nại, Luật Tố cáo" "A complaint or denunciation: handled by the laws on these",
    InCourt              "in_court"             "Vụ việc do Tòa án đang thụ lý hoặc đã giải quyết"                   "The matter is or was before a court",
    NotEnoughInformation "not_enough_information" "Không đủ thông tin để xử lý"                                      "Not enough information",
    Duplicate            "duplicate"            "Trùng với phản ánh, kiến nghị đang được xử lý"                      "The same as an item that is being handled",
    Other                "other"                "Lý do khác"                                                         "Another reason",
}

/// Whether the step carries a [`Reason`] and words.
pub const fn needs_reason(verb: Verb) -> bool {
    matches!(verb, Verb::Refuse | Verb::Return)
}

impl Reason {
    /// Whether it can be the reason of such a step.
    ///
    /// Nobody refuses for want of competence: the desk whose matter it is not passes it on, or gives it back and says where
    /// to turn. Nobody gives back what is spent whoever reads it: that is refused.
    pub const fn fits(self, verb: Verb) -> bool {
        match self {
            Reason::NotOurCompetence => matches!(verb, Verb::Return),
            Reason::NoContent | Reason::Abusive | Reason::AlreadyAnswered | Reason::Duplicate => {
                matches!(verb, Verb::Refuse)
            }
            Reason::ComplaintProcedure | Reason::InCourt | Reason::NotEnoughInformation | Reason::Other => {
                needs_reason(verb)
            }
        }
    }
}
