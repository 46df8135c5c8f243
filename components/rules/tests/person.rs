//! Numbers of persons and firms, and how they are reached.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Debug;

use jiff::civil::date;
use motcua_rules::language::Language;
use motcua_rules::person::{
    Birthplace, Contradiction, Email, LastFour, OldCard, PersonalNumber, Phone, Refusal, Sex, TaxCode,
};
use proptest::prelude::*;

fn number(text: &str) -> PersonalNumber {
    PersonalNumber::read(text).unwrap()
}

#[test]
fn a_personal_number_tells_place_sex_and_year() {
    for (text, place, sex, year) in [
        ("001085012345", Some("01"), Sex::Male, 1985),
        ("079199000001", Some("79"), Sex::Female, 1999),
        ("096201000001", Some("96"), Sex::Male, 2001),
        ("027 325 123 456", Some("27"), Sex::Female, 2025),
        ("001.399.000.000", Some("01"), Sex::Female, 2099),
        ("112087000001", None, Sex::Male, 1987),
        ("279088000001", None, Sex::Male, 1988),
    ] {
        let number = number(text);
        let told = match number.birthplace() {
            Birthplace::Province(code) => Some(code.to_string()),
            Birthplace::Elsewhere => None,
        };
        assert_eq!((told.as_deref(), number.sex(), number.birth_year()), (place, sex, year), "{text}");
    }
}

#[test]
fn a_form_is_held_against_the_number() {
    let number = number("001085012345");
    let against = |born, sex| number.contradictions(born, sex);
    assert_eq!(against(Some(date(1985, 12, 31)), Some(Sex::Male)), []);
    assert_eq!(against(None, None), []);
    assert_eq!(against(Some(date(1986, 1, 1)), None), [Contradiction::BirthYear]);
    assert_eq!(
        against(Some(date(2085, 1, 1)), Some(Sex::Female)),
        [Contradiction::BirthYear, Contradiction::Sex],
        "the century counts"
    );
}

#[test]
fn what_is_no_personal_number_says_why() {
    for (bad, refusal) in [
        ("", Refusal::Empty),
        (" . ", Refusal::Empty),
        ("00108501234", Refusal::WrongLength),
        ("0010850123456", Refusal::WrongLength),
        ("001085-012345", Refusal::NotDigits),
        ("00108501234A", Refusal::NotDigits),
        ("٠٠١٠٨٥٠١٢٣٤٥", Refusal::NotDigits),
        ("000000000000", Refusal::BadPlace),
        ("028325123456", Refusal::BadPlace),
        ("099085012345", Refusal::BadPlace),
        ("001400000000", Refusal::BadCentury),
        ("112987000001", Refusal::BadCentury),
    ] {
        assert_eq!(PersonalNumber::read(bad).unwrap_err(), refusal, "{bad}");
    }
    assert_eq!(OldCard::read("012 345 678").unwrap().as_str(), "012345678");
    assert_eq!(OldCard::read("01234567").unwrap_err(), Refusal::WrongLength);
    assert_eq!(OldCard::read("B1234567X").unwrap_err(), Refusal::NotDigits);
}

#[test]
fn the_codes_of_known_firms_are_codes() {
    // Vietcombank, FPT, Viettel, Vinamilk, Hoa Phat (r): that five recalled codes fit the recalled weights is no accident.
    for known in ["0100112437", "0101248141", "0100109106", "0300588569", "0900189284"] {
        assert_eq!(TaxCode::read(known).unwrap().as_str(), known);
    }
}

#[test]
fn a_tax_code_is_a_firm_s_a_branch_s_or_a_citizen_s() {
    for written in ["0100109106-001", "0100109106001", "0100 109 106 - 001", "0100109106–001", "0100109106—001"] {
        let code = TaxCode::read(written).unwrap();
        assert_eq!((code.as_str(), code.branch(), code.personal().is_none()), ("0100109106-001", Some("001"), true));
    }
    let own = TaxCode::read("001085012345").unwrap();
    assert!(own.personal() == Some(number("001085012345")) && own.branch().is_none());
    for (bad, refusal) in [
        ("", Refusal::Empty),
        ("-001", Refusal::Empty),
        ("0100109106-", Refusal::Empty),
        ("0100109107", Refusal::BadCheckDigit),
        ("0100109107-001", Refusal::BadCheckDigit),
        ("0100109106-000", Refusal::BadBranch),
        ("0100109106-01", Refusal::WrongLength),
        ("0100109106-0001", Refusal::WrongLength),
        ("010010910", Refusal::WrongLength),
        ("001085012345-001", Refusal::WrongLength),
        ("000085012345", Refusal::BadPlace),
        ("0100109106-A01", Refusal::NotDigits),
        ("0100109106-001-2", Refusal::NotDigits),
    ] {
        assert_eq!(TaxCode::read(bad).unwrap_err(), refusal, "{bad}");
    }
}

