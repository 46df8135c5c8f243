//! What a line of text may look like: a closed list, each with the regular expression that the published schema has and
//! the same in code. An engine for expressions of our own would cost a component more than all its rules.

use serde::{Deserialize, Serialize};

/// A shape of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// A person's name: no digits and no symbols besides apostrophe, hyphen and full stop.
    PersonName,
    /// Digits only.
    Digits,
    /// A number with at most two decimals, `123.45`: an area in square metres. Text, so that nothing is rounded.
    Decimal,
    /// Letters, digits, `/ . - _` and spaces: a certificate, a number plate, a decision.
    Identifier,
    /// Capital letters and digits: a passport.
    Passport,
    /// Hours and minutes, `07:30`.
    Time,
}

impl Pattern {
    /// Every pattern.
    pub const ALL: &[Pattern] = &[
        Pattern::PersonName,
        Pattern::Digits,
        Pattern::Decimal,
        Pattern::Identifier,
        Pattern::Passport,
        Pattern::Time,
    ];

    /// The expression of the published schema (ECMA-262, over the whole text).
    pub const fn expression(self) -> &'static str {
        match self {
            Pattern::PersonName => r"^[^0-9!-&(-,/:-@\[-`{-~]+$",
            Pattern::Digits => "^[0-9]+$",
            Pattern::Decimal => r"^[0-9]{1,9}(\.[0-9]{1,2})?$",
            Pattern::Identifier => r"^[0-9A-Za-zĐđƯưÂâÊêÔôƠơĂă/._ -]+$",
            Pattern::Passport => "^[0-9A-Z]+$",
            Pattern::Time => "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        }
    }

    /// Whether the text has this shape.
    pub fn fits(self, text: &str) -> bool {
        let all = |wanted: fn(char) -> bool| !text.is_empty() && text.chars().all(wanted);
        match self {
            Pattern::PersonName => {
                all(|one| !one.is_ascii_digit() && (!one.is_ascii_punctuation() || matches!(one, '\'' | '-' | '.')))
            }
            Pattern::Digits => all(|one| one.is_ascii_digit()),
            Pattern::Decimal => is_decimal(text),
            Pattern::Identifier => all(|one| one.is_ascii_alphanumeric() || "ĐđƯưÂâÊêÔôƠơĂă/._ -".contains(one)),
            Pattern::Passport => all(|one| one.is_ascii_digit() || one.is_ascii_uppercase()),
            Pattern::Time => is_time(text),
        }
    }
}

fn is_decimal(text: &str) -> bool {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|one| one.is_ascii_digit());
    digits(whole, 9) && part.is_none_or(|part| digits(part, 2))
}

fn is_time(text: &str) -> bool {
    let below = |part: &str, limit: u8| {
        part.len() == 2
            && part.bytes().all(|one| one.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|part| part < limit)
    };
    text.split_once(':').is_some_and(|(hour, minute)| below(hour, 24) && below(minute, 60))
}

/// What printable text is, as the inside of a class of expressions: no control characters, no invisible ones, none that
/// turn the direction of reading, and of all the spaces only the plain one. [`is_printable`] says the same.
pub(crate) const UNPRINTABLE: &str =
    r"\u0000-\u001f\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff";

/// Whether a character may stand in an answer. A name that reads differently than it is kept helps a fraud only.
pub(crate) const fn is_printable(one: char) -> bool {
    !matches!(one,
        '\0'..='\x1f' | '\x7f'..='\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}')
}

/// The expression of one line of printable text that neither begins nor ends with a space.
pub(crate) fn line_expression() -> String {
    format!("^[^{UNPRINTABLE} ]([^{UNPRINTABLE}]*[^{UNPRINTABLE} ])?$")
}

/// The same over several lines.
pub(crate) fn lines_expression() -> String {
    format!(r"^[^{UNPRINTABLE} ](([^{UNPRINTABLE}]|\n)*[^{UNPRINTABLE} ])?$")
}

/// Whether it is one line as [`line_expression`] has it.
pub(crate) fn is_line(text: &str) -> bool {
    !text.starts_with(' ') && !text.ends_with(' ') && text.chars().all(is_printable)
}

/// Whether it is lines as [`lines_expression`] has them.
pub(crate) fn is_lines(text: &str) -> bool {
    !text.starts_with([' ', '\n'])
        && !text.ends_with([' ', '\n'])
        && text.chars().all(|one| one == '\n' || is_printable(one))
}
