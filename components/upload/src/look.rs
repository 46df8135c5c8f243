//! A file that is wholly there is looked at, and taken or refused.

use motcua_edge::problem::Problem;
use motcua_paper::Paper;
use motcua_record::digest;
use motcua_record::file::{About, Known};
use motcua_rules::form::Slot;

use super::{kept, problem, slot, take_out};
use crate::asked::Asked;
use crate::store::drafts::Draft;
use crate::store::files::{self, File, Refusal};

/// Looks at a file that is wholly there, unless that was done before. What is taken is kept without what was taken out of it;
/// what is refused is removed, so that its slot is free for a better one.
pub async fn finish(asked: &Asked, draft: &Draft, file: &File) -> Result<(), Problem> {
    if file.finished {
        return Ok(());
    }
    let (known, stripped) = match look(asked, draft, file).await {
        Ok(seen) => seen,
        Err(problem) => {
            // Where a fault of the store kept us from looking, the file stays, to be looked at again.
            if problem.status().is_client_error() {
                take_out(draft, &file.id).await?;
            }
            return Err(problem);
        }
    };
    let chunks = stripped.map(|bytes| kept::chunks(asked, draft, &file.id, &bytes));
    let sealed = kept::sealed(asked, draft, &file.id, &About::Known(known));
    match files::finish(draft.agency.clone(), draft.id.clone(), file.id.clone(), sealed, chunks).await {
        // Somebody else looked at the same bytes meanwhile.
        Ok(()) | Err(Refusal::Finished) => Ok(()),
        Err(refusal) => Err(problem::of_refusal(refusal)),
    }
}

/// What a file is, and what is kept of it where that is not all of it.
async fn look(asked: &Asked, draft: &Draft, file: &File) -> Result<(Known, Option<Vec<u8>>), Problem> {
    let slot = slot::of(asked, draft, &file.slot).await?;
    let name = match kept::about(asked, draft, file)? {
        About::Named(named) => named.name,
        About::Known(known) => known.name,
    };
    judged(&slot, name, &kept::whole(asked, draft, file).await?)
}

/// What a file of this name is, and what is kept of it where that is not all of it.
pub fn judged(slot: &Slot, name: String, whole: &[u8]) -> Result<(Known, Option<Vec<u8>>), Problem> {
    let Paper { kind, stripped } = motcua_paper::read(whole).map_err(problem::of_paper)?;
    if !slot::is_for(slot, kind) {
        return Err(problem::not_accepted(kind, &slot.accepts));
    }
    let kept = stripped.as_deref().unwrap_or(whole);
    let size = u64::try_from(kept.len()).unwrap_or(u64::MAX);
    let media_type = kind.media_type().to_owned();
    let known = Known { name, media_type, size, sha256: digest::of(kept), stripped: stripped.is_some() };
    Ok((known, stripped))
}
