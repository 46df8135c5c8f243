//! What comes at the same moment: copies of one call, the browser and the gateway, cashiers, clicks.

use std::collections::BTreeSet;
use std::thread;

use motcua_tests::gateway::{Heard, How, Kind, Message};
use motcua_tests::{Answer, Ask, Dossier, key};
use serde_json::{Value, json};

use crate::balance::agree;
use crate::desk::Desk;
use crate::hall::{Hall, MINUTE};
use crate::histories::rest;
use crate::history::{History, Opened};
use crate::{AN, BINH, Tally};
use motcua_tests::Chance;

/// So many copies of one call.
const COPIES: usize = 64;
/// So many people at once.
const CROWD: usize = 16;

#[test]
fn sixty_four_copies_of_one_call_are_one_payment_and_sixty_four_right_answers() {
    let hall = Hall::open(&Kind::ALL, 64);
    for place in 0..Kind::ALL.len() {
        let desk = hall.desk(place);
        let (dossier, order) = opened(&desk);
        desk.gateway.pay(&order.next, How::Paid).expect("a payment");
        let message = only(desk.gateway.take());
        let answers = at_once(COPIES, |_| message.to(&desk.url, desk.gateway.kind));
        for answer in &answers {
            let heard = desk.gateway.heard(answer);
            assert_eq!(heard, Heard::Taken, "{}: {} {}", desk.gateway.kind.word(), answer.status, answer.text());
        }
        let standing = desk.standing(&order.id);
        let (state, received) = (standing["state"].as_str(), standing["received"].as_u64());
        assert_eq!((state, received), (Some("paid"), standing["amount"].as_u64()), "{standing}");
        at_rest(&hall, place, dossier, order);
    }
    hall.in_order();
}

#[test]
fn the_browser_and_the_gateway_come_at_once_and_the_fee_is_paid_once() {
    let hall = Hall::open(&Kind::ALL, 7);
    for place in 0..Kind::ALL.len() {
        let desk = hall.desk(place);
        let (dossier, order) = opened(&desk);
        let visit = desk.gateway.pay(&order.next, How::Paid).expect("a payment");
        let message = only(desk.gateway.take());
        let path = visit.return_to.find("/nop-phi/").map(|at| visit.return_to[at..].to_owned());
        let path = path.unwrap_or_else(|| format!("/nop-phi/{}/{}", desk.gateway.kind.word(), order.id));
        let answers = at_once(2 * CROWD, |number| match number % 2 {
            0 => Ask::new("GET", &format!("{}{path}", desk.url)),
            _ => message.to(&desk.url, desk.gateway.kind),
        });
        for (number, answer) in answers.iter().enumerate() {
            let is_right =
                if number % 2 == 0 { answer.status == 200 } else { desk.gateway.heard(answer) == Heard::Taken };
            assert!(is_right, "{number}: {} {}", answer.status, answer.text());
        }
        assert_eq!(desk.standing(&order.id)["state"], "paid");
        at_rest(&hall, place, dossier, order);
    }
    hall.in_order();
}

#[test]
fn two_payments_that_are_told_at_once_are_both_kept() {
    let hall = Hall::open(&Kind::ALL, 9);
    // What KeyPay's calls say is asked about, and the answer names one payment: the other one is a case, and no booking.
    for place in (0..Kind::ALL.len()).filter(|&place| Kind::ALL[place] != Kind::Keypay) {
        let desk = hall.desk(place);
        let (dossier, order) = opened(&desk);
        desk.gateway.pay(&order.next, How::PaidTwice).expect("payments");
        let messages = desk.gateway.take();
        let answers = at_once(CROWD, |number| messages[number % 2].to(&desk.url, desk.gateway.kind));
        assert!(answers.iter().all(|answer| desk.gateway.heard(answer) == Heard::Taken));
        let standing = desk.standing(&order.id);
        assert_eq!(standing["received"].as_u64(), standing["amount"].as_u64().map(|amount| 2 * amount), "{standing}");
        at_rest(&hall, place, dossier, order);
    }
    hall.in_order();
}

