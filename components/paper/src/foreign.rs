//! What the first bytes of a file say, and the last.

use memchr::memmem;

use crate::{Kind, Refused};

/// A kind of file that is not taken, as far as it matters for what to do instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Foreign {
    /// HEIC or HEIF, as iPhones take photographs.
    Heif,
    /// WebP or AVIF, as web pages have pictures.
    WebPicture,
    /// GIF.
    Gif,
    /// TIFF, or a camera's raw picture, which begins like it.
    Tiff,
    /// BMP.
    Bitmap,
    /// A film or a recording.
    Film,
    /// A document of Word, Excel, OpenOffice and the like, RTF, PostScript.
    Document,
    /// ZIP, RAR, 7z and the like.
    Archive,
    /// A program or a script.
    Program,
    /// HTML.
    WebPage,
    /// SVG.
    Drawing,
    /// Plain text.
    Text,
    /// None of these.
    Unknown,
}

/// What a file is that has these bytes at this place. The first line that fits decides.
#[rustfmt::skip]
const SIGNATURES: &[(usize, &[u8], Foreign)] = &[
    (0, b"GIF8",                              Foreign::Gif),
    (0, b"II*\0",                             Foreign::Tiff),
    (0, b"MM\0*",                             Foreign::Tiff),
    (0, b"II+\0",                             Foreign::Tiff),
    (0, b"MM\0+",                             Foreign::Tiff),
    (8, b"WEBP",                              Foreign::WebPicture),
    (4, b"ftypheic",                          Foreign::Heif),
    (4, b"ftypheix",                          Foreign::Heif),
    (4, b"ftyphevc",                          Foreign::Heif),
    (4, b"ftyphevx",                          Foreign::Heif),
    (4, b"ftypheim",                          Foreign::Heif),
    (4, b"ftypheis",                          Foreign::Heif),
    (4, b"ftypmif1",                          Foreign::Heif),
    (4, b"ftypmsf1",                          Foreign::Heif),
    (4, b"ftypavif",                          Foreign::WebPicture),
    (4, b"ftypavis",                          Foreign::WebPicture),
    (4, b"ftyp",                              Foreign::Film),
    (0, b"RIFF",                              Foreign::Film),
    (0, b"\x1A\x45\xDF\xA3",                  Foreign::Film),
    (0, b"OggS",                              Foreign::Film),
    (0, b"ID3",                               Foreign::Film),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",  Foreign::Document),
    (0, b"{\\rtf",                            Foreign::Document),
    (0, b"%!PS",                              Foreign::Document),
    (30, b"[Content_Types].xml",              Foreign::Document),
    (30, b"_rels/.rels",                      Foreign::Document),
    (30, b"mimetypeapplication/vnd.oasis",    Foreign::Document),
    (0, b"PK\x03\x04",                        Foreign::Archive),
    (0, b"PK\x05\x06",                        Foreign::Archive),
    (0, b"PK\x07\x08",                        Foreign::Archive),
    (0, b"Rar!\x1A\x07",                      Foreign::Archive),
    (0, b"7z\xBC\xAF\x27\x1C",                Foreign::Archive),
    (0, b"\x1F\x8B",                          Foreign::Archive),
    (0, b"BZh",                               Foreign::Archive),
    (0, b"\xFD7zXZ\0",                        Foreign::Archive),
    (0, b"(\xB5/\xFD",                        Foreign::Archive),
    (0, b"MSCF\0\0\0\0",                      Foreign::Archive),
    (257, b"ustar",                           Foreign::Archive),
    (0x8001, b"CD001",                        Foreign::Archive),
    (0, b"\x7FELF",                           Foreign::Program),
    (0, b"\0asm",                             Foreign::Program),
    (0, b"\xCA\xFE\xBA\xBE",                  Foreign::Program),
    (0, b"\xCE\xFA\xED\xFE",                  Foreign::Program),
    (0, b"\xCF\xFA\xED\xFE",                  Foreign::Program),
    (0, b"#!",                                Foreign::Program),
];

/// Which kind a file would be. What its first bytes promise, the rest has to keep.
pub fn kind(bytes: &[u8]) -> Result<Kind, Refused> {
    match bytes {
        [] => Err(Refused::Empty),
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Kind::Pdf),
        [0xFF, 0xD8, 0xFF, ..] => Ok(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Kind::Png),
        _ => match foreign(bytes) {
            Some(foreign) => Err(Refused::Foreign(foreign)),
            None => Ok(Kind::Xml),
        },
    }
}

/// What a file of none of the binary kinds is; none where it looks like XML, in whatever encoding.
fn foreign(bytes: &[u8]) -> Option<Foreign> {
    let has = |at: usize, what: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(what));
    if let Some((_, _, foreign)) = SIGNATURES.iter().find(|(at, what, _)| has(*at, what)) {
        return Some(*foreign);
    }
    // Two letters are too little to go by: a text may begin with them. A program has its second head behind the first.
    if has(0, b"MZ") && has_word(bytes, 1024, b"PE\0\0") {
        return Some(Foreign::Program);
    }
    if has(0, b"BM") && has(6, &[0, 0, 0, 0]) {
        return Some(Foreign::Bitmap);
    }
    if has(0, &[0xFF, 0xFE]) || has(0, &[0xFE, 0xFF]) {
        let letters: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).skip(2).take(64).collect();
        return markup(&letters).err();
    }
    markup(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).err()
}

