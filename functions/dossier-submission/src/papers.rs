//! The files of a draft: which slot each is for, and whether each is there as it was looked at.

use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use motcua_record::file::{About, Known};
use motcua_record::filed::FiledFile;
use motcua_record::seal::{Bound, Purpose};
use motcua_rules::form::Slot;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::asked::Asked;
use crate::problem::{damaged, of_fault};
use crate::store::files::{self, Chunk, File};
use crate::store::types::Fault;

/// So many chunks are read at once: a megabyte, as they are kept.
const CHUNKS_AT_ONCE: u32 = 4;

/// A file of a draft, and what is known of it.
pub struct Paper {
    /// As the store has it.
    pub file: File,
    /// What the citizen said of it, or what it is.
    pub about: About,
}

/// What is wrong with the files of a slot.
#[derive(Serialize)]
pub struct Gap {
    /// The slot's name.
    pub slot: String,
    problem: &'static str,
    /// What to tell the citizen.
    pub message: Both,
}

impl Paper {
    /// What it is, once all of it was looked at.
    pub fn known(&self) -> Option<&Known> {
        match &self.about {
            About::Known(known) if self.file.finished => Some(known),
            _ => None,
        }
    }

    /// The same as part of a dossier.
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

/// The files of a draft or of the dossier that it became, in the order in which they were begun.
pub async fn of(asked: &Asked, agency: &str, draft: &str) -> Result<Vec<Paper>, Problem> {
    let found = files::of_draft(agency.to_owned(), draft.to_owned()).await.map_err(of_fault)?;
    found.into_iter().map(|file| paper(asked, agency, draft, file)).collect()
}

fn paper(asked: &Asked, agency: &str, draft: &str, file: File) -> Result<Paper, Problem> {
    let bound = Bound { purpose: Purpose::File, agency, draft, place: &file.id };
    let about = asked.settings.sealing.open_json(&bound, &file.sealed);
    Ok(Paper { about: about.map_err(|_| damaged("what is known of a file cannot be opened"))?, file })
}

/// What is missing or too much in the slots that are asked for.
pub fn gaps(slots: &[&Slot], papers: &[Paper]) -> Vec<Gap> {
    slots.iter().filter_map(|slot| gap(slot, papers)).collect()
}

fn gap(slot: &Slot, papers: &[Paper]) -> Option<Gap> {
    let (finished, begun): (Vec<&Paper>, Vec<&Paper>) =
        papers.iter().filter(|paper| paper.file.slot == slot.name).partition(|paper| paper.known().is_some());
    let (problem, message) = if !begun.is_empty() {
        ("unfinished", both("Có tệp chưa tải lên xong", "A file is not wholly uploaded"))
    } else if finished.len() > usize::from(slot.files_max) {
        let most = slot.files_max;
        ("too-many", both(format!("Tối đa {most} tệp"), format!("At most {most} files")))
    } else if finished.is_empty() && slot.required {
        ("missing", both("Cần tải giấy tờ này lên", "This paper has to be uploaded"))
    } else {
        return None;
    };
    Some(Gap { slot: slot.name.clone(), problem, message })
}

/// The gap that a file leaves which is no longer what it was.
pub fn broken(slot: &str) -> Gap {
    let message = both("Tệp không còn nguyên vẹn; hãy tải lên lại", "A file is no longer intact; upload it again");
    Gap { slot: slot.to_owned(), problem: "damaged", message }
}

/// Whether a file is what it was when it was looked at: each of its chunks is read back, opened and hashed, a few at a
/// time.
pub async fn is_intact(asked: &Asked, agency: &str, draft: &str, file: &FiledFile) -> Result<bool, Problem> {
    let (mut hasher, mut offset) = (Sha256::new(), 0u64);
    while offset < file.size {
        let read = files::chunks(agency.to_owned(), draft.to_owned(), file.id.clone(), offset, CHUNKS_AT_ONCE).await;
        let chunks = match read {
            Ok(chunks) => chunks,
            Err(Fault::Damaged(what)) => return Ok(told(&what)),
            Err(fault) => return Err(of_fault(fault)),
        };
        if chunks.is_empty() {
            return Ok(told("a file is shorter than it was"));
        }
        for chunk in chunks {
            match opened(asked, (agency, draft, &file.id), &chunk, offset) {
                Some(plain) => hasher.update(&plain),
                None => return Ok(told("a piece of a file cannot be opened")),
            }
            offset = offset.saturating_add(chunk.length.into());
        }
    }
    let hash: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(offset == file.size && hash == file.sha256 || told("a file is another than it was"))
}

/// A chunk in the clear, if it is the one at `offset`.
pub fn opened(asked: &Asked, (agency, draft, file): (&str, &str, &str), chunk: &Chunk, offset: u64) -> Option<Vec<u8>> {
    let place = format!("{file}/{offset}");
    let bound = Bound { purpose: Purpose::Chunk, agency, draft, place: &place };
    let plain = asked.settings.sealing.open(&bound, &chunk.sealed).ok()?;
    (chunk.offset == offset && chunk.length > 0 && u32::try_from(plain.len()) == Ok(chunk.length)).then_some(plain)
}

/// Notes a damage for the operator. The citizen mends it by uploading again.
fn told(what: &str) -> bool {
    eprintln!("the store is damaged: {what}");
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_record::file::Named;
    use motcua_rules::form::{Accepted, Size, Words};

    fn slot(required: bool, files_max: u16) -> Slot {
        Slot {
            name: "paper_1".into(),
            label: Words::new("Giấy", "Paper"),
            paper: None,
            required,
            shown: None,
            accepts: vec![Accepted::Pdf],
            size: Size::Small,
            files_max,
        }
    }

    fn paper(slot: &str, finished: bool) -> Paper {
        let known = || Known {
            name: "a".into(),
            media_type: "application/pdf".into(),
            size: 1,
            sha256: String::new(),
            stripped: false,
        };
        let named = || Named { name: "a".into(), claimed: None };
        let (id, slot, sealed) = ("0f".to_owned(), slot.to_owned(), Vec::new());
        let file = File { id, slot, length: 1, offset: 1, sealed, created: 0, finished };
        Paper { file, about: if finished { About::Known(known()) } else { About::Named(named()) } }
    }

    #[test]
    fn a_slot_says_what_it_still_wants() {
        let whole = || paper("paper_1", true);
        let of = |slot: Slot, papers: &[Paper]| gap(&slot, papers).map(|gap| gap.problem);
        assert_eq!(of(slot(true, 1), &[]), Some("missing"));
        assert_eq!(of(slot(true, 1), &[paper("paper_2", true)]), Some("missing"));
        assert_eq!(of(slot(false, 1), &[]), None);
        assert_eq!(of(slot(true, 2), &[whole(), whole()]), None);
        assert_eq!(of(slot(true, 1), &[whole(), whole()]), Some("too-many"));
        assert_eq!(of(slot(false, 2), &[whole(), paper("paper_1", false)]), Some("unfinished"));
    }

    #[test]
    fn only_a_file_that_was_looked_at_is_filed() {
        assert!(paper("paper_1", true).filed().is_some_and(|file| file.id == "0f" && file.size == 1));
        assert!(paper("paper_1", false).filed().is_none());
        // The store says that it is finished, and what is known of it says nothing: it was not looked at.
        let mut odd = paper("paper_1", false);
        odd.file.finished = true;
        assert!(odd.filed().is_none());
    }
}
