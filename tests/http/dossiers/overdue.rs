//! What happens when the authority is late.

use jiff::civil::date as day;
use motcua_tests::Scene;

use super::{date, filed, late, stands};

#[test]
fn an_overdue_dossier_is_said_to_be_late_and_a_new_date_does_not_undo_it() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let code = dossier.code.as_str();
    scene.official().accept(code);
    scene.official().start(code);
    let mut events = vec!["registered", "accepted", "processing_started"];
    scene.now("2026-03-05T23:59:59");
    let (public, _) = stands(&dossier, "in_process", &events);
    assert_eq!((date(&public["appointed"]), late(&public).len()), ("2026-03-05", 0), "{public}");
    scene.now("2026-03-06T00:00");
    let (public, _) = stands(&dossier, "in_process", &events);
    assert_eq!((date(&public["appointed"]), late(&public).len()), ("2026-03-05", 1), "{public}");

    scene.official().reappoint(code, day(2026, 3, 11), "Chúng tôi xin lỗi", "Chờ xác minh tại nơi ở cũ");
    events.push("reappointed");
    let (public, whole) = stands(&dossier, "in_process", &events);
    assert_eq!((date(&public["appointed"]), date(&public["new_date"])), ("2026-03-11", "2026-03-11"), "{public}");
    // The apology was due a working day before the date that was missed.
    assert_eq!((late(&public).len(), &public["new_date"]["in_time"]), (1, &false.into()), "{public}");
    assert_eq!(whole["timeline"][3]["apology"], "Chúng tôi xin lỗi", "{whole}");
    assert_eq!(whole["timeline"][3]["reason"], "Chờ xác minh tại nơi ở cũ");
    scene.now("2026-03-12T08:00");
    let (public, _) = stands(&dossier, "in_process", &events);
    assert_eq!(late(&public).len(), 2, "{public}");
}

#[test]
fn a_date_that_is_moved_in_time_makes_nobody_late() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let code = dossier.code.as_str();
    scene.official().accept(code);
    scene.now("2026-03-04T10:00");
    scene.official().reappoint(code, day(2026, 3, 10), "Chúng tôi xin lỗi", "Mất điện tại trụ sở");
    scene.now("2026-03-10T17:00");
    let (public, _) = stands(&dossier, "accepted", &["registered", "accepted", "reappointed"]);
    assert_eq!((date(&public["appointed"]), late(&public).len()), ("2026-03-10", 0), "{public}");
    assert_eq!(public["new_date"]["in_time"], true, "{public}");
}

#[test]
fn a_desk_that_does_not_answer_is_late() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    scene.now("2026-03-05T12:00");
    assert_eq!(late(&stands(&dossier, "registered", &["registered"]).0).len(), 0);
    scene.now("2026-03-06T08:00");
    assert_eq!(late(&stands(&dossier, "registered", &["registered"]).0).len(), 1);
}

#[test]
fn work_that_is_stopped_ends_with_its_reason() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    scene.official().accept(&dossier.code);
    scene.official().stop(&dossier.code, "Chủ sở hữu rút văn bản đồng ý");
    let (public, whole) = stands(&dossier, "stopped", &["registered", "accepted", "stopped"]);
    assert_eq!(whole["timeline"][2]["reason"], "Chủ sở hữu rút văn bản đồng ý");
    assert!(!public.to_string().contains("rút văn bản"), "{public}");
}