#[test]
fn a_second_payment_that_nobody_vouches_for_is_a_case() {
    let hall = Hall::open(&[Kind::Keypay], 10);
    for is_first_first in [true, false] {
        let desk = hall.desk(0);
        let (dossier, order) = opened(&desk);
        desk.gateway.pay(&order.next, How::PaidTwice).expect("payments");
        let mut messages = desk.gateway.take();
        if !is_first_first {
            messages.reverse();
        }
        for message in &messages {
            assert_eq!(desk.gateway.heard(&message.to(&desk.url, Kind::Keypay).send()), Heard::Taken);
        }
        let cases = desk.ask("GET", "/cases").bearer(AN).expect(200).json();
        let is_its = |case: &Value| case["kind"] == "doubted" && case["order"] == order.id.as_str();
        assert!(cases["items"].as_array().expect("cases").iter().any(is_its), "{cases}");
        at_rest(&hall, 0, dossier, order);
    }
}

/// The answer to a question tells of the sum, and each call of its own transfer.
#[test]
fn a_fee_that_came_in_halves_is_its_payers_and_doubted_no_longer() {
    let hall = Hall::open(&[Kind::Payos], 11);
    let desk = hall.desk(0);
    let (dossier, order) = opened(&desk);
    desk.gateway.pay(&order.next, How::InHalves).expect("payments");
    let messages = desk.gateway.take();
    hall.pass(6 * MINUTE);
    desk.sweep();
    assert_eq!(desk.standing(&order.id)["state"], "review", "asked before it was told");
    for message in &messages {
        assert_eq!(desk.gateway.heard(&message.to(&desk.url, Kind::Payos).send()), Heard::Taken);
    }
    let standing = desk.standing(&order.id);
    assert_eq!((&standing["state"], &standing["received"]), (&json!("review"), &standing["amount"]), "{standing}");
    let id = order.id.clone();
    at_rest(&hall, 0, dossier, order);
    assert_eq!(desk.standing(&id)["state"], "expired");
    hall.in_order();
}

#[test]
fn one_fee_that_is_paid_at_every_gateway_at_once_is_one_fee() {
    let hall = Hall::open(&Kind::ALL, 12);
    let dossier = hall.desk(0).file();
    // Each of them is open: only the same gateway does not open a second order for one fee.
    let open = |place: usize| {
        let desk = hall.desk(place);
        let told = desk.order(&dossier, &key()).expect(201).json();
        desk.gateway.pay(&told["next"], How::Paid).expect("a payment");
        (only(desk.gateway.take()), Opened { id: told["id"].as_str().expect("an id").to_owned(), next: Value::Null })
    };
    let (messages, orders): (Vec<Message>, Vec<Opened>) = (0..Kind::ALL.len()).map(open).unzip();
    let answers = at_once(Kind::ALL.len(), |place| messages[place].to(&hall.desk(place).url, Kind::ALL[place]));
    for (place, answer) in answers.iter().enumerate() {
        assert_eq!(hall.gateways[place].heard(answer), Heard::Taken, "{}", answer.text());
        assert_eq!(hall.desk(place).standing(&orders[place].id)["state"], "paid");
    }
    for (place, order) in orders.into_iter().enumerate() {
        at_rest(&hall, place, dossier.clone(), order);
    }
    hall.in_order();
}

