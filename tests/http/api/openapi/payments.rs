//! Fees paid through gateways, for whoever has the dossier's secret, for cashiers, and for the gateways themselves: what the portal
//! answers is what the document says.
//!
//! The examples are about one order, which this portal has: its payment is told by the example of a call.

mod settled;
mod stage;

use motcua_rules::dossier::Actor;
use motcua_tests::answers::{answers, form};
use motcua_tests::key;
use serde_json::{Value, json};

use super::document::{Operation, assert_valid, document, example, map, operation, text as words};
use super::drafts::PLACE;
use crate::payments::{AN, BINH, FEE, TAKEN, bank_tells, filed, opened, order, text, vnpay_tells};

use stage::REFERENCE;
pub use stage::stage;

/// Copies of civil status records: nobody can say how much before somebody counts them.
const COPIES: &str = "2.000635";

fn gateways() -> Vec<&'static str> {
    let known = document()["components"]["schemas"]["gateway"]["enum"].as_array().expect("the gateways");
    known.iter().filter_map(Value::as_str).collect()
}

#[test]
fn an_order_is_opened_as_documented() {
    let (stage, open) = (stage(), operation("open_order"));
    let scene = &stage.scene;
    let dossier = filed(scene);
    let schema = &open.value["requestBody"]["content"]["application/json"]["schema"];
    assert_valid(schema, &json!({"dossier": dossier.code}), "an order");
    let key_of_first = key();
    for language in ["vi", "en"] {
        let ask = || order(scene, "vnpay", &dossier, &key_of_first).header("accept-language", language);
        let [first, again] = [(); 2].map(|()| open.answers(ask(), 201));
        assert_eq!((first.json(), first.header("content-language")), (again.json(), Some(language)));
        assert_eq!(first.json()["next"]["kind"], "redirect");
        let place = first.header("location").expect("an address");
        assert!(place.ends_with(text(&first.json(), "id")), "{place}");
    }
    open.refuses(order(scene, "vnpay", &dossier, &key()), 409, "order-open");
    let ask = stage.ask(&open, &open.bare(), &dossier.draft.secret).header("idempotency-key", &key_of_first);
    let same_in_other_words = format!("{{ \"dossier\": \"{}\" }}", dossier.code);
    let ask = ask.header("content-type", "application/json").body(same_in_other_words);
    open.refuses(ask, 409, "key-of-another-request");
    let other = filed(scene);
    assert_eq!(open.answers(order(scene, "vietqr", &other, &key()), 201).json()["next"]["kind"], "transfer");

    open.refuses(order(scene, "payos", &other, &key()), 503, "gateway-not-offered");
    let key_of_silent = key();
    for _ in 0..2 {
        open.refuses(order(scene, "zalopay", &other, &key_of_silent), 502, "gateway-silent");
    }
    let declined = open.refuses(order(scene, "momo", &other, &key()), 502, "gateway-declined");
    assert_eq!(declined["code"], "11");
}

#[test]
fn an_order_that_cannot_be_opened_is_refused_as_documented() {
    let (stage, open) = (stage(), operation("open_order"));
    let scene = &stage.scene;
    let dossier = filed(scene);
    let path = "/api/payments/vnpay/orders";
    let ask = || stage.ask(&open, path, &dossier.draft.secret);
    let whole = json!({"dossier": dossier.code});
    open.refuses(ask().json(&whole), 400, "missing-key");
    open.refuses(ask().header("idempotency-key", "two words").json(&whole), 400, "malformed-key");
    let ask = || ask().header("idempotency-key", &key());
    open.refuses(ask().body(whole.to_string()), 415, "unsupported-media-type");
    for (body, status, kind) in [
        (json!({"dossier": dossier.code, "amount": 1}).to_string(), 400, "malformed-body"),
        ("[".repeat(13), 400, "body-too-deep"),
        (" ".repeat(4_097), 413, "body-too-large"),
    ] {
        open.refuses(ask().header("content-type", "application/json").body(body), status, kind);
    }
    let stranger = stage.ask(&open, path, "nobody's").header("idempotency-key", &key()).json(&whole);
    open.refuses(stranger, 404, "no-such-dossier");

    open.refuses(order(scene, "vnpay", &stage.dossier, &key()), 409, "already-paid");
    scene.official().ask_payment(&dossier.code, Actor::Desk, 1, "Phí");
    open.refuses(order(scene, "vnpay", &dossier, &key()), 422, "amount-not-taken");
    let untold = scene.citizen().drafts(COPIES, PLACE).answers(&answers(&form(COPIES), &json!({}))).submit();
    open.refuses(order(scene, "vnpay", &untold, &key()), 409, "fee-unknown");
    let accepted = filed(scene);
    scene.official().accept(&accepted.code);
    open.refuses(order(scene, "vnpay", &accepted, &key()), 409, "nothing-due");
}

