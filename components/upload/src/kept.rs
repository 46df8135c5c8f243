//! A file as the store keeps it: in chunks, each sealed for its place in its file.

use motcua_edge::problem::Problem;
use motcua_record::file::About;
use motcua_record::seal::{Bound, Purpose};

use super::problem;
use crate::asked::Asked;
use crate::papers;
use crate::problem::{damaged, of_fault};
use crate::store::drafts::Draft;
use crate::store::files::{self, Chunk, File};

/// How long a chunk is, before it is sealed: small enough that a broken line costs little, large enough that twenty megabytes
/// are eighty rows.
pub const CHUNK_BYTES: usize = 256 * 1024;
/// So many are read at once; the store gives no more.
const CHUNKS_AT_ONCE: u32 = 8;
/// A file of more pieces was sent byte by byte: it would be read back for minutes.
const CHUNKS_MAX: usize = 4096;

/// What is known of a file.
pub fn about(asked: &Asked, draft: &Draft, file: &File) -> Result<About, Problem> {
    let opened = asked.settings.sealing.open_json(&known(draft, &file.id), &file.sealed);
    opened.map_err(|_| damaged("what is known of a file cannot be opened"))
}

/// The same, sealed to be kept.
pub fn sealed(asked: &Asked, draft: &Draft, file: &str, about: &About) -> Vec<u8> {
    asked.settings.sealing.seal_json(&known(draft, file), about)
}

fn known<'a>(draft: &'a Draft, file: &'a str) -> Bound<'a> {
    Bound { purpose: Purpose::File, agency: &draft.agency, draft: &draft.id, place: file }
}

/// A piece of a file, sealed.
fn chunk(asked: &Asked, draft: &Draft, file: &str, offset: u64, bytes: &[u8]) -> Chunk {
    let place = format!("{file}/{offset}");
    let bound = Bound { purpose: Purpose::Chunk, agency: &draft.agency, draft: &draft.id, place: &place };
    // A piece has at most `CHUNK_BYTES`.
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    Chunk { offset, length, sealed: asked.settings.sealing.seal(&bound, bytes) }
}

/// A whole file in chunks.
pub fn chunks(asked: &Asked, draft: &Draft, file: &str, bytes: &[u8]) -> Vec<Chunk> {
    let offsets = (0u64..).step_by(CHUNK_BYTES);
    bytes.chunks(CHUNK_BYTES).zip(offsets).map(|(piece, offset)| chunk(asked, draft, file, offset, piece)).collect()
}

/// Adds a piece at the end of a file, and answers with the new end.
pub async fn append(asked: &Asked, draft: &Draft, file: &str, offset: u64, piece: &[u8]) -> Result<u64, Problem> {
    let chunk = chunk(asked, draft, file, offset, piece);
    let appended = files::append(draft.agency.clone(), draft.id.clone(), file.to_owned(), chunk).await;
    appended.map_err(problem::of_refusal)
}

/// All bytes of a file that is wholly there.
pub async fn whole(asked: &Asked, draft: &Draft, file: &File) -> Result<Vec<u8>, Problem> {
    let mut all = Vec::with_capacity(usize::try_from(file.length).unwrap_or_default());
    let (mut offset, mut count) = (0u64, 0usize);
    while offset < file.length {
        let (agency, draft_id) = (draft.agency.clone(), draft.id.clone());
        let read = files::chunks(agency, draft_id, file.id.clone(), offset, CHUNKS_AT_ONCE).await.map_err(of_fault)?;
        count = count.saturating_add(read.len());
        if read.is_empty() {
            return Err(damaged("a file is shorter than it was"));
        }
        if count > CHUNKS_MAX {
            return Err(problem::too_many_pieces());
        }
        for chunk in read {
            let plain = papers::opened(asked, (&draft.agency, &draft.id, &file.id), &chunk, offset);
            all.extend(plain.ok_or_else(|| damaged("a piece of a file cannot be opened"))?);
            offset = offset.saturating_add(chunk.length.into());
        }
    }
    Ok(all)
}
