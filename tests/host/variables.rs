//! Variables and the environment: each component sees what the manifest gives it, and nothing of the machine's.

use serde_json::json;

use crate::given::{given, probe};

const VARIABLES: &str = r#"
[variables]
place = { default = "Hà Nội" }
token = { required = true, secret = true }
"#;

const ONE: &str =
    r#"variables = { place = "{{ place }}", address = "https://{{ place }}/?t={{ token }}", fixed = "yes" }"#;

#[test]
fn a_default_holds_until_a_value_is_given() {
    let manifest = format!("{VARIABLES}{}", probe("a", ONE));
    let by_default = given(&manifest).environment("SPIN_VARIABLE_TOKEN", "t").start();
    assert_eq!(by_default.does("/a/variable", &[("name", "place")]), "Hà Nội");
    let in_file = given(&manifest).file(".env", "SPIN_VARIABLE_TOKEN='a b'\nSPIN_VARIABLE_PLACE=Huế").start();
    assert_eq!(in_file.does("/a/variable", &[("name", "place")]), "Huế");
    assert_eq!(in_file.does("/a/variable", &[("name", "address")]), "https://Huế/?t=a b");
    let in_both = given(&manifest)
        .file(".env", "SPIN_VARIABLE_TOKEN=t\nSPIN_VARIABLE_PLACE=Huế")
        .environment("SPIN_VARIABLE_PLACE", "Đà Nẵng")
        .start();
    assert_eq!(in_both.does("/a/variable", &[("name", "place")]), "Đà Nẵng");
    assert_eq!(in_both.does("/a/variable", &[("name", "fixed")]), "yes");
}

#[test]
fn a_required_variable_without_a_value_ends_the_start_and_is_named() {
    let refusal = given(&format!("{VARIABLES}{}", probe("a", ONE))).refusal();
    assert!(refusal.contains("'token'") && refusal.contains("SPIN_VARIABLE_TOKEN"), "{refusal}");
}

#[test]
fn a_line_of_the_env_file_that_is_not_understood_is_named_and_not_shown() {
    let application = given(&format!("{VARIABLES}{}", probe("a", ONE)));
    let refusal = application.file(".env", "SPIN_VARIABLE_TOKEN=x\nhunter 2").refusal();
    assert!(refusal.contains(".env:2") && !refusal.contains("hunter"), "{refusal}");
}

#[test]
fn a_variable_that_a_component_was_not_given_is_undefined_to_it() {
    let manifest = format!("{VARIABLES}{}{}", probe("a", ONE), probe("b", ""));
    let application = given(&manifest).environment("SPIN_VARIABLE_TOKEN", "hunter2").start();
    for (component, name) in [("a", "token"), ("b", "place"), ("b", "fixed")] {
        let error = application.fails(&format!("/{component}/variable"), &[("name", name)]);
        assert!(error.contains("Undefined") && !error.contains("hunter2"), "{error}");
    }
    assert!(application.fails("/a/variable", &[("name", "no name")]).contains("InvalidName"));
}

#[test]
fn the_environment_is_the_manifests_and_nothing_of_the_machines() {
    let environment = r#"environment = { A = "1", LANG = "vi" }"#;
    let application = given(&[probe("a", environment), probe("b", "")].concat())
        .environment("PATH", "/bin")
        .environment("SPIN_VARIABLE_X", "x")
        .start();
    assert_eq!(application.does("/a/environment", &[]), json!({ "A": "1", "LANG": "vi" }));
    assert_eq!(application.does("/b/environment", &[]), json!({}));
}
