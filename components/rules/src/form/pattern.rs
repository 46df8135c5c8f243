//! What a line of text may look like: a closed list, each with the regular expression that the published schema has and
//! the same in code. An engine for expressions of our own would cost a component more than all its rules.

use serde::{Deserialize, Serialize};

/// A shape of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// A person's name: Latin letters with their marks, of which there is at least one, apostrophes, hyphens, full stops
    /// and spaces. What a passport prints in another script it prints in Latin letters too.
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
            Pattern::PersonName => {
                r"^[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ\u0300-\u0323'’ʼ.‐‑ -]*[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ][A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ\u0300-\u0323'’ʼ.‐‑ -]*$"
            }
            Pattern::Digits => "^[0-9]+$",
            Pattern::Decimal => r"^[0-9]{1,9}(\.[0-9]{1,2})?$",
            Pattern::Identifier => r"^[0-9A-Za-zĐđƯưÂâÊêÔôƠơĂă/._ -]+$",
            Pattern::Passport => "^[0-9A-Z]+$",
            Pattern::Time => "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        }
    }

    /// How many characters the shortest and the longest text of this shape have.
    pub const fn lengths(self) -> (u16, u16) {
        match self {
            Pattern::PersonName | Pattern::Digits | Pattern::Identifier | Pattern::Passport => (1, u16::MAX),
            Pattern::Decimal => (1, 12),
            Pattern::Time => (5, 5),
        }
    }

    /// Whether the text has this shape.
    pub fn fits(self, text: &str) -> bool {
        let all = |wanted: fn(char) -> bool| !text.is_empty() && text.chars().all(wanted);
        match self {
            Pattern::PersonName => all(may_stand_in_a_name) && text.chars().any(is_latin),
            Pattern::Digits => all(|one| one.is_ascii_digit()),
            Pattern::Decimal => is_decimal(text),
            Pattern::Identifier => all(|one| one.is_ascii_alphanumeric() || "ĐđƯưÂâÊêÔôƠơĂă/._ -".contains(one)),
            Pattern::Passport => all(|one| one.is_ascii_digit() || one.is_ascii_uppercase()),
            Pattern::Time => is_time(text),
        }
    }
}

/// A letter of the Latin script, Vietnamese among them.
const fn is_latin(one: char) -> bool {
    matches!(one, 'A'..='Z' | 'a'..='z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'Ḁ'..='ỿ')
}

/// The marks are those from the grave accent to the dot below, with all that Vietnamese has.
const fn may_stand_in_a_name(one: char) -> bool {
    is_latin(one) || matches!(one, '\u{300}'..='\u{323}' | '\'' | '’' | 'ʼ' | '.' | '-' | '‐' | '‑' | ' ')
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

/// What printable text is not, as the inside of a class of expressions: control characters, fillers and other invisible
/// ones, selectors of variants, tags, what turns the direction of reading, what a font of one's own may show as anything,
/// and of all the spaces any but the plain one. [`is_printable`] says the same.
///
/// Read as Unicode (the flag `u`), as JSON Schema asks for: the last range is beyond four digits.
pub(crate) const UNPRINTABLE: &str = concat!(
    r"\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f",
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb",
    // What is no character and never will be, in its block and at the end of the planes that are used.
    r"\ufdd0-\ufdef\ufffe\uffff\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{3fffe}\u{3ffff}",
    r"\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{10ffff}",
);

/// Whether a character may stand in an answer. A name that reads differently than it is kept helps a fraud only.
pub(crate) const fn is_printable(one: char) -> bool {
    !matches!(one,
        '\0'..='\x1f' | '\x7f'..='\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{1680}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{206f}' | '\u{2800}' | '\u{3000}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}'..='\u{ffff}' | '\u{1fffe}'..='\u{1ffff}' | '\u{2fffe}'..='\u{2ffff}'
        | '\u{3fffe}'..='\u{3ffff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
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
