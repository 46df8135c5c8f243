//! A private Postgres: a folder of its own, loopback only, and an end when whoever started it ends.

mod programs;

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use ::postgres::{Client, NoTls};
use anyhow::{Context, Result, bail};

use programs::Programs;

/// The owner of the private server's databases.
const USER: &str = "motcua";
/// How long a start, with recovery after a crash, may take.
const START_MAX: Duration = Duration::from_secs(20);
/// When a start that failed is tried again.
const AGAIN: Duration = Duration::from_millis(100);
/// How long the server of somebody who has just ended may take to end too.
const STOP_MAX: Duration = Duration::from_secs(10);
/// Keeps a server until whoever holds the other end of its standard input is gone, however he went.
const KEEPER: &str = r#"
    exec 3<&0
    "$@" 3<&- & server=$!
    (cat <&3 > /dev/null; while kill -INT $server 2> /dev/null; do sleep 0.2; done) & watcher=$!
    wait $server; kill $watcher 2> /dev/null"#;

/// A running server. It stops when this is dropped, and also when this process is killed.
pub struct Server {
    programs: Programs,
    folder: PathBuf,
    port: u16,
    password: String,
    settings: Vec<String>,
    keeper: Option<Child>,
}

impl Server {
    /// Starts the server whose data lie in `folder`, made if it is not there.
    pub fn start(folder: &Path) -> Result<Server> {
        Server::start_with(folder, &[])
    }

    /// The same with settings of `postgresql.conf`, such as `("max_connections", "20")`.
    pub fn start_with(folder: &Path, settings: &[(&str, &str)]) -> Result<Server> {
        let programs = Programs::find()?;
        fs::create_dir_all(folder).with_context(|| format!("cannot keep data in {}", folder.display()))?;
        let password = password(folder)?;
        if !folder.join("data").is_dir() {
            programs.init(folder, USER)?;
        }
        let settings = settings.iter().flat_map(|(name, value)| ["-c".to_owned(), format!("{name}={value}")]).collect();
        let folder = folder.to_owned();
        let mut server = Server { programs, folder, port: free_port()?, password, settings, keeper: None };
        server.start_again()?;
        Ok(server)
    }

    /// What a client connects to: `postgres://user:password@127.0.0.1:port/database`.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://{USER}:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    /// The same without credentials and database, for `allowed_outbound_hosts`.
    pub fn host(&self) -> String {
        format!("postgres://127.0.0.1:{}", self.port)
    }

    /// A connection to a database, for whoever looks behind the portal.
    pub fn connect(&self, database: &str) -> Result<Client> {
        Client::connect(&self.address(database), NoTls).context("cannot connect to the private Postgres")
    }

    /// Makes an empty database if it is not there, and gives its address.
    pub fn create_database(&self, name: &str) -> Result<String> {
        let mut client = self.connect("postgres")?;
        if client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name])?.is_none() {
            client.batch_execute(&format!("CREATE DATABASE \"{name}\""))?;
        }
        Ok(self.address(name))
    }

    /// Removes a folder of [`Server::start`] that no server runs on, or whose server is about to end.
    pub fn remove(folder: &Path) -> Result<()> {
        let asked = Instant::now();
        while programs::is_running(folder) && asked.elapsed() < STOP_MAX {
            sleep(Duration::from_millis(50));
        }
        if programs::is_running(folder) {
            bail!("the server in {} is running: end it first", folder.display());
        }
        if folder.is_dir() {
            fs::remove_dir_all(folder)?;
        }
        Ok(())
    }

    /// Ends the server as a power cut would: without a word to anybody.
    pub fn kill(&mut self) -> Result<()> {
        let postmaster = self.pid()?;
        if !Command::new("kill").args(["-KILL", &postmaster.to_string()]).status()?.success() {
            bail!("cannot kill process {postmaster}");
        }
        self.stop();
        Ok(())
    }

    /// The server's process; those that serve clients are its children.
    pub fn pid(&self) -> Result<u32> {
        let file = fs::read_to_string(self.folder.join("data/postmaster.pid")).context("the server is not running")?;
        file.lines().next().unwrap_or_default().parse().context("the server's pid file holds no number")
    }

    /// Ends the server in order.
    pub fn stop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        }
    }

    /// Starts the server after [`Server::kill`] or [`Server::stop`], at the same address.
    pub fn start_again(&mut self) -> Result<()> {
        let started = Instant::now();
        // After a kill its children hold the shared memory for a moment, and a new server refuses to start.
        while started.elapsed() < START_MAX {
            let mut keeper = self.spawn()?;
            if self.wait(&mut keeper, started) {
                self.keeper = Some(keeper);
                return Ok(());
            }
            sleep(AGAIN);
        }
        bail!("Postgres did not start; its log is {}", self.log().display())
    }

    fn spawn(&self) -> Result<Child> {
        let log = fs::File::options().create(true).append(true).open(self.log())?;
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "sh"]).args(self.programs.server()).arg("-D").arg(self.folder.join("data"));
        command.args(["-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", "unix_socket_directories="]).args(&self.settings);
        // A group of its own: Ctrl-C is for the portal, which still needs its database to finish.
        command.process_group(0).stdin(Stdio::piped()).stdout(log.try_clone()?).stderr(log);
        command.spawn().context("cannot start Postgres")
    }

    /// True once it answers; false when it ended.
    fn wait(&self, keeper: &mut Child, started: Instant) -> bool {
        while started.elapsed() < START_MAX && matches!(keeper.try_wait(), Ok(None)) {
            if self.connect("postgres").is_ok() {
                return true;
            }
            sleep(Duration::from_millis(10));
        }
        drop(keeper.stdin.take());
        let _ = keeper.wait();
        false
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The password of the folder's server, made with it: others on this machine can reach loopback too.
fn password(folder: &Path) -> Result<String> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let file = folder.join("password");
    if !file.is_file() {
        let made = format!("{:032x}", rand::random::<u128>());
        fs::File::options().write(true).create_new(true).mode(0o600).open(&file)?.write_all(made.as_bytes())?;
    }
    Ok(fs::read_to_string(&file)?)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
