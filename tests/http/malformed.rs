//! What nobody should send: thousands of malformed requests, each refused with a problem in both languages, none answered
//! with a 500, none kept waiting, and nothing stored afterwards.

mod bodies;
mod calls;
mod contents;
mod envelopes;
mod feedback;
mod money;
mod sent;

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use motcua_tests::answers::{answers, form};
use motcua_tests::samples::pdf;
use motcua_tests::{Chance, Dossier, Draft, Scene, id_of, key};
use serde_json::{Value, json};

use crate::malformed::feedback::Item;
use crate::malformed::sent::{Request, is_refused};
use crate::payments::{AN, BINH, FEE, TAKEN, VARIABLES, bank_tells, opened, text, vnpay_tells};

const STAY: &str = "1.004194";
const PLACE: &str = "00118";
const SEED: u64 = 2_026;
/// At least so many; each is another by chance.
const REQUESTS: usize = 6_000;
const CLIENTS: usize = 6;

/// What a stranger's requests aim at.
pub struct Targets {
    /// A draft that could be filed, with a finished file.
    pub draft: Draft,
    /// A file of it that is not all here.
    pub unfinished: String,
    /// A filed dossier.
    pub dossier: Dossier,
    /// Another one, whose fee was paid by a transfer.
    pub payer: Dossier,
    /// The order by which it was paid.
    pub order: String,
    /// A refund of it that another cashier has to decide.
    pub refund: String,
    /// A case that nobody has taken.
    pub case: String,
    /// What somebody said, which no desk has looked at.
    pub item: Item,
}

impl Targets {
    fn of(scene: &Scene) -> Targets {
        let ready = || scene.citizen().drafts(STAY, PLACE).answers(&answers(&form(STAY), &json!({})));
        let draft = ready().upload("dwelling_proof", "nhà.pdf", &pdf(1));
        let announced = draft.announce("dwelling_proof", "trang 2.pdf", 5_000).expect(201);
        let unfinished = id_of(&announced);
        draft.send(&unfinished, 0, b"%PDF-1.7\n").expect(204);
        let (dossier, payer) = (ready().submit(), ready().submit());
        let order = opened(scene, "vietqr", &payer);
        bank_tells(scene, "ft-1", text(&order, "reference"), FEE).expect(TAKEN);
        bank_tells(scene, "ft-2", "nobody's", FEE).expect(TAKEN);
        let cases = scene.portal.get("/api/payments/vietqr/cases").bearer(AN).expect(200).json();
        let wanted = json!({"order": text(&order, "id"), "amount": 1_000, "reason": "Nộp nhầm"});
        let refund = scene.portal.ask("POST", "/api/payments/vietqr/refunds").bearer(AN);
        let refund = refund.header("idempotency-key", &key()).json(&wanted).expect(201).json();
        let id = |value: &Value| text(value, "id").to_owned();
        let (order, refund, case) = (id(&order), id(&refund), id(&cases["items"][0]));
        Targets { draft, unfinished, dossier, payer, order, refund, case, item: Item::of(scene) }
    }
}

/// Sends what `make` makes, from several clients at once, and insists that each is refused.
fn refused(scene: &Scene, count: usize, make: impl Fn(&mut Chance) -> Request + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, SeqCst);
                    if number >= count {
                        return;
                    }
                    let request = make(&mut Chance::of(SEED + number as u64));
                    if let Err(why) = is_refused(scene.portal.address, &request) {
                        panic!("request {number}, {}: {why}\n{}", request.what, request.shown());
                    }
                }
            });
        }
    });
}

