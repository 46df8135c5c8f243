//! What is searched for, and what a search gives back.

use crate::cursor::{BadCursor, Cursor};
use crate::procedure::{Audience, Channel, Code, Level};

/// A procedure, as far as finding it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its code; no two entries have one code.
    pub code: Code,
    /// Its name, as published.
    pub name_vi: String,
    /// Its English name, where there is one.
    pub name_en: Option<String>,
    /// The field of law (lĩnh vực), as published.
    pub field: String,
    /// Where it is decided.
    pub levels: Vec<Level>,
    /// How it may be filed.
    pub channels: Vec<Channel>,
    /// Whom it is for; empty where that is not published.
    pub audiences: Vec<Audience>,
    /// Its rank among the procedures of high volume, 0 first; `None` for all others.
    pub popularity: Option<u16>,
}

/// What somebody looks for. `Query::default()` asks for nothing: set `limit` at least.
#[derive(Clone, Debug, Default)]
pub struct Query<'a> {
    /// What was typed, as it was typed; the first 200 characters and 16 words count. Empty: everything.
    pub text: &'a str,
    /// Only of this field, by its full name.
    pub field: Option<&'a str>,
    /// Only of this level.
    pub level: Option<Level>,
    /// Only what may be filed this way.
    pub channel: Option<Channel>,
    /// Only what is for these.
    pub audience: Option<Audience>,
    /// Only what comes after this.
    pub after: Option<Position>,
    /// How many at most.
    pub limit: usize,
}

/// Where a hit stands in the order: higher scores first, equal scores by code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The hit's score.
    pub score: u32,
    /// The hit's code.
    pub code: Code,
}

impl Position {
    /// The cursor that goes on behind this.
    pub fn cursor(self) -> Cursor {
        Cursor::Ranked { score: self.score, code: self.code.to_string() }
    }

    /// Reads a cursor of a search. Fails with `Garbled` for the cursor of another list.
    pub fn read(cursor: &str) -> Result<Position, BadCursor> {
        match Cursor::decode(cursor)? {
            Cursor::Ranked { score, code } => {
                Ok(Position { score, code: Code::parse(&code).ok_or(BadCursor::Garbled)? })
            }
            Cursor::Code(_) => Err(BadCursor::Garbled),
        }
    }
}

/// What a search found.
#[derive(Debug)]
pub struct Found<'a> {
    /// This page, best first.
    pub hits: Vec<Hit<'a>>,
    /// Where the next page starts; `None` on the last one.
    pub next: Option<Position>,
    /// How many there are on all pages.
    pub total: usize,
    /// How all matches divide.
    pub facets: Facets<'a>,
    /// What each typed word was taken for.
    pub understood: Vec<Word>,
    /// The nearest there is, when nothing was found.
    pub suggestions: Vec<&'a Entry>,
}

/// One thing found.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'a> {
    /// What was found.
    pub entry: &'a Entry,
    /// How well it fits; only comparable within one query.
    pub score: u32,
}

/// How the matches divide, most frequent first. Each facet is counted with the other filters applied, but not its own:
/// it tells what choosing another value would give. One entry may count under several values.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Facets<'a> {
    /// By field.
    pub field: Vec<(&'a str, u32)>,
    /// By level.
    pub level: Vec<(Level, u32)>,
    /// By channel.
    pub channel: Vec<(Channel, u32)>,
    /// By audience.
    pub audience: Vec<(Audience, u32)>,
}

/// What a typed word, or several that belong together, was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As typed, in lower case.
    pub typed: String,
    /// The words that were looked for instead, without diacritics; empty when none were.
    pub taken_as: String,
    /// By what right.
    pub how: How,
}

/// Why a typed word was taken for what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is such a word.
    Exact,
    /// Such words start with it.
    Prefix,
    /// Such a word is one slip of the finger away.
    Typo,
    /// People say this for what the law calls that.
    Synonym,
    /// It says nothing here.
    Ignored,
}

impl How {
    /// The word that answers use.
    pub const fn as_str(self) -> &'static str {
        match self {
            How::Exact => "exact",
            How::Prefix => "prefix",
            How::Typo => "typo",
            How::Synonym => "synonym",
            How::Ignored => "ignored",
        }
    }
}
