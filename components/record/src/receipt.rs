//! The receipt that a citizen takes home (giấy tiếp nhận hồ sơ và hẹn trả kết quả): signed, and verified by anybody without
//! asking the portal.
//!
//! The payload is the receipt as canonical JSON, byte for byte. Its signature is a JWS (RFC 7515) with EdDSA over Ed25519
//! (RFC 8037), detached as its appendix F says: put the payload between the two full stops and any library verifies it.
//! Neither names nor answers stand in it, only their hashes; the receipt of the same version is the same bytes.

use core::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::digest::canonical;
use crate::keys::Signing;

/// What a SubjectPublicKeyInfo of Ed25519 begins with, in DER (RFC 8410, 10.1).
const SPKI: [u8; 12] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];

/// What the portal confirms: that it has this dossier with exactly these contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The portal that confirms it, as people reach it.
    pub portal: String,
    /// The dossier's code.
    pub code: String,
    /// The spoken reference.
    pub reference: String,
    /// The procedure's code.
    pub procedure: String,
    /// The procedure's name.
    pub procedure_name: String,
    /// The desk that received it.
    pub desk: String,
    /// The desk's identification code.
    pub agency: Option<String>,
    /// When it was filed, with Vietnam's offset: `2025-07-01T09:00:00.000+07:00`.
    pub filed: String,
    /// When the version was made of which this is the receipt.
    pub updated: String,
    /// The dossier's version: the number of its last step.
    pub version: u32,
    /// The hash of that step, which hangs on all before it.
    pub chain: String,
    /// The rules' word for the official status.
    pub status: String,
    /// The appointed date; missing where there is none.
    pub appointed: Option<String>,
    /// What is to be paid in đồng; missing where it is not known.
    pub fee: Option<u64>,
    /// SHA-256 of the answers as canonical JSON.
    pub form_sha256: String,
    /// The files.
    pub files: Vec<ReceiptFile>,
}

/// A file as a receipt confirms it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptFile {
    /// The form's slot that it is for.
    pub slot: String,
    /// The media type by its content.
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// In hexadecimal digits.
    pub sha256: String,
}

/// A receipt with its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The receipt's bytes in base64url.
    pub payload: String,
    /// The detached JWS: header, nothing, signature.
    pub jws: String,
}

/// Why a receipt is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unverified {
    /// It is no detached JWS, or the payload is no receipt.
    Malformed,
    /// No key of the set has its id.
    UnknownKey,
    /// The signature is not of this payload by this key.
    BadSignature,
}

impl fmt::Display for Unverified {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Unverified::Malformed => "it is no signed receipt",
            Unverified::UnknownKey => "no such key is published",
            Unverified::BadSignature => "the signature does not fit",
        })
    }
}

impl std::error::Error for Unverified {}

/// A set of public keys (RFC 7517) as the portal publishes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeySet {
    /// The keys; the first signs.
    pub keys: Vec<PublicKey>,
}

/// A public key of Ed25519 (RFC 8037, 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey {
    /// `OKP`.
    pub kty: String,
    /// `Ed25519`.
    pub crv: String,
    /// Its id.
    pub kid: String,
    /// The key in base64url.
    pub x: String,
    /// `EdDSA`.
    pub alg: String,
    /// `sig`.
    #[serde(rename = "use")]
    pub usage: String,
}

/// What stands before the payload.
#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    kid: String,
}

impl Signing {
    /// Signs a receipt of any kind. The same receipt has the same signature.
    pub fn sign(&self, receipt: &impl Serialize) -> Signed {
        let (kid, key) = self.keys.first();
        let header = Header { alg: "EdDSA".into(), kid: kid.into() };
        // Text and numbers: JSON can say all of it.
        let [header, payload] =
            [canonical(&header), canonical(receipt)].map(|json| URL_SAFE_NO_PAD.encode(json.unwrap_or_default()));
        let signature = sign(key, &header, &payload);
        Signed { jws: format!("{header}..{signature}"), payload }
    }

    /// The public keys.
    pub fn key_set(&self) -> KeySet {
        let key = |(kid, key): (&str, &SigningKey)| PublicKey {
            kty: "OKP".into(),
            crv: "Ed25519".into(),
            kid: kid.into(),
            x: URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes()),
            alg: "EdDSA".into(),
            usage: "sig".into(),
        };
        KeySet { keys: self.keys.all().map(key).collect() }
    }

    /// The public keys as a JWK set.
    pub fn jwks(&self) -> String {
        serde_json::to_string(&self.key_set()).unwrap_or_default()
    }

    /// The public key of an id as PEM (SubjectPublicKeyInfo), as openssl reads it; `None` for an unknown id.
    pub fn pem(&self, kid: &str) -> Option<String> {
        let key = self.keys.named(kid)?.verifying_key();
        let text = STANDARD.encode([SPKI.as_slice(), key.as_bytes()].concat());
        Some(format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n"))
    }
}

