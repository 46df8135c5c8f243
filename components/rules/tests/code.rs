//! Codes of dossiers and spoken references, as laws about all of them.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::num::NonZeroU32;

use jiff::civil::{Date, date};
use motcua_rules::agency::Id;
use motcua_rules::code::{Code, Form, Garbled, Reference, Refusal, beginning};
use proptest::prelude::*;

fn made(agency: &str, day: Date, sequence: u32) -> String {
    Code::make(Id::parse(agency).unwrap(), day, NonZeroU32::new(sequence).unwrap()).unwrap().to_string()
}

#[test]
fn a_code_is_made_as_the_circular_writes_it() {
    let day = date(2025, 7, 1);
    assert_eq!(made("H29.24", day, 1), "H29.24-250701-0001");
    assert_eq!(made("H29.101", day, 9_999), "H29.101-250701-9999");
    assert_eq!(made("H29.101", day, 10_000), "H29.101-250701-10000", "it widens and does not begin again");
    assert_eq!(made("G09", date(2099, 12, 31), u32::MAX), "G09-991231-4294967295");
    let first = NonZeroU32::new(1).unwrap();
    for outside in [date(1999, 12, 31), date(2100, 1, 1)] {
        assert_eq!(Code::make(Id::parse("H29").unwrap(), outside, first), Err(Refusal::Date));
    }
}

#[test]
fn a_ministry_s_variant_is_kept_as_it_was_written() {
    let code = Code::parse("G09.20-20260609-0092637").unwrap();
    assert_eq!((code.agency().as_str(), code.date(), code.sequence().get()), ("G09.20", date(2026, 6, 9), 92_637));
    assert_eq!((code.form(), code.to_string().as_str()), (Form::Ministry { digits: 7 }, "G09.20-20260609-0092637"));
    assert_ne!(code, Code::parse("G09.20-260609-92637").unwrap(), "two systems gave these, for two dossiers");
}

#[test]
fn zeros_that_a_number_does_not_need_are_kept_as_they_were_written() {
    for (text, digits) in [("H29.24-250701-00001", 5), ("H29.24-250701-0000012345", 10)] {
        let code = Code::parse(text).unwrap();
        assert_eq!((code.form(), code.to_string().as_str()), (Form::Padded { digits }, text));
        let plain = Code::make(code.agency().clone(), code.date(), code.sequence()).unwrap();
        assert_ne!(code, plain, "another system gave it, for another dossier");
    }
    assert_eq!(Code::parse("H29.24-250701-0001").unwrap().form(), Form::Circular);
}

#[test]
fn what_is_no_code_says_which_part_is_wrong() {
    for (bad, refusal) in [
        ("", Refusal::Parts),
        ("H29.24-250701", Refusal::Parts),
        ("H29.24-250701-0001-2", Refusal::Parts),
        ("h29.24-250701-0001", Refusal::Agency),
        ("Z29-250701-0001", Refusal::Agency),
        (" H29-250701-0001", Refusal::Agency),
        ("H29-250229-0001", Refusal::Date),
        ("H29-251301-0001", Refusal::Date),
        ("H29-250700-0001", Refusal::Date),
        ("H29-2507010-0001", Refusal::Date),
        ("H29-+50701-0001", Refusal::Date),
        ("H29-19991231-0001", Refusal::Date),
        ("H29-21000101-0001", Refusal::Date),
        ("H29-đđđ-0001", Refusal::Date),
        ("H29-250701-001", Refusal::Sequence),
        ("H29-250701-0000", Refusal::Sequence),
        ("H29-250701-00000000001", Refusal::Sequence),
        ("H29-250701-+001", Refusal::Sequence),
        ("H29-250701-0001 ", Refusal::Sequence),
        ("H29-250701-٠٠٠١", Refusal::Sequence),
        ("H29-250701-4294967296", Refusal::Sequence),
        ("H29-20250701-000", Refusal::Sequence),
        ("H29-20250701-00000000001", Refusal::Sequence),
    ] {
        assert_eq!(Code::parse(bad), Err(refusal), "{bad}");
    }
}

