//! PNG (W3C, third edition): from its signature to its chunk IEND, and no chunk that says more than the picture.
//!
//! Only what is listed is kept, for a chunk that nobody knows may say anything. What stands behind the end is left away: two
//! well-known programs cut pictures and left there what was cut.

use crate::{Flaw, PIXELS_MAX};

const SIGNATURE_BYTES: usize = 8;
const HEAD: &[u8; 4] = b"IHDR";
const DATA: &[u8; 4] = b"IDAT";
const PALETTE: &[u8; 4] = b"PLTE";
const END: &[u8; 4] = b"IEND";

/// What changes how a picture looks, and says nothing of where and when it was made.
#[rustfmt::skip]
const KEPT: &[&[u8; 4]] = &[
    HEAD, PALETTE, DATA, END,
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"hIST",
];

/// The picture without remarks, times, EXIF and whatever a program added. It is not longer than what came.
pub fn strip(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend_from_slice(bytes.get(..SIGNATURE_BYTES).ok_or(Flaw::Incomplete)?);
    let (mut at, mut seen) = (SIGNATURE_BYTES, Seen::default());
    while !seen.end {
        let chunk = Chunk::at(bytes, at)?;
        seen.take(&chunk, at)?;
        if KEPT.contains(&chunk.name) {
            kept.extend_from_slice(chunk.whole);
        }
        at = at.saturating_add(chunk.whole.len());
    }
    Ok(kept)
}

struct Chunk<'a> {
    name: &'a [u8; 4],
    content: &'a [u8],
    whole: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// The chunk that begins here: length, name, content and a checksum over the latter two.
    fn at(bytes: &'a [u8], at: usize) -> Result<Chunk<'a>, Flaw> {
        let from = bytes.get(at..).unwrap_or_default();
        let (length, rest) = from.split_first_chunk().ok_or(Flaw::Incomplete)?;
        let name = rest.first_chunk().ok_or(Flaw::Incomplete)?;
        let length = u32::from_be_bytes(*length);
        if length > 0x7FFF_FFFF || !name.iter().all(u8::is_ascii_alphabetic) {
            return Err(Flaw::Broken(at));
        }
        let named = 4usize.saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
        let (checked, rest) = rest.split_at_checked(named).ok_or(Flaw::Incomplete)?;
        let sum = rest.first_chunk().ok_or(Flaw::Incomplete)?;
        if crc32fast::hash(checked) != u32::from_be_bytes(*sum) {
            return Err(Flaw::Broken(at));
        }
        let content = checked.get(4..).unwrap_or_default();
        Ok(Chunk { name, content, whole: from.get(..named.saturating_add(8)).ok_or(Flaw::Incomplete)? })
    }
}

/// What of a picture was there so far.
#[derive(Default)]
struct Seen {
    head: Option<Head>,
    palette: bool,
    data: Data,
    end: bool,
}

struct Head {
    colour: u8,
}

/// The picture's data stand in chunks one behind the other.
#[derive(Default, PartialEq)]
enum Data {
    #[default]
    Before,
    Within,
    Behind,
}

impl Seen {
    /// Takes the next chunk, which begins `at`, where it may stand there.
    fn take(&mut self, chunk: &Chunk<'_>, at: usize) -> Result<(), Flaw> {
        if chunk.name != DATA && self.data == Data::Within {
            self.data = Data::Behind;
        }
        let fits = match (chunk.name, &self.head) {
            (HEAD, None) => {
                self.head = Some(head(chunk.content, at)?);
                true
            }
            (_, None) | (HEAD, _) => false,
            (PALETTE, _) => self.data == Data::Before && !core::mem::replace(&mut self.palette, true),
            (DATA, Some(head)) => {
                let fits = self.data != Data::Behind && (self.palette || head.colour != 3);
                self.data = Data::Within;
                fits
            }
            (END, _) => {
                self.end = true;
                self.data == Data::Behind && chunk.content.is_empty()
            }
            // A capital letter in front: no picture without it. We know all of them but other programs' own.
            ([first, ..], _) => !first.is_ascii_uppercase(),
        };
        if fits { Ok(()) } else { Err(Flaw::Broken(at)) }
    }
}

fn head(content: &[u8], at: usize) -> Result<Head, Flaw> {
    let &[w0, w1, w2, w3, h0, h1, h2, h3, depth, colour, 0, 0, 0 | 1] = content else { return Err(Flaw::Broken(at)) };
    let (width, height) = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
    let pixels = u64::from(width).saturating_mul(u64::from(height));
    let is_coded = match colour {
        0 => matches!(depth, 1 | 2 | 4 | 8 | 16),
        3 => matches!(depth, 1 | 2 | 4 | 8),
        2 | 4 | 6 => matches!(depth, 8 | 16),
        _ => false,
    };
    if pixels == 0 || !is_coded {
        return Err(Flaw::Broken(at));
    }
    if pixels > PIXELS_MAX { Err(Flaw::TooManyPixels(width, height)) } else { Ok(Head { colour }) }
}

#[cfg(test)]
mod tests;
