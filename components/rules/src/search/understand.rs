//! From what was typed to what is looked for.

use super::entry::{How, Word};
use super::index::{Index, pair};
use super::synonyms::{self, Synonym};
use super::typo;
use super::words::{self, Key, Origin, Typed};
use crate::fold::{fold, folds_to};

/// A query, understood.
#[derive(Debug, Default)]
pub struct Sought {
    /// What is looked for, in order.
    pub slots: Vec<Slot>,
    /// Entries that most people mean by one of the words.
    pub first: Vec<u32>,
    /// How many words nobody knows.
    pub strange: u32,
    /// What each typed word was taken for.
    pub words: Vec<Word>,
}

/// A place in what is looked for, and the words that may stand there.
#[derive(Debug)]
pub struct Slot {
    /// The words that may stand there, the likeliest first.
    pub choices: Vec<Choice>,
    /// Whether it is a word that citizens put around things: it counts only together with its neighbour.
    pub stop: bool,
    /// The place in [`Sought::words`] of what was typed for it.
    word: usize,
}

/// Words with numbers from `from` up to, but without, `to`.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub from: u32,
    pub to: u32,
    /// How sure we are that this was meant, in percent.
    pub percent: u32,
}

const SURE: u32 = 100;
const BY_SYNONYM: u32 = 95;
const BY_PREFIX: u32 = 80;
const BY_TYPO: u32 = 70;
const BY_PREFIX_OF_A_WORD: u32 = 40;

/// Of shorter words, nearly all neighbours of one slip are other words.
const TYPO_LETTERS_MIN: usize = 5;

impl Choice {
    fn one(word: u32, percent: u32) -> Choice {
        Choice { from: word, to: word.saturating_add(1), percent }
    }
}

/// The readings of what somebody typed: by the synonyms, and to the letter if that is something else. A name may well
/// contain what citizens use in another sense: `công chứng` is what they call a certified copy.
pub fn readings(index: &Index, text: &str) -> Vec<Sought> {
    let typed = words::of_query(text);
    let guesses: Vec<Vec<Key>> = typed.iter().map(|word| guess(index, word)).collect();
    let meant = understand(index, &typed, &guesses, true);
    let other = meant.words.iter().any(|word| word.how == How::Synonym);
    let literal = other.then(|| understand(index, &typed, &guesses, false));
    core::iter::once(meant).chain(literal).collect()
}

fn understand(index: &Index, typed: &[Typed], guesses: &[Vec<Key>], by_synonyms: bool) -> Sought {
    let mut sought = Sought::default();
    let mut at = 0;
    while let Some(word) = typed.get(at) {
        match said(index, typed, guesses, at).filter(|_| by_synonyms) {
            Some((synonym, length)) => {
                sought.take_synonym(index, synonym, typed.get(at..at + length).unwrap_or_default());
                at += length;
            }
            None => {
                let last = at + 1 == typed.len();
                sought.take_word(index, word, guesses.get(at).map_or(&[], Vec::as_slice), last);
                at += 1;
            }
        }
    }
    sought.weed(index);
    sought
}

/// The words that a strange word may have been meant as.
fn guess(index: &Index, word: &Typed) -> Vec<Key> {
    match index.word(word.key) {
        Some(_) => Vec::new(),
        None if word.folded.len() < TYPO_LETTERS_MIN => Vec::new(),
        None => typo::near(&index.words, word.key).collect(),
    }
}

/// The longest row of the synonyms that is said here, and how many typed words it takes.
fn said<'a>(index: &'a Index, typed: &[Typed], guesses: &[Vec<Key>], at: usize) -> Option<(&'a Synonym, usize)> {
    let first = typed.get(at)?.key;
    let starts = core::iter::once(first).chain(guesses.get(at).into_iter().flatten().copied());
    starts
        .flat_map(|start| synonyms::starting(&index.synonyms, start))
        .filter_map(|synonym| Some((synonym, length_said(synonym, typed, guesses, at)?)))
        .max_by_key(|(synonym, length)| (synonym.said.len(), *length))
}

/// How many typed words from here on say this synonym; words that citizens put in between are passed over.
fn length_said(synonym: &Synonym, typed: &[Typed], guesses: &[Vec<Key>], start: usize) -> Option<usize> {
    let mut at = start;
    for (number, (key, spelled)) in synonym.said.iter().zip(&synonym.spelled).enumerate() {
        loop {
            let word = typed.get(at)?;
            let near = guesses.get(at).is_some_and(|guesses| guesses.contains(key));
            let ends = number > 0 && number + 1 == synonym.said.len() && at + 1 == typed.len();
            at += 1;
            if near || is_it(word, *key, spelled) || (ends && is_start(word, *key)) {
                break;
            }
            if number == 0 || !word.stop {
                return None;
            }
        }
    }
    Some(at - start)
}

/// A word with diacritics is another word than the same with other diacritics: `sơ đồ` is no `sổ đỏ`.
fn is_it(word: &Typed, key: Key, spelled: &str) -> bool {
    word.key == key && (word.text == word.folded || word.text == spelled || !folds_to(spelled, &word.folded))
}

fn is_start(word: &Typed, key: Key) -> bool {
    let (from, to) = words::prefix(&word.folded);
    word.folded.len() >= 2 && (from..=to).contains(&key)
}

impl Sought {
    fn take_synonym(&mut self, index: &Index, synonym: &Synonym, typed: &[Typed]) {
        let typed: Vec<&str> = typed.iter().map(|word| word.text.as_str()).collect();
        let means: Vec<String> = synonym.means.iter().map(|key| words::spelled(*key)).collect();
        let word = self.note(typed.join(" "), means.join(" "), How::Synonym);
        for number in synonym.means.iter().filter_map(|key| index.word(*key)) {
            self.slots.push(Slot { choices: vec![Choice::one(number, BY_SYNONYM)], stop: false, word });
        }
        self.first.extend(&synonym.first);
    }

