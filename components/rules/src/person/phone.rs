//! Telephone numbers in Vietnam (số điện thoại).
//!
//! Mobile: 03, 05, 07, 08 or 09 and eight digits, since the prefixes of eleven-digit numbers were changed in 2018 (r).
//! Fixed: 02, the rest of the area's code, and the subscriber's number: eleven digits in all since 2017 (r). Which of the
//! prefixes an operator has today changes too often to refuse one by it. Service numbers (1800, 1900) reach nobody.

use super::{LastFour, Refusal, is_dash};

pub use sealed::Phone;

mod sealed {
    use super::{Refusal, national};

    /// A telephone number in Vietnam: `+84912345678`.
    #[derive(Clone, PartialEq, Eq, Hash)]
    pub struct Phone(String);

    impl Phone {
        /// Reads a number written with `0`, `+84`, `84` or `0084` before it, spaces, full stops, hyphens and parentheses
        /// anywhere.
        pub fn read(text: &str) -> Result<Phone, Refusal> {
            national(text).map(|digits| Phone(format!("+84{digits}")))
        }

        /// The normal form. Personal: to be sealed, hashed, dialled or shown to its owner, never logged.
        pub fn as_str(&self) -> &str {
            &self.0
        }
    }
}

impl Phone {
    /// As it is dialled and read in Vietnam: `0912345678`. Personal, like [`Phone::as_str`].
    pub fn national(&self) -> String {
        format!("0{}", self.significant())
    }

    /// Whether it gets messages: a fixed line does not.
    pub fn is_mobile(&self) -> bool {
        !self.significant().starts_with('2')
    }

    /// The last four digits, as second factor.
    pub fn last_four(&self) -> LastFour {
        LastFour::of(self.as_str())
    }

    fn significant(&self) -> &str {
        self.as_str().strip_prefix("+84").unwrap_or_default()
    }
}

/// The digits behind the prefix: nine of a mobile number, ten of a fixed one.
fn national(text: &str) -> Result<String, Refusal> {
    let written: String = text.chars().filter(|letter| !is_separator(*letter)).collect();
    let digits = written.strip_prefix('+').unwrap_or(&written);
    match digits.bytes().all(|byte| byte.is_ascii_digit()) {
        _ if written.is_empty() => return Err(Refusal::Empty),
        true => {}
        false => return Err(Refusal::NotDigits),
    }
    let international = if digits.len() == written.len() { written.strip_prefix("00") } else { Some(digits) };
    let significant = match international {
        Some(international) => without_zero(international.strip_prefix("84").ok_or(Refusal::Foreign)?),
        None if digits.starts_with("84") => without_zero(digits.strip_prefix("84").unwrap_or_default()),
        None => digits.strip_prefix('0').ok_or(Refusal::BadPrefix)?,
    };
    match (significant.as_bytes().first(), significant.len()) {
        (Some(b'3' | b'5' | b'7' | b'8' | b'9'), 9) | (Some(b'2'), 10) => Ok(significant.into()),
        (Some(b'2' | b'3' | b'5' | b'7' | b'8' | b'9') | None, _) => Err(Refusal::WrongLength),
        _ => Err(Refusal::BadPrefix),
    }
}

/// People write `+84 (0) 912…`, or the whole number behind the country's.
fn without_zero(digits: &str) -> &str {
    digits.strip_prefix('0').unwrap_or(digits)
}

/// What people put between digits, and what address books put around them to keep their direction.
fn is_separator(letter: char) -> bool {
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    letter.is_whitespace() || is_dash(letter) || turns || matches!(letter, '.' | '(' | ')')
}
