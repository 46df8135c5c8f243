//! Postgres's programs: where they are, how they get here, and how they are run by root, which they refuse.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::shell::{finish, install, is_root};

/// Where Debian keeps the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";

pub struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// Those of the newest version on this machine; installs Debian's package when there is none.
    pub fn find() -> Result<Programs> {
        if let Some(found) = found() {
            return Ok(found);
        }
        install("postgresql")?;
        found().context("the package postgresql brought no server")
    }

    /// Makes the folder's `data`: text in UTF-8 that compares byte by byte, as in SQLite. It gets its name when it is
    /// whole, so that nobody meets what is left of one that was broken off.
    pub fn init(&self, folder: &Path, user: &str) -> Result<()> {
        let made = folder.join("data.new");
        let _ = fs::remove_dir_all(&made);
        let mut command = self.command("initdb");
        command.args(["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--username", user]);
        command.arg("--pwfile").arg(folder.join("password")).arg("-D").arg(&made);
        finish(command.stdout(std::process::Stdio::null()))?;
        Ok(fs::rename(made, folder.join("data"))?)
    }

    /// The words that run the server.
    pub fn server(&self) -> Vec<String> {
        let command = self.command("postgres");
        let words = [command.get_program()].into_iter().chain(command.get_args());
        words.map(|word| word.to_string_lossy().into_owned()).collect()
    }

    /// Postgres refuses to run as root, so root runs it in a user namespace, where it is somebody else and yet owns
    /// the folder.
    fn command(&self, program: &str) -> Command {
        let program = self.folder.join(program);
        if !is_root() {
            return Command::new(program);
        }
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-user=1000", "--map-group=1000", "--"]).arg(program);
        command
    }
}

fn found() -> Option<Programs> {
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let version = |folder: &PathBuf| folder.file_name()?.to_str()?.parse::<u32>().ok();
    let folders = versions.map(|entry| entry.path()).filter(|folder| folder.join("bin/initdb").is_file());
    let newest = folders.max_by_key(version).map(|folder| folder.join("bin"));
    let of_path = || std::env::split_paths(&std::env::var_os("PATH")?).find(|folder| folder.join("initdb").is_file());
    newest.or_else(of_path).map(|folder| Programs { folder })
}

/// True while a process runs on the folder's data. Its number alone says little: another process may have it by now.
pub fn is_running(folder: &Path) -> bool {
    let data = folder.join("data");
    let file = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    let command = file.lines().next().and_then(|pid| fs::read(Path::new("/proc").join(pid).join("cmdline")).ok());
    let data = data.to_string_lossy();
    command.is_some_and(|command| String::from_utf8_lossy(&command).contains(data.as_ref()))
}
