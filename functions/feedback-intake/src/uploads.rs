//! `/api/feedback/drafts/{id}/files`: photos and documents, taken as every function takes files ([`motcua_upload`]).
//!
//! A draft stays the place of its item's files: what is brought as a supplement goes up there too.

use http::Method;
use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::filed::FiledFile;
use motcua_record::id::PublicId;
use motcua_rules::feedback::FILES_MAX;
use motcua_rules::form::{Accepted, Size, Slot, Words};
use motcua_upload::{Folder, Shelf, Wanted};

use crate::Body;
use crate::asked::Asked;
use crate::draft;
use crate::problem::{files_unfinished, no_draft};
use crate::store::drafts::Draft;

/// What files are for, as an upload says it.
pub const SLOT: &str = "photo";

/// Answers for the files of a draft, or for one of them.
pub async fn route(asked: &Asked, id: &str, file: Option<&str>, body: Body) -> Result<Answer, Problem> {
    Ok(motcua_upload::spoken(answered(asked, id, file, body).await, asked.language))
}

async fn answered(asked: &Asked, id: &str, file: Option<&str>, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let Some(wanted) = Wanted::read(&asked.parts, file)? else {
        return Ok(motcua_upload::abilities(asked.settings.sizes.largest()));
    };
    let draft = draft::opened(asked, id, asked.bearer()).await?;
    wanted
        .answer(&folder(asked, &draft.agency, &draft.id, Some(draft.expires)), async |name: &str| slot(name), body)
        .await
}

/// Keeps a file that came in one piece, from a page without scripts.
pub async fn keep(asked: &Asked, draft: &Draft, name: &str, bytes: &[u8]) -> Result<(), Problem> {
    motcua_upload::keep(&folder(asked, &draft.agency, &draft.id, Some(draft.expires)), &slot(SLOT)?, name, bytes).await
}

/// Takes a file out of a draft. Where there is no such file, nothing is done.
pub async fn take_out(asked: &Asked, draft: &Draft, file: &str) -> Result<(), Problem> {
    motcua_upload::take_out(&folder(asked, &draft.agency, &draft.id, Some(draft.expires)), file).await
}

/// A file of an item, for whoever may see it. `HEAD` is told what `GET` would be: nothing is going up any more.
pub async fn download(asked: &Asked, (agency, id): (&str, &str), file: &str, body: Body) -> Result<Answer, Problem> {
    let mut parts = asked.parts.clone();
    parts.method = Method::GET;
    let Some(wanted) = Wanted::read(&parts, Some(file))? else { return Err(refusal::not_found()) };
    let folder = Folder { parts: &parts, ..folder(asked, agency, id, None) };
    wanted.answer(&folder, async |name: &str| slot(name), body).await
}

/// The files that a draft has and that are part of nothing yet. All of them have to be wholly there.
pub async fn finished(asked: &Asked, agency: &str, id: &str, before: &[FiledFile]) -> Result<Vec<FiledFile>, Problem> {
    let papers = shelf(asked, agency, id).papers().await?;
    let is_new = |file: &str| before.iter().all(|one| one.id != file);
    let new: Vec<_> = papers.iter().filter(|paper| is_new(&paper.file.id)).collect();
    new.iter().map(|paper| paper.filed().ok_or_else(files_unfinished)).collect()
}

fn shelf<'a>(asked: &'a Asked, agency: &'a str, id: &'a str) -> Shelf<'a> {
    Shelf { sealing: &asked.settings.sealing, agency, draft: id }
}

fn folder<'a>(asked: &'a Asked, agency: &'a str, id: &'a str, expires: Option<u64>) -> Folder<'a> {
    let public = PublicId { agency: agency.to_owned(), id: id.to_owned() };
    Folder {
        parts: &asked.parts,
        language: asked.language,
        now: asked.now,
        shelf: shelf(asked, agency, id),
        // As many again for what is brought later.
        files_max: u32::try_from(FILES_MAX.saturating_mul(2)).unwrap_or(u32::MAX),
        sizes: asked.settings.sizes,
        expires,
        address: format!("/api/feedback/drafts/{public}/files/"),
        gone: no_draft,
    }
}

fn slot(name: &str) -> Result<Slot, Problem> {
    if name != SLOT {
        return Err(motcua_upload::unknown_slot(vec![SLOT]));
    }
    Ok(Slot {
        name: SLOT.to_owned(),
        label: Words::new("Ảnh hoặc tài liệu", "Photos or documents"),
        paper: None,
        required: false,
        shown: None,
        accepts: vec![Accepted::Pdf, Accepted::Image],
        size: Size::Medium,
        files_max: u16::try_from(FILES_MAX.saturating_mul(2)).unwrap_or(u16::MAX),
    })
}
