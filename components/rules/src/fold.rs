//! Vietnamese text made comparable: [`fold`] for search, [`canonical`] for identity, [`composed`] to be kept.
//!
//! Search may fold, identity may not: eight pairs of new communes have names that are equal once folded.
//!
//! The letters of Vietnamese are a table here, not Unicode's normalisation: its tables serve every script and would be a
//! tenth of the component, and this runs on each name whenever an instance starts. A test holds the table against the
//! library's; letters that Vietnamese does not have stay as they are.

use std::borrow::Cow;

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
            Plain::Unknown => stranger(&mut out, &mut gap, letter),
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
        'À'..='Å' | 'à'..='å' | 'Ă' | 'ă' | '\u{1ea0}'..='\u{1eb7}' => 'a',
        // The Icelandic eth looks like Đ and stands in its place in older data.
        'Đ' | 'đ' | 'Ð' | 'ð' => 'd',
        'È'..='Ë' | 'è'..='ë' | '\u{1eb8}'..='\u{1ec7}' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ' | 'ĩ' | '\u{1ec8}'..='\u{1ecb}' => 'i',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ơ' | 'ơ' | '\u{1ecc}'..='\u{1ee3}' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ' | 'ũ' | 'Ư' | 'ư' | '\u{1ee4}'..='\u{1ef1}' => 'u',
        'Ý' | 'ý' | 'ÿ' | '\u{1ef2}'..='\u{1ef9}' => 'y',
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

/// A letter that Vietnamese does not have: in lower case if it has one. Lower case may bring a mark (`İ`).
fn stranger(out: &mut String, gap: &mut bool, letter: char) {
    for lower in letter.to_lowercase() {
        match plain(lower) {
            Plain::Letter(letter) => push(out, gap, letter),
            Plain::Mark => {}
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
    let mut out: Vec<char> = Vec::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        if is_mark(letter) && out.last_mut().is_some_and(|last| mark(last, letter)) {
            continue;
        }
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

/// The letters of Vietnamese as one character each, whichever way they were typed; a letter of another language with
/// marks that stand for themselves stays as it was.
pub fn composed(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_mark) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let behind = rest.get(first.len_utf8()..).unwrap_or_default();
        let marks = behind.len() - behind.trim_start_matches(is_mark).len();
        let (cluster, after) = rest.split_at(first.len_utf8() + marks);
        match canonical(cluster).chars().collect::<Vec<_>>().as_slice() {
            [one] if marks > 0 && first.is_uppercase() => out.extend(one.to_uppercase()),
            [one] if marks > 0 => out.push(*one),
            _ => out.push_str(cluster),
        }
        rest = after;
    }
    Cow::Owned(out)
}

/// Puts a mark that stands for itself (NFD) on the letter before it; false when there is no such letter.
///
/// A tone below a vowel comes before its hat in NFD (`ẹ` and then `̂`), so a letter may have its tone already.
fn mark(letter: &mut char, mark: char) -> bool {
    let Some((vowel, tone)) = VOWELS.iter().find_map(|row| Some((row[0], row.iter().position(|one| one == letter)?)))
    else {
        return false;
    };
    let wanted = match TONE_MARKS.iter().position(|one| *one == mark) {
        Some(new) if tone == 0 => Some((vowel, new + 1)),
        Some(_) => None,
        None => SHAPES.iter().find(|(from, by, _)| (*from, *by) == (vowel, mark)).map(|(_, _, to)| (*to, tone)),
    };
    let Some((vowel, tone)) = wanted else { return false };
    let marked = VOWELS.iter().find(|row| row[0] == vowel).and_then(|row| row.get(tone));
    marked.is_some_and(|marked| {
        *letter = *marked;
        true
    })
}

/// A mark that stands for itself, as in NFD.
pub(crate) const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Whether two names are the same name: letter case, spacing, Unicode form and the place of the tone mark aside.
pub fn same_name(one: &str, other: &str) -> bool {
    one == other || canonical(one) == canonical(other)
}

/// The vowels, each without a tone and with the five.
#[rustfmt::skip]
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'],
    ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'],
    ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'],
    ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
];

/// The tones in the order of [`VOWELS`], as marks that stand for themselves.
const TONE_MARKS: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// What the other marks make of a vowel.
const SHAPES: [(char, char, char); 6] = [
    ('a', '\u{306}', 'ă'),
    ('a', '\u{302}', 'â'),
    ('e', '\u{302}', 'ê'),
    ('o', '\u{302}', 'ô'),
    ('o', '\u{31b}', 'ơ'),
    ('u', '\u{31b}', 'ư'),
];

/// Moves the tone of a syllable that ends in `oa`, `oe` or `uy` to the first vowel. Only there do the spellings differ;
/// in `quý` the `u` belongs to the consonant.
fn settle_tone(word: &mut [char]) {
    let [before @ .., first, second] = word else { return };
    let Some((base, tone)) = VOWELS
        .iter()
        .find_map(|row| Some((row[0], row.iter().position(|one| one == second).filter(|tone| *tone > 0)?)))
    else {
        return;
    };
    let wanders = match (*first, base) {
        ('o', 'a' | 'e') => true,
        ('u', 'y') => before.last() != Some(&'q'),
        _ => false,
    };
    let marked = VOWELS.iter().find(|row| row[0] == *first).and_then(|row| row.get(tone));
    if let (true, Some(marked)) = (wanders, marked) {
        (*first, *second) = (*marked, base);
    }
}
