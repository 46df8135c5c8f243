//! One private Postgres for all tests of a process, and a database of its own for each that asks.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock, PoisonError};

use xtask::migrate::migrate;
use xtask::postgres::Server;
use xtask::shell::target;

/// What databases are copied from.
const TEMPLATE: &str = "migrated";

/// Many portals at once, each with its pool; and no test of this server cuts its power.
const SETTINGS: &[(&str, &str)] = &[("max_connections", "300"), ("fsync", "off")];

/// The server, started at the first call. It ends with this process.
pub fn postgres() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let test = std::env::current_exe().expect("this test");
        let name = test.file_stem().and_then(|name| name.to_str()).expect("its name");
        // Without the hash that cargo adds, or each build would leave a server's data behind.
        let folder = target().join("postgres-of-tests").join(name.split('-').next().unwrap_or(name));
        // What the last run left.
        Server::remove(&folder).expect("nobody else runs this test");
        let server = Server::start_with(&folder, SETTINGS).expect("a private Postgres");
        migrate(&server.create_database(TEMPLATE).expect("a database")).expect("its tables");
        server
    })
}

/// The address of a fresh database that has its tables.
pub fn database() -> String {
    copy_of(TEMPLATE)
}

/// The address of a fresh copy of a database that nobody needs at the moment: whoever is still connected to it is cut off,
/// for none but a quiet one can be copied.
pub fn copy_of(template: &str) -> String {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    // One after the other: a database is not copied twice at once.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let name = format!("test_{}", MADE.fetch_add(1, Relaxed));
    let mut client = postgres().connect("postgres").expect("a connection");
    let cut_off = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
    client.query(cut_off, &[&template]).expect("nobody connected");
    client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).expect("a database");
    postgres().address(&name)
}

/// The variables that let a portal reach a database of a server.
pub fn variables(server: &Server, address: String) -> HashMap<String, String> {
    HashMap::from([
        ("SPIN_VARIABLE_POSTGRES".to_owned(), address),
        ("SPIN_VARIABLE_POSTGRES_HOST".to_owned(), server.host()),
    ])
}
