//! PDF (ISO 32000), as far as it shows itself without being unpacked.
//!
//! The dictionaries of a file that was written to be read stand in the open, or packed into streams of objects that we do not
//! open. What decides whether it can be read at all (`Encrypt`) and what a signature covers (`ByteRange`) may not be packed,
//! so that is found for certain; programs and attached files are found where they show.

use memchr::{memchr, memmem};

use crate::{Flaw, pdf_signature};

/// How far from the end the end is marked; readers look no further.
const END_BYTES: usize = 1024;
const END: &[u8] = b"%%EOF";

/// How many signatures a document may have; each is looked at as a whole.
const SIGNATURES_MAX: usize = 100;

/// The names that say what is refused. Officers read a paper, they do not run it: a form of an authority that computes is
/// printed into a PDF that only shows.
#[rustfmt::skip]
const NAMES: &[(&[u8], Flaw)] = &[
    (b"Encrypt",       Flaw::Locked),
    (b"JavaScript",    Flaw::Active),
    (b"JS",            Flaw::Active),
    (b"Launch",        Flaw::Active),
    (b"RichMedia",     Flaw::Active),
    (b"EmbeddedFile",  Flaw::Attached),
    (b"EmbeddedFiles", Flaw::Attached),
];

/// Whether it is a whole PDF that only shows, and whose signatures are where they say.
pub fn check(bytes: &[u8]) -> Result<(), Flaw> {
    // The version stands behind `%PDF-`: 1.0 to 2.0.
    if !matches!(bytes.get(5..8), Some([b'1' | b'2', b'.', b'0'..=b'9'])) {
        return Err(Flaw::Broken(5));
    }
    let tail = bytes.len().checked_sub(END_BYTES).and_then(|start| bytes.get(start..)).unwrap_or(bytes);
    if memmem::find(tail, END).is_none() {
        return Err(Flaw::Incomplete);
    }
    let (mut found, mut signatures) = (None, 0usize);
    for (at, name) in names(bytes) {
        match name.as_slice() {
            b"ByteRange" if signatures == SIGNATURES_MAX => return Err(Flaw::TooComplex),
            b"ByteRange" => {
                signatures = signatures.saturating_add(1);
                pdf_signature::check(bytes, at)?;
            }
            name => found = found.or_else(|| NAMES.iter().find(|(one, _)| *one == name).map(|(_, flaw)| *flaw)),
        }
    }
    found.map_or(Ok(()), Err)
}

/// The names that stand in the open, each with where it ends, its escapes (`#4A`) undone.
fn names(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    open(bytes).flat_map(move |(start, end)| {
        let mut at = start;
        core::iter::from_fn(move || {
            let from = at.saturating_add(memchr(b'/', bytes.get(at..end)?)?).saturating_add(1);
            let rest = bytes.get(from..end)?;
            let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
            at = from.saturating_add(length);
            Some((at, unescaped(rest.get(..length)?)))
        })
    })
}

/// Where the file is not the content of a stream: from where to where. Three bytes of a packed picture may be any name.
fn open(bytes: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = Some(0usize);
    core::iter::from_fn(move || {
        let start = at?;
        let content = content(bytes, start);
        at = content.and_then(|from| Some(from.saturating_add(memmem::find(bytes.get(from..)?, b"endstream")?)));
        // A stream without an end is none: then all of it is looked at.
        Some((start, if at.is_some() { content.unwrap_or(bytes.len()) } else { bytes.len() }))
    })
}

/// Where the content of the next stream begins: behind a dictionary, the word and the end of its line.
fn content(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memmem::find_iter(rest, b"stream").find_map(|at| {
        let before = rest.get(..at)?.trim_ascii_end();
        let behind = at.saturating_add(6);
        let is_stream = before.ends_with(b">>") && matches!(rest.get(behind), Some(b'\r' | b'\n'));
        is_stream.then_some(from.saturating_add(behind))
    })
}

/// Whether a byte may stand in a name.
fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((&byte, behind)) = rest.split_first() {
        let escaped = match behind {
            [high, low, ..] if byte == b'#' => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                plain.push(high << 4 | low);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                plain.push(byte);
                rest = behind;
            }
        }
    }
    plain
}

pub fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests;
