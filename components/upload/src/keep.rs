//! A file that came in one piece, from a page without scripts.

use motcua_edge::problem::Problem;
use motcua_record::file::About;

use super::kept::{self, CHUNK_BYTES};
use super::metadata::Metadata;
use super::{announce, look, problem, slot, take_out};
use crate::asked::Asked;
use crate::store::drafts::Draft;
use crate::store::files;

/// Keeps a file that came in one piece, as an upload in pieces would have been kept: it is looked at first, and what is
/// refused is never there.
pub async fn keep(asked: &Asked, draft: &Draft, slot: &str, name: &str, bytes: &[u8]) -> Result<(), Problem> {
    let metadata = Metadata::of(slot, name);
    let slot = slot::of(asked, draft, slot).await?;
    announce::has_size(asked, &slot, u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    let (known, stripped) = look::judged(&slot, metadata.name.clone(), bytes)?;
    let bytes = stripped.as_deref().unwrap_or(bytes);
    let file = announce::begin(asked, draft, &slot, metadata, known.size, None).await?;
    let kept = written(asked, draft, &file, &About::Known(known), bytes).await;
    if kept.is_err() {
        // Half a file helps nobody here: the page offers no way to go on with it. That it could not be kept is what counts.
        let _ = take_out(draft, &file).await;
    }
    kept
}

async fn written(asked: &Asked, draft: &Draft, file: &str, about: &About, bytes: &[u8]) -> Result<(), Problem> {
    let mut offset = 0;
    for piece in bytes.chunks(CHUNK_BYTES) {
        offset = kept::append(asked, draft, file, offset, piece).await?;
    }
    let sealed = kept::sealed(asked, draft, file, about);
    let finished = files::finish(draft.agency.clone(), draft.id.clone(), file.to_owned(), sealed, None).await;
    finished.map_err(problem::of_refusal)
}
