//! The signatures of a PDF (ISO 32000-2, 12.8.1; ETSI EN 319 142), as far as their form goes.
//!
//! `ByteRange` names what is signed: all of the file up to the end of the revision that it signs, but for the signature itself.
//! A certificate is verified by whoever receives the dossier; here a citizen learns at once that what he uploaded was cut,
//! saved again, or never signed to its end.

use memchr::memmem;

use crate::Flaw;
use crate::pdf::hex;

/// How long a signature may be, with all that verifies it. They are reserved with some ten thousand digits.
const DIGITS_MAX: usize = 1 << 20;

/// Checks the signature whose `/ByteRange` ends `at`.
///
/// More may stand behind what is signed: another signature, a stamp of time, what verifies the first one years later. Whether
/// that was all that was added, only a reader of the whole document can say.
pub fn check(bytes: &[u8], at: usize) -> Result<(), Flaw> {
    let [first, gap, behind, rest] = numbers(bytes.get(at..).unwrap_or_default()).ok_or(Flaw::BrokenSignature)?;
    let end = behind.checked_add(rest).ok_or(Flaw::BrokenSignature)?;
    let signed = bytes.get(..end).ok_or(Flaw::BrokenSignature)?;
    let container = signed.get(gap..behind).ok_or(Flaw::BrokenSignature)?;
    if first == 0 && gap > 0 && is_end(signed) && is_container(container) { Ok(()) } else { Err(Flaw::BrokenSignature) }
}

/// `[0 840 960 240]`.
fn numbers(text: &[u8]) -> Option<[usize; 4]> {
    let text = text.trim_ascii_start().strip_prefix(b"[")?;
    let text = text.get(..text.iter().take(100).position(|byte| *byte == b']')?)?;
    let mut numbers = core::str::from_utf8(text).ok()?.split_ascii_whitespace().map(|word| word.parse().ok());
    let four = [numbers.next()??, numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some(four)
}

/// Whether a revision of the document ends where these bytes end.
fn is_end(signed: &[u8]) -> bool {
    let tail = signed.len().checked_sub(64).and_then(|start| signed.get(start..)).unwrap_or(signed);
    memmem::rfind(tail, b"%%EOF").is_some()
}

/// Whether this is a signature: `<3082…>`, a sequence of DER (CMS), or an octet string (PKCS #1), filled up with zeros.
fn is_container(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"<").and_then(|text| text.strip_suffix(b">")).unwrap_or_default();
    let is_begun = digits.starts_with(b"30") || digits.starts_with(b"04");
    is_begun
        && digits.len() <= DIGITS_MAX
        && digits.iter().all(|digit| hex(*digit).is_some() || digit.is_ascii_whitespace())
}
