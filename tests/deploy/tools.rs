//! Tools of others, in a Python environment of their own below the build output.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use motcua_tests::root;
use xtask::shell::target;

const REQUIREMENTS: &str = include_str!("requirements.txt");

/// A program of the environment, which is made at the first call and when the requirements have changed.
pub fn tool(name: &str) -> Command {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = target().join("deploy-tools");
        let installed = folder.join("installed");
        if std::fs::read_to_string(&installed).ok().as_deref() != Some(REQUIREMENTS) {
            make(&folder);
            std::fs::write(&installed, REQUIREMENTS).expect("a note of what is installed");
        }
        folder
    });
    Command::new(folder.join("bin").join(name))
}

fn make(folder: &Path) {
    let python = Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder).output();
    let made = python.expect("python3 is missing: run 'sudo apt-get install python3-venv'");
    assert!(made.status.success(), "run 'sudo apt-get install python3-venv' and try again: {}", said(&made));
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    let installed = pip.arg(root().join("tests/deploy/requirements.txt")).output().expect("pip runs");
    assert!(installed.status.success(), "{}", said(&installed));
}

/// All that a program wrote.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
