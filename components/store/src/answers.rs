//! Requests that may come twice: the first answer is kept in the transaction that earned it.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::bindings::exports::motcua::store::types::Request;
use crate::{Database, Fault};

/// Does nothing where the key is known. A rival that is still at work on the same key is waited for.
const CLAIM: &str = "INSERT INTO answers (agency, scope, key, request, answer, received) \
     VALUES (?1, ?2, ?3, ?4, '', ?5) ON CONFLICT (agency, scope, key) DO NOTHING RETURNING key";

const READ: &str = "SELECT request, answer FROM answers WHERE agency = ?1 AND scope = ?2 AND key = ?3";

const KEEP: &str = "UPDATE answers SET answer = ?4 WHERE agency = ?1 AND scope = ?2 AND key = ?3";

/// Whose key it is: two callers may choose the same one.
pub struct Caller<'a> {
    /// The province's agency code, empty where no province is in charge.
    pub agency: &'a str,
    /// The operation and who called it.
    pub scope: &'a str,
}

/// Whether a request came before.
pub enum Claim<T> {
    /// It did not. The answer has to be [kept](keep) before the transaction ends.
    First,
    /// It did, and was answered so.
    Known(T),
    /// Its key came with another request.
    Other,
}

/// Claims the key of a request, inside a transaction.
pub async fn claim<D: Database, T: DeserializeOwned>(
    database: &D,
    caller: &Caller<'_>,
    request: &Request,
    received: u64,
) -> Result<Claim<T>, Fault> {
    let key = || vec![caller.agency.into(), caller.scope.into(), request.key.as_str().into()];
    let claimed = [key(), vec![request.hash.as_str().into(), received.into()]].concat();
    if !database.run(CLAIM, claimed).await?.is_empty() {
        return Ok(Claim::First);
    }
    let found = database.run(READ, key()).await?.into_iter().next();
    let mut row = found.ok_or_else(|| Fault::Damaged("an answer that is known cannot be found".to_owned()))?;
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
    let answer = serde_json::to_string(answer).map_err(damaged)?;
    let parameters = vec![caller.agency.into(), caller.scope.into(), request.key.as_str().into(), answer.into()];
    database.run(KEEP, parameters).await.map(drop)
}

fn damaged(error: serde_json::Error) -> Fault {
    Fault::Damaged(format!("an answer that was kept: {error}"))
}
