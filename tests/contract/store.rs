//! The stores: each a portal of the driver with an empty database of its own.

use std::collections::HashMap;
use std::ops::Deref;
use std::path::PathBuf;

use motcua_host::Options;
use motcua_tests::checker::Kept;
use motcua_tests::{Running, SCALE_OUT, compiled, environment, root, start};
use tempfile::TempDir;

use crate::client::Client;

/// A running portal of the driver; it goes with its data.
pub struct Store {
    client: Client,
    _running: Running,
    state: TempDir,
    /// Where Postgres is, in the profile that uses it.
    address: Option<String>,
}

impl Store {
    /// On a file of its own.
    pub fn sqlite() -> Store {
        Store::sqlite_in(tempfile::tempdir().expect("a temporary folder"))
    }

    /// On the file `sqlite_db.db` of this folder.
    pub fn sqlite_in(state: TempDir) -> Store {
        Store::start(None, HashMap::new(), state)
    }

    /// On a database of its own.
    pub fn postgres() -> Store {
        Store::postgres_at(environment(Some(SCALE_OUT)))
    }

    /// On the database that these variables name.
    pub fn postgres_at(variables: HashMap<String, String>) -> Store {
        Store::start(Some(SCALE_OUT), variables, tempfile::tempdir().expect("a temporary folder"))
    }

    fn start(profile: Option<&str>, environment: HashMap<String, String>, state: TempDir) -> Store {
        let address = environment.get("SPIN_VARIABLE_POSTGRES").cloned();
        let options = Options {
            profile: profile.map(str::to_owned),
            state: Some(state.path().to_owned()),
            cache: Some(compiled()),
            environment,
            ..Options::new(manifest())
        };
        let running = start(&options).expect("the portal starts");
        Store { client: Client::new(&running.url), _running: running, state, address }
    }

    /// Whether it is on Postgres.
    pub fn is_postgres(&self) -> bool {
        self.address.is_some()
    }

    /// Its database, past the store.
    pub fn kept(&self) -> Kept {
        self.address.as_deref().map_or_else(|| Kept::sqlite(self.state.path()), Kept::postgres)
    }
}

impl Deref for Store {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

/// The driver's manifest.
pub fn manifest() -> PathBuf {
    root().join("tests/contract/driver.toml")
}
