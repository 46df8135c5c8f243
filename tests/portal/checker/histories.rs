//! Histories of dossiers and of feedback, and the messages that their steps wrote.

use std::collections::BTreeMap;

use super::{Cell, Flaws, Kept, Step, chained};

/// What has a history, a dossier or a feedback item, by its agency and its code.
pub type Lives = BTreeMap<(String, String), Life>;

/// What of it its history, its files and its messages have to agree with.
#[derive(Clone)]
pub struct Life {
    /// The number of its last event.
    pub version: u32,
    /// The name under which its files are kept: that of the draft that it was.
    pub draft: String,
    /// When it began.
    pub begun: i64,
    /// When its last event changed it.
    pub updated: i64,
}

/// The agency and the code, or another name, in two columns of a row.
pub fn key(row: &[Cell], agency: usize, name: usize) -> (String, String) {
    (row[agency].text().to_owned(), row[name].text().to_owned())
}

/// Looks at every history and at every message.
pub fn look(kept: &mut Kept, lives: &Lives, flaws: &mut Flaws) {
    let sql =
        "SELECT agency, code, number, at, event, actor, new_day, sealed, previous, hash FROM events ORDER BY number";
    let mut histories: BTreeMap<(String, String), Vec<Vec<Cell>>> = BTreeMap::new();
    for row in kept.rows(sql) {
        histories.entry(key(&row, 0, 1)).or_default().push(row);
    }
    for (name, life) in lives {
        let history = histories.remove(name).unwrap_or_default();
        flaws.unless(history.len() == life.version as usize, || {
            format!("{name:?} has version {} and {} events", life.version, history.len())
        });
        let last = if life.version == 1 { Some(life.begun) } else { history.last().map(|row| row[3].integer()) };
        flaws.unless(last == Some(life.updated), || format!("{name:?} was not updated with its last event"));
        flaws.unless(is_chained(&name.1, &history), || format!("the history of {name:?} is broken"));
    }
    flaws.unless(histories.is_empty(), || format!("histories of nothing: {:?}", histories.keys()));
    for row in kept.rows("SELECT agency, dossier, event FROM outbox") {
        let life = lives.get(&key(&row, 0, 1));
        flaws.unless(life.is_some_and(|life| (1..=i64::from(life.version)).contains(&row[2].integer())), || {
            format!("a message about {:?} {:?}, which has no event {:?}", row[0], row[1], row[2])
        });
    }
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
