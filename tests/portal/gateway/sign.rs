//! Signatures and encodings, each as its document describes it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::{Sha256, Sha512};

use crate::chance::Chance;

/// HMAC-SHA-256.
pub fn sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

/// HMAC-SHA-256 in hexadecimal digits.
pub fn sha256_hex(key: &str, text: &str) -> String {
    hex(&sha256(key.as_bytes(), text.as_bytes()))
}

/// HMAC-SHA-512 in hexadecimal digits.
pub fn sha512_hex(key: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha512>::new_from_slice(key.as_bytes()).expect("a key of any length");
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// Hexadecimal digits in lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of hexadecimal digits.
pub fn unhex(digits: &str) -> Vec<u8> {
    let pairs = (0..digits.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("digits")).collect()
}

/// Base64.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// A text as a form has it: a space as `+`, everything but letters, digits and `-._` in per cent.
pub fn encode(text: &str) -> String {
    let one = |byte: u8| match byte {
        b' ' => "+".to_owned(),
        b'-' | b'.' | b'_' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// Names and values as a form has them.
pub fn form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let one = |(name, value)| format!("{}={}", encode(name), encode(value));
    pairs.into_iter().map(one).collect::<Vec<_>>().join("&")
}

/// Reads a form, in its order; `None` where it is none.
pub fn read_form(text: &str) -> Option<Vec<(String, String)>> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        Some((decode(name)?, decode(value)?))
    };
    text.split('&').map(pair).collect()
}

fn decode(text: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Changes one letter or digit of a text to the next one, so that it says something else and is still of the same kind. The last
/// ones of a text stay: base64 may have bits there that mean nothing.
pub fn spoil(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let places: Vec<usize> = (0..letters.len()).filter(|&at| letters[at].is_ascii_alphanumeric()).collect();
    let kept = if places.len() > 4 { 2 } else { 0 };
    let Some(&place) = places.get(chance.below((places.len() - kept).max(1))) else { return format!("{text}1") };
    letters[place] = match letters[place] {
        '9' => '0',
        'z' => 'a',
        'Z' => 'A',
        other => char::from_u32(u32::from(other) + 1).expect("a letter"),
    };
    letters.into_iter().collect()
}
