//! The interface `files`: how files of drafts and dossiers are begun, read and removed. How one grows until it is finished
//! stands in `upload`.
//!
//! Who changes a file holds its row, and the row is changed before the chunks: so a chunk is never without its file.

mod upload;

use crate::answers::{Caller, Claim, claim};
use crate::bindings::exports::motcua::store::files::{Chunk, File, Guest, NewFile, Refusal};
use crate::bindings::exports::motcua::store::types::Request;
use crate::database::{in_transaction, on, read};
use crate::hash::sha256;
use crate::places::with_keys;
use crate::{Database, Fault, Row, Store, Value};

/// The most files that one call answers with.
const FILES: u32 = 200;

/// The most chunks that one call answers with.
const CHUNKS: u32 = 8;

/// Takes the draft: who begins two files at once shall not have one too many.
const TAKE_TURNS: &str = "UPDATE drafts SET version = version \
     WHERE agency = ?1 AND id = ?2 AND expires > ?3 RETURNING id";

const BEGIN: &str = "INSERT INTO files (agency, draft, id, place_in_draft, slot, length, length_here, sealed, created, \
     finished, dossier_event) \
     SELECT ?1, ?2, ?3, coalesce(max(place_in_draft), 0) + 1, ?4, ?5, 0, ?6, ?7, 0, 0 FROM files \
     WHERE agency = ?1 AND draft = ?2 HAVING count(*) < ?8 \
     ON CONFLICT (agency, draft, id) DO NOTHING RETURNING id";

const OWN: &str = "SELECT slot, length, created FROM files WHERE agency = ?1 AND draft = ?2 AND id = ?3";

/// The columns that [`file`] reads.
macro_rules! files_where {
    ($condition:literal) => {
        concat!("SELECT id, slot, length, length_here, sealed, created, finished FROM files WHERE ", $condition)
    };
}

const READ: &str = files_where!("agency = ?1 AND draft = ?2 AND id = ?3");

const OF_DRAFT: &str = files_where!("agency = ?1 AND draft = ?2 ORDER BY place_in_draft LIMIT ?3");

const CHUNKS_FROM: &str = "SELECT begins, length, hash, sealed FROM chunks \
     WHERE agency = ?1 AND draft = ?2 AND file = ?3 AND begins >= ?4 ORDER BY begins LIMIT ?5";

const REMOVE: &str =
    "DELETE FROM files WHERE agency = ?1 AND draft = ?2 AND id = ?3 AND dossier_event = 0 RETURNING id";

const REMOVE_CHUNKS: &str = "DELETE FROM chunks WHERE agency = ?1 AND draft = ?2 AND file = ?3";

/// A file's key.
pub struct Key<'a> {
    pub agency: &'a str,
    pub draft: &'a str,
    pub file: &'a str,
}

impl Key<'_> {
    /// The first parameters of a statement about the file, and the rest of them.
    fn with(&self, rest: impl IntoIterator<Item = Value>) -> Vec<Value> {
        [self.agency, self.draft, self.file].into_iter().map(Value::from).chain(rest).collect()
    }
}

impl<D: Database> Guest for Store<D> {
    async fn begin(
        agency: String,
        draft: String,
        file: NewFile,
        files_max: u32,
        request: Option<Request>,
    ) -> Result<String, Refusal> {
        // Without a request the file is known by its own id.
        on(true, async |database: &D| {
            let key = Key { agency: &agency, draft: &draft, file: &file.id };
            in_transaction(database, async || begun(database, &key, &file, files_max, request.as_ref()).await).await
        })
        .await
    }

    async fn append(agency: String, draft: String, file: String, chunk: Chunk) -> Result<u64, Refusal> {
        // What a repetition appended before is there, with the same bytes at the same place.
        on(true, async |database: &D| {
            let key = Key { agency: &agency, draft: &draft, file: &file };
            in_transaction(database, async || upload::append(database, &key, &chunk).await).await
        })
        .await
    }

    async fn finish(
        agency: String,
        draft: String,
        file: String,
        sealed: Vec<u8>,
        chunks: Option<Vec<Chunk>>,
    ) -> Result<(), Refusal> {
        // What a repetition finished before has these very bytes.
        on(true, async |database: &D| {
            let key = Key { agency: &agency, draft: &draft, file: &file };
            in_transaction(database, async || upload::finish(database, &key, &sealed, chunks.as_deref()).await).await
        })
        .await
    }

    async fn remove(agency: String, draft: String, file: String) -> Result<(), Refusal> {
        on(true, async |database: &D| {
            let key = Key { agency: &agency, draft: &draft, file: &file };
            in_transaction(database, async || removed(database, &key).await).await
        })
        .await
    }

