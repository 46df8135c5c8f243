//! The life of an order: opened, paid, paid late, paid twice, paid for nothing.

use motcua_record::receipt::KeySet;
use motcua_rules::dossier::Actor;
use motcua_tests::{Scene, key};
use serde_json::{Value, json};

use super::{FEE, TAKEN, bank_tells, cases, filed, opened, order, scene, standing, text, vnpay_tells};

/// The stage that a dossier's owner is told.
fn stage(dossier: &motcua_tests::Dossier) -> String {
    text(&dossier.whole(), "stage").to_owned()
}

#[test]
fn the_fee_comes_from_the_rules_and_the_dossier_waits_for_it() {
    let scene = scene();
    let dossier = filed(&scene);
    let opened = opened(&scene, "vnpay", &dossier);
    assert_eq!((opened["amount"].as_u64(), text(&opened, "state")), (Some(FEE), "pending"), "{opened}");
    let url = opened["next"]["url"].as_str().unwrap_or_else(|| panic!("{opened}"));
    assert!(url.contains(&format!("vnp_Amount={}", FEE * 100)) && url.contains("vnp_SecureHash="), "{url}");
    assert!(!url.contains("Nguy") && !url.contains(&dossier.draft.secret), "{url}");
    assert_eq!(stage(&dossier), "fee_due");
    assert!(text(&opened, "say_en").contains("not yet paid"), "{opened}");
    // What the request says of money is refused, not believed.
    let ask = scene.portal.ask("POST", "/api/payments/vnpay/orders").bearer(&dossier.draft.secret);
    let ask = ask.header("idempotency-key", &key()).json(&json!({"dossier": dossier.code, "amount": 1}));
    ask.expect(400).problem("malformed-body");
    scene.in_order();
}

#[test]
fn a_repeated_request_gets_its_first_order_and_another_one_does_not() {
    let scene = scene();
    let dossier = filed(&scene);
    let key = key();
    let first = order(&scene, "vnpay", &dossier, &key).expect(201).json();
    let again = order(&scene, "vnpay", &dossier, &key).expect(201).json();
    assert_eq!((&first["id"], &first["next"]), (&again["id"], &again["next"]));
    let other = order(&scene, "vnpay", &dossier, &super::key()).expect(409).problem("order-open");
    assert_eq!(other["order"], first["id"]);
    assert_eq!(standing(&scene, &first)["next"], first["next"], "whoever lost the answer reads where to pay");
    // Another gateway may be tried at once: who cannot pay here pays there.
    opened(&scene, "vietqr", &dossier);
    // Paid, and the first request comes once more.
    vnpay_tells(&scene, "900", text(&first, "reference"), FEE, "00").expect(200);
    let late = order(&scene, "vnpay", &dossier, &key).expect(201).json();
    assert_eq!((&late["id"], text(&late, "state"), &late["next"]), (&first["id"], "paid", &Value::Null));
    order(&scene, "vnpay", &dossier, &super::key()).expect(409).problem("already-paid");
    scene.in_order();
}

#[test]
fn nobody_without_the_secret_opens_an_order() {
    let scene = scene();
    let (dossier, other) = (filed(&scene), filed(&scene));
    let ask = |secret: &str, code: &str| {
        let ask = scene.portal.ask("POST", "/api/payments/vnpay/orders").bearer(secret);
        ask.header("idempotency-key", &key()).json(&json!({"dossier": code})).expect(404).problem("no-such-dossier")
    };
    ask(&other.draft.secret, &dossier.code);
    ask("x", &dossier.code);
    ask(&dossier.draft.secret, "H26.101-260302-9999");
    ask(&dossier.draft.secret, "what?");
    assert_eq!(stage(&dossier), "registered");
}

