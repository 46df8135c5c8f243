//! Who sees how much.

use motcua_tests::{DESK_H26, Scene};
use serde_json::json;

use super::{MORNING, TEXT, item, sent, with};

const NAME: &str = "Nguyễn Văn An";

#[test]
fn a_named_sender_is_known_to_the_desk_and_a_confidential_one_to_nobody() {
    let scene = Scene::at(MORNING);
    for (identity, is_shown) in [("named", true), ("confidential", false)] {
        let item = with(json!({"identity": identity, "name": NAME, "phone": "0912 345 678"}));
        let sent = sent(&scene, &item);
        let at_desk = scene.portal.get(&format!("/api/feedback{}", sent.path(""))).bearer(DESK_H26).expect(200).json();
        assert_eq!(at_desk["said"]["text"], TEXT);
        let expected =
            if is_shown { json!({"name": NAME, "phone": "+84912345678", "email": null}) } else { json!(null) };
        assert_eq!(at_desk["sender"], expected, "{identity}");
        assert_eq!(at_desk["identity"]["code"], identity);
        assert!(sent.shown(&scene).get("sender").is_none());
    }
}

#[test]
fn nothing_that_was_said_is_kept_in_the_clear() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &with(json!({"name": NAME, "phone": "0912345678", "address": "ngõ 12"})));
    sent.step(&scene, "ask_supplement", json!({"text": "Câu hỏi riêng"})).expect(200);
    for table in ["feedback", "events", "outbox", "answers", "feedback_supporters"] {
        let rows = scene.kept_feedback().dump(table);
        for secret in [TEXT, NAME, "912345678", "ngõ 12", "Câu hỏi riêng", sent.secret.as_str()] {
            assert!(!rows.contains(secret), "{table} holds {secret}");
        }
    }
}

#[test]
fn the_lists_of_words_are_those_of_the_rules() {
    let scene = Scene::at(MORNING);
    let words = scene.portal.get("/api/feedback/words").expect(200).json();
    assert_eq!(
        words["kinds"][1],
        json!({"code": "conduct", "name": "Về việc giải quyết và hành vi của cơ quan, cán bộ"})
    );
    assert_eq!(words["fields"].as_array().map(Vec::len), Some(13));
    let english = scene.portal.get("/api/feedback/words").english().expect(200).json();
    assert_eq!(english["satisfaction"][0], json!({"code": "like", "name": "Satisfied"}));
    assert_eq!(sent(&scene, &item()).answer["state"]["name"], "Đã tiếp nhận");
}
