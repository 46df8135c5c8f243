//! `cargo xtask up`: from a clone to a running portal.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rand::Rng;

use crate::{build, publish, shell};

/// How long a first start may take: it compiles the components for this machine.
const START_MAX: Duration = Duration::from_secs(120);

/// What to start, and where.
#[derive(clap::Args)]
pub struct Arguments {
    /// The address to serve.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The profile of spin.toml.
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
    let token = format!("{:032x}", rand::rng().random::<u128>());
    let mut portal = start(&host, arguments, &token)?;
    // Ctrl-C reaches both of us: the portal finishes what is in flight, and we wait for it.
    ctrlc::set_handler(|| ())?;
    let url = format!("http://{}", arguments.listen);
    let ready = wait(&mut portal, &url).and_then(|()| publish::publish(&url, &token));
    if let Err(error) = ready {
        let _ = portal.kill();
        let _ = portal.wait();
        return Err(error);
    }
    tell(&url);
    let status = portal.wait()?;
    if !status.success() {
        bail!("the portal ended: {status}");
    }
    Ok(())
}

fn start(host: &std::path::Path, arguments: &Arguments, token: &str) -> Result<Child> {
    let mut command = Command::new(host);
    command.current_dir(shell::root()).args(["--from", "spin.toml", "--listen"]).arg(arguments.listen.to_string());
    command.arg("--cache-dir").arg(shell::target().join("compiled"));
    if let Some(profile) = &arguments.profile {
        command.args(["--profile", profile]);
    }
    command.env("SPIN_VARIABLE_STARTER", format!("xtask={token}"));
    command.spawn().with_context(|| format!("cannot start {}", host.display()))
}

fn wait(portal: &mut Child, url: &str) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < START_MAX {
        if let Some(status) = portal.try_wait()? {
            bail!("the portal did not start: {status}");
        }
        if ureq::get(format!("{url}/healthz")).call().is_ok() {
            return Ok(());
        }
        sleep(Duration::from_millis(20));
    }
    bail!("the portal did not answer within {} s", START_MAX.as_secs())
}

fn tell(url: &str) {
    println!("\nMột Cửa is open: {url}\n\nThree things to try:");
    println!("  curl '{url}/api/procedures?q=dang+ky+khai+sinh'");
    println!("  curl '{url}/api/units/resolve?code=00118'");
    println!("  open {url}/thu-tuc/1.001193\n\nCtrl-C ends it.\n");
}
