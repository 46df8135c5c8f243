//! The interface `procedures`: versions of procedures, kept as JSON.
//!
//! The names in that JSON are those of the contract's records. A field that the contract adds as an option needs no
//! migration, since its absence reads as nothing; any other change does.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::bindings::exports::motcua::store::procedures::{Catalogue, Channel, Guest, Method, Procedure, Summary};
use crate::bindings::exports::motcua::store::types::Period;
use crate::database::{on, read};
use crate::days::period;
use crate::{Database, Fault, Row, Store};

const READ: &str = "SELECT content, from_day, until_day FROM procedures \
     WHERE code = ?1 AND from_day <= ?2 AND ?2 < until_day";

const VERSIONS: &str = "SELECT decision, from_day, until_day FROM procedures WHERE code = ?1 \
     ORDER BY from_day DESC LIMIT 200";

const REVISION: &str = "SELECT revision FROM editions WHERE kind = 'procedures'";

const SUMMARIES: &str = "SELECT summary FROM procedures WHERE from_day <= ?1 AND ?1 < until_day ORDER BY code";

impl<D: Database> Guest for Store<D> {
    async fn read(code: String, as_of: String) -> Result<Option<Procedure>, Fault> {
        let rows = read::<D>(READ, vec![code.into(), as_of.into()]).await?;
        rows.into_iter().next().map(procedure).transpose()
    }

    async fn versions(code: String) -> Result<Vec<(String, Period)>, Fault> {
        let rows = read::<D>(VERSIONS, vec![code.into()]).await?;
        rows.into_iter().map(|mut row| Ok((row.text()?, period(row.text()?, row.text()?)))).collect()
    }

    async fn catalogue_of(as_of: String, known: Option<String>) -> Result<Option<Catalogue>, Fault> {
        on(true, async |database: &D| catalogue(database, &as_of, known.as_deref()).await).await
    }
}

async fn catalogue<D: Database>(database: &D, as_of: &str, known: Option<&str>) -> Result<Option<Catalogue>, Fault> {
    // The revision is read first: a publication in between makes the lines newer than their edition, so that they are
    // read once more. The other way round old lines would pass for new ones.
    let revision = database.rows(REVISION, Vec::new()).await?.into_iter().next();
    let revision = revision.map_or(Ok(0), |mut row| row.integer())?;
    let edition = format!("{revision}@{as_of}");
    if known == Some(&edition) {
        return Ok(None);
    }
    let rows = database.run(SUMMARIES, vec![as_of.into()]).await?;
    let summaries = rows.into_iter().map(|mut row| parsed(&row.text()?)).collect::<Result<_, Fault>>()?;
    Ok(Some(Catalogue { edition, summaries }))
}

fn procedure(mut row: Row) -> Result<Procedure, Fault> {
    let content: Procedure = parsed(&row.text()?)?;
    Ok(Procedure { holds: period(row.text()?, row.text()?), ..content })
}

/// The line that a search and a list show of a procedure.
pub fn summary(procedure: &Procedure) -> Summary {
    let timed = procedure.methods.iter().find(|method| method.time.is_some());
    Summary {
        code: procedure.code.clone(),
        name_vi: procedure.name_vi.clone(),
        name_en: procedure.name_en.clone(),
        levels: procedure.levels.clone(),
        field_vi: procedure.field_vi.clone(),
        ministry: procedure.ministry.clone(),
        channels: channels(&procedure.methods),
        subjects_vi: procedure.subjects_vi.clone(),
        volume_rank: procedure.volume_rank,
        time: timed.and_then(|method| method.time),
        time_unit: timed.and_then(|method| method.time_unit),
        fee: procedure.methods.iter().find_map(|method| method.fee),
    }
}

/// Each channel once, in the order of publication: a channel may have several methods, with a fee each.
fn channels(methods: &[Method]) -> Vec<Channel> {
    let mut channels = Vec::new();
    for method in methods {
        if !channels.contains(&method.channel) {
            channels.push(method.channel);
        }
    }
    channels
}

/// The text that a column keeps.
pub fn written(content: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(content).map_err(damaged)
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(damaged)
}

fn damaged(error: serde_json::Error) -> Fault {
    Fault::Damaged(format!("the text of a procedure: {error}"))
}
