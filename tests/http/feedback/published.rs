//! The public register and its figures.

use motcua_tests::Scene;
use serde_json::{Value, json};

use super::{MORNING, TEXT, item, sent, with};

fn register(scene: &Scene, query: &str) -> Value {
    scene.portal.get(&format!("/api/feedback/register{query}")).expect(200).json()
}

fn codes(list: &Value) -> Vec<&str> {
    list["items"].as_array().expect("items").iter().map(|one| one["code"].as_str().expect("a code")).collect()
}

#[test]
fn what_is_published_is_found_by_words_and_filters() {
    let scene = Scene::at(MORNING);
    let (one, other) = (sent(&scene, &item()), sent(&scene, &with(json!({"field": "roads_traffic"}))));
    one.answered(&scene);
    assert!(codes(&register(&scene, "")).is_empty());
    one.published(&scene, "Thu gom rác phường Bồ Đề");
    scene.later(1);
    other.answered(&scene);
    other.published(&scene, "Ổ gà phố Lâm Du");
    assert_eq!(codes(&register(&scene, "")), [other.code.as_str(), &one.code]);
    for (query, expected) in [
        ("?q=thu+gom+rac", vec![one.code.as_str()]),
        ("?q=%E1%BB%95+g%C3%A0", vec![&other.code]),
        ("?field=environment", vec![&one.code]),
        ("?province=01&kind=conduct", vec![&other.code, &one.code]),
        ("?province=H29", vec![]),
        ("?satisfaction=none&q=lam+du", vec![&other.code]),
        ("?satisfaction=like", vec![]),
    ] {
        assert_eq!(codes(&register(&scene, query)), expected, "{query}");
    }
    let page = register(&scene, "?limit=1");
    let next = page["next"].as_str().expect("a cursor");
    assert_eq!(codes(&register(&scene, &format!("?limit=1&cursor={next}"))), [one.code.as_str()]);
    one.acts(&scene, "satisfaction", json!({"satisfaction": "like"})).expect(200);
    assert_eq!(codes(&register(&scene, "?satisfaction=like")), [one.code.as_str()]);
}

#[test]
fn an_entry_holds_what_the_desk_wrote_and_nothing_else() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &with(json!({"name": "Nguyễn Văn An"})));
    sent.answered(&scene);
    let path = format!("/api/feedback/register/{}", sent.code);
    scene.portal.get(&path).expect(404).problem("not-published");
    sent.step(&scene, "propose_publication", json!({})).expect(200);
    sent.step(&scene, "publish", json!({"title": "Thu gom rác"})).expect(400).problem("malformed-parameter");
    sent.step(&scene, "publish", json!({"title": "Thu gom rác", "public_text": "Rác chưa được thu gom."})).expect(200);
    let answer = scene.portal.get(&path).expect(200);
    let entry = answer.json();
    assert_eq!((&entry["text"], &entry["answer"]), (&json!("Rác chưa được thu gom."), &json!("Đã thu gom sáng nay.")));
    assert!(!answer.text().contains(TEXT) && !answer.text().contains("Nguyễn Văn An"));
    assert_eq!(sent.shown(&scene)["state"]["code"], "published");
}

#[test]
fn everybody_sees_that_an_answer_is_doubted() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &item());
    let entry = || scene.portal.get(&format!("/api/feedback/register/{}", sent.code)).expect(200).json();
    sent.answered(&scene);
    sent.published(&scene, "Thu gom rác");
    assert_eq!(entry()["is_reopened"], false);
    let before = entry()["published"].clone();
    scene.later(60);
    sent.acts(&scene, "reopening", json!({"text": "Vẫn còn rác."})).expect(200);
    assert_eq!((&entry()["is_reopened"], &entry()["published"]), (&json!(true), &before));
    let page = scene.portal.get(&format!("/phan-anh/cong-khai/{}", sent.code)).expect(200).text();
    assert!(page.contains("Người gửi chưa đồng ý"), "{page}");
    sent.step(&scene, "answer", json!({"text": "Đã dọn hết."})).expect(200);
    sent.published(&scene, "Thu gom rác");
    assert_eq!((&entry()["is_reopened"], &entry()["answer"]), (&json!(false), &json!("Đã dọn hết.")));
}

#[test]
fn small_numbers_are_not_told() {
    let scene = Scene::at(MORNING);
    for _ in 0..6 {
        sent(&scene, &item());
    }
    for _ in 0..2 {
        sent(&scene, &with(json!({"field": "land"})));
    }
    let by = |by: &str| scene.portal.get(&format!("/api/feedback/statistics?by={by}")).expect(200).json();
    let fields = by("field");
    let cell = |code: &str| {
        let rows = fields["items"].as_array().expect("rows").clone();
        rows.into_iter().find(|row| row["code"] == code).map(|row| row["counts"]["received"].clone())
    };
    assert_eq!(cell("land"), Some(json!(null)), "{fields}");
    assert_eq!(cell("environment"), Some(json!(null)), "or the total would tell the other: {fields}");
    let provinces = by("province");
    assert_eq!(provinces["items"][0]["counts"]["received"], 8, "{provinces}");
    assert_eq!((&provinces["from"], &provinces["until"]), (&json!("2025-04"), &json!("2026-03")));
    let csv = scene.portal.get("/api/feedback/statistics.csv?by=province&from=2026-03&until=2026-03").expect(200);
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    let lines: Vec<String> = csv.text().lines().map(str::to_owned).collect();
    assert!(
        lines[0].starts_with("province,name,received,answered_in_time") && lines[1].starts_with("H26,"),
        "{lines:?}"
    );
    // Of two months together the one is told that can be, so that their difference is not the other.
    scene.now("2026-04-01T09:00");
    for _ in 0..3 {
        sent(&scene, &item());
    }
    let row = |query: &str| {
        let found = scene.portal.get(&format!("/api/feedback/statistics?by=province&{query}")).expect(200).json();
        (found["items"][0]["counts"]["received"].clone(), found["items"][0]["partial"].clone())
    };
    assert_eq!(row("from=2026-04&until=2026-04"), (json!(null), json!(["received"])));
    assert_eq!(row("from=2026-03&until=2026-04"), (json!(8), json!(["received"])));
    assert_eq!(row("from=2026-03&until=2026-03"), (json!(8), json!([])));
    for wrong in ["?by=x", "?from=2026-13", "?from=2026-04&until=2026-03", "?from=2010-01"] {
        scene.portal.get(&format!("/api/feedback/statistics{wrong}")).expect(400).problem("malformed-parameter");
    }
}
