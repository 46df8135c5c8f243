//! `/api/openapi.json`: the document and the portal say the same.
//!
//! Examples of one name belong together in the document: each name is one request, and every one of them is sent.

mod document;
mod dossiers;
mod drafts;
mod feedback;
mod files;
mod kinds;
mod payments;
mod refused;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use motcua_tests::{LISTS, fresh, portal, root};
use serde_json::{Map, Value};

use crate::table;
use document::*;

#[test]
fn the_document_is_whole() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for operation in operations() {
        let name = &operation.name;
        assert!(ids.insert(name.clone()), "twice: {name}");
        for text in ["summary", "description"] {
            assert!(operation.value[text].as_str().is_some_and(|text| !text.is_empty()), "{name} has no {text}");
        }
        let statuses: Vec<&str> = map(&operation.value["responses"]).keys().map(String::as_str).collect();
        for class in ["2", "4", "5"] {
            assert!(statuses.iter().any(|status| status.starts_with(class)), "{name} has no {class}xx");
        }
        for (status, response) in map(&operation.value["responses"]) {
            let response = resolved(response);
            assert!(response["description"].is_string(), "{name} {status}");
            // Whatever is refused is refused with a problem.
            let mut kinds = response["content"].as_object().into_iter().flat_map(Map::keys);
            let is_refusal = status.as_str() >= "400" && !operation.is_in_words_of_others();
            assert!(!is_refusal || kinds.all(|kind| kind == "application/problem+json"), "{name} {status}");
            assert!(!is_refusal || response.get("x-may-be-empty").is_none(), "{name} {status}");
        }
        let in_path: BTreeSet<String> =
            operation.parameters("path").map(|parameter| text(&parameter["name"])).collect();
        let written: BTreeSet<String> =
            operation.path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
        assert_eq!(in_path, written, "{name}");
    }
    assert!(!ids.is_empty());
}

