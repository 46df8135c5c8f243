//! `cargo xtask up`: from a clone to a running portal.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rand::Rng;

use crate::postgres::Server;
use crate::{build, keys, migrate, publish, shell};

/// How long a first start may take: it compiles the components for this machine.
const START_MAX: Duration = Duration::from_secs(120);
/// The profile that keeps its data in Postgres.
pub const SCALE_OUT: &str = "scale-out";
/// The variable that lets the components reach Postgres, beside [`migrate::ADDRESS`].
const HOST: &str = "SPIN_VARIABLE_POSTGRES_HOST";

/// What to start, and where.
#[derive(clap::Args)]
pub struct Arguments {
    /// The address to serve.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The profile of spin.toml: `scale-out` keeps the data in Postgres, a private one unless SPIN_VARIABLE_POSTGRES and
    /// SPIN_VARIABLE_POSTGRES_HOST name another.
    #[arg(long)]
    profile: Option<String>,
}

/// Builds, starts, publishes, tells, and waits for the end.
pub fn up(arguments: &Arguments) -> Result<()> {
    drop(TcpListener::bind(arguments.listen).with_context(|| {
        format!("cannot listen on {}: something runs there already; choose another with --listen", arguments.listen)
    })?);
    shell::step("building the components and the host");
    build::components()?;
    let host = build::host()?;
    keys::provide()?;
    let token = format!("{:032x}", rand::rng().random::<u128>());
    let mut command = command(&host, arguments, &token);
    let database = database(arguments, &mut command)?;
    let mut portal = command.spawn().with_context(|| format!("cannot start {}", host.display()))?;
    // Ctrl-C reaches both of us: the portal finishes what is in flight, and we wait for it.
    ctrlc::set_handler(|| ())?;
    let url = format!("http://{}", arguments.listen);
    let ready = wait(&mut portal, &url).and_then(|()| publish::publish(&url, &token));
    if let Err(error) = ready {
        let _ = portal.kill();
        let _ = portal.wait();
        return Err(error);
    }
    tell(&url, database.as_ref());
    let status = portal.wait()?;
    if !status.success() {
        bail!("the portal ended: {status}");
    }
    Ok(())
}

/// Removes the private Postgres and all that is in it.
pub fn remove() -> Result<()> {
    let folder = private_folder();
    Server::remove(&folder)?;
    println!("Nothing is left of {}.", folder.display());
    Ok(())
}

fn private_folder() -> PathBuf {
    shell::target().join("postgres")
}

fn command(host: &Path, arguments: &Arguments, token: &str) -> Command {
    let mut command = Command::new(host);
    command.current_dir(shell::root()).args(["--from", "spin.toml", "--listen"]).arg(arguments.listen.to_string());
    command.arg("--cache-dir").arg(shell::target().join("compiled"));
    if let Some(profile) = &arguments.profile {
        command.args(["--profile", profile]);
    }
    command.env("SPIN_VARIABLE_STARTER", format!("xtask={token}"));
    command
}

/// Readies the database where the profile wants one: the operator's, or else a private one, which is returned.
fn database(arguments: &Arguments, command: &mut Command) -> Result<Option<Server>> {
    if arguments.profile.as_deref() != Some(SCALE_OUT) {
        return Ok(None);
    }
    if let Some(address) = given(migrate::ADDRESS)? {
        migrate::migrate(&address)?;
        given(migrate::FEEDBACK)?.map(|address| migrate::migrate(&address)).transpose()?;
        return Ok(None);
    }
    shell::step("starting a private Postgres");
    let server = Server::start(&private_folder())?;
    for (name, variable) in [("motcua", migrate::ADDRESS), ("motcua_feedback", migrate::FEEDBACK)] {
        let address = server.create_database(name)?;
        migrate::migrate(&address)?;
        command.env(variable, address);
    }
    command.env(HOST, server.host());
    Ok(Some(server))
}

/// The operator's value of a variable, from the environment or from `.env`, where the host looks too.
fn given(variable: &str) -> Result<Option<String>> {
    let file = shell::root().join(".env");
    let of_file = || -> Result<Option<String>> {
        let Ok(entries) = dotenvy::from_path_iter(&file) else { return Ok(None) };
        let entries = entries.collect::<Result<Vec<_>, _>>().context("cannot read .env")?;
        Ok(entries.into_iter().find(|(name, _)| name == variable).map(|(_, address)| address))
    };
    let given = std::env::var(variable).ok().map_or_else(of_file, |address| Ok(Some(address)))?;
    Ok(given.filter(|address| !address.is_empty()))
}

fn wait(portal: &mut Child, url: &str) -> Result<()> {
    let started = Instant::now();
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(5))).build().into();
    while started.elapsed() < START_MAX {
        if let Some(status) = portal.try_wait()? {
            bail!("the portal did not start: {status}");
        }
        if agent.get(format!("{url}/healthz")).call().is_ok() {
            return Ok(());
        }
        sleep(Duration::from_millis(20));
    }
    bail!("the portal did not answer within {} s", START_MAX.as_secs())
}

fn tell(url: &str, database: Option<&Server>) {
    println!("\nMột Cửa is open: {url}\n\nThree things to try:");
    println!("  curl '{url}/api/procedures?q=dang+ky+khai+sinh'");
    println!("  curl '{url}/api/units/resolve?code=00118'");
    println!("  open {url}/thu-tuc/1.001193");
    if let Some(server) = database {
        println!("\nIts Postgres: psql {}", server.address("motcua"));
        println!("The data stay in {}; 'cargo xtask remove' removes them.", private_folder().display());
    }
    println!("\nCtrl-C ends it.\n");
}
