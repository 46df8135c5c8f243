//! The disk is full: SQLite's file lies on one of sixteen mebibytes, half of which something else has taken.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use motcua_tests::checker::Kept;
use motcua_tests::{Process, ProcessOptions};

use super::desk::Desk;
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
    let (client, load, desk) = (Client::new(&portal.url), Load::padded(512), Desk::default());
    let both = |meanwhile: &dyn Fn()| load.during(&client, || desk.during(&client, meanwhile));
    both(&|| {
        load.met.meets("write Full");
        desk.met.meets("file Full");
    });
    // Reading still works, and so does what was acknowledged.
    load.check(&client);
    fs::remove_file(seen_by(&portal, &folder.path().join("ballast"))).expect("the ballast");
    both(&|| {
        load.goes_on();
        desk.goes_on();
    });
    load.check(&client);
    // SQLite follows the way into a namespace back out of it, so what it opens is a copy; nobody writes any more.
    for file in ["sqlite_db.db", "sqlite_db.db-wal"] {
        let _ = fs::copy(seen_by(&portal, &folder.path().join("state").join(file)), folder.path().join(file));
    }
    desk.check(&client, &mut Kept::sqlite(folder.path()));
    load.met.only(&["write Full"]);
    desk.met.only(&["file Full"]);
}

/// The file as whoever is not in the portal's namespace reaches it.
fn seen_by(portal: &Process, file: &Path) -> PathBuf {
    let inside = file.strip_prefix("/").expect("an absolute path");
    PathBuf::from(format!("/proc/{}/root", portal.id())).join(inside)
}
