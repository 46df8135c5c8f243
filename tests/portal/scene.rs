//! A portal with the published data, a clock of its own, and officials: where a dossier's life is played.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::civil::DateTime;
use motcua_host::{Clock, Options};
use motcua_rules::clock::{VIETNAM, in_vietnam};
use tempfile::TempDir;

use crate::checker::{Holdings, Kept, in_order};
use crate::citizen::Citizen;
use crate::official::Official;
use crate::postgres::{copy_of, variables};
use crate::run::{Portal, compiled, environment, profile, root, start, test_variables, with_manifest};
use crate::{LISTS, SCALE_OUT, postgres};

/// The tables that grow with what citizens do; what authorities publish stands in others.
const TABLES: [&str; 19] = [
    "answers",
    "attempts",
    "chunks",
    "code_counters",
    "dossiers",
    "drafts",
    "events",
    "files",
    "outbox",
    "owners",
    "payment_bookings",
    "payment_calls",
    "payment_cases",
    "payment_entries",
    "payment_events",
    "payment_lines",
    "payment_names",
    "payment_orders",
    "payment_refunds",
];

/// All that is published holds from here on, so that a scene may play in two years.
const SINCE: &str = "effective=2025-07-01";

/// What a store on SQLite is called in its folder.
const FILE: &str = "sqlite_db.db";

/// A stage: the portal, with the guest `driver` beside its functions.
pub struct Scene {
    /// What runs.
    pub portal: Portal,
    /// Milliseconds since 1970, as the portal's functions see them.
    clock: Arc<AtomicU64>,
    stage: Stage,
    _manifest: TempDir,
}

/// What a portal of a scene is started with.
pub struct Stage {
    /// The profile.
    pub profile: Option<String>,
    /// Its variables.
    pub environment: HashMap<String, String>,
    /// Where a store on SQLite is.
    pub state: PathBuf,
}

impl Scene {
    /// A portal of the suite's profile, at a moment of Vietnam's time: `2026-03-02T09:00`.
    pub fn at(now: &str) -> Scene {
        Scene::with(now, &[], "")
    }

    /// The same with variables over those of every test, and with further triggers in its manifest. What is on a schedule is done
    /// when the test says so.
    pub fn with(now: &str, variables: &[(&str, &str)], triggers: &str) -> Scene {
        let (state, manifest) = (temporary(), temporary());
        let mut stage = Stage::set(profile().as_deref(), state.path());
        let named = |(name, value): &(&str, &str)| (format!("SPIN_VARIABLE_{name}"), (*value).to_owned());
        stage.environment.extend(variables.iter().map(named));
        let clock = Arc::new(AtomicU64::new(milliseconds(now)));
        let file = manifest_with_driver(manifest.path());
        let text = std::fs::read_to_string(&file).expect("a manifest");
        std::fs::write(&file, format!("{text}\n{triggers}")).expect("a manifest");
        let options = Options {
            profile: stage.profile.clone(),
            state: Some(state.path().to_owned()),
            cache: Some(compiled()),
            environment: stage.environment.clone(),
            clock: Clock::Given(clock.clone()),
            schedules: false,
            ..Options::new(file)
        };
        let running = start(&options).expect("the portal starts");
        Scene { portal: Portal { running, state }, clock, stage, _manifest: manifest }
    }

    /// The store's database, past the store.
    pub fn kept(&self) -> Kept {
        self.stage.kept()
    }

    /// The database of feedback, past the store.
    pub fn kept_feedback(&self) -> Kept {
        self.stage.kept_feedback()
    }

    /// Locks all that grows in the database of dossiers, as somebody does who works on its tables, until what is answered goes.
    pub fn locked(&self) -> Kept {
        let mut kept = self.kept();
        match &self.stage.profile {
            None => kept.execute("BEGIN EXCLUSIVE"),
            Some(_) => kept.execute(&format!("BEGIN; LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", TABLES.join(", "))),
        }
        kept
    }

    /// Takes away what authorities published of places.
    pub fn without_places(&self) {
        self.kept().execute("ALTER TABLE units RENAME TO units_elsewhere");
    }

    /// Moves the clock on.
    pub fn later(&self, minutes: u64) {
        self.clock.fetch_add(minutes * 60_000, SeqCst);
    }

    /// Moves the clock.
    pub fn now(&self, now: &str) {
        self.clock.store(milliseconds(now), SeqCst);
    }

    /// What time it is, in seconds since 1970.
    pub fn seconds(&self) -> u64 {
        self.clock.load(SeqCst) / 1000
    }

    /// What time it is in Vietnam.
    pub fn time(&self) -> DateTime {
        in_vietnam(Timestamp::from_millisecond(self.clock.load(SeqCst).cast_signed()).expect("an instant"))
    }

    /// Somebody new.
    pub fn citizen(&self) -> Citizen {
        Citizen::new(&self.portal.url)
    }

