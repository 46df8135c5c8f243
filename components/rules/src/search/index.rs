//! The index: built once when an instance starts, never changed.

use super::entry::Entry;
use super::lists::{Lists, Posting, Text, sorted_by};
use super::synonyms::{self, Synonym};
use super::words::{self, Key};
use crate::fold::canonical;
use std::collections::BTreeMap;

/// Everything that can be found. Build it once and ask it often: building takes milliseconds, asking microseconds.
#[derive(Debug)]
pub struct Index {
    /// By code, so that an entry's number also gives the order of equal scores.
    pub(super) entries: Vec<Entry>,
    pub(super) facts: Vec<Facts>,
    /// The fields as published, in the order of their canonical names.
    pub(super) fields: Vec<(String, String)>,
    /// Every word of the entries and of the synonyms, in order; a word's place is its number.
    pub(super) words: Vec<Key>,
    pub(super) singles: Lists,
    /// Neighbours: of two folded syllables together there are ten times as many as of one, so they say ten times more.
    pub(super) pairs: Lists,
    pub(super) synonyms: Vec<Synonym>,
}

/// What ranking and filters ask of an entry again and again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    /// Its field's place in [`Index::fields`].
    pub field: u16,
    /// One bit a level, a channel, an audience, in the order of the enumerations.
    pub levels: u8,
    pub channels: u8,
    pub audiences: u8,
    /// All that a query could match in the name.
    pub weight: u32,
    /// 0 for most; the more, the more people ask for it.
    pub popularity: u32,
}

/// A word's number is below this, so that a pair of numbers fits a `u64` with room to spare.
const WORD_SHIFT: u32 = 24;

/// The key of two neighbouring words in [`Index::pairs`].
pub(super) const fn pair(first: u32, second: u32) -> u64 {
    (first as u64) << WORD_SHIFT | second as u64
}

impl Index {
    /// Builds the index. Of two entries with one code, the first counts.
    pub fn new(mut entries: Vec<Entry>) -> Index {
        entries.sort_by_key(|entry| entry.code);
        entries.dedup_by_key(|entry| entry.code);
        let texts = Texts::of(&entries);
        let synonyms = synonyms::read(&entries);
        let words = dictionary(&texts, &synonyms);
        let (singles, pairs) = texts.lists(&words);
        let fields = fields(&entries);
        let mut index = Index { facts: facts(&entries, &fields), entries, fields, words, singles, pairs, synonyms };
        index.weigh();
        index
    }

    /// The number of a word that is known.
    pub(super) fn word(&self, key: Key) -> Option<u32> {
        number(&self.words, key)
    }

    /// How telling something is that this many entries have: sixteen times the binary logarithm, up to a limit.
    pub(super) fn rarity(&self, having: usize) -> u32 {
        (log(self.entries.len() + 1) + 4).saturating_sub(log(having.max(1))).min(RARITY_MAX)
    }

    /// Adds up what a query could match in each name.
    fn weigh(&mut self) {
        let mut weights = vec![0_u32; self.entries.len()];
        for (_, list) in self.singles.all().chain(self.pairs.all()) {
            let rarity = self.rarity(list.len());
            for posting in list.iter().filter(|posting| matches!(posting.text(), Text::Head | Text::Tail)) {
                if let Some(weight) = weights.get_mut(posting.entry() as usize) {
                    *weight = weight.saturating_add(rarity);
                }
            }
        }
        self.facts.iter_mut().zip(weights).for_each(|(facts, weight)| facts.weight = weight);
    }
}

/// What is in fewer than one of seventy entries is equally telling: without a limit, a rare word that came along by
/// chance (`nhà vợ`, "my wife's house") would count for more than what the query is about.
const RARITY_MAX: u32 = 100;

fn log(count: usize) -> u32 {
    let Some(whole) = count.checked_ilog2() else { return 0 };
    let part = (count << 4 >> whole) & 15;
    whole * 16 + u32::try_from(part).unwrap_or(0)
}

/// The words of all texts, one text after another.
struct Texts {
    keys: Vec<Key>,
    /// Whose text it is, and where it ends in `keys`.
    ends: Vec<(Posting, usize)>,
}

