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

fn support(scene: &Scene, sent: &Sent, device: &str) -> Answer {
    let body = json!({"device": device, "phone": "0912345678"});
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
    first.step(&scene, "refuse", json!({"reason": "abusive", "text": "Quảng cáo."})).expect(200);
    assert_eq!(support(&scene, &first, "a-device-made-up-by-chance").problem("nothing-to-support")["status"], 409);
    let nobody = Sent { code: "PA.H26-260302-0009".into(), secret: String::new(), answer: json!(null) };
    assert_eq!(support(&scene, &nobody, "").status, 404);
}
