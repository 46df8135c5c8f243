//! Persons and firms: the numbers that the state gives them, and how they are reached.
//!
//! Each type has one normal form and is read as people write: with spaces, full stops and hyphens where they do no harm.
//! What is read has the structure that the law or the numbering plan gives; whether anybody has the number, only a
//! registry knows. What the law may give is never refused.
//!
//! Nothing here shows itself: there is no `Display`, and `Debug` says only what kind of thing it is, so that no log gets a
//! number by accident. [`Refusal`] carries nothing of what was typed either. Who seals or shows a value asks for its text.

mod email;
mod number;
mod phone;
mod tax;

use core::fmt;

pub use email::Email;
pub use number::{Birthplace, Contradiction, OldCard, PersonalNumber, SOURCE, Sex};
pub use phone::Phone;
pub use tax::TaxCode;

use crate::language::{Language, words};

/// Why a text is no such number or address. The value says nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// Nothing was written.
    Empty,
    /// Something stands among the digits that is none.
    NotDigits,
    /// Too few digits or too many.
    WrongLength,
    /// The digits do not fit together: one was mistyped.
    BadCheckDigit,
    /// No province and no country has the code that the number begins with.
    BadPlace,
    /// The fourth digit means a century that has not begun.
    BadCentury,
    /// No branch of a firm has the number 000.
    BadBranch,
    /// A telephone number begins like none in Vietnam.
    BadPrefix,
    /// A telephone number of another country.
    Foreign,
    /// An e-mail address without exactly one @ between its two halves.
    NoAt,
    /// The half before the @ is empty, too long, or has what no mailbox has.
    BadMailbox,
    /// The half after the @ is no domain.
    BadDomain,
}

#[rustfmt::skip]
words! { Refusal:
    Empty         "empty"           "Chưa nhập"                                          "Nothing is entered",
    NotDigits     "not-digits"      "Chỉ được gồm các chữ số"                            "Only digits are allowed",
    WrongLength   "wrong-length"    "Thừa hoặc thiếu chữ số"                             "There are too few digits or too many",
    BadCheckDigit "bad-check-digit" "Có chữ số sai; hãy kiểm tra lại"                    "A digit is wrong; compare it again",
    BadPlace      "bad-place"       "Ba chữ số đầu không phải mã nơi đăng ký khai sinh"   "The first three digits are no place of birth",
    BadCentury    "bad-century"     "Chữ số thứ tư không ứng với thế kỷ nào đã đến"        "The fourth digit means a century to come",
    BadBranch     "bad-branch"      "Ba chữ số cuối không phải số của đơn vị phụ thuộc"   "The last three digits are no branch",
    BadPrefix     "bad-prefix"      "Đầu số không có ở Việt Nam"                         "No number in Vietnam begins so",
    Foreign       "foreign"         "Hãy nhập số điện thoại Việt Nam"                    "Enter a telephone number of Vietnam",
    NoAt          "no-at"           "Địa chỉ thư điện tử phải có một dấu @"              "An e-mail address has one @",
    BadMailbox    "bad-mailbox"     "Phần trước dấu @ không hợp lệ"                      "The part before the @ is not valid",
    BadDomain     "bad-domain"      "Phần sau dấu @ không phải tên miền"                 "The part after the @ is no domain",
}

/// The second factor of a status query: the last four digits of a number that the applicant has.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LastFour([u8; 4]);

impl LastFour {
    /// Reads four digits.
    pub fn read(text: &str) -> Result<LastFour, Refusal> {
        let digits = digits(text)?;
        digits.as_bytes().try_into().map(LastFour).map_err(|_| Refusal::WrongLength)
    }

    /// The four digits in ASCII, for a keyed hash. Ten thousand values are no secret without a key.
    pub const fn as_bytes(&self) -> &[u8; 4] {
        &self.0
    }

    /// Of a normal form, which has more digits than that.
    fn of(digits: &str) -> LastFour {
        LastFour(digits.as_bytes().last_chunk().copied().unwrap_or(*b"0000"))
    }
}

/// `Debug` that names the type and nothing else.
macro_rules! masked {
    ($($name:ident),*) => { $(
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )* };
}
masked!(Email, LastFour, OldCard, PersonalNumber, Phone, TaxCode);

/// A hyphen or one of the dashes that a keyboard makes of it.
const fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}')
}

/// The digits of a text that may have spaces and full stops between them.
fn digits(text: &str) -> Result<String, Refusal> {
    let digits: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '.').collect();
    match digits.bytes().all(|byte| byte.is_ascii_digit()) {
        _ if digits.is_empty() => Err(Refusal::Empty),
        true => Ok(digits),
        false => Err(Refusal::NotDigits),
    }
}
