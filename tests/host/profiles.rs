//! Profiles: what a component is instead.

use crate::given::{given, probe_with_part};

fn manifest() -> String {
    let profiles = r#"environment = { WHERE = "here", WHO = "a" }
        sqlite_databases = ["default"]
        [component.a.profile.other]
        environment = { WHERE = "there" }
        dependencies = { "probe:part" = { path = "part.wasm", inherit_configuration = ["sqlite_databases"] } }
        [component.a.profile.old]
        source = "old.wasm"
        [component.a.profile.missing]
        source = "missing.wasm""#;
    // Without its part, the component of WASI 0.2 would have a dependency that it does not import.
    probe_with_part("a", "", profiles)
}

#[test]
fn a_profile_adds_to_the_environment_and_replaces_dependencies() {
    let (plain, other) = (given(&manifest()).start(), given(&manifest()).profile("other").start());
    assert_eq!(plain.does("/a/environment", &[])["WHERE"], "here");
    let environment = other.does("/a/environment", &[]);
    assert_eq!((&environment["WHERE"], &environment["WHO"]), (&"there".into(), &"a".into()));
    let query = [("what", "sqlite"), ("about", "default")];
    assert_eq!(plain.does("/a/part", &query), "Error::AccessDenied");
    assert_eq!(other.does("/a/part", &query), "opened");
}

#[test]
fn a_profile_replaces_the_source() {
    let without_part = manifest().replace("dependencies = { \"probe:part\" = { path = \"part.wasm\" } }", "");
    assert_eq!(given(&without_part).profile("old").start().get("/a/x").expect(200).text(), "0.2 /a/x 1");
    let refusal = given(&manifest()).profile("missing").refusal();
    assert!(refusal.contains("component 'a'") && refusal.contains("missing.wasm"), "{refusal}");
}

#[test]
fn a_profile_that_no_component_has_is_refused() {
    let refusal = given(&manifest()).profile("nowhere").refusal();
    assert!(refusal.contains("'nowhere'") && refusal.contains("'other'"), "{refusal}");
}
