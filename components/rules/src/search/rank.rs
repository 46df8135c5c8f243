//! What fits a query, and how well.

use super::entry::Entry;
use super::index::{Facts, Index, pair};
use super::lists::Posting;
use super::understand::{Choice, Slot, Sought};

/// An entry's score and number in one, so that the order of numbers is the order of results: higher scores first,
/// equal scores by number, which is by code. Compare in reverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ranked(u64);

impl Ranked {
    /// The entry with this number.
    pub const fn new(score: u32, entry: u32) -> Ranked {
        Ranked((score as u64) << 32 | (u32::MAX - entry) as u64)
    }

    /// The score.
    pub const fn score(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The entry's number.
    pub const fn entry(self) -> u32 {
        u32::MAX - (self.0 & 0xffff_ffff) as u32
    }
}

/// Everything by popularity, then by code.
pub fn all(index: &Index) -> Vec<Ranked> {
    (0..).zip(&index.facts).map(|(number, facts)| Ranked::new(facts.popularity, number)).collect()
}

/// What fits a query in one of its readings.
pub struct Fitting {
    /// What fits, in no order.
    pub ranked: Vec<Ranked>,
    /// Whether it fits well enough to be called found.
    pub found: bool,
    /// The reading that the best of it fits.
    pub reading: usize,
}

/// Finds what fits any reading of a query; what fits several has the best of its scores.
pub fn fitting(index: &Index, readings: &[Sought]) -> Fitting {
    let tallies: Vec<Tally> = readings.iter().map(|sought| Tally::of(index, sought)).collect();
    let best = tallies.iter().map(Tally::best).max().unwrap_or(0);
    let mut first: Vec<u32> = readings.iter().flat_map(|sought| sought.first.iter().copied()).collect();
    first.sort_unstable();
    let mut scores = vec![0_u32; index.facts.len()];
    let (mut top, mut reading) = (0, 0);
    for (at, tally) in tallies.iter().enumerate() {
        let highest = tally.scores(index, tally.sum(best * PERCENT_TO_MATCH / 100), &first, &mut scores);
        if highest > top {
            (top, reading) = (highest, at);
        }
    }
    let matches = (0..).zip(&scores).filter(|(_, score)| **score > 0);
    let ranked = matches.map(|(number, score)| Ranked::new(*score, number)).collect();
    Fitting { ranked, found: best >= SHARE_TO_FIND, reading }
}

/// What has less than this part of the best share is no match: it shares only words that everything shares.
const PERCENT_TO_MATCH: u32 = 62;

/// When the best has less than this share of what was asked for, nothing was found, only something near.
const SHARE_TO_FIND: u32 = 30_000;

/// Sums up what each entry has of a query in one reading.
struct Tally {
    sums: Vec<u32>,
    /// Which parts of the query are already counted for an entry: slots from below, pairs from above.
    counted: Vec<u64>,
    /// What an entry that has everything would get, and somewhat for each word that nobody knows.
    whole: u32,
}

/// Parts beyond this many are left out.
const SLOTS_MAX: usize = 32;

impl Tally {
    fn of(index: &Index, sought: &Sought) -> Tally {
        let (sums, counted) = (vec![0; index.entries.len()], vec![0; index.entries.len()]);
        let mut tally = Tally { sums, counted, whole: sought.strange * index.rarity(1) };
        tally.add_singles(index, &sought.slots);
        tally.add_pairs(index, &sought.slots);
        tally
    }

    /// The greatest share of the query that an entry has: 100,000 is all of it.
    fn best(&self) -> u32 {
        self.share(self.sums.iter().copied().max().unwrap_or(0))
    }

    fn share(&self, sum: u32) -> u32 {
        let share = u64::from(sum) * 100_000 / u64::from(self.whole.max(1));
        u32::try_from(share).unwrap_or(u32::MAX)
    }

    /// The sum from which on an entry has this share.
    fn sum(&self, share: u32) -> u32 {
        u32::try_from((u64::from(share) * u64::from(self.whole)).div_ceil(100_000)).unwrap_or(u32::MAX)
    }

