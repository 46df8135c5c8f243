//! The pairs of a query or of a form, as they came and decoded.

use core::fmt::Write;

use crate::{Refusal, malformed};

/// More pairs than this no gateway sends.
const PAIRS_MAX: usize = 100;

/// A pair: its raw text, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// As it came: `vnp_OrderInfo=Nop+le+phi`. The name of it.
    pub raw_name: String,
    /// As it came; empty where there was no `=`.
    pub raw_value: String,
    /// Decoded.
    pub name: String,
    /// Decoded.
    pub value: String,
}

/// Pairs in the order in which they came, no name twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs(Vec<Pair>);

impl Pairs {
    /// Reads `a=1&b=2`. Refuses a name that occurs twice, however it is written; broken escapes; bytes that are not UTF-8.
    pub fn read(text: &str) -> Result<Pairs, Refusal> {
        let mut pairs: Vec<Pair> = Vec::new();
        for piece in text.split('&').filter(|piece| !piece.is_empty()) {
            let (raw_name, raw_value) = piece.split_once('=').unwrap_or((piece, ""));
            let name = decoded(raw_name).ok_or_else(|| malformed(""))?;
            let value = decoded(raw_value).ok_or_else(|| malformed(&name))?;
            if pairs.iter().any(|pair| pair.name == name) {
                return Err(Refusal::Repeated(name));
            }
            if pairs.len() == PAIRS_MAX {
                return Err(malformed(""));
            }
            pairs.push(Pair { raw_name: raw_name.to_owned(), raw_value: raw_value.to_owned(), name, value });
        }
        Ok(Pairs(pairs))
    }

    /// The pairs.
    pub fn all(&self) -> &[Pair] {
        &self.0
    }

    /// What a name says; `None` where it is missing or empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        let pair = self.0.iter().find(|pair| pair.name == name)?;
        Some(pair.value.as_str()).filter(|value| !value.is_empty())
    }

    /// What a name says, that has to be there.
    pub fn need(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).ok_or_else(|| malformed(name))
    }
}

/// Undoes the encoding of forms (WHATWG URL, 5.1): `+` is a space, `%XX` a byte. `None` for a broken escape, for bytes that
/// are not UTF-8 and for U+0000, which no store keeps.
pub fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => break,
            [b'%', high, low, rest @ ..] => {
                bytes.push(hex_digit(*high)? << 4 | hex_digit(*low)?);
                rest
            }
            [b'%', ..] => return None,
            [b'+', rest @ ..] => {
                bytes.push(b' ');
                rest
            }
            [byte, rest @ ..] => {
                bytes.push(*byte);
                rest
            }
        };
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Encodes text for a form: letters, digits and the bytes of `plain` stay, a space becomes `space`, all else `%XX`.
pub fn encode(text: &str, plain: &str, space: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push_str(space),
            _ if byte.is_ascii_alphanumeric() || plain.as_bytes().contains(&byte) => out.push(char::from(byte)),
            // Writing into a text does not fail.
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// The pairs of a form as a browser encodes them.
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    let one = |text: &str| encode(text, "*-._", "+");
    pairs.iter().map(|(name, value)| format!("{}={}", one(name), one(value))).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_stands_once_however_it_is_written() {
        let pairs = Pairs::read("a=1&&b=x+y%2B&c").unwrap();
        assert_eq!((pairs.text("a"), pairs.text("b"), pairs.text("c")), (Some("1"), Some("x y+"), None));
        assert_eq!(pairs.all()[1].raw_value, "x+y%2B");
        assert_eq!(Pairs::read("a=1&%61=2"), Err(Refusal::Repeated("a".to_owned())));
        for text in ["a=%", "a=%4", "a=%zz", "a=%ff", "a=%00", "%=1"] {
            assert!(Pairs::read(text).is_err(), "{text}");
        }
        assert!(Pairs::read(&(0..101).map(|n| format!("a{n}=1")).collect::<Vec<_>>().join("&")).is_err());
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(text in "[^\0]{0,30}") {
            prop_assert_eq!(decoded(&encode(&text, "*-._", "+")), Some(text.clone()));
            prop_assert_eq!(decoded(&encode(&text, "!'()*-._~", "%20")), Some(text));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,60}") {
            let _ = Pairs::read(&text);
        }
    }
}
