//! How a file grows and is finished.

use super::{Key, READ, REMOVE_CHUNKS, file};
use crate::bindings::exports::motcua::store::files::{Chunk, File, Refusal};
use crate::hash::sha256;
use crate::places::insert;
use crate::{Database, Fault, Value};

/// Chunks in one statement: as many as one call reads.
const BATCH: usize = 8;

const GROW: &str = "UPDATE files SET length_here = length_here + ?5 WHERE agency = ?1 AND draft = ?2 AND id = ?3 \
     AND finished = 0 AND length_here = ?4 AND length_here + ?5 <= length RETURNING id";

const FINISH: &str = "UPDATE files SET finished = 1, sealed = ?4, length = coalesce(?5, length), \
     length_here = coalesce(?5, length_here) WHERE agency = ?1 AND draft = ?2 AND id = ?3 \
     AND finished = 0 AND length_here = length RETURNING id";

const SAME: &str = "SELECT begins FROM chunks WHERE agency = ?1 AND draft = ?2 AND file = ?3 AND begins = ?4 \
     AND length = ?5 AND hash = ?6";

const COLUMNS: [&str; 7] = ["agency", "draft", "file", "begins", "length", "hash", "sealed"];

/// Adds a chunk at the end of a file, inside a transaction.
pub async fn append<D: Database>(database: &D, key: &Key<'_>, chunk: &Chunk) -> Result<u64, Refusal> {
    let end = chunk.offset.saturating_add(chunk.length.into());
    // A chunk of nothing is not kept: the next one begins where it does.
    let is_added =
        chunk.length > 0 && !database.run(GROW, key.with([chunk.offset.into(), chunk.length.into()])).await?.is_empty();
    if is_added {
        insert(database, "chunks", &COLUMNS, vec![row(key, chunk)]).await?;
        return Ok(end);
    }
    let found = standing(database, key).await?;
    let hash = sha256(&chunk.sealed);
    let same = key.with([chunk.offset.into(), chunk.length.into(), hash.into()]);
    let is_here = chunk.length == 0 && found.offset == chunk.offset || !database.run(SAME, same).await?.is_empty();
    match found {
        _ if is_here => Ok(end),
        File { finished: true, .. } => Err(Refusal::Finished),
        File { offset, .. } => Err(Refusal::Offset(offset)),
    }
}

/// Finishes a file, inside a transaction.
pub async fn finish<D: Database>(
    database: &D,
    key: &Key<'_>,
    sealed: &[u8],
    chunks: Option<&[Chunk]>,
) -> Result<(), Refusal> {
    let length = chunks.map(length).transpose()?;
    if !database.run(FINISH, key.with([sealed.into(), length.into()])).await?.is_empty() {
        return Ok(replace(database, key, chunks).await?);
    }
    match standing(database, key).await? {
        found if found.finished && found.sealed == sealed => Ok(()),
        File { finished: true, .. } => Err(Refusal::Finished),
        File { offset, .. } => Err(Refusal::Offset(offset)),
    }
}

async fn standing<D: Database>(database: &D, key: &Key<'_>) -> Result<File, Refusal> {
    let found = database.run(READ, key.with([])).await?.into_iter().next();
    Ok(file(found.ok_or(Refusal::Gone)?)?)
}

/// How long the file is that these chunks make, which have to follow one another.
fn length(chunks: &[Chunk]) -> Result<u64, Fault> {
    chunks.iter().try_fold(0_u64, |end, chunk| {
        let next = end.checked_add(chunk.length.into()).filter(|&next| chunk.offset == end && next > end);
        next.ok_or_else(|| Fault::Damaged("the chunks of a file do not follow one another".to_owned()))
    })
}

async fn replace<D: Database>(database: &D, key: &Key<'_>, chunks: Option<&[Chunk]>) -> Result<(), Fault> {
    let Some(chunks) = chunks else { return Ok(()) };
    database.run(REMOVE_CHUNKS, key.with([])).await?;
    for batch in chunks.chunks(BATCH) {
        insert(database, "chunks", &COLUMNS, batch.iter().map(|chunk| row(key, chunk)).collect()).await?;
    }
    Ok(())
}

fn row(key: &Key<'_>, chunk: &Chunk) -> Vec<Value> {
    let hash = sha256(&chunk.sealed);
    key.with([chunk.offset.into(), chunk.length.into(), hash.into(), chunk.sealed.as_slice().into()])
}
