//! `POST /api/drafts/{id}/files`: a file is announced.

use http::header::LOCATION;
use http::{HeaderValue, StatusCode};
use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_record::random;
use motcua_rules::form::Slot;

use super::metadata::Metadata;
use super::{empty, headers, kept, problem, slot, take_out};
use crate::asked::Asked;
use crate::problem::{damaged, of_fault};
use crate::store::drafts::Draft;
use crate::store::files::{self, NewFile};
use crate::store::types::Request;
use motcua_record::id::PublicId;

/// Announces a file of `Upload-Length` bytes for a slot. Repeated with the same `Idempotency-Key` it is the same file.
pub async fn announce(asked: &Asked, draft: &Draft) -> Result<Answer, Problem> {
    let length = headers::number(&asked.parts.headers, "upload-length")?.ok_or_else(problem::missing_length)?;
    let metadata = Metadata::read(&asked.parts.headers)?;
    // What is asked stands in the headers.
    let request = asked.request(format!("{length} {metadata:?}").as_bytes())?;
    let slot = slot::of(asked, draft, &metadata.slot).await?;
    has_size(asked, &slot, length)?;
    let file = begin(asked, draft, &slot, metadata, length, request).await?;
    created(draft, &file)
}

/// Refuses a file that is larger than its slot takes, and one that is nothing.
pub fn has_size(asked: &Asked, slot: &Slot, length: u64) -> Result<(), Problem> {
    match (length, asked.settings.bytes_max(slot.size)) {
        (0, _) => Err(problem::empty()),
        (length, bytes_max) if length > bytes_max => Err(problem::too_large(bytes_max)),
        _ => Ok(()),
    }
}

/// Begins a file, and answers with its id.
pub async fn begin(
    asked: &Asked,
    draft: &Draft,
    slot: &Slot,
    metadata: Metadata,
    length: u64,
    request: Option<Request>,
) -> Result<String, Problem> {
    let id = random::hex_id();
    let sealed = kept::sealed(asked, draft, &id, &metadata.named());
    let file = NewFile { id: id.clone(), slot: slot.name.clone(), length, sealed, created: asked.now };
    let begun = files::begin(draft.agency.clone(), draft.id.clone(), file, asked.settings.files_max, request).await;
    let begun = begun.map_err(problem::of_refusal)?;
    has_room(draft, slot, &begun, begun == id).await?;
    Ok(begun)
}

/// Refuses a file that its slot has no room for. It is counted behind those before it, so that of two that were announced at
/// once one has the last place; and only where it is new, so that a repetition is answered as it was.
async fn has_room(draft: &Draft, slot: &Slot, file: &str, is_new: bool) -> Result<(), Problem> {
    let all = files::of_draft(draft.agency.clone(), draft.id.clone()).await.map_err(of_fault)?;
    let before = all.iter().take_while(|one| one.id != file).filter(|one| one.slot == slot.name).count();
    if !all.iter().any(|one| one.id == file) {
        return Err(problem::no_file());
    }
    if is_new && before >= usize::from(slot.files_max) {
        take_out(draft, file).await?;
        return Err(problem::slot_full(slot.files_max));
    }
    Ok(())
}

fn created(draft: &Draft, file: &str) -> Result<Answer, Problem> {
    let id = PublicId { agency: draft.agency.clone(), id: draft.id.clone() };
    let location = HeaderValue::try_from(format!("/api/drafts/{id}/files/{file}"));
    let mut answer = empty(StatusCode::CREATED);
    answer.headers_mut().insert(LOCATION, location.map_err(|_| damaged("the name of a draft is no address"))?);
    headers::expires(&mut answer, draft);
    Ok(answer)
}
