//! `cargo xtask test` and `cargo xtask bench`.

use anyhow::Result;

use crate::build;
use crate::shell::{run, step};

/// Everything that must hold.
pub fn test() -> Result<()> {
    step("format");
    run("cargo", &["fmt", "--all", "--check"])?;
    step("components");
    build::named(&[])?;
    build::report()?;
    step("lints");
    run("cargo", &["clippy", "--quiet", "--release", "--all-targets", "--", "--deny", "warnings"])?;
    step("tests");
    // The suite of the host also runs the command itself, as a user does.
    build::host()?;
    run("cargo", &["test", "--quiet", "--release", "--no-fail-fast"])
}

/// Ours against native, in one run.
pub fn bench(arguments: &[String]) -> Result<()> {
    build::components()?;
    let mut all = vec!["run", "--quiet", "--release", "--package", "motcua-tests", "--bin", "bench", "--"];
    all.extend(arguments.iter().map(String::as_str));
    run("cargo", &all)
}