    /// The officials at this moment.
    pub fn official(&self) -> Official<'_> {
        Official { url: &self.portal.url, now: self.time() }
    }

    /// Insists that the store is in order: chains, numbers, hashes, files.
    #[track_caller]
    pub fn in_order(&self) -> Holdings {
        in_order(&mut self.stage.kept())
    }

    /// How many rows each table has that grows with use, read beside the portal.
    pub fn rows(&self) -> BTreeMap<&'static str, i64> {
        self.stage.rows()
    }
}

impl Stage {
    /// A store of its own with all that is published, kept in this folder on SQLite.
    pub fn set(profile: Option<&str>, state: &Path) -> Stage {
        let mut environment = test_variables();
        if profile == Some(SCALE_OUT) {
            environment.extend(variables(postgres(), copy_of(&published_on_postgres())));
        } else {
            std::fs::copy(published_on_sqlite().join(FILE), state.join(FILE)).expect("a copy");
        }
        Stage { profile: profile.map(str::to_owned), environment, state: state.to_owned() }
    }

    /// The store's database, past the store.
    pub fn kept(&self) -> Kept {
        match self.profile {
            Some(_) => Kept::postgres(&self.environment["SPIN_VARIABLE_POSTGRES"]),
            None => Kept::sqlite(&self.state),
        }
    }

    /// The database of feedback, past the store.
    pub fn kept_feedback(&self) -> Kept {
        let other = self.environment.get("SPIN_VARIABLE_POSTGRES_FEEDBACK");
        match &self.profile {
            Some(_) => Kept::postgres(other.unwrap_or(&self.environment["SPIN_VARIABLE_POSTGRES"])),
            None => Kept::sqlite_file(&self.state.join("feedback.db")),
        }
    }

    /// How many rows each table has that grows with use.
    pub fn rows(&self) -> BTreeMap<&'static str, i64> {
        let mut kept = self.kept();
        let mut count = |table| kept.rows(&format!("SELECT count(*) FROM {table}"))[0][0].integer();
        TABLES.into_iter().map(|table| (table, count(table))).collect()
    }
}

/// `spin.toml` with the guest `driver` beside the functions: what it is granted stands in the contract suite's manifest.
/// It has the routes of the operations that officials and checkers need.
pub fn manifest_with_driver(folder: &Path) -> PathBuf {
    let read = |file: &str| std::fs::read_to_string(root().join(file)).expect("a manifest");
    let components = root().join("target/components");
    let at = |text: &str, from: &str| text.replace(from, &components.to_string_lossy());
    let portal = at(&read("spin.toml"), "target/components");
    let driver = read("tests/contract/driver.toml");
    let (_, driver) = driver.split_once("[component.driver]").expect("the driver's component");
    let driver = at(driver, "../../target/components");
    let routes: String = ["casework", "dossiers", "files", "outbox", "orders", "calls", "refunds", "settlements"]
        .map(|interface| format!("[[trigger.http]]\nroute = \"/{interface}/...\"\ncomponent = \"driver\"\n\n"))
        .concat();
    let manifest = folder.join("spin.toml");
    std::fs::write(&manifest, format!("{portal}\n{routes}[component.driver]{driver}")).expect("a manifest");
    manifest
}

fn published_on_sqlite() -> &'static Path {
    static STATE: OnceLock<TempDir> = OnceLock::new();
    let state = STATE.get_or_init(|| {
        let Portal { running, state } = publish(with_manifest(&root().join("spin.toml"), None));
        running.wait_for_end();
        // One file without a log beside it: the portal's last connections may still be closing theirs.
        let whole = temporary();
        let database = rusqlite::Connection::open(state.path().join(FILE)).expect("the published store");
        database.execute("VACUUM INTO ?1", [whole.path().join(FILE).to_string_lossy()]).expect("a copy");
        whole
    });
    state.path()
}

/// The name of the database.
fn published_on_postgres() -> String {
    static NAME: OnceLock<String> = OnceLock::new();
    let make = || {
        let environment = environment(Some(SCALE_OUT));
        let address = environment["SPIN_VARIABLE_POSTGRES"].clone();
        let state = temporary();
        let options = Options {
            profile: Some(SCALE_OUT.to_owned()),
            state: Some(state.path().to_owned()),
            cache: Some(compiled()),
            environment,
            ..Options::new(root().join("spin.toml"))
        };
        let portal = publish(Portal { running: start(&options).expect("the portal starts"), state });
        portal.running.wait_for_end();
        address.rsplit('/').next().expect("a database").to_owned()
    };
    NAME.get_or_init(make).clone()
}

fn publish(portal: Portal) -> Portal {
    for list in LISTS {
        let days = if list.days.starts_with("effective") { SINCE } else { list.days };
        portal.publish_list_for(list, days);
    }
    portal
}

fn temporary() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// `2026-03-02T09:00` in Vietnam, in milliseconds since 1970.
fn milliseconds(time: &str) -> u64 {
    let time: DateTime = time.parse().unwrap_or_else(|error| panic!("{time}: {error}"));
    VIETNAM.to_timestamp(time).expect("an instant").as_millisecond().cast_unsigned()
}
