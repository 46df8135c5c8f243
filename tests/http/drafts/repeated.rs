//! Requests that come twice, or in another order than they were sent.

use motcua_tests::samples::{jpeg, pdf};
use motcua_tests::{Citizen, Draft, Scene, id_of, key};
use serde_json::json;

use super::{MORNING, PLACE, STAY, ready};

#[test]
fn a_draft_that_is_asked_for_twice_under_one_key_is_one() {
    let scene = Scene::at(MORNING);
    let key = key();
    let ask = |procedure: &str| {
        let body = json!({"procedure": procedure, "place": PLACE});
        scene.citizen().ask("POST", "/api/drafts").header("idempotency-key", &key).json(&body)
    };
    let (first, second) = (ask(STAY).expect(201), ask(STAY).expect(201));
    assert_eq!(first.json(), second.json());
    assert_eq!(first.header("location"), second.header("location"));
    ask("1.004222").expect(409).problem("key-of-another-request");
    assert_eq!(scene.rows()["drafts"], 1);
    // Two who choose the same key, each in a feed of their own, have two drafts.
    let feeds: Vec<String> = (0..2).map(|_| scene.citizen().drafts(STAY, PLACE).feed).collect();
    let draft = |feed: &String| {
        let body = json!({"procedure": STAY, "place": PLACE});
        let citizen = Citizen::with_feed(&scene.portal.url, feed);
        Draft::read(
            &scene.portal.url,
            &citizen.ask("POST", "/api/drafts").header("idempotency-key", "1").json(&body).expect(201),
        )
        .id
    };
    assert_ne!(draft(&feeds[0]), draft(&feeds[1]));
    assert_eq!(draft(&feeds[0]), draft(&feeds[0]));
}

#[test]
fn a_key_that_a_stranger_could_guess_begins_no_draft() {
    let scene = Scene::at(MORNING);
    let body = json!({"procedure": STAY, "place": PLACE});
    for key in ["1", &"a".repeat(31)] {
        let answer = scene.citizen().ask("POST", "/api/drafts").header("idempotency-key", key).json(&body).send();
        assert!((400..500).contains(&answer.status), "{}", answer.text());
    }
    assert_eq!(scene.rows()["drafts"], 0);
}

#[test]
fn an_answer_that_is_saved_twice_is_saved_once() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene);
    let patch = json!({"months": 6});
    let first = draft.save(&patch).expect(200);
    // The answer was lost, and the same is sent again on the version that was known then: it is there already.
    assert_eq!(draft.save(&patch).expect(200).json(), first.json());
    // The older of two that overtook each other does not win.
    draft.refreshed().save(&json!({"months": 7})).expect(200);
    draft.save(&json!({"months": 8})).expect(412);
    assert_eq!(draft.restored()["answers"]["months"], 7);
    draft.ask("PATCH", "").json(&patch).expect(428);
}

#[test]
fn pieces_of_a_file_that_come_twice_or_too_early_change_nothing() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene);
    let bytes = pdf(1);
    let (first, rest) = bytes.split_at(100);
    let announced = || {
        let ask = draft.announce("dwelling_proof", "nhà.pdf", bytes.len());
        id_of(&ask.header("idempotency-key", "announced-once").expect(201))
    };
    let file = announced();
    assert_eq!(file, announced());
    let conflict = |offset, bytes: &[u8]| draft.send(&file, offset, bytes).expect(409);
    // The second piece overtook the first.
    conflict(100, rest);
    draft.send(&file, 0, first).expect(204);
    conflict(0, first);
    draft.send(&file, 100, rest).expect(204);
    let head = draft.tus("HEAD", &format!("/files/{file}")).expect(200);
    assert_eq!(head.header("upload-offset"), Some(bytes.len().to_string().as_str()));
    // The answer to the last piece was lost: whoever asks learns that all of it is here, and more is not taken.
    let again = draft.send(&file, 100, rest).send();
    assert!((400..500).contains(&again.status), "{}", again.text());
    assert_eq!(draft.ask("GET", &format!("/files/{file}")).expect(200).body, bytes);
    let restored = draft.restored();
    assert_eq!(restored["files"].as_array().map(Vec::len), Some(1), "{restored}");
}

#[test]
fn pieces_that_are_sent_at_once_make_one_file() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene);
    let bytes = motcua_tests::samples::pdf_of(300_000, 7);
    let file = id_of(&draft.announce("dwelling_proof", "nhà.pdf", bytes.len()).expect(201));
    // Four lines, each repeating every piece until it is told that all of it is here.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut offset = 0;
                while offset < bytes.len() {
                    let end = (offset + 50_000).min(bytes.len());
                    let answer = draft.send(&file, offset, &bytes[offset..end]).send();
                    assert!(answer.status == 204 || (400..500).contains(&answer.status), "{}", answer.text());
                    let head = draft.tus("HEAD", &format!("/files/{file}")).expect(200);
                    offset = head.header("upload-offset").expect("an offset").parse().expect("a number");
                }
            });
        }
    });
    assert_eq!(draft.ask("GET", &format!("/files/{file}")).expect(200).body, bytes);
}

#[test]
fn a_draft_that_was_filed_does_not_change_any_more() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene).upload("dwelling_proof", "nhà.jpg", &jpeg(1));
    let dossier = draft.submit();
    let before = scene.rows();
    let file = &draft.files[0].1;
    for ask in [
        draft.save(&json!({"months": 2})),
        draft.submission(&key()),
        draft.tus("DELETE", &format!("/files/{file}")),
        draft.send(file, 0, b"x"),
    ] {
        let answer = ask.send();
        assert!((400..500).contains(&answer.status), "{} {}", answer.status, answer.text());
    }
    assert_eq!(scene.rows(), before);
    assert_eq!(dossier.whole()["version"], 1);
    assert_eq!(draft.ask("GET", &format!("/files/{file}")).expect(200).body, jpeg(1));
}
