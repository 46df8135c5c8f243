//! Filters, and how the matches divide.

use super::entry::{Facets, Query};
use super::index::{Facts, Index, field};
use super::rank::Ranked;
use crate::procedure::{Audience, Channel, Level};

/// The filters of a query; each a set of bits of which an entry must have one.
struct Filters {
    /// `Some(None)` asks for a field that nobody has.
    field: Option<Option<u16>>,
    level: u8,
    channel: u8,
    audience: u8,
}

impl Filters {
    fn of(index: &Index, query: &Query<'_>) -> Filters {
        Filters {
            field: query.field.map(|name| field(&index.fields, name)),
            level: query.level.map_or(0, |level| 1 << level as u8),
            channel: query.channel.map_or(0, |channel| 1 << channel as u8),
            audience: query.audience.map_or(0, |audience| 1 << audience as u8),
        }
    }

    /// One bit for each filter that the entry fails: field, level, channel, audience.
    fn failed(&self, facts: &Facts) -> u8 {
        let field = self.field.is_some_and(|field| field != Some(facts.field));
        let none_of = |wanted: u8, has: u8| wanted != 0 && wanted & has == 0;
        u8::from(field)
            | u8::from(none_of(self.level, facts.levels)) << 1
            | u8::from(none_of(self.channel, facts.channels)) << 2
            | u8::from(none_of(self.audience, facts.audiences)) << 3
    }
}

/// Keeps the matches that pass the filters, and counts how all divide.
pub fn sift<'a>(index: &'a Index, query: &Query<'_>, matches: &[Ranked]) -> (Vec<Ranked>, Facets<'a>) {
    let filters = Filters::of(index, query);
    let mut counts = Counts { fields: vec![0; index.fields.len()], ..Counts::default() };
    let passes = |ranked: &&Ranked| {
        let Some(facts) = index.facts.get(ranked.entry() as usize) else { return false };
        let failed = filters.failed(facts);
        counts.count(facts, failed);
        failed == 0
    };
    let kept = matches.iter().filter(passes).copied().collect();
    (kept, counts.named(index))
}

#[derive(Default)]
struct Counts {
    fields: Vec<u32>,
    levels: [u32; 8],
    channels: [u32; 8],
    audiences: [u32; 8],
}

impl Counts {
    /// Counts an entry in each facet whose filter is the only one that it may fail.
    fn count(&mut self, facts: &Facts, failed: u8) {
        let counts = |own: u8| failed & !own == 0;
        if let (true, Some(count)) = (counts(1), self.fields.get_mut(usize::from(facts.field))) {
            *count += 1;
        }
        let add = |own: u8, bits: u8, facet: &mut [u32; 8]| {
            if counts(own) {
                facet.iter_mut().enumerate().for_each(|(bit, count)| *count += u32::from(bits >> bit & 1));
            }
        };
        add(2, facts.levels, &mut self.levels);
        add(4, facts.channels, &mut self.channels);
        add(8, facts.audiences, &mut self.audiences);
    }

    fn named<'a>(&self, index: &'a Index) -> Facets<'a> {
        let names = index.fields.iter().map(|(_, name)| name.as_str());
        Facets {
            field: frequent(names.zip(self.fields.iter().copied())),
            level: frequent(Level::ALL.iter().copied().zip(self.levels)),
            channel: frequent(Channel::ALL.iter().copied().zip(self.channels)),
            audience: frequent(Audience::ALL.iter().copied().zip(self.audiences)),
        }
    }
}

/// The values that occur, most frequent first; equally frequent ones in their own order.
fn frequent<T>(values: impl Iterator<Item = (T, u32)>) -> Vec<(T, u32)> {
    let mut values: Vec<_> = values.filter(|(_, count)| *count > 0).collect();
    values.sort_by_key(|(_, count)| core::cmp::Reverse(*count));
    values
}
