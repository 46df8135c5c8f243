//! Portals in this process.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, Weak};

use motcua_host::{Application, Clock, Options, listen, prepare, serve};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use xtask::publish::{LISTS, List};
use xtask::up::SCALE_OUT;

use crate::client::Ask;
use crate::postgres::{database, postgres, variables};

/// The token of the publisher `test`.
pub const TOKEN: &str = "test-token-0123456789";

/// The token of the desk of Hà Nội that handles feedback.
pub const DESK_H26: &str = "desk-token-of-tests-h26";
/// Of another province.
pub const DESK_H29: &str = "desk-token-of-tests-h29";
/// Of the nation.
pub const DESK_NATIONAL: &str = "desk-token-of-tests-g22";
/// The token of whoever brings feedback in for others.
pub const OPERATOR: &str = "operator-token-of-tests-1";

/// A portal and its state, which goes with it.
pub struct Portal {
    /// What runs.
    pub running: Running,
    /// Where it keeps its state.
    pub state: TempDir,
}

impl Deref for Portal {
    type Target = Running;

    fn deref(&self) -> &Running {
        &self.running
    }
}

/// A running application; it stops when dropped.
pub struct Running {
    /// `http://127.0.0.1:…`
    pub url: String,
    /// Where it listens.
    pub address: SocketAddr,
    /// What runs, as long as it does.
    pub application: Weak<Application>,
    stop: Option<oneshot::Sender<()>>,
    ended: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.tell_to_stop();
    }
}

/// The checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime"))
}

/// The portal with all reference data. It is shared: tests only read from it.
pub fn portal() -> &'static Portal {
    static PORTAL: OnceLock<Portal> = OnceLock::new();
    PORTAL.get_or_init(|| {
        let portal = fresh();
        portal.publish_reference_data();
        portal
    })
}

/// A portal with an empty store.
pub fn fresh() -> Portal {
    with_manifest(&root().join("spin.toml"), profile().as_deref())
}

/// The profile under which the suites run: `MOTCUA_PROFILE=scale-out` runs them on Postgres.
pub fn profile() -> Option<String> {
    std::env::var("MOTCUA_PROFILE").ok().filter(|profile| !profile.is_empty())
}

/// A portal made from another manifest.
pub fn with_manifest(manifest: &Path, profile: Option<&str>) -> Portal {
    started(Options::new(manifest.to_owned()), profile)
}

/// A portal with an empty store whose functions see the time of a clock. A test that keeps the number of a
/// [`Clock::Given`] moves the portal's time by setting it, in milliseconds since 1970.
pub fn with_clock(clock: Clock) -> Portal {
    started(Options { clock, ..Options::new(root().join("spin.toml")) }, profile().as_deref())
}

fn started(options: Options, profile: Option<&str>) -> Portal {
    let state = tempfile::tempdir().expect("a temporary folder");
    let options = Options {
        profile: profile.map(str::to_owned),
        state: Some(state.path().to_owned()),
        cache: Some(compiled()),
        environment: environment(profile),
        ..options
    };
    Portal { running: start(&options).expect("the portal starts"), state }
}

/// The variables that every portal of a test needs; the keys open nothing elsewhere.
pub fn test_variables() -> HashMap<String, String> {
    let key = |byte: &str| byte.repeat(32);
    HashMap::from([
        ("SPIN_VARIABLE_PUBLISHERS".to_owned(), format!("test={TOKEN}")),
        ("SPIN_VARIABLE_SEALING_KEYS".to_owned(), format!("test-1={} test-0={}", key("a1"), key("a0"))),
        ("SPIN_VARIABLE_LOOKUP_KEY".to_owned(), key("b1")),
        ("SPIN_VARIABLE_FEEDBACK_DESKS".to_owned(), format!("H26={DESK_H26} H29={DESK_H29} G22={DESK_NATIONAL}")),
        ("SPIN_VARIABLE_FEEDBACK_OPERATORS".to_owned(), format!("hotline={OPERATOR}")),
        ("SPIN_VARIABLE_RECEIPT_KEYS".to_owned(), format!("test-1={} test-0={}", key("c1"), key("c0"))),
    ])
}

/// The variables of a portal under a profile; on Postgres it gets a fresh database.
pub fn environment(profile: Option<&str>) -> HashMap<String, String> {
    let mut environment = test_variables();
    if profile == Some(SCALE_OUT) {
        environment.extend(variables(postgres(), database()));
    }
    environment
}

/// Where compiled code is kept from one run of the tests to the next.
pub fn compiled() -> PathBuf {
    std::env::temp_dir().join("motcua-compiled")
}

/// Starts an application on a free port, or says why it does not start.
pub fn start(options: &Options) -> anyhow::Result<Running> {
    let _inside = runtime().enter();
    let listener = listen(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    let address = listener.local_addr()?;
    let application = prepare(options)?;
    let weak = Arc::downgrade(&application);
    let (stop, stopped) = oneshot::channel();
    let ended = runtime().spawn(serve(listener, application, async {
        let _ = stopped.await;
    }));
    let url = format!("http://{address}");
    Ok(Running { url, address, application: weak, stop: Some(stop), ended: Some(ended) })
}

impl Running {
    /// Tells it to stop, and does not wait until it has.
    pub fn tell_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Waits until it has stopped, having been told so.
    pub fn wait_for_end(mut self) {
        self.tell_to_stop();
        if let Some(ended) = self.ended.take() {
            runtime().block_on(ended).expect("an end without a panic");
        }
    }

    /// Calls a path of a component past all routes, as the schedule does, and says with what status it answered.
    #[track_caller]
    pub fn post(&self, component: &str, path: &str) -> u16 {
        let application = self.application.upgrade().expect("a portal that runs");
        runtime().block_on(application.post(component, path)).expect("an answer").as_u16()
    }

    /// A request to this portal.
    pub fn ask(&self, method: &str, path: &str) -> Ask {
        Ask::new(method, &format!("{}{path}", self.url))
    }

    /// A GET.
    pub fn get(&self, path: &str) -> Ask {
        self.ask("GET", path)
    }
}

impl Portal {
    /// Publishes a list as the publisher `test`.
    pub fn publish(&self, list: &str, content_type: &str, body: impl Into<Vec<u8>>) -> Ask {
        let authorization = format!("Bearer {TOKEN}");
        self.ask("PUT", &format!("/api/publications/{list}"))
            .header("authorization", &authorization)
            .header("content-type", content_type)
            .body(body)
    }

    /// Publishes a list of `infra/data`.
    pub fn publish_list(&self, list: &List) -> serde_json::Value {
        self.publish_list_for(list, list.days)
    }

    /// Publishes a list of `infra/data` for other days than its own.
    pub fn publish_list_for(&self, list: &List, days: &str) -> serde_json::Value {
        let body = list.body().expect("a data file");
        self.publish(&format!("{}?decision=T1&{days}", list.at), list.content_type(), body).expect(200).json()
    }

    /// Publishes all of `infra/data`.
    pub fn publish_reference_data(&self) {
        LISTS.iter().for_each(|list| drop(self.publish_list(list)));
    }
}