fn days() -> impl Strategy<Value = Date> {
    (2000i16..=2099, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_the_same(agency in "[A-Y][0-9]{2}(\\.[0-9]{1,3}){0,3}", day in days(), sequence in 1u32..) {
        let code = Code::make(Id::parse(&agency).unwrap(), day, NonZeroU32::new(sequence).unwrap()).unwrap();
        prop_assert_eq!(Code::parse(&code.to_string()), Ok(code));
    }

    #[test]
    fn a_beginning_and_a_number_are_the_code(agency in "[A-Y][0-9]{2}(\\.[0-9]{1,3}){0,3}", day in days(), sequence in 1u32..) {
        let begun = beginning(&Id::parse(&agency).unwrap(), day).unwrap();
        prop_assert_eq!(format!("{begun}{sequence:04}"), made(&agency, day, sequence));
    }

    #[test]
    fn what_is_read_is_printed_as_it_was(text in "[A-Z][0-9]{2}(\\.[0-9]{1,4}){0,2}-(20)?[0-3][0-9][01][0-9][0-3][0-9]-0{0,5}[0-9]{1,7}") {
        if let Ok(code) = Code::parse(&text) {
            prop_assert_eq!(code.to_string(), text);
        }
    }

    #[test]
    fn a_later_number_comes_after(day in days(), sequence in 1u32..200_000) {
        let of = |day, sequence| Code::parse(&made("H29.24", day, sequence)).unwrap();
        prop_assert!(of(day, sequence) < of(day, sequence + 1));
        let Ok(next) = day.tomorrow() else { return Ok(()) };
        prop_assert!(next.year() > 2099 || of(day, sequence) < of(next, 1));
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,30}") {
        let _ = (Code::parse(&text), Reference::read(&text));
    }
}

const ALPHABET: &[u8; 19] = b"0123456789FHKMRTWXY";

/// The characters of a reference without the hyphens.
fn letters(reference: Reference) -> Vec<u8> {
    reference.to_string().bytes().filter(|byte| *byte != b'-').collect()
}

fn read(letters: &[u8]) -> Result<Reference, Garbled> {
    Reference::read(std::str::from_utf8(letters).unwrap())
}

fn finds_each_slip(reference: Reference) {
    let right = letters(reference);
    for place in 0..right.len() {
        for wrong in ALPHABET.iter().filter(|wrong| **wrong != right[place]) {
            let mut slip = right.clone();
            slip[place] = *wrong;
            assert_eq!(read(&slip), Err(Garbled::Check), "{reference}");
        }
        for other in (place + 1..right.len()).filter(|other| right[*other] != right[place]) {
            let mut slip = right.clone();
            slip.swap(place, other);
            assert_eq!(read(&slip), Err(Garbled::Check), "{reference}");
        }
    }
}

#[test]
fn every_slip_is_found_with_any_two_neighbours_in_any_place() {
    for place in 0..9 {
        for two in 0..19 * 19 {
            finds_each_slip(Reference::of_random(two * 19u64.pow(place)));
        }
    }
}

#[test]
fn a_reference_is_read_as_people_type_it() {
    let reference = Reference::of_random(0x0123_4567_89ab_cdef);
    let text = reference.to_string();
    assert_eq!(text.len(), 13);
    assert_eq!((&text[4..5], &text[9..10]), ("-", "-"));
    let spaced = letters(reference).iter().map(|letter| format!("{} ", char::from(*letter))).collect::<String>();
    for typed in [text.clone(), text.to_lowercase(), text.replace('-', ""), text.replace('-', "–"), spaced] {
        assert_eq!(Reference::read(&typed), Ok(reference), "{typed}");
    }
}

#[test]
fn look_alikes_are_read_as_the_digit_that_they_must_be() {
    let reference = Reference::of_random([8, 6, 5, 2, 1, 0].iter().fold(0, |bits, value| bits * 19 + value));
    let text = reference.to_string();
    for (digit, seen) in
        [("0", "O"), ("0", "q"), ("0", "D"), ("1", "I"), ("1", "l"), ("2", "z"), ("5", "S"), ("6", "G"), ("8", "B")]
    {
        assert_eq!(Reference::read(&text.replace(digit, seen)), Ok(reference), "{seen}");
    }
    for strange in ["A", "C", "E", "J", "N", "P", "U", "V", "Đ", "*", "０"] {
        assert_eq!(Reference::read(&text.replacen('0', strange, 1)), Err(Garbled::Character), "{strange}");
    }
    assert_eq!(Reference::read(&text[1..]), Err(Garbled::Length));
    assert_eq!(Reference::read(&format!("{text}0")), Err(Garbled::Length));
    assert_eq!(Reference::read(""), Err(Garbled::Length));
    assert_eq!(Reference::read("0000-0000-000"), Err(Garbled::Check));
}

proptest! {
    #[test]
    fn a_reference_is_read_back_and_every_slip_in_it_is_found(bits: u64) {
        let reference = Reference::of_random(bits);
        prop_assert_eq!(Reference::read(&reference.to_string()), Ok(reference));
        finds_each_slip(reference);
    }

    #[test]
    fn different_chance_gives_different_references(one in 0u64..6_131_066_257_801, other in 0u64..6_131_066_257_801) {
        prop_assert_eq!(one == other, Reference::of_random(one) == Reference::of_random(other));
    }
}
