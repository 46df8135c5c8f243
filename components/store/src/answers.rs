//! Requests that may come twice: the first answer is kept in the transaction that earned it.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::bindings::exports::motcua::store::types::Request;
use crate::{Database, Fault, Value};

/// Does nothing where the key is known. A rival that is still at work on the same key is waited for.
const CLAIM: &str = "INSERT INTO answers (agency, scope, key, request, answer, received) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (agency, scope, key) DO NOTHING RETURNING key";

const READ: &str = "SELECT request, answer FROM answers WHERE agency = ?1 AND scope = ?2 AND key = ?3";

const KEEP: &str = "UPDATE answers SET answer = ?4 WHERE agency = ?1 AND scope = ?2 AND key = ?3";

/// Whose key it is: two callers may choose the same one.
pub struct Caller<'a> {
    /// The province's agency code, empty where no province is in charge.
    pub agency: &'a str,
    /// The operation and who called it.
    pub scope: &'a str,
}

impl Caller<'_> {
    fn key(&self, request: &Request) -> Vec<Value> {
        vec![self.agency.into(), self.scope.into(), request.key.as_str().into()]
    }
}

/// Whether a request came before.
pub enum Claim<T> {
    /// It did not.
    First,
    /// It did, and was answered so.
    Known(T),
    /// Its key came with another request.
    Other,
}

/// Claims the key of a request, inside a transaction. Where the `answer` is not known yet it has to be [kept](keep)
/// before the transaction ends.
pub async fn claim<D: Database, T: Serialize + DeserializeOwned>(
    database: &D,
    caller: &Caller<'_>,
    request: &Request,
    received: u64,
    answer: Option<&T>,
) -> Result<Claim<T>, Fault> {
    let answer = answer.map(written).transpose()?.unwrap_or_default();
    let claimed = [caller.key(request), vec![request.hash.as_str().into(), answer.into(), received.into()]].concat();
    if !database.run(CLAIM, claimed).await?.is_empty() {
        return Ok(Claim::First);
    }
    match known(database, caller, request).await? {
        Claim::First => Err(Fault::Damaged("an answer that is known cannot be found".to_owned())),
        known => Ok(known),
    }
}

/// Whether a request came before, inside a transaction that claims nothing.
pub async fn known<D: Database, T: DeserializeOwned>(
    database: &D,
    caller: &Caller<'_>,
    request: &Request,
) -> Result<Claim<T>, Fault> {
    let found = database.run(READ, caller.key(request)).await?.into_iter().next();
    let Some(mut row) = found else { return Ok(Claim::First) };
    if row.text()? != request.hash {
        return Ok(Claim::Other);
    }
    serde_json::from_str(&row.text()?).map(Claim::Known).map_err(damaged)
}

/// Keeps the answer to a request whose claim was the first.
pub async fn keep<D: Database>(
    database: &D,
    caller: &Caller<'_>,
    request: &Request,
    answer: &impl Serialize,
) -> Result<(), Fault> {
    let parameters = [caller.key(request), vec![written(answer)?.into()]].concat();
    database.run(KEEP, parameters).await.map(drop)
}

fn written(answer: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(answer).map_err(damaged)
}

fn damaged(error: serde_json::Error) -> Fault {
    Fault::Damaged(format!("an answer that was kept: {error}"))
}
