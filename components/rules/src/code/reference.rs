//! The spoken reference of a dossier (mã tra cứu): `4T7X-09KM-3RH`.
//!
//! Eleven characters of nineteen: ten that chance chose, 42 bits, and one that checks them. What is absent, and why:
//!
//! * O, Q and D look like 0, I and L like 1, Z like 2, S like 5, G like 6, B like 8. The digits stay, because everybody
//!   tells them apart on the telephone; the letters are read as the digit that they must be.
//! * U and V look like each other, C like G, J is named in as many ways as there are people.
//! * N sounds like M, and like L in the north; P (*pê*) like T (*tê*); A and E like the ends of *ba*, *ca* and *em*.
//!   Without vowels there are no words either, so none that anybody could mind.
//!
//! The check is a pure system of ISO/IEC 7064 with modulus 19 and radix 2, as MOD 11-2 and MOD 37-2 are. 19 is a prime and
//! the powers of 2 below 2¹⁸ leave different remainders, so it finds every wrong character and every two that changed
//! places, neighbours or not.

use core::fmt;

use crate::language::{Language, words};

pub use sealed::Reference;

/// The characters by their value.
const ALPHABET: &[u8; MODULUS as usize] = b"0123456789FHKMRTWXY";
const MODULUS: u8 = 19;
const RADIX: u8 = 2;
/// What the characters of a whole reference leave, by ISO/IEC 7064.
const REMAINDER: u8 = 1;

/// How many characters a reference has, the check among them.
const LENGTH: usize = 11;
/// Where hyphens stand when it is shown.
const GROUP: usize = 4;

/// Letters that are not in the alphabet, and the character that whoever read them must have seen.
#[rustfmt::skip]
const LOOK_ALIKES: &[(char, char)] = &[
    ('O', '0'), ('Q', '0'), ('D', '0'), ('I', '1'), ('L', '1'), ('Z', '2'), ('S', '5'), ('G', '6'), ('B', '8'),
];

mod sealed {
    use super::{Garbled, LENGTH, REMAINDER, remainder};

    /// A dossier's spoken reference (mã tra cứu). It opens nothing alone: who asks with it also brings a second factor.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Reference([u8; LENGTH]);

    impl Reference {
        /// The values of its characters, when the last one checks the others.
        pub(super) fn of(values: [u8; LENGTH]) -> Result<Reference, Garbled> {
            if remainder(&values) == REMAINDER { Ok(Reference(values)) } else { Err(Garbled::Check) }
        }

        /// Made of ten values and the check that belongs to them.
        pub(super) fn checked(data: [u8; LENGTH - 1]) -> Reference {
            let mut values = [0; LENGTH];
            for (value, chosen) in values.iter_mut().zip(data) {
                *value = chosen;
            }
            // The check is still 0 here, so it is what is missing to the remainder.
            let missing = (super::MODULUS + REMAINDER - remainder(&values)) % super::MODULUS;
            if let Some(check) = values.last_mut() {
                *check = missing;
            }
            Reference(values)
        }

        pub(super) const fn values(&self) -> &[u8; LENGTH] {
            &self.0
        }
    }
}

/// Why a text is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Garbled {
    /// A character that no reference has, and that looks like none that it could have.
    Character,
    /// Too few characters or too many.
    Length,
    /// A character is wrong, or two changed places.
    Check,
}

#[rustfmt::skip]
words! { Garbled:
    Character "character" "Mã tra cứu có ký tự không hợp lệ"         "The reference has a character that no reference has",
    Length    "length"    "Mã tra cứu có đúng 11 ký tự"               "A reference has exactly 11 characters",
    Check     "check"     "Mã tra cứu có ký tự sai hoặc đảo chỗ"      "A character of the reference is wrong or misplaced",
}

impl Reference {
    /// Makes a reference of random bits, which must come from a source that nobody can foretell.
    ///
    /// There are 19¹⁰ references, 6·10¹²: two dossiers may draw the same one, so whoever stores it keeps it unique and
    /// draws again. With 600 million dossiers and four digits as second factor, one guess in 10⁸ finds a dossier.
    pub fn of_random(bits: u64) -> Reference {
        let mut rest = bits;
        let data = core::array::from_fn(|_| {
            let value = rest % u64::from(MODULUS);
            rest /= u64::from(MODULUS);
            u8::try_from(value).unwrap_or_default()
        });
        Reference::checked(data)
    }

    /// Reads what somebody typed or was told: lower case, spaces, hyphens and full stops anywhere, look-alikes.
    pub fn read(text: &str) -> Result<Reference, Garbled> {
        let mut values = [0; LENGTH];
        let mut places = values.iter_mut();
        for letter in text.chars().filter(|letter| !is_separator(*letter)) {
            let value = value_of(letter).ok_or(Garbled::Character)?;
            *places.next().ok_or(Garbled::Length)? = value;
        }
        if places.next().is_some() { Err(Garbled::Length) } else { Reference::of(values) }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, value) in self.values().iter().enumerate() {
            let letter = ALPHABET.get(usize::from(*value)).copied().map(char::from).ok_or(fmt::Error)?;
            let gap = if place > 0 && place % GROUP == 0 { "-" } else { "" };
            write!(out, "{gap}{letter}")?;
        }
        Ok(())
    }
}

fn remainder(values: &[u8; LENGTH]) -> u8 {
    values.iter().fold(0, |sum, value| (sum * RADIX + value) % MODULUS)
}

/// Telephones make longer dashes of hyphens.
fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '.' | '\u{2010}'..='\u{2015}')
}

fn value_of(letter: char) -> Option<u8> {
    let upper = letter.to_ascii_uppercase();
    let meant = LOOK_ALIKES.iter().find(|(seen, _)| *seen == upper).map_or(upper, |(_, meant)| *meant);
    ALPHABET.iter().position(|known| char::from(*known) == meant)?.try_into().ok()
}
