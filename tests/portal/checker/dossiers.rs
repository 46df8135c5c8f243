//! Dossiers, their histories, and what points at them.

use std::collections::BTreeMap;

use super::{Cell, Flaws, Kept, Step, chained};

/// A dossier by its agency and its code.
pub type Dossiers = BTreeMap<(String, String), Dossier>;

/// What of a dossier others have to agree with.
pub struct Dossier {
    /// The number of its last event.
    pub version: u32,
    /// The draft that it was.
    pub draft: String,
    reference: String,
    secret_hash: String,
    filed: i64,
    updated: i64,
}

/// All dossiers.
pub fn read(kept: &mut Kept) -> Dossiers {
    let rows = kept.rows("SELECT agency, code, version, draft, reference, secret_hash, filed, updated FROM dossiers");
    let dossier = |row: &Vec<Cell>| Dossier {
        version: u32::try_from(row[2].integer()).expect("a version"),
        draft: row[3].text().to_owned(),
        reference: row[4].text().to_owned(),
        secret_hash: row[5].text().to_owned(),
        filed: row[6].integer(),
        updated: row[7].integer(),
    };
    rows.iter().map(|row| (key(row, 0, 1), dossier(row))).collect()
}

/// The agency and the code, or another name, in two columns of a row.
pub fn key(row: &[Cell], agency: usize, name: usize) -> (String, String) {
    (row[agency].text().to_owned(), row[name].text().to_owned())
}

/// Looks at every history and at all that points at a dossier.
pub fn look(kept: &mut Kept, dossiers: &Dossiers, flaws: &mut Flaws) {
    look_at_histories(kept, dossiers, flaws);
    look_at_drafts(kept, dossiers, flaws);
    look_at_references(kept, dossiers, flaws);
    let mut owners = kept.rows("SELECT agency, code, filed FROM owners").into_iter();
    flaws.unless(
        owners.all(|row| dossiers.get(&key(&row, 0, 1)).is_some_and(|it| it.filed == row[2].integer())),
        || "a feed shows a dossier that is not there, or was not filed then".to_owned(),
    );
    for row in kept.rows("SELECT agency, dossier, event FROM outbox") {
        let dossier = dossiers.get(&key(&row, 0, 1));
        flaws.unless(
            dossier.is_some_and(|dossier| (1..=i64::from(dossier.version)).contains(&row[2].integer())),
            || format!("a message about {:?} {:?}, which has no event {:?}", row[0], row[1], row[2]),
        );
    }
}

fn look_at_histories(kept: &mut Kept, dossiers: &Dossiers, flaws: &mut Flaws) {
    let sql =
        "SELECT agency, code, number, at, event, actor, new_day, sealed, previous, hash FROM events ORDER BY number";
    let mut histories: BTreeMap<(String, String), Vec<Vec<Cell>>> = BTreeMap::new();
    for row in kept.rows(sql) {
        histories.entry(key(&row, 0, 1)).or_default().push(row);
    }
    for (name, dossier) in dossiers {
        let history = histories.remove(name).unwrap_or_default();
        flaws.unless(history.len() == dossier.version as usize, || {
            format!("{name:?} has version {} and {} events", dossier.version, history.len())
        });
        let last = if dossier.version == 1 { Some(dossier.filed) } else { history.last().map(|row| row[3].integer()) };
        flaws.unless(last == Some(dossier.updated), || format!("{name:?} was not updated with its last event"));
        flaws.unless(is_chained(&name.1, &history), || format!("the history of {name:?} is broken"));
    }
    flaws.unless(histories.is_empty(), || format!("histories of no dossier: {:?}", histories.keys()));
}

fn is_chained(code: &str, history: &[Vec<Cell>]) -> bool {
    let mut previous = "0".repeat(64);
    (1..).zip(history).all(|(number, row)| {
        let step = Step {
            number,
            at: row[3].integer().cast_unsigned(),
            event: row[4].text(),
            actor: row[5].text(),
            day: if row[6] == Cell::Null { None } else { Some(row[6].text()) },
            sealed: row[7].bytes(),
        };
        let hash = chained(&previous, code, &step);
        let is_so = row[2].integer() == i64::from(number) && row[8].text() == previous && row[9].text() == hash;
        previous = hash;
        is_so
    })
}

/// A draft that was filed is one dossier, and each dossier was one draft.
fn look_at_drafts(kept: &mut Kept, dossiers: &Dossiers, flaws: &mut Flaws) {
    let rows = kept.rows("SELECT agency, id, secret_hash, filed, sealed FROM drafts");
    let drafts: BTreeMap<(String, String), Vec<Cell>> = rows.into_iter().map(|row| (key(&row, 0, 1), row)).collect();
    let mut filed = BTreeMap::new();
    for ((agency, code), dossier) in dossiers {
        let draft = (agency.clone(), dossier.draft.clone());
        let is_its_draft = drafts.get(&draft).is_some_and(|row| row[2].text() == dossier.secret_hash);
        flaws.unless(is_its_draft, || format!("{code} was no draft that its secret opens"));
        let before = filed.insert(draft, code);
        flaws.unless(before.is_none(), || format!("{code} and {before:?} were one draft"));
    }
    for (name, row) in drafts {
        let is_filed = row[3].integer() != 0;
        flaws.unless(is_filed == filed.contains_key(&name), || format!("draft {name:?}: filed is {is_filed}"));
        flaws.unless(!is_filed || row[4].bytes().is_empty(), || format!("draft {name:?} is filed and not empty"));
    }
}

fn look_at_references(kept: &mut Kept, dossiers: &Dossiers, flaws: &mut Flaws) {
    let mut spoken = BTreeMap::new();
    for row in kept.rows("SELECT agency, code, reference FROM spoken") {
        spoken.insert(row[2].text().to_owned(), key(&row, 0, 1));
    }
    for (name, dossier) in dossiers {
        let found = spoken.remove(&dossier.reference);
        flaws.unless(found.as_ref() == Some(name), || format!("{} is {found:?}, not {name:?}", dossier.reference));
    }
    flaws.unless(spoken.is_empty(), || format!("references of no dossier: {spoken:?}"));
}
