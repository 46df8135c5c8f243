//! What the host does not run it refuses at start: one line that names it.

use std::net::TcpListener;

use crate::given::{given, probe};

/// What follows a good application, and the words that the refusal must have.
#[rustfmt::skip]
const REFUSED: &[(&str, &[&str])] = &[
    ("[server]\nport = 1",                                                  &["spin.toml:", "unknown key 'server'"]),
    ("[component.b]\nsource = \"probe.wasm\"\nsqlite = []",                 &["component 'b'", "unknown key 'sqlite'"]),
    ("[component.b]\nsource = \"nowhere.wasm\"",                            &["component 'b'", "nowhere.wasm", "not found"]),
    ("[component.b]\nsource = \"spin.toml\"",                               &["component 'b'"]),
    ("[component.b]\nsource = \"part.wasm\"",                               &["component 'b'", "wasi:http/handler@0.3"]),
    ("[component.b]\nsource = \"probe.wasm\"",                              &["component 'b'", "probe:part/asking"]),
    ("[component.b]\nsource = \"old.wasm\"\ndependencies = { \"probe:part\" = { path = \"part.wasm\" } }",
                                                                            &["component 'b'", "'probe:part'", "no import"]),
    ("[component.b]\nsource = \"probe.wasm\"\ndependencies = { \"probe:part\" = { path = \"old.wasm\" } }",
                                                                            &["component 'b'", "'probe:part", "does not export"]),
    ("[component.b]\nsource = \"probe.wasm\"\ndependencies = { \"probe:part\" = { path = \"gone.wasm\" } }",
                                                                            &["component 'b'", "gone.wasm", "not found"]),
    ("[component.b]\nsource = \"probe.wasm\"\nai_models = [\"llama\"]",     &["component 'b'", "'ai_models' is not supported"]),
    ("[component.b]\nsource = { url = \"https://x\", digest = \"sha256:0\" }", &["component 'b'", "'url' is not supported"]),
    ("[[trigger.redis]]\nchannel = \"x\"\ncomponent = \"a\"",               &["trigger 'redis' is not supported"]),
    ("[[trigger.http]]\nroute = \"/x\"\ncomponent = \"nobody\"",            &["there is no component 'nobody'"]),
    ("[[trigger.http]]\nroute = \"/x/.../y\"\ncomponent = \"a\"",           &["spin.toml:", "'/x/.../y'"]),
    ("[[trigger.http]]\nroute = \"/.well-known/spin/x\"\ncomponent = \"a\"", &["'/.well-known/spin/x'"]),
    ("[component.b]\nsource = \"probe.wasm\"\nallowed_outbound_hosts = [\"insecure:allow-all\"]", &["insecure:allow-all"]),
    ("[component.b]\nsource = \"probe.wasm\"\nsqlite_databases = [\"other\"]", &["component 'b'", "'other'"]),
    ("[component.b]\nsource = \"probe.wasm\"\nfiles = [{ source = \"nowhere\", destination = \"/x\" }]",
                                                                            &["component 'b'", "nowhere"]),
    ("not toml",                                                            &["spin.toml:", "not valid TOML"]),
];

#[test]
fn what_is_not_run_is_refused_by_its_name() {
    for (more, words) in REFUSED {
        let refusal = given(&format!("{}{more}\n", probe("a", ""))).refusal();
        for word in *words {
            assert!(refusal.contains(word), "{more}\nis refused without {word}: {refusal}");
        }
    }
}

#[test]
fn a_port_in_use_is_one_line_that_says_which() {
    let other = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = other.local_addr().expect("an address");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let refusal = runtime.block_on(async { motcua_host::listen(address) });
    let refusal = format!("{:#}", refusal.expect_err("the port is taken"));
    assert!(refusal.contains(&address.to_string()), "{refusal}");
    assert_eq!(refusal.lines().count(), 1, "{refusal}");
}
