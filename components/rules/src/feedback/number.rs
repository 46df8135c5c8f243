//! Numbers of items: `PA.H29.101-250701-0001`.

use core::fmt;

use jiff::civil::{Date, date};

use crate::agency::Id;
use crate::code::{Code, Form, beginning};

/// What stands before the code: `PA` for phản ánh. No agency's code begins with two letters, so nobody takes an item's
/// number for a dossier's.
const MARK: &str = "PA.";

/// An item's number: a dossier's code with [`MARK`] in front, with the desk that the item was received for.
///
/// It stays as it is when the item is passed on. This portal alone gives such numbers, so there is one way to write one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Code);

impl Number {
    /// Reads a number exactly as it is printed.
    ///
    /// ```
    /// # use motcua_rules::feedback::Number;
    /// let number = Number::parse("PA.H29.101-250701-0001").unwrap();
    /// assert_eq!((number.agency().as_str(), number.to_string().as_str()), ("H29.101", "PA.H29.101-250701-0001"));
    /// assert_eq!(Number::parse("H29.101-250701-0001"), None, "a dossier");
    /// assert_eq!(Number::parse("PA.H29.101-250701-00001"), None, "the same, written otherwise");
    /// ```
    pub fn parse(text: &str) -> Option<Number> {
        let code = Code::parse(text.strip_prefix(MARK)?).ok()?;
        (code.form() == Form::Circular).then_some(Number(code))
    }

    /// The desk that it was received for.
    pub const fn agency(&self) -> &Id {
        self.0.agency()
    }

    /// The day of receipt in Vietnam.
    pub const fn date(&self) -> Date {
        self.0.date()
    }

    /// What every number of a desk and a day in Vietnam begins with: `PA.H29.101-250701-`. Whoever counts the items of a day
    /// puts the number behind it, in four digits or more.
    ///
    /// The two digits of the year mean 2000 to 2099. A clock that stands outside them is wrong by decades; its items are
    /// counted at the nearer end, so that they are numbered all the same.
    pub fn prefix(agency: &Id, day: Date) -> String {
        let day = day.clamp(date(2000, 1, 1), date(2099, 12, 31));
        format!("{MARK}{}", beginning(agency, day).unwrap_or_default())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{MARK}{}", self.0)
    }
}
