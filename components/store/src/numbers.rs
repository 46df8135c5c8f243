//! The numbers of codes: of each beginning (`H29.101-250701-`) counted from 1 without a gap.

use crate::{Database, Fault};

const NUMBER: &str = "INSERT INTO code_counters (agency, prefix, given) VALUES (?1, ?2, 1) \
     ON CONFLICT (agency, prefix) DO UPDATE SET given = code_counters.given + 1 RETURNING given";

/// The next code of a beginning, inside a transaction: whoever wants the one after it waits for its end.
pub async fn next<D: Database>(database: &D, agency: &str, prefix: &str) -> Result<String, Fault> {
    let rows = database.run(NUMBER, vec![agency.into(), prefix.into()]).await?;
    let mut row = rows.into_iter().next().ok_or_else(|| Fault::Damaged("a counter gave no number".to_owned()))?;
    Ok(format!("{prefix}{:04}", row.integer()?))
}
