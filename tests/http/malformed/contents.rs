//! Files that are not what their slot takes: bombs, two kinds in one, programmes, pages, and things that were cut off.

use motcua_tests::Chance;
use motcua_tests::samples::{jpeg, pdf, png};

/// The kinds of problem that a file or its upload may be.
pub const KINDS: &[&str] = &[
    "beyond-upload-length",
    "file-empty",
    "file-finished",
    "file-kind",
    "file-not-for-slot",
    "file-too-large",
    "file-unfinished",
    "file-unusable",
    "malformed-header",
    "malformed-upload-metadata",
    "missing-upload-length",
    "missing-upload-metadata",
    "no-such-file",
    "other-checksum",
    "other-offset",
    "other-tus-version",
    "unknown-checksum",
    "unknown-slot",
];

/// A file and what is wrong with it.
pub fn any(chance: &mut Chance) -> (&'static str, Vec<u8>) {
    let seed = chance.number();
    let noise = |chance: &mut Chance, most| {
        let count = 1 + chance.below(most);
        chance.bytes(count)
    };
    match chance.below(16) {
        0 => ("a zip that says it is 4 GiB", [&zip_head(u32::MAX - 1)[..], &noise(chance, 400)].concat()),
        1 => ("a zip before a PDF", [&zip_head(10)[..], &pdf(seed)].concat()),
        2 => ("a page of HTML", format!("<!DOCTYPE html><script>{seed}</script>").into_bytes()),
        3 => ("a page that begins with spaces", format!("   \n<html><body>{seed}").into_bytes()),
        4 => (
            "a drawing with a script",
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"{seed}\"/>").into_bytes(),
        ),
        5 => ("a programme", [&b"MZ\x90\0\x03\0\0\0"[..], &noise(chance, 900)].concat()),
        6 => ("a programme of Linux", [&b"\x7fELF\x02\x01\x01\0"[..], &noise(chance, 900)].concat()),
        7 => ("a compressed bomb", [&b"\x1f\x8b\x08\0\0\0\0\0\x02\x03"[..], &noise(chance, 900)].concat()),
        8 => ("noise", [&[0x01][..], &noise(chance, 2_000)].concat()),
        9 => ("a JPEG that was cut off", {
            let whole = jpeg(seed);
            whole[..3 + chance.below(15)].to_vec()
        }),
        10 => ("a PNG that was cut off", {
            let whole = png(seed);
            whole[..8 + chance.below(20)].to_vec()
        }),
        11 => ("a GIF", [&b"GIF89a\x01\0\x01\0"[..], &noise(chance, 50)].concat()),
        12 => ("a document with an archive behind it", [pdf(seed), zip_head(10), zip_end()].concat()),
        13 => ("a picture of four thousand million pixels", vast_png()),
        14 => ("a script", format!("#!/bin/sh\necho {seed}\n").into_bytes()),
        _ => ("nothing but spaces", vec![b' '; 1 + chance.below(3_000)]),
    }
}

/// The end of a zip archive, which readers of it look for from behind.
fn zip_end() -> Vec<u8> {
    [&b"PK\x05\x06"[..], &[0; 4], &[1, 0, 1, 0, 46, 0, 0, 0, 0, 0, 0, 0, 0, 0]].concat()
}

/// A PNG that is small and unfolds to gigabytes.
fn vast_png() -> Vec<u8> {
    let mut bytes = png(1);
    bytes[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    bytes
}

/// The beginning of an entry of a zip archive, with the size that it claims.
fn zip_head(size: u32) -> Vec<u8> {
    let size = size.to_le_bytes();
    [&b"PK\x03\x04\x14\0\0\0\x08\0"[..], &[0; 8], &[40, 0, 0, 0], &size, &[1, 0, 0, 0], b"x"].concat()
}
