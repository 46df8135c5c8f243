//! Nobody guesses a second factor for long: failures are counted by dossier and by address, in spans of a quarter of an
//! hour.
//!
//! What is counted stands in the store, so all instances count together. Within an instance the attempts at one dossier,
//! and from one address, go one after the other: otherwise a thousand guesses that arrive together would all be looked at
//! before the first failure is counted.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

use motcua_edge::problem::Problem;
use motcua_reference::problem::of_fault;

use crate::asked::Asked;
use crate::problem::too_many_attempts;
use crate::store::attempts;
use motcua_edge::client::address;

const SPAN_MS: u64 = 900_000;
/// So many failures of a span are forgiven: the fingers of an owner, not the patience of a stranger.
const DOSSIER_MAX: u32 = 10;
const ADDRESS_MAX: u32 = 30;

/// How long an attempt waits for those before it, and how often it looks.
const TURN: Duration = Duration::from_millis(10);
const TURNS_MAX: u32 = 300;

thread_local! {
    static BUSY: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// An attempt at a dossier, whose turn it is as long as this lives.
pub struct Attempt {
    /// The dossier, and where the host says it the address: keyed hashes.
    subjects: Vec<String>,
    now: u64,
}

impl Attempt {
    /// Waits for its turn, and fails when too many before it failed. `code` is how the dossier is called, or what was asked
    /// for where there is none.
    pub async fn begin(asked: &Asked, code: &str) -> Result<Attempt, Problem> {
        let lookup = &asked.settings.lookup;
        let address = address(&asked.parts.headers, &asked.settings.proxies);
        let address = address.map(|address| lookup.subject("address", &address));
        let subjects = core::iter::once(lookup.subject("dossier", code)).chain(address).collect();
        let attempt = Attempt::turn(subjects, asked.now).await?;
        let failed = attempts::failed(attempt.subjects.clone(), span(asked.now)).await.map_err(of_fault)?;
        let is_over = failed.iter().zip([DOSSIER_MAX, ADDRESS_MAX]).any(|(failed, max)| *failed >= max);
        if is_over { Err(too_many_attempts(until_next(asked.now))) } else { Ok(attempt) }
    }

    /// Counts it as failed.
    pub async fn failed(self) -> Result<(), Problem> {
        let span = span(self.now);
        attempts::count(self.subjects.clone(), span, span.saturating_sub(SPAN_MS)).await.map_err(of_fault)
    }

    async fn turn(subjects: Vec<String>, now: u64) -> Result<Attempt, Problem> {
        for _ in 0..TURNS_MAX {
            if take(&subjects) {
                return Ok(Attempt { subjects, now });
            }
            spin_sdk::time::sleep(TURN).await;
        }
        Err(too_many_attempts(1))
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        BUSY.with_borrow_mut(|busy| busy.retain(|one| !self.subjects.contains(one)));
    }
}

/// Takes all of the subjects, or none where one is taken.
fn take(subjects: &[String]) -> bool {
    BUSY.with_borrow_mut(|busy| {
        let is_free = !subjects.iter().any(|one| busy.contains(one));
        if is_free {
            busy.extend(subjects.iter().cloned());
        }
        is_free
    })
}

const fn span(now: u64) -> u64 {
    now - now % SPAN_MS
}

/// Seconds until the next span begins, at least 1.
const fn until_next(now: u64) -> u64 {
    (SPAN_MS - now % SPAN_MS).div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_after_the_other() {
        let of = |subjects: &[&str]| subjects.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let (first, second, third) = (of(&["a", "x"]), of(&["b", "x"]), of(&["b", "y"]));
        assert!(take(&first) && !take(&first) && !take(&second) && take(&third));
        drop(Attempt { subjects: first, now: 0 });
        assert!(!take(&second));
        drop(Attempt { subjects: third, now: 0 });
        assert!(take(&second));
    }

    #[test]
    fn a_span_is_a_quarter_of_an_hour() {
        assert_eq!((span(0), span(899_999), span(900_000)), (0, 0, 900_000));
        assert_eq!((until_next(0), until_next(899_999), until_next(899_000)), (900, 1, 1));
    }
}
