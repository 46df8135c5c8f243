//! Codes of dossiers (mã số hồ sơ): `H29.24-250701-0001`, and the short reference that people say on the telephone.
//!
//! Agency, day of receipt in Vietnam, number of the day: Circular 01/2018/TT-VPCP, Art. 19 ([`SOURCE`]). The number has
//! four digits and gets a fifth after 9,999; it never begins again within a day. So the text of a code does not sort, and
//! [`Code`] does.

mod reference;

use core::fmt;
use core::num::NonZeroU32;

use jiff::civil::Date;

pub use reference::{Garbled, Reference};
pub use sealed::Code;

use crate::agency::Id;
use crate::language::{Language, words};
use crate::source::{CIRCULAR_01, Source};

/// By what right a dossier has a code, and this one.
pub const SOURCE: Source = CIRCULAR_01.article(19);

/// Digits that the number of the day has at least.
const DIGITS_MIN: usize = 4;
/// Digits that it has at most: so many has the greatest number that is counted to.
const DIGITS_MAX: usize = 10;

mod sealed {
    use core::num::NonZeroU32;

    use jiff::civil::Date;

    use super::{DIGITS_MIN, Form, Refusal};
    use crate::agency::Id;

    /// A dossier's code (mã số hồ sơ).
    ///
    /// Ordered by agency, then by day and number; of one agency and day, a later number always comes after.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Code {
        agency: Id,
        date: Date,
        sequence: NonZeroU32,
        form: Form,
    }

    impl Code {
        /// The code of an agency's so many-th dossier on a day in Vietnam ([`crate::clock::in_vietnam`]).
        ///
        /// Fails with [`Refusal::Date`] outside the years 2000 to 2099: the code writes two digits of the year.
        pub fn make(agency: Id, date: Date, sequence: NonZeroU32) -> Result<Code, Refusal> {
            Code::of(agency, date, sequence, Form::Circular)
        }

        pub(super) fn of(agency: Id, date: Date, sequence: NonZeroU32, form: Form) -> Result<Code, Refusal> {
            let fits = match form {
                Form::Circular => true,
                Form::Padded { digits } => digits > DIGITS_MIN.max(super::digits(sequence)),
                Form::Ministry { digits } => digits >= DIGITS_MIN.max(super::digits(sequence)),
            };
            match ((2000..=2099).contains(&date.year()), fits) {
                (false, _) => Err(Refusal::Date),
                (true, false) => Err(Refusal::Sequence),
                (true, true) => Ok(Code { agency, date, sequence, form }),
            }
        }

        /// Whose dossier it is by its code: the agency that received it.
        pub const fn agency(&self) -> &Id {
            &self.agency
        }

        /// The day of receipt in Vietnam.
        pub const fn date(&self) -> Date {
            self.date
        }

        /// Which of the agency's dossiers of that day, counted from 1.
        pub const fn sequence(&self) -> NonZeroU32 {
            self.sequence
        }

        /// How it is written.
        pub const fn form(&self) -> Form {
            self.form
        }
    }
}

/// How a code is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// As the circular says, and as [`Code::make`] does: `H29.24-250701-0001`.
    Circular,
    /// As the circular says but with zeros that the number does not need: `H29.24-250701-00001`. The circular's grammar
    /// allows it, so it is read from others, never made.
    Padded {
        /// How many digits the number was written with.
        digits: usize,
    },
    /// As some ministries' systems do, with the whole year: `G09.20-20260609-0092637`. Read from others, never made.
    Ministry {
        /// How many digits the number was written with.
        digits: usize,
    },
}

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It is not three parts with hyphens between them.
    Parts,
    /// The first part is no agency's code.
    Agency,
    /// The second part is no day of the years 2000 to 2099, in six digits or in eight.
    Date,
    /// The third part is no number from 1 to 2³² − 1 in four to ten digits.
    Sequence,
}