#[test]
fn an_order_is_read_as_documented() {
    let (stage, read) = (stage(), operation("read_order"));
    let scene = &stage.scene;
    let states = |order: &Value| {
        let path = format!("/api/payments/{}/orders/{}", text(order, "gateway"), text(order, "id"));
        let answer = read.answers(scene.portal.get(&path), 200);
        let tag = answer.header("etag").expect("a tag").to_owned();
        read.answers(scene.portal.get(&path).header("if-none-match", &tag), 304);
        text(&answer.json(), "state").to_owned()
    };
    let waiting = opened(scene, "vnpay", &filed(scene));
    assert_eq!(states(&waiting), "pending");
    vnpay_tells(scene, "20", text(&waiting, "reference"), FEE, "24").expect(200);
    assert_eq!(states(&waiting), "failed");
    vnpay_tells(scene, "21", text(&waiting, "reference"), FEE, "00").expect(200);
    assert_eq!(states(&waiting), "paid");
    let doubted = opened(scene, "vnpay", &filed(scene));
    vnpay_tells(scene, "22", text(&doubted, "reference"), FEE, "07").expect(200);
    assert_eq!(states(&doubted), "review");
}

#[test]
fn a_receipt_for_a_fee_is_read_as_documented() {
    let (stage, receipt) = (stage(), operation("read_payment_receipt"));
    let scene = &stage.scene;
    let path = receipt.bare();
    let answer = receipt.answers(stage.ask(&receipt, &path, &stage.dossier.draft.secret), 200);
    assert_eq!(
        (&answer.json()["receipt"]["number"], &answer.json()["receipt"]["amount"]),
        (&json!(REFERENCE), &json!(FEE))
    );
    let tag = answer.header("etag").expect("a tag");
    let ask = || stage.ask(&receipt, &path, &stage.dossier.draft.secret);
    receipt.answers(ask().header("if-none-match", tag), 304);
    let draft = &stage.dossier.draft;
    let cookie = format!("motcua_draft={}.{}", draft.id, draft.secret);
    assert_eq!(receipt.answers(scene.portal.get(&path).header("cookie", &cookie), 200).body, answer.body);
    receipt.refuses(scene.portal.get(&path), 404, "no-such-dossier");

    let dossier = filed(scene);
    let order = opened(scene, "vietqr", &dossier);
    let ask = || {
        let path = format!("/api/payments/vietqr/orders/{}/receipt", text(&order, "id"));
        stage.ask(&receipt, &path, &dossier.draft.secret)
    };
    receipt.refuses(ask(), 409, "not-paid");
    dossier.withdrawal("Thôi").expect(201);
    bank_tells(scene, "ft-30", text(&order, "reference"), FEE).expect(TAKEN);
    receipt.refuses(ask(), 409, "no-receipt");
}

#[test]
fn a_gateway_is_answered_as_documented() {
    let stage = stage();
    let [take, posted] = ["take_call", "take_posted_call"].map(operation);
    let portal = &stage.scene.portal;
    assert_eq!(take.answers(portal.get(&take.call("paid")), 200).json()["RspCode"], "02", "it was told before");

    let media = &posted.value["requestBody"]["content"]["application/json"];
    for (name, body) in map(&media["examples"]) {
        assert_valid(&media["schema"], &body["value"], name);
        let ask = portal.ask("POST", &posted.call(name)).json(&body["value"]);
        let headers = posted.parameters("header");
        posted.answers(headers.fold(ask, |ask, one| ask.header(&words(&one["name"]), &example(one))), TAKEN);
    }

    for gateway in gateways() {
        let path = format!("/api/payments/{gateway}/callback");
        take.check(&portal.get(&path).send());
        take.check(&portal.get(&format!("{path}?a=1&a=2&%zz=%00")).send());
        for body in ["", "{}", "[1]", "{\"a\":", "\u{0}"] {
            for kind in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
                posted.check(&portal.ask("POST", &path).header("content-type", kind).body(body).send());
            }
        }
    }
    let bank = || portal.ask("POST", "/api/payments/vietqr/callback").header("content-type", "application/json");
    posted.answers(bank().body("{}"), 400);
    posted.answers(bank().header("signature-input", "sig=()").body("{}"), 401);
    posted.refuses(bank().body(vec![b' '; 64 * 1024 + 1]), 413, "body-too-large");
    take.refuses(portal.get(&format!("{}?a={}", take.bare(), "a".repeat(8 * 1024))), 414, "address-too-long");
}

