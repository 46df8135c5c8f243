//! A portal in this process with a clock of its own, and gateways that live in the same time.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use motcua_host::Options;
use motcua_tests::checker::{Holdings, in_order};
use motcua_tests::gateway::{Kind, Simulator, machine};
use motcua_tests::{Clock, Official, Running, Stage, compiled, manifest_with_driver, profile, start};
use tempfile::TempDir;

use crate::desk::Desk;
use crate::{AN, BINH, CRON};

/// 2026-03-02T09:00 in Vietnam.
pub const MORNING: u64 = 1_772_416_800_000;
pub const MINUTE: u64 = 60_000;

/// The portal and its gateways.
pub struct Hall {
    pub gateways: Vec<Simulator>,
    /// Milliseconds since 1970; 0 while the machine's time holds.
    pub clock: Arc<AtomicU64>,
    pub stage: Stage,
    /// What runs, while it does.
    pub running: Option<Running>,
    manifest: PathBuf,
    _folders: [TempDir; 2],
}

impl Hall {
    /// A portal that runs, with these gateways.
    pub fn open(kinds: &[Kind], seed: u64) -> Hall {
        let mut hall = Hall::set(kinds, seed, MORNING, profile().as_deref());
        hall.run();
        hall
    }

    /// The stage alone: somebody else runs the portal on it.
    pub fn set(kinds: &[Kind], seed: u64, now: u64, profile: Option<&str>) -> Hall {
        let folders = [0, 1].map(|_| tempfile::tempdir().expect("a folder"));
        let mut stage = Stage::set(profile, folders[0].path());
        let clock = Arc::new(AtomicU64::new(now));
        let gateway = |kind: &Kind| Simulator::start_at(*kind, seed ^ *kind as u64, clock.clone());
        let gateways: Vec<Simulator> = kinds.iter().map(gateway).collect();
        gateways.iter().for_each(|gateway| stage.environment.extend(gateway.variables()));
        for (name, value) in [("CASHIERS", format!("an={AN} binh={BINH}")), ("SWEEPERS", format!("cron={CRON}"))] {
            stage.environment.insert(format!("SPIN_VARIABLE_{name}"), value);
        }
        let manifest = manifest_with_driver(folders[1].path());
        Hall { gateways, clock, stage, running: None, manifest, _folders: folders }
    }

    /// Where the manifest is.
    pub fn manifest(&self) -> PathBuf {
        self.manifest.clone()
    }

    /// Runs the portal in this process, in the time of the hall's clock.
    pub fn run(&mut self) {
        let options = Options {
            profile: self.stage.profile.clone(),
            state: Some(self.stage.state.clone()),
            cache: Some(compiled()),
            environment: self.stage.environment.clone(),
            clock: Clock::Given(self.clock.clone()),
            schedules: false,
            ..Options::new(self.manifest.clone())
        };
        self.running = Some(start(&options).expect("the portal starts"));
    }

    /// Where the portal listens.
    pub fn url(&self) -> &str {
        &self.running.as_ref().expect("a portal that runs").url
    }

    /// Somebody who asks it, about the payments at one gateway.
    pub fn desk(&self, place: usize) -> Desk<'_> {
        Desk { url: self.url().to_owned(), gateway: &self.gateways[place], has_no_time: false }
    }

    /// The officials at this moment, at a portal.
    pub fn official<'a>(&self, url: &'a str) -> Official<'a> {
        let now = jiff::Timestamp::from_millisecond(self.now().cast_signed()).expect("an instant");
        Official { url, now: motcua_rules::clock::in_vietnam(now) }
    }

    /// What time it is, in milliseconds since 1970.
    pub fn now(&self) -> u64 {
        match self.clock.load(SeqCst) {
            0 => machine(),
            given => given,
        }
    }

    /// Moves the clock.
    pub fn pass(&self, milliseconds: u64) {
        self.clock.fetch_add(milliseconds, SeqCst);
    }

    /// Insists that the store is in order.
    pub fn in_order(&self) -> Holdings {
        in_order(&mut self.stage.kept())
    }
}
