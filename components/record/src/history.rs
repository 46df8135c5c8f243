//! A history as the store keeps it: read for the rules, and checked whether anybody touched it.

use jiff::Timestamp;
use jiff::civil::Date;
use motcua_rules::calendar::read_date;
use motcua_rules::clock::in_vietnam;
use motcua_rules::dossier::{Entry, Event};
use sha2::{Digest, Sha256};

use crate::digest::{self, hex};

/// What stands before the first step instead of a hash.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A stored step that the rules cannot read: an unknown word, an instant beyond the calendar, no day where one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unreadable {
    /// Which step, counted from 1.
    pub number: usize,
}

/// A step as it is kept, with its place in the chain (`dossiers.event` in the store's contract).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link<'a> {
    /// Counted from 1.
    pub number: u32,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub at: u64,
    /// The rules' word for what happened.
    pub event: &'a str,
    /// The rules' word for who did it.
    pub actor: &'a str,
    /// The new date, with the event that sets one.
    pub day: Option<&'a str>,
    /// What goes with it, sealed.
    pub sealed: &'a [u8],
    /// The hash of the step before; [`BEGINNING`] before the first.
    pub previous: &'a str,
    /// The hash of this step.
    pub hash: &'a str,
}

/// The steps of a history for the rules: the word of the event, its instant in milliseconds, the new date.
pub fn entries(steps: &[(&str, u64, Option<&str>)]) -> Result<Vec<Entry>, Unreadable> {
    let read =
        |(place, step): (usize, &(&str, u64, Option<&str>))| entry(*step).ok_or(Unreadable { number: place + 1 });
    steps.iter().enumerate().map(read).collect()
}

fn entry((event, at, day): (&str, u64, Option<&str>)) -> Option<Entry> {
    let at = Timestamp::from_millisecond(at.try_into().ok()?).ok()?;
    let new_date: Option<Date> = match day {
        Some(day) => Some(read_date(day)?),
        None => None,
    };
    Some(Entry { event: Event::parse(event)?, at: in_vietnam(at), new_date })
}

/// Whether these are all steps of the dossier with this code from the first on, as they were written: none changed,
/// removed or inserted. That none is missing at the end, the dossier's version says.
pub fn is_chained(code: &str, links: &[Link<'_>]) -> bool {
    let mut previous = BEGINNING.to_owned();
    for (number, link) in (1_u32..).zip(links) {
        let is_next = link.number == number && link.previous == previous;
        if !is_next || link.hash != hash(code, link) {
            return false;
        }
        link.hash.clone_into(&mut previous);
    }
    true
}

/// The hash that a step has, by all that it says but its own `hash`.
pub fn hash(code: &str, link: &Link<'_>) -> String {
    let (number, at, sealed) = (link.number.to_string(), link.at.to_string(), digest::of(link.sealed));
    let mut hasher = Sha256::new();
    for part in [link.previous, code, &number, &at, link.event, link.actor, link.day.unwrap_or_default(), &sealed] {
        hasher.update(part);
        hasher.update("\n");
    }
    hex(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CODE: &str = "H29.101-250701-0001";

    /// A step that owns its words, so that tests can break them.
    #[derive(Clone)]
    struct Kept {
        number: u32,
        at: u64,
        event: String,
        actor: String,
        day: Option<String>,
        sealed: Vec<u8>,
        previous: String,
        hash: String,
    }

    fn link(kept: &Kept) -> Link<'_> {
        Link {
            number: kept.number,
            at: kept.at,
            event: &kept.event,
            actor: &kept.actor,
            day: kept.day.as_deref(),
            sealed: &kept.sealed,
            previous: &kept.previous,
            hash: &kept.hash,
        }
    }

    fn history() -> Vec<Kept> {
        let mut previous = BEGINNING.to_owned();
        let steps = [
            ("registered", "applicant", None),
            ("accepted", "desk", None),
            ("reappointed", "handler", Some("2025-07-10")),
        ];
        (1..)
            .zip(steps)
            .map(|(number, (event, actor, day))| {
                let mut kept = Kept {
                    number,
                    at: 1_751_302_800_000 + u64::from(number),
                    event: event.into(),
                    actor: actor.into(),
                    day: day.map(str::to_owned),
                    sealed: vec![u8::try_from(number).unwrap()],
                    previous: previous.clone(),
                    hash: String::new(),
                };
                kept.hash = hash(CODE, &link(&kept));
                previous.clone_from(&kept.hash);
                kept
            })
            .collect()
    }

    fn holds(kept: &[Kept]) -> bool {
        is_chained(CODE, &kept.iter().map(link).collect::<Vec<_>>())
    }

    #[test]
    fn the_hash_is_what_the_contract_says() {
        let said = format!("{BEGINNING}\n{CODE}\n1\n1751302800001\nregistered\napplicant\n\n{}\n", digest::of(&[1]));
        assert_eq!(history()[0].hash, digest::of(said.as_bytes()));
    }

    #[test]
    fn a_step_that_was_touched_breaks_the_chain() {
        assert!(holds(&history()) && holds(&[]));
        assert!(!is_chained("H29.101-250701-0002", &history().iter().map(link).collect::<Vec<_>>()));
        let changes: [fn(&mut Kept); 7] = [
            |kept| kept.number += 1,
            |kept| kept.at += 1,
            |kept| kept.event = "refused".into(),
            |kept| kept.actor = "system".into(),
            |kept| kept.day = Some("2025-07-11".into()),
            |kept| kept.sealed.push(0),
            |kept| kept.previous = "1".repeat(64),
        ];
        for (place, change) in (0..3).flat_map(|place| changes.map(|change| (place, change))) {
            let mut touched = history();
            change(&mut touched[place]);
            assert!(!holds(&touched));
            // Whoever changes a step and its hash has to change all that follow.
            touched[place].hash = hash(CODE, &link(&touched[place]));
            assert!(!holds(&touched) || place == 2);
        }
        for place in 0..3 {
            let mut unhashed = history();
            unhashed[place].hash = "1".repeat(64);
            assert!(!holds(&unhashed));
        }
        for place in 0..2 {
            let mut removed = history();
            removed.remove(place);
            assert!(!holds(&removed));
            let mut swapped = history();
            swapped.swap(place, place + 1);
            assert!(!holds(&swapped));
        }
    }

    #[test]
    fn the_rules_read_a_history() {
        let read =
            entries(&[("registered", 1_751_302_800_000, None), ("reappointed", 1_751_302_800_001, Some("2025-07-10"))]);
        let read = read.unwrap();
        assert_eq!((read[0].event, read[0].at.to_string().as_str()), (Event::Registered, "2025-07-01T00:00:00"));
        assert_eq!(read[1].new_date.unwrap().to_string(), "2025-07-10");
        let good = ("registered", 0, None);
        for bad in [("filed", 0, None), ("registered", u64::MAX, None), ("reappointed", 0, Some("2025-02-30"))] {
            assert_eq!(entries(&[good, bad]), Err(Unreadable { number: 2 }));
        }
    }

    proptest! {
        #[test]
        fn any_history_is_read(event in "[a-z_]{0,12}", at: u64, day in proptest::option::of("[0-9-]{0,10}")) {
            let _ = entries(&[(&event, at, day.as_deref())]);
        }
    }
}
