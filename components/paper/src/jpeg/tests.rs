use proptest::prelude::*;

use super::*;

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    push(&mut bytes, marker, content);
    bytes
}

fn frame(width: u16, height: u16) -> Vec<u8> {
    let ([w0, w1], [h0, h1]) = (width.to_be_bytes(), height.to_be_bytes());
    segment(0xC0, &[8, h0, h1, w0, w1, 1, 1, 0x11, 0])
}

fn scan(data: &[u8]) -> Vec<u8> {
    [&segment(0xDA, &[1, 1, 0, 0, 63, 0]), data].concat()
}

/// A picture of these parts, from its first marker to its last.
fn picture(parts: &[Vec<u8>]) -> Vec<u8> {
    [&START[..], &parts.concat(), &END].concat()
}

fn exif(way: u8) -> Vec<u8> {
    let mut content = b"Exif\0\0II*\0\x08\0\0\0\x02\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\x12\x01\x03\0\x01\0\0\0?\0\0\0\0\0\0\0GPS 21.0285 105.8542".to_vec();
    let place = content.iter().position(|byte| *byte == b'?').unwrap();
    content[place] = way;
    segment(0xE1, &content)
}

const DATA: &[u8] = &[1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4];

fn jfif(thumbnail: &[u8]) -> Vec<u8> {
    segment(0xE0, &[&b"JFIF\0\x01\x02\x01\0\x48\0\x48"[..], &[u8::from(!thumbnail.is_empty()); 2], thumbnail].concat())
}

#[test]
fn what_tells_of_the_one_who_took_it_is_gone_and_the_picture_stays() {
    let icc = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours");
    let adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01");
    let tables = [segment(0xDB, &[0; 65]), frame(8, 8), segment(0xC4, &[0; 20])].concat();
    let told = [
        exif(6),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS</x:xmpmeta>"),
        segment(0xED, b"Photoshop 3.0\0GPS"),
        segment(0xE2, b"MPF\0GPS"),
        segment(0xE0, b"JFXX\0\x10GPS"),
        segment(0xFE, b"GPS"),
    ]
    .concat();
    let came = [
        picture(&[jfif(&[9, 9, 9]), told, icc.clone(), adobe.clone(), tables.clone(), scan(DATA)]),
        b"GPS film".to_vec(),
    ];
    let turned = Turned::of(&exif(6)[4..]).unwrap().segment().to_vec();
    let kept = picture(&[jfif(&[]), turned, icc, adobe, tables, scan(DATA)]);
    assert_eq!(strip(&came.concat()), Ok(kept.clone()));
    assert_eq!(strip(&kept), Ok(kept));
}

#[test]
fn an_upright_picture_has_no_exif() {
    let plain = picture(&[frame(8, 8), scan(DATA)]);
    assert_eq!(strip(&picture(&[exif(1), frame(8, 8), scan(DATA)])), Ok(plain.clone()));
    assert_eq!(strip(&picture(&[segment(0xEE, b"Adobe"), frame(8, 8), scan(DATA)])), Ok(plain));
}

#[test]
fn a_picture_of_several_scans_and_of_filled_markers_is_walked() {
    let tables = segment(0xC4, &[0; 20]);
    let filled = [&[0xFF, 0xFF][..], &tables].concat();
    let came = picture(&[frame(8, 8), scan(DATA), filled, scan(&[7]), segment(0xFE, b"x"), scan(&[])]);
    assert_eq!(strip(&came), Ok(picture(&[frame(8, 8), scan(DATA), tables, scan(&[7]), scan(&[])])));
}

