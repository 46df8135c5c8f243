//! A file that is wholly there is looked at, and taken or refused.

use motcua_edge::problem::Problem;
use motcua_paper::{Kind, Paper};
use motcua_record::digest;
use motcua_record::file::{About, Known};
use motcua_rules::form::{Accepted, Slot};

use crate::folder::Folder;
use crate::store::files::{self, File, Refusal};
use crate::{kept, problem, take_out};

/// Looks at a file that is wholly there, unless that was done before. What is taken is kept without what was taken out of it;
/// what is refused is removed, so that its slot is free for a better one.
pub async fn finish<S>(folder: &Folder<'_>, slot: S, file: &File) -> Result<(), Problem>
where
    S: AsyncFn(&str) -> Result<Slot, Problem>,
{
    if file.finished {
        return Ok(());
    }
    let (known, stripped) = match look(folder, slot, file).await {
        Ok(seen) => seen,
        Err(problem) => {
            // Where a fault of the store kept us from looking, the file stays, to be looked at again.
            if problem.status().is_client_error() {
                take_out(folder, &file.id).await?;
            }
            return Err(problem);
        }
    };
    let chunks = stripped.map(|bytes| kept::chunks(&folder.shelf, &file.id, &bytes));
    let sealed = folder.shelf.sealed(&file.id, &About::Known(known));
    let (agency, draft) = folder.key();
    match files::finish(agency, draft, file.id.clone(), sealed, chunks).await {
        // Somebody else looked at the same bytes meanwhile.
        Ok(()) | Err(Refusal::Finished) => Ok(()),
        Err(refused) => Err(folder.refused(refused)),
    }
}

/// What a file is, and what is kept of it where that is not all of it.
async fn look<S>(folder: &Folder<'_>, slot: S, file: &File) -> Result<(Known, Option<Vec<u8>>), Problem>
where
    S: AsyncFn(&str) -> Result<Slot, Problem>,
{
    let slot = slot(&file.slot).await?;
    let name = match folder.shelf.about(file)? {
        About::Named(named) => named.name,
        About::Known(known) => known.name,
    };
    judged(&slot, name, &kept::whole(folder, file).await?)
}

/// What a file of this name is, and what is kept of it where that is not all of it.
pub fn judged(slot: &Slot, name: String, whole: &[u8]) -> Result<(Known, Option<Vec<u8>>), Problem> {
    let Paper { kind, stripped } = motcua_paper::read(whole).map_err(problem::of_paper)?;
    if !is_for(slot, kind) {
        return Err(problem::not_accepted(kind, &slot.accepts));
    }
    let kept = stripped.as_deref().unwrap_or(whole);
    let size = u64::try_from(kept.len()).unwrap_or(u64::MAX);
    let media_type = kind.media_type().to_owned();
    let known = Known { name, media_type, size, sha256: digest::of(kept), stripped: stripped.is_some() };
    Ok((known, stripped))
}

/// Whether a slot takes files of a kind.
fn is_for(slot: &Slot, kind: Kind) -> bool {
    slot.accepts.contains(&match kind {
        Kind::Pdf => Accepted::Pdf,
        Kind::Jpeg | Kind::Png => Accepted::Image,
        Kind::Xml => Accepted::Xml,
    })
}
