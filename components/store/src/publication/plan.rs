//! What has to change, decided without a database.

use std::collections::{BTreeMap, HashSet};

use super::held::{Found, Held, Version};
use super::list::Span;
use super::rows::Entry;
use crate::bindings::exports::motcua::store::publication::Counts;

/// The changes that make a table say what a list says.
pub struct Plan {
    /// What starts on the list's first day, by the number of its entry.
    pub start: BTreeMap<usize, End>,
    /// Keys whose version in force ends on the list's first day.
    pub end: Vec<String>,
    /// Keys whose version starts on the list's first day and was wrong: it goes to the archive.
    pub replace: Vec<String>,
    /// Keys whose version says the same, but ends on another day: the list's `until` was corrected.
    pub move_end: BTreeMap<String, Vec<String>>,
    pub counts: Counts,
}

/// The first day on which a row holds no more, and the publication that said so, where it was not the row's own.
pub struct End {
    pub day: String,
    pub by: Option<i64>,
}

impl Plan {
    pub fn changes_something(&self) -> bool {
        self.counts.new + self.counts.changed + self.counts.ended > 0
    }

    /// Takes a version out of force: what holds since an earlier day ends, what starts on the same day never was.
    fn take_out(&mut self, key: &str, version: &Version, span: &Span) {
        let way = if version.from == span.from { &mut self.replace } else { &mut self.end };
        way.push(key.to_owned());
    }

    fn add(&mut self, number: usize, entry: &Entry, span: &Span, held: &Held) {
        let found = held.found.get(&entry.key);
        let Some(version) = found.and_then(|found| found.current.as_ref()) else {
            self.start.insert(number, End { day: end_of_new(span, held, found).to_owned(), by: None });
            self.counts.new += 1;
            return;
        };
        let end = end_of_known(span, held, found, version);
        if version.hash != entry.hash {
            self.take_out(&entry.key, version, span);
            self.start.insert(number, End { day: end.to_owned(), by: version.ended_by });
        } else if version.until != end {
            self.move_end.entry(end.to_owned()).or_default().push(entry.key.clone());
        } else {
            self.counts.unchanged += 1;
            return;
        }
        self.counts.changed += 1;
    }
}

/// Compares `entries` with what the table holds on the first day of `span`.
pub fn plan(span: &Span, held: &Held, entries: &[Entry]) -> Plan {
    let mut plan = Plan {
        start: BTreeMap::new(),
        end: Vec::new(),
        replace: Vec::new(),
        move_end: BTreeMap::new(),
        counts: Counts { new: 0, changed: 0, unchanged: 0, ended: 0 },
    };
    for (number, entry) in entries.iter().enumerate() {
        plan.add(number, entry, span, held);
    }
    let keys: HashSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    for (key, version) in held.missing(|key| keys.contains(key)) {
        plan.take_out(key, version, span);
        plan.counts.ended += 1;
    }
    plan
}

/// A list may come late: what follows it already, stays.
fn end_of_new<'a>(span: &'a Span, held: &'a Held, found: Option<&'a Found>) -> &'a str {
    let next = found.and_then(|found| found.next.as_deref());
    let ends = [next, held.next_edition.as_deref()].into_iter().flatten();
    ends.fold(&span.until, Ord::min)
}

/// A list may be longer than it was first said to be, but what another publication has ended stays ended, and what
/// later editions confirmed stays confirmed.
fn end_of_known<'a>(span: &'a Span, held: &'a Held, found: Option<&'a Found>, version: &'a Version) -> &'a str {
    let end = match version.ended_by {
        Some(_) => &version.until,
        None => end_of_new(span, held, found).max(&version.until),
    };
    end.min(&span.until)
}
