//! Money that is owed stops the clock, at the desk and during the work.

use motcua_rules::dossier::Actor;
use motcua_tests::Scene;

use super::{date, filed, late, stands};

#[test]
fn a_fee_that_is_owed_stops_the_clock_until_it_is_paid() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let code = dossier.code.as_str();
    scene.official().ask_payment(code, Actor::Desk, 7_000, "Thu một lần, theo thông báo số 7");
    let mut events = vec!["registered", "payment_requested"];
    let (public, whole) = stands(&dossier, "fee_due", &events);
    assert_eq!(whole["timeline"][1]["amount"], 7_000, "{whole}");
    assert_eq!(whole["timeline"][1]["purpose"], "Thu một lần, theo thông báo số 7");
    assert!(!public.to_string().contains("Thu một lần, theo thông báo số 7"), "{public}");
    // Two days later the date would be two days later.
    scene.now("2026-03-04T09:00");
    let (public, _) = stands(&dossier, "fee_due", &events);
    assert_eq!((date(&public["forecast"]), late(&public).len()), ("2026-03-09", 0), "{public}");
    scene.official().take_payment(code, 7_000, "BL 0000123");
    events.push("payment_received");
    let (public, whole) = stands(&dossier, "registered", &events);
    assert_eq!((date(&public["appointed"]), late(&public).len()), ("2026-03-09", 0), "{public}");
    assert_eq!(whole["timeline"][2]["receipt"], "BL 0000123", "{whole}");
}

#[test]
fn money_that_is_asked_for_during_the_work_leads_back_to_the_work() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let code = dossier.code.as_str();
    scene.official().accept(code);
    scene.official().start(code);
    scene.official().ask_payment(code, Actor::Handler, 15_000, "Phí sao lục");
    let mut events = vec!["registered", "accepted", "processing_started", "payment_requested"];
    stands(&dossier, "payment_requested", &events);
    scene.now("2026-03-02T11:00");
    scene.official().take_payment(code, 15_000, "BL 0000124");
    events.push("payment_received");
    stands(&dossier, "in_process", &events);
}
