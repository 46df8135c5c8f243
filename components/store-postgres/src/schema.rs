//! Looks whether the tables are of a version that the statements are written for. Making them is for an operator
//! (`cargo xtask migrate`), with rights that the portal does not have.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use motcua_store::migrations::VERSION;
use motcua_store::{Database, Fault};

use crate::call::Postgres;

/// Set once this instance has seen the right version: tables never go back.
static CURRENT: AtomicBool = AtomicBool::new(false);

/// The tables' version, and the oldest one that their statements may be of.
const READ_VERSION: &str = "SELECT coalesce(max(version), 0), coalesce(max(serves), 0) FROM migrations";

/// Fails with `outdated-schema` when the tables are older than this part, or so new that they do not serve it any more.
pub async fn check(database: &Postgres) -> Result<(), Fault> {
    if CURRENT.load(Relaxed) {
        return Ok(());
    }
    let rows = database.rows(READ_VERSION, Vec::new()).await?;
    let mut row = rows.into_iter().next().ok_or(Fault::OutdatedSchema)?;
    let (version, serves) = (row.integer()?, row.integer()?);
    let own = i64::try_from(VERSION).unwrap_or(i64::MAX);
    if version < own || serves > own {
        return Err(Fault::OutdatedSchema);
    }
    CURRENT.store(true, Relaxed);
    Ok(())
}