#[test]
fn thousands_of_malformed_requests_are_refused_and_leave_nothing_behind() {
    let scene = Scene::with("2026-03-02T09:00", VARIABLES, "");
    let targets = Targets::of(&scene);
    let before = kept(&scene);
    refused(&scene, REQUESTS, |chance| {
        let bodies = bodies::any;
        let make = *chance.one(&[bodies, bodies, bodies, bodies, envelopes::any, money::any, feedback::any]);
        make(chance, &targets)
    });
    assert_eq!(kept(&scene), before);
    // And whoever was in the middle of something goes on.
    assert_eq!(targets.dossier.whole()["version"], 1);
    let rest = vec![b'.'; 5_000 - 9 - 6];
    targets.draft.send(&targets.unfinished, 9, &[&rest[..], b"%%EOF\n"].concat()).send();
    targets.draft.tus("DELETE", &format!("/files/{}", targets.unfinished)).send();
    targets.draft.submit();
    let decision = format!("/api/payments/vietqr/refunds/{}/rejection", targets.refund);
    assert_eq!(scene.portal.ask("POST", &decision).bearer(BINH).body("").expect(200).json()["version"], 2);
    assert_eq!(scene.in_order().dossiers.len(), 3);
    targets.item.goes_on(&scene);
}

#[test]
fn what_no_gateway_said_changes_nothing() {
    let scene = Scene::with("2026-03-02T09:00", VARIABLES, "");
    let targets = Targets::of(&scene);
    let waiting = opened(&scene, "vnpay", &targets.dossier);
    let before = kept(&scene);
    for number in 0..240 {
        let mut chance = Chance::of(SEED + number);
        let (what, ask) = calls::any(&mut chance, &scene, text(&waiting, "reference"));
        let answer = ask.send();
        assert!(calls::is_refusal(&answer), "{what}: {} {}", answer.status, answer.text());
    }
    // That it came is kept, and nothing else.
    let but_calls = |kept: Vec<(&'static str, i64)>| -> Vec<(&'static str, i64)> {
        kept.into_iter().filter(|(table, _)| *table != "payment_calls").collect()
    };
    assert_eq!(but_calls(kept(&scene)), but_calls(before));
    vnpay_tells(&scene, "1", text(&waiting, "reference"), FEE, "00").expect(200);
    assert_eq!(targets.dossier.whole()["stage"], "registered");
    scene.in_order();
}

#[test]
fn a_file_that_is_not_what_it_says_is_refused_and_removed() {
    let scene = Scene::with("2026-03-02T09:00", VARIABLES, "");
    let targets = Targets::of(&scene);
    let before = kept(&scene);
    for number in 0..240 {
        let mut chance = Chance::of(SEED + number);
        let (what, bytes) = contents::any(&mut chance);
        let file = id_of(&targets.draft.announce("dwelling_proof", "nhà.pdf", bytes.len()).expect(201));
        let answer = targets.draft.send(&file, 0, &bytes).send();
        assert_eq!(answer.status, 422, "{what}: {}", answer.text());
        let problem = answer.json();
        assert!(sent::is_problem(&problem, 422), "{what}: {problem}");
    }
    assert_eq!(kept(&scene), before);
}

#[test]
fn answers_that_break_the_form_are_never_filed() {
    let scene = Scene::at("2026-03-02T09:00");
    let form = form(STAY);
    let given = answers(&form, &json!({}));
    let names: Vec<&String> = given.keys().collect();
    let draft = scene.citizen().drafts(STAY, PLACE).answers(&given);
    for number in 0..300 {
        let mut chance = Chance::of(SEED + number);
        let name = chance.one(&names).as_str();
        let value = bodies::no_answer(&mut chance);
        let saved = draft.refreshed().save(&json!({name: value})).send();
        assert!(matches!(saved.status, 200 | 400 | 413 | 422), "{name} {value}: {}", saved.text());
        let refused = draft.submission(&key()).send();
        assert_eq!(refused.status, 422, "{name} {value}: {}", refused.text());
        let problem = refused.problem("not-ready");
        assert!(problem["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{name} {value}: {problem}");
        draft.refreshed().save(&json!({name: given[name]})).expect(200);
    }
    assert_eq!(scene.rows()["dossiers"], 0);
    draft.refreshed().submit();
}

/// What is stored, but for the attempts that failed: these are counted.
fn kept(scene: &Scene) -> Vec<(&'static str, i64)> {
    let dossiers = scene.rows().into_iter().filter(|(table, _)| *table != "attempts");
    dossiers.chain(feedback::kept(scene)).collect()
}
