//! Calls out of the application and within it: where the manifest allows, and nowhere else.

use serde_json::json;

use crate::gate::Gate;
use crate::given::{given, meanwhile, probe};

#[test]
fn an_allowed_host_is_called() {
    let gate = Gate::new();
    let allowed = format!("allowed_outbound_hosts = [\"http://127.0.0.1:{}\"]", gate.port);
    let application = given(&probe("a", &allowed)).start();
    let url = format!("{}path?q=1", gate.url);
    let called = meanwhile(application.query("/a/get", &[("url", &url)]));
    let visitor = gate.visitor();
    assert_eq!(visitor.request, "GET /path?q=1 HTTP/1.1");
    visitor.pass();
    assert_eq!(called.join().expect("an answer").json(), json!({ "status": 200, "body": "passed" }));
}

#[test]
fn another_port_scheme_or_host_is_denied() {
    let gate = Gate::new();
    let allowed = format!("allowed_outbound_hosts = [\"http://127.0.0.1:{}\"]", gate.port);
    let application = given(&[probe("a", &allowed), probe("b", "")].concat()).start();
    let other = Gate::new();
    let same = |host: &str, scheme: &str| format!("{scheme}://{host}:{}/", gate.port);
    for url in [other.url.clone(), same("localhost", "http"), same("127.0.0.1", "https"), "http://example.com/".into()]
    {
        let error = application.fails("/a/get", &[("url", &url)]);
        assert!(error.contains("HttpRequestDenied"), "{url}: {error}");
    }
    let error = application.fails("/b/get", &[("url", &gate.url)]);
    assert!(error.contains("HttpRequestDenied"), "{error}");
}

#[test]
fn a_host_that_does_not_answer_is_an_error_and_no_trap() {
    // A port that nobody listens on any more.
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    drop(listener);
    let application = given(&probe("a", "allowed_outbound_hosts = [\"http://127.0.0.1:*\"]")).start();
    let error = application.fails("/a/get", &[("url", &url)]);
    assert!(error.contains("Connection"), "{error}");
}

const CHAINED: &str = r#"
[[trigger.http]]
route = { private = true }
component = "inner"

[component.inner]
source = "probe.wasm"
environment = { WHO = "inner" }
dependencies = { "probe:part" = { path = "part.wasm" } }
"#;

#[test]
fn a_component_calls_another_in_memory_when_allowed() {
    let allowed = "allowed_outbound_hosts = [\"http://inner.spin.internal\", \"http://missing.spin.internal\"]";
    let application = given(&[CHAINED, &probe("a", allowed)].concat()).start();
    let answer = application.does("/a/get", &[("url", "http://inner.spin.internal/environment")]);
    assert_eq!(answer, json!({ "status": 200, "body": "{\"WHO\":\"inner\"}" }));
    let echo = application.does("/a/get", &[("url", "http://inner.spin.internal/some/path?q=1")]);
    let echo = echo["body"].as_str().expect("an echo").to_owned();
    for told in [r#"["spin-path-info","/some/path"]"#, r#"["spin-client-addr","0.0.0.0:0"]"#, r#""query":"q=1""#] {
        assert!(echo.contains(told), "{told} in {echo}");
    }
    let error = application.fails("/a/get", &[("url", "http://missing.spin.internal/")]);
    assert!(error.contains("DestinationNotFound"), "{error}");
}

#[test]
fn a_component_is_not_called_in_memory_when_not_allowed() {
    let elsewhere = "allowed_outbound_hosts = [\"http://a.spin.internal\", \"http://127.0.0.1:*\"]";
    let application = given(&[CHAINED, &probe("a", elsewhere), &probe("b", "")].concat()).start();
    for component in ["a", "b"] {
        let url = "http://inner.spin.internal/environment";
        let error = application.fails(&format!("/{component}/get"), &[("url", url)]);
        assert!(error.contains("HttpRequestDenied"), "{error}");
    }
}

#[test]
fn an_allowed_host_may_come_from_a_variable() {
    let gate = Gate::new();
    let manifest =
        ["[variables]\nservice = { required = true }\n", &probe("a", "allowed_outbound_hosts = [\"{{ service }}\"]")]
            .concat();
    let application = given(&manifest).environment("SPIN_VARIABLE_SERVICE", gate.url.trim_end_matches('/')).start();
    let called = meanwhile(application.query("/a/get", &[("url", &gate.url)]));
    gate.visitor().pass();
    assert_eq!(called.join().expect("an answer").json()["status"], 200);
}
