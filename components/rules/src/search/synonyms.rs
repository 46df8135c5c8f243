//! What citizens say, and what the law calls it: the rows of `data/synonyms.csv`.

use super::entry::Entry;
use super::words::{self, Key};
use crate::fold::fold;
use crate::procedure::Code;

/// `said,means,first`: what people say; the words to look for instead; and, where most who say just this want one
/// thing, the codes of it, separated by spaces. Lower case, tone marks as in `hòa`, no commas within.
const ROWS: &str = include_str!("../../data/synonyms.csv");

/// One row of the table.
#[derive(Debug)]
pub struct Synonym {
    /// The words that people say, as written.
    pub spelled: Vec<&'static str>,
    /// The same words, folded.
    pub said: Vec<Key>,
    /// The words of the law.
    pub means: Vec<Key>,
    /// What most of them want: numbers of entries.
    pub first: Vec<u32>,
}

/// The table for these entries, which must be in the order of their codes, sorted by the first word said. A code that
/// is not published is nobody's.
pub fn read(entries: &[Entry]) -> Vec<Synonym> {
    let mut synonyms: Vec<Synonym> = ROWS.lines().skip(1).filter_map(|row| synonym(row, entries)).collect();
    synonyms.sort_by(|one, other| one.said.cmp(&other.said));
    synonyms
}

fn synonym(row: &'static str, entries: &[Entry]) -> Option<Synonym> {
    let mut cells = row.split(',');
    let spelled: Vec<&str> = cells.next()?.split(' ').collect();
    let means = cells.next()?;
    let codes = cells.next().unwrap_or_default().split(' ').filter_map(Code::parse);
    let number = |code| entries.binary_search_by_key(&code, |entry| entry.code).ok();
    let first = codes.filter_map(number).filter_map(|number| u32::try_from(number).ok()).collect();
    let said = spelled.iter().map(|word| words::key(&fold(word))).collect();
    let mut synonym = Synonym { spelled, said, means: Vec::new(), first };
    words::of_name(means, &mut synonym.means);
    Some(synonym)
}

/// The rows that start with this word.
pub fn starting(synonyms: &[Synonym], word: Key) -> &[Synonym] {
    let starts = |synonym: &Synonym| synonym.said.first().copied().unwrap_or_default();
    let from = synonyms.partition_point(|synonym| starts(synonym) < word);
    let to = synonyms.partition_point(|synonym| starts(synonym) <= word);
    synonyms.get(from..to).unwrap_or_default()
}
