//! What is wrong with a list as a whole, found before anything is written.

use std::collections::HashSet;

use super::held::Held;
use super::list::{List, Table, UNITS};
use super::rows::Entry;
use crate::bindings::exports::motcua::store::publication::{Flaw, Reason};
use crate::{Database, Fault};

/// The contract tells the first hundred.
const FLAWS: usize = 100;

const UNITS_IN_FORCE: &str = "SELECT code FROM units WHERE from_day <= ?1 AND ?1 < until_day";

/// The units that rows may name: those in force on the list's first day, once it is published.
pub async fn known_units<D: Database>(
    database: &D,
    list: &List,
    held: &Held,
    entries: &[Entry],
) -> Result<Vec<String>, Fault> {
    if list.table.unit.is_none() {
        return Ok(Vec::new());
    }
    if list.table.name == UNITS.name {
        return Ok(units_to_be(held, entries));
    }
    let rows = database.run(UNITS_IN_FORCE, vec![list.span.from.as_str().into()]).await?;
    rows.into_iter().map(|mut row| row.text()).collect()
}

/// What this list brings counts already, and what it ends does not count any more.
fn units_to_be(held: &Held, entries: &[Entry]) -> Vec<String> {
    let brought: HashSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    let ended: HashSet<&str> = held.missing(|key| brought.contains(key)).map(|(key, _)| key.as_str()).collect();
    let current = held.found.iter().filter(|(key, found)| found.current.is_some() && !ended.contains(key.as_str()));
    brought.iter().copied().chain(current.map(|(key, _)| key.as_str())).map(str::to_owned).collect()
}

/// The first hundred flaws in the order of the rows.
pub fn flaws(table: &Table, held: &Held, entries: &[Entry], known: &[String]) -> Vec<Flaw> {
    let known: HashSet<&str> = known.iter().map(String::as_str).collect();
    let mut seen = HashSet::new();
    let mut flaws = Vec::new();
    for (row, entry) in (0..).zip(entries) {
        if !seen.insert(entry.key.as_str()) {
            flaws.push(Flaw { row, column: table.key_of_row.to_owned(), reason: Reason::Duplicate });
        }
        let current = held.found.get(&entry.key).and_then(|found| found.current.as_ref());
        if current.is_some_and(|version| version.list != held.list) {
            flaws.push(Flaw { row, column: table.key_of_row.to_owned(), reason: Reason::HeldByAnotherList });
        }
        if let (Some(column), Some(unit)) = (table.unit, &entry.unit)
            && !known.contains(unit.as_str())
        {
            flaws.push(Flaw { row, column: column.to_owned(), reason: Reason::UnknownUnit });
        }
        if flaws.len() >= FLAWS {
            break;
        }
    }
    flaws.truncate(FLAWS);
    flaws
}
