//! Finding a procedure with the words that a citizen has for it.
//!
//! Vietnamese writes every syllable apart, and without diacritics many syllables are one: 2,600 names have only some
//! 800 different folded ones. So the units of this search are single syllables and, far more telling, pairs of
//! neighbours. Everything is an integer, and the order of results is total.

mod entry;
mod facets;
mod index;
mod lists;
mod rank;
mod synonyms;
mod typo;
mod understand;
mod words;

pub use entry::{Entry, Facets, Found, Hit, How, Position, Query, Word};
pub use index::Index;

use crate::procedure::Code;
use core::cmp::Reverse;
use core::mem::take;
use rank::Ranked;
use understand::Sought;

/// A page is never longer.
pub const LIMIT_MAX: usize = 100;

const SUGGESTIONS: usize = 5;

impl Index {
    /// Answers a query.
    ///
    /// A code, or the start of one, finds by code. Words find what has all of them or most: rare ones, and such as
    /// stand side by side, count most. When what is left after the filters is nothing, the suggestions are the nearest.
    pub fn search(&self, query: &Query<'_>) -> Found<'_> {
        let (matches, understood, near) = self.matches(query.text);
        let (kept, facets) = facets::sift(self, query, &matches);
        let total = kept.len();
        let suggestions = match total {
            0 if near.is_empty() => self.nearest(matches),
            0 => self.nearest(near),
            _ => Vec::new(),
        };
        let (hits, next) = self.page(kept, query);
        Found { hits, next, total, facets, understood, suggestions }
    }

    /// What a text matches, how it was understood and, if it matches nothing, what is near.
    fn matches(&self, text: &str) -> (Vec<Ranked>, Vec<Word>, Vec<Ranked>) {
        if let Some(found) = self.by_code(text) {
            return (found, Vec::new(), Vec::new());
        }
        let mut readings = understand::readings(self, text);
        let words = |readings: &mut Vec<Sought>, at: usize| readings.get_mut(at).map(|one| take(&mut one.words));
        if readings.iter().all(|sought| sought.slots.is_empty() && sought.strange == 0) {
            return (rank::all(self), words(&mut readings, 0).unwrap_or_default(), Vec::new());
        }
        let fitting = rank::fitting(self, &readings);
        let words = words(&mut readings, fitting.reading).unwrap_or_default();
        if fitting.found { (fitting.ranked, words, Vec::new()) } else { (Vec::new(), words, fitting.ranked) }
    }
}

impl Index {
    /// What is found by code: one entry for a whole code anywhere in the text (a service's code is its procedure's and
    /// a suffix), all that start so if the text is only the start of a code.
    fn by_code(&self, text: &str) -> Option<Vec<Ranked>> {
        let mut pieces = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.').take(PIECES_MAX);
        if let Some(number) = pieces.find_map(|piece| self.number(whole_code(piece)?)) {
            return Some(vec![Ranked::new(BY_CODE, number)]);
        }
        let start = text.trim();
        let rest = CODE_LENGTH.checked_sub(start.len()).filter(|_| start.len() > 2)?;
        let from = Code::parse(&format!("{start}{}", "0".repeat(rest)))?;
        let to = Code::parse(&format!("{start}{}", "9".repeat(rest)))?;
        let numbered = (0..).zip(&self.entries).filter(|(_, entry)| (from..=to).contains(&entry.code));
        Some(numbered.map(|(number, _)| Ranked::new(BY_CODE, number)).collect())
    }

    fn number(&self, code: Code) -> Option<u32> {
        let at = self.entries.binary_search_by_key(&code, |entry| entry.code).ok()?;
        u32::try_from(at).ok()
    }

    /// The page of the matches that the query asks for, and where the next one starts.
    fn page(&self, mut matches: Vec<Ranked>, query: &Query<'_>) -> (Vec<Hit<'_>>, Option<Position>) {
        if let Some(after) = query.after {
            matches.retain(|ranked| self.is_behind(*ranked, after));
        }
        let limit = query.limit.clamp(1, LIMIT_MAX);
        let more = matches.len() > limit;
        let hits: Vec<Hit<'_>> = self.best(matches, limit).collect();
        let last = hits.last().map(|hit| Position { score: hit.score, code: hit.entry.code });
        (hits, last.filter(|_| more))
    }

    fn is_behind(&self, ranked: Ranked, after: Position) -> bool {
        let score = ranked.score();
        let behind = |entry: &Entry| entry.code > after.code;
        score < after.score || score == after.score && rank::entry(self, ranked).is_some_and(behind)
    }

    fn best(&self, mut matches: Vec<Ranked>, limit: usize) -> impl Iterator<Item = Hit<'_>> {
        if matches.len() > limit {
            matches.select_nth_unstable_by_key(limit, |ranked| Reverse(*ranked));
            matches.truncate(limit);
        }
        matches.sort_unstable_by_key(|ranked| Reverse(*ranked));
        matches.into_iter().filter_map(|ranked| Some(Hit { entry: rank::entry(self, ranked)?, score: ranked.score() }))
    }

    /// The best of what nearly matches; what most people want where nothing does.
    fn nearest(&self, near: Vec<Ranked>) -> Vec<&Entry> {
        let near = if near.is_empty() { rank::all(self) } else { near };
        self.best(near, SUGGESTIONS).map(|hit| hit.entry).collect()
    }
}

/// The code that a piece of text is, or starts with before a suffix.
fn whole_code(piece: &str) -> Option<Code> {
    let rest = piece.get(CODE_LENGTH..)?;
    if rest.is_empty() || rest.starts_with('.') { Code::parse(piece.get(..CODE_LENGTH)?) } else { None }
}

/// Of `N.NNNNNN`.
const CODE_LENGTH: usize = 8;

/// Above every score that words can get.
const BY_CODE: u32 = 1_000_000;

/// A bound on the work, as there is one for words.
const PIECES_MAX: usize = 200;
