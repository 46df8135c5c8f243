//! The words by which the public register is searched: folded, so that diacritics do not matter.
//!
//! What people say around the thing is left out. A word typed without diacritics may be such a word or another (`cho` is
//! `cho`, for, and `chợ`, market): a text with diacritics means what it says; one without is indexed with it, and a query
//! drops it unless it has nothing else.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::fold::{canonical, fold, is_mark};

/// Terms of one text at most: the index grows by so many rows for an item.
const TERMS_MAX: usize = 200;
/// Terms of one query at most: each narrows the answer, and each costs a look.
const WANTED_MAX: usize = 4;
/// Letters of a term.
const LETTERS: core::ops::RangeInclusive<usize> = 2..=30;
/// Letters of a query that are read.
const QUERY_CHARS_MAX: usize = 200;

/// The distinct folded words of a text, in the order in which they come first: at most 200, of 2 to 30 letters, without
/// those that say nothing.
///
/// ```
/// # use motcua_rules::feedback::terms::{terms, wanted};
/// assert_eq!(terms("Đèn đường ở chợ bị hỏng, đèn tắt"), ["den", "duong", "cho", "hong", "tat"]);
/// assert_eq!(wanted("đèn cho xóm tôi"), ["den", "xom"]);
/// assert_eq!(wanted("cho"), ["cho"], "the market perhaps");
/// ```
pub fn terms(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words(text).filter(|word| word.said != Said::Around) {
        if found.len() == TERMS_MAX {
            break;
        }
        if !found.contains(&word.folded) {
            found.push(word.folded);
        }
    }
    found
}

/// The words of a query that are looked for, all of them together: at most 4, the first ones.
pub fn wanted(text: &str) -> Vec<String> {
    let text: String = text.chars().take(QUERY_CHARS_MAX).collect();
    let words: Vec<Word> = words(&text).collect();
    let sure = distinct(words.iter().filter(|word| word.said == Said::Itself));
    if sure.is_empty() { distinct(words.iter().filter(|word| word.said == Said::Perhaps)) } else { sure }
}

fn distinct<'a>(words: impl Iterator<Item = &'a Word>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words {
        if found.len() < WANTED_MAX && !found.contains(&word.folded) {
            found.push(word.folded.clone());
        }
    }
    found
}

/// Whether a word is what a text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// It is.
    Itself,
    /// It is one of those that stand around it.
    Around,
    /// It was written without diacritics and may be either.
    Perhaps,
}

struct Word {
    folded: String,
    said: Said,
}

/// The words of a text that can be terms.
fn words(text: &str) -> impl Iterator<Item = Word> {
    let text = canonical(text);
    let is_plain = !text.chars().any(|letter| !letter.is_ascii() && letter.is_alphabetic());
    let pieces: Vec<String> =
        text.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter)).map(Into::into).collect();
    pieces.into_iter().filter_map(move |piece| {
        let folded = fold(&piece);
        LETTERS.contains(&folded.chars().count()).then(|| Word { said: said(&piece, &folded, is_plain), folded })
    })
}

fn said(piece: &str, folded: &str, is_plain: bool) -> Said {
    match is_plain {
        true if FOLDED.contains(folded) => Said::Perhaps,
        false if STOPS.contains(&piece) => Said::Around,
        _ => Said::Itself,
    }
}

/// The folded words of a text in order, without those that may stand around the thing: for comparing texts of which one was
/// typed without diacritics, and then nobody can tell which it is.
pub(super) fn bare(text: &str) -> Vec<String> {
    let folded = fold(text).replace(ADDRESSEE, " ");
    let says = |word: &&str| !word.is_empty() && !FOLDED.contains(*word);
    folded.split(' ').filter(says).map(Into::into).collect()
}

/// Whom everybody writes to: People's Committee. In so many letters that it alone would make two of them alike.
const ADDRESSEE: &str = "uy ban nhan dan";

/// What people say around the thing that they report, as [`canonical`] writes it.
#[rustfmt::skip]
const STOPS: &[&str] = &[
    "tôi", "mình", "em", "anh", "chị", "chúng", "bà", "con", "ông", "họ", "nó", "ai", "ta", "bạn", "quý", "kính",
    "gửi", "xin", "đề", "nghị", "kiến", "phản", "ánh", "mong", "muốn", "cần", "phải", "cho", "ở", "đâu", "thì", "là",
    "mà", "gì", "nào", "như", "thế", "được", "những", "các", "một", "và", "với", "để", "về", "của", "bị", "hỏi",
    "giúp", "ơi", "ạ", "rồi", "đã", "đang", "sẽ", "vậy", "sao", "bao", "nhiêu", "khi", "có", "không", "hay", "hoặc",
    "trên", "tại", "theo", "đi", "ra", "vào", "lên", "từ", "đến", "này", "đó", "kia", "rất", "quá", "nhưng", "nên",
    "vì", "do", "bởi", "cũng", "thường", "xuyên", "cơ", "quan", "chức", "năng", "việc", "lại", "nữa", "vẫn", "chưa",
    "the", "to", "of", "in", "is", "and", "on", "at", "for", "with", "please",
];

/// The same without diacritics, folded once: every word of every text is looked up in them.
static FOLDED: LazyLock<BTreeSet<String>> = LazyLock::new(|| STOPS.iter().map(|stop| fold(stop)).collect());
