//! The words for what is wrong with an answer. The facts stand in [`super::check`].

use super::{Pattern, Rule};
use crate::language::Language;

impl Rule {
    /// The word that data use: `too-long`. For a refused number or address it is the word of the refusal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Rule::Missing => "missing",
            Rule::NotShown => "not-asked",
            Rule::Unknown => "unknown",
            Rule::WrongType => "wrong-type",
            Rule::TooShort { .. } => "too-short",
            Rule::TooLong { .. } => "too-long",
            Rule::Unprintable => "unprintable",
            Rule::Pattern { .. } => "pattern",
            Rule::NotAChoice => "not-a-choice",
            Rule::Twice => "twice",
            Rule::NotAgreed => "not-agreed",
            Rule::NotADate => "not-a-date",
            Rule::InTheFuture => "in-the-future",
            Rule::InThePast => "in-the-past",
            Rule::NotWhole => "not-whole",
            Rule::TooSmall { .. } => "too-small",
            Rule::TooLarge { .. } => "too-large",
            Rule::TooFew { .. } => "too-few",
            Rule::TooMany { .. } => "too-many",
            Rule::NotAPlace => "not-a-place",
            Rule::Refused { why } => why.as_str(),
            Rule::NotACountry => "not-a-country",
        }
    }

    /// What to tell the person who answered.
    pub fn say(self, language: Language) -> String {
        let (vi, en) = match self {
            Rule::TooShort { min } => {
                return bound(language, ("Cần ít nhất", "ký tự"), ("At least", "characters"), min);
            }
            Rule::TooLong { max } => return bound(language, ("Tối đa", "ký tự"), ("At most", "characters"), max),
            Rule::TooFew { min } => return bound(language, ("Cần ít nhất", "mục"), ("At least", "of them"), min),
            Rule::TooMany { max } => return bound(language, ("Tối đa", "mục"), ("At most", "of them"), max),
            Rule::TooSmall { min } => return bound(language, ("Không được nhỏ hơn", ""), ("Not less than", ""), min),
            Rule::TooLarge { max } => return bound(language, ("Không được lớn hơn", ""), ("Not more than", ""), max),
            Rule::Pattern { pattern } => return pattern.say(language).into(),
            Rule::Refused { why } => return why.label(language).into(),
            Rule::Missing => ("Cần trả lời câu này", "This has to be answered"),
            Rule::NotShown => {
                ("Câu này không được hỏi với các câu trả lời hiện có", "With these answers this is not asked")
            }
            Rule::Unknown => ("Biểu mẫu không có trường này", "The form has no such field"),
            Rule::WrongType => ("Câu trả lời không đúng kiểu dữ liệu", "The answer is of another type"),
            Rule::Unprintable => ("Có ký tự không hiển thị được", "There are characters that cannot be shown"),
            Rule::NotAChoice => ("Hãy chọn một trong các lựa chọn", "Choose one of the choices"),
            Rule::Twice => ("Một lựa chọn xuất hiện hai lần", "A choice stands there twice"),
            Rule::NotAgreed => ("Cần xác nhận cam đoan này", "This declaration has to be made"),
            Rule::NotADate => ("Không phải ngày hợp lệ; ví dụ 01/7/2025", "This is no date; an example: 2025-07-01"),
            Rule::InTheFuture => ("Ngày này sau hôm nay", "This day lies after today"),
            Rule::InThePast => ("Ngày này trước hôm nay", "This day lies before today"),
            Rule::NotWhole => ("Cần một số nguyên", "A whole number is needed"),
            Rule::NotAPlace => ("Không phải mã xã, phường, đặc khu hiện nay", "This is no code of a commune of today"),
            Rule::NotACountry => ("Không phải mã quốc gia gồm hai chữ cái", "This is no country's code of two letters"),
        };
        language.pick(vi, en).into()
    }
}

fn bound(language: Language, vi: (&str, &str), en: (&str, &str), number: impl Into<i64>) -> String {
    let (before, after) = match language {
        Language::Vi => vi,
        Language::En => en,
    };
    format!("{before} {} {after}", number.into()).trim_end().into()
}

impl Pattern {
    /// What such a text looks like, for the person who typed another.
    pub const fn say(self, language: Language) -> &'static str {
        let (vi, en) = match self {
            Pattern::PersonName => (
                "Chỉ gồm chữ cái, khoảng trắng, dấu chấm, gạch nối và dấu phẩy trên",
                "Letters, spaces, full stops, hyphens and apostrophes only",
            ),
            Pattern::Digits => ("Chỉ gồm các chữ số", "Digits only"),
            Pattern::Decimal => (
                "Một số có tối đa hai chữ số thập phân, ví dụ 120,5",
                "A number with at most two decimals, such as 120.5",
            ),
            Pattern::Identifier => {
                ("Chỉ gồm chữ cái, chữ số, khoảng trắng và / . - _", "Letters, digits, spaces and / . - _ only")
            }
            Pattern::Passport => ("Chỉ gồm chữ cái in hoa và chữ số", "Capital letters and digits only"),
            Pattern::Time => ("Giờ và phút, ví dụ 07:30", "Hours and minutes, such as 07:30"),
        };
        language.pick(vi, en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Refusal;

    fn all() -> Vec<Rule> {
        let mut rules = vec![
            Rule::Missing,
            Rule::NotShown,
            Rule::Unknown,
            Rule::WrongType,
            Rule::TooShort { min: 2 },
            Rule::TooLong { max: 9 },
            Rule::Unprintable,
            Rule::NotAChoice,
            Rule::Twice,
            Rule::NotAgreed,
            Rule::NotADate,
            Rule::InTheFuture,
            Rule::InThePast,
            Rule::NotWhole,
            Rule::TooSmall { min: -1 },
            Rule::TooLarge { max: 9 },
            Rule::TooFew { min: 1 },
            Rule::TooMany { max: 9 },
            Rule::NotAPlace,
            Rule::NotACountry,
        ];
        rules.extend(Pattern::ALL.iter().map(|pattern| Rule::Pattern { pattern: *pattern }));
        rules.extend(Refusal::ALL.iter().map(|why| Rule::Refused { why: *why }));
        rules
    }

    #[test]
    fn every_rule_has_a_word_and_a_sentence_in_both_languages() {
        for rule in all() {
            let (vi, en) = (rule.say(Language::Vi), rule.say(Language::En));
            assert!(!vi.is_empty() && !en.is_empty() && vi != en, "{rule:?}");
            assert!(rule.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{rule:?}");
        }
        let mut words: Vec<&str> = all().into_iter().map(Rule::as_str).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all().len() - (Pattern::ALL.len() - 1), "no two rules share a word");
    }

    #[test]
    fn a_bound_is_said_with_its_number() {
        assert_eq!(Rule::TooLong { max: 100 }.say(Language::Vi), "Tối đa 100 ký tự");
        assert_eq!(Rule::TooSmall { min: -5 }.say(Language::En), "Not less than -5");
    }
}
