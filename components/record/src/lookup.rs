//! Keyed hashes: how a draft, a person's dossiers and a second factor are found again without being known.
//!
//! HMAC-SHA-256 (RFC 2104) of the kind of thing and its parts, each behind its length. Without the key nobody can try all
//! personal numbers or all ten thousand endings of one; no hash of one kind is a hash of another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac;
use motcua_rules::person::{LastFour, PersonalNumber};
use subtle::{Choice, ConstantTimeEq};

use crate::digest::{self, hex};
use crate::keys::Lookup;

impl Lookup {
    /// The secret of a draft, 43 characters of base64url: made of its id, so that a creation that is repeated can answer
    /// it again.
    pub fn secret(&self, agency: &str, draft: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.of("secret", &[agency.as_bytes(), draft.as_bytes()]))
    }

    /// The owner that the bearer of a feed's token is.
    pub fn feed(&self, token: &str) -> String {
        self.hex("feed", &[token.as_bytes()])
    }

    /// The owner that a person is.
    pub fn person(&self, number: &PersonalNumber) -> String {
        self.hex("person", &[number.as_str().as_bytes()])
    }

    /// A second factor of one dossier: the same four digits are something else for every other one.
    pub fn factor(&self, agency: &str, draft: &str, digits: &LastFour) -> String {
        self.hex("factor", &[agency.as_bytes(), draft.as_bytes(), digits.as_bytes()])
    }

    /// Whose attempts are counted: what `kind` of thing (`address`), and which.
    pub fn subject(&self, kind: &str, text: &str) -> String {
        self.hex("subject", &[kind.as_bytes(), text.as_bytes()])
    }

    fn hex(&self, kind: &str, parts: &[&[u8]]) -> String {
        hex(&self.of(kind, parts))
    }

    fn of(&self, kind: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.mac.clone();
        for part in core::iter::once(&kind.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// What the store keeps of a secret: its SHA-256. The secret has 256 bits, so nobody can try them.
pub fn secret_hash(secret: &str) -> String {
    digest::of(secret.as_bytes())
}

/// Whether a secret is the one with this hash. How long it takes tells nothing about either.
pub fn is_secret(secret: &str, hash: &str) -> bool {
    secret_hash(secret).as_bytes().ct_eq(hash.as_bytes()).into()
}

/// Whether a hash is one of these. Each is compared to its end, whether or not one before it was equal.
pub fn is_among(hash: &str, hashes: &[String]) -> bool {
    let any = |found: Choice, one: &String| found | one.as_bytes().ct_eq(hash.as_bytes());
    hashes.iter().fold(Choice::from(0), any).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lookup(byte: u8) -> Lookup {
        Lookup::read(&format!("{byte:02x}").repeat(32)).unwrap()
    }

    #[test]
    fn the_hash_is_an_hmac() {
        // Of Python's `hmac` over the same bytes.
        assert_eq!(lookup(0xA1).feed("abc"), "21875bde39d9f52abb3ce05001cd5dad5e00b263256af31e6d0130129871a572");
    }

    #[test]
    fn a_secret_is_compared_with_its_hash() {
        let lookup = lookup(1);
        let secret = lookup.secret("H29", "0f3a");
        assert_eq!(secret.len(), 43);
        assert!(is_secret(&secret, &secret_hash(&secret)));
        assert!(!is_secret(&secret, &secret_hash("other")) && !is_secret(&secret, "") && !is_secret(&secret, &secret));
        assert_ne!(secret, lookup.secret("H2", "90f3a"));
        assert_ne!(secret, super::tests::lookup(2).secret("H29", "0f3a"));
    }

    #[test]
    fn a_number_and_its_spaces_are_one_person() {
        let lookup = lookup(1);
        let of = |text: &str| lookup.person(&PersonalNumber::read(text).unwrap());
        assert_eq!(of("001 190 000 001"), of("001190000001"));
        assert_ne!(of("001190000001"), lookup.feed("001190000001"));
    }

    proptest! {
        #[test]
        fn kinds_and_parts_do_not_mix(a in "[ab]{0,3}", b in "[ab]{0,3}", c in "[ab]{0,3}", d in "[ab]{0,3}") {
            let lookup = lookup(1);
            prop_assert_eq!(lookup.subject(&a, &b) == lookup.subject(&c, &d), (&a, &b) == (&c, &d));
            prop_assert_ne!(lookup.subject(&a, &b), lookup.hex("secret", &[a.as_bytes(), b.as_bytes()]));
            prop_assert_ne!(lookup.feed(&a), lookup.hex("person", &[a.as_bytes()]));
        }

        #[test]
        fn four_digits_are_a_factor_of_one_dossier(one in "[0-9]{4}", other in "[0-9]{4}") {
            let lookup = lookup(1);
            let of = |draft: &str, digits: &str| lookup.factor("H29", draft, &LastFour::read(digits).unwrap());
            prop_assert_eq!(of("d", &one) == of("d", &other), one == other);
            prop_assert_ne!(of("d", &one), of("e", &one));
            let factors = [of("d", "0000"), of("d", &one)];
            prop_assert_eq!(is_among(&of("d", &other), &factors), other == one || other == "0000");
            prop_assert!(!is_among(&of("d", &one), &[]));
        }
    }
}