#[test]
fn a_payment_moves_the_dossier_on_and_leaves_a_receipt_that_anybody_can_verify() {
    let scene = scene();
    let dossier = filed(&scene);
    let order = opened(&scene, "vnpay", &dossier);
    let answer = vnpay_tells(&scene, "14226112", text(&order, "reference"), FEE, "00").expect(200).json();
    assert_eq!(answer["RspCode"], "00");
    let paid = standing(&scene, &order);
    assert_eq!((text(&paid, "state"), paid["received"].as_u64()), ("paid", Some(FEE)), "{paid}");
    assert_eq!(stage(&dossier), "registered");
    let receipt = format!("/api/payments/vnpay/orders/{}/receipt", text(&order, "id"));
    scene.portal.get(&receipt).expect(404).problem("no-such-dossier");
    let receipt = scene.portal.get(&receipt).bearer(&dossier.draft.secret).expect(200).json();
    let keys: KeySet = serde_json::from_value(scene.portal.get("/.well-known/receipt-keys.json").expect(200).json())
        .expect("a key set");
    let signed = serde_json::from_value(receipt.clone()).expect("a signed receipt");
    let verified: Value = keys.verify(&signed).expect("a good signature");
    assert_eq!(verified["amount_in_words"], "Bảy nghìn đồng");
    assert_eq!((&verified["transaction"], &verified["dossier"]), (&json!("14226112"), &json!(dossier.code)));
    assert_eq!(verified["payer"], "Nguyễn Thị Ánh");
    // The dossier's own history names the receipt.
    assert_eq!(dossier.whole()["timeline"][2]["receipt"], verified["number"]);
    scene.in_order();
}

#[test]
fn whatever_comes_after_a_payment_it_stays_paid() {
    let scene = scene();
    let dossier = filed(&scene);
    let order = opened(&scene, "vnpay", &dossier);
    let reference = text(&order, "reference");
    let tell = |transaction: &str, code: &str| {
        let answer = vnpay_tells(&scene, transaction, reference, FEE, code).expect(200).json();
        answer["RspCode"].as_str().expect("a code").to_owned()
    };
    assert_eq!(tell("1", "00"), "00");
    assert_eq!((tell("1", "00"), tell("1", "24"), tell("1", "24")), ("02".into(), "02".into(), "02".into()));
    assert_eq!((tell("2", "00"), tell("2", "00")), ("02".into(), "02".into()), "a second payment is written down");
    let paid = standing(&scene, &order);
    assert_eq!((text(&paid, "state"), paid["received"].as_u64()), ("paid", Some(2 * FEE)), "{paid}");
    assert!(text(&paid, "say_en").contains("given back"), "{paid}");
    assert_eq!(cases(&scene, "vnpay"), ["contradiction", "double_payment"]);
    scene.in_order();
}

#[test]
fn a_payment_after_the_end_still_counts() {
    let scene = scene();
    let dossier = filed(&scene);
    let order = opened(&scene, "vietqr", &dossier);
    assert_eq!(order["next"]["kind"], "transfer");
    assert!(text(&order["next"], "text").starts_with(text(&order, "reference")), "{order}");
    scene.later(60 * 24 + 6);
    assert_eq!(scene.portal.post("payment-vietqr", "/sweep"), 200);
    assert_eq!(text(&standing(&scene, &order), "state"), "expired");
    bank_tells(&scene, "ft-1", text(&order, "reference"), FEE).expect(TAKEN);
    assert_eq!(text(&standing(&scene, &order), "state"), "paid");
    assert_eq!(stage(&dossier), "registered");
    assert_eq!(cases(&scene, "vietqr"), ["late_payment"]);
    scene.in_order();
}

#[test]
fn another_amount_is_kept_and_pays_nothing() {
    let scene = scene();
    let dossier = filed(&scene);
    let order = opened(&scene, "vietqr", &dossier);
    for _ in 0..2 {
        bank_tells(&scene, "ft-1", text(&order, "reference"), FEE - 1_000).expect(TAKEN);
    }
    let short = standing(&scene, &order);
    assert_eq!((text(&short, "state"), short["received"].as_u64()), ("pending", Some(FEE - 1_000)), "{short}");
    assert_eq!((stage(&dossier).as_str(), cases(&scene, "vietqr")), ("fee_due", vec!["other_amount".to_owned()]));
    bank_tells(&scene, "ft-2", text(&order, "reference"), FEE).expect(TAKEN);
    assert_eq!(text(&standing(&scene, &order), "state"), "paid");
    bank_tells(&scene, "ft-3", "nobody's", FEE).expect(TAKEN);
    assert_eq!(cases(&scene, "vietqr"), ["other_amount", "unknown_order"]);
    scene.in_order();
}

