//! The interface `drafts`: what somebody prepares, until it is filed or ends.

use crate::answers::{Caller, Claim, claim};
use crate::bindings::exports::motcua::store::drafts::{Draft, Guest, NewDraft, Refusal};
use crate::bindings::exports::motcua::store::types::Request;
use crate::database::{in_transaction, on, read};
use crate::places::with_keys;
use crate::{Database, Fault, Row, Store, Value};

const BEGIN: &str = "INSERT INTO drafts (agency, id, secret_hash, procedure_code, place, sealed, created, expires, \
     version, filed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, 0) ON CONFLICT (agency, id) DO NOTHING RETURNING id";

const OWN: &str = "SELECT id FROM drafts WHERE agency = ?1 AND id = ?2 AND secret_hash = ?3 AND created = ?4";

const READ: &str = "SELECT d.agency, d.id, d.secret_hash, d.procedure_code, d.place, d.sealed, d.created, d.expires, \
     d.version, f.code FROM drafts d LEFT JOIN dossiers f ON f.agency = ?1 AND f.draft = ?2 \
     WHERE d.agency = ?1 AND d.id = ?2 AND d.expires > ?3";

/// Takes the draft: nobody else can send or save it from now on.
const TAKE: &str = "UPDATE drafts SET filed = 1, sealed = ?4, expires = ?5, version = version + 1 \
     WHERE agency = ?1 AND id = ?2 AND version = ?3 AND filed = 0 AND expires > ?6 RETURNING secret_hash";

/// A draft that was sent ends on the last day that there is.
const NEVER: u64 = 253_402_300_799_999;

const SAVE: &str = "UPDATE drafts SET sealed = ?4, expires = ?5, version = version + 1 \
     WHERE agency = ?1 AND id = ?2 AND version = ?3 AND filed = 0 AND expires > ?6 RETURNING version";

const ENDED: &str = "SELECT id FROM drafts WHERE agency = ?1 AND expires <= ?2 AND filed = 0 ORDER BY expires LIMIT ?3";

/// The most drafts that one call removes.
const REMOVALS: u32 = 100;

impl<D: Database> Guest for Store<D> {
    async fn create(draft: NewDraft, scope: String, request: Option<Request>) -> Result<String, Refusal> {
        // Without a request the draft is known by its own id and secret.
        on(true, async |database: &D| {
            in_transaction(database, async || begun(database, &draft, &scope, request.as_ref()).await).await
        })
        .await
    }

    async fn read(agency: String, id: String, now: u64) -> Result<Option<Draft>, Fault> {
        let rows = read::<D>(READ, vec![agency.into(), id.into(), now.into()]).await?;
        rows.into_iter().next().map(draft).transpose()
    }

    async fn save(
        agency: String,
        id: String,
        expected: u32,
        sealed: Vec<u8>,
        now: u64,
        expires: u64,
    ) -> Result<u32, Refusal> {
        let key = || vec![agency.as_str().into(), id.as_str().into()];
        let change = || vec![expected.into(), sealed.as_slice().into(), expires.into(), now.into()];
        // The next version with these very bytes is what a repetition finds: nobody else's seal is the same.
        on(true, async |database: &D| {
            if let Some(mut row) = database.write(SAVE, [key(), change()].concat()).await?.into_iter().next() {
                return Ok(row.number()?);
            }
            let found = database.rows(READ, [key(), vec![now.into()]].concat()).await?.into_iter().next();
            let found = found.map(draft).transpose()?.ok_or(Refusal::Gone)?;
            let is_next = found.version.checked_sub(1) == Some(expected) && found.dossier.is_none();
            let is_own = is_next && found.sealed == sealed;
            if is_own { Ok(found.version) } else { Err(Refusal::Changed(found)) }
        })
        .await
    }

    async fn remove_ended(agency: String, now: u64, limit: u32) -> Result<u32, Fault> {
        // Whoever repeats it removes what is left.
        on(true, async |database: &D| {
            let parameters = vec![agency.as_str().into(), now.into(), limit.min(REMOVALS).into()];
            let rows = database.rows(ENDED, parameters).await?;
            let ids = rows.into_iter().map(|mut row| row.text()).collect::<Result<Vec<String>, Fault>>()?;
            if ids.is_empty() {
                return Ok(0);
            }
            in_transaction(database, async || removed(database, &agency, now, &ids).await).await
        })
        .await
    }
}

/// Takes and empties a draft inside a transaction, and answers with the hash of its secret; with nothing where it has not
/// this version or has ended by `now`.
pub async fn take<D: Database>(
    database: &D,
    agency: &str,
    id: &str,
    version: u32,
    now: u64,
) -> Result<Option<String>, Fault> {
    let parameters = vec![agency.into(), id.into(), version.into(), Vec::new().into(), NEVER.into(), now.into()];
    database.run(TAKE, parameters).await?.into_iter().next().map(|mut row| row.text()).transpose()
}

async fn begun<D: Database>(
    database: &D,
    draft: &NewDraft,
    scope: &str,
    request: Option<&Request>,
) -> Result<String, Refusal> {
    if let Some(request) = request {
        let caller = Caller { agency: &draft.agency, scope };
        match claim(database, &caller, request, draft.created, Some(&draft.id)).await? {
            Claim::First => {}
            Claim::Known(id) => return Ok(id),
            Claim::Other => return Err(Refusal::Conflict),
        }
    }
    let key = || vec![draft.agency.as_str().into(), draft.id.as_str().into(), draft.secret_hash.as_str().into()];
    let rest: Vec<Value> = vec![
        draft.procedure.as_str().into(),
        draft.place.as_str().into(),
        draft.sealed.as_slice().into(),
        draft.created.into(),
        draft.expires.into(),
    ];
    let is_new = !database.run(BEGIN, [key(), rest].concat()).await?.is_empty();
    if !is_new && database.run(OWN, [key(), vec![draft.created.into()]].concat()).await?.is_empty() {
        return Err(Fault::Damaged("a draft that is another has this id".to_owned()).into());
    }
    Ok(draft.id.clone())
}

/// Removes these drafts, unless somebody saved or filed them meanwhile. Whoever adds to a file holds its row, so that the
/// files go before their chunks: no chunk comes after.
async fn removed<D: Database>(database: &D, agency: &str, now: u64, ids: &[String]) -> Result<u32, Fault> {
    let mut parameters = vec![agency.into(), now.into()];
    let these = with_keys(&mut parameters, ids);
    let sql =
        format!("DELETE FROM drafts WHERE agency = ?1 AND id IN {these} AND expires <= ?2 AND filed = 0 RETURNING id");
    let rows = database.run(&sql, parameters).await?;
    let ids = rows.into_iter().map(|mut row| row.text()).collect::<Result<Vec<String>, Fault>>()?;
    if ids.is_empty() {
        return Ok(0);
    }
    for table in ["files", "chunks"] {
        let mut parameters = vec![agency.into()];
        let these = with_keys(&mut parameters, &ids);
        database.run(&format!("DELETE FROM {table} WHERE agency = ?1 AND draft IN {these}"), parameters).await?;
    }
    Ok(u32::try_from(ids.len()).unwrap_or(REMOVALS))
}

fn draft(mut row: Row) -> Result<Draft, Fault> {
    Ok(Draft {
        agency: row.text()?,
        id: row.text()?,
        secret_hash: row.text()?,
        procedure: row.text()?,
        place: row.text()?,
        sealed: row.bytes()?,
        created: row.unsigned()?,
        expires: row.unsigned()?,
        version: row.number()?,
        dossier: row.optional_text()?,
    })
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Failed(fault)
    }
}
