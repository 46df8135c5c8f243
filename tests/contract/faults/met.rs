//! What calls meet under a load, and how long anybody waits for it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::client::Outcome;

/// How soon the portal has to answer again.
pub const RECOVERY: Duration = Duration::from_secs(10);
/// How long a fault may take to show: nothing takes this long unless it never comes.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// How often whoever waits looks again.
pub const PAUSE: Duration = Duration::from_millis(5);

/// How often a call met what: `write Unavailable`.
#[derive(Default)]
pub struct Met(Mutex<BTreeMap<String, usize>>);

impl Met {
    /// Notes what came of a call in the place of what it wanted.
    pub fn note(&self, call: &str, outcome: Outcome) {
        let what = match outcome {
            Outcome::Ok(value) => value.to_string(),
            Outcome::Err(error) => {
                error.get("Failed").unwrap_or(&error).as_str().map_or(error.to_string(), str::to_owned)
            }
            Outcome::Status(status, text) => format!("{status} {text}"),
            Outcome::Silence(_) => "silence".to_owned(),
        };
        *lock(&self.0).entry(format!("{call} {what}")).or_default() += 1;
    }

    /// Waits until one more call has met this.
    pub fn meets(&self, what: &str) {
        let count = || lock(&self.0).get(what).copied().unwrap_or_default();
        let before = count();
        until(what, PATIENCE, || count() > before);
    }

    /// Insists that calls met nothing else: each fault has its word, and no other comes with it.
    pub fn only(&self, expected: &[&str]) {
        let met = lock(&self.0);
        assert!(met.keys().all(|what| expected.contains(&what.as_str())), "{met:?}");
    }
}

/// What the mutex holds, also after a failure elsewhere.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for something that must come.
pub fn until(what: &str, limit: Duration, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < limit, "not within {limit:?}: {what}");
        thread::sleep(PAUSE);
    }
}