#[test]
fn a_refund_is_proposed_as_documented() {
    let (stage, propose) = (stage(), operation("propose_refund"));
    let path = propose.bare();
    let ask = || stage.ask(&propose, &path, AN).header("idempotency-key", &key());
    let media = &propose.value["requestBody"]["content"]["application/json"];
    let refunds: Vec<Value> = map(&media["examples"])
        .iter()
        .map(|(name, body)| {
            assert_valid(&media["schema"], &body["value"], name);
            let key = key();
            let ask = || stage.ask(&propose, &path, AN).header("idempotency-key", &key);
            let [first, again] = [(); 2].map(|()| propose.answers(ask().json(&body["value"]), 201).json());
            assert_eq!((&first, text(&first, "state")), (&again, "proposed"));
            propose.refuses(
                ask().json(&json!({"order": first["order"], "amount": 1, "reason": "a"})),
                409,
                "key-of-another-request",
            );
            first
        })
        .collect();

    let [read, list, approve, reject] =
        ["read_refund", "list_refunds", "approve_refund", "reject_refund"].map(operation);
    let listed = list.answers(stage.ask(&list, &list.bare(), BINH), 200).json();
    assert!(
        refunds.iter().all(|refund| listed["items"].as_array().is_some_and(|items| items.contains(refund))),
        "{listed}"
    );
    let at = |operation: &Operation, refund: &Value| {
        let parameter = operation.parameters("path").find(|one| one["name"] == "id").expect("an id");
        operation.at(parameter, text(refund, "id"))
    };
    read.answers(stage.ask(&read, &at(&read, &refunds[0]), BINH), 200);
    let elsewhere = at(&read, &refunds[0]).replace("vnpay", "vietqr");
    read.refuses(stage.ask(&read, &elsewhere, BINH), 404, "no-such-refund");

    let decide = |operation: &Operation, refund: &Value, who: &str| stage.ask(operation, &at(operation, refund), who);
    let nothing = &approve.value["requestBody"]["content"]["application/json"]["examples"]["nothing"]["value"];
    approve.refuses(decide(&approve, &refunds[0], AN), 403, "same-person");
    reject.refuses(decide(&reject, &refunds[0], AN).json(nothing), 403, "same-person");
    for operation in [&approve, &reject] {
        operation.refuses(decide(operation, &refunds[0], BINH).json(&json!({"number": "1"})), 400, "malformed-body");
        operation.refuses(decide(operation, &refunds[0], BINH).body("a"), 415, "unsupported-media-type");
    }
    // Nobody hears of the gateway, so that it stays asked for.
    for ask in [decide(&approve, &refunds[0], BINH).json(nothing), decide(&approve, &refunds[0], BINH)] {
        assert_eq!(approve.answers(ask, 200).json()["state"], "asked");
    }
    for ask in [decide(&reject, &refunds[1], BINH).json(nothing), decide(&reject, &refunds[1], BINH)] {
        assert_eq!(reject.answers(ask, 200).json()["state"], "rejected");
    }
    approve.refuses(decide(&approve, &refunds[1], BINH), 409, "refund-not-now");
    reject.refuses(decide(&reject, &refunds[0], BINH), 409, "refund-not-now");

    let whole = |change: Value| {
        let mut body = media["examples"]["part"]["value"].clone();
        map(&change).iter().for_each(|(name, value)| body[name] = value.clone());
        body
    };
    let too_large = propose.refuses(ask().json(&whole(json!({"amount": FEE}))), 422, "refund-too-large");
    assert_eq!(too_large["available"], FEE - 2_000);
    let beyond = propose.refuses(ask().json(&whole(json!({"amount": u64::MAX}))), 422, "refund-too-large");
    assert_eq!(beyond["available"], FEE - 2_000);
    propose.refuses(ask().json(&whole(json!({"amount": 0}))), 422, "nothing-to-refund");
    for transaction in ["1", "\u{0}"] {
        propose.refuses(ask().json(&whole(json!({"transaction": transaction}))), 422, "nothing-to-refund");
    }
    for reason in [" ".to_owned(), "\u{0}".to_owned(), "đ".repeat(501)] {
        propose.refuses(ask().json(&whole(json!({"reason": reason}))), 400, "malformed-parameter");
    }
    propose.refuses(ask().json(&whole(json!({"amount": -1}))), 400, "malformed-body");
    propose.refuses(ask().json(&whole(json!({"order": "H26-1"}))), 404, "no-such-order");
    propose.refuses(stage.ask(&propose, &path, AN).json(&whole(json!({}))), 400, "missing-key");
    propose.refuses(ask().body("a"), 415, "unsupported-media-type");
    propose.refuses(
        ask().header("content-type", "application/json").body(" ".repeat(16 * 1024 + 1)),
        413,
        "body-too-large",
    );
}

