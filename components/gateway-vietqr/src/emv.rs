//! The text of a VietQR code: EMVCo's merchant-presented mode in the profile of NAPAS.
//!
//! Fields of a two-digit tag, a two-digit length and a value, one after the other and in one another, and a checksum over all
//! that stands before it. Lengths count bytes where everybody writes ASCII; where somebody did not, the common generators count
//! characters, and so do we when we read. We write ASCII.

#[cfg(test)]
mod tests;

use core::fmt::Write;

use motcua_gateway::{amount, mac};

/// NAPAS, among all the schemes of the world.
const NAPAS: &str = "A000000727";
/// A transfer to an account; `QRIBFTTC` is one to a card.
const TO_ACCOUNT: &str = "QRIBFTTA";
const TO_CARD: &str = "QRIBFTTC";
const DONG: &str = "704";
const VIETNAM: &str = "VN";
/// The longest value that two digits can announce.
const VALUE_MAX: usize = 99;

mod tag {
    pub const FORMAT: &str = "00";
    pub const INITIATION: &str = "01";
    pub const PAYEE: &str = "38";
    pub const CURRENCY: &str = "53";
    pub const AMOUNT: &str = "54";
    pub const COUNTRY: &str = "58";
    pub const MORE: &str = "62";
    pub const CRC: &str = "63";
    /// In the payee: the scheme, whose account, by which service; in whose account: the bank and its number.
    pub const SCHEME: &str = "00";
    pub const WHOSE: &str = "01";
    pub const SERVICE: &str = "02";
    pub const BANK: &str = "00";
    pub const NUMBER: &str = "01";
    /// In `MORE`.
    pub const PURPOSE: &str = "08";
}

/// What a code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Whether it is for one payment (12) or for many (11).
    pub once: bool,
    pub bank_bin: String,
    pub number: String,
    /// Whether the number is that of a card.
    pub to_card: bool,
    pub amount: Option<u64>,
    pub purpose: Option<String>,
}

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is of another form.
    Malformed,
    /// Its checksum is of another text.
    Crc,
}

impl Code {
    /// The text; `None` where a value is too long or not ASCII.
    pub fn write(&self) -> Option<String> {
        let whose = [field(tag::BANK, &self.bank_bin)?, field(tag::NUMBER, &self.number)?].concat();
        let service = if self.to_card { TO_CARD } else { TO_ACCOUNT };
        let payee = [field(tag::SCHEME, NAPAS)?, field(tag::WHOSE, &whose)?, field(tag::SERVICE, service)?].concat();
        let mut text = [
            field(tag::FORMAT, "01")?,
            field(tag::INITIATION, if self.once { "12" } else { "11" })?,
            field(tag::PAYEE, &payee)?,
            field(tag::CURRENCY, DONG)?,
        ]
        .concat();
        if let Some(amount) = self.amount {
            text.push_str(&field(tag::AMOUNT, &amount.to_string())?);
        }
        text.push_str(&field(tag::COUNTRY, VIETNAM)?);
        if let Some(purpose) = &self.purpose {
            text.push_str(&field(tag::MORE, &field(tag::PURPOSE, purpose)?)?);
        }
        text.push_str(tag::CRC);
        text.push_str("04");
        let crc = crc(text.as_bytes());
        // Writing into a text does not fail.
        let _ = write!(text, "{crc:04X}");
        Some(text)
    }

    /// Reads a text. The checksum may be in lower case, though nobody should write it so.
    pub fn read(text: &str) -> Result<Code, Fault> {
        let fields = fields(text).ok_or(Fault::Malformed)?;
        let [(tag::FORMAT, "01"), .., (tag::CRC, given)] = fields.as_slice() else { return Err(Fault::Malformed) };
        let given = mac::from_hex(given).filter(|given| given.len() == 2).ok_or(Fault::Malformed)?;
        // The checksum is the last four bytes: it is ASCII.
        let before = text.len().checked_sub(4).and_then(|end| text.get(..end)).ok_or(Fault::Malformed)?;
        if given != crc(before.as_bytes()).to_be_bytes() {
            return Err(Fault::Crc);
        }
        Code::of(&fields).ok_or(Fault::Malformed)
    }

    fn of(fields: &[(&str, &str)]) -> Option<Code> {
        if of(fields, tag::CURRENCY)? != DONG || of(fields, tag::COUNTRY)? != VIETNAM {
            return None;
        }
        let payee = self::fields(of(fields, tag::PAYEE)?)?;
        let whose = self::fields(of(&payee, tag::WHOSE)?)?;
        let to_card = match of(&payee, tag::SERVICE)? {
            TO_ACCOUNT => false,
            TO_CARD => true,
            _ => return None,
        };
        let purpose = match of(fields, tag::MORE) {
            None => None,
            Some(more) => of(&self::fields(more)?, tag::PURPOSE).map(str::to_owned),
        };
        let once = match of(fields, tag::INITIATION)? {
            "11" => false,
            "12" => true,
            _ => return None,
        };
        Some(Code {
            once,
            bank_bin: of(&whose, tag::BANK)?.to_owned(),
            number: of(&whose, tag::NUMBER)?.to_owned(),
            to_card,
            amount: of(fields, tag::AMOUNT).map(amount::dong).transpose().ok()?,
            purpose,
        })
        .filter(|_| of(&payee, tag::SCHEME) == Some(NAPAS))
    }
}

fn field(tag: &str, value: &str) -> Option<String> {
    let fits = value.is_ascii() && (1..=VALUE_MAX).contains(&value.len());
    if fits { Some(format!("{tag}{:02}{value}", value.len())) } else { None }
}

fn of<'text>(fields: &[(&'text str, &'text str)], tag: &str) -> Option<&'text str> {
    fields.iter().find(|(given, _)| *given == tag).map(|(_, value)| *value)
}

/// The fields of a text, no tag twice; `None` where it is cut, or not made of fields.
fn fields(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut fields: Vec<(&str, &str)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (tag, length, value);
        (tag, rest) = digits(rest)?;
        (length, rest) = digits(rest)?;
        (value, rest) = letters(rest, length.parse().ok()?)?;
        if value.is_empty() || of(&fields, tag).is_some() {
            return None;
        }
        fields.push((tag, value));
    }
    Some(fields)
}

fn digits(text: &str) -> Option<(&str, &str)> {
    letters(text, 2).filter(|(digits, _)| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// So many characters, and the rest.
fn letters(text: &str, count: usize) -> Option<(&str, &str)> {
    let ends = text.char_indices().map(|(place, _)| place).chain([text.len()]);
    ends.skip(count).map(|end| text.split_at(end)).next()
}

/// CRC-16 as in CCITT-FALSE: polynomial 0x1021, begun with 0xFFFF, not reflected, not inverted at the end.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(
            crc ^ (u16::from(*byte) << 8),
            |crc, _| {
                if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 }
            },
        )
    })
}
