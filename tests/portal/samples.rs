//! Small files that are what they say: each one made here, valid, and different for each seed.

/// A PDF of one empty page.
pub fn pdf(seed: u64) -> Vec<u8> {
    let objects = [
        format!("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\n% {seed:016x}\nendobj\n"),
        "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n".to_owned(),
        "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n".to_owned(),
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut table = "xref\n0 4\n0000000000 65535 f \n".to_owned();
    for object in &objects {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(object);
    }
    let begins = text.len();
    format!("{text}{table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n").into_bytes()
}

/// The same, filled up with a comment to a length in bytes.
pub fn pdf_of(length: usize, seed: u64) -> Vec<u8> {
    let plain = pdf(seed);
    let tail = b"%%EOF\n";
    let filler = length.saturating_sub(plain.len() + 2);
    let body = plain.strip_suffix(tail).unwrap_or(&plain);
    [body, b"%", &vec![b'.'; filler], b"\n", tail].concat()
}

/// A grey JPEG of one pixel.
pub fn jpeg(seed: u64) -> Vec<u8> {
    jpeg_with(seed, &[])
}

/// The same with an Exif segment that tells where it was taken (GPS) and that it lies on its side (orientation 6).
pub fn jpeg_with_place(seed: u64) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    // Two entries of the picture, then what the second points at: one entry of the place.
    let [orientation, place, north] = [
        entry(0x0112, 3, 1, [0, 6, 0, 0]),
        entry(0x8825, 4, 1, 38_u32.to_be_bytes()),
        entry(0x0001, 2, 2, [b'N', 0, 0, 0]),
    ];
    let none = [0_u8; 4];
    let tiff = [b"MM\0\x2a\0\0\0\x08\0\x02", &orientation[..], &place, &none, b"\0\x01", &north, &none].concat();
    jpeg_with(seed, &segment(0xe1, &[b"Exif\0\0", &tiff[..]].concat()))
}

fn jpeg_with(seed: u64, before_tables: &[u8]) -> Vec<u8> {
    let mut quantisation = [1_u8; 65];
    quantisation[0] = 0;
    // None of them may be 0.
    for (place, half) in quantisation[1..].iter_mut().zip((0..16).map(|half| (seed >> (4 * half)) & 0xf)) {
        *place = u8::try_from(half).expect("four bits") + 1;
    }
    let huffman = |class: u8| [&[class, 1][..], &[0; 16]].concat();
    [
        &b"\xff\xd8"[..],
        &segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        before_tables,
        &segment(0xdb, &quantisation),
        &segment(0xc0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
        &segment(0xc4, &huffman(0x00)),
        &segment(0xc4, &huffman(0x10)),
        &segment(0xda, &[1, 1, 0, 0, 63, 0]),
        b"\x3f\xff\xd9",
    ]
    .concat()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a short segment");
    [&[0xff, marker][..], &length.to_be_bytes(), content].concat()
}

/// A PNG of one pixel.
pub fn png(seed: u64) -> Vec<u8> {
    let [red, green, blue, alpha] = u32::try_from(seed & 0xffff_ffff).expect("32 bits").to_be_bytes();
    let row = [0, red, green, blue, alpha];
    // One block of deflate, stored as it is.
    let data = [&b"\x78\x01\x01\x05\0\xfa\xff"[..], &row, &adler(&row).to_be_bytes()].concat();
    let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0];
    [&b"\x89PNG\r\n\x1a\n"[..], &png_chunk(b"IHDR", &header), &png_chunk(b"IDAT", &data), &png_chunk(b"IEND", b"")]
        .concat()
}

fn png_chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let covered = [&kind[..], content].concat();
    let length = u32::try_from(content.len()).expect("a short chunk");
    [&length.to_be_bytes()[..], &covered, &crc(&covered).to_be_bytes()].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

fn adler(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    (high << 16) | low
}
