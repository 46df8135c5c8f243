//! Those who answer for the money: refunds by two people, statements of three, cases with an owner.

use motcua_tests::{Ask, Scene, key};
use serde_json::{Value, json};

use super::{AN, BINH, FEE, TAKEN, bank_tells, cases, filed, opened, scene, standing, text};

fn post(scene: &Scene, below: &str, who: &str, body: &Value) -> Ask {
    let ask = scene.portal.ask("POST", &format!("/api/payments/vietqr/{below}")).bearer(who);
    ask.header("idempotency-key", &key()).json(body)
}

/// An order that was paid by a transfer.
fn paid(scene: &Scene, payment: &str) -> Value {
    let order = opened(scene, "vietqr", &filed(scene));
    bank_tells(scene, payment, text(&order, "reference"), FEE).expect(TAKEN);
    order
}

fn refund(order: &Value, amount: u64) -> Value {
    json!({"order": text(order, "id"), "amount": amount, "reason": "Nộp nhầm"})
}

#[test]
fn a_refund_needs_two_people_and_never_exceeds_what_came() {
    let scene = scene();
    let order = paid(&scene, "ft-1");
    let first = post(&scene, "refunds", AN, &refund(&order, 5_000)).expect(201).json();
    let problem = post(&scene, "refunds", BINH, &refund(&order, 2_001)).expect(422).problem("refund-too-large");
    assert_eq!(problem["available"], FEE - 5_000);
    let act = |id: &Value, act: &str, who: &str| {
        post(&scene, &format!("refunds/{}/{act}", id.as_str().expect("an id")), who, &json!({}))
    };
    act(&first["id"], "approval", AN).expect(403).problem("same-person");
    act(&first["id"], "transfer", BINH).expect(409).problem("refund-not-now");
    // A bank takes no refunds by a call: somebody has to transfer the money.
    assert_eq!(text(&act(&first["id"], "approval", BINH).expect(200).json(), "state"), "by_hand");
    assert_eq!(text(&act(&first["id"], "approval", BINH).expect(200).json(), "state"), "by_hand", "again");
    let before = standing(&scene, &order);
    assert_eq!(
        (&before["returned"], &before["refunded"]),
        (&json!(5_000), &json!(0)),
        "set aside, and not given back yet"
    );
    assert_eq!(text(&act(&first["id"], "transfer", BINH).expect(200).json(), "state"), "done");
    assert_eq!(standing(&scene, &order)["refunded"], 5_000);
    // What is rejected is free again.
    let second = post(&scene, "refunds", AN, &refund(&order, 2_000)).expect(201).json();
    post(&scene, "refunds", AN, &refund(&order, 1)).expect(422).problem("refund-too-large");
    assert_eq!(text(&act(&second["id"], "rejection", BINH).expect(200).json(), "state"), "rejected");
    assert_eq!(standing(&scene, &order)["returned"], 5_000);
    let list = format!("/api/payments/vietqr/orders/{}/refunds", text(&order, "id"));
    let list = scene.portal.get(&list).bearer(AN).expect(200).json();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
    scene.in_order();
}

#[test]
fn a_repeated_proposal_is_one_refund() {
    let scene = scene();
    let order = paid(&scene, "ft-1");
    let key = key();
    let ask = |amount| {
        let ask = scene.portal.ask("POST", "/api/payments/vietqr/refunds").bearer(AN);
        ask.header("idempotency-key", &key).json(&refund(&order, amount))
    };
    // All of it: a repetition finds nothing left, and is answered all the same.
    let first = ask(FEE).expect(201).json();
    assert_eq!(ask(FEE).expect(201).json()["id"], first["id"]);
    ask(1).expect(409).problem("key-of-another-request");
    assert_eq!(standing(&scene, &order)["returned"], FEE);
}

#[test]
fn only_cashiers_touch_the_money() {
    let scene = scene();
    let order = paid(&scene, "ft-1");
    let day = "2026-03-02";
    for ask in [
        post(&scene, "refunds", "nobody", &refund(&order, 1)),
        scene.portal.get("/api/payments/vietqr/cases"),
        scene.portal.get(&format!("/api/payments/vietqr/statements/{day}")),
        scene.portal.ask("PUT", &format!("/api/payments/vietqr/statements/{day}/gateway")),
        post(&scene, &format!("statements/{day}/settlement"), "nobody", &json!({})),
        scene.portal.ask("POST", "/api/payments/vietqr/sweep"),
        scene.portal.ask("POST", "/api/payments/vietqr/sweep").bearer(AN),
    ] {
        ask.expect(401).problem("unauthorized");
    }
    scene.portal.ask("POST", "/api/payments/vietqr/sweep").bearer("sweeper-0123456789").expect(200);
    // The private path is nobody's from outside.
    scene.portal.ask("POST", "/sweep").expect(404);
}

