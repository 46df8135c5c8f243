//! What a search shows.

use motcua_rules::language::Language;
use motcua_rules::search::{Entry, Found, Word};
use motcua_rules::term::Term;
use serde::Serialize;

use crate::catalogue::{Catalogue, Headline};

/// A smaller published number states no fee: 0 is not free before the note says so, and 10 are dollars or a mistake. The
/// quote tells what is known of it.
const STATED_DONG: u64 = 1_000;

/// A page of results.
#[derive(Serialize)]
pub struct Results<'a> {
    /// Best first.
    pub items: Vec<Item<'a>>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// How many there are on all pages.
    pub total: usize,
    /// How all of them divide.
    pub facets: Facets<'a>,
    /// What each typed word was taken for.
    pub understood: Vec<Understood<'a>>,
    /// The nearest there is, when nothing was found.
    pub suggestions: Vec<Item<'a>>,
}

/// One procedure in a list.
#[derive(Serialize)]
pub struct Item<'a> {
    /// `1.001193`
    pub code: String,
    /// In the language asked for, where the procedure has a name in it.
    pub name: &'a str,
    /// As published.
    pub name_vi: &'a str,
    name_en: Option<&'a str>,
    /// The field of law, in Vietnamese as published.
    pub field: &'a str,
    levels: Vec<&'static str>,
    channels: Vec<&'static str>,
    audiences: Vec<&'static str>,
    /// The time limit published first, as a sentence.
    pub time: Option<String>,
    fee_dong: Option<u64>,
}

/// Counts by value, most frequent first.
#[derive(Serialize)]
pub struct Facets<'a> {
    field: Vec<Count<'a>>,
    level: Vec<Count<'a>>,
    channel: Vec<Count<'a>>,
    audience: Vec<Count<'a>>,
}

#[derive(Serialize)]
struct Count<'a> {
    value: &'a str,
    label: &'a str,
    count: u32,
}

/// A typed word and what it was taken for.
#[derive(Serialize)]
pub struct Understood<'a> {
    typed: &'a str,
    taken_as: &'a str,
    how: &'static str,
}

/// Shows what was found.
pub fn found<'a>(catalogue: &Catalogue, found: &'a Found<'a>, language: Language) -> Results<'a> {
    let count = |value: &'static str, label: &'static str, count: u32| Count { value, label, count };
    Results {
        items: found.hits.iter().map(|hit| item(catalogue, hit.entry, language)).collect(),
        next: found.next.map(|next| next.cursor().encode()),
        total: found.total,
        facets: Facets {
            field: found.facets.field.iter().map(|&(value, count)| Count { value, label: value, count }).collect(),
            level: found.facets.level.iter().map(|&(one, n)| count(one.as_str(), one.label(language), n)).collect(),
            channel: found.facets.channel.iter().map(|&(one, n)| count(one.as_str(), one.label(language), n)).collect(),
            audience: found
                .facets
                .audience
                .iter()
                .map(|&(one, n)| count(one.as_str(), one.label(language), n))
                .collect(),
        },
        understood: found.understood.iter().map(understood).collect(),
        suggestions: found.suggestions.iter().map(|entry| item(catalogue, entry, language)).collect(),
    }
}

fn understood(word: &Word) -> Understood<'_> {
    Understood { typed: &word.typed, taken_as: &word.taken_as, how: word.how.as_str() }
}

fn item<'a>(catalogue: &Catalogue, entry: &'a Entry, language: Language) -> Item<'a> {
    let headline = catalogue.headline(entry.code);
    Item {
        code: entry.code.to_string(),
        name: language.pick(&entry.name_vi, entry.name_en.as_deref().unwrap_or(&entry.name_vi)),
        name_vi: &entry.name_vi,
        name_en: entry.name_en.as_deref(),
        field: &entry.field,
        levels: entry.levels.iter().map(|one| one.as_str()).collect(),
        channels: entry.channels.iter().map(|one| one.as_str()).collect(),
        audiences: entry.audiences.iter().map(|one| one.as_str()).collect(),
        time: headline.and_then(|headline| time(headline, language)),
        fee_dong: headline.and_then(|headline| headline.fee).filter(|fee| *fee >= STATED_DONG),
    }
}

fn time(headline: &Headline, language: Language) -> Option<String> {
    Term::read(headline.time, headline.unit).ok().map(|term| term.say(language))
}
