//! The personal identification number (số định danh cá nhân) and the number of an old identity card (số CMND).

use jiff::civil::Date;

use super::{LastFour, Refusal, digits};
use crate::language::{Language, words};
use crate::source::{IDENTIFICATION_LAW, Source};
use crate::unit;

pub use sealed::{OldCard, PersonalNumber};

/// By what right every citizen has a personal number. The article is recalled (r). The meaning of the digits was Art. 13 of
/// Decree 137/2015/NĐ-CP (r) and its circulars (r): place, century and sex, year, six random ones.
pub const SOURCE: Source = IDENTIFICATION_LAW.article(12);

/// The codes of the 63 provinces before the reform. They stay in the numbers; those of today are among them.
const PROVINCES: [u8; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45,
    46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92,
    93, 94, 95, 96,
];

/// In which century numbers begin: 0 and 1 in the fourth place mean the years from here on (r).
const FIRST_CENTURY: i16 = 1900;

mod sealed {
    use super::{Refusal, digits, province};

    /// A personal identification number, twelve digits: `PPPCYYNNNNNN`.
    #[derive(Clone, PartialEq, Eq, Hash)]
    pub struct PersonalNumber(String);

    impl PersonalNumber {
        /// Reads twelve digits, spaces and full stops between them or not.
        ///
        /// A number that begins with 0 has one of the 63 provinces of before, as a test holds them against the
        /// published list; one that does not is taken as it is, for people who were born abroad have the code of a
        /// country (r), and we have no list of these. That the fourth digit is 0 to 3 until the year 2100 is recalled (r).
        pub fn read(text: &str) -> Result<PersonalNumber, Refusal> {
            let digits = digits(text)?;
            match digits.len() {
                12 if digits.starts_with('0') && province(&digits).is_none() => Err(Refusal::BadPlace),
                12 if !matches!(digits.as_bytes().get(3), Some(b'0'..=b'3')) => Err(Refusal::BadCentury),
                12 => Ok(PersonalNumber(digits)),
                _ => Err(Refusal::WrongLength),
            }
        }

        /// The twelve digits. Personal: to be sealed, hashed or shown to their owner, never logged.
        pub fn as_str(&self) -> &str {
            &self.0
        }
    }

    /// The number of an identity card of before (số chứng minh nhân dân), nine digits. No such card is valid since 2025
    /// (r), but old papers name their people by it.
    #[derive(Clone, PartialEq, Eq, Hash)]
    pub struct OldCard(String);

    impl OldCard {
        /// Reads nine digits, spaces and full stops between them or not.
        pub fn read(text: &str) -> Result<OldCard, Refusal> {
            let digits = digits(text)?;
            if digits.len() == 9 { Ok(OldCard(digits)) } else { Err(Refusal::WrongLength) }
        }

        /// The nine digits. Personal, like [`PersonalNumber::as_str`].
        pub fn as_str(&self) -> &str {
            &self.0
        }
    }
}

/// The code of the province that a number begins with, if it begins with one.
fn province(digits: &str) -> Option<&str> {
    let code = digits.strip_prefix('0')?.get(..2)?;
    code.parse().is_ok_and(|number| PROVINCES.contains(&number)).then_some(code)
}

/// A sex (giới tính), as the number and the registers have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
}

#[rustfmt::skip]
words! { Sex:
    Male   "male"   "Nam" "Male",
    Female "female" "Nữ"  "Female",
}

/// Where a birth was registered, by a number's first three digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Birthplace {
    /// A province, by its code of before 1 July 2025 ([`unit::Period::BEFORE_REFORM`]).
    Province(unit::Code),
    /// A country.
    Elsewhere,
}

/// What a form says and the number does not. A reason to ask again, not to refuse: a register that was corrected may have
/// left the number as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contradiction {
    /// Another year of birth.
    BirthYear,
    /// Another sex.
    Sex,
}

#[rustfmt::skip]
words! { Contradiction:
    BirthYear "birth-year" "Năm sinh không khớp với số định danh cá nhân"  "The year of birth is not that of the personal number",
    Sex       "sex"        "Giới tính không khớp với số định danh cá nhân" "The sex is not that of the personal number",
}

impl PersonalNumber {
    /// Where the birth was registered.
    pub fn birthplace(&self) -> Birthplace {
        province(self.as_str()).and_then(unit::Code::parse).map_or(Birthplace::Elsewhere, Birthplace::Province)
    }

    /// The sex: an even digit in the fourth place is male (r).
    pub fn sex(&self) -> Sex {
        if self.digit(3) % 2 == 0 { Sex::Male } else { Sex::Female }
    }

    /// The year of birth: 0 and 1 in the fourth place mean 1900 to 1999, 2 and 3 2000 to 2099 (r).
    pub fn birth_year(&self) -> i16 {
        FIRST_CENTURY + self.digit(3) / 2 * 100 + self.digit(4) * 10 + self.digit(5)
    }

    /// What a form's date of birth and sex have against it, as far as the form asks for them.
    pub fn contradictions(&self, born: Option<Date>, sex: Option<Sex>) -> Vec<Contradiction> {
        let year = born.is_some_and(|born| born.year() != self.birth_year()).then_some(Contradiction::BirthYear);
        let sex = sex.is_some_and(|sex| sex != self.sex()).then_some(Contradiction::Sex);
        year.into_iter().chain(sex).collect()
    }

    /// The last four digits, as second factor.
    pub fn last_four(&self) -> LastFour {
        LastFour::of(self.as_str())
    }

    /// The digit in a place, counted from 0.
    fn digit(&self, place: usize) -> i16 {
        self.as_str().as_bytes().get(place).map_or(0, |byte| i16::from(byte.saturating_sub(b'0')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_provinces_are_the_63_of_before() {
        let published = include_str!("../../../../infra/data/units/old-provinces.csv");
        let codes: Vec<u8> = published.lines().skip(1).map(|row| row[..2].parse().unwrap()).collect();
        assert_eq!(codes, PROVINCES);
    }
}
