//! Which entries have a word: sorted lists, one after another in one piece of memory.

/// A number that stands for what an entry may have, and for each the entries that have it.
#[derive(Debug, Default)]
pub struct Lists {
    keys: Vec<u64>,
    /// Where the list of each key starts; one more than there are keys.
    starts: Vec<u32>,
    postings: Vec<Posting>,
}

/// That an entry has something, and in which of its texts: the entry's number and its best [`Text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting(u32);

/// The texts of an entry, the least telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// Its field of law.
    Field,
    /// Its English name.
    English,
    /// Its name, from the thirteenth word on: where exceptions and other cases are listed.
    Tail,
    /// The first twelve words of its name.
    Head,
}

const HEAD_WORDS: usize = 12;

impl Posting {
    /// Of the entry with this number, which must be below 2³⁰.
    pub const fn new(entry: u32, text: Text) -> Posting {
        Posting(entry << 2 | text as u32)
    }

    /// The same for the word at this place of the text.
    pub const fn at(self, place: usize) -> Posting {
        match self.text() {
            Text::Head if place >= HEAD_WORDS => Posting::new(self.entry(), Text::Tail),
            _ => self,
        }
    }

    /// The entry's number.
    pub const fn entry(self) -> u32 {
        self.0 >> 2
    }

    /// Where it was seen.
    pub const fn text(self) -> Text {
        match self.0 & 3 {
            0 => Text::Field,
            1 => Text::English,
            2 => Text::Tail,
            _ => Text::Head,
        }
    }
}

impl Lists {
    /// Takes what was seen, sorted by key and then by entry; of the same thing seen twice in an entry, the more telling
    /// text stays.
    pub fn of(seen: &[(u64, Posting)]) -> Lists {
        let mut lists = Lists { postings: Vec::with_capacity(seen.len()), ..Lists::default() };
        for (key, posting) in seen {
            let known = lists.keys.last() == Some(key);
            match lists.postings.last_mut() {
                Some(last) if known && last.entry() == posting.entry() => *last = (*last).max(*posting),
                _ if known => lists.postings.push(*posting),
                _ => {
                    lists.keys.push(*key);
                    lists.starts.push(length(&lists.postings));
                    lists.postings.push(*posting);
                }
            }
        }
        lists.starts.push(length(&lists.postings));
        lists
    }

    /// The lists of all keys from `from` up to, but without, `to`.
    pub fn between(&self, from: u64, to: u64) -> impl Iterator<Item = &[Posting]> {
        let start = self.keys.partition_point(|key| *key < from);
        let end = self.keys.partition_point(|key| *key < to);
        (start..end).map(|at| self.list(at))
    }

    /// All keys with their lists.
    pub fn all(&self) -> impl Iterator<Item = (u64, &[Posting])> {
        self.keys.iter().enumerate().map(|(at, key)| (*key, self.list(at)))
    }

    fn list(&self, at: usize) -> &[Posting] {
        match self.starts.get(at..) {
            Some([start, end, ..]) => self.postings.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Sorts by a small number of each thing, keeping the order of things with one number. Linear: there are some 60,000
/// things, and a sort that compares them would take most of the time in which an instance starts.
pub fn sorted_by<T: Copy>(things: &[T], numbers: usize, number: impl Fn(&T) -> usize) -> Vec<T> {
    let mut places = vec![0_usize; numbers + 1];
    for thing in things {
        if let Some(count) = places.get_mut(number(thing) + 1) {
            *count += 1;
        }
    }
    places.iter_mut().fold(0, |sum, place| {
        *place += sum;
        *place
    });
    let mut sorted = things.to_vec();
    for thing in things {
        let Some(place) = places.get_mut(number(thing)) else { continue };
        if let Some(slot) = sorted.get_mut(*place) {
            *slot = *thing;
        }
        *place += 1;
    }
    sorted
}

fn length(postings: &[Posting]) -> u32 {
    u32::try_from(postings.len()).unwrap_or(u32::MAX)
}
