//! Where a list goes on, as one opaque word for a URL.
//!
//! A cursor names the last thing seen, never a count of things: a list that grows or shrinks meanwhile repeats nothing.

/// Behind what a list goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// A list ordered by code.
    Code(String),
    /// A list ordered by falling score, then by code.
    Ranked {
        /// The score of the last thing seen.
        score: u32,
        /// Its code.
        code: String,
    },
}

/// Why a text is no cursor. Who sends one did not get it from us, or from a version that is gone: start from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadCursor {
    /// Not a text that [`Cursor::encode`] writes.
    Garbled,
    /// A cursor of another version of the portal.
    OtherVersion,
}

const VERSION: u8 = 1;
const CODE: u8 = 0;
const RANKED: u8 = 1;

/// Longer codes than any list has; a longer cursor is not looked at.
const CODE_BYTES_MAX: usize = 64;

impl Cursor {
    /// Letters, digits, `-` and `_` only: safe in a URL as it is.
    pub fn encode(&self) -> String {
        let mut bytes = vec![VERSION];
        match self {
            Cursor::Code(code) => {
                bytes.push(CODE);
                bytes.extend_from_slice(code.as_bytes());
            }
            Cursor::Ranked { score, code } => {
                bytes.push(RANKED);
                bytes.extend_from_slice(&score.to_be_bytes());
                bytes.extend_from_slice(code.as_bytes());
            }
        }
        bytes.push(check(&bytes));
        to_text(&bytes)
    }

    /// Reads what [`Cursor::encode`] wrote.
    pub fn decode(text: &str) -> Result<Cursor, BadCursor> {
        let bytes = from_text(text).ok_or(BadCursor::Garbled)?;
        let (sum, body) = bytes.split_last().ok_or(BadCursor::Garbled)?;
        if *sum != check(body) {
            return Err(BadCursor::Garbled);
        }
        match body {
            [VERSION, CODE, code @ ..] => Ok(Cursor::Code(code_of(code)?)),
            [VERSION, RANKED, a, b, c, d, code @ ..] => {
                Ok(Cursor::Ranked { score: u32::from_be_bytes([*a, *b, *c, *d]), code: code_of(code)? })
            }
            [VERSION, ..] | [] => Err(BadCursor::Garbled),
            _ => Err(BadCursor::OtherVersion),
        }
    }
}

fn code_of(bytes: &[u8]) -> Result<String, BadCursor> {
    match core::str::from_utf8(bytes) {
        Ok(code) if code.len() <= CODE_BYTES_MAX && !code.contains(char::is_control) => Ok(code.to_owned()),
        _ => Err(BadCursor::Garbled),
    }
}

/// Tells a cut or mistyped cursor from a whole one. No protection: a cursor holds nothing that is secret.
fn check(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0x5a, |sum: u8, byte| sum.rotate_left(3) ^ byte)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn to_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().enumerate().fold(0, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        for sextet in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * sextet)) & 63;
            text.extend(ALPHABET.get(index as usize).map(|letter| char::from(*letter)));
        }
    }
    text
}

/// `None` for strange letters, and for a last letter whose spare bits are not zero: one cursor has one spelling.
fn from_text(text: &str) -> Option<Vec<u8>> {
    if text.len() > (CODE_BYTES_MAX + 8) * 4 / 3 {
        return None;
    }
    let (mut bytes, mut bits, mut held) = (Vec::with_capacity(text.len()), 0_u32, 0);
    for letter in text.bytes() {
        let index = ALPHABET.iter().position(|known| *known == letter)?;
        bits = bits << 6 | u32::try_from(index).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    (bits == 0 && held < 6).then_some(bytes)
}
