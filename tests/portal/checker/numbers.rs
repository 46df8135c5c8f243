//! The numbers of dossiers and of feedback: from 1 on without a gap under each beginning of a code.

use std::collections::BTreeMap;

use super::histories::{Lives, key};
use super::{Flaws, Kept};

/// Compares the counters with the codes that were given.
pub fn look(kept: &mut Kept, lives: &Lives, flaws: &mut Flaws) {
    let mut given: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
    for (agency, code) in lives.keys() {
        let (prefix, number) = split(code);
        flaws.unless(number.is_some(), || format!("{code} ends with no number"));
        given.entry((agency.clone(), prefix.to_owned())).or_default().extend(number);
    }
    for row in kept.rows("SELECT agency, prefix, given FROM code_counters") {
        let name = key(&row, 0, 1);
        let mut numbers = given.remove(&name).unwrap_or_default();
        numbers.sort_unstable();
        let counted = row[2].integer();
        flaws.unless(numbers.iter().copied().eq(1..=counted), || {
            format!("{name:?} was counted to {counted} and has {numbers:?}")
        });
    }
    flaws.unless(given.is_empty(), || format!("codes that nobody counted: {given:?}"));
}

/// The beginning of a code and its number, which has four digits or as many as it needs.
fn split(code: &str) -> (&str, Option<i64>) {
    let begins = code.rfind('-').map_or(0, |hyphen| hyphen + 1);
    let (prefix, digits) = code.split_at(begins);
    (prefix, digits.parse().ok().filter(|number| format!("{number:04}") == digits))
}
