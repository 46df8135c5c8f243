//! Signatures: HMAC (RFC 2104), compared to the last bit whatever was found before.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use core::fmt::Write;
use hmac::{Hmac, Mac};
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq;

/// HMAC-SHA-256.
pub fn sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    // A key of any length will do, so there is always one.
    <Hmac<Sha256> as Mac>::new_from_slice(key)
        .map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

/// HMAC-SHA-512.
pub fn sha512(key: &[u8], text: &[u8]) -> Vec<u8> {
    <Hmac<Sha512> as Mac>::new_from_slice(key)
        .map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

/// Whether a signature in hexadecimal digits, upper or lower case, is this one.
pub fn is_hex(given: &str, wanted: &[u8]) -> bool {
    from_hex(given).is_some_and(|given| is_same(&given, wanted))
}

/// Whether a signature in base64 (RFC 4648, 4) is this one.
pub fn is_base64(given: &str, wanted: &[u8]) -> bool {
    STANDARD.decode(given).is_ok_and(|given| is_same(&given, wanted))
}

/// Whether two signatures are the same, in a time that depends on their lengths only.
pub fn is_same(given: &[u8], wanted: &[u8]) -> bool {
    !wanted.is_empty() && bool::from(given.ct_eq(wanted))
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    // Writing into a text does not fail.
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The bytes of hexadecimal digits, upper or lower case; `None` for anything else.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 4231, test case 2.
    #[test]
    fn the_hashes_are_those_of_rfc_4231() {
        let (key, text) = (b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex(&sha256(key, text)), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert!(hex(&sha512(key, text)).starts_with("164b7a7bfcf819e2e395fbe73b56e0a3"));
    }

    #[test]
    fn either_case_is_read_and_nothing_else() {
        let mac = sha256(b"k", b"t");
        assert!(is_hex(&hex(&mac), &mac) && is_hex(&hex(&mac).to_uppercase(), &mac));
        for given in ["", "0", &hex(&mac)[2..], &format!("{}00", hex(&mac)), &format!(" {}", hex(&mac))] {
            assert!(!is_hex(given, &mac), "{given}");
        }
        assert!(is_base64(&STANDARD.encode(&mac), &mac) && !is_base64("", &[]) && !is_hex("", &[]));
    }

    proptest! {
        #[test]
        fn digits_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..40), text in ".{0,20}") {
            prop_assert_eq!(from_hex(&hex(&bytes)), Some(bytes));
            let _ = from_hex(&text);
        }
    }
}