#[test]
fn three_books_are_held_against_each_other() {
    let scene = scene();
    for payment in ["ft-1", "ft-2", "ft-3"] {
        paid(&scene, payment);
    }
    let day = "/api/payments/vietqr/statements/2026-03-02";
    let put = |source: &str, rows: &str| {
        let ask = scene.portal.ask("PUT", &format!("{day}/{source}")).bearer(AN).header("content-type", "text/csv");
        ask.body(format!("transaction,kind,reference,amount,fee\n{rows}"))
    };
    scene.portal.get(day).bearer(AN).expect(404).problem("no-statement");
    put("gateway", "ft-1,payment,,7000,70\nft-2,payment,,7100,70\nft-9,payment,,5000,0\n").expect(200);
    put("gateway", "ft-1,payment,,7000\n").expect(422).problem("flawed-statement");
    let early = scene.portal.get(day).bearer(AN).expect(200).json();
    assert_eq!((&early["has_treasury"], &early["matches"]), (&json!(false), &json!(0)), "{early}");
    put("treasury", "ft-1,payment,,6930,0\nft-2,payment,,7030,0\n").expect(200);
    let settle = || scene.portal.ask("POST", &format!("{day}/settlement")).bearer(BINH).expect(200).json();
    let done = settle();
    assert_eq!((&done["matches"], &done["settled"]), (&json!(1), &json!(1)), "{done}");
    let mut found: Vec<(String, String)> = done["differences"]
        .as_array()
        .expect("differences")
        .iter()
        .map(|one| (text(one, "transaction").to_owned(), text(one, "trouble").to_owned()))
        .collect();
    found.sort();
    let expected = [
        ("ft-2", "amount_differs"),
        ("ft-3", "missing_there"),
        ("ft-9", "missing_at_treasury"),
        ("ft-9", "missing_here"),
    ];
    assert_eq!(found, expected.map(|(one, trouble)| (one.to_owned(), trouble.to_owned())));
    assert_eq!(settle()["settled"], 0, "what is settled is settled once");
    assert_eq!(cases(&scene, "vietqr").len(), 4);
    scene.in_order();
}

#[test]
fn a_case_has_an_owner_and_an_end() {
    let scene = scene();
    bank_tells(&scene, "ft-1", "nobody's", FEE).expect(TAKEN);
    let list = |query: &str| {
        let page = scene.portal.get(&format!("/api/payments/vietqr/cases{query}")).bearer(AN).expect(200).json();
        page["items"].as_array().expect("cases").clone()
    };
    let case = list("").remove(0);
    assert_eq!((text(&case, "kind"), &case["amount"], &case["owner"]), ("unknown_order", &json!(FEE), &Value::Null));
    let id = text(&case, "id");
    let change = |who: &str, body: Value| post(&scene, &format!("cases/{id}"), who, &body);
    change(AN, json!({"version": 1})).expect(200);
    change(BINH, json!({"version": 1})).expect(409).problem("changed-meanwhile");
    scene.later(60 * 24 * 3);
    let closed = change(AN, json!({"version": 2, "reason": "Đã trả lại cho người nộp"})).expect(200).json();
    assert_eq!((&closed["owner"], &closed["age_days"]), (&json!("an"), &json!(3)));
    change(AN, json!({"version": 2, "reason": "Đã trả lại cho người nộp"})).expect(200);
    assert_eq!((list("").len(), list("?all=1").len()), (0, 1));
    change(AN, json!({"version": 3, "reason": " "})).expect(400);
}

#[test]
fn what_two_books_have_on_two_days_is_one_payment() {
    let scene = scene();
    scene.now("2026-03-02T23:59");
    paid(&scene, "ft-1");
    scene.now("2026-03-03T00:01");
    paid(&scene, "ft-2");
    let put = |day: &str, source: &str, rows: &str| {
        let ask = scene.portal.ask("PUT", &format!("/api/payments/vietqr/statements/{day}/{source}")).bearer(AN);
        let ask = ask.header("content-type", "text/csv");
        ask.body(format!("transaction,kind,reference,amount,fee\n{rows}")).expect(200);
    };
    // The bank books the first after midnight, and the second before.
    for (day, number) in [("2026-03-02", "ft-2"), ("2026-03-03", "ft-1")] {
        put(day, "gateway", &format!("{number},payment,,7000,0\n"));
        put(day, "treasury", &format!("{number},payment,,7000,0\n"));
    }
    for day in ["2026-03-02", "2026-03-03"] {
        let day = format!("/api/payments/vietqr/statements/{day}/settlement");
        let done = scene.portal.ask("POST", &day).bearer(AN).expect(200).json();
        assert_eq!((&done["settled"], &done["differences"]), (&json!(1), &json!([])), "{done}");
    }
    scene.in_order();
}

#[test]
fn money_of_another_amount_goes_back_though_nothing_was_paid() {
    let scene = scene();
    let order = opened(&scene, "vietqr", &filed(&scene));
    bank_tells(&scene, "ft-1", text(&order, "reference"), FEE - 1_000).expect(TAKEN);
    let wanted =
        |amount: u64| json!({"order": text(&order, "id"), "transaction": "ft-1", "amount": amount, "reason": "Thiếu"});
    post(&scene, "refunds", AN, &wanted(FEE)).expect(422).problem("refund-too-large");
    let refund = post(&scene, "refunds", AN, &wanted(FEE - 1_000)).expect(201).json();
    for act in ["approval", "transfer"] {
        post(&scene, &format!("refunds/{}/{act}", text(&refund, "id")), BINH, &json!({})).expect(200);
    }
    let standing = standing(&scene, &order);
    assert_eq!((text(&standing, "state"), &standing["refunded"]), ("pending", &json!(FEE - 1_000)), "{standing}");
    scene.in_order();
}