impl KeySet {
    /// The receipt, when one of these keys signed exactly it. What anybody can do with the published set.
    pub fn verify<T: DeserializeOwned>(&self, signed: &Signed) -> Result<T, Unverified> {
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| Unverified::Malformed);
        let (header, signature) = signed.jws.split_once("..").ok_or(Unverified::Malformed)?;
        let read: Header = serde_json::from_slice(&decode(header)?).map_err(|_| Unverified::Malformed)?;
        let key = self.keys.iter().find(|key| key.kid == read.kid && key.alg == read.alg);
        let key = decode(&key.ok_or(Unverified::UnknownKey)?.x)?;
        let key = VerifyingKey::try_from(key.as_slice()).map_err(|_| Unverified::UnknownKey)?;
        let signature = Signature::from_slice(&decode(signature)?).map_err(|_| Unverified::Malformed)?;
        let message = format!("{header}.{}", signed.payload);
        key.verify_strict(message.as_bytes(), &signature).map_err(|_| Unverified::BadSignature)?;
        serde_json::from_slice(&decode(&signed.payload)?).map_err(|_| Unverified::Malformed)
    }
}

/// The signature over header and payload, both in base64url (RFC 7515, 5.1).
fn sign(key: &SigningKey, header: &str, payload: &str) -> String {
    URL_SAFE_NO_PAD.encode(key.sign(format!("{header}.{payload}").as_bytes()).to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The key of RFC 8037, A.1.
    const SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    fn signing(ids: &[&str]) -> Signing {
        let entries: Vec<String> =
            (0..).zip(ids).map(|(place, id)| format!("{id}={}{place:02x}", &SEED[..62])).collect();
        Signing::read(&entries.join(" ")).unwrap()
    }

    fn receipt() -> Receipt {
        Receipt {
            portal: "https://motcua.example.vn".into(),
            code: "H29.101-250701-0001".into(),
            reference: "4T7X-09KM-3RH".into(),
            procedure: "1.001193".into(),
            procedure_name: "Thủ tục đăng ký khai sinh".into(),
            desk: "Trung tâm Phục vụ hành chính công phường Bồ Đề".into(),
            agency: Some("H29.101".into()),
            filed: "2025-07-01T09:00:00.000+07:00".into(),
            updated: "2025-07-01T09:00:00.000+07:00".into(),
            version: 1,
            chain: "ab".repeat(32),
            status: "registered".into(),
            appointed: None,
            fee: Some(0),
            form_sha256: "cd".repeat(32),
            files: vec![ReceiptFile {
                slot: "birth_certificate".into(),
                media_type: "application/pdf".into(),
                size: 1024,
                sha256: "ef".repeat(32),
            }],
        }
    }

    #[test]
    fn the_signature_is_that_of_rfc_8037() {
        let signing = Signing::read(&format!("k={SEED}")).unwrap();
        let (header, payload) = (r#"{"alg":"EdDSA"}"#, "Example of Ed25519 signing");
        let signature = sign(signing.keys.first().1, &URL_SAFE_NO_PAD.encode(header), &URL_SAFE_NO_PAD.encode(payload));
        assert_eq!(signature, "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
        assert_eq!(signing.key_set().keys[0].x, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert_eq!(
            signing.pem("k").unwrap(),
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n"
        );
        assert_eq!(signing.pem("other"), None);
    }

    #[test]
    fn the_payload_is_the_receipt_with_sorted_keys() {
        let signed = signing(&["k"]).sign(&receipt());
        let payload = String::from_utf8(URL_SAFE_NO_PAD.decode(&signed.payload).unwrap()).unwrap();
        assert!(payload.starts_with(r#"{"agency":"H29.101","appointed":null,"chain":"#), "{payload}");
        assert_eq!(serde_json::from_str::<Receipt>(&payload).unwrap(), receipt());
        let header = URL_SAFE_NO_PAD.decode(signed.jws.split_once("..").unwrap().0).unwrap();
        assert_eq!(header, br#"{"alg":"EdDSA","kid":"k"}"#);
        assert_eq!(signed, signing(&["k"]).sign(&receipt()));
    }

    #[test]
    fn a_receipt_stays_verifiable_when_the_key_is_replaced() {
        let old = Signing::read(&format!("k1={SEED}")).unwrap();
        let signed = old.sign(&receipt());
        let both: KeySet =
            serde_json::from_str(&Signing::read(&format!("k2={} k1={SEED}", "11".repeat(32))).unwrap().jwks()).unwrap();
        assert_eq!(both.verify(&signed), Ok(receipt()));
        assert_eq!(signing(&["k2"]).key_set().verify::<Receipt>(&signed), Err(Unverified::UnknownKey));
        assert_eq!(signing(&["k1"]).key_set().verify::<Receipt>(&signed), Err(Unverified::BadSignature));
    }

    #[test]
    fn another_receipt_does_not_verify() {
        let signing = signing(&["k"]);
        let signed = signing.sign(&receipt());
        let other = signing.sign(&Receipt { fee: Some(1), ..receipt() });
        let mixed = Signed { payload: other.payload, ..signed.clone() };
        assert_eq!(signing.key_set().verify::<Receipt>(&mixed), Err(Unverified::BadSignature));
        for jws in ["", "..", "a.b.c", "e30..", &signed.jws[..90]] {
            assert!(
                signing.key_set().verify::<Receipt>(&Signed { jws: jws.into(), ..signed.clone() }).is_err(),
                "{jws}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_changed_character_verifies(place: prop::sample::Index, letter in "[A-Za-z0-9_.-]", in_payload: bool) {
            let signing = signing(&["k"]);
            let signed = signing.sign(&receipt());
            let mut changed = signed.clone();
            let text = if in_payload { &mut changed.payload } else { &mut changed.jws };
            let place = place.index(text.len());
            text.replace_range(place..=place, &letter);
            prop_assert_eq!(signing.key_set().verify::<Receipt>(&changed).is_ok(), changed == signed);
        }
    }
}
