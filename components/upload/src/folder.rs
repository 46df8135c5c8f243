//! What an upload needs to know of the function that takes it.

use http::request::Parts;
use motcua_edge::language::Language;
use motcua_edge::problem::Problem;
use motcua_rules::form::Size;

use crate::problem;
use crate::shelf::Shelf;
use crate::store::files::Refusal;

/// The files of one draft, and the request that asks for them. Whoever makes one has seen that the request may.
pub struct Folder<'a> {
    /// Method, address and headers of the request.
    pub parts: &'a Parts,
    /// In which the answer is wanted.
    pub language: Language,
    /// When it came, in milliseconds since 1970-01-01T00:00:00Z.
    pub now: u64,
    /// Where the files are kept.
    pub shelf: Shelf<'a>,
    /// How many files there may be.
    pub files_max: u32,
    /// How many bytes a file may have.
    pub sizes: Sizes,
    /// Until when a file can be continued, in milliseconds; nothing once the draft is filed, since what was filed stays.
    pub expires: Option<u64>,
    /// The address of the files, which a file's id completes: `/api/drafts/H29-0f3a…/files/`.
    pub address: String,
    /// What is said where the draft has ended since it was read: the function has its own words for it.
    pub gone: fn() -> Problem,
}

impl Folder<'_> {
    /// Why the store did not begin, grow, finish or remove a file.
    pub(crate) fn refused(&self, refused: Refusal) -> Problem {
        problem::of_refusal(refused, self.gone)
    }

    /// The agency and the draft, as every call of the store takes them.
    pub(crate) fn key(&self) -> (String, String) {
        (self.shelf.agency.to_owned(), self.shelf.draft.to_owned())
    }
}

/// How many bytes a file of each size may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Of a file for a small slot.
    pub small: u64,
    /// Of one for a medium slot.
    pub medium: u64,
    /// Of one for a large slot.
    pub large: u64,
}

impl Sizes {
    /// How many bytes the largest file may have.
    pub fn largest(&self) -> u64 {
        self.small.max(self.medium).max(self.large)
    }

    /// How many bytes a file of this size may have.
    pub const fn bytes_max(&self, size: Size) -> u64 {
        match size {
            Size::Small => self.small,
            Size::Medium => self.medium,
            Size::Large => self.large,
        }
    }
}
