//! A life of an item, step by step, by whoever may take each.

use motcua_tests::{DESK_H26, DESK_H29, DESK_NATIONAL, Scene};
use serde_json::{Value, json};

use super::{MORNING, item, post, sent, with};

fn words(list: &Value) -> Vec<String> {
    let word = |one: &Value| one["code"].as_str().expect("a word").to_owned();
    list.as_array().expect("a list").iter().map(word).collect()
}

#[test]
fn an_item_is_taken_up_answered_and_rated() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &item());
    assert_eq!(sent.shown(&scene)["state"]["code"], "received");
    assert!(words(&sent.shown(&scene)["may"]).is_empty());
    sent.acts(&scene, "satisfaction", json!({"satisfaction": "like"})).expect(409).problem("nothing-to-rate");
    sent.answered(&scene);
    let shown = sent.shown(&scene);
    assert_eq!(shown["state"]["code"], "answered");
    let last = shown["history"].as_array().and_then(|all| all.last()).expect("a step");
    assert_eq!((&last["text"], &last["actor"]["code"]), (&json!("Đã thu gom sáng nay."), &json!("desk")));
    assert_eq!(words(&shown["may"]), ["reopen"]);
    sent.acts(&scene, "satisfaction", json!({"satisfaction": "dislike", "text": "Chậm."})).expect(200);
    let rated = sent.acts(&scene, "satisfaction", json!({"satisfaction": "like"})).expect(200).json();
    assert_eq!((&rated["satisfaction"]["code"], &rated["state"]["code"]), (&json!("like"), &json!("answered")));
    let told = scene.kept_feedback().rows("SELECT kind FROM outbox");
    assert_eq!(told.iter().map(|row| row[0].text()).collect::<Vec<_>>(), ["feedback-answered"]);
}

#[test]
fn a_reopened_item_is_back_at_its_desk_with_its_clock_running() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &item());
    let desk = sent.answer["desk"].clone();
    sent.answered(&scene);
    assert_eq!(sent.shown(&scene)["due"], "2026-03-04", "to be published");
    sent.acts(&scene, "reopening", json!({})).expect(400).problem("malformed-parameter");
    scene.now("2026-03-09T09:00");
    let shown = sent.acts(&scene, "reopening", json!({"text": "Vẫn còn rác."})).expect(200).json();
    assert_eq!((&shown["state"]["code"], &shown["desk"]), (&json!("handled_directly"), &desk));
    // Answered on the first day: the week in between is not counted.
    assert!(shown["due"].as_str().is_some_and(|due| due > "2026-03-23"), "{shown}");
    // Thirty days after the answer it is too late.
    sent.step(&scene, "answer", json!({"text": "Đã dọn."})).expect(200);
    scene.now("2026-04-20T09:00");
    sent.acts(&scene, "reopening", json!({"text": "Vẫn còn."})).expect(409).problem("too-late-to-reopen");
}

#[test]
fn what_is_passed_on_is_the_other_desks_and_comes_back_with_a_reason() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &with(json!({"about": "portal", "place": ""})));
    sent.step_of(&scene, DESK_NATIONAL, "pass_on", json!({})).expect(400).problem("malformed-parameter");
    sent.step_of(&scene, DESK_H29, "take_up", json!({})).expect(404).problem("no-such-item");
    sent.step_of(&scene, DESK_NATIONAL, "pass_on", json!({"desk": "H29.24"})).expect(200);
    let shown = sent.shown(&scene);
    assert_eq!((&shown["state"]["code"], &shown["desk"]), (&json!("passed_on"), &json!("H29.24")));
    sent.step_of(&scene, DESK_H29, "return", json!({"text": "Không thuộc."}))
        .expect(400)
        .problem("malformed-parameter");
    sent.step_of(&scene, DESK_H29, "return", json!({"reason": "abusive", "text": "x"})).expect(400);
    let back = json!({"reason": "not_our_competence", "text": "Không thuộc thẩm quyền."});
    let returned = sent.step_of(&scene, DESK_H29, "return", back).expect(200).json();
    assert_eq!(returned["desk"], "G22", "whoever gave it back sees where it went");
    let again = sent.step_of(&scene, DESK_H29, "take_up", json!({}));
    again.expect(403).problem("not-at-this-desk");
    let shown = sent.shown(&scene);
    assert_eq!((&shown["state"]["code"], &shown["desk"]), (&json!("returned"), &json!("G22")), "{shown}");
    sent.step_of(&scene, DESK_NATIONAL, "take_up", json!({})).expect(200);
}

#[test]
fn a_refusal_carries_a_reason_from_the_list_and_words() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &item());
    sent.step(&scene, "refuse", json!({"text": "Không."})).expect(400).problem("malformed-parameter");
    sent.step(&scene, "refuse", json!({"reason": "no_content"})).expect(400).problem("malformed-parameter");
    sent.step(&scene, "refuse", json!({"reason": "no_content", "text": "Không có nội dung."})).expect(200);
    let shown = sent.shown(&scene);
    let last = shown["history"].as_array().and_then(|all| all.last()).expect("a step").clone();
    assert_eq!((&shown["state"]["code"], &last["reason"]["code"]), (&json!("refused"), &json!("no_content")));
    sent.step(&scene, "take_up", json!({})).expect(409).problem("not-allowed-now");
}

