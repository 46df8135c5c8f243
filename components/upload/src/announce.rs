//! `POST …/files`: a file is announced.

use http::header::LOCATION;
use http::{HeaderValue, StatusCode};
use motcua_edge::answer::Answer;
use motcua_edge::idempotency;
use motcua_edge::problem::Problem;
use motcua_record::random;
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::form::Slot;

use crate::folder::Folder;
use crate::metadata::Metadata;
use crate::store::files::{self, NewFile};
use crate::store::types::Request;
use crate::{empty, headers, problem, take_out};

/// Announces a file of `Upload-Length` bytes for a slot. Repeated with the same `Idempotency-Key` it is the same file.
pub async fn announce<S>(folder: &Folder<'_>, slot: S) -> Result<Answer, Problem>
where
    S: AsyncFn(&str) -> Result<Slot, Problem>,
{
    let headers = &folder.parts.headers;
    let length = headers::number(headers, "upload-length")?.ok_or_else(problem::missing_length)?;
    let metadata = Metadata::read(headers)?;
    let request = request(folder, length, &metadata)?;
    let slot = slot(&metadata.slot).await?;
    has_size(folder, &slot, length)?;
    let file = begin(folder, &slot, metadata, length, request).await?;
    created(folder, &file)
}

/// The request's key, if it has one, and the hash of all that was asked, which stands in the headers.
fn request(folder: &Folder<'_>, length: u64, metadata: &Metadata) -> Result<Option<Request>, Problem> {
    let key = idempotency::key(folder.parts)?;
    let said = format!("{length} {metadata:?}");
    Ok(key.map(|key| Request { key, hash: idempotency::hash(folder.parts, said.as_bytes()) }))
}

/// Refuses a file that is larger than its slot takes, and one that is nothing.
pub fn has_size(folder: &Folder<'_>, slot: &Slot, length: u64) -> Result<(), Problem> {
    match (length, folder.sizes.bytes_max(slot.size)) {
        (0, _) => Err(problem::empty()),
        (length, bytes_max) if length > bytes_max => Err(problem::too_large(bytes_max)),
        _ => Ok(()),
    }
}

/// Begins a file, and answers with its id.
pub async fn begin(
    folder: &Folder<'_>,
    slot: &Slot,
    metadata: Metadata,
    length: u64,
    request: Option<Request>,
) -> Result<String, Problem> {
    let id = random::hex_id();
    let sealed = folder.shelf.sealed(&id, &metadata.named());
    let file = NewFile { id: id.clone(), slot: slot.name.clone(), length, sealed, created: folder.now };
    let (agency, draft) = folder.key();
    let begun = files::begin(agency, draft, file, folder.files_max, request).await;
    let begun = begun.map_err(|refused| folder.refused(refused))?;
    has_room(folder, slot, &begun, begun == id).await?;
    Ok(begun)
}

/// Refuses a file that its slot has no room for. It is counted behind those before it, so that of two that were announced at
/// once one has the last place; and only where it is new, so that a repetition is answered as it was.
async fn has_room(folder: &Folder<'_>, slot: &Slot, file: &str, is_new: bool) -> Result<(), Problem> {
    let (agency, draft) = folder.key();
    let all = files::of_draft(agency, draft).await.map_err(of_fault)?;
    let before = all.iter().take_while(|one| one.id != file).filter(|one| one.slot == slot.name).count();
    if !all.iter().any(|one| one.id == file) {
        return Err(problem::no_file());
    }
    if is_new && before >= usize::from(slot.files_max) {
        take_out(folder, file).await?;
        return Err(problem::slot_full(slot.files_max));
    }
    Ok(())
}

fn created(folder: &Folder<'_>, file: &str) -> Result<Answer, Problem> {
    let location = HeaderValue::try_from(format!("{}{file}", folder.address));
    let mut answer = empty(StatusCode::CREATED);
    answer.headers_mut().insert(LOCATION, location.map_err(|_| damaged("the name of a draft is no address"))?);
    headers::expires(&mut answer, folder);
    Ok(answer)
}