#[test]
fn a_fee_that_was_paid_elsewhere_or_not_needed_any_more_is_given_back() {
    let scene = scene();
    let (twice, gone) = (filed(&scene), filed(&scene));
    let (here, there) = (opened(&scene, "vnpay", &twice), opened(&scene, "vietqr", &twice));
    vnpay_tells(&scene, "1", text(&here, "reference"), FEE, "00").expect(200);
    bank_tells(&scene, "ft-1", text(&there, "reference"), FEE).expect(TAKEN);
    assert_eq!((cases(&scene, "vnpay").len(), cases(&scene, "vietqr")), (0, vec!["double_payment".to_owned()]));
    let second = standing(&scene, &there);
    assert!(second["receipt"].is_null() && text(&second, "say_en").contains("given back"), "{second}");
    let order = opened(&scene, "vietqr", &gone);
    gone.withdrawal("Thôi").expect(201);
    bank_tells(&scene, "ft-2", text(&order, "reference"), FEE).expect(TAKEN);
    assert_eq!(cases(&scene, "vietqr"), ["double_payment", "paid_for_nothing"]);
    assert_eq!(stage(&gone), "withdrawn");
    let receipt = format!("/api/payments/vietqr/orders/{}/receipt", text(&order, "id"));
    scene.portal.get(&receipt).bearer(&gone.draft.secret).expect(409).problem("no-receipt");
    scene.in_order();
}

#[test]
fn what_an_official_asks_for_during_the_work_is_paid_the_same_way() {
    let scene = scene();
    let dossier = filed(&scene);
    scene.official().accept(&dossier.code);
    order(&scene, "vnpay", &dossier, &key()).expect(409).problem("nothing-due");
    scene.official().start(&dossier.code);
    scene.official().ask_payment(&dossier.code, Actor::Handler, 15_000, "Phí sao lục");
    let order = opened(&scene, "vnpay", &dossier);
    assert_eq!(order["amount"], 15_000);
    vnpay_tells(&scene, "7", text(&order, "reference"), 15_000, "00").expect(200);
    assert_eq!(stage(&dossier), "in_process");
    scene.in_order();
}

#[test]
fn the_page_that_a_browser_comes_back_to_pays_nothing() {
    let scene = scene();
    let dossier = filed(&scene);
    let order = opened(&scene, "vnpay", &dossier);
    let page = format!("/nop-phi/vnpay/{}?vnp_ResponseCode=00&vnp_TransactionStatus=00&x=1&x=2", text(&order, "id"));
    for _ in 0..3 {
        let page = scene.portal.get(&page).expect(200);
        assert!(page.text().contains("chưa nộp") && page.header("refresh").is_some(), "{}", page.text());
    }
    assert_eq!(text(&standing(&scene, &order), "state"), "pending");
    let rows = scene.rows();
    assert_eq!((rows["payment_calls"], rows["payment_entries"]), (0, 0));
}

#[test]
fn a_citizen_pays_by_pages_alone() {
    let scene = scene();
    let dossier = filed(&scene);
    let cookie = format!("motcua_draft={}.{}", dossier.draft.id, dossier.draft.secret);
    let get = |path: &str| scene.portal.get(path).header("cookie", &cookie).expect(200).text();
    assert!(get(&format!("/ho-so/{}", dossier.code)).contains("/nop-phi/vietqr"));
    let start = |scene: &Scene| {
        let ask = scene.portal.ask("POST", "/nop-phi/vietqr").header("cookie", &cookie);
        let ask = ask.header("content-type", "application/x-www-form-urlencoded");
        let answer = ask.body(format!("dossier={}", dossier.code)).expect(303);
        answer.header("location").expect("a page").to_owned()
    };
    let page = start(&scene);
    assert_eq!(page, start(&scene), "pressed twice, one order is opened");
    let shown = get(&page);
    assert!(shown.contains("113366668888") && shown.contains("<svg"), "{shown}");
    let id = page.rsplit('/').next().expect("an id");
    let order = scene.portal.get(&format!("/api/payments/vietqr/orders/{id}")).expect(200).json();
    bank_tells(&scene, "ft-1", text(&order, "reference"), FEE).expect(TAKEN);
    assert!(get(&page).contains("bien-lai"));
    let receipt = get(&format!("{page}/bien-lai"));
    assert!(receipt.contains("Bảy nghìn đồng") && receipt.contains("Nguyễn Thị Ánh"), "{receipt}");
}