#[test]
fn a_supplement_is_asked_for_once_and_pauses_the_clock() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &item());
    sent.step(&scene, "take_up", json!({})).expect(200);
    sent.step(&scene, "ask_supplement", json!({"text": "Ở số nhà nào?"})).expect(200);
    assert_eq!(words(&sent.shown(&scene)["may"]), ["supplement"]);
    scene.now("2026-03-09T09:00");
    let shown = sent.acts(&scene, "supplement", json!({"text": "Số 12."})).expect(200).json();
    assert_eq!(shown["state"]["code"], "supplemented");
    assert!(shown["due"].as_str().is_some_and(|due| due > "2026-03-23"), "{shown}");
    sent.step(&scene, "take_up", json!({})).expect(200);
    sent.step(&scene, "ask_supplement", json!({"text": "Và ngõ?"})).expect(409).problem("not-allowed-now");
}

#[test]
fn an_opinion_is_about_the_answer_that_stands_and_is_told_ten_times_at_most() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &item());
    sent.answered(&scene);
    for number in 0..10 {
        let word = ["like", "dislike"][number % 2];
        sent.acts(&scene, "satisfaction", json!({"satisfaction": word})).expect(200);
    }
    sent.acts(&scene, "satisfaction", json!({"satisfaction": "like"})).expect(409).problem("rated-often");
    sent.acts(&scene, "reopening", json!({"text": "Vẫn còn rác."})).expect(200);
    sent.step(&scene, "answer", json!({"text": "Đã dọn."})).expect(200);
    assert_eq!(sent.shown(&scene)["satisfaction"], json!(null));
}

#[test]
fn a_desk_that_passed_an_item_on_reads_it_and_is_offered_nothing() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &with(json!({"about": "portal", "place": ""})));
    sent.step_of(&scene, DESK_NATIONAL, "pass_on", json!({"desk": "H29.24"})).expect(200);
    let seen =
        |desk: &str| scene.portal.get(&format!("/api/feedback{}", sent.path(""))).bearer(desk).expect(200).json();
    assert_eq!(seen(DESK_NATIONAL)["may"], json!([]));
    assert!(words(&seen(DESK_H29)["may"]).contains(&"take_up".to_owned()));
    assert_eq!((&seen(DESK_H29)["channel"]["code"], sent.shown(&scene).get("channel")), (&json!("web"), None));
}

#[test]
fn a_token_may_have_points() {
    let scene = Scene::with(MORNING, &[("FEEDBACK_DESKS", "H26=a.token.with.points")], "");
    let sent = sent(&scene, &item());
    sent.step_of(&scene, "a.token.with.points", "take_up", json!({})).expect(200);
    sent.step_of(&scene, "a.token.of.nobody", "take_up", json!({})).expect(404);
}

#[test]
fn a_desk_sees_all_below_it() {
    let scene = Scene::at(MORNING);
    let at_place = sent(&scene, &item());
    let named = sent(&scene, &with(json!({"about": "agency", "object": "H26.24", "place": ""})));
    sent(&scene, &with(json!({"about": "agency", "object": "H29.24", "place": ""})));
    let list = |query: &str| scene.portal.get(&format!("/api/feedback/desks/H26{query}")).bearer(DESK_H26);
    let codes = |list: &Value| -> Vec<Value> {
        list["items"].as_array().expect("items").iter().map(|one| one["code"].clone()).collect()
    };
    assert!(codes(&list("").expect(200).json()).is_empty());
    let all = list("?below=1").expect(200).json();
    assert_eq!(codes(&all), [json!(at_place.code), json!(named.code)]);
    assert_eq!(all["items"][1]["desk"], "H26.24");
    let page = list("?below=1&limit=1").expect(200).json();
    let next = page["next"].as_str().expect("a cursor");
    assert_eq!(codes(&list(&format!("?below=1&limit=1&cursor={next}")).expect(200).json()), [json!(named.code)]);
    list("?below=2").expect(400).problem("malformed-parameter");
}

#[test]
fn a_desk_sees_what_is_due_the_earliest_first() {
    let scene = Scene::at(MORNING);
    let first = sent(&scene, &item());
    scene.now("2026-03-03T09:00");
    let second = sent(&scene, &item());
    let desk = first.answer["desk"].as_str().expect("a desk").to_owned();
    let path = format!("/api/feedback/desks/{desk}");
    let list = |query: &str| scene.portal.get(&format!("{path}{query}")).bearer(DESK_H26).expect(200).json();
    let codes = |list: &Value| -> Vec<String> {
        list["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|one| one["code"].as_str().expect("a code").to_owned())
            .collect()
    };
    assert_eq!(codes(&list("")), [first.code.clone(), second.code.clone()]);
    let page = list("?limit=1");
    assert_eq!(codes(&page), [first.code]);
    let next = page["next"].as_str().expect("a cursor");
    assert_eq!(codes(&list(&format!("?limit=1&cursor={next}"))), [second.code]);
    scene.portal.get(&path).expect(401).problem("unauthorized");
    scene.portal.get(&path).bearer(DESK_H29).expect(401);
    scene.portal.get(&format!("{path}?cursor=x")).bearer(DESK_H26).expect(400).problem("bad-cursor");
}

#[test]
fn nobody_acts_in_anothers_right() {
    let scene = Scene::at(MORNING);
    let (one, other) = (sent(&scene, &item()), sent(&scene, &item()));
    let path = format!("/api/feedback{}", one.path(""));
    scene.portal.get(&path).bearer(&other.secret).expect(404).problem("no-such-item");
    scene.portal.get(&path).expect(404).problem("no-such-item");
    scene.portal.get("/api/feedback/items/PA.H26-260302-9999").bearer(&one.secret).expect(404);
    let step = json!({"verb": "take_up", "version": 1});
    post(&scene, &one.path("/steps"), &step).bearer(&one.secret).expect(401).problem("unauthorized");
    post(&scene, &one.path("/steps"), &step).bearer(DESK_H29).expect(404);
    post(&scene, &one.path("/reopening"), &json!({"version": 1, "text": "x"})).bearer(DESK_H26).expect(404);
}