impl Texts {
    fn of(entries: &[Entry]) -> Texts {
        let mut texts = Texts { keys: Vec::with_capacity(entries.len() * 28), ends: Vec::new() };
        // Hundreds of entries share a field: its words are taken apart once.
        let mut fields: BTreeMap<&str, Vec<Key>> = BTreeMap::new();
        for (number, entry) in (0_u32..).zip(entries) {
            texts.add(&entry.name_vi, Posting::new(number, Text::Head));
            texts.add(entry.name_en.as_deref().unwrap_or_default(), Posting::new(number, Text::English));
            let field = fields.entry(&entry.field).or_insert_with(|| {
                let mut words = Vec::new();
                words::of_name(&entry.field, &mut words);
                words
            });
            texts.keys.extend_from_slice(field);
            texts.ends.push((Posting::new(number, Text::Field), texts.keys.len()));
        }
        texts
    }

    fn add(&mut self, text: &str, posting: Posting) {
        words::of_name(text, &mut self.keys);
        self.ends.push((posting, self.keys.len()));
    }

    fn lists(&self, words: &[Key]) -> (Lists, Lists) {
        let (mut singles, mut pairs) = (Vec::with_capacity(self.keys.len()), Vec::with_capacity(self.keys.len()));
        let mut start = 0;
        for (posting, end) in &self.ends {
            let mut before = None;
            for (at, key) in self.keys.get(start..*end).unwrap_or_default().iter().enumerate() {
                let word = number(words, *key).unwrap_or_default();
                singles.push((u64::from(word), posting.at(at)));
                pairs.extend(before.map(|before| (pair(before, word), posting.at(at - 1))));
                before = Some(word);
            }
            start = *end;
        }
        let second = |seen: &(u64, Posting)| (seen.0 & ((1 << WORD_SHIFT) - 1)) as usize;
        let first = |seen: &(u64, Posting)| (seen.0 >> WORD_SHIFT) as usize;
        let pairs = sorted_by(&sorted_by(&pairs, words.len(), second), words.len(), first);
        (Lists::of(&sorted_by(&singles, words.len(), second)), Lists::of(&pairs))
    }
}

/// A word's place among all words.
fn number(words: &[Key], key: Key) -> Option<u32> {
    words.binary_search(&key).ok().and_then(|at| u32::try_from(at).ok())
}

fn dictionary(texts: &Texts, synonyms: &[Synonym]) -> Vec<Key> {
    let said = synonyms.iter().flat_map(|synonym| synonym.said.iter().chain(&synonym.means).copied());
    let mut words: Vec<Key> = texts.keys.iter().copied().chain(said).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn fields(entries: &[Entry]) -> Vec<(String, String)> {
    let mut fields: Vec<_> = published(entries).into_iter().map(|name| (canonical(name), name.to_owned())).collect();
    fields.sort_unstable();
    fields.dedup_by(|one, other| one.0 == other.0);
    fields
}

/// The different fields, in the order of their names as published.
fn published(entries: &[Entry]) -> Vec<&str> {
    let mut names: Vec<&str> = entries.iter().map(|entry| entry.field.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn facts(entries: &[Entry], fields: &[(String, String)]) -> Vec<Facts> {
    let bits = |values: &mut dyn Iterator<Item = u8>| values.fold(0, |bits, value| bits | 1 << value);
    let ranks = entries.iter().filter(|entry| entry.popularity.is_some()).count();
    let places: Vec<_> = published(entries).into_iter().map(|name| (name, field(fields, name))).collect();
    let place = |name: &str| {
        let at = places.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        places.get(at).and_then(|(_, place)| *place)
    };
    let of = |entry: &Entry| Facts {
        field: place(&entry.field).unwrap_or(u16::MAX),
        levels: bits(&mut entry.levels.iter().map(|level| *level as u8)),
        channels: bits(&mut entry.channels.iter().map(|channel| *channel as u8)),
        audiences: bits(&mut entry.audiences.iter().map(|audience| *audience as u8)),
        weight: 0,
        popularity: entry.popularity.map_or(0, |rank| popularity(rank, ranks)),
    };
    entries.iter().map(of).collect()
}

/// 100 for the least popular of those with a rank, 150 for the first.
fn popularity(rank: u16, ranks: usize) -> u32 {
    let below = ranks.saturating_sub(usize::from(rank)).min(ranks);
    100 + u32::try_from(below * 50 / ranks.max(1)).unwrap_or(0)
}

/// The place of a field by its name.
pub(super) fn field(fields: &[(String, String)], name: &str) -> Option<u16> {
    let name = canonical(name);
    let at = fields.binary_search_by(|(known, _)| known.as_str().cmp(&name)).ok()?;
    u16::try_from(at).ok()
}
