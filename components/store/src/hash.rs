//! SHA-256 as the tables and the contract have it: lower-case hexadecimal digits.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The SHA-256 of `bytes`.
#[cfg(feature = "feedback")]
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex(&Sha256::digest(bytes))
}

/// The SHA-256 of lines, each with its line feed.
#[cfg(feature = "feedback")]
pub fn of_lines<const N: usize>(lines: [&str; N]) -> String {
    sha256(lines.map(|line| format!("{line}\n")).concat().as_bytes())
}

/// Two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
