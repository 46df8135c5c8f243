use proptest::prelude::*;

use super::*;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [name, content].concat();
    let length = u32::try_from(content.len()).unwrap();
    [&length.to_be_bytes()[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
}

fn header(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    chunk(HEAD, &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, 0]].concat())
}

fn picture(parts: &[Vec<u8>]) -> Vec<u8> {
    [SIGNATURE, &parts.concat(), &chunk(END, b"")].concat()
}

fn data() -> Vec<u8> {
    chunk(DATA, b"packed")
}

#[test]
fn what_tells_of_the_one_who_made_it_is_gone_and_the_picture_stays() {
    let head = || header(8, 8, 8, 2);
    let looks = || [chunk(b"iCCP", b"colours"), chunk(b"gAMA", &[0, 1, 2, 3])].concat();
    let told: Vec<u8> = [b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"caBX", b"acTL", b"iDOT"]
        .iter()
        .flat_map(|name| chunk(name, b"GPS"))
        .collect();
    let mut came = picture(&[head(), looks(), told.clone(), data(), data(), told]);
    came.extend(b"what was cut away");
    let kept = picture(&[head(), looks(), data(), data()]);
    assert_eq!(strip(&came), Ok(kept.clone()));
    assert_eq!(strip(&kept), Ok(kept));
}

#[test]
fn what_is_no_whole_picture_is_refused() {
    let whole = picture(&[header(8, 8, 8, 2), data()]);
    for length in SIGNATURE.len()..whole.len() {
        assert_eq!(strip(&whole[..length]), Err(Flaw::Incomplete), "{length}");
    }
    for place in SIGNATURE.len()..whole.len() {
        let mut broken = whole.clone();
        broken[place] ^= 1;
        assert!(strip(&broken).is_err(), "{place}");
    }
    assert_eq!(strip(&picture(&[header(10_001, 10_000, 8, 2), data()])), Err(Flaw::TooManyPixels(10_001, 10_000)));
    for broken in [
        picture(&[]),
        picture(&[data()]),
        picture(&[header(8, 8, 8, 2)]),
        picture(&[header(0, 8, 8, 2), data()]),
        picture(&[header(8, 8, 3, 2), data()]),
        picture(&[header(8, 8, 8, 3), data()]),
        picture(&[header(8, 8, 8, 2), header(8, 8, 8, 2), data()]),
        picture(&[header(8, 8, 8, 2), data(), chunk(b"tEXt", b""), data()]),
        picture(&[header(8, 8, 8, 3), data(), chunk(PALETTE, &[0; 3])]),
        picture(&[header(8, 8, 8, 2), chunk(b"QQQQ", b""), data()]),
        picture(&[chunk(b"CgBI", &[0; 4]), header(8, 8, 8, 2), data()]),
    ] {
        assert!(matches!(strip(&broken), Err(Flaw::Broken(_))), "{}", broken.escape_ascii());
    }
    assert!(strip(&picture(&[header(8, 8, 8, 3), chunk(PALETTE, &[0; 3]), data()])).is_ok());
}

proptest! {
    #[test]
    fn stripping_twice_is_stripping_once(
        names in prop::collection::vec("[a-z]{4}|tRNS|iCCP", 0..6), content in prop::collection::vec(any::<u8>(), 0..30), cut: prop::sample::Index,
    ) {
        let notes: Vec<u8> = names.iter().flat_map(|name| chunk(name.as_bytes().try_into().unwrap(), &content)).collect();
        let came = picture(&[header(8, 8, 8, 2), notes, chunk(DATA, &content)]);
        let kept = strip(&came).unwrap();
        prop_assert!(kept.len() <= came.len());
        prop_assert!(kept.ends_with(&[chunk(DATA, &content), chunk(END, b"")].concat()));
        prop_assert_eq!(strip(&kept), Ok(kept));
        prop_assert!(strip(&came[..cut.index(came.len())]).is_err());
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = strip(&[SIGNATURE, &bytes].concat());
    }
}
