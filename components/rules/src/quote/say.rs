//! The words for what is told and what is missing. The facts stand one folder up.

use super::{CaseFee, Missing, Reason};
use crate::language::Language;
use crate::money::Dong;
use crate::procedure::{Channel, Level};

/// The sentence that any desk receives; its source is [`super::ANY_DESK`].
pub const fn any_desk(language: Language) -> &'static str {
    language.pick(
        "Có thể nộp tại bất kỳ bộ phận một cửa nào, không phụ thuộc nơi cư trú",
        "May be filed at any one-stop desk, wherever you live",
    )
}

impl Reason {
    /// The reason as a sentence.
    pub fn say(&self, language: Language) -> String {
        match self {
            Reason::ByLevel(level) => {
                let level = level.label(language);
                match language {
                    Language::Vi => format!("Thủ tục được công bố thuộc thẩm quyền {}", level.to_lowercase()),
                    Language::En => format!("The procedure is published for the {}", level.to_lowercase()),
                }
            }
            Reason::Counted(term) => term.say(language),
            Reason::Rate { note } => note.clone(),
            Reason::AsPublished => language
                .pick("Mức phí được công bố cho cách nộp này", "The fee published for this way of filing")
                .into(),
            Reason::NoFeeStated => {
                language.pick("Thủ tục không quy định phí, lệ phí", "The procedure states no fee").into()
            }
        }
    }
}

impl Missing {
    /// What is missing, as a sentence that says what to do.
    pub fn say(&self, language: Language) -> String {
        match language {
            Language::Vi => self.say_vi(),
            Language::En => self.say_en(),
        }
    }

    fn say_vi(&self) -> String {
        let text = match self {
            Missing::Place => "Hãy cho biết xã, phường hoặc tỉnh nơi giải quyết",
            Missing::Commune => "Hãy cho biết xã, phường, đặc khu nơi giải quyết",
            Missing::NoLevel => "Chưa công bố cấp giải quyết",
            Missing::OtherBody { published } if published.is_empty() => "Do cơ quan, tổ chức khác giải quyết",
            Missing::Fee => "Chưa công bố phí, lệ phí; điều đó không có nghĩa là miễn phí",
            Missing::ZeroWithoutNote => "Mức phí công bố là 0, nhưng ghi chú kèm theo chưa được công bố",
            Missing::SeveralFees => "Có nhiều mức phí được công bố; hãy hỏi cơ quan tiếp nhận",
            Missing::TooMuch => "Số tiền vượt quá giới hạn tính được",
            Missing::Case { .. } => "Có nhiều thời hạn tùy trường hợp; hãy xem ghi chú của từng thời hạn",
            Missing::Level { candidates } => {
                return format!("Thủ tục thuộc nhiều cấp ({}); hãy chọn một cấp", levels(candidates, Language::Vi));
            }
            Missing::OtherBody { published } => return format!("Do cơ quan, tổ chức khác giải quyết: {published}"),
            Missing::Branch { vi, .. } => {
                return format!("Do {vi} phụ trách địa bàn giải quyết; chưa có dữ liệu địa bàn");
            }
            Missing::Ministry { slug } => return format!("Chưa rõ cơ quan trung ương “{slug}”"),
            Missing::Channel { offered } => {
                return format!("Hãy chọn hình thức nộp: {}", channels(offered, Language::Vi));
            }
            Missing::NotOffered { channel, offered } => {
                let (channel, offered) = (channel.label(Language::Vi).to_lowercase(), channels(offered, Language::Vi));
                return format!("Không nộp được bằng hình thức {channel}; được nộp: {offered}");
            }
            Missing::Term(no_term) => return no_term.say(Language::Vi),
            Missing::Contradiction { term } => {
                return format!(
                    "Công bố “{}” nhưng ghi chú nói ngày làm việc; hãy hỏi cơ quan tiếp nhận",
                    term.say(Language::Vi)
                );
            }
            Missing::Calendar(beyond) => return beyond.say(Language::Vi),
            Missing::Copies { each } => return format!("Hãy cho biết số bản sao ({each} mỗi đơn vị)"),
            Missing::Pages { each } => return format!("Hãy cho biết số trang của bản chính ({each} mỗi trang đầu)"),
            Missing::FeeCase { cases } => return format!("Tùy trường hợp: {}", amounts(cases, Language::Vi)),
            Missing::SeeNote { note } => return format!("Xem ghi chú: {note}"),
            Missing::Council { published } => {
                return format!("Do Hội đồng nhân dân cấp tỉnh quy định{}", aside(*published, Language::Vi));
            }
            Missing::Currency(fee) => {
                let currency = fee.currency.as_deref().unwrap_or("không rõ đơn vị tiền");
                return format!("Mức công bố là {} ({currency})", fee.amount);
            }
        };
        text.into()
    }

