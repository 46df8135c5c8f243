//! The disk is full: SQLite's file lies on one of sixteen mebibytes, half of which something else has taken.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use motcua_tests::{Process, ProcessOptions};

use super::load::Load;
use crate::client::Client;
use crate::store::manifest;

/// Runs the host where the folder is a small disk that only it sees. Needs user namespaces; without them the test
/// fails, since nothing else shows what a full disk does.
const SMALL_DISK: &str =
    r#"mount -t tmpfs -o size=16m tmpfs "$0" && head -c 8388608 /dev/zero > "$0/ballast" && exec "$@""#;

#[test]
fn a_full_disk_refuses_writes_until_there_is_room_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let words = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK];
    let disk = folder.path().to_string_lossy().into_owned();
    let portal = Process::start(ProcessOptions {
        manifest: manifest(),
        profile: None,
        state: folder.path().join("state"),
        environment: HashMap::new(),
        within: words.map(str::to_owned).into_iter().chain([disk]).collect(),
    });
    let (client, load) = (Client::new(&portal.url), Load::padded(512));
    load.during(&client, || load.meets("write Full"));
    // Reading still works, and so does what was acknowledged.
    load.check(&client);
    fs::remove_file(ballast(&portal, &folder.path().join("ballast"))).expect("the ballast");
    load.during(&client, || load.goes_on());
    load.check(&client);
    load.met_only(&["write Full"]);
}

/// The file as whoever is not in the portal's namespace reaches it.
fn ballast(portal: &Process, file: &Path) -> PathBuf {
    let inside = file.strip_prefix("/").expect("an absolute path");
    PathBuf::from(format!("/proc/{}/root", portal.id())).join(inside)
}
