//! SHA-256 as it is written everywhere here: 64 hexadecimal digits in lower case.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes.
pub fn of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The SHA-256 of a value as canonical JSON ([`canonical`]).
///
/// Fails only for what JSON cannot say.
pub fn of_json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    canonical(value).map(|bytes| of(&bytes))
}

/// A value as JSON of one form only: the keys of every object sorted by their bytes, no space. Whoever has the same
/// answers has the same bytes.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    // Objects are `BTreeMap`s: `serde_json` is built without `preserve_order`, and a test says so when that changes.
    serde_json::to_vec(&serde_json::to_value(value)?)
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads exactly `N` bytes of hexadecimal digits, of either case.
pub(crate) fn read<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != N * 2 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn the_hash_is_that_of_fips_180() {
        assert_eq!(of(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn the_order_of_the_keys_does_not_matter() {
        let value: serde_json::Value =
            serde_json::from_str(r#"{"b":{"d":1,"c":[2,{"f":null,"e":"đ"}]},"a":true}"#).unwrap();
        assert_eq!(canonical(&value).unwrap(), r#"{"a":true,"b":{"c":[2,{"e":"đ","f":null}],"d":1}}"#.as_bytes());
        assert_eq!(of_json(&json!({"a": 1, "b": 2})).unwrap(), of_json(&json!({"b": 2, "a": 1})).unwrap());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes: [u8; 16]) {
            prop_assert_eq!(read(&hex(&bytes)), Some(bytes));
            prop_assert_eq!(read(&hex(&bytes).to_uppercase()), Some(bytes));
        }

        #[test]
        fn any_text_is_read(text in ".{0,40}") {
            prop_assert_eq!(read::<4>(&text).is_some(), text.len() == 8 && text.bytes().all(|one| one.is_ascii_hexdigit()));
        }
    }
}
