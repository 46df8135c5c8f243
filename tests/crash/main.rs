//! The host is killed at random moments while citizens draft, upload and file, and while feedback is sent and handled. Whatever it acknowledged is there
//! afterwards, once, with its files; whatever it did not, the same request under the same key brings about.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test needs and does not get ends the test"
)]

mod items;
mod persistent;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

use motcua_tests::checker::in_order;
use motcua_tests::{Chance, Process, ProcessOptions, SCALE_OUT, Stage, manifest_with_driver};

use crate::persistent::{Filed, Persistent};

/// How often the host is killed.
const KILLS_ON_SQLITE: usize = 200;
/// Fewer: what a killed host leaves in Postgres, Postgres alone takes care of.
const KILLS_ON_POSTGRES: usize = 100;
const CLIENTS: u64 = 6;
/// A host lives no longer than this after it began to serve, in microseconds.
const LIFE_MAX: usize = 400_000;
const SEED: u64 = 4;

#[test]
fn sqlite_loses_nothing_when_the_host_is_killed_at_two_hundred_moments() {
    a_host_that_is_killed(None, KILLS_ON_SQLITE);
}

#[test]
fn postgres_loses_nothing_when_the_host_is_killed() {
    a_host_that_is_killed(Some(SCALE_OUT), KILLS_ON_POSTGRES);
}

fn a_host_that_is_killed(profile: Option<&str>, kills: usize) {
    let file = |url: &str, chance, is_over: &AtomicBool| Persistent::new(url, chance).file_until(is_over);
    let done = while_killed(profile, kills, file, |stage, filed| {
        all_is_there(filed);
        nothing_is_twice(stage, filed);
    });
    assert!(done > kills / 4, "only {done} dossiers were filed between {kills} kills");
}

/// Lets clients work at a host that is killed so often, looks at what they were told of, and says how much that was.
fn while_killed<T: Send>(
    profile: Option<&str>,
    kills: usize,
    work: impl Fn(&str, Chance, &AtomicBool) -> Vec<T> + Sync,
    look: impl Fn(&Stage, &[T]),
) -> usize {
    let (state, manifest) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let stage = Stage::set(profile, state.path());
    let mut portal = Process::start(ProcessOptions {
        manifest: manifest_with_driver(manifest.path()),
        profile: stage.profile.clone(),
        state: stage.state.clone(),
        environment: stage.environment.clone(),
        within: Vec::new(),
    });
    let (url, is_over) = (portal.url.clone(), AtomicBool::new(false));
    let done: Vec<T> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let (url, is_over, work) = (&url, &is_over, &work);
                scope.spawn(move || work(url, Chance::of(SEED + number), is_over))
            })
            .collect();
        let mut chance = Chance::of(SEED);
        for _ in 0..kills {
            // The moment is what is tested: nothing tells a host when the power goes.
            thread::sleep(Duration::from_micros(chance.below(LIFE_MAX) as u64));
            portal.kill();
            portal.start_again();
        }
        is_over.store(true, SeqCst);
        clients.into_iter().flat_map(|client| client.join().expect("a client")).collect()
    });
    look(&stage, &done);
    done.len()
}

/// Everything acknowledged is there as it was acknowledged, with its files.
fn all_is_there(filed: &[Filed]) {
    for one in filed {
        let whole = one.dossier.whole();
        assert_eq!(
            (&whole["code"], &whole["reference"]),
            (&one.dossier.filed["code"], &one.dossier.filed["reference"])
        );
        for (file, bytes) in &one.files {
            let kept = one.dossier.draft.ask("GET", &format!("/files/{file}")).expect(200).body;
            assert!(kept == *bytes, "{}: file {file} is another", one.dossier.code);
        }
        // The same request again, long after.
        let again = one.dossier.draft.submission(&one.key).expect(201).json();
        assert_eq!(again, one.dossier.filed);
    }
}

/// The store is in order as the checker finds it: chains, numbers, hashes, files. Each draft is one dossier, and there is
/// none that nobody was told of.
fn nothing_is_twice(stage: &Stage, filed: &[Filed]) {
    let holdings = in_order(&mut stage.kept());
    let files: usize = filed.iter().map(|one| one.files.len()).sum();
    assert_eq!((holdings.drafts, holdings.files), (filed.len(), files));
    let acknowledged: BTreeMap<String, u32> = filed.iter().map(|one| (one.dossier.code.clone(), 1)).collect();
    assert_eq!((acknowledged.len(), &acknowledged), (filed.len(), &holdings.dossiers));
}
