//! Vietnamese text made comparable: [`fold`] for search, [`canonical`] for identity.
//!
//! Search may fold, identity may not: eight pairs of new communes have names that are equal once folded.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What a citizen who types without diacritics would have typed: lower case, no diacritics, `đ` as `d`, everything that
/// is neither letter nor digit as one space, none at the ends.
///
/// NFC and NFD, `Hoà` and `Hòa` give the same; folding twice changes nothing.
///
/// ```
/// use motcua_rules::fold::fold;
/// assert_eq!(fold("  Đăng ký\tKHAI SINH (cấp xã)"), "dang ky khai sinh cap xa");
/// assert_eq!(fold("Hoà"), fold("Hòa"));
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.chars() {
        match plain(letter) {
            Plain::Letter(letter) => push(&mut out, &mut gap, letter),
            Plain::Mark => {}
            Plain::Gap => gap = true,
            Plain::Unknown => decompose_canonical(letter, |part| stranger(&mut out, &mut gap, part)),
        }
    }
    out
}

/// Whether a word in Vietnamese letters folds to this, told without writing it down.
pub(crate) fn folds_to(word: &str, folded: &str) -> bool {
    let mut letters = folded.chars();
    let same = word.chars().all(|letter| match plain(letter) {
        Plain::Letter(letter) => letters.next() == Some(letter),
        Plain::Mark => true,
        Plain::Gap | Plain::Unknown => false,
    });
    same && letters.next().is_none()
}

/// What one character of Vietnamese text becomes.
enum Plain {
    Letter(char),
    Mark,
    Gap,
    Unknown,
}

/// The letters of Vietnamese without a table of Unicode's: this runs on every name whenever an instance starts.
#[inline]
const fn plain(letter: char) -> Plain {
    Plain::Letter(match letter {
        'a'..='z' | '0'..='9' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        '\0'..='\x7f' => return Plain::Gap,
        'À'..='Ã' | 'à'..='ã' | 'Ă' | 'ă' | '\u{1ea0}'..='\u{1eb7}' => 'a',
        // The Icelandic eth looks like Đ and stands in its place in older data.
        'Đ' | 'đ' | 'Ð' | 'ð' => 'd',
        'È'..='Ê' | 'è'..='ê' | '\u{1eb8}'..='\u{1ec7}' => 'e',
        'Ì' | 'Í' | 'ì' | 'í' | 'Ĩ' | 'ĩ' | '\u{1ec8}'..='\u{1ecb}' => 'i',
        'Ò'..='Õ' | 'ò'..='õ' | 'Ơ' | 'ơ' | '\u{1ecc}'..='\u{1ee3}' => 'o',
        'Ù' | 'Ú' | 'ù' | 'ú' | 'Ũ' | 'ũ' | 'Ư' | 'ư' | '\u{1ee4}'..='\u{1ef1}' => 'u',
        'Ý' | 'ý' | '\u{1ef2}'..='\u{1ef9}' => 'y',
        '\u{300}'..='\u{36f}' => return Plain::Mark,
        _ => return Plain::Unknown,
    })
}

#[inline]
fn push(out: &mut String, gap: &mut bool, letter: char) {
    if core::mem::take(gap) && !out.is_empty() {
        out.push(' ');
    }
    out.push(letter);
}

/// A part of a character that Vietnamese does not have. Lower case may bring new marks (`İ`), so they go last.
fn stranger(out: &mut String, gap: &mut bool, part: char) {
    if is_combining_mark(part) {
        return;
    }
    for lower in part.to_lowercase() {
        match plain(lower) {
            Plain::Letter(letter) => push(out, gap, letter),
            Plain::Mark => {}
            Plain::Unknown if is_combining_mark(lower) => {}
            Plain::Unknown if lower.is_alphanumeric() => push(out, gap, lower),
            Plain::Unknown | Plain::Gap => *gap = true,
        }
    }
}

/// A name as identity compares it: NFC, lower case, single spaces, the tone mark where `hòa` has it. Diacritics stay.
///
/// ```
/// use motcua_rules::fold::canonical;
/// assert_eq!(canonical(" Phường  Hoà Thuỷ"), "phường hòa thủy");
/// assert_ne!(canonical("Tân Hòa"), canonical("Tân Hóa"));
/// ```
pub fn canonical(name: &str) -> String {
    let lower = name.to_lowercase();
    let composed = match is_nfc_quick(lower.chars()) {
        IsNormalized::Yes => lower,
        IsNormalized::No | IsNormalized::Maybe => lower.nfc().collect(),
    };
    let mut out: Vec<char> = Vec::with_capacity(composed.len());
    for letter in composed.chars() {
        if !letter.is_alphabetic() {
            settle_tone(&mut out);
        }
        if !letter.is_whitespace() {
            out.push(letter);
        } else if out.last().is_some_and(|last| *last != ' ') {
            out.push(' ');
        }
    }
    settle_tone(&mut out);
    if out.last() == Some(&' ') {
        out.pop();
    }
    out.into_iter().collect()
}

/// Whether two names are the same name: letter case, spacing, Unicode form and the place of the tone mark aside.
pub fn same_name(one: &str, other: &str) -> bool {
    one == other || canonical(one) == canonical(other)
}

/// The vowels whose tone mark wanders, each with its five tones in one order.
const TONES: [(char, [char; 5]); 5] = [
    ('a', ['à', 'á', 'ả', 'ã', 'ạ']),
    ('e', ['è', 'é', 'ẻ', 'ẽ', 'ẹ']),
    ('y', ['ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ']),
    ('o', ['ò', 'ó', 'ỏ', 'õ', 'ọ']),
    ('u', ['ù', 'ú', 'ủ', 'ũ', 'ụ']),
];

/// Moves the tone of a syllable that ends in `oa`, `oe` or `uy` to the first vowel. Only there do the spellings differ;
/// in `quý` the `u` belongs to the consonant.
fn settle_tone(word: &mut [char]) {
    let [before @ .., first, second] = word else { return };
    let Some((base, tone)) =
        TONES.iter().find_map(|(base, tones)| Some((*base, tones.iter().position(|tone| tone == second)?)))
    else {
        return;
    };
    let wanders = match (*first, base) {
        ('o', 'a' | 'e') => true,
        ('u', 'y') => before.last() != Some(&'q'),
        _ => false,
    };
    let marked = TONES.iter().find(|(vowel, _)| vowel == first).and_then(|(_, tones)| tones.get(tone));
    if let (true, Some(marked)) = (wanders, marked) {
        (*first, *second) = (*marked, base);
    }
}
