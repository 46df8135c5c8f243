//! A file that came in one piece, from a page without scripts.

use motcua_edge::problem::Problem;
use motcua_record::file::About;
use motcua_rules::form::Slot;

use crate::folder::Folder;
use crate::kept::{self, CHUNK_BYTES};
use crate::metadata::Metadata;
use crate::store::files;
use crate::{announce, look, take_out};

/// Keeps a file that came in one piece, as an upload in pieces would have been kept: it is looked at first, and what is
/// refused is never there.
pub async fn keep(folder: &Folder<'_>, slot: &Slot, name: &str, bytes: &[u8]) -> Result<(), Problem> {
    let metadata = Metadata::of(&slot.name, name);
    announce::has_size(folder, slot, u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    let (known, stripped) = look::judged(slot, metadata.name.clone(), bytes)?;
    let bytes = stripped.as_deref().unwrap_or(bytes);
    let file = announce::begin(folder, slot, metadata, known.size, None).await?;
    let kept = written(folder, &file, &About::Known(known), bytes).await;
    if kept.is_err() {
        // Half a file helps nobody here: the page offers no way to go on with it. That it could not be kept is what counts.
        let _ = take_out(folder, &file).await;
    }
    kept
}

async fn written(folder: &Folder<'_>, file: &str, about: &About, bytes: &[u8]) -> Result<(), Problem> {
    let mut offset = 0;
    for piece in bytes.chunks(CHUNK_BYTES) {
        offset = kept::append(folder, file, offset, piece).await?;
    }
    let (agency, draft) = folder.key();
    let finished = files::finish(agency, draft, file.to_owned(), folder.shelf.sealed(file, about), None).await;
    finished.map_err(|refused| folder.refused(refused))
}
