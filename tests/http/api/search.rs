//! `/api/procedures?q=…`

use std::collections::HashSet;

use motcua_tests::portal;

fn codes(query: &str) -> Vec<String> {
    let found = portal().get(&format!("/api/procedures?{query}")).expect(200).json();
    found["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["code"].as_str().expect("a code").to_owned())
        .collect()
}

#[test]
fn birth_registration_comes_first() {
    assert_eq!(codes("q=dang+ky+khai+sinh").first().map(String::as_str), Some("1.001193"));
}

#[test]
fn an_exact_code_wins() {
    assert_eq!(codes("q=2.000815"), ["2.000815"]);
}

#[test]
fn an_item_says_what_a_list_needs() {
    let found = portal().get("/api/procedures?q=dang+ky+khai+sinh").english().expect(200).json();
    let first = &found["items"][0];
    assert_eq!(first["name"], "Birth registration");
    assert_eq!(first["name_vi"], "Thủ tục đăng ký khai sinh");
    assert_eq!(first["channels"], serde_json::json!(["online", "postal", "direct"]));
    assert_eq!(first["fee_dong"], serde_json::Value::Null);
    let residence = portal().get("/api/procedures?q=1.004222").expect(200).json();
    assert_eq!(residence["items"][0]["fee_dong"], 10_000);
    assert!(found["total"].as_u64() > Some(0));
}

#[test]
fn facets_count_what_choosing_would_give() {
    let all = portal().get("/api/procedures?q=dang+ky&limit=1").expect(200).json();
    for name in ["field", "level", "channel"] {
        let facets = all["facets"][name].as_array().expect("counts");
        assert!(!facets.is_empty(), "{name}");
        for facet in facets.iter().take(3) {
            let value = facet["value"].as_str().expect("a value");
            let chosen =
                portal().get(&format!("/api/procedures?q=dang+ky&limit=1&{name}={}", encoded(value))).expect(200);
            assert_eq!(chosen.json()["total"], facet["count"], "{name}={value}");
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn nothing_found_says_what_was_understood_and_suggests() {
    let found = portal().get("/api/procedures?q=xyzzy+qwerty").expect(200).json();
    assert_eq!(found["items"], serde_json::json!([]));
    assert_eq!(found["next"], serde_json::Value::Null);
    assert!(found["suggestions"].as_array().is_some_and(|near| !near.is_empty()));
    assert!(found["understood"].as_array().is_some_and(|words| !words.is_empty()));
}

#[test]
fn pages_show_every_procedure_once() {
    let (mut seen, mut cursor) = (HashSet::new(), String::new());
    loop {
        let page = portal().get(&format!("/api/procedures?limit=100&cursor={cursor}")).expect(200).json();
        for item in page["items"].as_array().expect("items") {
            assert!(seen.insert(item["code"].to_string()), "twice: {item}");
        }
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.len(), 2_642);
}

#[test]
fn what_cannot_be_a_search_is_refused_by_field() {
    for (query, kind, field) in [
        ("limit=0", "malformed-parameter", "limit"),
        ("limit=101", "malformed-parameter", "limit"),
        ("limit=1e3", "malformed-parameter", "limit"),
        ("level=huyen", "malformed-parameter", "level"),
        ("channel=fax", "malformed-parameter", "channel"),
        ("audience=cats", "malformed-parameter", "audience"),
        ("cursor=abc", "bad-cursor", "cursor"),
        ("q=a&q=b", "repeated-parameter", "q"),
        ("colour=red", "unknown-parameter", "colour"),
    ] {
        let problem = portal().get(&format!("/api/procedures?{query}")).expect(400).problem(kind);
        assert_eq!(problem["field"], field, "{query}");
    }
    let long = "a".repeat(201);
    portal().get(&format!("/api/procedures?q={long}")).expect(400).problem("malformed-parameter");
    portal().get(&format!("/api/procedures?q={}", "a".repeat(9_000))).expect(414);
    for broken in ["q=%FF%FE", "q=%zz", "q=%00"] {
        assert_eq!(portal().get(&format!("/api/procedures?{broken}")).expect(400).json()["field"], "q", "{broken}");
    }
}
