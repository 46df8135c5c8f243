//! Somebody said it before: whoever says the same is counted, and hears the answer.

use motcua_tests::{Answer, Scene, key};
use serde_json::{Value, json};

use super::{MORNING, Sent, TEXT, item, post, sent, with};

const SAME: &str = "rac thai dau ngo 12 pho bo de khong duoc thu gom da ba ngay mui hoi nong nac";

fn suggestions(scene: &Scene, item: &Value) -> Vec<String> {
    let answer = post(scene, "/similar", item).expect(200).json();
    answer["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|one| one["code"].as_str().expect("a code").to_owned())
        .collect()
}

/// What whoever is about to say the same is given.
fn invitation(scene: &Scene) -> String {
    let answer = post(scene, "/similar", &item()).expect(200).json();
    answer["items"][0]["invitation"].as_str().unwrap_or_default().to_owned()
}

fn support(scene: &Scene, sent: &Sent, device: &str) -> Answer {
    joined(scene, sent, device, &invitation(scene))
}

fn joined(scene: &Scene, sent: &Sent, device: &str, invitation: &str) -> Answer {
    let body = json!({"device": device, "phone": "0912345678", "invitation": invitation});
    let path = format!("/api/feedback{}", sent.path("/supporters"));
    scene.portal.ask("POST", &path).header("idempotency-key", &key()).json(&body).send()
}

#[test]
fn what_others_said_is_suggested_and_not_shown() {
    let scene = Scene::at(MORNING);
    assert!(suggestions(&scene, &item()).is_empty());
    let first = sent(&scene, &item());
    let answer = post(&scene, "/similar", &with(json!({"text": SAME}))).expect(200);
    assert_eq!(answer.json()["items"][0]["code"], first.code.as_str());
    assert!(!answer.text().contains(TEXT));
    assert!(
        suggestions(&scene, &with(json!({"text": "Đèn đường trước chợ Bồ Đề hỏng, buổi tối rất tối."}))).is_empty()
    );
    assert!(suggestions(&scene, &with(json!({"text": SAME, "place": "00070"}))).is_empty(), "another place");
    scene.now("2026-04-02T09:01");
    assert!(suggestions(&scene, &with(json!({"text": SAME}))).is_empty(), "a month later");
}

#[test]
fn a_supporter_is_counted_once_and_hears_the_answer() {
    let scene = Scene::at(MORNING);
    let first = sent(&scene, &item());
    let device = "a-device-made-up-by-chance";
    let (one, again) = (support(&scene, &first, device), support(&scene, &first, device));
    assert_eq!((one.status, one.json()), (201, again.json()));
    support(&scene, &first, "another-device-by-chance");
    assert_eq!(first.shown(&scene)["supporters"], 2);
    first.answered(&scene);
    let supporter = Sent::read(&one);
    let shown = supporter.shown(&scene);
    assert_eq!(shown["state"]["code"], "answered");
    assert!(shown.get("said").is_none() && shown["may"] == json!([]), "{shown}");
    assert!(shown["history"].to_string().contains("Đã thu gom sáng nay."));
    assert!(!shown.to_string().contains(TEXT));
}

#[test]
fn what_has_ended_is_not_supported() {
    let scene = Scene::at(MORNING);
    let first = sent(&scene, &item());
    let invited = invitation(&scene);
    first.step(&scene, "refuse", json!({"reason": "abusive", "text": "Quảng cáo."})).expect(200);
    let late = joined(&scene, &first, "a-device-made-up-by-chance", &invited);
    assert_eq!(late.problem("nothing-to-support")["status"], 409);
    let nobody = Sent { code: "PA.H26-260302-0009".into(), secret: String::new(), answer: json!(null) };
    assert_eq!(support(&scene, &nobody, "").status, 404);
}

/// Codes are counted up, so that anybody can try them.
#[test]
fn nobody_joins_an_item_by_its_code_alone() {
    let scene = Scene::at(MORNING);
    let (first, other) = (sent(&scene, &item()), sent(&scene, &with(json!({"place": "00070"}))));
    let (device, invited) = ("a-device-made-up-by-chance", invitation(&scene));
    for (item, invitation) in [(&first, ""), (&first, "x"), (&other, invited.as_str())] {
        assert_eq!(joined(&scene, item, device, invitation).problem("no-such-item")["status"], 404);
    }
    scene.now("2026-03-03T23:59");
    assert_eq!(joined(&scene, &first, device, &invited).status, 201, "until the end of the next day");
    scene.now("2026-03-04T00:00");
    joined(&scene, &first, "another-device-by-chance", &invited).problem("no-such-item");
    // What is published everybody knows.
    first.answered(&scene);
    first.published(&scene, "Thu gom rác phường Bồ Đề");
    assert_eq!(joined(&scene, &first, "another-device-by-chance", "").status, 201);
}

#[test]
fn a_supporter_reads_what_came_of_it_and_nothing_else() {
    let scene = Scene::at(MORNING);
    let about = json!({"about": "agency", "object": "H26.109", "place": "", "name": "Nguyễn Văn An"});
    let first = sent(&scene, &with(about.clone()));
    let alike = post(&scene, "/similar", &with(about)).expect(200).json();
    let invited = alike["items"][0]["invitation"].as_str().expect("an invitation");
    let supporter = Sent::read(&joined(&scene, &first, "a-device-made-up-by-chance", invited));
    first.step(&scene, "ask_supplement", json!({"text": "Câu hỏi riêng cho người gửi"})).expect(200);
    first.acts(&scene, "supplement", json!({"text": "Trả lời riêng của người gửi"})).expect(200);
    first.answered(&scene);
    let shown = supporter.shown(&scene);
    assert_eq!((&shown["object"], &shown["state"]["code"]), (&json!(""), &json!("answered")), "{shown}");
    assert!(shown.to_string().contains("Đã thu gom sáng nay.") && !shown.to_string().contains("riêng"), "{shown}");
    assert!(first.shown(&scene).to_string().contains("Câu hỏi riêng"));
}
