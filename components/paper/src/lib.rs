//! What a file is by its bytes, and what is taken out of it before it is kept.
//!
//! A citizen's machine says what a file is called and what it should be; neither is believed. [`read`] takes the whole file,
//! finds its kind, walks it as far as it must to know that it is that and nothing besides, and gives back what is kept of it:
//! a picture without the place where, the device with which and the words with which it was taken, a document as it is, for a
//! signature covers every byte of it.
//!
//! Nothing is ever decompressed: a file that unfolds to gigabytes unfolds for nobody here. What lies compressed inside a PDF is
//! therefore not seen, and this is no search for viruses; it keeps out what shows itself.
//!
//! ```
//! use motcua_paper::{Foreign, Refused, read};
//!
//! assert_eq!(read(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").unwrap_err(), Refused::Foreign(Foreign::Heif));
//! assert_eq!(read(b"").unwrap_err(), Refused::Empty);
//! ```

mod flaw;
mod foreign;
mod jpeg;
mod orientation;
mod pdf;
mod pdf_signature;
mod png;
mod xml;
mod xml_signature;

pub use flaw::{Flaw, Refused};
pub use foreign::Foreign;

/// The most pixels that a picture may have: an A3 page at 600 dots per inch has 70 million.
pub const PIXELS_MAX: u64 = 100_000_000;

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A PDF document (ISO 32000), signed or not.
    Pdf,
    /// A photograph (ITU-T T.81).
    Jpeg,
    /// A scan or a picture of a screen (W3C PNG).
    Png,
    /// An XML document, signed or not.
    Xml,
}

impl Kind {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Xml => "application/xml",
        }
    }
}

/// A file that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What it is.
    pub kind: Kind,
    /// What is kept in the place of what came, where something was taken out of it.
    pub stripped: Option<Vec<u8>>,
}

/// What a whole file is. What was stripped reads as itself: nothing more is taken out of it.
///
/// Fails with [`Refused::Foreign`] for a kind that is not taken and with [`Refused::Flawed`] for one of ours that is not whole,
/// not only itself, or would do something where it is opened.
pub fn read(bytes: &[u8]) -> Result<Paper, Refused> {
    let kind = foreign::kind(bytes)?;
    let flawed = |flaw| Refused::Flawed(kind, flaw);
    let kept = match kind {
        Kind::Pdf => pdf::check(bytes).map(|()| None),
        Kind::Xml => return xml::check(bytes).map(|()| Paper { kind, stripped: None }),
        Kind::Jpeg => jpeg::strip(bytes).map(Some),
        Kind::Png => png::strip(bytes).map(Some),
    };
    let stripped = kept.map_err(flawed)?.filter(|kept| kept != bytes);
    if foreign::is_hidden_in(stripped.as_deref().unwrap_or(bytes)) {
        return Err(flawed(Flaw::NotAlone));
    }
    Ok(Paper { kind, stripped })
}

#[cfg(test)]
mod tests;
