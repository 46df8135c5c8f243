//! `cargo xtask test` and `cargo xtask bench`.

use std::process::Command;

use anyhow::Result;

use crate::build::{self, COMPONENTS, TARGET};
use crate::shell::{command, finish, run, step};

/// What has tests. Selected together, so that all of it shares one build of each dependency.
const TESTED: [&str; 8] = [
    "motcua-rules",
    "motcua-edge",
    "motcua-pages",
    "motcua-store",
    "publication",
    "motcua-host",
    "motcua-tests",
    "xtask",
];

/// Everything that must hold.
pub fn test() -> Result<()> {
    step("format");
    run("cargo", &["fmt", "--all", "--check"])?;
    step("components");
    build::named(&[])?;
    build::report()?;
    step("lints");
    lint(&["--release", "--all-targets"], &TESTED)?;
    lint(&["--profile", "component", "--target", TARGET], &COMPONENTS)?;
    step("tests");
    // The suite of the host also runs the command itself, as a user does.
    finish(of(&mut command("cargo", &["build", "--release", "--bins"]), &TESTED))?;
    let mut test = command("cargo", &["test", "--release", "--no-fail-fast"]);
    finish(of(&mut test, &TESTED))
}

fn lint(how: &[&str], packages: &[&str]) -> Result<()> {
    let mut clippy = command("cargo", &["clippy", "--quiet"]);
    finish(of(clippy.args(how), packages).args(["--", "--deny", "warnings"]))
}

fn of<'a>(command: &'a mut Command, packages: &[&str]) -> &'a mut Command {
    for package in packages {
        command.args(["--package", package]);
    }
    command
}

/// Ours against native, in one run.
pub fn bench(arguments: &[String]) -> Result<()> {
    build::components()?;
    build::host()?;
    let mut all = vec!["run", "--quiet", "--release", "--package", "motcua-tests", "--bin", "bench", "--"];
    all.extend(arguments.iter().map(String::as_str));
    run("cargo", &all)
}
