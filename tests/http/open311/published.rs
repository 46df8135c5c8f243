//! What everybody may read of a report, before and after its answer is published.

use motcua_tests::{DESK_H26, Scene, key};
use serde_json::{Value, json};

use super::{MORNING, filed, get, item, read};

const PUBLIC: &str = "Ổ gà trên đường Nguyễn Trãi.";
const ANSWER: &str = "Đã vá sáng nay.";

/// What the desk of Hà Nội does, on the version that stands.
#[track_caller]
fn step(scene: &Scene, id: &str, verb: &str, body: Value) {
    let mut body = body;
    body["version"] = item(scene, id, DESK_H26)["version"].clone();
    body["verb"] = verb.into();
    let ask = scene.portal.ask("POST", &format!("/api/feedback/items/{id}/steps")).bearer(DESK_H26);
    ask.header("idempotency-key", &key()).json(&body).expect(200);
}

fn answered(scene: &Scene, id: &str) {
    step(scene, id, "take_up", json!({}));
    step(scene, id, "answer", json!({"text": ANSWER}));
}

fn published(scene: &Scene, id: &str) {
    answered(scene, id);
    step(scene, id, "propose_publication", json!({}));
    step(scene, id, "publish", json!({"title": "Vá đường Nguyễn Trãi", "public_text": PUBLIC}));
}

/// The numbers of a list, in its order.
#[track_caller]
fn listed(scene: &Scene, query: &str) -> Vec<String> {
    let list = get(scene, &format!("requests.json?{query}")).expect(200).json();
    let list = list.as_array().unwrap_or_else(|| panic!("{list}"));
    list.iter().map(|one| one["service_request_id"].as_str().expect("a number").to_owned()).collect()
}

#[test]
fn nobodys_words_are_shown_before_a_desk_has_published_its_own() {
    let scene = Scene::at(MORNING);
    let (id, _) = filed(&scene, &[("lat", "21.0280"), ("long", "105.80489700000001"), ("first_name", "Nguyễn Văn An")]);
    answered(&scene, &id);
    let shown = read(&scene, &id);
    assert_eq!(
        (&shown["status"], &shown["status_notes"]),
        (&json!("closed"), &json!("Đã trả lời / Answered")),
        "{shown}"
    );
    assert_eq!(
        (&shown["description"], &shown["lat"], &shown["expected_datetime"]),
        (&json!(null), &json!(null), &json!(null))
    );
    assert!(listed(&scene, "").is_empty());
    step(&scene, &id, "propose_publication", json!({}));
    scene.later(5);
    step(&scene, &id, "publish", json!({"title": "Vá đường Nguyễn Trãi", "public_text": PUBLIC}));
    let shown = read(&scene, &id);
    assert_eq!((&shown["description"], &shown["status_notes"]), (&json!(PUBLIC), &json!(ANSWER)), "{shown}");
    assert_eq!(shown["updated_datetime"], "2026-03-02T02:05:00Z");
    let text = get(&scene, &format!("requests/{id}.xml")).expect(200).text();
    assert!(text.contains("<lat>21.0280</lat><long>105.80489700000001</long>"), "{text}");
    for secret in [super::DESCRIPTION, "Nguyễn Văn An"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn where_somebody_was_served_is_not_told() {
    let scene = Scene::at(MORNING);
    let where_it_was = [("lat", "21.0280"), ("long", "105.8")];
    let agency = filed(
        &scene,
        &[&where_it_was[..], &[("attribute[about]", "agency"), ("attribute[object]", "H26.133")]].concat(),
    )
    .0;
    let confidential = [("first_name", "An"), ("attribute[identity]", "confidential")];
    let confidential = filed(&scene, &[&where_it_was[..], &confidential].concat()).0;
    for id in [agency, confidential] {
        published(&scene, &id);
        let shown = read(&scene, &id);
        assert_eq!((&shown["description"], &shown["lat"]), (&json!(PUBLIC), &json!(null)), "{shown}");
    }
}

#[test]
fn what_is_published_is_listed_by_filters() {
    let scene = Scene::at(MORNING);
    let file = |code: &str| filed(&scene, &[("service_code", code)]).0;
    let [one, two, open] = ["roads_traffic", "environment", "land"].map(file);
    published(&scene, &one);
    scene.later(60);
    published(&scene, &two);
    let both = [two.clone(), one.clone()];
    for (query, wanted) in [
        ("", &both[..]),
        ("status=closed&unknown=1", &both[..]),
        ("status=open", &both[..0]),
        ("service_code=roads_traffic", &both[1..]),
        ("service_code=roads_traffic,environment", &both[..]),
        ("service_code=land", &both[..0]),
        ("page_size=1", &both[..1]),
        ("page_size=1&page=2", &both[1..]),
        ("page_size=1&page=3", &both[..0]),
        ("start_date=2026-03-02T09:30:00%2B07:00", &both[..1]),
        ("end_date=2026-03-02T02:30:00Z", &both[1..]),
        ("start_date=2026-03-02&end_date=2026-03-02", &both[..]),
        ("end_date=2026-03-01", &both[..0]),
    ] {
        assert_eq!(listed(&scene, query), wanted, "{query}");
    }
    // Whoever says numbers gets those, published or not, and nothing else is looked at.
    let query = format!("service_request_id={open},x,{one}&status=closed&page=0");
    assert_eq!(listed(&scene, &query), [open.clone(), one]);
    scene.now("2026-06-10T09:00");
    assert!(listed(&scene, "").is_empty());
    let token = get(&scene, &format!("tokens/{open}.json")).expect(200).json();
    assert_eq!(token, json!([{"service_request_id": open, "token": open}]));
}
