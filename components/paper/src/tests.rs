use proptest::prelude::*;

use super::*;

/// A picture of one black point, as a scanner would write it.
const POINT: &[u8] =
    b"\xFF\xD8\xFF\xC0\0\x0B\x08\0\x01\0\x01\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\x2A\xFF\xD9";
const ZIP_END: &[u8] = b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2E\0\0\0\0\0\0\0\0\0";

#[test]
fn what_is_plain_stays_as_it_came() {
    assert_eq!(read(POINT), Ok(Paper { kind: Kind::Jpeg, stripped: None }));
    assert_eq!(read(b"%PDF-1.4\n%%EOF\n"), Ok(Paper { kind: Kind::Pdf, stripped: None }));
    assert_eq!(read(b"<a/>"), Ok(Paper { kind: Kind::Xml, stripped: None }));
}

#[test]
fn an_archive_behind_a_picture_is_left_away() {
    let both = [POINT, b"PK\x03\x04", ZIP_END].concat();
    assert_eq!(read(&both), Ok(Paper { kind: Kind::Jpeg, stripped: Some(POINT.to_vec()) }));
}

#[test]
fn an_archive_in_what_is_kept_is_refused() {
    let length = u8::try_from(ZIP_END.len() + 14).unwrap();
    let colours = [b"\xFF\xE2\0", &[length][..], b"ICC_PROFILE\0", ZIP_END].concat();
    let both = [&POINT[..2], &colours, &POINT[2..]].concat();
    assert_eq!(read(&both), Err(Refused::Flawed(Kind::Jpeg, Flaw::NotAlone)));
    let both = [b"%PDF-1.4\nPK\x03\x04", ZIP_END, b"\n%%EOF"].concat();
    assert_eq!(read(&both), Err(Refused::Flawed(Kind::Pdf, Flaw::NotAlone)));
    let both = [b"%PDF-1.4\nRar!\x1A\x07\x01\0".as_slice(), b"\n%%EOF"].concat();
    assert_eq!(read(&both), Err(Refused::Flawed(Kind::Pdf, Flaw::NotAlone)));
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn what_was_stripped_reads_as_itself(remark in prop::collection::vec(any::<u8>(), 0..50), behind in prop::collection::vec(any::<u8>(), 0..50)) {
        let length = u8::try_from(remark.len() + 2).unwrap();
        let came = [b"\xFF\xD8\xFF\xFE\0", &[length][..], &remark, &POINT[2..], &behind].concat();
        let stripped = read(&came).unwrap().stripped.unwrap();
        prop_assert_eq!(read(&stripped), Ok(Paper { kind: Kind::Jpeg, stripped: None }));
    }
}
