//! Brings the tables to the version that the statements are written for, at first use.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use motcua_store::database::in_transaction;
use motcua_store::migrations::{MIGRATIONS, VERSION, statements};
use motcua_store::{Database, Fault, Row};

use crate::call::Sqlite;

/// Set once this instance has seen the right version: tables never go back.
static CURRENT: AtomicBool = AtomicBool::new(false);

const READ_VERSION: &str = "PRAGMA user_version";

/// Makes or changes the tables where they are older than this part.
///
/// Newer tables are refused: a part that does not know them would write rows without what the newer version relies on,
/// and nobody would notice before somebody reads them.
pub async fn migrate(database: &Sqlite) -> Result<(), Fault> {
    if CURRENT.load(Relaxed) {
        return Ok(());
    }
    if version(database.rows(READ_VERSION, Vec::new()).await?)? < VERSION {
        // Several instances may start at once: whoever gets the lock later finds the work done.
        in_transaction(database, async || apply(database).await).await?;
    }
    if version(database.rows(READ_VERSION, Vec::new()).await?)? != VERSION {
        return Err(Fault::OutdatedSchema);
    }
    CURRENT.store(true, Relaxed);
    Ok(())
}

async fn apply(database: &Sqlite) -> Result<(), Fault> {
    let found = version(database.run(READ_VERSION, Vec::new()).await?)?;
    for (known, migration) in (1..).zip(MIGRATIONS).skip(found) {
        for statement in statements(migration.text) {
            database.run(statement, Vec::new()).await?;
        }
        // A pragma takes no parameters.
        database.run(&format!("PRAGMA user_version = {known}"), Vec::new()).await?;
    }
    Ok(())
}

fn version(rows: Vec<Row>) -> Result<usize, Fault> {
    let version = rows.into_iter().next().map_or(Ok(0), |mut row| row.integer())?;
    usize::try_from(version).map_err(|_| Fault::Damaged(format!("the tables are of version {version}")))
}
