//! What a gateway's call may be, and what becomes of it when nothing can be kept.

use motcua_tests::key;
use serde_json::{Value, json};

use super::{FEE, TAKEN, bank_tells, filed, opened, order, scene, standing, text, vnpay_tells};

#[test]
fn a_call_larger_than_any_is_refused_before_it_is_kept() {
    let scene = scene();
    let post = |length: usize| {
        let ask = scene.portal.ask("POST", "/api/payments/vietqr/callback").header("content-type", "application/json");
        ask.body(vec![b' '; length])
    };
    post(64 * 1024 + 1).expect(413).problem("body-too-large");
    scene.portal.get(&format!("/api/payments/vnpay/callback?a={}", "x".repeat(8 * 1024))).expect(414);
    assert_eq!(scene.rows()["payment_calls"], 0);
    post(64 * 1024).expect(400);
    assert_eq!(scene.rows()["payment_calls"], 1, "what is refused is kept too");
}

#[test]
fn a_gateway_comes_again_when_nothing_can_be_kept() {
    let scene = scene();
    let dossier = filed(&scene);
    let order = opened(&scene, "vnpay", &dossier);
    scene.kept().execute("ALTER TABLE payment_calls RENAME TO elsewhere");
    let answer = vnpay_tells(&scene, "1", text(&order, "reference"), FEE, "00").expect(200).json();
    assert_eq!(answer["RspCode"], "99");
    bank_tells(&scene, "ft-1", "x", FEE).expect(503);
    scene.kept().execute("ALTER TABLE elsewhere RENAME TO payment_calls");
    let answer = vnpay_tells(&scene, "1", text(&order, "reference"), FEE, "00").expect(200).json();
    assert_eq!(answer["RspCode"], "00");
    scene.in_order();
}

#[test]
fn a_call_that_was_kept_and_not_judged_is_judged_by_the_sweep() {
    let scene = scene();
    let dossier = filed(&scene);
    let order = opened(&scene, "vnpay", &dossier);
    scene.kept().execute("ALTER TABLE payment_names RENAME TO elsewhere");
    let answer = vnpay_tells(&scene, "1", text(&order, "reference"), FEE, "00").expect(200).json();
    assert_eq!(answer["RspCode"], "99", "kept, and not judged");
    scene.kept().execute("ALTER TABLE elsewhere RENAME TO payment_names");
    assert_eq!(text(&standing(&scene, &order), "state"), "pending");
    scene.later(1);
    assert_eq!(scene.portal.post("payment-vnpay", "/sweep"), 200);
    assert_eq!(text(&standing(&scene, &order), "state"), "paid");
    let answer = vnpay_tells(&scene, "1", text(&order, "reference"), FEE, "00").expect(200).json();
    assert_eq!(answer["RspCode"], "02");
    scene.in_order();
}

#[test]
fn a_gateway_that_is_not_set_up_says_so() {
    let scene = scene();
    let dossier = filed(&scene);
    order(&scene, "momo", &dossier, &key()).expect(503).problem("gateway-not-offered");
    let answer = scene.portal.ask("POST", "/api/payments/momo/callback").json(&json!({})).send();
    assert_eq!(answer.status, 500, "it comes again when the operator has set it up");
    assert_eq!(text(&dossier.whole(), "stage"), "registered");
}

#[test]
fn a_gateway_that_does_not_answer_costs_no_order() {
    let scene = motcua_tests::Scene::with(
        super::NOW,
        &[("MOMO_PARTNER", "P"), ("MOMO_ACCESS_KEY", "A"), ("MOMO_SECRETS", "S"), ("MOMO_HOST", "http://127.0.0.1:9")],
        "",
    );
    let dossier = filed(&scene);
    let key = key();
    for _ in 0..2 {
        order(&scene, "momo", &dossier, &key).expect(502).problem("gateway-silent");
    }
    // When MoMo's time for it is over it is not sent there any more, and says where it stands.
    scene.later(15);
    let late = order(&scene, "momo", &dossier, &key).expect(201).json();
    assert_eq!((text(&late, "state"), &late["next"]), ("initiated", &Value::Null));
    assert_eq!(scene.rows()["payment_orders"], 1);
    scene.in_order();
}

#[test]
fn what_is_told_of_an_order_is_nothing_about_a_person() {
    let scene = scene();
    let dossier = filed(&scene);
    let order = opened(&scene, "vietqr", &dossier);
    bank_tells(&scene, "ft-1", text(&order, "reference"), FEE).expect(TAKEN);
    let told = standing(&scene, &order).to_string();
    assert!(!format!("{:?}", scene.kept().rows("SELECT facts FROM payment_orders")).contains("127.0.0.1"));
    for secret in ["Nguyễn", "001090012345", "912345678", dossier.code.as_str(), dossier.draft.secret.as_str()] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    // Nor do the rows of the store: calls and notes are sealed.
    let mut kept = scene.kept();
    for table in ["payment_orders", "payment_events", "payment_calls", "payment_cases"] {
        let rows = format!("{:?}", kept.rows(&format!("SELECT * FROM {table}")));
        assert!(!rows.contains("Nguyễn") && !rows.contains("912345678"), "{table}");
    }
}

#[test]
fn what_strangers_send_is_forgotten_after_a_week() {
    let scene = scene();
    let order = opened(&scene, "vnpay", &filed(&scene));
    vnpay_tells(&scene, "1", text(&order, "reference"), FEE, "00").expect(200);
    for _ in 0..3 {
        scene.portal.get("/api/payments/vnpay/callback?vnp_Amount=1&vnp_SecureHash=00").expect(200);
    }
    let kept = || scene.rows()["payment_calls"];
    let sweep = || assert_eq!(scene.portal.post("payment-vnpay", "/sweep"), 200);
    scene.later(60 * 24 * 7 - 1);
    sweep();
    assert_eq!(kept(), 4);
    scene.later(2);
    sweep();
    assert_eq!(kept(), 1, "what was believed stays");
    scene.in_order();
}
