//! The time of day that guests see: the machine's, unless a test holds the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::SystemTime;

use motcua_host::Clock;

use crate::given::{Given, Started, given, probe};

/// 2025-07-01T00:00:00+07:00, the day on which communes became what they are.
const BEFORE: u64 = 1_751_302_800_000;
/// Seventeen working days and a quarter of a second later.
const AFTER: u64 = BEFORE + 23 * 86_400_000 + 250;

fn functions() -> Given {
    let old = "[[trigger.http]]\nroute = \"/old/...\"\ncomponent = \"old\"\n[component.old]\nsource = \"old.wasm\"\n";
    given(&[probe("a", ""), old.to_owned()].concat())
}

/// The time as both guests see it: through WASI 0.3, through 0.2 beside it, and through 0.2 alone.
fn times(application: &Started) -> [u64; 3] {
    let probe = application.does("/a/now", &[]);
    let old = application.get("/old/now").expect(200).text();
    let old = old.rsplit(' ').next().and_then(|last| last.parse().ok()).expect("a time");
    [probe["new"].as_u64().expect("a time"), probe["old"].as_u64().expect("a time"), old]
}

fn machine() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a time after 1970");
    since.as_millis().try_into().expect("a time before the end of all")
}

#[test]
fn guests_see_the_time_that_a_test_gives_and_it_moves_when_the_test_moves_it() {
    let clock = Arc::new(AtomicU64::new(BEFORE));
    let application = functions().clock(Clock::Given(clock.clone())).start();
    assert_eq!(times(&application), [BEFORE; 3]);
    // The same instances go on: their time is asked each time.
    clock.store(AFTER, Relaxed);
    assert_eq!(times(&application), [AFTER; 3]);
    clock.store(BEFORE, Relaxed);
    assert_eq!(times(&application), [BEFORE; 3]);
}

#[test]
fn who_gives_no_clock_has_the_time_of_the_machine() {
    let application = functions().start();
    let before = machine();
    let times = times(&application);
    let after = machine();
    assert!(times.iter().all(|time| (before..=after).contains(time)), "{before} {times:?} {after}");
}

#[test]
fn durations_are_the_machines_whatever_the_time_of_day() {
    let application = functions().clock(Clock::Given(Arc::new(AtomicU64::new(BEFORE)))).start();
    // A clock that stands would never let it wake up.
    assert_eq!(application.does("/a/sleep", &[("ms", "20")]), "slept");
}

#[test]
fn a_manifest_cannot_name_a_clock() {
    for line in ["tool.motcua.clock = 1", "tool.motcua.clock_ms = 1", "clock = 1"] {
        let refusal = given(&probe("a", line)).refusal();
        assert!(refusal.contains("clock"), "{line}: {refusal}");
    }
    let refusal = given("clock = 1\n").refusal();
    assert!(refusal.contains("clock"), "{refusal}");
}
