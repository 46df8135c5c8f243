//! Many at once at one desk.

use std::collections::BTreeSet;

use motcua_tests::{Dossier, Draft, Scene, key};

use super::{MORNING, ready};

const CLIENTS: usize = 64;

/// What each of these does at the same time.
fn at_once<T: Sync, R: Send>(all: &[T], act: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let start = std::sync::Barrier::new(all.len());
    std::thread::scope(|scope| {
        let one = |it| {
            let (start, act) = (&start, &act);
            scope.spawn(move || {
                start.wait();
                act(it)
            })
        };
        let running: Vec<_> = all.iter().map(one).collect();
        running.into_iter().map(|one| one.join().expect("an end")).collect()
    })
}

#[test]
fn sixty_four_who_file_at_one_desk_at_once_get_the_numbers_without_gap_or_double() {
    let scene = Scene::at(MORNING);
    let drafts: Vec<Draft> = (0..CLIENTS).map(|_| ready(&scene)).collect();
    let dossiers: Vec<Dossier> = at_once(&drafts, Draft::submit);
    let codes: BTreeSet<&str> = dossiers.iter().map(|dossier| dossier.code.as_str()).collect();
    let expected: Vec<String> = (1..=CLIENTS).map(|number| format!("H26.109-260302-{number:04}")).collect();
    assert!(codes.iter().eq(expected.iter()), "{codes:?}");
    let references: BTreeSet<&str> = dossiers.iter().map(|dossier| dossier.reference.as_str()).collect();
    assert_eq!(references.len(), CLIENTS);
    for dossier in &dossiers {
        assert_eq!(dossier.whole()["reference"], dossier.reference);
    }
    assert_eq!(scene.in_order().dossiers.len(), CLIENTS);
}

#[test]
fn a_refused_filing_leaves_no_gap() {
    let scene = Scene::at(MORNING);
    // Every other draft is empty, so that its filing is refused.
    let draft = |number: usize| {
        if number.is_multiple_of(2) { ready(&scene) } else { scene.citizen().drafts(super::STAY, super::PLACE) }
    };
    let drafts: Vec<Draft> = (0..32).map(draft).collect();
    let answers = at_once(&drafts, |draft| draft.submission(&key()).send());
    let mut codes: Vec<String> = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| answer.json()["code"].as_str().expect("a code").to_owned())
        .collect();
    codes.sort();
    let expected: Vec<String> = (1..=16).map(|number| format!("H26.109-260302-{number:04}")).collect();
    assert_eq!(codes, expected);
    assert_eq!(answers.iter().filter(|answer| answer.status == 422).count(), 16);
    assert_eq!(scene.in_order().drafts, 32);
}

#[test]
fn one_submission_sent_thirty_two_times_at_once_is_one_dossier_and_one_answer() {
    let scene = Scene::at(MORNING);
    let (draft, key) = (ready(&scene), key());
    let answers = at_once(&[(); 32], |()| draft.submission(&key).expect(201).text());
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    let rows = scene.rows();
    assert_eq!((rows["dossiers"], rows["events"]), (1, 1), "{rows:?}");
}

#[test]
fn one_draft_filed_under_many_keys_at_once_is_one_dossier() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene);
    let answers = at_once(&[(); 16], |()| draft.submission(&key()).send());
    let filed: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(filed.len(), 1, "{answers:?}");
    let code = &filed[0].json()["code"];
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        let problem = answer.problem("already-filed");
        assert_eq!((answer.status, &problem["code"]), (409, code), "{problem}");
    }
    assert_eq!(scene.rows()["dossiers"], 1);
}

#[test]
fn a_draft_that_is_saved_by_two_at_once_shows_both_versions_to_the_second() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene);
    let patches: Vec<_> = (0..8).map(|number| serde_json::json!({"months": number + 10})).collect();
    let answers = at_once(&patches, |patch| draft.save(patch).send());
    let saved: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(saved.len(), 1, "{answers:?}");
    let current = saved[0].json();
    for (answer, patch) in answers.iter().zip(&patches).filter(|(answer, _)| answer.status != 200) {
        let problem = answer.problem("changed-elsewhere");
        assert_eq!(answer.status, 412);
        assert_eq!(problem["current"]["version"], current["version"], "{problem}");
        assert_eq!(problem["current"]["answers"], current["answers"], "{problem}");
        assert_eq!(&problem["yours"]["answers"], patch, "{problem}");
    }
}
