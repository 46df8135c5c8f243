//! The words for what keeps a desk open. The facts stand one folder up.

use super::Open;
use crate::clock::say_date;
use crate::language::Language;

impl Open {
    /// What is missing, as a sentence that says what to do.
    pub fn say(&self, language: Language) -> String {
        match self {
            Open::Unsaid => language
                .pick(
                    "Hãy cho biết xã, phường hoặc tỉnh nơi bạn nộp hồ sơ",
                    "Say in which commune or province you file",
                )
                .into(),
            Open::Which { question, .. } => question.say(language),
            Open::NoPlace { reason } => reason.say(language),
            Open::TooEarly { day } => {
                let day = say_date(*day, language);
                match language {
                    Language::Vi => format!("Ngày {day} trước khi có bộ phận một cửa hai cấp (01/7/2025)"),
                    Language::En => format!("On {day} the desks of today were not there; they began on 1 July 2025"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_written_as_its_language_writes_it() {
        let early = Open::TooEarly { day: date(2025, 6, 30) };
        assert!(early.say(Language::Vi).starts_with("Ngày 30/06/2025 trước khi"));
        assert!(early.say(Language::En).starts_with("On 2025-06-30 the desks"));
    }
}
