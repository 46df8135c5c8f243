//! What became of old units, and what new ones were made of.

use crate::bindings::exports::motcua::store::units::{Succession, Unit};
use crate::database::read;
use crate::days::OPEN;
use crate::units::{LIMIT, enclosing_joins, unit, unit_columns, units};
use crate::{Database, Fault, Row};

/// Successions that still stand, each with its new unit as it was on the day of the succession.
macro_rules! successions_with {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            unit_columns!(),
            " FROM successions s JOIN units u ON u.code = s.new_code AND u.from_day <= s.from_day \
             AND s.from_day < u.until_day",
            enclosing_joins!(),
            "WHERE s.until_day = ?1 AND "
        )
    };
}

macro_rules! successions_where {
    ($condition:literal) => {
        concat!(successions_with!("s.old_code, s.old_name, s.old_parent, s.from_day, s.kind, s.note, "), $condition)
    };
}

const OF: &str = successions_where!(
    "(s.old_code = ?2 OR s.old_code IS NULL AND s.old_parent = ?2) ORDER BY s.new_code, s.old_name, s.from_day"
);

const INTO: &str =
    successions_where!("s.new_code = ?2 ORDER BY coalesce(s.old_code, ''), s.old_name, s.from_day LIMIT ?3");

const OF_DISTRICT: &str = concat!(successions_with!("DISTINCT "), "s.old_parent = ?2 ORDER BY u.code, u.from_day");

/// What became of the unit `old_code`, and of a district's land that had no commune.
pub async fn of<D: Database>(old_code: String) -> Result<Vec<Succession>, Fault> {
    successions(read::<D>(OF, vec![OPEN.into(), old_code.into()]).await?)
}

/// What the unit `new_code` was made of.
pub async fn into<D: Database>(new_code: String) -> Result<Vec<Succession>, Fault> {
    successions(read::<D>(INTO, vec![OPEN.into(), new_code.into(), i64::from(LIMIT).into()]).await?)
}

/// The units that the communes of a district became.
pub async fn of_district<D: Database>(district: String) -> Result<Vec<Unit>, Fault> {
    units(read::<D>(OF_DISTRICT, vec![OPEN.into(), district.into()]).await?)
}

fn successions(rows: Vec<Row>) -> Result<Vec<Succession>, Fault> {
    rows.into_iter().map(succession).collect()
}

fn succession(mut row: Row) -> Result<Succession, Fault> {
    Ok(Succession {
        old_code: row.optional_text()?,
        old_name: row.text()?,
        old_parent: row.optional_text()?,
        day: row.text()?,
        kind: row.text()?,
        note: row.text()?,
        new_unit: unit(&mut row)?,
    })
}
