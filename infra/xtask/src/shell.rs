//! Where things are, and how other programs are called.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The checkout: the nearest folder with a `spin.toml` around the crate that runs. Cargo says which that is when it runs us or a
/// suite that calls us; two checkouts that share a target folder share this program.
pub fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&own)
        .ancestors()
        .find(|folder| folder.join("spin.toml").is_file())
        .map(Path::to_owned)
        .unwrap_or_default()
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program run in the checkout.
pub fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Runs a program to its end; its output is the user's to see.
pub fn run(program: &str, arguments: &[&str]) -> Result<()> {
    finish(&mut command(program, arguments))
}

/// Runs a prepared program to its end.
pub fn finish(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot run {program}"))?;
    if !status.success() {
        let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
        bail!("{program} {} failed", arguments.join(" "));
    }
    Ok(())
}

/// Tells the user which long step comes now.
pub fn step(what: &str) {
    eprintln!("\x1b[1;32m{:>12}\x1b[0m {what}", "Một Cửa");
}

/// True for the superuser.
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

/// Installs a package of Debian's where a command fails that needs it.
pub fn need(package: &str, probe: &[&str]) -> Result<()> {
    let (program, arguments) = probe.split_first().context("a command")?;
    let quiet = || std::process::Stdio::null();
    let probed = Command::new(program).args(arguments).stdout(quiet()).stderr(quiet()).status();
    if probed.is_ok_and(|status| status.success()) { Ok(()) } else { install(package) }
}

/// Installs a package of Debian's, which only root may; others are told what to do.
pub fn install(package: &str) -> Result<()> {
    if !is_root() {
        bail!("'{package}' is missing: run 'sudo apt-get install {package}' and try again");
    }
    step(&format!("installing {package}"));
    let quietly = |arguments: &[&str]| {
        let mut command = command("apt-get", arguments);
        finish(command.env("DEBIAN_FRONTEND", "noninteractive").stdout(std::process::Stdio::null()))
    };
    quietly(&["update"])?;
    if package == "postgresql" {
        // A private server is all that is wanted: Debian's own would take port 5432.
        quietly(&["install", "--yes", "--no-install-recommends", "postgresql-common"])?;
        let quiet = "create_main_cluster = false\n";
        std::fs::create_dir_all("/etc/postgresql-common/createcluster.d")?;
        std::fs::write("/etc/postgresql-common/createcluster.d/motcua.conf", quiet)?;
    }
    quietly(&["install", "--yes", "--no-install-recommends", package])
}
