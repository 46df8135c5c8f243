//! `/api/drafts/{id}/files`: the files of a draft, taken as every function takes files ([`motcua_upload`]). What is said here
//! is which draft they belong to, who may add to it, and what it has slots for.

mod slot;

pub use slot::SUPPLEMENT;

use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_record::id::PublicId;
use motcua_upload::{Folder, Shelf, Wanted};

use crate::asked::Asked;
use crate::problem::no_draft;
use crate::store::drafts::Draft;
use crate::{Body, opened};

/// Answers for the files of a draft, or for one of them.
pub async fn route(asked: &Asked, draft: &str, file: Option<&str>, body: Body) -> Result<Answer, Problem> {
    Ok(motcua_upload::spoken(answered(asked, draft, file, body).await, asked.language))
}

async fn answered(asked: &Asked, draft: &str, file: Option<&str>, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let Some(wanted) = Wanted::read(&asked.parts, file)? else {
        return Ok(motcua_upload::abilities(asked.settings.sizes.largest()));
    };
    let draft = opened::draft(asked, draft).await?;
    let slot = async |name: &str| slot::of(asked, &draft, name).await;
    wanted.answer(&folder(asked, &draft), slot, body).await
}

/// Keeps a file that came in one piece, from a page without scripts.
pub async fn keep(asked: &Asked, draft: &Draft, slot: &str, name: &str, bytes: &[u8]) -> Result<(), Problem> {
    let slot = slot::of(asked, draft, slot).await?;
    motcua_upload::keep(&folder(asked, draft), &slot, name, bytes).await
}

/// Takes a file out of a draft, unless it is part of a dossier. Where there is no such file, nothing is done.
pub async fn take_out(asked: &Asked, draft: &Draft, file: &str) -> Result<(), Problem> {
    motcua_upload::take_out(&folder(asked, draft), file).await
}

/// Where the files of a draft, or of the dossier that it became, are kept.
pub fn shelf<'a>(asked: &'a Asked, agency: &'a str, draft: &'a str) -> Shelf<'a> {
    Shelf { sealing: &asked.settings.sealing, agency, draft }
}

fn folder<'a>(asked: &'a Asked, draft: &'a Draft) -> Folder<'a> {
    let id = PublicId { agency: draft.agency.clone(), id: draft.id.clone() };
    Folder {
        parts: &asked.parts,
        language: asked.language,
        now: asked.now,
        shelf: shelf(asked, &draft.agency, &draft.id),
        files_max: asked.settings.files_max,
        sizes: asked.settings.sizes,
        expires: draft.dossier.is_none().then_some(draft.expires),
        address: format!("/api/drafts/{id}/files/"),
        gone: no_draft,
    }
}
