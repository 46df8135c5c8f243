//! The words for dates. The facts stand one folder up.

use jiff::civil::DateTime;

use super::{Clock, Late, NoNewDate};
use crate::calendar::BeyondCalendar;
use crate::clock::{Deadline, say_date};
use crate::dossier::Stage;
use crate::language::Language;

impl Clock<'_> {
    /// The sentence about the date that the applicant needs now.
    pub fn say(&self, now: DateTime, language: Language) -> Result<String, BeyondCalendar> {
        if let Some(waiting) = self.life.waiting {
            let (what, since) = (waiting.wait.label(language), say_date(waiting.since.date(), language));
            let date = self.forecast(now)?;
            if let Some(past) = date.as_ref().filter(|date| date.is_missed(now)) {
                return Ok(format!("{what} {} {since}. {}", language.pick("từ ngày", "since"), passed(past, language)));
            }
            let date = date.map_or_else(String::new, |date| say_date(date.date, language));
            return Ok(match language {
                Language::Vi => format!("{what} từ ngày {since}; nếu hoàn thành ngay thì hẹn trả kết quả ngày {date}"),
                Language::En => format!("{what} since {since}; if it is done now, the result is due {date}"),
            });
        }
        let none = match self.life.state.stage() {
            Stage::Withdrawn => language.pick("Hồ sơ đã rút, không còn ngày hẹn", "Withdrawn: no date stands"),
            Stage::Stopped => language.pick("Đã dừng xử lý, không còn ngày hẹn", "Stopped: no date stands"),
            _ => language.pick("Hồ sơ không được tiếp nhận, không có ngày hẹn", "Not accepted: no date stands"),
        };
        match self.life.state.stage() {
            Stage::Withdrawn | Stage::Stopped => Ok(none.into()),
            _ => Ok(match self.appointed()? {
                Some(date) if self.life.ended.is_none() && date.is_missed(now) => passed(&date, language),
                Some(date) => date.say(language),
                None => none.into(),
            }),
        }
    }
}

/// A date that has passed is never promised.
fn passed(date: &Deadline, language: Language) -> String {
    let day = say_date(date.date, language);
    match language {
        Language::Vi => format!("Đã quá ngày hẹn trả kết quả {day}"),
        Language::En => format!("The date for the result, {day}, has passed"),
    }
}

impl Late {
    /// The reason in a sentence.
    pub fn say(&self, language: Language) -> String {
        match (self, language) {
            (Late::AfterDate { date, days }, Language::Vi) => {
                format!("Quá hạn {days} ngày làm việc so với ngày hẹn {}", say_date(*date, language))
            }
            (Late::AfterDate { date, days }, Language::En) => {
                let unit = if *days == 1 { "working day" } else { "working days" };
                format!("{days} {unit} after the appointed date {}", say_date(*date, language))
            }
            (Late::GivenBackLate { by, at }, Language::Vi) => {
                let (by, at) = (say_date(*by, language), say_date(at.date(), language));
                format!("Trả lại hồ sơ để hoàn thiện ngày {at}, quá hạn ngày {by}")
            }
            (Late::GivenBackLate { by, at }, Language::En) => {
                let (by, at) = (say_date(*by, language), say_date(at.date(), language));
                format!("Given back for completion on {at}, after {by}")
            }
            (Late::NotAnswered { by }, Language::Vi) => {
                format!("Bộ phận một cửa chưa trả lời hồ sơ, quá hạn ngày {}", say_date(*by, language))
            }
            (Late::NotAnswered { by }, Language::En) => {
                format!("The desk has not answered; it had to by {}", say_date(*by, language))
            }
            (Late::AskedAgain { at }, Language::Vi) => {
                format!("Yêu cầu bổ sung quá một lần, lần hai ngày {}", say_date(at.date(), language))
            }
            (Late::AskedAgain { at }, Language::En) => {
                format!("A supplement was asked for more than once, again on {}", say_date(at.date(), language))
            }
        }
    }
}

impl NoNewDate {
    /// What to tell the official who wanted to set it.
    pub fn say(&self, language: Language) -> String {
        let text = match self {
            NoNewDate::NothingRuns => {
                language.pick("Hồ sơ không trong thời gian giải quyết", "The dossier has no running date")
            }
            NoNewDate::Again => language.pick("Chỉ được hẹn lại một lần", "A new date may be set once"),
            NoNewDate::NotLater { than } => {
                let than = say_date(*than, language);
                return format!("{} {than}", language.pick("Ngày hẹn lại phải sau ngày", "It must be later than"));
            }
            NoNewDate::Closed(day) => {
                let day = day.say(language);
                return format!("{}: {day}", language.pick("Không phải ngày làm việc", "Not a working day"));
            }
            NoNewDate::Beyond(beyond) => return beyond.say(language),
        };
        text.into()
    }
}
