//! The tax code (mã số thuế), which is an enterprise's number too.

use super::{PersonalNumber, Refusal, digits, is_dash};
use crate::source::{CIRCULAR_86, Source};

pub use sealed::TaxCode;

/// What each of the first nine digits counts in the tenth (r; the codes of well-known firms bear it out).
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

mod sealed {
    use super::{Refusal, normal};

    /// A tax code: ten digits of which the last checks the others, with `-NNN` for a branch; or the personal number of a
    /// citizen or of the owner of a household business ([`TaxCode::SOURCE`]).
    #[derive(Clone, PartialEq, Eq, Hash)]
    pub struct TaxCode(String);

    impl TaxCode {
        /// Reads 10, 12 or 13 digits, with spaces and full stops between them and a hyphen or dash before a branch, or none.
        pub fn read(text: &str) -> Result<TaxCode, Refusal> {
            normal(text).map(TaxCode)
        }

        /// The normal form: `0100109106`, `0100109106-001`, or twelve digits. Personal where it is a citizen's.
        pub fn as_str(&self) -> &str {
            &self.0
        }
    }
}

impl TaxCode {
    /// By what right the personal number is the tax code since 1 July 2025 (r).
    pub const SOURCE: Source = CIRCULAR_86;

    /// The citizen whose code it is; `None` for a firm's.
    pub fn personal(&self) -> Option<PersonalNumber> {
        (self.as_str().len() == 12).then(|| PersonalNumber::read(self.as_str()).ok())?
    }

    /// The number of a branch, `001` to `999`.
    pub fn branch(&self) -> Option<&str> {
        self.as_str().split_once('-').map(|(_, branch)| branch)
    }
}

fn normal(text: &str) -> Result<String, Refusal> {
    let (main, branch) = match text.split_once(is_dash) {
        Some((main, branch)) => (digits(main)?, Some(digits(branch)?)),
        None => (digits(text)?, None),
    };
    let whole = main.len();
    let (main, branch) = match (whole, &branch) {
        (12, None) => return PersonalNumber::read(&main).map(|number| number.as_str().into()),
        (10, None) => (main.as_str(), None),
        (10, Some(branch)) => (main.as_str(), Some(branch.as_str())),
        (13, None) => {
            main.split_at_checked(10).map(|(main, branch)| (main, Some(branch))).ok_or(Refusal::WrongLength)?
        }
        _ => return Err(Refusal::WrongLength),
    };
    match branch {
        _ if !is_checked(main) => Err(Refusal::BadCheckDigit),
        None => Ok(main.into()),
        Some("000") => Err(Refusal::BadBranch),
        Some(branch) if branch.len() == 3 => Ok(format!("{main}-{branch}")),
        Some(_) => Err(Refusal::WrongLength),
    }
}

/// The tenth digit is 10 less what the weighted sum of the others leaves when divided by 11; a sum that leaves nothing
/// makes no code.
fn is_checked(ten: &str) -> bool {
    let mut digits = ten.bytes().map(|byte| u32::from(byte.saturating_sub(b'0')));
    let sum: u32 = WEIGHTS.iter().zip(digits.by_ref()).map(|(weight, digit)| weight * digit).sum();
    digits.next().is_some_and(|check| check + sum % 11 == 10)
}
