//! Sealing: XChaCha20-Poly1305 (RFC 8439 with the nonce of draft-irtf-cfrg-xchacha), the nonce random.
//!
//! The bytes: version 1, length of the key's id, the id, 24 bytes of nonce, the ciphertext, 16 bytes of tag. All that a
//! sealed value is bound to is authenticated with it, so one that was moved to another draft, file or event does not open.
//! A nonce of 192 bits may be drawn by chance as often as anybody likes.

use core::fmt;

use chacha20poly1305::aead::AeadInPlace;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::keys::Sealing;
use crate::random;

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// What a sealed value is bound to. All of it has to be the same again, or the value does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bound<'a> {
    /// What it is.
    pub purpose: Purpose,
    /// The code of the province or ministry in whose part of the store it is kept: `H29`.
    pub agency: &'a str,
    /// The id of the draft, which the dossier keeps: 32 hexadecimal digits.
    pub draft: &'a str,
    /// Where in it: empty, the id of a file, that and an offset behind `/`, or the number of an event.
    pub place: &'a str,
}

/// What a sealed value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// The answers of a draft ([`crate::draft::Prepared`]).
    Draft,
    /// What was filed ([`crate::filed::Filed`]).
    Filed,
    /// What is known of a file ([`crate::file::About`]).
    File,
    /// A piece of a file.
    Chunk,
    /// What goes with an event ([`crate::note::Note`]).
    Event,
    /// A message that waits to be sent.
    Message,
    /// A call of a payment gateway: the gateway stands in the place of the agency, the call's id in that of the draft.
    Call,
    /// Where a payer was sent: the order's id stands in the place of the draft's.
    Order,
    /// What an item of feedback says ([`crate::feedback::Said`]): its id stands in the place of the draft's.
    Feedback,
    /// Who said it ([`crate::feedback::Who`]): of the sender the place is empty, of a supporter it is that one's id.
    Identity,
}

impl Purpose {
    /// The word that is authenticated. Stored values depend on it: it never changes.
    const fn as_str(self) -> &'static str {
        match self {
            Purpose::Draft => "draft",
            Purpose::Filed => "filed",
            Purpose::File => "file",
            Purpose::Chunk => "chunk",
            Purpose::Event => "event",
            Purpose::Message => "message",
            Purpose::Call => "call",
            Purpose::Order => "order",
            Purpose::Feedback => "feedback",
            Purpose::Identity => "identity",
        }
    }
}

/// Why something does not open. Whoever stored it has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unopened {
    /// It was never sealed here, or is cut off.
    Malformed,
    /// The key is not among those that are known.
    UnknownKey,
    /// It was changed, or stood at another place when it was sealed.
    NotAuthentic,
    /// It opened, and is not what it should be.
    Unreadable,
}

impl fmt::Display for Unopened {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Unopened::Malformed => "it is no sealed value",
            Unopened::UnknownKey => "its key is not known",
            Unopened::NotAuthentic => "it was changed or moved",
            Unopened::Unreadable => "it opened and is not what it should be",
        })
    }
}

impl std::error::Error for Unopened {}

impl Sealing {
    /// Seals some bytes. Twice the same bytes are sealed differently.
    pub fn seal(&self, bound: &Bound<'_>, plain: &[u8]) -> Vec<u8> {
        let (id, cipher) = self.keys.first();
        let nonce = random::bytes::<NONCE_BYTES>();
        let mut sealed = Vec::with_capacity(2 + id.len() + NONCE_BYTES + plain.len() + TAG_BYTES);
        // An id has at most 32 bytes.
        sealed.extend([VERSION, u8::try_from(id.len()).unwrap_or_default()]);
        sealed.extend(id.as_bytes());
        sealed.extend(nonce);
        let head = sealed.len();
        sealed.extend(plain);
        let (_, text) = sealed.split_at_mut(head);
        let tag = cipher.encrypt_in_place_detached(&nonce.into(), &bound.associated(id), text);
        // Only 256 GiB at once are too much for the cipher, and those fit into no memory of a component.
        sealed.extend(tag.unwrap_or_default());
        sealed
    }

    /// Opens what was sealed under any of the keys with the same `bound`.
    pub fn open(&self, bound: &Bound<'_>, sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
        let (id, nonce, text, tag) = parts(sealed).ok_or(Unopened::Malformed)?;
        let cipher = self.keys.named(id).ok_or(Unopened::UnknownKey)?;
        let mut plain = text.to_vec();
        let opened = cipher.decrypt_in_place_detached(nonce.into(), &bound.associated(id), &mut plain, tag.into());
        opened.map(|()| plain).map_err(|_| Unopened::NotAuthentic)
    }

    /// Seals a value as JSON. One that JSON cannot say is sealed as nothing and does not open again.
    pub fn seal_json(&self, bound: &Bound<'_>, value: &impl Serialize) -> Vec<u8> {
        self.seal(bound, &serde_json::to_vec(value).unwrap_or_default())
    }

    /// Opens what [`Sealing::seal_json`] sealed.
    pub fn open_json<T: DeserializeOwned>(&self, bound: &Bound<'_>, sealed: &[u8]) -> Result<T, Unopened> {
        serde_json::from_slice(&self.open(bound, sealed)?).map_err(|_| Unopened::Unreadable)
    }
}

impl Bound<'_> {
    /// Each part behind its length, so that no two bindings have the same bytes.
    fn associated(&self, key: &str) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for part in [key, self.purpose.as_str(), self.agency, self.draft, self.place] {
            bytes.extend((part.len() as u64).to_le_bytes());
            bytes.extend(part.as_bytes());
        }
        bytes
    }
}