#[test]
fn every_reference_leads_somewhere_and_nothing_is_left_over() {
    let mut found = BTreeSet::new();
    references(document(), &mut found);
    for reference in &found {
        assert!(document().pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
    for (section, items) in map(&document()["components"]) {
        for name in map(items).keys().filter(|_| section != "securitySchemes") {
            assert!(found.contains(&format!("#/components/{section}/{name}")), "unused: {section}/{name}");
        }
    }
}

#[test]
fn every_schema_is_one() {
    for (name, schema) in map(&document()["components"]["schemas"]) {
        assert!(jsonschema::draft202012::meta::is_valid(schema), "{name}");
        validator(schema);
    }
}

#[test]
fn every_route_is_documented_and_every_documented_path_is_routed() {
    let manifest = fs::read_to_string(root().join("spin.toml")).expect("the manifest");
    let routes: Vec<&str> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("route = \"")?.strip_suffix('"'))
        .filter(|route| route.starts_with("/api/") || route.starts_with("/.well-known/"))
        .collect();
    let paths: Vec<&String> = map(&document()["paths"]).keys().collect();
    for route in &routes {
        assert!(paths.iter().any(|path| leads(&any_gateway(route), path)), "not documented: {route}");
    }
    for path in paths {
        assert!(routes.iter().any(|route| leads(&any_gateway(route), path)), "not routed: {path}");
    }
    let routed: BTreeSet<&str> =
        routes.iter().filter_map(|route| Some(route.strip_prefix(PAYMENTS)?.split_once('/')?.0)).collect();
    let documented = document()["components"]["schemas"]["gateway"]["enum"].as_array().expect("the gateways");
    assert_eq!(routed, documented.iter().filter_map(Value::as_str).collect());
    for route in routes.iter().filter_map(|route| route.strip_suffix("/...")) {
        portal().get(&format!("{route}/a/b/c/d")).expect(404).problem("not-found");
    }
}

/// Each gateway has a route here, and all of them have the same addresses behind it.
const PAYMENTS: &str = "/api/payments/";

/// A route with a parameter in the gateway's place: `/api/payments/:gateway/...`.
fn any_gateway(route: &str) -> String {
    let behind = route.strip_prefix(PAYMENTS).and_then(|rest| rest.split_once('/'));
    behind.map_or_else(|| route.to_owned(), |(_, behind)| format!("{PAYMENTS}:gateway/{behind}"))
}

/// Whether a route of the manifest (`/api/a/:code/b`, `/api/a/...`) takes a path of the document (`/api/a/{code}/b`).
fn leads(route: &str, path: &str) -> bool {
    let start: Vec<&str> = route.strip_suffix("/...").unwrap_or(route).split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    let fits = |(one, other): (&&str, &&str)| one == other || one.starts_with(':') && other.starts_with('{');
    let is_long_enough = if route.ends_with("/...") { path.len() >= start.len() } else { path.len() == start.len() };
    is_long_enough && start.iter().zip(&path).all(fits)
}

#[test]
fn every_example_is_answered_as_documented_in_both_languages() {
    for operation in operations().iter().filter(|operation| operation.method == "GET" && operation.is_public()) {
        for call in operation.calls() {
            for language in ["vi", "en"] {
                let answer = operation.ask(operation.portal(), &call).header("accept-language", language).expect(200);
                operation.check(&answer);
                assert_eq!(answer.header("content-language"), Some(language), "{call}");
            }
        }
    }
}

#[test]
fn every_answer_that_may_be_kept_is_confirmed_without_a_body() {
    let keepable = |operation: &Operation| operation.value["responses"].get("304").is_some() && operation.is_public();
    let keepable: Vec<Operation> = operations().into_iter().filter(keepable).collect();
    assert!(!keepable.is_empty());
    for operation in keepable {
        for call in operation.calls() {
            let ask = || operation.ask(operation.portal(), &call);
            let tag = ask().expect(200).header("etag").expect("a tag").to_owned();
            let again = ask().header("if-none-match", &tag).expect(304);
            operation.check(&again);
            assert_eq!(again.header("etag"), Some(&*tag), "{call}");
        }
    }
}

#[test]
fn every_documented_body_can_be_published_and_again() {
    let portal = fresh();
    for kind in ["units", "successions", "centres", "procedures", "forms"] {
        let operation = operation(&format!("publish_{kind}"));
        let [call] = &*operation.calls() else { panic!("one list is enough") };
        for (content_type, media) in map(&operation.value["requestBody"]["content"]) {
            let body = match &media["examples"]["list"]["value"] {
                Value::String(csv) => csv.clone(),
                rows => {
                    assert_valid(&media["schema"], rows, &operation.name);
                    rows.to_string()
                }
            };
            for _ in 0..2 {
                let answer =
                    operation.ask(&portal, call).header("content-type", content_type).body(body.clone()).send();
                assert_eq!(answer.status, 200, "{kind}: {}", answer.text());
                operation.check(&answer);
            }
        }
        let published = operation_of(&operation.path, "GET");
        published.check(&published.ask(&portal, &published.calls()[0]).expect(200));
    }
}

#[test]
fn the_published_data_has_the_documented_columns_and_values() {
    for list in LISTS {
        let (file, kind) = (list.file, list.at.split('/').next().unwrap_or_default());
        let content = operation(&format!("publish_{kind}")).value["requestBody"]["content"].clone();
        if list.content_type() == "application/json" {
            let rows: Value = serde_json::from_slice(&list.body().expect("a data file")).expect("JSON");
            assert_valid(&content["application/json"]["schema"], &rows, file);
            continue;
        }
        let schema = resolved(&content["text/csv"]["x-row"]);
        let validator = validator(schema);
        for row in table::rows(file) {
            let row = row.into_iter().filter(|(_, value)| !value.is_empty());
            let row: Map<String, Value> =
                row.map(|(name, value)| (name.clone(), of_csv(schema, &name, &value))).collect();
            let row = Value::Object(row);
            let errors: Vec<String> = validator.iter_errors(&row).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{file} {row}: {errors:?}");
        }
    }
}

/// A value of a CSV line: a list where the document says so.
fn of_csv(schema: &Value, name: &str, value: &str) -> Value {
    match schema["properties"][name]["type"] == "array" {
        true => value.split('|').collect(),
        false => value.into(),
    }
}

#[test]
fn a_parameter_that_is_not_documented_is_refused() {
    for operation in operations() {
        let path = operation.bare();
        let known: BTreeSet<String> = operation.parameters("query").map(|parameter| text(&parameter["name"])).collect();
        let query = if path.contains('?') { "&colour=red" } else { "?colour=red" };
        let answer = operation.ask(operation.portal(), &format!("{path}{query}")).send();
        if operation.is_in_words_of_others() {
            assert_ne!(answer.header("content-type"), Some("application/problem+json"), "{}", operation.name);
            operation.check(&answer);
            continue;
        }
        assert_eq!(answer.status, 400, "{}", operation.name);
        let problem = operation.check(&answer);
        if operation.method == "HEAD" {
            continue;
        }
        assert_eq!((&problem["type"], &problem["field"]), (&"/problems/unknown-parameter".into(), &"colour".into()));
        let told: BTreeSet<String> = problem["known"].as_array().into_iter().flatten().map(text).collect();
        assert_eq!(told, known, "{}", operation.name);
    }
}

#[test]
fn the_documented_bounds_are_the_real_ones() {
    for operation in operations().iter().filter(|operation| !operation.is_in_words_of_others()) {
        for parameter in operation.parameters("query") {
            let name = text(&parameter["name"]);
            let (inside, outside) = values(resolved(&parameter["schema"]));
            assert!(!outside.is_empty(), "{} {name} has no bounds", operation.name);
            let answer = |value: &str| operation.ask(operation.portal(), &operation.with(&name, value)).send();
            for value in inside {
                let answer = answer(&value);
                let is_refused = answer.status == 400 && answer.json()["type"] == "/problems/malformed-parameter";
                assert!(!is_refused, "{} {name}={value}: {}", operation.name, answer.text());
            }
            for value in outside {
                let answer = answer(&value);
                assert_eq!(answer.status, 400, "{} {name}={value}", operation.name);
                assert_eq!(operation.check(&answer)["field"], *name, "{} {name}={value}", operation.name);
            }
        }
    }
}

/// Values on the bounds of a parameter, and values just outside of them.
fn values(schema: &Value) -> (Vec<String>, Vec<String>) {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    if let Some(known) = schema["enum"].as_array() {
        return (known.iter().map(text).collect(), known.iter().map(|word| text(word).to_uppercase()).collect());
    }
    if schema["format"] == "date" {
        let inside = words(&["1900-01-01", "2024-02-29", "2199-12-31"]);
        return (inside, words(&["1899-12-31", "2200-01-01", "2025-02-29", "2025-7-1", "01/07/2025", "today"]));
    }
    if let (Some(least), Some(most)) = (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        let outside = [least - 1, most + 1].map(|number| number.to_string());
        return (vec![least.to_string(), most.to_string()], [&outside[..], &words(&["+1", "1.5", "one"])].concat());
    }
    if schema["pattern"].is_string() {
        return (Vec::new(), words(&["!"]));
    }
    let longest = schema["maxLength"].as_u64().and_then(|most| usize::try_from(most).ok());
    longest.map_or_else(Default::default, |most| (vec!["đ".repeat(most)], vec!["đ".repeat(most + 1)]))
}

#[test]
fn a_segment_that_breaks_its_pattern_names_nothing() {
    // OPTIONS tells of the protocol of uploads, whatever there is at the address.
    for operation in operations().iter().filter(|operation| operation.method != "OPTIONS") {
        for parameter in operation.parameters("path") {
            let pattern = validator(&parameter["schema"]);
            let segments = ["!", "A-b", "0000", "1.0011933", &"a".repeat(65)];
            for segment in segments.into_iter().filter(|segment| !pattern.is_valid(&(*segment).into())) {
                let path = operation.at(parameter, segment);
                let answer = operation.ask_with_body(operation.portal(), &path).send();
                let kind = text(&operation.check(&answer)["type"]);
                let expected = match kind.as_str() {
                    "/problems/bad-list-name" | "/problems/malformed-code" => 400,
                    // Nobody's token is good for a desk that there cannot be.
                    "/problems/unauthorized" if operation.name == "list_feedback_desk" => 401,
                    _ => 404,
                };
                assert_eq!(answer.status, expected, "{} {path}", operation.name);
            }
        }
    }
}

#[test]
fn a_method_that_is_not_documented_is_refused_with_those_that_are() {
    for (path, methods) in map(&document()["paths"]) {
        let mut documented: BTreeSet<String> = map(methods).keys().map(|method| method.to_uppercase()).collect();
        documented.extend(documented.contains("GET").then(|| "HEAD".to_owned()));
        let here: Vec<Operation> = operations().into_iter().filter(|operation| operation.path == *path).collect();
        let headers: BTreeMap<String, String> = here.iter().flat_map(Operation::headers).collect();
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let ask = here[0].portal().ask(method, &here[0].bare());
            let answer = headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value)).send();
            assert_eq!(answer.status == 405, !documented.contains(method), "{method} {path}");
            if answer.status == 405 {
                let allowed = answer.header("allow").unwrap_or_default();
                assert_eq!(allowed.split(", ").map(str::to_owned).collect::<BTreeSet<_>>(), documented, "{path}");
                if method != "HEAD" {
                    here[0].check(&answer).get("type").expect("a type");
                }
            }
        }
    }
}
