//! A relation between the stores: whatever is published, both answer alike. And a law of each: a list that was taken
//! says the same when it comes again.

mod lives;

use serde_json::{Value, json};

use crate::client::counts;
use crate::publication::KINDS;
use crate::rows::{centre, form, heading, procedure, succession, unit, with};
use crate::store::Store;

const SEQUENCES: u64 = 50;
const LISTS_A_SEQUENCE: usize = 10;
const CODES: [&str; 5] = ["01", "001", "00001", "00002", "00003"];
/// An empty day is before all records as a first, and open as a last.
const DAYS: [&str; 5] = ["", "2010-01-01", "2015-01-01", "2020-01-01", "2025-01-01"];

#[test]
fn both_stores_answer_alike_to_everything() {
    let (sqlite, postgres) = (Store::sqlite(), Store::postgres());
    for seed in 0..SEQUENCES {
        let chance = &mut Chance(seed);
        let lists: Vec<_> = (0..LISTS_A_SEQUENCE).map(|_| list(seed, chance)).collect();
        for (kind, heading, rows) in &lists {
            let answers = [&sqlite, &postgres].map(|store| store.publish(kind, heading, rows));
            assert_eq!(answers[0], answers[1], "sequence {seed}: {kind} {heading} {rows}");
            if let Ok(done) = &answers[0] {
                let [new, changed, unchanged, _] = counts(done);
                let again = [&sqlite, &postgres].map(|store| store.published(kind, heading, rows));
                assert_eq!(
                    again,
                    [[0, 0, new + changed + unchanged, 0]; 2],
                    "sequence {seed}: {kind} {heading} {rows}"
                );
            }
        }
        for (operation, arguments) in reads(seed) {
            let answers = [&sqlite, &postgres].map(|store| store.call(&operation, arguments.clone()));
            assert_eq!(answers[0], answers[1], "sequence {seed}: {operation} {arguments} after {lists:?}");
        }
    }
}

/// Chance that comes again with its seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// A code of this sequence: each has its own, so that one does not disturb the next.
fn code(seed: u64, code: &str) -> String {
    format!("{seed}:{code}")
}

fn list(seed: u64, chance: &mut Chance) -> (&'static str, Value, Value) {
    // Units more often, since the others need them.
    let kind = chance.of(&["units", "units", KINDS[1], KINDS[2], KINDS[3], KINDS[4]]);
    let name = code(seed, chance.of(&["a", "b"]));
    let heading = heading(&name, chance.of(&DAYS), chance.of(&["", "", "", DAYS[3], DAYS[4]]));
    let about: Vec<&str> = CODES.into_iter().filter(|_| chance.below(3) > 0).collect();
    let rows = about.into_iter().map(|code| row(seed, kind, code, chance)).collect();
    (kind, heading, rows)
}

fn row(seed: u64, kind: &str, about: &str, chance: &mut Chance) -> Value {
    let (about, says) = (code(seed, about), chance.of(&["Một", "Hai"]));
    let other = code(seed, chance.of(&CODES));
    match kind {
        "units" => {
            let parent = if chance.below(4) == 0 { other } else { String::new() };
            let level = chance.of(&["Province", "District", "Commune"]);
            with(unit(&about, says, &parent), json!({ "level": level }))
        }
        "successions" => succession(chance.of(&["", &about]), says, chance.of(&["", &other]), &other),
        "procedures" => procedure(&about, says),
        "forms" => form(&about, says),
        _ => centre(&about, says),
    }
}

/// What there is to read about the things of a sequence.
fn reads(seed: u64) -> Vec<(String, Value)> {
    let mut reads = Vec::new();
    for about in CODES.map(|about| code(seed, about)) {
        for operation in ["readings", "successors", "successors-of-district", "predecessors"] {
            reads.push((format!("units/{operation}"), json!([about])));
        }
        reads.push(("procedures/versions".to_owned(), json!([about])));
        for operation in ["units/read", "units/centre-of", "procedures/read", "forms/read"] {
            reads.extend(DAYS[1..].iter().map(|day| (operation.to_owned(), json!([about, day]))));
        }
    }
    for day in &DAYS[1..] {
        reads.push(("procedures/catalogue-of".to_owned(), json!([day, null])));
        for (level, name) in [(Value::Null, Value::Null), ("Commune".into(), Value::Null), (Value::Null, "H".into())] {
            let filter = json!({ "level": level, "parent": null, "name": name, "as_of": day });
            reads.push(("units/listed".to_owned(), json!([filter, code(seed, ""), 10])));
        }
    }
    let lists = ["a", "b"].map(|list| code(seed, list));
    reads.extend(
        KINDS
            .iter()
            .flat_map(|kind| lists.iter().map(move |list| json!([kind, list])))
            .map(|list| ("publication/is-published".to_owned(), list)),
    );
    reads.extend(["Một", "Hai"].map(|name| ("units/named".to_owned(), json!([name]))));
    reads
}
