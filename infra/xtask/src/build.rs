//! Builds: the wasm target, the components, the host.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use wasmparser::{Parser, Payload};

use crate::shell::{command, finish, root, run, target};

/// All components, functions first.
pub const COMPONENTS: [&str; 17] = [
    "procedure-lookup",
    "dossier-submission",
    "status-query",
    "payment",
    "feedback-intake",
    "publication",
    "web",
    "store-sqlite",
    "store-postgres",
    "gateway-keypay",
    "gateway-vnpay",
    "gateway-momo",
    "gateway-zalopay",
    "gateway-onepay",
    "gateway-payos",
    "gateway-vietqr",
    "gateway-shopeepay",
];
/// The parts that serve reference data alone: the store's with no other feature.
const REFERENCE: [&str; 2] = ["store-sqlite-reference", "store-postgres-reference"];
/// The parts that keep feedback alone, in a database of its own.
const FEEDBACK: [&str; 2] = ["store-sqlite-feedback", "store-postgres-feedback"];
/// Functions that are composed with those, and not with the whole store.
const READS_REFERENCE: [&str; 2] = ["procedure-lookup", "publication"];
/// Guests that only the host's tests run.
const PROBES: [&str; 4] = ["probe", "part", "old", "driver"];
/// What is built for this machine. Always selected together: cargo unites the features of what is selected, and another
/// selection would build wasmtime once more.
pub const NATIVE: [&str; 26] = [
    "motcua-rules",
    "motcua-edge",
    "motcua-pages",
    "motcua-paper",
    "motcua-store",
    "motcua-record",
    "motcua-reference",
    "motcua-settings",
    "motcua-upload",
    "motcua-gateway",
    "gateway-keypay",
    "gateway-vnpay",
    "gateway-momo",
    "gateway-zalopay",
    "gateway-onepay",
    "gateway-payos",
    "gateway-vietqr",
    "gateway-shopeepay",
    "publication",
    "dossier-submission",
    "status-query",
    "payment",
    "feedback-intake",
    "motcua-host",
    "motcua-tests",
    "xtask",
];
/// What each function may weigh with its parts.
const KIB_MAX: u64 = 1_024;
/// Where components run.
pub const TARGET: &str = "wasm32-wasip2";

/// Where `spin.toml` expects the components.
pub fn folder() -> PathBuf {
    root().join("target/components")
}

/// Gets the wasm target where it is missing.
pub fn toolchain() -> Result<()> {
    run("infra/toolchain/install", &[])
}

/// Builds the components of the portal.
pub fn components() -> Result<()> {
    build(&[&COMPONENTS[..], &REFERENCE, &FEEDBACK].concat())
}

/// Builds the named components, or all and the tests' guests.
pub fn named(packages: &[String]) -> Result<()> {
    match packages {
        [] => build(&[&COMPONENTS[..], &REFERENCE, &FEEDBACK, &PROBES].concat()),
        packages => build(&packages.iter().map(String::as_str).collect::<Vec<_>>()),
    }
}

fn build(components: &[&str]) -> Result<()> {
    toolchain()?;
    fs::create_dir_all(folder())?;
    let of = |kind: &[&str]| components.iter().copied().filter(|one| kind.contains(one)).collect::<Vec<&str>>();
    let whole = components.iter().copied().filter(|one| package(one) == *one).collect();
    // Every kind leaves a file of the same name, so each is fetched before the next is built.
    let alone = |feature| vec!["--no-default-features", "--features", feature];
    let kinds = [(of(&REFERENCE), alone("reference")), (of(&FEEDBACK), alone("feedback")), (whole, Vec::new())];
    for (components, features) in kinds {
        let packages: Vec<&str> = components.iter().map(|component| package(component)).collect();
        if !packages.is_empty() {
            let mut cargo = command("cargo", &["build", "--profile", "component", "--target", TARGET]);
            finish(self::of(cargo.args(features), &packages))?;
        }
        components.into_iter().try_for_each(fetch)?;
    }
    Ok(())
}

/// The crate that a component is made of.
fn package(component: &str) -> &str {
    component.trim_end_matches("-reference").trim_end_matches("-feedback")
}

/// Brings what cargo built to where `spin.toml` expects it.
fn fetch(component: &str) -> Result<()> {
    let file = |name: &str| format!("{}.wasm", name.replace('-', "_"));
    let built = target().join(TARGET).join("component").join(file(package(component)));
    let wanted = folder().join(file(component));
    let bytes = fs::read(&built).with_context(|| format!("cannot read {}", built.display()))?;
    let bytes = without_names(&bytes)?;
    // Written only when it changed, so that nobody who watches the file is disturbed.
    if fs::read(&wanted).ok().as_ref() != Some(&bytes) {
        fs::write(&wanted, bytes).with_context(|| format!("cannot write {}", wanted.display()))?;
    }
    Ok(())
}

/// The component without the names that only a debugger reads, which the linker leaves in: a fiftieth of a function.
fn without_names(component: &[u8]) -> Result<Vec<u8>> {
    let mut kept = component.get(..8).context("no component")?.to_vec();
    let (mut start, mut depth) = (kept.len(), 0_usize);
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload?;
        if let Some((_, range)) = payload.as_section().filter(|_| depth == 0) {
            let end = usize::try_from(range.end)?;
            if !matches!(&payload, Payload::CustomSection(section) if section.name() == "component-name") {
                kept.extend_from_slice(component.get(start..end).context("a section reaches beyond the component")?);
            }
            start = end;
        }
        match payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth = depth.saturating_add(1),
            Payload::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(kept)
}

/// Selects packages.
pub fn of<'a>(command: &'a mut Command, packages: &[&str]) -> &'a mut Command {
    for package in packages {
        command.args(["--package", package]);
    }
    command
}

/// Prints what each component weighs, alone and with the heavier of the store's parts.
pub fn report() -> Result<()> {
    let size = |component: &str| -> Result<u64> {
        Ok(fs::metadata(folder().join(format!("{}.wasm", component.replace('-', "_"))))?.len().div_ceil(1_024))
    };
    let heavier = |parts: &[&str]| parts.iter().filter_map(|part| size(part).ok()).max().unwrap_or(0);
    for component in COMPONENTS.iter().chain(&REFERENCE).chain(&FEEDBACK) {
        let Ok(alone) = size(component) else { continue };
        let parts = match *component {
            function if READS_REFERENCE.contains(&function) => heavier(&REFERENCE),
            "feedback-intake" => heavier(&REFERENCE).saturating_add(heavier(&FEEDBACK)),
            "dossier-submission" | "status-query" => heavier(&["store-sqlite", "store-postgres"]),
            "payment" => heavier(&["store-sqlite", "store-postgres"]).saturating_add(heavier(&COMPONENTS.map(gateway))),
            _ => 0,
        };
        let whole = alone.saturating_add(parts);
        let verdict = if whole > KIB_MAX { "  (more than 1 MiB)" } else { "" };
        println!("{component:<26}{alone:>6} KiB, with its parts {whole:>6} KiB{verdict}");
    }
    Ok(())
}

/// The component itself where it is a gateway's part; nothing that was built otherwise.
fn gateway(component: &str) -> &str {
    if component.starts_with("gateway-") { component } else { "" }
}

/// Builds the embedded host and says where it is.
pub fn host() -> Result<PathBuf> {
    finish(of(&mut command("cargo", &["build", "--release", "--bin", "motcua-host"]), &NATIVE))?;
    Ok(target().join("release/motcua-host"))
}
