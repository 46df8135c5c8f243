//! Feedback items and what points at them: supporters, entries of the public register, and counts.

use std::collections::BTreeMap;

use super::histories::{Life, key};
use super::{Cell, Flaws, Kept};

/// A feedback item by its agency and its code.
pub type Items = BTreeMap<(String, String), Item>;

/// What of an item others have to agree with.
pub struct Item {
    /// Its history, its id and its instants.
    pub life: Life,
    supporters: i64,
}

/// All items.
pub fn read(kept: &mut Kept) -> Items {
    let rows = kept.rows("SELECT agency, code, version, id, received, updated, supporters FROM feedback");
    let item = |row: &Vec<Cell>| Item {
        life: Life {
            version: u32::try_from(row[2].integer()).expect("a version"),
            draft: row[3].text().to_owned(),
            begun: row[4].integer(),
            updated: row[5].integer(),
        },
        supporters: row[6].integer(),
    };
    rows.iter().map(|row| (key(row, 0, 1), item(row))).collect()
}

/// Looks at all that points at an item; at its history look [`super::histories`].
pub fn look(kept: &mut Kept, items: &Items, flaws: &mut Flaws) {
    look_at_supporters(kept, items, flaws);
    look_at_register(kept, items, flaws);
    for row in kept.rows("SELECT agency, month, field, measure, amount FROM feedback_counts") {
        flaws.unless(row[4].integer() >= 0, || format!("{:?} is counted to {:?}", &row[..4], row[4]));
    }
}

fn look_at_supporters(kept: &mut Kept, items: &Items, flaws: &mut Flaws) {
    let mut counted: BTreeMap<(String, String), i64> = BTreeMap::new();
    for row in kept.rows("SELECT agency, code, count(*) FROM feedback_supporters GROUP BY agency, code") {
        counted.insert(key(&row, 0, 1), row[2].integer());
    }
    for (name, item) in items {
        let here = counted.remove(name).unwrap_or(0);
        flaws.unless(here == item.supporters, || {
            format!("{name:?} has {here} supporters and counts {}", item.supporters)
        });
    }
    flaws.unless(counted.is_empty(), || format!("supporters of no item: {:?}", counted.keys()));
}

/// An entry was published with an event of its item, and its terms lead to it and to nothing else.
fn look_at_register(kept: &mut Kept, items: &Items, flaws: &mut Flaws) {
    let mut entries: BTreeMap<(String, String), i64> = BTreeMap::new();
    for row in kept.rows("SELECT agency, code, published FROM feedback_entries") {
        let name = key(&row, 0, 1);
        flaws.unless(items.contains_key(&name), || format!("an entry of {name:?}, which is no item"));
        entries.insert(name, row[2].integer());
    }
    for row in kept.rows("SELECT DISTINCT agency, code, published FROM feedback_terms") {
        let leads = entries.get(&key(&row, 0, 1)) == Some(&row[2].integer());
        flaws.unless(leads, || format!("terms of {:?} of {:?}, which was not published then", row[1], row[2]));
    }
    let with_none = "SELECT n.agency, n.code FROM feedback_entries n WHERE NOT EXISTS \
        (SELECT 1 FROM events e WHERE e.agency = n.agency AND e.code = n.code AND e.at = n.published)";
    for row in kept.rows(with_none) {
        flaws.unless(false, || format!("{:?} was published with no event", row[1]));
    }
}