#[test]
fn however_often_the_button_is_pressed_there_is_one_order() {
    let hall = Hall::open(&Kind::ALL, 11);
    for place in 0..Kind::ALL.len() {
        let desk = hall.desk(place);
        let (dossier, key) = (desk.file(), key());
        let answers = at_once(CROWD, |_| desk.order(&dossier, &key));
        let ids: BTreeSet<String> = answers.iter().filter(|one| one.status == 201).map(id_of).collect();
        assert!(ids.len() <= 1, "{ids:?}");
        // Whoever came while the gateway was asked may hear that it does not answer a second time.
        for answer in &answers {
            assert!(matches!(answer.status, 201 | 409 | 502), "{}: {}", answer.status, answer.text());
        }
        let orders = desk.order(&dossier, &key).expect(201).json();
        assert!(!orders["next"].is_null(), "{}: {orders}", desk.gateway.kind.word());
        let order = Opened { id: id_of(&desk.order(&dossier, &key).expect(201)), next: orders["next"].clone() };
        desk.gateway.pay(&order.next, How::Paid).expect("a payment");
        at_rest(&hall, place, dossier, order);
    }
    hall.in_order();
}

#[test]
fn cashiers_who_are_all_as_fast_give_back_once() {
    let hall = Hall::open(&Kind::ALL, 13);
    for place in 0..Kind::ALL.len() {
        let desk = hall.desk(place);
        let (dossier, order) = opened(&desk);
        desk.gateway.pay(&order.next, How::Paid).expect("a payment");
        let message = only(desk.gateway.take());
        assert_eq!(desk.gateway.heard(&message.to(&desk.url, desk.gateway.kind).send()), Heard::Taken);
        let amount = desk.standing(&order.id)["amount"].clone();
        let body = json!({"order": order.id, "amount": amount, "reason": "Nộp nhầm"});
        let proposed = at_once(CROWD, |number| {
            let who = if number % 2 == 0 { AN } else { BINH };
            desk.ask("POST", "/refunds").bearer(who).header("idempotency-key", &key()).json(&body)
        });
        let taken: Vec<&Answer> = proposed.iter().filter(|answer| answer.status == 201).collect();
        assert_eq!(taken.len(), 1, "{:?}", proposed.iter().map(|one| (one.status, one.text())).collect::<Vec<_>>());
        let refund = taken[0].json();
        let other = if refund["maker"] == "an" { BINH } else { AN };
        let path = format!("/refunds/{}/approval", refund["id"].as_str().expect("an id"));
        let approved = at_once(CROWD, |_| desk.ask("POST", &path).bearer(other));
        assert!(
            approved.iter().all(|answer| answer.status == 200),
            "{:?}",
            approved.iter().map(Answer::text).collect::<Vec<_>>()
        );
        assert_eq!(desk.gateway.violations(), Vec::<String>::new());
        at_rest(&hall, place, dossier, order);
    }
    hall.in_order();
}

/// A dossier whose fee is to be paid, and the order for it.
fn opened(desk: &Desk<'_>) -> (Dossier, Opened) {
    let dossier = desk.file();
    let told = desk.order(&dossier, &key()).expect(201).json();
    (dossier, Opened { id: told["id"].as_str().expect("an id").to_owned(), next: told["next"].clone() })
}

fn only(messages: Vec<Message>) -> Message {
    assert_eq!(messages.len(), 1, "{messages:?}");
    messages.into_iter().next().expect("a message")
}

fn id_of(answer: &Answer) -> String {
    let told: Value = answer.json();
    told["id"].as_str().expect("an id").to_owned()
}

/// Sends so many requests at the same moment, and answers with what came back, in their order.
fn at_once(count: usize, ask: impl Fn(usize) -> Ask + Sync) -> Vec<Answer> {
    let start = std::sync::Barrier::new(count);
    thread::scope(|scope| {
        let one = |number: usize| {
            let (ask, start) = (&ask, &start);
            scope.spawn(move || {
                start.wait();
                ask(number).send()
            })
        };
        let all: Vec<_> = (0..count).map(one).collect();
        all.into_iter().map(|one| one.join().expect("an answer")).collect()
    })
}

/// Lets the day end, and insists that both sides agree.
fn at_rest(hall: &Hall, place: usize, dossier: Dossier, order: Opened) {
    rest(hall, &mut Chance::of(1), &mut Tally::default());
    let mut history = History::new(dossier, Chance::of(1));
    history.orders.push(order);
    agree(hall, place, &[history]);
}