/// Whether a text is XML, by how it begins.
fn markup(bytes: &[u8]) -> Result<(), Foreign> {
    let text = bytes.trim_ascii_start();
    let begins = |with: &[u8]| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    if begins(b"<!doctype html") || begins(b"<html") || begins(b"<script") || begins(b"<head") || begins(b"<body") {
        Err(Foreign::WebPage)
    } else if begins(b"<svg") || begins(b"<!doctype svg") {
        Err(Foreign::Drawing)
    } else if text.starts_with(b"<") {
        Ok(())
    } else if core::str::from_utf8(bytes).is_ok_and(is_text) {
        Err(Foreign::Text)
    } else {
        Err(Foreign::Unknown)
    }
}

fn is_text(text: &str) -> bool {
    !text.chars().any(|one| one.is_control() && !matches!(one, '\n' | '\r' | '\t' | '\u{C}'))
}

fn has_word(bytes: &[u8], within: usize, what: &[u8]) -> bool {
    memmem::find(bytes.get(..within).unwrap_or(bytes), what).is_some()
}

/// Where the end of a ZIP may stand: before a remark of at most 65,535 bytes.
const ZIP_TAIL: usize = 65_535 + 22;
/// How far an archive that unpacks itself is looked for by those who unpack it.
const ARCHIVE_HEAD: usize = 1 << 20;

/// Whether a file that begins as one of ours is another one as well, for whoever looks at its end or passes over its
/// beginning. A format that is found at its first byte alone cannot hide.
pub fn is_hidden_in(bytes: &[u8]) -> bool {
    let tail = bytes.len().checked_sub(ZIP_TAIL).and_then(|start| bytes.get(start..)).unwrap_or(bytes);
    let at = |place: usize, what: &[u8]| bytes.get(place..).is_some_and(|rest| rest.starts_with(what));
    memmem::find_iter(tail, b"PK\x05\x06").any(|place| tail.get(place..).is_some_and(is_zip_end))
        || has_word(bytes, ARCHIVE_HEAD, b"Rar!\x1A\x07")
        || has_word(bytes, ARCHIVE_HEAD, b"7z\xBC\xAF\x27\x1C")
        || at(257, b"ustar")
        || at(0x8001, b"CD001")
}

/// The four letters alone turn up by chance. Behind them stand two equal numbers of a disk and two equal counts.
fn is_zip_end(record: &[u8]) -> bool {
    let [_, _, _, _, d0, d1, e0, e1, m0, m1, n0, n1, ..] = record else { return false };
    (d0, d1, m0, m1) == (e0, e1, n0, n1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_known_by_name() {
        for (bytes, is) in [
            (&b"\0\0\0\x18ftypheic\0\0\0\0"[..], Foreign::Heif),
            (b"\0\0\0\x18ftypmif1\0\0\0\0", Foreign::Heif),
            (b"\0\0\0\x1Cftypavif", Foreign::WebPicture),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Foreign::WebPicture),
            (b"RIFF\x10\0\0\0AVI LIST", Foreign::Film),
            (b"\0\0\0\x18ftypqt  ", Foreign::Film),
            (b"GIF89a", Foreign::Gif),
            (b"II*\0\x08\0\0\0", Foreign::Tiff),
            (b"BM\x36\0\0\0\0\0\0\0\x36", Foreign::Bitmap),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0", Foreign::Document),
            (b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0ABCDABCDABCD\x13\0\0\0[Content_Types].xml", Foreign::Document),
            (b"{\\rtf1\\ansi", Foreign::Document),
            (b"PK\x03\x04\x14\0\0\0", Foreign::Archive),
            (b"Rar!\x1A\x07\x01\0", Foreign::Archive),
            (b"7z\xBC\xAF\x27\x1C\0\x04", Foreign::Archive),
            (b"MZ\x90\0\0\0\0\0PE\0\0L", Foreign::Program),
            (b"\x7FELF\x02", Foreign::Program),
            (b"#!/bin/sh\n", Foreign::Program),
            (b"\n<!DOCTYPE html><p>", Foreign::WebPage),
            (b"\xEF\xBB\xBF<HTML>", Foreign::WebPage),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Foreign::Drawing),
            ("Kính gửi: Uỷ ban nhân dân\r\n".as_bytes(), Foreign::Text),
            (b"MZ is how this text begins", Foreign::Text),
            (b"\x01\x02\x03", Foreign::Unknown),
            (b"junk %PDF-1.4", Foreign::Text),
        ] {
            assert_eq!(kind(bytes), Err(Refused::Foreign(is)), "{}", bytes.escape_ascii());
        }
        assert_eq!(kind(b"<?xml version='1.0'?><a/>"), Ok(Kind::Xml));
        assert_eq!(kind(b"\xFF\xFE<\0a\0/\0>\0"), Ok(Kind::Xml));
        assert_eq!(kind(b"\xFF\xFEH\0i\0"), Err(Refused::Foreign(Foreign::Text)));
    }

    #[test]
    fn the_end_of_a_zip_is_known_by_more_than_its_letters() {
        assert!(is_hidden_in(b"anything PK\x05\x06\0\0\0\0\x01\0\x01\0 and a remark"));
        assert!(!is_hidden_in(b"anything PK\x05\x06 by chance and no more"));
        assert!(!is_hidden_in(b"PK\x05\x06"));
    }
}
