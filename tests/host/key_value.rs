//! Key-value stores: by label, shared by the components that were given it, kept.

use serde_json::json;

use crate::given::{Started, given, probe};

const GRANTED: &str = r#"key_value_stores = ["default"]"#;

fn set(application: &Started, component: &str, key: &str, value: &str) {
    let query = [("label", "default"), ("key", key), ("value", value)];
    application.does(&format!("/{component}/key-value/set"), &query);
}

#[test]
fn a_value_is_set_read_replaced_and_deleted() {
    let application = given(&probe("a", GRANTED)).start();
    let query = [("label", "default"), ("key", "k")];
    assert_eq!(application.does("/a/key-value/get", &query), json!(null));
    assert_eq!(application.does("/a/key-value/exists", &query), json!(false));
    set(&application, "a", "k", "một");
    set(&application, "a", "k", "hai");
    set(&application, "a", "other", "");
    assert_eq!(application.does("/a/key-value/get", &query), "hai");
    assert_eq!(application.does("/a/key-value/get", &[("label", "default"), ("key", "other")]), "");
    assert_eq!(application.does("/a/key-value/exists", &query), json!(true));
    assert_eq!(application.does("/a/key-value/keys", &query), json!(["k", "other"]));
    application.does("/a/key-value/delete", &query);
    application.does("/a/key-value/delete", &query);
    assert_eq!(application.does("/a/key-value/keys", &query), json!(["other"]));
}

#[test]
fn a_store_is_there_for_those_who_were_given_it() {
    let application = given(&[probe("a", GRANTED), probe("b", GRANTED), probe("c", "")].concat()).start();
    set(&application, "a", "k", "v");
    let query = [("label", "default"), ("key", "k")];
    assert_eq!(application.does("/b/key-value/get", &query), "v");
    for operation in ["get", "set", "delete", "exists", "keys"] {
        let error = application.fails(&format!("/c/key-value/{operation}"), &query);
        assert!(error.contains("AccessDenied"), "{error}");
    }
    assert!(application.fails("/a/key-value/get", &[("label", "other")]).contains("AccessDenied"));
}

#[test]
fn values_survive_a_restart() {
    let application = given(&probe("a", GRANTED)).start();
    set(&application, "a", "k", "kept");
    let application = application.restart();
    assert_eq!(application.does("/a/key-value/get", &[("label", "default"), ("key", "k")]), "kept");
}
