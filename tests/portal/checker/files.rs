//! Files and their chunks.

use std::collections::{BTreeMap, BTreeSet};

use super::histories::{Lives, key};
use super::{Cell, Flaws, Kept, sha256};

/// A file by its agency, its draft and its own name.
type Name = (String, String, String);

/// Looks at every file and every chunk.
pub fn look(kept: &mut Kept, lives: &Lives, flaws: &mut Flaws) {
    let drafts: BTreeSet<_> = kept.rows("SELECT agency, id FROM drafts").iter().map(|row| key(row, 0, 1)).collect();
    let versions: BTreeMap<_, _> =
        lives.iter().map(|((agency, _), life)| ((agency, &life.draft), i64::from(life.version))).collect();
    let mut here = look_at_chunks(kept, flaws);
    for row in kept.rows("SELECT agency, draft, id, length, length_here, finished, dossier_event FROM files") {
        let (file, [length, length_here, finished, event]) = (name(&row), [3, 4, 5, 6].map(|at| row[at].integer()));
        flaws.unless(drafts.contains(&key(&row, 0, 1)), || format!("{file:?} is a file of no draft"));
        let chunks = here.remove(&file).unwrap_or(0);
        flaws.unless(chunks == length_here && length_here <= length, || {
            format!("{file:?}: {chunks} bytes in chunks, {length_here} counted, {length} announced")
        });
        flaws.unless(finished == 0 || length_here == length, || format!("{file:?} is finished and not whole"));
        flaws.unless(event == 0 || finished != 0, || format!("{file:?} is part of a dossier and not finished"));
        let version = versions.get(&(&file.0, &file.1)).copied().unwrap_or(0);
        flaws.unless((0..=version).contains(&event), || format!("{file:?} came with event {event} of {version}"));
    }
    flaws.unless(here.is_empty(), || format!("chunks of no file: {:?}", here.keys()));
}

fn name(row: &[Cell]) -> Name {
    (row[0].text().to_owned(), row[1].text().to_owned(), row[2].text().to_owned())
}

/// How long the chunks of each file are together. One file's chunks are read at a time: all of them may be many.
fn look_at_chunks(kept: &mut Kept, flaws: &mut Flaws) -> BTreeMap<Name, i64> {
    let names: Vec<Name> =
        kept.rows("SELECT DISTINCT agency, draft, file FROM chunks").iter().map(|row| name(row)).collect();
    let mut lengths = BTreeMap::new();
    for file in names {
        let [agency, draft, id] = [&file.0, &file.1, &file.2].map(|text| text.replace('\'', "''"));
        let these = format!("agency = '{agency}' AND draft = '{draft}' AND file = '{id}'");
        let mut end = 0;
        let sql = format!("SELECT begins, length, hash, sealed FROM chunks WHERE {these} ORDER BY begins");
        for row in kept.rows(&sql) {
            let (begins, length) = (row[0].integer(), row[1].integer());
            flaws.unless(begins == end, || {
                format!("{file:?}: a chunk begins at {begins}, the one before ends at {end}")
            });
            flaws.unless(sha256(row[3].bytes()) == row[2].text(), || {
                format!("{file:?}: the chunk at {begins} is damaged")
            });
            end = begins + length;
        }
        lengths.insert(file, end);
    }
    lengths
}
