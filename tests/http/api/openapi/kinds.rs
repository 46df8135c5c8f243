//! The kinds of problems: those of the document and those that the sources make.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use motcua_tests::root;

use super::document::{problem_types, text};

#[test]
fn the_documented_kinds_of_problems_are_those_of_the_sources() {
    let shared = [
        "components/edge/src/refusal.rs",
        "components/edge/src/json.rs",
        "components/edge/src/idempotency.rs",
        "components/reference/src/problem.rs",
        "infra/host/src/answer.rs",
    ];
    let folders = ["functions", "components/upload/src"].map(|folder| rust_below(&root().join(folder)));
    // What Open311 refuses it refuses in its own words: no kind of ours is told there.
    let is_told = |file: &PathBuf| file.components().all(|part| part.as_os_str() != "open311");
    let sources = shared.iter().map(|file| root().join(file)).chain(folders.into_iter().flatten().filter(is_told));
    let written: BTreeSet<String> =
        sources.filter_map(|file| fs::read_to_string(file).ok()).flat_map(|source| kinds(&source)).collect();
    let documented: BTreeSet<String> = problem_types().iter().map(|one| text(&one["const"])).collect();
    assert_eq!(documented, written);
}

fn rust_below(folder: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    inside
        .flat_map(|path| if path.is_dir() { rust_below(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// What stands behind a status where a problem is made, `StatusCode::NOT_FOUND, "no-such-unit"`, where files are refused,
/// `refusal("file-kind"`, or where a kind is chosen, `let (kind, … = match … { … => ("already-paid"`.
fn kinds(source: &str) -> Vec<String> {
    let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
    let behind = source.split("StatusCode::").skip(1).chain(source.split("UNREADABLE").skip(1));
    let of_status = behind.filter_map(|rest| {
        let (status, rest) = rest.split_once(", \"")?;
        status.bytes().all(|byte| byte.is_ascii_uppercase() || b"_)".contains(&byte)).then_some(rest)
    });
    let of_file = source.split("refusal(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
    let chosen = source.split("let (kind,").skip(1).filter_map(|rest| Some(rest.split_once("};")?.0));
    let of_choice = chosen.flat_map(|arms| arms.split("=>").skip(1)).filter_map(|arm| Some(arm.split_once('"')?.1));
    let kind = |rest: &str| Some(format!("/problems/{}", rest.split_once('"')?.0));
    of_status.chain(of_file).chain(of_choice).filter_map(kind).collect()
}