#[test]
fn a_wrong_digit_or_two_neighbours_that_changed_places_are_found_in_a_tax_code() {
    let right = b"0100109106";
    let read = |digits: &[u8]| TaxCode::read(std::str::from_utf8(digits).unwrap());
    for place in 0..10 {
        for digit in (b'0'..=b'9').filter(|digit| *digit != right[place]) {
            let mut wrong = *right;
            wrong[place] = digit;
            assert_eq!(read(&wrong).unwrap_err(), Refusal::BadCheckDigit);
        }
        if place > 0 && right[place] != right[place - 1] {
            let mut wrong = *right;
            wrong.swap(place - 1, place);
            assert_eq!(read(&wrong).unwrap_err(), Refusal::BadCheckDigit);
        }
    }
}

#[test]
fn a_telephone_number_has_one_normal_form() {
    for (written, normal, national, mobile) in [
        ("0912345678", "+84912345678", "0912345678", true),
        ("+84 912 345 678", "+84912345678", "0912345678", true),
        ("84912345678", "+84912345678", "0912345678", true),
        ("0084.912.345.678", "+84912345678", "0912345678", true),
        ("\u{202a}+84 912 345 678\u{202c}", "+84912345678", "0912345678", true),
        ("\u{200e}\u{2068}0912345678\u{2069}", "+84912345678", "0912345678", true),
        ("+84 (0) 912-345–678", "+84912345678", "0912345678", true),
        ("0843123456", "+84843123456", "0843123456", true),
        ("84843123456", "+84843123456", "0843123456", true),
        ("0356789012", "+84356789012", "0356789012", true),
        ("0567890123", "+84567890123", "0567890123", true),
        ("0787890123", "+84787890123", "0787890123", true),
        ("024 3825 3536", "+842438253536", "02438253536", false),
        ("(0236) 3822 041", "+842363822041", "02363822041", false),
    ] {
        let phone = Phone::read(written).unwrap();
        assert_eq!((phone.as_str(), phone.national().as_str(), phone.is_mobile()), (normal, national, mobile));
    }
}

#[test]
fn what_is_no_telephone_number_in_vietnam_says_why() {
    for (bad, refusal) in [
        ("", Refusal::Empty),
        (" - ", Refusal::Empty),
        ("+", Refusal::Foreign),
        ("+1 202 555 0100", Refusal::Foreign),
        ("0066 2 123 4567", Refusal::Foreign),
        ("0912 345 67x", Refusal::NotDigits),
        ("++84912345678", Refusal::NotDigits),
        ("０912345678", Refusal::NotDigits),
        ("091234567", Refusal::WrongLength),
        ("09123456789", Refusal::WrongLength),
        ("0243825353", Refusal::WrongLength),
        ("0", Refusal::WrongLength),
        ("84", Refusal::WrongLength),
        ("01234567890", Refusal::BadPrefix),
        ("0412345678", Refusal::BadPrefix),
        ("19001234", Refusal::BadPrefix),
        ("113", Refusal::BadPrefix),
        ("912345678", Refusal::BadPrefix),
    ] {
        assert_eq!(Phone::read(bad).unwrap_err(), refusal, "{bad}");
    }
}

