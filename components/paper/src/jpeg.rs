//! JPEG (ITU-T T.81, annex B): from its first marker to its last, and no more of it than makes the picture.
//!
//! The walk is a page long, and a library that edits segments would have to be trusted with every stranger's bytes: ours has
//! no index that may be out of bounds and nothing to decode. What stands behind the end of the picture is left away rather than
//! refused: most telephones write there (a second picture, a film, notes of their own), and so does whoever hides an archive.

use memchr::memchr;

use crate::orientation::{SEGMENT_BYTES, Turned};
use crate::{Flaw, PIXELS_MAX};

const START: [u8; 2] = [0xFF, 0xD8];
const END: [u8; 2] = [0xFF, 0xD9];
const JFIF: u8 = 0xE0;
const EXIF: u8 = 0xE1;
const ICC: u8 = 0xE2;
const ADOBE: u8 = 0xEE;
const COMMENT: u8 = 0xFE;

/// How many scans a picture may have. A progressive one has ten; each costs its reader a pass over the whole picture.
const SCANS_MAX: usize = 500;

/// The picture without what was written into it besides: places, times, devices, names, previews, remarks.
///
/// How it is turned stays, for without it a portrait lies on its side; so do the colours (ICC, Adobe). The coded picture is the
/// same byte for byte, and the result is at most [`SEGMENT_BYTES`] longer than what came.
pub fn strip(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let mut walk = Walk { bytes, at: START.len() };
    let room = bytes.len().saturating_add(SEGMENT_BYTES);
    let mut kept = Kept { rest: Vec::with_capacity(room), ..Kept::default() };
    loop {
        let marker = walk.marker()?;
        let start = walk.at;
        match marker {
            0xD9 => break,
            0xC0..=0xC2 if kept.frame.is_none() => {
                let content = walk.content()?;
                kept.frame = Some(pixels(content, start)?);
                kept.segment(marker, content);
            }
            0xDA if kept.frame.is_some() && kept.scans < SCANS_MAX => {
                kept.segment(marker, walk.content()?);
                kept.rest.extend_from_slice(walk.scan()?);
                kept.scans = kept.scans.saturating_add(1);
            }
            0xC4 | 0xDB | 0xDD => kept.segment(marker, walk.content()?),
            0xE0..=0xEF | COMMENT => kept.note(marker, walk.content()?),
            _ => return Err(Flaw::Broken(start)),
        }
    }
    if kept.scans == 0 { Err(Flaw::Incomplete) } else { Ok(kept.written()) }
}

/// The number of pixels that a frame announces. `at` is where it stands.
fn pixels(frame: &[u8], at: usize) -> Result<u64, Flaw> {
    let &[_, h0, h1, w0, w1, components, ref rest @ ..] = frame else { return Err(Flaw::Broken(at)) };
    let (width, height) = (u16::from_be_bytes([w0, w1]), u16::from_be_bytes([h0, h1]));
    let pixels = u64::from(width).saturating_mul(u64::from(height));
    if pixels == 0 || !matches!(components, 1 | 3 | 4) || rest.len() != usize::from(components).saturating_mul(3) {
        return Err(Flaw::Broken(at));
    }
    if pixels > PIXELS_MAX { Err(Flaw::TooManyPixels(width.into(), height.into())) } else { Ok(pixels) }
}

/// What is kept of a picture.
#[derive(Default)]
struct Kept {
    /// JFIF says that it comes first.
    jfif: Option<[u8; 14]>,
    turned: Option<Turned>,
    rest: Vec<u8>,
    frame: Option<u64>,
    scans: usize,
}

impl Kept {
    fn segment(&mut self, marker: u8, content: &[u8]) {
        push(&mut self.rest, marker, content);
    }

    /// A segment that an application wrote.
    fn note(&mut self, marker: u8, content: &[u8]) {
        match marker {
            // A preview stands behind the fourteen bytes, perhaps of what was cut away later; they say that there is none.
            JFIF if content.starts_with(b"JFIF\0") && self.jfif.is_none() => {
                self.jfif = content.first_chunk().map(|head: &[u8; 14]| {
                    let mut head = *head;
                    [head[12], head[13]] = [0, 0];
                    head
                });
            }
            EXIF if self.turned.is_none() => self.turned = Turned::of(content),
            ICC if content.starts_with(b"ICC_PROFILE\0") => self.segment(marker, content),
            ADOBE if content.starts_with(b"Adobe") => {
                if let Some(head) = content.first_chunk::<12>() {
                    self.segment(marker, head);
                }
            }
            _ => {}
        }
    }

    fn written(mut self) -> Vec<u8> {
        let mut head = START.to_vec();
        if let Some(jfif) = self.jfif {
            push(&mut head, JFIF, &jfif);
        }
        if let Some(turned) = self.turned {
            head.extend(turned.segment());
        }
        self.rest.extend(END);
        // There is room for it: the picture moves aside, it is not copied elsewhere.
        self.rest.splice(0..0, head);
        self.rest
    }
}

fn push(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    // It came with a length of 16 bits and does not grow.
    let length = u16::try_from(content.len().saturating_add(2)).unwrap_or(u16::MAX);
    out.extend([0xFF, marker]);
    out.extend(length.to_be_bytes());
    out.extend_from_slice(content);
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    fn next(&mut self) -> Result<u8, Flaw> {
        let byte = self.bytes.get(self.at).copied().ok_or(Flaw::Incomplete)?;
        self.at = self.at.saturating_add(1);
        Ok(byte)
    }

    /// The code of the marker that begins here. Any number of bytes 0xFF may stand before it (B.1.1.2).
    fn marker(&mut self) -> Result<u8, Flaw> {
        let start = self.at;
        if self.next()? != 0xFF {
            return Err(Flaw::Broken(start));
        }
        loop {
            match self.next()? {
                0xFF => {}
                code => return Ok(code),
            }
        }
    }

    /// What stands in the segment whose marker was read.
    fn content(&mut self) -> Result<&'a [u8], Flaw> {
        let start = self.at;
        let length = usize::from(u16::from_be_bytes([self.next()?, self.next()?]));
        let end = start.saturating_add(length);
        let content = self.bytes.get(self.at..end.max(self.at)).ok_or(Flaw::Incomplete)?;
        if length < 2 {
            return Err(Flaw::Broken(start));
        }
        self.at = end;
        Ok(content)
    }

    /// The coded picture from here to the next marker that is none of its own: those that count its intervals, and the byte
    /// 0xFF itself, which it writes as 0xFF 0x00.
    fn scan(&mut self) -> Result<&'a [u8], Flaw> {
        let start = self.at;
        loop {
            let found = memchr(0xFF, self.bytes.get(self.at..).unwrap_or_default()).ok_or(Flaw::Incomplete)?;
            let end = self.at.saturating_add(found);
            self.at = end;
            if !matches!(self.marker()?, 0x00 | 0xD0..=0xD7) {
                self.at = end;
                return self.bytes.get(start..end).ok_or(Flaw::Incomplete);
            }
        }
    }
}

#[cfg(test)]
mod tests;