    async fn read(agency: String, draft: String, file: String) -> Result<Option<File>, Fault> {
        let key = Key { agency: &agency, draft: &draft, file: &file };
        let rows = read::<D>(READ, key.with([])).await?;
        rows.into_iter().next().map(self::file).transpose()
    }

    async fn of_draft(agency: String, draft: String) -> Result<Vec<File>, Fault> {
        let rows = read::<D>(OF_DRAFT, vec![agency.into(), draft.into(), FILES.into()]).await?;
        rows.into_iter().map(file).collect()
    }

    async fn chunks(agency: String, draft: String, file: String, offset: u64, limit: u32) -> Result<Vec<Chunk>, Fault> {
        let key = Key { agency: &agency, draft: &draft, file: &file };
        // Megabytes are not a few rows.
        let rows = on(true, async |database: &D| {
            database.run(CHUNKS_FROM, key.with([offset.into(), limit.min(CHUNKS).into()])).await
        });
        rows.await?.into_iter().map(chunk).collect()
    }
}

async fn begun<D: Database>(
    database: &D,
    key: &Key<'_>,
    file: &NewFile,
    files_max: u32,
    request: Option<&Request>,
) -> Result<String, Refusal> {
    if let Some(request) = request {
        let caller = Caller { agency: key.agency, scope: &format!("files/{}", key.draft) };
        match claim(database, &caller, request, file.created, Some(&file.id)).await? {
            Claim::First => {}
            Claim::Known(id) => return Ok(id),
            Claim::Other => return Err(Refusal::Conflict),
        }
    }
    let turn = vec![key.agency.into(), key.draft.into(), file.created.into()];
    if database.run(TAKE_TURNS, turn).await?.is_empty() {
        return Err(Refusal::Gone);
    }
    let rest = [
        file.slot.as_str().into(),
        file.length.into(),
        file.sealed.as_slice().into(),
        file.created.into(),
        files_max.into(),
    ];
    if database.run(BEGIN, key.with(rest)).await?.is_empty() {
        is_own(database, key, file).await?;
    }
    Ok(file.id.clone())
}

/// Fails unless the file that is there is this one, begun before.
async fn is_own<D: Database>(database: &D, key: &Key<'_>, file: &NewFile) -> Result<(), Refusal> {
    let found = database.run(OWN, key.with([])).await?.into_iter().next();
    let mut row = found.ok_or(Refusal::TooMany)?;
    if (row.text()?, row.unsigned()?, row.unsigned()?) == (file.slot.clone(), file.length, file.created) {
        return Ok(());
    }
    Err(Fault::Damaged("a file that is another has this id".to_owned()).into())
}

async fn removed<D: Database>(database: &D, key: &Key<'_>) -> Result<(), Refusal> {
    if !database.run(REMOVE, key.with([])).await?.is_empty() {
        database.run(REMOVE_CHUNKS, key.with([])).await?;
        return Ok(());
    }
    let is_there = !database.run(READ, key.with([])).await?.is_empty();
    if is_there { Err(Refusal::Finished) } else { Ok(()) }
}

/// Makes files part of a dossier with its event number `event`, inside a transaction. Answers with the first that cannot
/// be: it is not finished, or part of the dossier already.
pub async fn join<D: Database>(
    database: &D,
    agency: &str,
    draft: &str,
    files: &[String],
    event: u32,
) -> Result<Option<String>, Fault> {
    if files.is_empty() {
        return Ok(None);
    }
    let mut parameters = vec![agency.into(), draft.into(), event.into()];
    let these = with_keys(&mut parameters, files);
    let sql = format!(
        "UPDATE files SET dossier_event = ?3 WHERE agency = ?1 AND draft = ?2 AND id IN {these} \
         AND finished = 1 AND dossier_event = 0 RETURNING id"
    );
    let rows = database.run(&sql, parameters).await?;
    let joined = rows.into_iter().map(|mut row| row.text()).collect::<Result<Vec<String>, Fault>>()?;
    Ok(files.iter().find(|file| !joined.contains(*file)).cloned())
}

fn file(mut row: Row) -> Result<File, Fault> {
    Ok(File {
        id: row.text()?,
        slot: row.text()?,
        length: row.unsigned()?,
        offset: row.unsigned()?,
        sealed: row.bytes()?,
        created: row.unsigned()?,
        finished: row.integer()? == 1,
    })
}

fn chunk(mut row: Row) -> Result<Chunk, Fault> {
    let (offset, length, hash, sealed) = (row.unsigned()?, row.number()?, row.text()?, row.bytes()?);
    if sha256(&sealed) != hash {
        return Err(Fault::Damaged("a chunk of a file is not what was written".to_owned()));
    }
    Ok(Chunk { offset, length, sealed })
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Failed(fault)
    }
}
