//! Files: those of the manifest, to be read.

use std::os::unix::fs::symlink;

use crate::given::{given, probe};

#[test]
fn the_files_of_the_manifest_are_read_and_no_others() {
    let files = r#"files = [{ source = "assets", destination = "/docs" }, "notes/*.txt"]
        exclude_files = []"#;
    let application = given(&[probe("a", files), probe("b", "")].concat())
        .file("assets/deep/one.txt", "one")
        .file("notes/two.txt", "two")
        .file("notes/three.md", "three")
        .file("secret.txt", "hunter2");
    symlink(application.folder().join("secret.txt"), application.folder().join("assets/link.txt")).expect("a link");
    let application = application.start();
    assert_eq!(application.does("/a/read", &[("path", "/docs/deep/one.txt")]), "one");
    assert_eq!(application.does("/a/read", &[("path", "/notes/two.txt")]), "two");
    for path in ["/notes/three.md", "/secret.txt", "/docs/../secret.txt", "/docs/link.txt", "/etc/passwd", "/spin.toml"]
    {
        application.fails("/a/read", &[("path", path)]);
    }
    application.fails("/b/read", &[("path", "/docs/deep/one.txt")]);
}

#[test]
fn files_are_not_written_by_any_way() {
    let files = r#"files = [{ source = "assets", destination = "/docs" }, "notes/two.txt"]"#;
    let application = given(&probe("a", files)).file("assets/one.txt", "one").file("notes/two.txt", "two").start();
    for path in ["/docs/one.txt", "/docs/new.txt", "/notes/two.txt", "/notes/new.txt", "/new.txt", "/tmp/new.txt"] {
        application.fails("/a/write", &[("path", path)]);
    }
    assert_eq!(application.does("/a/read", &[("path", "/docs/one.txt")]), "one");
    assert_eq!(application.does("/a/read", &[("path", "/notes/two.txt")]), "two");
    let (_running, given) = application.apart();
    assert_eq!(std::fs::read_to_string(given.folder().join("assets/one.txt")).expect("a file"), "one");
    assert!(!given.folder().join("assets/new.txt").exists());
}

#[test]
fn what_is_excluded_is_not_there() {
    let files = r#"files = ["notes"]
        exclude_files = ["notes/draft*"]"#;
    let application =
        given(&probe("a", files)).file("notes/final.txt", "final").file("notes/draft.txt", "draft").start();
    assert_eq!(application.does("/a/read", &[("path", "/notes/final.txt")]), "final");
    application.fails("/a/read", &[("path", "/notes/draft.txt")]);
}
