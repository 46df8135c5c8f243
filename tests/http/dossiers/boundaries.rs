//! Midnight, three in the afternoon, the turn of the year, Tết, and days worked in exchange.

use motcua_tests::answers::{answers, form, required_slots};
use motcua_tests::samples::pdf;
use motcua_tests::{Dossier, Scene};
use serde_json::json;

use super::{PLACE, STAY, date, filed, stands};

/// Registration of a birth: within the day.
const BIRTH: &str = "1.001193";
/// A declaration for the registration fee of a house: five working days.
const FEE: &str = "1.007277";

fn files(scene: &Scene, procedure: &str) -> Dossier {
    let form = form(procedure);
    let given = answers(&form, &json!({}));
    let draft = scene.citizen().drafts(procedure, PLACE).answers(&given);
    let slots = required_slots(&form, &given);
    slots.iter().zip(1..).fold(draft, |draft, (slot, seed)| draft.upload(slot, "giấy tờ.pdf", &pdf(seed))).submit()
}

/// What a dossier filed at this moment is called, and when its result is due.
#[track_caller]
fn appointed(scene: &Scene, now: &str, procedure: &str) -> (String, String) {
    scene.now(now);
    let dossier = files(scene, procedure);
    let (public, whole) = stands(&dossier, "registered", &["registered"]);
    let due = date(&dossier.filed["appointed"]).to_owned();
    assert_eq!((date(&public["appointed"]), date(&whole["appointed"])), (due.as_str(), due.as_str()));
    (dossier.code, due)
}

/// Insists on the number of the day and the appointed day for each moment, one after the other.
#[track_caller]
fn each(scene: &Scene, procedure: &str, expected: &[(&str, &str, &str)]) {
    for (now, code, due) in expected {
        let found = appointed(scene, now, procedure);
        assert_eq!(found, ((*code).to_owned(), (*due).to_owned()), "{now} {procedure}");
    }
}

#[test]
fn a_code_has_the_day_that_it_is_in_vietnam() {
    // 17:00 in Greenwich is midnight in Vietnam. Monday to Tuesday.
    each(
        &Scene::at("2026-03-02T23:59:58"),
        STAY,
        &[
            ("2026-03-02T23:59:58", "H26.109-260302-0001", "2026-03-06"),
            ("2026-03-02T23:59:59.999", "H26.109-260302-0002", "2026-03-06"),
            ("2026-03-03T00:00", "H26.109-260303-0001", "2026-03-06"),
            ("2026-03-03T00:00:00.001", "H26.109-260303-0002", "2026-03-06"),
        ],
    );
}

#[test]
fn what_comes_after_three_counts_from_the_next_working_day() {
    let scene = Scene::at("2026-03-02T14:59");
    // Within the day; a Monday and a Friday.
    each(
        &scene,
        BIRTH,
        &[
            ("2026-03-02T14:59", "H26.109-260302-0001", "2026-03-02"),
            ("2026-03-02T15:00", "H26.109-260302-0002", "2026-03-02"),
            ("2026-03-02T15:01", "H26.109-260302-0003", "2026-03-03"),
            ("2026-03-06T14:59", "H26.109-260306-0001", "2026-03-06"),
            ("2026-03-06T15:01", "H26.109-260306-0002", "2026-03-09"),
        ],
    );
    each(
        &scene,
        STAY,
        &[
            ("2026-03-06T14:59", "H26.109-260306-0003", "2026-03-11"),
            ("2026-03-06T15:01", "H26.109-260306-0004", "2026-03-12"),
            ("2026-03-07T10:00", "H26.109-260307-0001", "2026-03-12"),
        ],
    );
}

