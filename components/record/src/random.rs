//! What nobody can foretell.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::digest::hex;

/// So many random bytes of the system.
///
/// Ends the process where the system has none: a guessable secret would be worse than no answer. Under WASI there is
/// no such case; the interface has no error.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        std::process::abort();
    }
    bytes
}

/// The id of a draft or file: 32 hexadecimal digits.
pub fn hex_id() -> String {
    hex(&bytes::<16>())
}

/// A secret of 256 bits: 43 characters of base64url.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_the_same() {
        let (id, token) = (hex_id(), token());
        assert_eq!((id.len(), token.len()), (32, 43));
        assert!(id.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')));
        assert!(token.bytes().all(|one| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'_')));
        assert!(id != hex_id() && token != super::token());
    }
}
