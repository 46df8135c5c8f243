//! The interface `filing`: how a draft becomes a dossier, in one transaction.
//!
//! The locks are taken in one order: the draft, its files, the counter of the codes, and then only rows that are new.
//! Nobody who holds a file or a dossier asks for a draft, so that nobody waits in a circle. The counter, at which everybody
//! waits who files at the same desk, comes as late as it can: whoever waits for a draft, or is refused for it, keeps no
//! neighbour waiting.

use crate::answers::{Caller, Claim, claim, known};
use crate::bindings::exports::motcua::store::filing::{Filed, Filing, Guest, Refusal};
use crate::database::{in_transaction, on};
use crate::events::{self, BEFORE_ALL, FIRST, Place};
use crate::places::insert;
use crate::{Database, Fault, Store, drafts, files, numbers, outbox};

const STANDING: &str = "SELECT d.version, d.expires, f.code, f.reference FROM drafts d \
     LEFT JOIN dossiers f ON f.agency = ?1 AND f.draft = ?2 WHERE d.agency = ?1 AND d.id = ?2";

const SPEAK: &str = "INSERT INTO spoken (reference, agency, code) VALUES (?1, ?2, ?3) \
     ON CONFLICT (reference) DO NOTHING RETURNING reference";

const FILE: &str = "INSERT INTO dossiers (agency, code, reference, draft, secret_hash, procedure_code, place, state, \
     status, version, filed, updated, appointed, facts, sealed, factors) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, ?10, ?10, ?11, ?12, ?13, ?14)";

impl<D: Database> Guest for Store<D> {
    async fn file(filing: Filing) -> Result<Filed, Refusal> {
        on(true, async |database: &D| in_transaction(database, async || file(database, &filing).await).await).await
    }
}

async fn file<D: Database>(database: &D, filing: &Filing) -> Result<Filed, Refusal> {
    let taken = drafts::take(database, &filing.agency, &filing.draft, filing.draft_version, filing.filed).await?;
    let Some(secret_hash) = taken else { return standing(database, filing).await };
    if let Some(missing) = files::join(database, &filing.agency, &filing.draft, &filing.files, FIRST).await? {
        return Err(Refusal::Missing(missing));
    }
    let code = numbers::next(database, &filing.agency, &filing.prefix).await?;
    let filed = Filed { code, reference: filing.reference.clone() };
    let spoken = vec![filed.reference.as_str().into(), filing.agency.as_str().into(), filed.code.as_str().into()];
    if database.run(SPEAK, spoken).await?.is_empty() {
        return Err(Refusal::ReferenceTaken);
    }
    write_dossier(database, filing, &filed, &secret_hash).await?;
    let place = Place { agency: &filing.agency, code: &filed.code, number: FIRST, previous: BEFORE_ALL };
    events::write(database, &place, &filing.event).await?;
    write_owners(database, filing, &filed).await?;
    outbox::write(database, &place, filing.event.at, &filing.messages).await?;
    keep(database, filing, &filed).await?;
    Ok(filed)
}

/// What became of a draft that cannot be taken: this very request may have filed it.
async fn standing<D: Database>(database: &D, filing: &Filing) -> Result<Filed, Refusal> {
    match known(database, &caller(filing, &scope(filing)), &filing.request).await? {
        Claim::Known(filed) => return Ok(filed),
        Claim::Other => return Err(Refusal::Conflict),
        Claim::First => {}
    }
    let key = vec![filing.agency.as_str().into(), filing.draft.as_str().into()];
    let mut row = database.run(STANDING, key).await?.into_iter().next().ok_or(Refusal::Gone)?;
    let (version, expires) = (row.number()?, row.unsigned()?);
    let dossier = (row.optional_text()?, row.optional_text()?);
    Err(match dossier {
        (Some(code), Some(reference)) => Refusal::Already(Filed { code, reference }),
        _ if expires <= filing.filed => Refusal::Gone,
        _ => Refusal::Changed(version),
    })
}

async fn write_dossier<D: Database>(
    database: &D,
    filing: &Filing,
    filed: &Filed,
    secret_hash: &str,
) -> Result<(), Fault> {
    let factors = serde_json::to_string(&filing.factors).map_err(|error| Fault::Damaged(error.to_string()))?;
    let parameters = vec![
        filing.agency.as_str().into(),
        filed.code.as_str().into(),
        filed.reference.as_str().into(),
        filing.draft.as_str().into(),
        secret_hash.into(),
        filing.procedure.as_str().into(),
        filing.place.as_str().into(),
        filing.state.as_str().into(),
        u32::from(filing.status).into(),
        filing.filed.into(),
        filing.appointed.clone().into(),
        filing.facts.as_str().into(),
        filing.sealed.as_slice().into(),
        factors.into(),
    ];
    database.run(FILE, parameters).await.map(drop)
}

async fn write_owners<D: Database>(database: &D, filing: &Filing, filed: &Filed) -> Result<(), Fault> {
    // Whoever is named twice owns it once.
    let named = filing.owners.iter().enumerate();
    let owners = named.filter(|(number, owner)| !filing.owners.iter().take(*number).any(|before| before == *owner));
    let row = |(_, owner): (usize, &String)| {
        vec![owner.as_str().into(), filing.filed.into(), filed.code.as_str().into(), filing.agency.as_str().into()]
    };
    let rows = owners.map(row).collect();
    insert(database, "owners", &["owner", "filed", "code", "agency"], rows).await
}

/// Keeps the answer. Nobody claimed its key before, since a draft with an answer could not be taken any more.
async fn keep<D: Database>(database: &D, filing: &Filing, filed: &Filed) -> Result<(), Fault> {
    match claim(database, &caller(filing, &scope(filing)), &filing.request, filing.filed, Some(filed)).await? {
        Claim::First => Ok(()),
        Claim::Known(_) | Claim::Other => Err(Fault::Damaged("a draft was filed before and is not".to_owned())),
    }
}

fn scope(filing: &Filing) -> String {
    format!("filing/{}", filing.draft)
}

fn caller<'a>(filing: &'a Filing, scope: &'a str) -> Caller<'a> {
    Caller { agency: &filing.agency, scope }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Failed(fault)
    }
}