    fn take_word(&mut self, index: &Index, typed: &Typed, guesses: &[Key], last: bool) {
        let mut choices: Vec<Choice> = index.word(typed.key).map(|word| Choice::one(word, SURE)).into_iter().collect();
        let mut how = How::Exact;
        if last && !typed.stop && !self.ends_with(index, &choices) {
            let starts = starting(index, typed, if choices.is_empty() { BY_PREFIX } else { BY_PREFIX_OF_A_WORD });
            how = if choices.is_empty() && starts.is_some() { How::Prefix } else { how };
            choices.extend(starts);
        }
        if choices.is_empty() {
            how = How::Typo;
            if let Some(parts) = split(index, typed) {
                let word = self.note_typed(typed, how);
                self.slots.extend(parts.map(|part| Slot { choices: vec![part], stop: false, word }));
                return;
            }
            choices = guesses.iter().filter_map(|key| Some(Choice::one(index.word(*key)?, BY_TYPO))).collect();
        }
        let word = self.note_typed(typed, how);
        self.slots.push(Slot { choices, stop: typed.stop, word });
    }

    fn note_typed(&mut self, typed: &Typed, how: How) -> usize {
        match &typed.origin {
            Origin::Typed => self.note(typed.text.clone(), String::new(), how),
            Origin::Short { typed, long } => self.note(typed.clone(), (*long).to_owned(), How::Synonym),
            Origin::Continued => self.words.len().saturating_sub(1),
        }
    }

    fn note(&mut self, typed: String, taken_as: String, how: How) -> usize {
        self.words.push(Word { typed, taken_as, how });
        self.words.len() - 1
    }

    /// Whether the last slot and these words stand side by side somewhere.
    fn ends_with(&self, index: &Index, choices: &[Choice]) -> bool {
        self.slots.last().is_some_and(|slot| meet(index, &slot.choices, choices))
    }

    /// Keeps what the neighbours vouch for, and says what became of each word.
    fn weed(&mut self, index: &Index) {
        for at in 0..self.slots.len() {
            let vouched = self.vouched(index, at);
            let (Some(slot), words) = (self.slots.get_mut(at), &mut self.words) else { continue };
            let Some(word) = words.get_mut(slot.word) else { continue };
            if slot.stop && vouched.is_empty() {
                slot.choices.clear();
            } else if word.how == How::Typo && slot.choices.len() > 1 && !vouched.is_empty() {
                slot.choices = vouched;
            }
            match slot.choices.as_slice() {
                [] => word.how = How::Ignored,
                [_, ..] if word.how == How::Prefix => word.taken_as = fold(&word.typed) + "…",
                [likeliest, ..] if word.how != How::Synonym => spell(index, likeliest, word),
                _ => {}
            }
            self.strange += u32::from(slot.choices.is_empty() && !slot.stop);
        }
        self.slots.retain(|slot| !slot.choices.is_empty());
    }

    /// The choices of a slot that somewhere stand beside a choice of its neighbours.
    fn vouched(&self, index: &Index, at: usize) -> Vec<Choice> {
        let choices = |at: usize| match self.slots.get(at) {
            Some(slot) if !slot.stop => slot.choices.as_slice(),
            _ => &[],
        };
        let (before, after) = (at.checked_sub(1).map_or(&[][..], choices), choices(at + 1));
        let all = self.slots.get(at).map_or(&[][..], |slot| &slot.choices).iter();
        let vouched = all.filter(|one| {
            let one = core::slice::from_ref(*one);
            meet(index, before, one) || meet(index, one, after)
        });
        vouched.copied().collect()
    }
}

fn spell(index: &Index, choice: &Choice, word: &mut Word) {
    let spelled = index.words.get(choice.from as usize).map(|key| words::spelled(*key)).unwrap_or_default();
    if !word.taken_as.is_empty() {
        word.taken_as.push(' ');
    }
    word.taken_as.push_str(&spelled);
}

/// Whether one of the first words stands right before one of the second anywhere.
pub fn meet(index: &Index, first: &[Choice], second: &[Choice]) -> bool {
    let words = first.iter().flat_map(|choice| choice.from..choice.to).take(MEETINGS_MAX);
    words.into_iter().any(|word| {
        second.iter().any(|next| index.pairs.between(pair(word, next.from), pair(word, next.to)).next().is_some())
    })
}

/// A bound on the work for a word that may be many.
const MEETINGS_MAX: usize = 16;

/// The known words that start like this one.
fn starting(index: &Index, typed: &Typed, percent: u32) -> Option<Choice> {
    let (from, to) = words::prefix(&typed.folded);
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let from = place(index.words.partition_point(|word| *word < from));
    let to = place(index.words.partition_point(|word| *word <= to));
    (from < to).then_some(Choice { from, to, percent })
}

/// Two words that were typed as one and stand side by side somewhere: `khaisinh`.
fn split(index: &Index, typed: &Typed) -> Option<[Choice; 2]> {
    let halves = (1..typed.folded.len()).filter_map(|at| typed.folded.split_at_checked(at));
    let choice = |half: &str| Some(Choice::one(index.word(words::key(half))?, BY_TYPO));
    let known = halves.filter_map(|(first, second)| Some([choice(first)?, choice(second)?]));
    known.into_iter().find(|[first, second]| meet(index, &[*first], &[*second]))
}
