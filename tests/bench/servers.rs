//! The two servers, each on the first core, while this process keeps to the second.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use motcua_tests::{SCALE_OUT, TOKEN, fresh, root, variables};
use tempfile::TempDir;

use crate::load::Server;
use crate::payments;

/// Both, over one file with all of the reference data.
pub struct Servers {
    ours: Running,
    native: Running,
    state: TempDir,
}

/// A table, its columns, and a copy of a row of it under the number `i`.
const CROWD: [(&str, &str, &str); 4] = [
    (
        "dossiers",
        "agency, code, reference, draft, secret_hash, procedure_code, place, state, status, version, filed, updated, appointed, \
         facts, sealed, factors",
        "agency, code || '-' || i, 'X' || i, 'x' || i, secret_hash, procedure_code, place, state, status, version, filed, updated, \
         appointed, facts, sealed, factors",
    ),
    (
        "events",
        "agency, code, number, at, event, actor, new_day, sealed, previous, hash",
        "agency, code || '-' || i, number, at, event, actor, new_day, sealed, previous, hash",
    ),
    ("spoken", "reference, agency, code", "'X' || i, agency, code || '-' || i"),
    ("owners", "owner, filed, code, agency", "owner || i, filed, code || '-' || i, agency"),
];

struct Running {
    process: Child,
    address: SocketAddr,
}

impl Running {
    fn server(&self) -> Server {
        Server { addresses: vec![self.address], pids: vec![self.process.id()], postgres: None }
    }
}

/// Three portals on one Postgres with all of the reference data.
pub struct OnPostgres {
    hosts: Vec<Running>,
    postgres: xtask::postgres::Server,
    _state: TempDir,
}

impl OnPostgres {
    /// Starts Postgres, which syncs each commit, and three portals, and publishes the data.
    pub fn start() -> Result<OnPostgres> {
        let state = tempfile::tempdir()?;
        let postgres = xtask::postgres::Server::start(&state.path().join("postgres"))?;
        let address = postgres.create_database("bench")?;
        xtask::migrate::migrate(&address)?;
        let mut hosts = Vec::new();
        for number in 0..3 {
            let address = (free()?, address.clone());
            let mut host = host(address.0, &state.path().join(number.to_string()))?;
            host.args(["--profile", SCALE_OUT]).envs(variables(&postgres, address.1));
            hosts.push(started(host, address.0)?);
        }
        let first = hosts.first().context("no host")?.address;
        xtask::publish::publish(&format!("http://{first}"), TOKEN)?;
        // Statistics, as autovacuum would make them before long.
        postgres.connect("bench")?.batch_execute("VACUUM ANALYZE")?;
        Ok(OnPostgres { hosts, postgres, _state: state })
    }

    /// The first so many of the portals.
    pub fn hosts(&self, count: usize) -> Result<Server> {
        let servers: Vec<Server> = self.hosts.iter().take(count).map(Running::server).collect();
        Ok(Server {
            addresses: servers.iter().flat_map(|server| server.addresses.clone()).collect(),
            pids: servers.iter().flat_map(|server| server.pids.clone()).collect(),
            postgres: Some(self.postgres.pid()?),
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Servers {
    /// Publishes the data, starts both and waits until they answer.
    pub fn start() -> Result<Servers> {
        let state = tempfile::tempdir()?;
        let file = state.path().join("sqlite_db.db");
        published(&file)?;
        let us = std::env::current_exe()?;
        let _ =
            Command::new("taskset").args(["-cp", "1", &std::process::id().to_string()]).stdout(Stdio::null()).status();
        let address = free()?;
        let ours = started(host(address, state.path())?, address)?;
        let address = free()?;
        let mut native = pinned(us);
        native.args(["native", &address.port().to_string()]).arg(&file);
        Ok(Servers { ours, native: started(native, address)?, state })
    }

    /// The portal on its host.
    pub fn ours(&self) -> Server {
        self.ours.server()
    }

    /// The native peer.
    pub fn native(&self) -> Server {
        self.native.server()
    }

    /// The code of some dossier.
    pub fn a_code(&self) -> Result<String> {
        Ok(self.database()?.query_row("SELECT code FROM dossiers LIMIT 1", [], |row| row.get(0))?)
    }

    /// Adds copies of a dossier, each with a history, a reference and a place in a feed, until there are so many.
    pub fn crowd(&self, code: &str, count: i64) -> Result<()> {
        let database = self.database()?;
        let known: i64 = database.query_row("SELECT count(*) FROM dossiers", [], |row| row.get(0))?;
        let numbers =
            format!("WITH RECURSIVE n(i) AS (SELECT {known} UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
        for (table, columns, made) in CROWD {
            let sql =
                format!("INSERT INTO {table} ({columns}) {numbers} SELECT {made} FROM n, {table} WHERE code = ?1");
            database.execute(&sql, [code]).with_context(|| sql.clone())?;
        }
        Ok(())
    }

    /// The file of both.
    pub fn file(&self) -> PathBuf {
        self.state.path().join("sqlite_db.db")
    }

    fn database(&self) -> Result<rusqlite::Connection> {
        let database = rusqlite::Connection::open(self.file())?;
        database.busy_timeout(Duration::from_secs(60))?;
        Ok(database)
    }

    /// What the portal keeps in memory, by the kernel's name for it.
    pub fn resident_mib(&self, name: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.ours.process.id()))?;
        let line = status.lines().find(|line| line.starts_with(name)).context("no such line")?;
        let kib: u64 = line.split_whitespace().nth(1).unwrap_or_default().parse()?;
        Ok(kib / 1024)
    }
}

/// A copy of the store after everything was published, in one file.
fn published(file: &Path) -> Result<()> {
    let portal = fresh();
    portal.publish_reference_data();
    let from = rusqlite::Connection::open(portal.state.path().join("sqlite_db.db"))?;
    from.execute("VACUUM INTO ?1", [file.to_string_lossy()])?;
    Ok(())
}

/// A portal on the first core that keeps its state in a folder.
fn host(listen: SocketAddr, state: &Path) -> Result<Command> {
    let host = std::env::current_exe()?.with_file_name("motcua-host");
    if !host.is_file() {
        bail!("{} is not there: run cargo xtask bench", host.display());
    }
    let mut command = pinned(host);
    command.args(["--from", "spin.toml", "--listen", &listen.to_string()]).arg("--state-dir").arg(state);
    command.arg("--cache-dir").arg(motcua_tests::compiled());
    command.envs(motcua_tests::test_variables()).envs(payments::VARIABLES);
    Ok(command)
}

fn pinned(program: PathBuf) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(program).current_dir(root()).stderr(Stdio::null());
    command
}

fn started(mut command: Command, address: SocketAddr) -> Result<Running> {
    let process = command.spawn().context("cannot start a server: is taskset there?")?;
    let running = Running { process, address };
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(60) {
        if TcpStream::connect(address).is_ok() {
            return Ok(running);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    bail!("no server at {address}")
}

fn free() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
