//! Which component answers, and what it is told about it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::given::{Started, given, probe};

const ROUTES: &str = r#"
[[trigger.http]]
route = "/exact"
component = "exact"

[[trigger.http]]
route = "/by/:kind/:code"
component = "segment"

[[trigger.http]]
route = "/by/:kind/known"
component = "exact"

[[trigger.http]]
route = "/rest/..."
component = "rest"

[[trigger.http]]
route = "/rest/of/..."
component = "segment"

[[trigger.http]]
route = { private = true }
component = "hidden"

[[trigger.http]]
route = "/gone"
static_response = { status_code = 410, headers = { x-why = "moved" }, body = "gone for good" }

[[trigger.http]]
route = "/old/..."
component = "old"

[component.old]
source = "old.wasm"
"#;

fn routes() -> &'static Started {
    static APPLICATION: OnceLock<Started> = OnceLock::new();
    APPLICATION.get_or_init(|| {
        let component = |id: &str| {
            format!(
                "[component.{id}]
                source = \"probe.wasm\"
                environment = {{ ID = \"{id}\" }}
                dependencies = {{ \"probe:part\" = {{ path = \"part.wasm\" }} }}\n"
            )
        };
        let components: String = ["exact", "segment", "rest", "hidden"].map(component).concat();
        given(&format!("{ROUTES}{components}{}", probe("plain", ""))).start()
    })
}

/// The `spin-*` headers that the guest saw, and what it was told otherwise.
fn told(echo: &Value) -> BTreeMap<&str, &str> {
    let headers = echo["headers"].as_array().expect("headers").iter();
    let pairs = headers.map(|pair| (pair[0].as_str().expect("a name"), pair[1].as_str().expect("a value")));
    pairs.filter(|(name, _)| name.starts_with("spin-")).collect()
}

#[test]
fn an_exact_route_answers_its_path_and_no_other() {
    let echo = routes().get("/exact").expect(200).json();
    assert_eq!(told(&echo)["spin-raw-component-route"], "/exact");
    routes().get("/exact/more").expect(404).problem("no-such-route");
    routes().get("/exactly").expect(404);
}

#[test]
fn a_segment_takes_one_part_of_the_path_and_text_goes_before_it() {
    let echo = routes().get("/by/commune/00118").expect(200).json();
    let told = told(&echo);
    assert_eq!((told["spin-path-match-kind"], told["spin-path-match-code"]), ("commune", "00118"));
    let other = routes().get("/by/commune/known").expect(200).json();
    assert_eq!(self::told(&other)["spin-raw-component-route"], "/by/:kind/known");
    routes().get("/by/commune").expect(404);
    routes().get("/by/commune/00118/more").expect(404);
}

#[test]
fn of_two_wildcards_the_longer_wins() {
    let shorter = routes().get("/rest/a/b?c=d").expect(200).json();
    assert_eq!(told(&shorter)["spin-path-info"], "/a/b");
    let longer = routes().get("/rest/of/it").expect(200).json();
    assert_eq!(told(&longer)["spin-component-route"], "/rest/of");
    routes().get("/rest").expect(200);
}

#[test]
fn a_private_route_is_reached_by_nobody_outside() {
    for path in ["/hidden", "/hidden/environment", "/"] {
        routes().get(path).expect(404).problem("no-such-route");
    }
}

#[test]
fn a_static_response_is_answered_by_the_host() {
    let answer = routes().get("/gone").expect(410);
    assert_eq!((answer.text().as_str(), answer.header("x-why")), ("gone for good", Some("moved")));
    assert_eq!(answer.header("content-type"), None);
}

#[test]
fn a_guest_is_told_what_spin_tells_it() {
    let echo = routes().get("/rest/a?b=c").expect(200).json();
    let mut told = told(&echo);
    let client = told.remove("spin-client-addr").expect("the client's address");
    assert!(client.starts_with("127.0.0.1:"), "{client}");
    let full_url = format!("{}/rest/a?b=c", routes().url);
    let expected = BTreeMap::from([
        ("spin-path-info", "/a"),
        ("spin-full-url", full_url.as_str()),
        ("spin-matched-route", "/rest/..."),
        ("spin-base-path", "/"),
        ("spin-raw-component-route", "/rest/..."),
        ("spin-component-route", "/rest"),
    ]);
    assert_eq!(told, expected);
}

#[test]
fn what_a_client_says_under_the_hosts_names_is_dropped() {
    let ask = routes().get("/by/commune/00118").header("x-mine", "kept");
    let forged =
        ["spin-full-url", "spin-path-match-kind", "Spin-Client-Addr", "spin-path-match-other", "spin-anything"];
    let echo = forged.into_iter().fold(ask, |ask, name| ask.header(name, "forged")).expect(200).json();
    assert!(!echo["headers"].to_string().contains("forged"), "{echo}");
    assert!(echo["headers"].to_string().contains("kept"), "{echo}");
    assert_eq!(told(&echo)["spin-path-match-kind"], "commune");
}

#[test]
fn method_query_and_body_reach_the_guest_as_they_were_sent() {
    let ask = routes().ask("PATCH", "/exact?a=%C4%91&a=2").header("content-type", "text/plain");
    let echo = ask.body("Một Cửa").expect(200).json();
    assert_eq!(echo["method"], "PATCH");
    assert_eq!(echo["query"], "a=%C4%91&a=2");
    assert_eq!(echo["body"], "Một Cửa");
    assert_eq!(echo["uri"], format!("{}/exact?a=%C4%91&a=2", routes().url));
}

#[test]
fn a_handler_of_wasi_0_2_answers_beside_those_of_0_3() {
    assert_eq!(routes().get("/old/a?b=c").expect(200).text(), "0.2 /old/a?b=c 1");
    assert!(routes().does("/plain/count", &[]).is_u64());
    // One of 0.2 serves one request: it was not made to be called twice.
    assert_eq!(routes().get("/old/again").expect(200).text(), "0.2 /old/again 1");
}

#[test]
fn a_large_answer_arrives_whole() {
    let answer = routes().get("/plain/stream?mib=8").expect(200);
    assert_eq!(answer.body.len(), 8 << 20);
    assert!(answer.body.iter().all(|&byte| byte == b'x'));
}

#[test]
fn the_hosts_own_addresses_go_before_every_route() {
    let catch_all = given(&probe("all", "").replace("\"/all/...\"", "\"/...\"")).start();
    assert_eq!(catch_all.get("/healthz").expect(200).text(), "OK");
    assert_eq!(catch_all.get("/.well-known/spin/health").expect(200).text(), "OK");
    let info = catch_all.get("/.well-known/spin/info").expect(200).json();
    assert_eq!((info["name"].as_str(), info["version"].as_str()), (Some("probes"), Some("1.2.3")));
    catch_all.get("/.well-known/spin/other").expect(404);
    let refused = catch_all.ask("POST", "/healthz").expect(405);
    assert_eq!(refused.header("allow"), Some("GET, HEAD"));
    refused.problem("method-not-allowed");
    catch_all.get("/anything").expect(200);
}
