//! The portal's keys, as an operator writes them into the function's variables.

use core::fmt;

use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use ed25519_dalek::SigningKey;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::digest;

/// The longest id of a key. It stands in every sealed value and in addresses.
const ID_BYTES_MAX: usize = 32;

/// What seals and opens ([`crate::seal`]): the first key seals, all of them open.
pub struct Sealing {
    pub(crate) keys: Named<XChaCha20Poly1305>,
}

/// What hashes so that nobody without it can guess what was hashed ([`crate::lookup`]).
pub struct Lookup {
    pub(crate) mac: Hmac<Sha256>,
}

/// What signs receipts ([`crate::receipt`]): the first key signs, all of them are published.
pub struct Signing {
    pub(crate) keys: Named<SigningKey>,
}

masked!(Sealing, Lookup, Signing);

/// Keys by their ids, at least one, in order.
pub(crate) struct Named<K> {
    first: (String, K),
    others: Vec<(String, K)>,
}

/// Why no key can be read. It says nothing of what was written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BadKeys {
    /// There is none.
    Empty,
    /// An entry is not an id, the sign `=` and a key.
    Entry,
    /// An id is not 1 to 32 lower-case letters, digits, hyphens and low lines.
    Id,
    /// A key is not 64 hexadecimal digits.
    Hex,
    /// Two keys have the same id.
    Twice,
}

impl fmt::Display for BadKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            BadKeys::Empty => "there is no key",
            BadKeys::Entry => "an entry is not id=key",
            BadKeys::Id => "an id is not 1 to 32 of a-z, 0-9, - and _",
            BadKeys::Hex => "a key is not 64 hexadecimal digits",
            BadKeys::Twice => "two keys have the same id",
        })
    }
}

impl std::error::Error for BadKeys {}

impl Sealing {
    /// Reads `id=HEX64 id2=HEX64`, with any space between the entries.
    pub fn read(text: &str) -> Result<Sealing, BadKeys> {
        Named::read(text, |key| XChaCha20Poly1305::new(key.into())).map(|keys| Sealing { keys })
    }
}

impl Lookup {
    /// Reads a key of 64 hexadecimal digits.
    pub fn read(text: &str) -> Result<Lookup, BadKeys> {
        let key = match text.trim() {
            "" => return Err(BadKeys::Empty),
            text => digest::read::<32>(text).ok_or(BadKeys::Hex)?,
        };
        // A key of any length will do for an HMAC, so this does not fail.
        <Hmac<Sha256> as Mac>::new_from_slice(&key).map(|mac| Lookup { mac }).map_err(|_| BadKeys::Hex)
    }
}

impl Signing {
    /// Reads `id=HEX64 id2=HEX64`, each a seed of Ed25519 (RFC 8032), with any space between the entries.
    pub fn read(text: &str) -> Result<Signing, BadKeys> {
        Named::read(text, SigningKey::from_bytes).map(|keys| Signing { keys })
    }
}

impl<K> Named<K> {
    fn read(text: &str, make: impl Fn(&[u8; 32]) -> K) -> Result<Named<K>, BadKeys> {
        let mut keys: Vec<(String, K)> = Vec::new();
        for entry in text.split_whitespace() {
            let (id, key) = entry.split_once('=').ok_or(BadKeys::Entry)?;
            if !is_id(id) {
                return Err(BadKeys::Id);
            }
            if keys.iter().any(|(earlier, _)| earlier == id) {
                return Err(BadKeys::Twice);
            }
            let key = digest::read::<32>(key).ok_or(BadKeys::Hex)?;
            keys.push((id.to_owned(), make(&key)));
        }
        let others = keys.split_off(keys.len().min(1));
        keys.pop().map(|first| Named { first, others }).ok_or(BadKeys::Empty)
    }

    /// The key for whatever is made now, with its id.
    pub(crate) const fn first(&self) -> (&str, &K) {
        (self.first.0.as_str(), &self.first.1)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &K)> {
        core::iter::once(&self.first).chain(&self.others).map(|(id, key)| (id.as_str(), key))
    }

    pub(crate) fn named(&self, id: &str) -> Option<&K> {
        self.all().find(|(known, _)| *known == id).map(|(_, key)| key)
    }
}

fn is_id(text: &str) -> bool {
    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    (1..=ID_BYTES_MAX).contains(&text.len()) && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_read_or_refused_by_what_is_wrong() {
        let (a, b) = ("a1".repeat(32), "B2".repeat(32));
        let ids = |text: &str| {
            Sealing::read(text).map(|sealing| sealing.keys.all().map(|(id, _)| id.to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(ids(&format!("k2={a}\n  k-1={b} ")), Ok(vec!["k2".to_owned(), "k-1".to_owned()]));
        for (text, why) in [
            (String::new(), BadKeys::Empty),
            (" \n".into(), BadKeys::Empty),
            (a.clone(), BadKeys::Entry),
            (format!("={a}"), BadKeys::Id),
            (format!("K={a}"), BadKeys::Id),
            (format!("{}={a}", "k".repeat(33)), BadKeys::Id),
            (format!("k={}", "a1".repeat(31)), BadKeys::Hex),
            (format!("k={}zz", "a1".repeat(31)), BadKeys::Hex),
            (format!("k={a} k={b}"), BadKeys::Twice),
        ] {
            assert_eq!(ids(&text), Err(why), "{text}");
            assert_eq!(Signing::read(&text).err(), Some(why), "{text}");
        }
        assert!(Lookup::read(&format!(" {a}\n")).is_ok());
        assert_eq!(Lookup::read("").err(), Some(BadKeys::Empty));
        assert_eq!(Lookup::read("k").err(), Some(BadKeys::Hex));
    }

    #[test]
    fn no_key_shows_itself() {
        let key = "a1".repeat(32);
        let shown = format!(
            "{:?}{:?}{:?}",
            Sealing::read(&format!("k={key}")),
            Lookup::read(&key),
            Signing::read(&format!("k={key}"))
        );
        assert_eq!(shown, "Ok(Sealing(…))Ok(Lookup(…))Ok(Signing(…))");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in ".{0,200}") {
            let _ = (Sealing::read(&text).is_ok(), Lookup::read(&text).is_ok(), Signing::read(&text).is_ok());
        }
    }
}