#[test]
fn a_refund_is_transferred_by_hand_as_documented() {
    let stage = stage();
    let [propose, approve, transfer] = ["propose_refund", "approve_refund", "confirm_transfer"].map(operation);
    let order = stage.paid_by_transfer("ft-40");
    let approved = |amount: u64| {
        let body = json!({"order": text(&order, "id"), "amount": amount, "reason": "Nộp nhầm"});
        let ask = stage.ask(&propose, "/api/payments/vietqr/refunds", AN).header("idempotency-key", &key());
        let refund = propose.answers(ask.json(&body), 201).json();
        let path = format!("/api/payments/vietqr/refunds/{}", text(&refund, "id"));
        let by_hand = approve.answers(stage.ask(&approve, &format!("{path}/approval"), BINH), 200).json();
        assert_eq!(by_hand["state"], "by_hand");
        format!("{path}/transfer")
    };
    let media = &transfer.value["requestBody"]["content"]["application/json"];
    let body = &media["examples"]["number"]["value"];
    assert_valid(&media["schema"], body, "a number");
    let (first, second) = (approved(5_000), approved(1_000));
    transfer.refuses(stage.ask(&transfer, &first, AN).json(body), 403, "same-person");
    for _ in 0..2 {
        let done = transfer.answers(stage.ask(&transfer, &first, BINH).json(body), 200).json();
        assert_eq!((&done["state"], &done["number"]), (&json!("done"), &body["number"]));
    }
    transfer.refuses(stage.ask(&transfer, &second, BINH).json(body), 409, "number-booked");
    for number in [String::new(), "\u{0}".to_owned(), "1".repeat(101)] {
        transfer.refuses(
            stage.ask(&transfer, &second, BINH).json(&json!({"number": number})),
            400,
            "malformed-parameter",
        );
    }
    transfer.refuses(stage.ask(&transfer, &second, BINH).json(&json!({"colour": "red"})), 400, "malformed-body");
    transfer.refuses(stage.ask(&transfer, &second, BINH).body("a"), 415, "unsupported-media-type");
    assert_eq!(transfer.answers(stage.ask(&transfer, &second, BINH), 200).json()["state"], "done");
}

#[test]
fn cases_are_looked_into_as_documented() {
    let stage = stage();
    let [list, change] = ["list_cases", "change_case"].map(operation);
    for call in list.calls() {
        for language in ["vi", "en"] {
            let ask = stage.ask(&list, &call, AN).header("accept-language", language);
            assert_eq!(list.answers(ask, 200).header("content-language"), Some(language), "{call}");
        }
    }
    let path = change.bare();
    let media = &change.value["requestBody"]["content"]["application/json"];
    let [take, close] = ["take", "close"].map(|name| media["examples"][name]["value"].clone());
    let ask = |who: &str, body: &Value| stage.ask(&change, &path, who).json(body);
    for body in [&take, &close] {
        assert_valid(&media["schema"], body, "a change");
        for _ in 0..2 {
            let case = change.answers(ask(AN, body), 200).json();
            assert_eq!((&case["owner"], &case["reason"]), (&json!("an"), &body["reason"]));
        }
    }
    let refused = change.refuses(ask(BINH, &take), 409, "changed-meanwhile");
    assert_eq!(refused["case"]["version"], 3);
    change.refuses(ask(AN, &json!({"version": 3, "reason": " "})), 400, "malformed-parameter");
    change.refuses(ask(AN, &json!({"version": 3, "reason": "đ".repeat(1_001)})), 400, "malformed-parameter");
    change.refuses(ask(AN, &json!({"version": -1})), 400, "malformed-body");
    change.refuses(stage.ask(&change, &path, AN).body("a"), 415, "unsupported-media-type");
    let page = list.answers(stage.ask(&list, &list.bare(), AN), 200).json();
    let is_open = |case: &Value| path.ends_with(text(case, "id"));
    assert!(!page["items"].as_array().expect("cases").iter().any(is_open), "a closed case is not listed: {page}");
}
