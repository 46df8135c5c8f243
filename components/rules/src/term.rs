//! A procedure's time limit as published, read into something that the clock can count.

use crate::language::{Language, words};
use crate::source::{DECREE_61, Source};

/// By what right a dossier received late counts from the next working day.
pub const WITHIN_THE_DAY_SOURCE: Source = DECREE_61.article(18);

/// The unit in which the national database publishes a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Days on which the office works.
    WorkingDay,
    /// Days of the calendar.
    Day,
    /// Hours.
    Hour,
    /// Months of the calendar.
    Month,
    /// Something that the database's form had no word for.
    Other,
}

#[rustfmt::skip]
words! { Unit:
    WorkingDay "working_day" "ngày làm việc" "working days",
    Day        "day"         "ngày"          "days",
    Hour       "hour"        "giờ"           "hours",
    Month      "month"       "tháng"         "months",
    Other      "other"       "khác"          "other",
}

/// A time limit that can be counted. The number is at least 1 when it comes from [`Term::read`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// The same day when received by 15:00, otherwise the next working day.
    WithinTheDay,
    /// So many hours.
    Hours(u16),
    /// So many working days.
    WorkingDays(u16),
    /// So many days of the calendar.
    Days(u16),
    /// So many months of the calendar.
    Months(u16),
}

/// Why a published time limit cannot be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoTerm {
    /// None is published.
    Unpublished,
    /// A number is published, but not what it counts.
    Unclear {
        /// The number as published.
        number: u32,
    },
}

/// The longest limit that is believed, in any unit; the longest published is 300 days.
const NUMBER_MAX: u32 = 3_650;

impl Term {
    /// Reads the two columns of the database.
    ///
    /// `1 other` means "within the day": the ministries enter it so, and say it in their notes. Any other number of
    /// `other` could be days, hours or instalments; it is [`NoTerm::Unclear`], as is a zero.
    pub fn read(number: Option<u32>, unit: Option<Unit>) -> Result<Term, NoTerm> {
        let (Some(number), Some(unit)) = (number, unit) else { return Err(NoTerm::Unpublished) };
        let unclear = NoTerm::Unclear { number };
        let count = u16::try_from(number).ok().filter(|_| (1..=NUMBER_MAX).contains(&number)).ok_or(unclear)?;
        match unit {
            Unit::WorkingDay => Ok(Term::WorkingDays(count)),
            Unit::Day => Ok(Term::Days(count)),
            Unit::Hour => Ok(Term::Hours(count)),
            Unit::Month => Ok(Term::Months(count)),
            Unit::Other if count == 1 => Ok(Term::WithinTheDay),
            Unit::Other => Err(unclear),
        }
    }

    /// The sentence that a citizen needs.
    pub fn say(self, language: Language) -> String {
        let (count, unit, one) = match self {
            Term::WithinTheDay => {
                return language
                    .pick(
                        "Trong ngày nếu hồ sơ nhận trước 15 giờ; nhận sau 15 giờ thì trong ngày làm việc tiếp theo",
                        "Within the day if received before 15:00; otherwise within the next working day",
                    )
                    .into();
            }
            Term::Hours(count) => (count, Unit::Hour, "hour"),
            Term::WorkingDays(count) => (count, Unit::WorkingDay, "working day"),
            Term::Days(count) => (count, Unit::Day, "day"),
            Term::Months(count) => (count, Unit::Month, "month"),
        };
        match language {
            Language::Vi => format!("{count} {} kể từ khi nhận đủ hồ sơ hợp lệ", unit.label(language)),
            Language::En => {
                let unit = if count == 1 { one } else { unit.label(language) };
                format!("{count} {unit} from receipt of a complete dossier")
            }
        }
    }
}

impl NoTerm {
    /// What to tell a citizen instead of a time limit.
    pub fn say(self, language: Language) -> String {
        match (self, language) {
            (NoTerm::Unpublished, _) => {
                language.pick("Chưa công bố thời hạn giải quyết", "No time limit is published").into()
            }
            (NoTerm::Unclear { number }, Language::Vi) => {
                format!("Thời hạn được công bố là “{number}” nhưng không rõ đơn vị tính; hãy hỏi cơ quan tiếp nhận")
            }
            (NoTerm::Unclear { number }, Language::En) => {
                format!("The published time limit is “{number}” without a usable unit; ask the receiving desk")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_limits_are_read_or_said_to_be_unreadable() {
        use Unit::*;
        for (number, unit, term) in [
            (Some(7), Some(WorkingDay), Ok(Term::WorkingDays(7))),
            (Some(20), Some(Day), Ok(Term::Days(20))),
            (Some(1), Some(Hour), Ok(Term::Hours(1))),
            (Some(6), Some(Month), Ok(Term::Months(6))),
            (Some(1), Some(Other), Ok(Term::WithinTheDay)),
            (Some(120), Some(Other), Err(NoTerm::Unclear { number: 120 })),
            (Some(0), Some(Day), Err(NoTerm::Unclear { number: 0 })),
            (Some(70_000), Some(Day), Err(NoTerm::Unclear { number: 70_000 })),
            (None, Some(Day), Err(NoTerm::Unpublished)),
            (Some(3), None, Err(NoTerm::Unpublished)),
        ] {
            assert_eq!(Term::read(number, unit), term);
        }
    }

    #[test]
    fn the_sentence_says_what_fifteen_hours_means() {
        assert!(Term::WithinTheDay.say(Language::Vi).starts_with("Trong ngày nếu hồ sơ nhận trước 15 giờ"));
        assert!(Term::WithinTheDay.say(Language::En).starts_with("Within the day if received before 15:00"));
        assert_eq!(Term::WorkingDays(1).say(Language::En), "1 working day from receipt of a complete dossier");
        assert_eq!(Term::Days(20).say(Language::Vi), "20 ngày kể từ khi nhận đủ hồ sơ hợp lệ");
    }
}
