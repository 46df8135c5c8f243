//! A file as the store keeps it: in chunks, each sealed for its place in its file.

use motcua_edge::problem::Problem;
use motcua_reference::problem::{damaged, of_fault};

use crate::folder::Folder;
use crate::problem;
use crate::shelf::Shelf;
use crate::store::files::{self, Chunk, File};

/// How long a chunk is, before it is sealed: small enough that a broken line costs little, large enough that twenty megabytes
/// are eighty rows.
pub const CHUNK_BYTES: usize = 256 * 1024;
/// So many are read at once; the store gives no more.
const CHUNKS_AT_ONCE: u32 = 8;
/// A file of more pieces was sent byte by byte: it would be read back for minutes.
const CHUNKS_MAX: usize = 4096;

/// A whole file in chunks.
pub fn chunks(shelf: &Shelf<'_>, file: &str, bytes: &[u8]) -> Vec<Chunk> {
    let offsets = (0u64..).step_by(CHUNK_BYTES);
    bytes.chunks(CHUNK_BYTES).zip(offsets).map(|(piece, offset)| shelf.chunk(file, offset, piece)).collect()
}

/// Adds a piece at the end of a file, and answers with the new end.
pub async fn append(folder: &Folder<'_>, file: &str, offset: u64, piece: &[u8]) -> Result<u64, Problem> {
    let chunk = folder.shelf.chunk(file, offset, piece);
    let (agency, draft) = folder.key();
    files::append(agency, draft, file.to_owned(), chunk).await.map_err(|refused| folder.refused(refused))
}

/// All bytes of a file that is wholly there.
pub async fn whole(folder: &Folder<'_>, file: &File) -> Result<Vec<u8>, Problem> {
    let mut all = Vec::with_capacity(usize::try_from(file.length).unwrap_or_default());
    let (mut offset, mut count) = (0u64, 0usize);
    while offset < file.length {
        let (agency, draft) = folder.key();
        let read = files::chunks(agency, draft, file.id.clone(), offset, CHUNKS_AT_ONCE).await.map_err(of_fault)?;
        count = count.saturating_add(read.len());
        if read.is_empty() {
            return Err(damaged("a file is shorter than it was"));
        }
        if count > CHUNKS_MAX {
            return Err(problem::too_many_pieces());
        }
        for chunk in read {
            let plain = folder.shelf.opened(&file.id, &chunk, offset);
            all.extend(plain.ok_or_else(|| damaged("a piece of a file cannot be opened"))?);
            offset = offset.saturating_add(chunk.length.into());
        }
    }
    Ok(all)
}
