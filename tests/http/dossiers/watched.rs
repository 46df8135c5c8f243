//! Whoever follows a dossier: asks again, waits for news, or guesses.

use std::thread;

use motcua_tests::Scene;
use serde_json::Value;

use super::{NUMBER, PHONE, filed};

/// So many wrong answers are taken about one dossier within a quarter of an hour.
const GUESSES: usize = 10;

#[test]
fn what_is_known_is_confirmed_and_tomorrow_is_another_day() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let ask = || dossier.stranger("GET", "").header("second-factor", PHONE);
    let tag = ask().expect(200).header("etag").expect("a tag").to_owned();
    assert_eq!(ask().header("if-none-match", &tag).expect(304).text(), "");
    assert_ne!(dossier.ask("GET", "").expect(200).header("etag"), Some(tag.as_str()), "the owner sees more");
    scene.official().accept(&dossier.code);
    let fresh = ask().header("if-none-match", &tag).expect(200);
    assert_eq!(fresh.json()["status"]["word"], "accepted");
}

#[test]
fn whoever_waits_is_answered_by_the_next_step() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let ask = || dossier.stranger("GET", "").header("second-factor", NUMBER);
    let tag = ask().expect(200).header("etag").expect("a tag").to_owned();
    let waiting = |seconds: &str| ask().header("if-none-match", &tag).header("prefer", &format!("wait={seconds}"));
    let unchanged = waiting("1").expect(304);
    assert_eq!(unchanged.header("preference-applied"), Some("wait=1"));
    let news = thread::scope(|scope| {
        let waits = scope.spawn(|| waiting("30").expect(200));
        scene.official().accept(&dossier.code);
        waits.join().expect("news")
    });
    assert_eq!(news.json()["status"]["word"], "accepted");
}

#[test]
fn whoever_guesses_is_stopped_and_the_owner_is_not() {
    let scene = Scene::at("2026-03-02T09:00");
    let (dossier, other) = (filed(&scene), filed(&scene));
    let guess = |digits: &str| dossier.stranger("GET", "").header("second-factor", digits);
    for _ in 0..GUESSES {
        guess("0000").expect(404).problem("no-such-dossier");
    }
    let stopped = guess(PHONE).expect(429);
    stopped.problem("too-many-attempts");
    let seconds: u64 = stopped.header("retry-after").and_then(|after| after.parse().ok()).expect("when to come again");
    assert!((1..=15 * 60).contains(&seconds), "{seconds}");
    dossier.ask("GET", "").expect(200);
    other.status(PHONE);
    scene.now("2026-03-02T09:31");
    dossier.status(PHONE);
}

#[test]
fn a_wrong_factor_and_an_unknown_code_look_the_same() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let wrong = dossier.stranger("GET", "").header("second-factor", "0000").expect(404);
    let unknown = format!("/api/dossiers/{}", dossier.code.replace("-0001", "-9999"));
    let unknown = scene.portal.get(&unknown).header("second-factor", "0000").expect(404);
    assert_eq!(wrong.problem("no-such-dossier"), unknown.problem("no-such-dossier"));
    let headers = |answer: &motcua_tests::Answer| -> Vec<String> {
        answer.headers.iter().map(|(name, _)| name.clone()).filter(|name| name != "date").collect()
    };
    assert_eq!(headers(&wrong), headers(&unknown));
    assert_eq!(wrong.json()["translations"]["en"]["detail"], unknown.json()["translations"]["en"]["detail"]);
    assert!(!matches!(wrong.json()["detail"], Value::Null));
}
