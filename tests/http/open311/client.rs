//! `client.py`, which files and reads with libraries of others, in a Python environment of its own below the build output.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use motcua_tests::root;
use serde_json::Value;
use xtask::shell::target;

const FOLDER: &str = "tests/http/open311";
const REQUIREMENTS: &str = include_str!("requirements.txt");

/// What the libraries got from the service at `base`; `wishes` change what is filed.
pub fn filed_and_read(base: &str, wishes: &Value) -> Value {
    let script = root().join(FOLDER).join("client.py");
    let output = Command::new(python()).arg(script).args([base, &wishes.to_string()]).output().expect("python runs");
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", said(&output)))
}

/// The environment's Python. It is made at the first call and when the requirements have changed.
fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let folder = target().join("open311-client");
        let installed = folder.join("installed");
        if std::fs::read_to_string(&installed).ok().as_deref() != Some(REQUIREMENTS) {
            make(&folder);
            std::fs::write(&installed, REQUIREMENTS).expect("a note of what is installed");
        }
        folder.join("bin/python")
    })
}

fn make(folder: &Path) {
    let python = Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder).output();
    let made = python.expect("python3 is missing: run 'sudo apt-get install python3-venv'");
    assert!(made.status.success(), "run 'sudo apt-get install python3-venv' and try again: {}", said(&made));
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    let installed = pip.arg(root().join(FOLDER).join("requirements.txt")).output().expect("pip runs");
    assert!(installed.status.success(), "{}", said(&installed));
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
