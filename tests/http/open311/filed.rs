//! What becomes of a report.

use motcua_tests::{DESK_H26, DESK_NATIONAL, Scene, key};
use serde_json::json;

use super::{ADDRESS, DESCRIPTION, MORNING, created, errors, filed, item, post, read, report, secret};

#[test]
fn a_client_that_sends_again_gets_the_first_answer() {
    let scene = Scene::at(MORNING);
    let first = filed(&scene, &[("email", "an@example.vn")]);
    assert_eq!(filed(&scene, &[("email", "an@example.vn")]), first);
    // In another order, and in the other format.
    let mut form = report(&[("email", "an@example.vn")]);
    form.reverse();
    let xml = post(&scene, "requests.xml", &form).expect(200).text();
    let wanted = format!("<service_requests><request><service_request_id>{}</service_request_id>", first.0);
    assert!(xml.contains(&wanted) && xml.contains(secret(&first.1)), "{xml}");
    assert_ne!(filed(&scene, &[]), first);
    scene.later(60);
    assert_ne!(filed(&scene, &[("email", "an@example.vn")]), first);
}

#[test]
fn a_key_that_nobody_else_has_is_one() {
    let scene = Scene::at(MORNING);
    let key = key();
    let ask =
        |text: &str| post(&scene, "requests.json", &report(&[("description", text)])).header("idempotency-key", &key);
    let first = created(&ask("Một").expect(200));
    scene.later(60);
    assert_eq!(created(&ask("Một").expect(200)), first);
    errors(&ask("Hai").expect(409));
}

#[test]
fn a_report_reaches_the_desk_of_its_place() {
    let scene = Scene::at(MORNING);
    let desk = |form: &[(&str, &str)]| {
        let id = filed(&scene, form).0;
        read(&scene, &id)["agency_responsible"].as_str().expect("a desk").to_owned()
    };
    for (address, agency) in [
        (ADDRESS, "H26.133"),
        ("12 Nguyễn Trãi, P. Thanh Xuân, TP. Hà Nội, 11400, Việt Nam", "H26.133"),
        ("Đâu đó, Hà Nội", "H26"),
        ("00118", "H26.109"),
        ("Không Đâu Cả", "G22"),
        ("Việt Nam", "G22"),
    ] {
        assert_eq!(desk(&[("address_string", address)]), agency, "{address}");
    }
    assert_eq!(desk(&[("attribute[place]", "00118")]), "H26.109");
    assert_eq!(desk(&[("address_id", "00118")]), "H26.109");
    assert_eq!(desk(&[("address_id", "of another register")]), "H26.133");
    assert_eq!(desk(&[("attribute[about]", "portal")]), "G22");
    assert_eq!(desk(&[("attribute[about]", "agency"), ("attribute[object]", "H29.24")]), "H29.24");
    assert_eq!(desk(&[("attribute[kind]", "regulation")]), "H26");
}

#[test]
fn a_report_without_a_known_place_keeps_what_says_where() {
    let scene = Scene::at(MORNING);
    let (id, _) = filed(&scene, &[("address_string", "Sau chợ"), ("lat", "21.0280"), ("long", "105.8")]);
    let said = &item(&scene, &id, DESK_NATIONAL)["said"];
    assert_eq!(
        (&said["address"], &said["lat"], &said["long"]),
        (&json!("Sau chợ"), &json!("21.0280"), &json!("105.8"))
    );
    let shown = read(&scene, &id);
    assert_eq!((&shown["address"], &shown["lat"]), (&json!(null), &json!(null)), "{shown}");
}

#[test]
fn a_desk_knows_who_filed_unless_they_chose_otherwise() {
    let scene = Scene::at(MORNING);
    let who =
        [("first_name", "Nguyễn"), ("last_name", "Văn An"), ("phone", "0912 345 678"), ("email", "an@example.vn")];
    let sender = |form: &[(&str, &str)]| {
        let id = filed(&scene, form).0;
        let item = item(&scene, &id, DESK_H26);
        (item["identity"]["code"].as_str().expect("a word").to_owned(), item.get("sender").cloned())
    };
    let known = json!({"name": "Nguyễn Văn An", "phone": "+84912345678", "email": "an@example.vn"});
    assert_eq!(sender(&who), ("named".to_owned(), Some(known)));
    let called = json!({"name": "an@example.vn", "phone": null, "email": "an@example.vn"});
    assert_eq!(sender(&who[3..]), ("named".to_owned(), Some(called)));
    for word in ["anonymous", "confidential"] {
        assert_eq!(sender(&[&who[..], &[("attribute[identity]", word)]].concat()), (word.to_owned(), None));
    }
    assert_eq!(sender(&[]), ("anonymous".to_owned(), None));
}

#[test]
fn whoever_files_much_is_told_to_wait() {
    let scene = Scene::at(MORNING);
    // Too short for a token of ours: it is counted by all the same.
    let ask = |text: &str, ticket: &str| {
        let form = [("description", text), ("device_id", "tt222111"), ("attribute[ticket]", ticket)];
        post(&scene, "requests.json", &report(&form))
    };
    for number in 0..5 {
        ask(&format!("{DESCRIPTION} {number}"), "").expect(200);
    }
    let refused = ask("Một cái nữa", "").expect(429);
    assert_eq!(refused.header("retry-after"), Some("3600"));
    let told = errors(&refused).concat();
    let (_, ticket) = told.rsplit_once("attribute[ticket]=").unwrap_or_else(|| panic!("{told}"));
    ask("Một cái nữa", ticket).expect(429);
    scene.later(1);
    ask("Một cái khác", ticket).expect(429);
    ask("Một cái nữa", ticket).expect(200);
    // Those who know of no tickets wait for the next hour.
    ask("Thêm một cái", "").expect(429);
    scene.later(60);
    ask("Thêm một cái", "").expect(200);
}
