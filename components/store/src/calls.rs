//! The interface `calls`: what gateways call us with, kept before anybody judges it.

use crate::bindings::exports::motcua::store::calls::{Call, Guest};
use crate::database::{on, read};
use crate::{Database, Fault, Row, Store, Value};

/// The longest list that one call answers with.
const LIMIT: u32 = 100;

const KEEP: &str = "INSERT INTO payment_calls (gateway, id, received, hash, sealed, verdict) \
     VALUES (?1, ?2, ?3, ?4, ?5, '') ON CONFLICT (gateway, id) DO NOTHING";

const SETTLE: &str =
    "UPDATE payment_calls SET verdict = ?3, settled = ?4 WHERE gateway = ?1 AND id = ?2 AND verdict = ''";

const WAITING: &str = "SELECT gateway, id, received, hash, sealed FROM payment_calls \
     WHERE gateway = ?1 AND verdict = '' AND received < ?2 ORDER BY received, id LIMIT ?3";

/// The most calls that one call removes.
const FORGOTTEN: u32 = 1_000;

/// A call that waits has no word, and is never removed.
const FORGET: &str = "DELETE FROM payment_calls WHERE gateway = ?1 AND id IN (SELECT id FROM payment_calls \
     WHERE gateway = ?1 AND verdict = ?2 AND verdict <> '' AND received < ?3 ORDER BY received, id LIMIT ?4) RETURNING id";

const VERDICT: &str = "SELECT verdict FROM payment_calls WHERE gateway = ?1 AND id = ?2";

impl<D: Database> Guest for Store<D> {
    async fn keep(call: Call) -> Result<(), Fault> {
        let parameters: Vec<Value> =
            vec![call.gateway.into(), call.id.into(), call.received.into(), call.hash.into(), call.sealed.into()];
        // What is kept already is kept once more.
        on(true, async |database: &D| database.write(KEEP, parameters.clone()).await.map(drop)).await
    }

    async fn settle(gateway: String, id: String, verdict: String, at: u64) -> Result<(), Fault> {
        // The first word stays, so that a repetition changes nothing.
        on(true, async |database: &D| database.write(SETTLE, word(&gateway, &id, &verdict, at)).await.map(drop)).await
    }

    async fn waiting(gateway: String, before: u64, limit: u32) -> Result<Vec<Call>, Fault> {
        let page = vec![gateway.into(), before.into(), limit.min(LIMIT).into()];
        // A hundred calls with all that came are not a few rows.
        let rows = on(true, async |database: &D| database.run(WAITING, page.clone()).await);
        rows.await?.into_iter().map(call).collect()
    }

    async fn forget(gateway: String, verdict: String, before: u64, limit: u32) -> Result<u32, Fault> {
        let these: Vec<Value> = vec![gateway.into(), verdict.into(), before.into(), limit.min(FORGOTTEN).into()];
        // What is gone already is gone once more; only the count is not the same.
        let rows = on(true, async |database: &D| database.write(FORGET, these.clone()).await).await?;
        Ok(u32::try_from(rows.len()).unwrap_or(FORGOTTEN))
    }

    async fn verdict(gateway: String, id: String) -> Result<Option<String>, Fault> {
        let rows = read::<D>(VERDICT, vec![gateway.into(), id.into()]).await?;
        rows.into_iter().next().map(|mut row| row.text()).transpose()
    }
}

/// Says inside a transaction how a call was dealt with, where it still waits.
pub async fn settled<D: Database>(database: &D, gateway: &str, id: &str, verdict: &str, at: u64) -> Result<(), Fault> {
    database.run(SETTLE, word(gateway, id, verdict, at)).await.map(drop)
}

fn word(gateway: &str, id: &str, verdict: &str, at: u64) -> Vec<Value> {
    vec![gateway.into(), id.into(), verdict.into(), at.into()]
}

fn call(mut row: Row) -> Result<Call, Fault> {
    Ok(Call {
        gateway: row.text()?,
        id: row.text()?,
        received: row.unsigned()?,
        hash: row.text()?,
        sealed: row.bytes()?,
    })
}
