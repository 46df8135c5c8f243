//! `cargo xtask test` and `cargo xtask bench`.

use anyhow::Result;

use crate::build::{self, COMPONENTS, NATIVE, TARGET, of};
use crate::shell::{command, finish, need, run, step, target};
use crate::up::SCALE_OUT;

/// Everything that must hold.
pub fn test() -> Result<()> {
    step("format");
    run("cargo", &["fmt", "--all", "--check"])?;
    step("components");
    build::named(&[])?;
    build::report()?;
    step("lints");
    lint(&["--release", "--all-targets"], &NATIVE)?;
    lint(&["--profile", "component", "--target", TARGET], &COMPONENTS)?;
    step("tests");
    need("openssl", &["openssl", "version"])?;
    need("python3-venv", &["python3", "-c", "import ensurepip"])?;
    // The suite of the host also runs the command itself, as a user does.
    build::host()?;
    let mut test = command("cargo", &["test", "--release", "--no-fail-fast"]);
    finish(of(&mut test, &NATIVE))?;
    step("the functions' tests on Postgres");
    let mut test = command("cargo", &["test", "--release", "--no-fail-fast", "--test", "http"]);
    finish(of(test.env("MOTCUA_PROFILE", SCALE_OUT), &NATIVE))
}

fn lint(how: &[&str], packages: &[&str]) -> Result<()> {
    let mut clippy = command("cargo", &["clippy", "--quiet"]);
    finish(of(clippy.args(how), packages).args(["--", "--deny", "warnings"]))
}

/// Ours against native, in one run.
pub fn bench(arguments: &[String]) -> Result<()> {
    build::components()?;
    build::host()?;
    finish(of(&mut command("cargo", &["build", "--release", "--bin", "bench"]), &NATIVE))?;
    finish(command(&target().join("release/bench").to_string_lossy(), &[]).args(arguments))
}
