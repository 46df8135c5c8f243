//! Which desk has an item, and by when it has to do what.

use motcua_tests::{DESK_H26, DESK_NATIONAL, OPERATOR, Scene};
use serde_json::{Value, json};

use super::{MORNING, PLACE, Sent, item, post, sent, with};

fn desk(scene: &Scene, item: &Value) -> (String, String) {
    let answer = sent(scene, item).answer;
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    (text(&answer["desk"]), text(&answer["why"]["code"]))
}

#[test]
fn an_item_reaches_whoever_is_responsible() {
    let scene = Scene::at(MORNING);
    let place = desk(&scene, &item());
    assert!(place.0.starts_with("H26.") && place.1 == "at_place", "{place:?}");
    // What an old name became, and a rule, which the province's office controls.
    let old = desk(&scene, &with(json!({"place": "Phường Quán Thánh, Quận Ba Đình, Thành phố Hà Nội"})));
    assert!(old.0.starts_with("H26.") && old != place, "{old:?}");
    let rule = desk(&scene, &with(json!({"kind": "regulation"})));
    assert_eq!(rule, ("H26".to_owned(), "control".to_owned()));
    let dossier = with(json!({"about": "dossier", "object": "H29.101-260302-0001"}));
    assert_eq!(desk(&scene, &dossier), ("H29.101".to_owned(), "own_dossier".to_owned()));
    let agency = with(json!({"about": "agency", "object": "H29.24"}));
    assert_eq!(desk(&scene, &agency), ("H29.24".to_owned(), "named".to_owned()));
    let portal = with(json!({"about": "portal", "place": ""}));
    assert_eq!(desk(&scene, &portal), ("G22".to_owned(), "portal".to_owned()));
    let procedure = desk(&scene, &with(json!({"about": "procedure", "object": "1.004194"})));
    assert!(procedure.0.starts_with("H26") || procedure.0 == "G22", "{procedure:?}");
}

/// A desk that nobody has would never be looked into.
#[test]
fn what_names_an_agency_without_a_desk_goes_to_the_national_one() {
    let scene = Scene::at(MORNING);
    let national = ("G22".to_owned(), "no_desk".to_owned());
    for object in ["H99.1", "G09.12", "H28"] {
        assert_eq!(desk(&scene, &with(json!({"about": "agency", "object": object}))), national, "{object}");
    }
    let dossier = with(json!({"about": "dossier", "object": "H99.101-260302-0001"}));
    assert_eq!(desk(&scene, &dossier), national);
    let sent = sent(&scene, &with(json!({"about": "portal", "place": ""})));
    let passed = |desk: &str| sent.step_of(&scene, DESK_NATIONAL, "pass_on", json!({"desk": desk}));
    assert_eq!(passed("H99.1").expect(422).problem("no-such-desk")["field"], "desk");
    passed("H29.24").expect(200);
}

/// The holidays of 2027 are not published: what is due then has no day, and a desk sees it all the same.
#[test]
fn what_is_due_beyond_the_calendar_stays_on_its_desk() {
    let scene = Scene::at("2026-12-29T09:00");
    let (first, second) = (sent(&scene, &item()), sent(&scene, &with(json!({"text": "Đèn tắt."}))));
    assert_eq!(first.answer["due"], "2026-12-31");
    second.step(&scene, "take_up", json!({})).expect(200);
    let shown = second.shown(&scene);
    assert_eq!((&shown["due"], &shown["is_late"]), (&json!(null), &json!(false)), "{shown}");
    assert!(shown["due_text"].as_str().is_some_and(|text| text.contains("2027")), "{shown}");
    let path = format!("/api/feedback/desks/{}", first.answer["desk"].as_str().expect("a desk"));
    let list = scene.portal.get(&path).bearer(DESK_H26).expect(200).json();
    let lines: Vec<(&Value, &Value)> =
        list["items"].as_array().expect("items").iter().map(|line| (&line["code"], &line["due"])).collect();
    assert_eq!(lines, [(&json!(first.code), &json!("2026-12-31")), (&json!(second.code), &json!(null))]);
    // An import from before all that is known is there too, and counted neither as in time nor as late.
    let old = with(json!({"channel": "import", "received": "2024-05-06T09:00:00+07:00", "text": "Ngập."}));
    let old = Sent::read(&post(&scene, "/items", &old).bearer(OPERATOR).expect(201));
    assert_eq!((&old.answer["due"], old.shown(&scene)["is_late"].clone()), (&json!(null), json!(false)));
    old.answered(&scene);
    let counted = scene.kept_feedback().rows("SELECT measure FROM feedback_counts WHERE measure LIKE 'answered%'");
    assert!(counted.is_empty());
}

#[test]
fn a_place_that_is_none_or_several_is_asked_for() {
    let scene = Scene::at(MORNING);
    let refused = |place: &str| post(&scene, "/items", &with(json!({"place": place}))).send();
    assert_eq!(refused("Không Đâu Cả").json()["field"], "place");
    let several = post(&scene, "/items", &with(json!({"place": "Tân Lập"}))).expect(422).json();
    assert_eq!(several["field"], "place", "{several}");
    post(&scene, "/items", &with(json!({"about": "procedure", "object": "9.999999"}))).expect(404);
    post(&scene, "/items", &with(json!({"about": "dossier", "object": "x"})))
        .expect(400)
        .problem("malformed-parameter");
}

#[test]
fn the_desk_has_two_working_days_and_then_fifteen() {
    let scene = Scene::at(MORNING);
    let monday = sent(&scene, &item());
    assert_eq!(monday.answer["due"], "2026-03-04", "{}", monday.answer);
    // After 15:00 counts from the next working day.
    scene.now("2026-03-06T15:01");
    let friday = sent(&scene, &item());
    assert_eq!(friday.answer["due"], "2026-03-11", "{}", friday.answer);
    monday.step(&scene, "take_up", json!({})).expect(200);
    let shown = monday.shown(&scene);
    assert_eq!((&shown["due"], &shown["is_late"]), (&json!("2026-03-23"), &json!(true)), "{shown}");
}

#[test]
fn whoever_brings_it_in_for_others_shows_a_token() {
    let scene = Scene::at(MORNING);
    let hotline = with(json!({"channel": "hotline", "name": "Nguyễn Văn An", "phone": "0912345678"}));
    post(&scene, "/items", &hotline).expect(401).problem("unauthorized");
    post(&scene, "/items", &hotline).bearer(OPERATOR).expect(201);
    let then = "2026-01-01T07:00:00+07:00";
    let import = with(json!({"channel": "import", "received": then}));
    let answer = post(&scene, "/items", &import).bearer(OPERATOR).expect(201).json();
    assert!(answer["received"].as_str().is_some_and(|at| at.starts_with("2026-01-01")), "{answer}");
    assert!(answer["code"].as_str().is_some_and(|code| code.contains("-260101-")), "{answer}");
    for wrong in ["2027-01-01T07:00:00+07:00", "2015-01-01T07:00:00+07:00", "2026-01-01T07:00:00", "x"] {
        let import = with(json!({"channel": "import", "received": wrong}));
        post(&scene, "/items", &import).bearer(OPERATOR).expect(400).problem("malformed-parameter");
    }
    post(&scene, "/items", &with(json!({"received": then}))).expect(400).problem("malformed-parameter");
    assert!(post(&scene, "/items", &with(json!({"place": PLACE}))).send().status == 201);
}