#[test]
fn an_address_is_one_that_a_message_may_reach() {
    for (written, normal) in [
        (" Lan.Nguyen+hs@Example.COM.vn ", "Lan.Nguyen+hs@example.com.vn"),
        ("a@b.vn", "a@b.vn"),
        ("lan@thư.vn", "lan@thư.vn"),
        ("lan@xn--th-1la.vn", "lan@xn--th-1la.vn"),
    ] {
        assert_eq!(Email::read(written).unwrap().as_str(), normal);
    }
    let long = "a".repeat(65);
    for (bad, refusal) in [
        ("  ".into(), Refusal::Empty),
        ("lan".into(), Refusal::NoAt),
        ("lan@@b.vn".into(), Refusal::NoAt),
        ("lan@b@c.vn".into(), Refusal::NoAt),
        ("@b.vn".into(), Refusal::BadMailbox),
        (".lan@b.vn".into(), Refusal::BadMailbox),
        ("lan..anh@b.vn".into(), Refusal::BadMailbox),
        ("lan anh@b.vn".into(), Refusal::BadMailbox),
        ("lan\u{202e}@b.vn".into(), Refusal::BadMailbox),
        ("<lan@b.vn".into(), Refusal::BadMailbox),
        (format!("{long}@b.vn"), Refusal::BadMailbox),
        ("lan@".into(), Refusal::BadDomain),
        ("lan@b".into(), Refusal::BadDomain),
        ("lan@b.".into(), Refusal::BadDomain),
        ("lan@.vn".into(), Refusal::BadDomain),
        ("lan@-b.vn".into(), Refusal::BadDomain),
        ("lan@b_c.vn".into(), Refusal::BadDomain),
        ("lan@127.0.0.1".into(), Refusal::BadDomain),
        ("lan@b.vn\r\nbcc: x".into(), Refusal::BadDomain),
        (format!("lan@{long}.vn"), Refusal::BadDomain),
    ] {
        assert_eq!(Email::read(&bad).unwrap_err(), refusal, "{bad}");
    }
}

#[test]
fn the_last_four_digits_are_the_second_factor() {
    let typed = LastFour::read(" 2345 ").unwrap();
    assert!(number("001085012345").last_four() == typed);
    assert!(Phone::read("0912 342 345").unwrap().last_four() == typed);
    assert_eq!(typed.as_bytes(), b"2345");
    assert_eq!(LastFour::read("345").unwrap_err(), Refusal::WrongLength);
    assert_eq!(LastFour::read("12345").unwrap_err(), Refusal::WrongLength);
    assert_eq!(LastFour::read("23a5").unwrap_err(), Refusal::NotDigits);
}

#[test]
fn nothing_personal_shows_itself() {
    let shown = |value: &dyn Debug| format!("{value:?} {value:#?}");
    let values: [&dyn Debug; 6] = [
        &number("001085012345"),
        &OldCard::read("123456789").unwrap(),
        &TaxCode::read("001085012345").unwrap(),
        &Phone::read("0912345678").unwrap(),
        &Email::read("lan@b.vn").unwrap(),
        &LastFour::read("2345").unwrap(),
    ];
    for value in values {
        assert!(!shown(value).chars().any(|letter| letter.is_ascii_digit() || letter == '@'), "{value:?}");
        assert!(shown(value).contains("(…)"));
    }
}

#[test]
fn every_refusal_is_a_word_and_a_sentence() {
    for refusal in Refusal::ALL {
        assert_eq!(Refusal::parse(refusal.as_str()), Some(*refusal));
        assert!(!refusal.label(Language::Vi).is_empty() && !refusal.label(Language::En).is_empty());
    }
}

proptest! {
    #[test]
    fn a_normal_form_is_read_as_itself(
        person in "[0-9]{3}[0-9]{9}",
        firm in "[0-9]{10}(-[0-9]{3})?",
        phone in "(0|84|\\+84|0084)([35789][0-9]{8}|2[0-9]{9})",
        email in "[a-zA-Z0-9.+-]{1,12}@[a-zA-Z0-9-]{1,6}\\.[a-z]{2}",
    ) {
        if let Ok(read) = PersonalNumber::read(&person) { prop_assert!(PersonalNumber::read(read.as_str()) == Ok(read)); }
        if let Ok(read) = TaxCode::read(&firm) { prop_assert!(TaxCode::read(read.as_str()) == Ok(read)); }
        if let Ok(read) = Email::read(&email) { prop_assert!(Email::read(read.as_str()) == Ok(read)); }
        let read = Phone::read(&phone).unwrap();
        prop_assert!(Phone::read(&read.national()) == Ok(read.clone()) && Phone::read(read.as_str()) == Ok(read));
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,30}", digits in "[0-9 .+()@-]{0,20}") {
        for text in [text, digits] {
            let _ = (PersonalNumber::read(&text), OldCard::read(&text), TaxCode::read(&text));
            let _ = (Phone::read(&text), Email::read(&text), LastFour::read(&text));
        }
    }

    #[test]
    fn a_code_with_its_check_digit_is_one_and_no_other_digit_makes_one(nine in "[0-9]{9}") {
        let fits = (0..10).filter(|check| TaxCode::read(&format!("{nine}{check}")).is_ok()).count();
        let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
        let sum: u32 = nine.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
        prop_assert_eq!(fits, usize::from(!sum.is_multiple_of(11)), "a sum that leaves nothing makes no code");
    }
}
