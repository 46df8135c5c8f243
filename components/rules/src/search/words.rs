//! Words: what a text consists of, as numbers.
//!
//! A word is a syllable, as Vietnamese writes it, folded, in a `u128`: sixteen letters, the first in the highest byte, so
//! that numbers have the order of the alphabet and the words with one prefix lie together. Only some 900 occur.

use crate::fold::{canonical, fold, folds_to, is_mark};

/// A folded word of at most sixteen letters; what is longer is cut.
pub type Key = u128;

const LETTERS_MAX: usize = 16;

/// The folded word as a number. `ky` and `ki`, `ly` and `li` are one word in two spellings.
pub fn key(folded: &str) -> Key {
    match folded.as_bytes() {
        [first @ (b'h' | b'k' | b'l' | b'm' | b's' | b't'), b'i'] => pack(&[*first, b'y']),
        b"qui" => pack(b"quy"),
        letters => pack(letters),
    }
}

fn pack(letters: &[u8]) -> Key {
    let mut bytes = [0; LETTERS_MAX];
    bytes.iter_mut().zip(letters).for_each(|(to, from)| *to = *from);
    Key::from_be_bytes(bytes)
}

/// The first and the last number that a word which starts with these letters, as they stand, can have.
pub fn prefix(folded: &str) -> (Key, Key) {
    let start = pack(folded.as_bytes());
    let free = 8 * LETTERS_MAX.saturating_sub(folded.len());
    (start, start | ((1_u128 << free.min(127)) - 1))
}

/// The letters of a word.
pub fn letters(key: Key) -> ([u8; LETTERS_MAX], usize) {
    let bytes = key.to_be_bytes();
    let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(LETTERS_MAX);
    (bytes, length)
}

/// The word to be read by people.
pub fn spelled(key: Key) -> String {
    let (bytes, length) = letters(key);
    String::from_utf8_lossy(bytes.get(..length).unwrap_or_default()).into_owned()
}

/// The words of a name, short forms written out, without `thủ tục`: that all of this is procedures says nothing.
pub fn of_name(name: &str, words: &mut Vec<Key>) {
    let start = words.len();
    let thu_tuc = [key("thu"), key("tuc")];
    for word in fold(name).split(' ').filter(|word| !word.is_empty()) {
        match long_form(word) {
            Some(long) => words.extend(long.split(' ').map(key)),
            None => words.push(key(word)),
        }
        if words.len() >= start + 2 && words.ends_with(&thu_tuc) {
            words.truncate(words.len() - 2);
        }
    }
}

/// What a short form stands for. Officials and citizens both write them, and each where the other does not.
fn long_form(word: &str) -> Option<&'static str> {
    #[rustfmt::skip]
    let long = match word {
        "bhxh" => "bao hiem xa hoi",
        "bhyt" => "bao hiem y te",
        "bhtn" => "bao hiem that nghiep",
        "bhtnld" => "bao hiem tai nan lao dong",
        "bnn"  => "benh nghe nghiep",
        "bds"  => "bat dong san",
        "cccd" => "can cuoc cong dan",
        "cmnd" => "chung minh nhan dan",
        "cmt"  => "chung minh thu",
        "cty"  => "cong ty",
        "dkkd" => "dang ky kinh doanh",
        "dkkh" => "dang ky ket hon",
        "dntn" => "doanh nghiep tu nhan",
        "dtm"  => "danh gia tac dong moi truong",
        "gcn"  => "giay chung nhan",
        "gplx" => "giay phep lai xe",
        "gpxd" => "giay phep xay dung",
        "gtgt" => "gia tri gia tang",
        "hkd"  => "ho kinh doanh",
        "htx"  => "hop tac xa",
        "kcb"  => "kham chua benh",
        "lltp" => "ly lich tu phap",
        "mst"  => "ma so thue",
        "mtv"  => "mot thanh vien",
        "nsnn" => "ngan sach nha nuoc",
        "pccc" => "phong chay chua chay",
        "qsdd" => "quyen su dung dat",
        "tncn" => "thu nhap ca nhan",
        "tndn" => "thu nhap doanh nghiep",
        "tnhh" => "trach nhiem huu han",
        "tnld" => "tai nan lao dong",
        "ttdb" => "tieu thu dac biet",
        _ => return None,
    };
    Some(long)
}

/// One word that somebody typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// In lower case, with the diacritics that were typed.
    pub text: String,
    /// Without them.
    pub folded: String,
    /// The same as a number.
    pub key: Key,
    /// Whether it is one of those that people say around the thing that they want.
    pub stop: bool,
    /// How it came to stand here.
    pub origin: Origin,
}

/// How a word came to stand in a query.
#[derive(Clone, Debug)]
pub enum Origin {
    /// It was typed.
    Typed,
    /// It is the first word of what a typed short form stands for.
    Short {
        /// What was typed.
        typed: String,
        /// What that stands for.
        long: &'static str,
    },
    /// It is a later word of the same.
    Continued,
}

const CHARACTERS_MAX: usize = 200;
const WORDS_MAX: usize = 16;

/// The words of what somebody typed, cut to a size that bounds the work.
pub fn of_query(text: &str) -> Vec<Typed> {
    let text: String = text.chars().take(CHARACTERS_MAX).collect();
    let text = canonical(&text);
    let pieces = text.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter));
    let words = pieces.map(|piece| (piece, fold(piece))).filter(|(_, folded)| !folded.is_empty());
    words.take(WORDS_MAX).flat_map(|(piece, folded)| typed(piece, folded)).collect()
}

fn typed(piece: &str, folded: String) -> Vec<Typed> {
    let word = |text: &str, folded: &str, origin| Typed {
        text: text.to_owned(),
        key: key(folded),
        folded: folded.to_owned(),
        stop: STOPS.iter().any(|stop| is_said(text, folded, stop)),
        origin,
    };
    let Some(long) = long_form(&folded) else { return vec![word(piece, &folded, Origin::Typed)] };
    let origins = core::iter::once(Origin::Short { typed: piece.to_owned(), long });
    let origins = origins.chain(core::iter::repeat(Origin::Continued));
    long.split(' ').zip(origins).map(|(part, origin)| word(part, part, origin)).collect()
}

/// Whether a typed word may be this known one: without diacritics by its letters, with diacritics only exactly.
fn is_said(text: &str, folded: &str, known: &str) -> bool {
    text == known || (text == folded && folds_to(known, folded))
}

/// What citizens say around the thing that they want. With diacritics, so that `làm` is one and `lâm` (forest) is not.
const STOPS: &[&str] = &[
    "tôi", "mình", "em", "anh", "chị", "tui", "muốn", "làm", "xin", "cần", "phải", "cho", "ở", "đâu", "thì", "là",
    "mà", "gì", "nào", "như", "thế", "được", "những", "các", "và", "với", "để", "về", "của", "bị", "hỏi", "giúp", "ơi",
    "ạ", "rồi", "đã", "lâu", "vậy", "sao", "bao", "nhiêu", "khi", "có", "hay", "hoặc", "trên", "tại", "theo", "đi",
    "ra", "lên", "cách", "thủ", "tục", "how", "to", "the", "a", "an", "for", "in", "of", "my", "i", "want", "get",
    "need", "apply", "where", "do", "what", "is", "and", "on", "at", "with", "please",
];
