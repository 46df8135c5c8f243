//! Two cashiers: what one proposes to give back, the other decides.

use motcua_tests::{Ask, key};
use serde_json::{Value, json};

use crate::desk::{Desk, until_answered};
use crate::history::History;
use crate::{AN, BINH};

/// Gives back something of an order of this history for which money came, where there is one.
pub fn refund(history: &mut History, desk: &Desk<'_>) {
    let standing: Vec<Value> = history.orders.iter().map(|order| desk.standing(&order.id)).collect();
    let number = |order: &Value, name: &str| order[name].as_u64().expect("an amount");
    let has_money = |order: &&Value| number(order, "received") > 0;
    let Some(order) = standing.iter().find(has_money) else { return };
    let (left, due) = (number(order, "received") - number(order, "returned"), number(order, "amount"));
    let amount = *history.chance.one(&[left, due, due / 2, due / 3, 1, left + 1]);
    let id = order["id"].as_str().expect("an id").to_owned();
    let Some(proposed) = propose(history, desk, &id, amount) else { return };
    assert!(amount <= left, "{amount} was proposed of {left}: {order}");
    decide(history, desk, &proposed, &id, amount);
}

fn propose(history: &mut History, desk: &Desk<'_>, order: &str, amount: u64) -> Option<String> {
    // Of the payments on the order's account any may be given back; the one that paid it where none is named.
    let reference = desk.standing(order)["reference"].as_str().expect("a reference").to_owned();
    let payments = desk.gateway.payments();
    let told: Vec<_> = payments.iter().filter(|one| one.reference == reference && one.is_told).collect();
    let chosen = if told.is_empty() { None } else { Some(history.chance.one(&told).transaction.clone()) };
    let transaction = chosen.filter(|_| history.chance.below(2) == 0);
    let mut body = json!({"order": order, "amount": amount, "reason": "Nộp thừa"});
    transaction.into_iter().for_each(|number| body["transaction"] = number.into());
    let key = key();
    let ask = || desk.ask("POST", "/refunds").bearer(AN).header("idempotency-key", &key).json(&body);
    let answer = until_answered(ask);
    match answer.status {
        201 => {
            let id = answer.json()["id"].as_str().expect("an id").to_owned();
            let again = until_answered(ask);
            assert_eq!((again.status, again.json()["id"].as_str()), (201, Some(id.as_str())), "{}", again.text());
            Some(id)
        }
        // There is not as much left, or no such payment.
        409 | 422 => None,
        _ => panic!("{}: {}", answer.status, answer.text()),
    }
}

fn decide(history: &mut History, desk: &Desk<'_>, refund: &str, order: &str, amount: u64) {
    let act = |who: &str, act: &str| -> Ask { desk.ask("POST", &format!("/refunds/{refund}/{act}")).bearer(who) };
    if history.chance.below(4) == 0 {
        let alone = until_answered(|| act(AN, "approval"));
        assert!((400..500).contains(&alone.status), "a cashier approved his own refund: {}", alone.text());
    }
    match history.chance.below(8) {
        0 => return,
        1 => {
            let rejected = until_answered(|| act(BINH, "rejection"));
            assert_eq!(rejected.status, 200, "{}", rejected.text());
            return;
        }
        _ => {}
    }
    let approved = until_answered(|| act(BINH, "approval"));
    assert_eq!(approved.status, 200, "{}", approved.text());
    let state = approved.json()["state"].as_str().expect("a state").to_owned();
    if history.chance.below(3) == 0 {
        assert_eq!(until_answered(|| act(BINH, "approval")).status, 200);
    }
    assert_eq!(state == "by_hand", !desk.gateway.kind.refunds(), "{}", approved.text());
    if state == "by_hand" && history.chance.below(4) > 0 {
        let number = format!("CK{}", history.chance.number() % 1_000_000_000_000);
        let done = until_answered(|| act(BINH, "transfer").json(&json!({"number": number})));
        assert_eq!(done.status, 200, "{}", done.text());
        history.by_hand.push((order.to_owned(), amount, number));
    }
}