    fn say_en(&self) -> String {
        let text = match self {
            Missing::Place => "Say in which commune or province the matter belongs",
            Missing::Commune => "Say in which commune, ward or special zone the matter belongs",
            Missing::NoLevel => "No level of government is published",
            Missing::OtherBody { published } if published.is_empty() => "Another body decides",
            Missing::Fee => "No fee is published, which does not mean free",
            Missing::ZeroWithoutNote => "The fee is published as 0, but the note to it was not published",
            Missing::SeveralFees => "Several fees are published; ask the receiving desk",
            Missing::TooMuch => "The amount is beyond what can be counted",
            Missing::Case { .. } => "Several time limits are published; their notes say for which case",
            Missing::Level { candidates } => {
                return format!("Published for several levels ({}); choose one", levels(candidates, Language::En));
            }
            Missing::OtherBody { published } => return format!("Another body decides: {published}"),
            Missing::Branch { en, .. } => {
                return format!("The branch of {en} for the area decides; the areas are not in the data");
            }
            Missing::Ministry { slug } => return format!("The central agency “{slug}” is not known"),
            Missing::Channel { offered } => return format!("Choose how to file: {}", channels(offered, Language::En)),
            Missing::NotOffered { channel, offered } => {
                let (channel, offered) = (channel.label(Language::En).to_lowercase(), channels(offered, Language::En));
                return format!("Cannot be filed {channel}; can be filed: {offered}");
            }
            Missing::Term(no_term) => return no_term.say(Language::En),
            Missing::Contradiction { term } => {
                return format!(
                    "Published as “{}”, but the note says working days; ask the receiving desk",
                    term.say(Language::En)
                );
            }
            Missing::Calendar(beyond) => return beyond.say(Language::En),
            Missing::Copies { each } => return format!("Say how many copies ({} each)", each.say(Language::En)),
            Missing::Pages { each } => {
                return format!("Say how many pages the original has (first pages {} each)", each.say(Language::En));
            }
            Missing::FeeCase { cases } => return format!("By case: {}", amounts(cases, Language::En)),
            Missing::SeeNote { note } => return format!("See the note (Vietnamese): {note}"),
            Missing::Council { published } => {
                return format!("Set by the provincial people's council{}", aside(*published, Language::En));
            }
            Missing::Currency(fee) => {
                let currency = fee.currency.as_deref().unwrap_or("currency unknown");
                return format!("Published as {} ({currency})", fee.amount);
            }
        };
        text.into()
    }
}

fn levels<T>(candidates: &[(Level, T)], language: Language) -> String {
    candidates.iter().map(|(level, _)| level.label(language)).collect::<Vec<_>>().join(", ")
}

fn channels(offered: &[Channel], language: Language) -> String {
    offered.iter().map(|channel| channel.label(language)).collect::<Vec<_>>().join(", ")
}

fn amounts(cases: &[CaseFee], language: Language) -> String {
    let one = |case: &CaseFee| {
        let amount = case.amount.map_or("?".into(), |amount| amount.say(language));
        format!("{}: {amount}/{}", case.case_vi, case.per.label(language))
    };
    cases.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn aside(published: Option<Dong>, language: Language) -> String {
    let shown = language.pick("mức công bố", "published");
    published.map(|amount| format!(" ({shown}: {})", amount.say(language))).unwrap_or_default()
}
