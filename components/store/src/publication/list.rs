//! What a list is: the table that it fills, and the days on which it holds.

use crate::Fault;
use crate::bindings::exports::motcua::store::publication::Heading;
use crate::days::{EVER, OPEN};

/// A table that lists fill. All of them start with the columns `{key}, from_day, until_day, list, publication,
/// ended_by, hash`.
pub struct Table {
    /// Its name, which is also the kind of its lists.
    pub name: &'static str,
    /// The column that says which thing a row is about.
    pub key: &'static str,
    /// The column of a list's row to name when its key stands there twice.
    pub key_of_row: &'static str,
    /// The column of a list's row that names a unit, which must be in force.
    pub unit: Option<&'static str>,
    /// The columns of its own, in the order of an entry's values.
    pub columns: &'static [&'static str],
}

pub const UNITS: Table = Table {
    name: "units",
    key: "code",
    key_of_row: "code",
    unit: Some("parent"),
    columns: &[
        "level",
        "kind",
        "name_vi",
        "name_en",
        "folded",
        "folded_short",
        "parent",
        "agency",
        "agency_synthetic",
        "population",
        "area_ha",
        "latitude",
        "longitude",
    ],
};

pub const SUCCESSIONS: Table = Table {
    name: "successions",
    key: "item",
    key_of_row: "old_code",
    unit: Some("new_code"),
    columns: &["old_code", "old_name", "old_parent", "new_code", "kind", "note"],
};

pub const PROCEDURES: Table = Table {
    name: "procedures",
    key: "code",
    key_of_row: "code",
    unit: None,
    columns: &["decision", "summary", "content"],
};

pub const CENTRES: Table = Table {
    name: "centres",
    key: "unit_code",
    key_of_row: "unit_code",
    unit: Some("unit_code"),
    columns: &["address", "latitude", "longitude", "hotline"],
};

pub const FORMS: Table =
    Table { name: "forms", key: "procedure_code", key_of_row: "procedure", unit: None, columns: &["body"] };

/// The days on which a list holds: from the first to before the second.
pub struct Span {
    pub from: String,
    pub until: String,
}

/// A list on its way into its table.
pub struct List {
    pub table: &'static Table,
    pub heading: Heading,
    pub span: Span,
}

impl List {
    /// Fails when the list ends before it starts: whoever calls has to refuse that, and no row could say it.
    pub fn new(table: &'static Table, heading: Heading) -> Result<List, Fault> {
        let from = heading.effective.clone().unwrap_or_else(|| EVER.to_owned());
        let until = heading.until.clone().unwrap_or_else(|| OPEN.to_owned());
        if until <= from {
            return Err(Fault::Damaged(format!("the list {} would end before it starts", heading.name)));
        }
        Ok(List { table, heading, span: Span { from, until } })
    }
}