    /// Raises the scores to those of this reading, and gives the highest of them. What has less than enough is no match,
    /// unless most people mean it.
    fn scores(&self, index: &Index, enough: u32, first: &[u32], scores: &mut [u32]) -> u32 {
        let mut highest = 0;
        for (number, ((sum, facts), score)) in (0_u32..).zip(self.sums.iter().zip(&index.facts).zip(scores)) {
            // Most entries share a word with the query and no more: this line decides how long a search takes.
            if *sum >= enough.max(1) || *sum > 0 && first.binary_search(&number).is_ok() {
                let own = self.score(*sum, facts, first.binary_search(&number).is_ok());
                *score = own.max(*score);
                highest = own.max(highest);
            }
        }
        highest
    }

    /// How well an entry fits, up to about 200,000: what share of the query it has, what share of its name that is,
    /// and how many people want it.
    fn score(&self, sum: u32, facts: &Facts, first: bool) -> u32 {
        let of_name = (u64::from(sum) * 100 / u64::from(facts.weight.max(1))).min(100);
        let bonus = of_name * 55 / 100 + u64::from(facts.popularity) / 8 + if first { 25 } else { 0 };
        u32::try_from(u64::from(self.share(sum)) * (100 + bonus) / 100).unwrap_or(u32::MAX)
    }

    fn add_singles(&mut self, index: &Index, slots: &[Slot]) {
        for (at, slot) in slots.iter().enumerate().take(SLOTS_MAX).filter(|(_, slot)| !slot.stop) {
            let lists = |choice: &Choice| index.singles.between(u64::from(choice.from), u64::from(choice.to));
            let having = slot.choices.iter().flat_map(lists).map(<[Posting]>::len).sum();
            let rarity = index.rarity(having);
            self.whole += rarity;
            for choice in &slot.choices {
                lists(choice).for_each(|list| self.add(list, 1 << at, rarity * choice.percent));
            }
        }
    }

    fn add_pairs(&mut self, index: &Index, slots: &[Slot]) {
        for (at, (one, other)) in slots.iter().zip(slots.iter().skip(1)).enumerate().take(SLOTS_MAX - 1) {
            let mut found = Vec::new();
            for (first, second) in one.choices.iter().flat_map(|a| other.choices.iter().map(move |b| (a, b))) {
                for word in (first.from..first.to).take(CHOICES_MAX) {
                    let lists = index.pairs.between(pair(word, second.from), pair(word, second.to));
                    found.extend(lists.map(|list| (list, first.percent.min(second.percent))));
                }
            }
            if found.is_empty() {
                continue;
            }
            let rarity = index.rarity(found.iter().map(|(list, _)| list.len()).sum());
            let rarity = if one.stop || other.stop { rarity / 3 } else { rarity };
            self.whole += rarity;
            found.into_iter().for_each(|(list, percent)| self.add(list, 1 << 63 >> at, rarity * percent));
        }
    }

    /// Counts a part for every entry of a list that does not have it yet.
    fn add(&mut self, list: &[Posting], part: u64, hundredfold: u32) {
        let worth = WORTH_PERCENT.map(|percent| hundredfold * percent / 10_000);
        for posting in list {
            let entry = posting.entry() as usize;
            if let (Some(sum), Some(counted)) = (self.sums.get_mut(entry), self.counted.get_mut(entry))
                && *counted & part == 0
            {
                *counted |= part;
                *sum += worth[posting.text() as usize];
            }
        }
    }
}

/// What a word in a text is worth: in the field, the English name, the tail and the head of the name.
const WORTH_PERCENT: [u32; 4] = [45, 100, 85, 100];

/// A bound on the work for a word that may be many.
const CHOICES_MAX: usize = 16;

/// The entry of a result.
pub fn entry(index: &Index, ranked: Ranked) -> Option<&Entry> {
    index.entries.get(ranked.entry() as usize)
}
