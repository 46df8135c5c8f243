//! The laws of folding and of names.

use motcua_rules::cursor::{BadCursor, Cursor};
use motcua_rules::fold::{canonical, fold, same_name};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

#[test]
fn diacritics_case_and_punctuation_go() {
    for (text, folded) in [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("  ĐĂNG-KÝ,\tKHAI  SINH. ", "dang ky khai sinh"),
        ("Ưỡn ẹo Ỹ ộ ằ ễ ị", "uon eo y o a e i"),
        ("1.001193", "1 001193"),
        ("Ðồng (Icelandic eth)", "dong icelandic eth"),
        ("", ""),
        ("–“”", ""),
    ] {
        assert_eq!(fold(text), folded);
    }
}

#[test]
fn every_vietnamese_letter_folds_to_a_plain_one() {
    let letters = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";
    let plain = format!(
        "{}d{}{}{}{}{}",
        "a".repeat(17),
        "e".repeat(11),
        "i".repeat(5),
        "o".repeat(17),
        "u".repeat(11),
        "y".repeat(5)
    );
    for text in
        [letters.to_owned(), letters.to_uppercase(), letters.nfd().collect(), letters.to_uppercase().nfd().collect()]
    {
        assert_eq!(fold(&text), plain);
    }
}

#[test]
fn a_name_is_the_same_in_either_spelling_and_form() {
    for (one, other) in [("Hoà", "Hòa"), ("Thuỷ", "Thủy"), ("khoẻ", "khỏe"), ("Xã  Hoà Bình ", "xã hòa bình")]
    {
        assert!(same_name(one, other) && same_name(&one.nfd().collect::<String>(), other), "{one} {other}");
    }
}

#[test]
fn a_name_keeps_its_diacritics() {
    for (one, other) in
        [("Tân Hòa", "Tân Hóa"), ("Hòa", "Hoa"), ("Đông", "Dông"), ("Thuý", "Thùy"), ("Hòa Bình", "HòaBình")]
    {
        assert!(!same_name(one, other), "{one} {other}");
    }
    assert_eq!(canonical("QUÝ HOÀNG TOÀN HUỲNH UỶ"), "quý hoàng toàn huỳnh ủy");
}

#[test]
fn a_damaged_cursor_is_refused() {
    let whole = Cursor::Ranked { score: 91_234, code: "1.001193".to_owned() }.encode();
    assert!(
        whole.len() < 24 && whole.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
        "{whole}"
    );
    for bad in ["", "A", "====", "AQ", &whole[1..], &whole[..whole.len() - 1], &whole.repeat(9)] {
        assert_eq!(Cursor::decode(bad), Err(BadCursor::Garbled), "{bad}");
    }
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn both_unicode_forms_are_alike(text in "[ a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹA-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ]*") {
        let (nfd, nfc) = (text.nfd().collect::<String>(), text.nfc().collect::<String>());
        prop_assert_eq!(fold(&nfd), fold(&nfc));
        prop_assert_eq!(canonical(&nfd), canonical(&nfc));
    }

    #[test]
    fn a_folded_text_has_single_spaces_inside_only(text in "[ a-zA-Zàáảãạđ.,\u{300}-\u{310}-]*") {
        let folded = fold(&text);
        prop_assert_eq!(folded.split_whitespace().collect::<Vec<_>>().join(" "), folded);
    }

    #[test]
    fn a_canonical_name_is_its_own(text in any::<String>()) {
        let once = canonical(&text);
        prop_assert_eq!(canonical(&once), once.clone());
        prop_assert!(same_name(&text, &once) && fold(&once) == fold(&text));
    }

    #[test]
    fn a_cursor_comes_back_as_it_went(score: u32, code in "[ -~]{0,64}", ranked: bool) {
        let cursor = if ranked { Cursor::Ranked { score, code } } else { Cursor::Code(code) };
        prop_assert_eq!(Cursor::decode(&cursor.encode()), Ok(cursor));
    }

    #[test]
    fn no_text_makes_a_cursor_panic(text in any::<String>(), letters in "[A-Za-z0-9_-]{0,120}") {
        let _ = Cursor::decode(&text);
        if let Ok(cursor) = Cursor::decode(&letters) {
            prop_assert_eq!(cursor.encode(), letters);
        }
    }
}
