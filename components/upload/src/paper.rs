//! A file with what is known of it.

use motcua_edge::problem::Problem;
use motcua_record::file::{About, Known};
use motcua_record::filed::FiledFile;
use motcua_reference::problem::of_fault;

use crate::shelf::Shelf;
use crate::store::files::{self, File};

/// A file of a draft, and what is known of it.
pub struct Paper {
    /// As the store has it.
    pub file: File,
    /// What the citizen said of it, or what it is.
    pub about: About,
}

impl Paper {
    /// What it is, once all of it was looked at.
    pub fn known(&self) -> Option<&Known> {
        match &self.about {
            About::Known(known) if self.file.finished => Some(known),
            _ => None,
        }
    }

    /// The same as part of what the draft becomes.
    pub fn filed(&self) -> Option<FiledFile> {
        let known = self.known()?;
        Some(FiledFile {
            id: self.file.id.clone(),
            slot: self.file.slot.clone(),
            name: known.name.clone(),
            media_type: known.media_type.clone(),
            size: known.size,
            sha256: known.sha256.clone(),
        })
    }
}

impl Shelf<'_> {
    /// The files of the draft or of what it became, in the order in which they were begun.
    pub async fn papers(&self) -> Result<Vec<Paper>, Problem> {
        let found = files::of_draft(self.agency.to_owned(), self.draft.to_owned()).await.map_err(of_fault)?;
        found.into_iter().map(|file| Ok(Paper { about: self.about(&file)?, file })).collect()
    }
}