#[test]
fn the_first_day_of_a_year_is_a_holiday_and_begins_to_number_again() {
    // Wednesday, 31 December 2025; Thursday to Sunday are off.
    each(
        &Scene::at("2025-12-31T09:00"),
        FEE,
        &[
            ("2025-12-31T14:00", "H26.109-251231-0001", "2026-01-09"),
            ("2025-12-31T23:59:59", "H26.109-251231-0002", "2026-01-10"),
            ("2026-01-01T00:00", "H26.109-260101-0001", "2026-01-10"),
        ],
    );
}

#[test]
fn a_date_beyond_the_published_holidays_is_not_guessed() {
    let scene = Scene::at("2026-12-31T09:00");
    let dossier = files(&scene, FEE);
    assert_eq!(dossier.code, "H26.109-261231-0001");
    assert!(dossier.filed["appointed"].is_null(), "{}", dossier.filed);
    assert!(!dossier.filed["appointed_missing"].is_null(), "{}", dossier.filed);
    let (public, _) = stands(&dossier, "registered", &["registered"]);
    assert!(public["appointed"].is_null() && public["forecast"].is_null(), "{public}");
    // The officials go on without a date.
    scene.now("2027-01-04T09:00");
    stands(&dossier, "registered", &["registered"]);
}

#[test]
fn the_days_of_tet_are_not_counted() {
    // Saturday 14 to Sunday 22 February 2026 are off.
    each(
        &Scene::at("2026-02-12T09:00"),
        STAY,
        &[
            ("2026-02-12T10:00", "H26.109-260212-0001", "2026-02-24"),
            ("2026-02-13T14:59", "H26.109-260213-0001", "2026-02-25"),
            ("2026-02-13T15:01", "H26.109-260213-0002", "2026-02-26"),
            ("2026-02-17T00:30", "H26.109-260217-0001", "2026-02-26"),
            ("2026-02-22T23:59", "H26.109-260222-0001", "2026-02-26"),
        ],
    );
}

#[test]
fn tet_makes_nobody_late() {
    let scene = Scene::at("2026-02-12T10:00");
    let dossier = filed(&scene);
    scene.official().accept(&dossier.code);
    scene.now("2026-02-24T23:59");
    let late = |told: &serde_json::Value| super::late(told).len();
    assert_eq!(late(&stands(&dossier, "accepted", &["registered", "accepted"]).0), 0);
    scene.now("2026-02-25T00:01");
    assert_eq!(late(&stands(&dossier, "accepted", &["registered", "accepted"]).0), 1);
}

#[test]
fn a_saturday_that_is_worked_in_exchange_is_counted() {
    // Saturday 10 January and Saturday 22 August 2026 are worked.
    let scene = Scene::at("2026-01-09T09:00");
    each(&scene, BIRTH, &[("2026-01-10T10:00", "H26.109-260110-0001", "2026-01-10")]);
    each(
        &scene,
        STAY,
        &[
            ("2026-01-08T09:00", "H26.109-260108-0001", "2026-01-12"),
            ("2026-01-10T15:01", "H26.109-260110-0002", "2026-01-15"),
            ("2026-08-21T14:00", "H26.109-260821-0001", "2026-08-25"),
        ],
    );
}

#[test]
fn a_draft_ends_after_thirty_days_with_all_that_belongs_to_it() {
    let scene = Scene::at("2026-03-02T09:00");
    let draft = super::ready(&scene);
    scene.now("2026-04-01T08:59");
    let expires = draft.restored()["expires"].as_str().map(str::to_owned);
    assert!(expires.is_some_and(|expires| expires.starts_with("2026-04-01T09:00")), "{}", draft.restored());
    scene.now("2026-04-01T09:00:01");
    draft.ask("GET", "").expect(404).problem("no-such-draft");
    draft.submission(&motcua_tests::key()).expect(404).problem("no-such-draft");
    // Whoever begins the next one sweeps.
    scene.citizen().drafts(STAY, PLACE);
    let rows = scene.rows();
    assert_eq!((rows["drafts"], rows["files"], rows["chunks"]), (1, 0, 0), "{rows:?}");
}
