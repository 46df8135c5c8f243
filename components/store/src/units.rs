//! The interface `units`: what it reads of units. Successions and centres have files of their own.

use crate::bindings::exports::motcua::store::units::{
    Agency, Centre, Enclosing, Filter, Guest, Level, Position, Succession, Unit,
};
use crate::database::read;
use crate::days::period;
use crate::{Database, Fault, Row, Store, Value, centres, successions};

/// The longest list that one call answers with.
pub const LIMIT: u32 = 200;

/// The columns that [`unit`] reads.
macro_rules! unit_columns {
    () => {
        "u.code, u.level, u.kind, u.name_vi, u.name_en, p.code, p.name_vi, g.code, g.name_vi, u.agency, \
         u.agency_synthetic, u.population, u.area_ha, u.latitude, u.longitude, u.from_day, u.until_day"
    };
}

/// What enclosed the unit `u` on its last day, and what enclosed that: a code alone would find today's bearer of it.
macro_rules! enclosing_joins {
    () => {
        " LEFT JOIN units p ON p.code = u.parent AND p.from_day < u.until_day AND u.until_day <= p.until_day \
         LEFT JOIN units g ON g.code = p.parent AND g.from_day < u.until_day AND u.until_day <= g.until_day "
    };
}

pub(crate) use {enclosing_joins, unit_columns};

/// A query for units; what is wanted of `u` follows.
macro_rules! units_where {
    ($condition:literal) => {
        concat!("SELECT ", unit_columns!(), " FROM units u", enclosing_joins!(), "WHERE ", $condition)
    };
}

const READ: &str = units_where!("u.code = ?1 AND u.from_day <= ?2 AND ?2 < u.until_day");

const READINGS: &str = units_where!("u.code = ?1 ORDER BY u.from_day DESC");

/// The units of a page, whose keys stand between the halves.
const PAGE: [&str; 2] = [
    concat!("SELECT ", unit_columns!(), " FROM ("),
    // SQLite takes a cross join in the order in which it is written.
    concat!(
        ") k CROSS JOIN units u",
        enclosing_joins!(),
        "WHERE u.code = k.code AND u.from_day = k.from_day ORDER BY u.code"
    ),
];

const NAMED: &str = units_where!("u.folded = ?1 OR u.folded_short = ?1 ORDER BY u.code, u.from_day DESC LIMIT ?2");

impl<D: Database> Guest for Store<D> {
    async fn read(code: String, as_of: String) -> Result<Option<Unit>, Fault> {
        let rows = read::<D>(READ, vec![code.into(), as_of.into()]).await?;
        rows.into_iter().next().map(|mut row| unit(&mut row)).transpose()
    }

    async fn readings(code: String) -> Result<Vec<Unit>, Fault> {
        units(read::<D>(READINGS, vec![code.into()]).await?)
    }

    async fn listed(filter: Filter, after: Option<String>, limit: u32) -> Result<Vec<Unit>, Fault> {
        let (sql, parameters) = listing(filter, after, limit.min(LIMIT));
        units(read::<D>(&sql, parameters).await?)
    }

    async fn named(name: String) -> Result<Vec<Unit>, Fault> {
        units(read::<D>(NAMED, vec![name.into(), i64::from(LIMIT).into()]).await?)
    }

    async fn successors(old_code: String) -> Result<Vec<Succession>, Fault> {
        successions::of::<D>(old_code).await
    }

    async fn successors_of_district(district: String) -> Result<Vec<Unit>, Fault> {
        successions::of_district::<D>(district).await
    }

    async fn predecessors(new_code: String) -> Result<Vec<Succession>, Fault> {
        successions::into::<D>(new_code).await
    }

    async fn centre_of(unit_code: String, as_of: String) -> Result<Option<Centre>, Fault> {
        centres::centre_of::<D>(unit_code, as_of).await
    }
}

