//! The files of a draft: which slot each is for, and whether each is there as it was looked at.

use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use motcua_record::filed::FiledFile;
use motcua_rules::form::Slot;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::asked::Asked;
use crate::files::shelf;
use crate::problem::of_fault;
use crate::store::files;
use crate::store::types::Fault;

pub use motcua_upload::Paper;

/// So many chunks are read at once: a megabyte, as they are kept.
const CHUNKS_AT_ONCE: u32 = 4;

/// What is wrong with the files of a slot.
#[derive(Serialize)]
pub struct Gap {
    /// The slot's name.
    pub slot: String,
    problem: &'static str,
    /// What to tell the citizen.
    pub message: Both,
}

/// The files of a draft or of the dossier that it became, in the order in which they were begun.
pub async fn of(asked: &Asked, agency: &str, draft: &str) -> Result<Vec<Paper>, Problem> {
    shelf(asked, agency, draft).papers().await
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
    let shelf = shelf(asked, agency, draft);
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
            match shelf.opened(&file.id, &chunk, offset) {
                Some(plain) => hasher.update(&plain),
                None => return Ok(told("a piece of a file cannot be opened")),
            }
            offset = offset.saturating_add(chunk.length.into());
        }
    }
    let hash: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(offset == file.size && hash == file.sha256 || told("a file is another than it was"))
}

/// Notes a damage for the operator. The citizen mends it by uploading again.
fn told(what: &str) -> bool {
    eprintln!("the store is damaged: {what}");
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::files::File;
    use motcua_record::file::{About, Known, Named};
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
