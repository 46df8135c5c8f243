//! Portals in this process.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use motcua_host::{Options, listen, prepare, serve};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::client::Ask;

/// The token of the publisher `test`.
pub const TOKEN: &str = "test-token-0123456789";

/// The lists of `infra/data`, in the order in which they refer to one another: address, file, days.
#[rustfmt::skip]
pub const LISTS: &[(&str, &str, &str)] = &[
    ("units/old-provinces",      "units/old-provinces.csv",        "until=2025-07-01"),
    ("units/old-districts",      "units/old-districts.csv",        "until=2025-07-01"),
    ("units/old-communes",       "units/old-communes.csv",         "until=2025-07-01"),
    ("units/provinces",          "units/provinces.csv",            "effective=2025-07-01"),
    ("units/communes",           "units/communes.csv",             "effective=2025-07-01"),
    ("successions/provinces",    "units/province-successions.csv", "effective=2025-07-01"),
    ("successions/communes",     "units/successions.csv",          "effective=2025-07-01"),
    ("centres/communes",         "centres/communes.csv",           "effective=2025-07-01"),
    ("procedures/national",      "procedures/summaries.csv",       "effective=2026-01-01"),
    ("procedures/national-whole","procedures/full.json",           "effective=2026-01-01"),
];

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
    with_manifest(&root().join("spin.toml"), None)
}

/// A portal made from another manifest.
pub fn with_manifest(manifest: &Path, profile: Option<&str>) -> Portal {
    let state = tempfile::tempdir().expect("a temporary folder");
    let environment = HashMap::from([("SPIN_VARIABLE_PUBLISHERS".to_owned(), format!("test={TOKEN}"))]);
    let options = Options {
        manifest: manifest.to_owned(),
        profile: profile.map(str::to_owned),
        state: Some(state.path().to_owned()),
        cache: Some(compiled()),
        environment,
    };
    Portal { running: start(&options).expect("the portal starts"), state }
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
    let (stop, stopped) = oneshot::channel();
    let ended = runtime().spawn(serve(listener, application, async {
        let _ = stopped.await;
    }));
    Ok(Running { url: format!("http://{address}"), address, stop: Some(stop), ended: Some(ended) })
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

    /// Publishes one of the files of `infra/data`.
    pub fn publish_file(&self, list: &str, file: &str, days: &str) -> serde_json::Value {
        let body = std::fs::read(root().join("infra/data").join(file)).expect("a data file");
        let content_type = if file.ends_with(".json") { "application/json" } else { "text/csv" };
        self.publish(&format!("{list}?decision=T1&{days}"), content_type, body).expect(200).json()
    }

    /// Publishes all of `infra/data`.
    pub fn publish_reference_data(&self) {
        for (list, file, days) in LISTS {
            self.publish_file(list, file, days);
        }
    }
}
