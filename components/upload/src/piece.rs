//! `PATCH …/files/{file}`: a file grows at its end.

use std::pin::Pin;
use std::time::Duration;

use http::StatusCode;
use motcua_edge::answer::Answer;
use motcua_edge::body::{self, Pieces};
use motcua_edge::clock::now_ms;
use motcua_edge::problem::Problem;
use motcua_rules::form::Slot;
use spin_sdk::time::sleep;

use crate::checksum::Checksum;
use crate::folder::Folder;
use crate::kept::{self, CHUNK_BYTES};
use crate::store::files::File;
use crate::{Body, empty, headers, look, problem};

const MEDIA_TYPE: &str = "application/offset+octet-stream";
/// After so long what is there is kept, however little it is: a line that breaks costs no more.
const PAUSE: Duration = Duration::from_secs(5);
/// After so long a request is answered with what has come. It would be ended at five minutes, and the rest may follow in
/// another.
const PATIENCE_MS: u64 = 240_000;

/// What waits for [`PAUSE`].
type Pause = fn() -> Pin<Box<dyn Future<Output = ()>>>;

fn pause() -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(sleep(PAUSE))
}

/// Keeps what comes, as it comes. What arrived before the line broke stays; with an `Upload-Checksum` all of it is kept or
/// nothing.
pub async fn piece<S>(folder: &Folder<'_>, slot: S, file: File, body: Body) -> Result<Answer, Problem>
where
    S: AsyncFn(&str) -> Result<Slot, Problem>,
{
    let request = &folder.parts.headers;
    body::media_type(request, &[MEDIA_TYPE])?;
    let offset = headers::number(request, "upload-offset")?.ok_or_else(|| problem::malformed("Upload-Offset"))?;
    let checksum = Checksum::read(request)?;
    if offset != file.offset {
        return Err(problem::other_offset(file.offset));
    }
    let announced = headers::number(request, "content-length")?.unwrap_or_default();
    let mut end = End { folder, file: &file, offset };
    if announced > end.room() {
        return Err(problem::beyond_end(file.length));
    }
    let pieces = Pieces::of(body, CHUNK_BYTES, pause as Pause);
    match checksum {
        Some(sum) => end.grow_if(&sum, pieces).await?,
        None => end.grow(pieces).await?,
    }
    let offset = end.offset;
    if offset == file.length {
        look::finish(folder, slot, &File { offset, ..file }).await?;
    }
    let mut answer = empty(StatusCode::NO_CONTENT);
    headers::state(&mut answer, folder, offset);
    Ok(answer)
}

/// Where a file ends for now.
struct End<'a> {
    folder: &'a Folder<'a>,
    file: &'a File,
    offset: u64,
}

impl End<'_> {
    /// How much is still to come.
    fn room(&self) -> u64 {
        self.file.length.saturating_sub(self.offset)
    }

    async fn grow(&mut self, mut pieces: Pieces<Body, Pause>) -> Result<(), Problem> {
        while let Some(piece) = pieces.next().await {
            self.append(&piece?).await?;
            if now_ms().saturating_sub(self.folder.now) > PATIENCE_MS {
                break;
            }
        }
        Ok(())
    }

    /// Holds the body until all of it is there and has its sum. There is no more of it than the file is long.
    async fn grow_if(&mut self, sum: &Checksum, mut pieces: Pieces<Body, Pause>) -> Result<(), Problem> {
        let mut held = Vec::new();
        while let Some(piece) = pieces.next().await {
            held.extend(piece?);
            if u64::try_from(held.len()).is_ok_and(|length| length > self.room()) {
                return Err(problem::beyond_end(self.file.length));
            }
        }
        if !sum.fits(&held) {
            return Err(problem::other_checksum());
        }
        for piece in held.chunks(CHUNK_BYTES) {
            self.append(piece).await?;
        }
        Ok(())
    }

    async fn append(&mut self, piece: &[u8]) -> Result<(), Problem> {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if length > self.room() {
            return Err(problem::beyond_end(self.file.length));
        }
        self.offset = kept::append(self.folder, &self.file.id, self.offset, piece).await?;
        Ok(())
    }
}
