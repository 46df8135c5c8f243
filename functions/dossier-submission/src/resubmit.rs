//! `POST /api/dossiers/{code}/resubmission`: what was refused is prepared again, with its answers and files.

use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::draft::Prepared;
use motcua_record::file::{About, Known, Named};
use motcua_record::filed::FiledFile;
use motcua_record::random;
use motcua_rules::code::Code;
use motcua_rules::dossier::{Actor, Former, NotAllowed, Verb};

use crate::asked::Asked;
use crate::basis::{Basis, Receiver, receiver};
use crate::files::shelf;
use crate::problem::{damaged, no_dossier, no_draft, not_allowed_now, of_fault};
use crate::step::Case;
use crate::store::files::{self, NewFile, Refusal};
use crate::store::types;
use crate::{begin, opened, papers};
use motcua_record::id::PublicId;

/// What was filed with a dossier is carried over, however many files a new draft may have: the store lists no more.
const FILES_MAX: u32 = 200;
/// So many chunks are carried over at once.
const CHUNKS_AT_ONCE: u32 = 4;

/// Begins a draft that stands for a refused dossier. The files are carried over one piece after another: a request that was
/// cut off and is repeated goes on where the first one stopped.
pub async fn resubmit(asked: &Asked, code: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    let request = asked.needed_request(&[])?;
    let case = Case::of(asked, opened::dossier(asked, code).await?).await?;
    let (id, basis, receiver) = again(asked, &case, request).await?;
    begin::answer(asked, &id, &basis, &receiver, None).await
}

/// The draft that stands for a refused dossier: a new one, or the one that this request has begun before.
pub async fn again(
    asked: &Asked,
    case: &Case,
    request: types::Request,
) -> Result<(PublicId, Basis, Receiver), Problem> {
    let why = NotAllowed { state: Some(case.state), act: Verb::Resubmit, actor: Actor::Applicant };
    let code = Code::parse(&case.dossier.code).map_err(|_| no_dossier())?;
    let former = Former::new(code, case.state).ok_or_else(|| not_allowed_now(&why))?;

    let dossier = &case.dossier;
    let basis = Basis::of(&dossier.procedure, &dossier.place, asked.today()).await?;
    let receiver = receiver(&basis.jurisdiction(None, asked.civil())?)?;
    let prepared = Prepared {
        answers: case.filed.answers.clone(),
        former: Some(former.code().to_string()),
        feed: case.filed.feed.clone(),
    };
    let scope = format!("resubmission/{}", dossier.code);
    let draft = (random::hex_id(), prepared);
    let id = begin::create(asked, &basis, &dossier.agency, draft, (scope, Some(request))).await?;
    carry_over(asked, case, &id).await?;
    Ok((id, basis, receiver))
}

/// Brings the dossier's files into the new draft, under their own names.
async fn carry_over(asked: &Asked, case: &Case, to: &PublicId) -> Result<(), Problem> {
    let there = papers::of(asked, &to.agency, &to.id).await?;
    for file in &case.filed.files {
        let offset = match there.iter().find(|paper| paper.file.id == file.id) {
            Some(paper) if paper.file.finished => continue,
            Some(paper) => paper.file.offset,
            None => begun(asked, to, file).await?,
        };
        copied(asked, case, to, file, offset).await?;
        let known = Known {
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.size,
            sha256: file.sha256.clone(),
            stripped: false,
        };
        let sealed = shelf(asked, &to.agency, &to.id).sealed(&file.id, &About::Known(known));
        let finished = files::finish(to.agency.clone(), to.id.clone(), file.id.clone(), sealed, None).await;
        finished.map_err(of_refusal)?;
    }
    Ok(())
}

async fn begun(asked: &Asked, to: &PublicId, file: &FiledFile) -> Result<u64, Problem> {
    let named = Named { name: file.name.clone(), claimed: None };
    let new = NewFile {
        id: file.id.clone(),
        slot: file.slot.clone(),
        length: file.size,
        sealed: shelf(asked, &to.agency, &to.id).sealed(&file.id, &About::Named(named)),
        created: asked.now,
    };
    let begun = files::begin(to.agency.clone(), to.id.clone(), new, FILES_MAX, None).await;
    begun.map(|_| 0).map_err(of_refusal)
}

/// Opens each piece of a file and seals it for its new place.
async fn copied(asked: &Asked, case: &Case, to: &PublicId, file: &FiledFile, mut offset: u64) -> Result<(), Problem> {
    let (agency, draft) = (&case.dossier.agency, &case.dossier.draft);
    let (old, new) = (shelf(asked, agency, draft), shelf(asked, &to.agency, &to.id));
    while offset < file.size {
        let chunks = files::chunks(agency.clone(), draft.clone(), file.id.clone(), offset, CHUNKS_AT_ONCE).await;
        let chunks = chunks.map_err(of_fault)?;
        if chunks.is_empty() {
            return Err(damaged("a file of a dossier is shorter than it was"));
        }
        for chunk in chunks {
            let plain = old.opened(&file.id, &chunk, offset);
            let plain = plain.ok_or_else(|| damaged("a piece of a dossier's file cannot be opened"))?;
            let copy = new.chunk(&file.id, offset, &plain);
            let end = files::append(to.agency.clone(), to.id.clone(), file.id.clone(), copy).await;
            offset = end.map_err(of_refusal)?;
        }
    }
    Ok(())
}

/// Only a second request that carries over at the same time can be in the way; whoever repeats finds what it did.
fn of_refusal(why: Refusal) -> Problem {
    match why {
        Refusal::Failed(fault) => of_fault(fault),
        Refusal::Gone => no_draft(),
        Refusal::Offset(_) | Refusal::Finished | Refusal::Conflict | Refusal::TooMany => refusal::store_unavailable(),
    }
}
