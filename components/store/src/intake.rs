//! The interface `intake`: how something that somebody says becomes an item, in one transaction.
//!
//! The locks are taken in one order: the request's key, the draft, its files, the counter of the codes, rows that are new; and last the
//! counts, at which everybody waits who sends something of the same field to the same province.

use crate::answers::{self, Caller, Claim, claim, keep};
use crate::bindings::exports::motcua::store::intake::{Guest, NewSupporter, NoSupport, Received, Reception, Refusal};
use crate::bindings::exports::motcua::store::types::Request;
use crate::database::{in_transaction, on};
use crate::events::{self, BEFORE_ALL, FIRST, Place};
use crate::{Database, Fault, Store, drafts, files, numbers, outbox, tallies};

/// Whose requests are known again: everybody's keys are one another's here, whatever province an item goes to. Where it goes
/// may be another one at the second try.
const CALLER: Caller<'static> = Caller { agency: "", scope: "feedback" };

const STANDING: &str = "SELECT d.version, d.expires, f.code FROM drafts d \
     LEFT JOIN feedback f ON f.agency = ?1 AND f.id = ?2 WHERE d.agency = ?1 AND d.id = ?2";

const RECEIVE: &str = "INSERT INTO feedback (agency, code, id, secret_hash, kind, about, field, object, place, desk, state, \
     version, received, updated, due, facts, sealed, identity, signature, supporters) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1, ?12, ?12, ?13, ?14, ?15, ?16, ?17, 0)";

/// Takes the item, so that of two who support it at once both are counted.
const COUNT: &str = "UPDATE feedback SET supporters = supporters + 1 WHERE agency = ?1 AND code = ?2 RETURNING code";

const UNCOUNT: &str = "UPDATE feedback SET supporters = supporters - 1 WHERE agency = ?1 AND code = ?2";

const SUPPORT: &str = "INSERT INTO feedback_supporters (agency, code, who, id, secret_hash, sealed, since) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (agency, code, who) DO NOTHING RETURNING id";

const BEFORE: &str = "SELECT id FROM feedback_supporters WHERE agency = ?1 AND code = ?2 AND who = ?3";

impl<D: Database> Guest for Store<D> {
    async fn receive(reception: Reception) -> Result<Received, Refusal> {
        on(true, async |database: &D| in_transaction(database, async || received(database, &reception).await).await)
            .await
    }

    async fn known(request: Request) -> Result<Option<String>, Refusal> {
        on(true, async |database: &D| match answers::known(database, &CALLER, &request).await? {
            Claim::First => Ok(None),
            Claim::Known(code) => Ok(Some(code)),
            Claim::Other => Err(Refusal::Conflict),
        })
        .await
    }

    async fn support(agency: String, code: String, supporter: NewSupporter) -> Result<String, NoSupport> {
        // Whoever came before is found by who it is.
        on(true, async |database: &D| {
            in_transaction(database, async || supported(database, &agency, &code, &supporter).await).await
        })
        .await
    }
}

async fn received<D: Database>(database: &D, reception: &Reception) -> Result<Received, Refusal> {
    match claim(database, &CALLER, &reception.request, reception.received, None).await? {
        Claim::First => {}
        Claim::Known(code) => return Ok(Received { code, is_new: false }),
        Claim::Other => return Err(Refusal::Conflict),
    }
    if let Some(version) = reception.draft_version
        && drafts::take(database, &reception.agency, &reception.id, version, reception.received).await?.is_none()
    {
        return Err(standing(database, reception).await?);
    }
    let missing = files::join(database, &reception.agency, &reception.id, &reception.files, FIRST).await?;
    if let Some(missing) = missing {
        return Err(Refusal::Missing(missing));
    }
    let code = numbers::next(database, &reception.agency, &reception.prefix).await?;
    write(database, reception, &code).await?;
    let place = Place { agency: &reception.agency, code: &code, number: FIRST, previous: BEFORE_ALL };
    events::write(database, &place, &reception.event).await?;
    outbox::write(database, &place, reception.event.at, &reception.messages).await?;
    keep(database, &CALLER, &reception.request, &code).await?;
    tallies::write(database, &reception.agency, &reception.tallies).await?;
    Ok(Received { code, is_new: true })
}

async fn standing<D: Database>(database: &D, reception: &Reception) -> Result<Refusal, Fault> {
    let key = vec![reception.agency.as_str().into(), reception.id.as_str().into()];
    let Some(mut row) = database.run(STANDING, key).await?.into_iter().next() else { return Ok(Refusal::Gone) };
    let (version, expires, code) = (row.number()?, row.unsigned()?, row.optional_text()?);
    Ok(match code {
        Some(code) => Refusal::Already(code),
        None if expires <= reception.received => Refusal::Gone,
        None => Refusal::Changed(version),
    })
}

async fn write<D: Database>(database: &D, reception: &Reception, code: &str) -> Result<(), Fault> {
    let parameters = vec![
        reception.agency.as_str().into(),
        code.into(),
        reception.id.as_str().into(),
        reception.secret_hash.as_str().into(),
        reception.kind.as_str().into(),
        reception.about.as_str().into(),
        reception.field.as_str().into(),
        reception.object.as_str().into(),
        reception.place.as_str().into(),
        reception.desk.as_str().into(),
        reception.state.as_str().into(),
        reception.received.into(),
        reception.due.clone().into(),
        reception.facts.as_str().into(),
        reception.sealed.as_slice().into(),
        reception.identity.as_slice().into(),
        reception.signature.as_slice().into(),
    ];
    database.run(RECEIVE, parameters).await.map(drop)
}

async fn supported<D: Database>(
    database: &D,
    agency: &str,
    code: &str,
    supporter: &NewSupporter,
) -> Result<String, NoSupport> {
    let key = || vec![agency.into(), code.into()];
    if database.run(COUNT, key()).await?.is_empty() {
        return Err(NoSupport::Unknown);
    }
    let parameters = vec![
        supporter.who.as_str().into(),
        supporter.id.as_str().into(),
        supporter.secret_hash.as_str().into(),
        supporter.sealed.as_slice().into(),
        supporter.at.into(),
    ];
    if !database.run(SUPPORT, [key(), parameters].concat()).await?.is_empty() {
        return Ok(supporter.id.clone());
    }
    database.run(UNCOUNT, key()).await?;
    let before = database.run(BEFORE, [key(), vec![supporter.who.as_str().into()]].concat()).await?;
    let mut row = before.into_iter().next().ok_or_else(|| Fault::Damaged("a supporter is gone".to_owned()))?;
    Ok(row.text()?)
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Failed(fault)
    }
}

impl From<Fault> for NoSupport {
    fn from(fault: Fault) -> NoSupport {
        NoSupport::Failed(fault)
    }
}