/// Key id, nonce, ciphertext, tag.
type Parts<'a> = (&'a str, &'a [u8; NONCE_BYTES], &'a [u8], &'a [u8; TAG_BYTES]);

fn parts(sealed: &[u8]) -> Option<Parts<'_>> {
    let (&[version, length], rest) = sealed.split_first_chunk()?;
    let (id, rest) = rest.split_at_checked(usize::from(length))?;
    let (nonce, rest) = rest.split_first_chunk()?;
    let (text, tag) = rest.split_last_chunk()?;
    let id = core::str::from_utf8(id).ok()?;
    (version == VERSION).then_some((id, nonce, text, tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PURPOSES: [Purpose; 10] = [
        Purpose::Draft,
        Purpose::Filed,
        Purpose::File,
        Purpose::Chunk,
        Purpose::Event,
        Purpose::Message,
        Purpose::Call,
        Purpose::Order,
        Purpose::Feedback,
        Purpose::Identity,
    ];

    fn keys(ids: &[(&str, u8)]) -> Sealing {
        let entries: Vec<String> =
            ids.iter().map(|(id, byte)| format!("{id}={}", format!("{byte:02x}").repeat(32))).collect();
        Sealing::read(&entries.join(" ")).unwrap()
    }

    /// Bindings close enough to be confused.
    fn bindings() -> impl Strategy<Value = (usize, String, String, String)> {
        (0..PURPOSES.len(), "(H29)?", "[ab]{0,2}", "[ab/1]{0,2}")
    }

    fn bound<'a>((purpose, agency, draft, place): &'a (usize, String, String, String)) -> Bound<'a> {
        Bound { purpose: PURPOSES[*purpose], agency, draft, place }
    }

    #[test]
    fn the_bytes_are_as_they_are_described() {
        let bound = Bound { purpose: Purpose::Draft, agency: "H29", draft: "d", place: "" };
        let sealed = keys(&[("k1", 7)]).seal(&bound, b"abc");
        assert_eq!(sealed[..4], [1, 2, b'k', b'1']);
        assert_eq!(sealed.len(), 4 + 24 + 3 + 16);
    }

    #[test]
    fn a_key_that_is_replaced_still_opens() {
        let bound = Bound { purpose: Purpose::Chunk, agency: "H29", draft: "d", place: "f/0" };
        let (old, both, new) = (keys(&[("k1", 1)]), keys(&[("k2", 2), ("k1", 1)]), keys(&[("k2", 2)]));
        let first = old.seal(&bound, b"abc");
        assert_eq!(both.open(&bound, &first).unwrap(), b"abc");
        assert_eq!(new.open(&bound, &first), Err(Unopened::UnknownKey));
        let second = both.seal(&bound, b"abc");
        assert_eq!(new.open(&bound, &second).unwrap(), b"abc");
        assert_eq!(old.open(&bound, &second), Err(Unopened::UnknownKey));
        // The same id with another key is another key.
        assert_eq!(keys(&[("k2", 3)]).open(&bound, &second), Err(Unopened::NotAuthentic));
    }

    #[test]
    fn what_is_not_json_is_unreadable() {
        let (keys, bound) = (keys(&[("k", 1)]), Bound { purpose: Purpose::Event, agency: "", draft: "", place: "1" });
        assert_eq!(keys.open_json(&bound, &keys.seal_json(&bound, &vec![1, 2])), Ok(vec![1, 2]));
        assert_eq!(keys.open_json::<Vec<u8>>(&bound, &keys.seal(&bound, b"[1")), Err(Unopened::Unreadable));
    }

    proptest! {
        #[test]
        fn it_opens_under_its_own_binding_and_no_other(
            plain in prop::collection::vec(any::<u8>(), 0..200), one in bindings(), other in bindings(),
        ) {
            let keys = keys(&[("k", 1)]);
            let sealed = keys.seal(&bound(&one), &plain);
            prop_assert_eq!(keys.open(&bound(&one), &sealed).unwrap(), plain);
            prop_assert_eq!(keys.open(&bound(&other), &sealed).is_ok(), one == other);
            prop_assert_ne!(keys.seal(&bound(&one), b""), keys.seal(&bound(&one), b""));
        }

        #[test]
        fn no_flipped_bit_opens(plain in prop::collection::vec(any::<u8>(), 0..50), place: prop::sample::Index, bit in 0..8u8) {
            let (keys, bound) = (keys(&[("k1", 1), ("k0", 1)]), Bound { purpose: Purpose::Draft, agency: "H29", draft: "d", place: "" });
            let mut sealed = keys.seal(&bound, &plain);
            let place = place.index(sealed.len());
            sealed[place] ^= 1 << bit;
            prop_assert!(keys.open(&bound, &sealed).is_err());
        }

        #[test]
        fn neither_more_nor_less_opens(plain in prop::collection::vec(any::<u8>(), 0..50), cut: prop::sample::Index) {
            let (keys, bound) = (keys(&[("k1", 1)]), Bound { purpose: Purpose::Draft, agency: "H29", draft: "d", place: "" });
            let mut sealed = keys.seal(&bound, &plain);
            prop_assert!(keys.open(&bound, &sealed[..cut.index(sealed.len())]).is_err());
            sealed.push(0);
            prop_assert!(keys.open(&bound, &sealed).is_err());
        }

        #[test]
        fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let bound = Bound { purpose: Purpose::Draft, agency: "H29", draft: "d", place: "" };
            prop_assert!(keys(&[("k1", 1)]).open(&bound, &bytes).is_err());
        }
    }
}
