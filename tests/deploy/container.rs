//! The container file. There is no engine to build it with; a linter reads it, and what it names is there.

use std::collections::BTreeSet;
use std::fs::read_to_string;

use motcua_tests::root;

use crate::tools::{said, tool};

const FILE: &str = "infra/deploy/container/Containerfile";

fn lines() -> Vec<String> {
    let text = read_to_string(root().join(FILE)).expect("the container file");
    text.replace("\\\n", " ").lines().map(str::to_owned).collect()
}

#[test]
fn the_linter_has_no_complaint() {
    let output = tool("hadolint").arg("--no-color").arg(root().join(FILE)).output().expect("hadolint runs");
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn what_is_copied_from_the_checkout_is_there() {
    let lines = lines();
    let copies = lines.iter().filter_map(|line| line.strip_prefix("COPY ")).filter(|copy| !copy.starts_with("--from"));
    let mut sources =
        copies.flat_map(|copy| copy.rsplit_once(' ').expect("a source and a place").0.split(' ')).peekable();
    assert!(sources.peek().is_some());
    for source in sources {
        assert!(root().join(source).exists(), "{source}");
    }
}

#[test]
fn what_the_manifest_names_is_built() {
    let manifest = read_to_string(root().join("spin.toml")).expect("the manifest");
    let named: BTreeSet<String> = manifest
        .split("target/components/")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(".wasm")?.0.replace('_', "-")))
        .collect();
    let lines = lines();
    let build = lines.iter().find_map(|line| line.split_once("cargo xtask build ")).expect("a build").1;
    let built: BTreeSet<String> = build.split("&&").next().unwrap().split_whitespace().map(str::to_owned).collect();
    assert_eq!(built, named);
}
