//! Papers that are asked for: once and completely; a further time is late.

use motcua_rules::dossier::{Act, Actor, Papers, Text};
use motcua_tests::Scene;
use motcua_tests::samples::{pdf, png};
use serde_json::json;

use super::{date, filed, late, stands, words};

const CONTRACT: &str = "Hợp đồng thuê nhà có công chứng";
const CONSENT: &str = "Văn bản đồng ý của chủ sở hữu";

#[test]
fn a_dossier_that_was_given_back_in_time_starts_again_when_it_is_complete() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    scene.now("2026-03-03T10:00");
    scene.official().ask_for(&dossier.code, Actor::Desk, &[CONTRACT, CONSENT], "Thiếu giấy tờ chứng minh chỗ ở");
    let events = ["registered", "returned_incomplete"];
    let (public, whole) = stands(&dossier, "incomplete", &events);
    assert!(public["appointed"].is_null(), "{public}");
    assert_eq!(date(&public["forecast"]), "2026-03-06", "{public}");
    let note = &whole["timeline"][1];
    assert_eq!(note["missing"], json!([CONTRACT, CONSENT]), "{whole}");
    assert_eq!(note["reason"], "Thiếu giấy tờ chứng minh chỗ ở", "{whole}");
    assert!(!public.to_string().contains(CONTRACT), "{public}");

    // One of two papers is no supplement.
    let [one, two] = [pdf(3), png(4)].map(|bytes| dossier.draft.put("dwelling_proof", "bổ sung", &bytes));
    scene.now("2026-03-09T14:00");
    let incomplete =
        dossier.supplement(&[(CONTRACT, std::slice::from_ref(&one))]).expect(422).problem("incomplete-supplement");
    assert!(incomplete.to_string().contains(CONSENT), "{incomplete}");
    dossier.supplement(&[(CONTRACT, std::slice::from_ref(&one)), (CONSENT, &[])]).expect(422);
    stands(&dossier, "incomplete", &events);

    let brought = dossier.supplement(&[(CONTRACT, &[one]), (CONSENT, &[two])]).expect(201).json();
    assert_eq!((&brought["version"], &brought["code"]), (&json!(3), &json!(dossier.code)), "{brought}");
    let events = ["registered", "returned_incomplete", "completed"];
    let (public, whole) = stands(&dossier, "registered", &events);
    assert_eq!((date(&public["appointed"]), late(&public).len()), ("2026-03-12", 0), "{public}");
    assert_eq!(whole["files"].as_array().map(Vec::len), Some(4), "{whole}");
}

#[test]
fn waiting_for_papers_during_the_work_is_not_counted() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let code = dossier.code.as_str();
    scene.official().accept(code);
    scene.official().start(code);
    scene.now("2026-03-03T09:00");
    scene.official().ask_for(code, Actor::Handler, &[CONTRACT], "Bản chụp không đọc được");
    let mut events = vec!["registered", "accepted", "processing_started", "supplement_requested"];
    let (public, _) = stands(&dossier, "supplement_requested", &events);
    assert_eq!(date(&public["appointed"]), "2026-03-05", "{public}");
    // Each day of waiting moves the forecast, and makes nobody late.
    scene.now("2026-03-05T11:00");
    let (public, _) = stands(&dossier, "supplement_requested", &events);
    assert_eq!((date(&public["forecast"]), late(&public).len()), ("2026-03-09", 0), "{public}");
    let file = dossier.draft.put("dwelling_proof", "hợp đồng.pdf", &pdf(3));
    dossier.supplement(&[(CONTRACT, &[file])]).expect(201);
    events.push("supplemented");
    let (public, _) = stands(&dossier, "in_process", &events);
    assert_eq!((date(&public["appointed"]), late(&public).len()), ("2026-03-09", 0), "{public}");
}

#[test]
fn papers_that_are_asked_for_again_make_the_dossier_late() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let code = dossier.code.as_str();
    scene.official().ask_for(code, Actor::Desk, &[CONTRACT], "Thiếu");
    let file = dossier.draft.put("dwelling_proof", "hợp đồng.pdf", &pdf(3));
    dossier.supplement(&[(CONTRACT, std::slice::from_ref(&file))]).expect(201);
    scene.now("2026-03-02T13:00");
    // The desk has asked; only a supervisor may ask again.
    let [missing, reason] = [CONSENT, "Thiếu nữa"].map(|words| Text::new(words).expect("words"));
    let missing = Papers::new([missing]).expect("papers");
    scene.official().may_not(code, Actor::Desk, Act::AskSupplement { missing, reason });
    scene.official().ask_for(code, Actor::Supervisor, &[CONSENT], "Thiếu nữa");
    let events = ["registered", "returned_incomplete", "completed", "returned_again"];
    let (public, whole) = stands(&dossier, "incomplete", &events);
    assert_eq!((late(&public).len(), late(&whole).len()), (1, 1), "{public}");
    // What is part of the dossier already cannot be brought again.
    let again = dossier.supplement(&[(CONSENT, &[file])]).send();
    assert_eq!(again.status, 422, "{}", again.text());
    let other = dossier.draft.put("dwelling_proof", "đồng ý.pdf", &pdf(5));
    let brought = dossier.supplement(&[(CONSENT, &[other])]).expect(201).json();
    assert_eq!(brought["late"].as_array().map(Vec::len), Some(1), "{brought}");
    assert_eq!(words(&dossier.whole(), "event").last(), Some(&"completed"));
}

#[test]
fn a_supplement_that_nobody_asked_for_is_refused() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let file = dossier.draft.ask("GET", "").expect(200).json()["files"][0]["id"].as_str().expect("an id").to_owned();
    dossier.supplement(&[(CONTRACT, &[file])]).expect(409).problem("not-allowed-now");
    stands(&dossier, "registered", &["registered"]);
}
