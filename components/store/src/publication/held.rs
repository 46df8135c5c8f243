//! What a table holds already.

use std::collections::BTreeMap;

use super::list::List;
use crate::{Database, Fault, Row};

/// A version found in the table.
pub struct Version {
    pub from: String,
    pub until: String,
    pub list: String,
    /// The publication that ended it before its own list would have.
    pub ended_by: Option<i64>,
    pub hash: String,
}

/// What is known of one key: the version in force on the list's first day, and the day on which the next one starts.
#[derive(Default)]
pub struct Found {
    pub current: Option<Version>,
    pub next: Option<String>,
}

/// What the list meets.
pub struct Held {
    pub found: BTreeMap<String, Found>,
    /// The name of the list.
    pub list: String,
    /// The day of the next edition of this very list, when that came first: it did not have what is new in this one.
    pub next_edition: Option<String>,
}

impl Held {
    /// The keys that the list had said and does not say any more, when it says only `keys`.
    pub fn missing<'a>(&'a self, keys: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = (&'a String, &'a Version)> {
        let current = self.found.iter().filter_map(|(key, found)| Some((key, found.current.as_ref()?)));
        current.filter(move |(key, version)| version.list == self.list && !keys(key))
    }
}

const NEXT_EDITION: &str = "SELECT min(effective) FROM publications WHERE kind = ?1 AND list = ?2 AND effective > ?3";

/// Reads the whole table from the list's first day on: two statements for ten thousand rows instead of one a row.
pub async fn read<D: Database>(database: &D, list: &List) -> Result<Held, Fault> {
    let (name, from) = (&list.heading.name, &list.span.from);
    let next = database.run(NEXT_EDITION, vec![list.table.name.into(), name.as_str().into(), from.as_str().into()]);
    let next_edition = next.await?.into_iter().next().map_or(Ok(None), |mut row| row.optional_text())?;

    let sql = format!(
        "SELECT {}, from_day, until_day, list, ended_by, hash FROM {} WHERE until_day > ?1",
        list.table.key, list.table.name
    );
    let mut found = BTreeMap::<String, Found>::new();
    for mut row in database.run(&sql, vec![from.as_str().into()]).await? {
        found.entry(row.text()?).or_default().meet(version(row)?, from);
    }
    Ok(Held { found, list: name.clone(), next_edition })
}

impl Found {
    fn meet(&mut self, version: Version, day: &str) {
        if version.from.as_str() <= day {
            self.current = Some(version);
        } else if self.next.as_ref().is_none_or(|next| version.from < *next) {
            self.next = Some(version.from);
        }
    }
}

fn version(mut row: Row) -> Result<Version, Fault> {
    Ok(Version {
        from: row.text()?,
        until: row.text()?,
        list: row.text()?,
        ended_by: row.optional_integer()?,
        hash: row.text()?,
    })
}
