//! How a camera was held (EXIF 2.32, tag 0x0112): all that is kept of what it wrote down.

/// The head of a segment APP1 that holds EXIF.
const HEAD: &[u8] = b"Exif\0\0";
const TAG: u16 = 0x0112;
/// A number of 16 bits.
const SHORT: u16 = 3;

/// Which of the eight ways the picture is turned, other than upright, as 2 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turned(u8);

impl Turned {
    /// What the content of a segment APP1 says. A picture without a word of it is upright.
    pub fn of(segment: &[u8]) -> Option<Turned> {
        let tiff = segment.strip_prefix(HEAD)?;
        let is_little = match tiff.first_chunk()? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let short = |at: usize| {
            let bytes = *tiff.get(at..)?.first_chunk()?;
            Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
        };
        let offset = *tiff.get(4..)?.first_chunk()?;
        let offset = if is_little { u32::from_le_bytes(offset) } else { u32::from_be_bytes(offset) };
        let first = usize::try_from(offset).ok()?;
        let entries = first.checked_add(2)?;
        for entry in 0..usize::from(short(first)?) {
            let at = entries.checked_add(entry.checked_mul(12)?)?;
            if short(at)? == TAG && short(at.checked_add(2)?)? == SHORT {
                return u8::try_from(short(at.checked_add(8)?)?).ok().filter(|way| (2..=8).contains(way)).map(Turned);
            }
        }
        None
    }

    /// A whole segment APP1 that says this and nothing else. 36 bytes.
    pub fn segment(self) -> [u8; SEGMENT_BYTES] {
        let mut segment = *b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0?\0\0\0\0\0\0";
        if let Some(way) = segment.get_mut(29) {
            *way = self.0;
        }
        segment
    }
}

/// How long [`Turned::segment`] is.
pub const SEGMENT_BYTES: usize = 36;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_read_in_both_orders_of_bytes() {
        let little =
            b"Exif\0\0II*\0\x08\0\0\0\x02\0\x0F\x01\x02\0\x04\0\0\0Abc\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(Turned::of(little), Some(Turned(6)));
        for way in 2..=8 {
            let segment = Turned(way).segment();
            assert_eq!(Turned::of(&segment[4..]), Some(Turned(way)));
        }
        assert_eq!(Turned::of(&Turned(1).segment()[4..]), None);
        assert_eq!(Turned::of(&Turned(9).segment()[4..]), None);
        assert_eq!(Turned::of(b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"), None);
    }

    proptest! {
        #[test]
        fn any_segment_is_read(mut bytes in prop::collection::vec(any::<u8>(), 0..60), has_head: bool, is_little: bool) {
            if has_head {
                let head: &[u8] = if is_little { b"Exif\0\0II*\0\x08\0\0\0" } else { b"Exif\0\0MM\0*\0\0\0\x08" };
                bytes.splice(0..0, head.iter().copied());
            }
            let _ = Turned::of(&bytes);
        }
    }
}
