//! `/open311/v2/…`: reports by other applications, through client libraries of others and by hand.

mod client;
mod filed;
mod malformed;
mod published;

use motcua_tests::{Answer, Ask, Scene};
use serde_json::{Value, json};

/// A working hour of a Monday.
const MORNING: &str = "2026-03-02T09:00";
/// In Phường Thanh Xuân, Hà Nội: its agency is `H26.133`.
const ADDRESS: &str = "Số 12, đường Nguyễn Trãi, phường Thanh Xuân, Hà Nội";
const DESCRIPTION: &str = "Ổ gà rất to trước nhà tôi.";

type Form<'a> = &'a [(&'a str, &'a str)];

fn get(scene: &Scene, path: &str) -> Ask {
    scene.portal.get(&format!("/open311/v2/{path}"))
}

/// A form, as it is.
fn post(scene: &Scene, path: &str, form: Form<'_>) -> Ask {
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    let ask = scene.portal.ask("POST", &format!("/open311/v2/{path}"));
    ask.header("content-type", "application/x-www-form-urlencoded").body(pairs.join("&"))
}

/// A report with all that is required, and these.
fn report<'a>(form: Form<'a>) -> Vec<(&'a str, &'a str)> {
    let required = [("service_code", "roads_traffic"), ("description", DESCRIPTION), ("address_string", ADDRESS)];
    // Of several the first counts.
    [form, &required].concat()
}

/// Files it: its number and the notice.
#[track_caller]
fn filed(scene: &Scene, form: Form<'_>) -> (String, String) {
    created(&post(scene, "requests.json", &report(form)).expect(200))
}

#[track_caller]
fn created(answer: &Answer) -> (String, String) {
    let created = answer.json();
    let text = |name: &str| created[0][name].as_str().unwrap_or_else(|| panic!("no {name}: {created}")).to_owned();
    (text("service_request_id"), text("service_notice"))
}

/// What a notice says behind its last colon.
fn secret(notice: &str) -> &str {
    notice.rsplit_once(": ").map(|(_, secret)| secret).unwrap_or_else(|| panic!("{notice}"))
}

/// A report as everybody sees it.
#[track_caller]
fn read(scene: &Scene, id: &str) -> Value {
    get(scene, &format!("requests/{id}.json")).expect(200).json()[0].take()
}

/// An item as whoever bears this sees it.
#[track_caller]
fn item(scene: &Scene, id: &str, bearer: &str) -> Value {
    scene.portal.get(&format!("/api/feedback/items/{id}")).bearer(bearer).expect(200).json()
}

/// Insists on an errors document in JSON, of the answer's status and in both languages; answers with its descriptions.
#[track_caller]
fn errors(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"), "{}", answer.text());
    let errors = answer.json();
    let one = |error: &Value| {
        assert_eq!(error["code"], json!(answer.status), "{errors}");
        let description = error["description"].as_str().unwrap_or_else(|| panic!("{errors}"));
        assert!(description.contains(" / "), "{description}");
        description.to_owned()
    };
    errors.as_array().unwrap_or_else(|| panic!("{errors}")).iter().map(one).collect()
}

#[test]
fn libraries_of_others_find_what_can_be_filed() {
    let scene = Scene::at(MORNING);
    let got = client::filed_and_read(&format!("{}/open311/v2", scene.portal.url), &json!({}));
    for services in ["services", "services_json", "services_xml"] {
        assert_eq!(got[services].as_array().map(Vec::len), Some(13), "{services}: {}", got[services]);
    }
    let roads = json!({
        "service_code": "roads_traffic", "service_name": "Đường sá, giao thông", "description": "Roads and traffic",
        "metadata": true, "type": "realtime", "keywords": null, "group": "feedback",
    });
    assert_eq!(got["service"], roads);
    let codes = |attributes: &Value| -> Vec<String> {
        let attributes = attributes.as_array().unwrap_or_else(|| panic!("{attributes}"));
        attributes.iter().map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
    };
    let questions = ["about", "object", "place", "kind", "identity"];
    assert_eq!(codes(&got["definition"]["attributes"]), questions);
    assert_eq!(codes(&got["definition_xml"]["attributes"]["attribute"]), questions);
    let refused = &got["refused"];
    assert_eq!((&refused["status"], &refused["body"][0]["code"]), (&json!(400), &json!(400)), "{refused}");
}

#[test]
fn libraries_of_others_file_and_read_back() {
    let scene = Scene::at(MORNING);
    let got = client::filed_and_read(&format!("{}/open311/v2", scene.portal.url), &json!({}));
    let created = &got["created"];
    let id = created["service_request_id"].as_str().unwrap_or_else(|| panic!("{created}"));
    assert_eq!((id, &created["account_id"]), ("PA.H26.133-260302-0001", &json!(null)), "{created}");
    let wanted = json!({
        "service_request_id": id, "status": "open", "status_notes": "Đã tiếp nhận / Received",
        "service_name": "Đường sá, giao thông", "service_code": "roads_traffic", "description": null,
        "agency_responsible": "H26.133",
        "service_notice": "Xử lý và trả lời: 23/03/2026 / Answer: 2026-03-23",
        "requested_datetime": "2026-03-02T02:00:00Z", "updated_datetime": "2026-03-02T02:00:00Z",
        "expected_datetime": "2026-03-23T16:59:59Z",
        "address": "Phường Thanh Xuân, Thành phố Hà Nội", "address_id": "00367", "zipcode": null,
        "lat": null, "long": null, "media_url": null,
    });
    assert_eq!(got["read"], wanted);
    assert_eq!(got["asked_for"], json!([got["read"]]));
    let xml = &got["read_xml"];
    assert_eq!(
        (&xml["service_request_id"], &xml["status"], &xml["description"]),
        (&json!(id), &json!("open"), &json!(null))
    );
    assert!(got["read_json"].to_string().contains(id), "{}", got["read_json"]);
    // Before it is published, it is in no list.
    for list in ["listed", "listed_json", "listed_xml"] {
        assert_eq!(got[list], json!(null), "{list}");
    }
    // The secret opens what was filed, letter for letter.
    let said = &item(&scene, id, secret(created["service_notice"].as_str().expect("a notice")))["said"];
    let text = got["sent"]["description"].as_str().expect("a description");
    assert_eq!(said["text"], format!("{text}\nẢnh: https://example.vn/anh/o-ga.jpg?co=to&so=1"));
    assert_eq!((&said["lat"], &said["long"]), (&json!("21.0280"), &json!("105.80489700000001")));
    assert_eq!(said["address"], got["sent"]["address_string"]);
}
