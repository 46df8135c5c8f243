//! Where the people of a unit are served.

use crate::bindings::exports::motcua::store::units::Centre;
use crate::database::read;
use crate::days::period;
use crate::units::position;
use crate::{Database, Fault, Row};

const READ: &str = "SELECT unit_code, address, latitude, longitude, hotline, from_day, until_day FROM centres \
     WHERE unit_code = ?1 AND from_day <= ?2 AND ?2 < until_day";

/// The centre that serves `unit_code` on `as_of`.
pub async fn centre_of<D: Database>(unit_code: String, as_of: String) -> Result<Option<Centre>, Fault> {
    let rows = read::<D>(READ, vec![unit_code.into(), as_of.into()]).await?;
    rows.into_iter().next().map(centre).transpose()
}

fn centre(mut row: Row) -> Result<Centre, Fault> {
    Ok(Centre {
        unit_code: row.text()?,
        address: row.optional_text()?,
        position: position(&mut row)?,
        hotline: row.optional_text()?,
        holds: period(row.text()?, row.text()?),
    })
}
