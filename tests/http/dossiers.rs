//! `/api/dossiers/…`: lives of dossiers, from the filing to the end, under a given clock. What officials do is done by the
//! rules and written through the store's contract.

mod boundaries;
mod feed;
mod overdue;
mod payment;
mod receipt;
mod refusal;
mod straight;
mod supplement;
mod watched;
mod withdrawal;

use motcua_rules::dossier::{Actor, Stage};
use motcua_tests::answers::{answers, form};
use motcua_tests::samples::{jpeg, pdf};
use motcua_tests::{Dossier, Draft, Scene};
use serde_json::{Value, json};

/// Registration of a temporary stay: three working days, 7.000 đồng, decided by the commune.
const STAY: &str = "1.004194";
/// Phường Bồ Đề, Hà Nội.
const PLACE: &str = "00118";
/// The last four digits of the applicant's telephone.
const PHONE: &str = "5678";
/// The last four digits of the applicant's personal number.
const NUMBER: &str = "2345";

/// What the answers tell about a person, and no stranger may read.
const PERSONAL: [&str; 4] = ["Nguyễn Thị Ánh", "001090012345", "912345678", "1990-05-17"];

/// A whole draft of a temporary stay, with a photograph and a document.
fn ready(scene: &Scene) -> Draft {
    let draft = scene.citizen().drafts(STAY, PLACE).answers(&answers(&form(STAY), &json!({})));
    draft.upload("dwelling_proof", "hợp đồng.jpg", &jpeg(1)).upload("dwelling_proof", "trang 2.pdf", &pdf(2))
}

/// The same, filed.
fn filed(scene: &Scene) -> Dossier {
    ready(scene).submit()
}

/// Insists on where a dossier stands: to a stranger with either factor and to its owner alike, with the official status,
/// whose turn it is, and the events that led there. Answers with what the two were told.
#[track_caller]
fn stands(dossier: &Dossier, stage: &str, events: &[&str]) -> (Value, Value) {
    let (public, whole) = (dossier.status(PHONE), dossier.whole());
    let by_the_rules = Stage::parse(stage).expect("a stage");
    let (status, turn) = (by_the_rules.status(), by_the_rules.turn().map(Actor::as_str));
    assert_eq!(public, dossier.status(NUMBER));
    for told in [&public, &whole] {
        assert_eq!((&told["code"], &told["stage"]), (&json!(dossier.code), &json!(stage)), "{told}");
        assert_eq!(told["status"]["number"], status.number(), "{told}");
        assert_eq!(told["status"]["word"], status.as_str(), "{told}");
        assert_eq!(told["version"], events.len(), "{told}");
        assert_eq!(told["next"]["who"].as_str(), turn, "{told}");
        assert_eq!(words(told, "event"), events, "{told}");
        let labels = words(told, "label");
        assert!(labels.len() == events.len() && labels.iter().all(|label| !label.is_empty()), "{told}");
    }
    assert_eq!(whole["reference"], dossier.reference);
    let public_text = public.to_string();
    for secret in PERSONAL.iter().chain([&dossier.reference.as_str(), &dossier.draft.secret.as_str()]) {
        assert!(!public_text.contains(secret), "{secret}: {public}");
    }
    (public, whole)
}

/// A column of the timeline.
#[track_caller]
fn words<'a>(told: &'a Value, name: &str) -> Vec<&'a str> {
    let timeline = told["timeline"].as_array().unwrap_or_else(|| panic!("{told}"));
    timeline.iter().map(|step| step[name].as_str().unwrap_or_default()).collect()
}

/// The date of an appointment or forecast.
#[track_caller]
fn date(told: &Value) -> &str {
    told["date"].as_str().unwrap_or_else(|| panic!("no date: {told}"))
}

/// Why the dossier is late, in words.
fn late(told: &Value) -> Vec<&str> {
    told["late"].as_array().into_iter().flatten().map(|one| one["text"].as_str().unwrap_or_default()).collect()
}

/// Insists that somebody without the secret is told the same of this dossier as of none.
#[track_caller]
fn is_hidden_from_strangers(dossier: &Dossier) {
    for ask in [
        dossier.stranger("GET", ""),
        dossier.stranger("GET", "").header("second-factor", "0000"),
        dossier.stranger("GET", "").bearer("not-the-secret"),
        dossier.stranger("GET", "/receipt").bearer("not-the-secret"),
    ] {
        let answer = ask.send();
        assert!(matches!(answer.status, 400 | 401 | 404), "{}", answer.text());
        assert!(!answer.text().contains(&dossier.reference), "{}", answer.text());
    }
}