/// The keys of a page are found first, by the narrowest index, and only then is a unit read: asked for everything at
/// once, both databases may walk all codes in their order instead, in the hope that the first few will do.
fn listing(filter: Filter, after: Option<String>, limit: u32) -> (String, Vec<Value>) {
    let mut keys = "SELECT code, from_day FROM units WHERE from_day <= ?1 AND ?1 < until_day AND code > ?2".to_owned();
    let mut parameters = vec![filter.as_of.into(), after.unwrap_or_default().into()];
    // A name is narrower than a level. SQLite believes the contrary; an expression it can't look up.
    let plain = if filter.name.is_some() { " || ''" } else { "" };
    for (column, wanted) in
        [("level", filter.level.map(|level| level_name(level).to_owned())), ("parent", filter.parent)]
    {
        if let Some(wanted) = wanted {
            parameters.push(wanted.into());
            keys += &format!(" AND {column}{plain} = ?{}", parameters.len());
        }
    }
    if let Some(name) = filter.name {
        // No folded name holds the last character that there is, so whatever starts with `name` lies before this.
        parameters.extend([format!("{name}\u{10ffff}").into(), name.into()]);
        let (end, start) = (parameters.len() - 1, parameters.len());
        let named = |column: &str| format!("{keys} AND {column} >= ?{start} AND {column} < ?{end}");
        keys = format!("{} UNION {}", named("folded"), named("folded_short"));
    }
    parameters.push(i64::from(limit).into());
    let [before, behind] = PAGE;
    (format!("{before}{keys} ORDER BY code LIMIT ?{}{behind}", parameters.len()), parameters)
}

/// Rows of the columns `unit_columns!()`.
pub fn units(rows: Vec<Row>) -> Result<Vec<Unit>, Fault> {
    rows.into_iter().map(|mut row| unit(&mut row)).collect()
}

/// The columns `unit_columns!()` of a row.
pub fn unit(row: &mut Row) -> Result<Unit, Fault> {
    Ok(Unit {
        code: row.text()?,
        level: level(&row.text()?)?,
        kind: row.text()?,
        name_vi: row.text()?,
        name_en: row.optional_text()?,
        within: [enclosing(row)?, enclosing(row)?].into_iter().flatten().collect(),
        agency: agency(row)?,
        population: row.optional_integer()?.map(i64::cast_unsigned),
        area_ha: row.optional_integer()?.map(i64::cast_unsigned),
        position: position(row)?,
        holds: period(row.text()?, row.text()?),
    })
}

fn enclosing(row: &mut Row) -> Result<Option<Enclosing>, Fault> {
    let (code, name_vi) = (row.optional_text()?, row.optional_text()?);
    Ok(code.zip(name_vi).map(|(code, name_vi)| Enclosing { code, name_vi }))
}

fn agency(row: &mut Row) -> Result<Option<Agency>, Fault> {
    let (id, synthetic) = (row.optional_text()?, row.optional_integer()?);
    Ok(id.map(|id| Agency { id, synthetic: synthetic == Some(1) }))
}

/// The columns `latitude` and `longitude` of a row.
pub fn position(row: &mut Row) -> Result<Option<Position>, Fault> {
    let (latitude, longitude) = (degree(row)?, degree(row)?);
    Ok(latitude.zip(longitude).map(|(latitude, longitude)| Position { latitude, longitude }))
}

fn degree(row: &mut Row) -> Result<Option<i32>, Fault> {
    let degree = row.optional_integer()?.map(i32::try_from).transpose();
    degree.map_err(|_| Fault::Damaged("a position lies off the globe".to_owned()))
}

/// The level as the table has it.
pub fn level_name(level: Level) -> &'static str {
    match level {
        Level::Province => "province",
        Level::District => "district",
        Level::Commune => "commune",
    }
}

fn level(name: &str) -> Result<Level, Fault> {
    let known = [Level::Province, Level::District, Level::Commune].into_iter().find(|&level| level_name(level) == name);
    known.ok_or_else(|| Fault::Damaged(format!("a unit is of the unknown level {name}")))
}