#[test]
fn what_is_no_whole_picture_is_refused() {
    let whole = picture(&[frame(8, 8), scan(DATA)]);
    for length in START.len()..whole.len() {
        assert_eq!(strip(&whole[..length]), Err(Flaw::Incomplete), "{length}");
    }
    assert_eq!(strip(&picture(&[])), Err(Flaw::Incomplete));
    assert_eq!(strip(&picture(&[frame(8, 8)])), Err(Flaw::Incomplete));
    assert_eq!(strip(&picture(&[frame(10_000, 10_001), scan(DATA)])), Err(Flaw::TooManyPixels(10_000, 10_001)));
    let many = vec![scan(&[]); SCANS_MAX + 1].concat();
    for broken in [
        picture(&[scan(DATA)]),
        picture(&[frame(8, 8), frame(8, 8), scan(DATA)]),
        picture(&[frame(0, 8), scan(DATA)]),
        picture(&[frame(8, 0), scan(DATA)]),
        picture(&[segment(0xC0, &[8, 0, 8, 0, 8, 3, 1, 0x11, 0])]),
        picture(&[segment(0xC9, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0])]),
        picture(&[vec![0xFF, 0xDB, 0, 1]]),
        picture(&[b"PK".to_vec(), frame(8, 8), scan(DATA)]),
        picture(&[frame(8, 8), many]),
    ] {
        assert!(matches!(strip(&broken), Err(Flaw::Broken(_))), "{}", broken.escape_ascii());
    }
}

/// Parts as they come, and as they do not.
fn part() -> impl Strategy<Value = Vec<u8>> {
    let bytes = |max: usize| prop::collection::vec(any::<u8>(), 0..max);
    prop_oneof![
        (1..=8u8).prop_map(exif),
        bytes(40).prop_map(|content| segment(0xE1, &[b"Exif\0\0MM\0*\0\0\0\x08", &content[..]].concat())),
        bytes(20).prop_map(|thumbnail| jfif(&thumbnail)),
        (prop::sample::select(vec![0xC4, 0xDB, 0xDD, 0xE0, 0xE2, 0xE5, 0xEE, 0xFE]), bytes(40))
            .prop_map(|(marker, content)| segment(marker, &content)),
        bytes(10).prop_map(|content| segment(0xE2, &[b"ICC_PROFILE\0", &content[..]].concat())),
        bytes(10).prop_map(|content| segment(0xEE, &[b"Adobe", &content[..]].concat())),
    ]
}

/// What a coder writes: every 0xFF with a zero behind it, and marks of intervals.
fn coded() -> impl Strategy<Value = Vec<u8>> {
    let symbol = prop_oneof![
        any::<u8>().prop_map(|byte| if byte == 0xFF { vec![0xFF, 0] } else { vec![byte] }),
        (0xD0..=0xD7u8).prop_map(|mark| vec![0xFF, mark])
    ];
    prop::collection::vec(symbol, 0..30).prop_map(|symbols| symbols.concat())
}

proptest! {
    #[test]
    fn stripping_twice_is_stripping_once(
        before in prop::collection::vec(part(), 0..6), data in coded(), between in prop::collection::vec(part(), 0..3),
        more in coded(), behind in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let mut came = picture(&[before.concat(), frame(8, 8), scan(&data), between.concat(), scan(&more)]);
        came.extend(behind);
        let kept = strip(&came).unwrap();
        prop_assert!(kept.len() <= came.len() + SEGMENT_BYTES);
        prop_assert!(kept.windows(scan(&data).len()).any(|part| part == scan(&data)));
        prop_assert!(kept.ends_with(&[&scan(&more)[..], &END].concat()));
        prop_assert_eq!(strip(&kept), Ok(kept));
    }

    #[test]
    fn no_bytes_break_the_walk(
        parts in prop::collection::vec(part(), 0..4), data in coded(), cut: prop::sample::Index, place: prop::sample::Index, byte: u8,
    ) {
        let mut came = picture(&[parts.concat(), frame(8, 8), scan(&data)]);
        let place = place.index(came.len());
        came[place] = byte;
        came.truncate(cut.index(came.len() + 1));
        if let Ok(kept) = strip(&came) {
            prop_assert!(kept.len() <= came.len() + SEGMENT_BYTES);
            prop_assert_eq!(strip(&kept), Ok(kept));
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = strip(&[&START[..], &bytes].concat());
    }
}
