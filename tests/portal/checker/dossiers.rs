//! Dossiers, and what points at them.

use std::collections::BTreeMap;

use super::feedback::Items;
use super::histories::{Life, key};
use super::{Cell, Flaws, Kept};

/// A dossier by its agency and its code.
pub type Dossiers = BTreeMap<(String, String), Dossier>;

/// What of a dossier others have to agree with.
pub struct Dossier {
    /// Its history, its draft and its instants.
    pub life: Life,
    reference: String,
    secret_hash: String,
}

/// All dossiers.
pub fn read(kept: &mut Kept) -> Dossiers {
    let rows = kept.rows("SELECT agency, code, version, draft, reference, secret_hash, filed, updated FROM dossiers");
    let dossier = |row: &Vec<Cell>| Dossier {
        life: Life {
            version: u32::try_from(row[2].integer()).expect("a version"),
            draft: row[3].text().to_owned(),
            begun: row[6].integer(),
            updated: row[7].integer(),
        },
        reference: row[4].text().to_owned(),
        secret_hash: row[5].text().to_owned(),
    };
    rows.iter().map(|row| (key(row, 0, 1), dossier(row))).collect()
}

/// Looks at all that points at a dossier, and at the drafts that became one or an item; at its history look
/// [`super::histories`].
pub fn look(kept: &mut Kept, dossiers: &Dossiers, items: &Items, flaws: &mut Flaws) {
    look_at_drafts(kept, dossiers, items, flaws);
    look_at_references(kept, dossiers, flaws);
    let mut owners = kept.rows("SELECT agency, code, filed FROM owners").into_iter();
    flaws.unless(
        owners.all(|row| dossiers.get(&key(&row, 0, 1)).is_some_and(|it| it.life.begun == row[2].integer())),
        || "a feed shows a dossier that is not there, or was not filed then".to_owned(),
    );
}

/// A draft that was filed is one dossier or one item, and each dossier was one draft. An item may have been none.
fn look_at_drafts(kept: &mut Kept, dossiers: &Dossiers, items: &Items, flaws: &mut Flaws) {
    let rows = kept.rows("SELECT agency, id, secret_hash, filed, sealed FROM drafts");
    let drafts: BTreeMap<(String, String), Vec<Cell>> = rows.into_iter().map(|row| (key(&row, 0, 1), row)).collect();
    let mut filed = BTreeMap::new();
    for ((agency, code), dossier) in dossiers {
        let draft = (agency.clone(), dossier.life.draft.clone());
        let is_its_draft = drafts.get(&draft).is_some_and(|row| row[2].text() == dossier.secret_hash);
        flaws.unless(is_its_draft, || format!("{code} was no draft that its secret opens"));
        let before = filed.insert(draft, code);
        flaws.unless(before.is_none(), || format!("{code} and {before:?} were one draft"));
    }
    for ((agency, code), item) in items {
        let before = filed.insert((agency.clone(), item.life.draft.clone()), code);
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