#[rustfmt::skip]
words! { Refusal:
    Parts    "parts"    "Mã hồ sơ có dạng H29.24-250701-0001"                  "A dossier code looks like H29.24-250701-0001",
    Agency   "agency"   "Phần đầu của mã hồ sơ không phải mã định danh cơ quan" "The code does not begin with an agency's code",
    Date     "date"     "Phần giữa của mã hồ sơ không phải một ngày"            "The middle of the code is no date",
    Sequence "sequence" "Phần cuối của mã hồ sơ không phải số thứ tự"           "The end of the code is no number",
}

impl Code {
    /// Reads a code exactly as it is printed.
    ///
    /// ```
    /// # use motcua_rules::code::{Code, Refusal};
    /// let code = Code::parse("H29.24-250701-0001").unwrap();
    /// assert_eq!((code.agency().as_str(), code.date().to_string().as_str()), ("H29.24", "2025-07-01"));
    /// assert_eq!(Code::parse("H29.24-250229-0001"), Err(Refusal::Date));
    /// ```
    pub fn parse(text: &str) -> Result<Code, Refusal> {
        let parts: Vec<&str> = text.split('-').collect();
        let [agency, day, number] = parts.as_slice() else { return Err(Refusal::Parts) };
        let agency = Id::parse(agency).ok_or(Refusal::Agency)?;
        let date = read_date(day).ok_or(Refusal::Date)?;
        let sequence = read_number(number).ok_or(Refusal::Sequence)?;
        let is_padded = number.len() > DIGITS_MIN.max(digits(sequence));
        let form = match (day.len() == 8, is_padded) {
            (true, _) => Form::Ministry { digits: number.len() },
            (false, true) => Form::Padded { digits: number.len() },
            (false, false) => Form::Circular,
        };
        Code::of(agency, date, sequence, form)
    }
}

/// What every code of an agency and a day in Vietnam begins with: `H29.101-250701-`. Whoever counts the dossiers of a day
/// puts the number behind it, in four digits or more.
///
/// Fails with [`Refusal::Date`] as [`Code::make`] does.
pub fn beginning(agency: &Id, date: Date) -> Result<String, Refusal> {
    let mut first = Code::make(agency.clone(), date, NonZeroU32::MIN)?.to_string();
    // The number is all that stands behind the last hyphen.
    first.truncate(first.rfind('-').map_or(0, |hyphen| hyphen + 1));
    Ok(first)
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.date().year(), self.date().month(), self.date().day());
        write!(out, "{}-", self.agency())?;
        let of_century = year.rem_euclid(100);
        match self.form() {
            Form::Circular => write!(out, "{of_century:02}{month:02}{day:02}-{:0DIGITS_MIN$}", self.sequence()),
            Form::Padded { digits } => write!(out, "{of_century:02}{month:02}{day:02}-{:0digits$}", self.sequence()),
            Form::Ministry { digits } => write!(out, "{year:04}{month:02}{day:02}-{:0digits$}", self.sequence()),
        }
    }
}

/// `YYMMDD` or `YYYYMMDD`.
fn read_date(text: &str) -> Option<Date> {
    let of_century = if text.len() == 6 { 2000 } else { 0 };
    let (year, rest) = text.split_at_checked(text.len().checked_sub(4)?)?;
    let (month, day) = rest.split_at_checked(2)?;
    let year = matches!(year.len(), 2 | 4).then(|| read_digits(year))??;
    Date::new(
        i16::try_from(year).ok()? + of_century,
        read_digits(month)?.try_into().ok()?,
        read_digits(day)?.try_into().ok()?,
    )
    .ok()
}

fn read_number(text: &str) -> Option<NonZeroU32> {
    (DIGITS_MIN..=DIGITS_MAX).contains(&text.len()).then(|| read_digits(text))?.and_then(NonZeroU32::new)
}

/// ASCII digits as a number; `parse` alone would also take a sign.
fn read_digits(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// How many digits a number needs.
fn digits(sequence: NonZeroU32) -> usize {
    core::iter::successors(Some(sequence.get()), |rest| Some(rest / 10).filter(|rest| *rest > 0)).count()
}
