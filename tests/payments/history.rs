//! One history: a fee that is owed, orders for it, what their payers do, what cashiers give back.

use motcua_tests::gateway::{How, NotTaken, Simulator, Visit};
use motcua_tests::{Chance, Dossier, key};
use serde_json::Value;

use crate::cashiers;
use crate::desk::{Desk, until_answered};
use crate::hall::MINUTE;

/// An order that was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The portal's name for it.
    pub id: String,
    /// Where to pay it; `null` where that makes no sense any more.
    pub next: Value,
}

/// Something that happens.
#[derive(Clone, Debug)]
enum Act {
    /// The payer asks where to pay; with the same key if that was not answered before.
    Open(Option<String>),
    /// The payer of the order with this place goes to the gateway.
    Pay(usize, How),
    /// He is led back.
    Back,
    /// He looks how it stands.
    Look,
    /// He takes the dossier back.
    Withdraw,
    /// A cashier proposes to give back, and another decides.
    Refund,
    /// Nothing happens for so many minutes.
    Wait(u64),
}

/// What happens to one fee.
pub struct History {
    pub dossier: Dossier,
    pub chance: Chance,
    pub orders: Vec<Opened>,
    /// Nothing happens before, in milliseconds since 1970.
    pub not_before: u64,
    /// What cashiers transferred by hand: order, amount and number.
    pub by_hand: Vec<(String, u64, String)>,
    /// What was done, for whoever looks into a failure.
    pub done: Vec<String>,
    /// How often an order could not be had with a few tries.
    late: u32,
    visits: Vec<Visit>,
    /// The last first.
    acts: Vec<Act>,
}

/// Nobody has to come back for an order so often. Of ten thousand histories one came nine times: a first answer in five is lost.
const LATE_MAX: u32 = 20;
/// What payers do, the usual oftener.
const WAYS: [How; 13] = [
    How::Paid,
    How::Paid,
    How::Paid,
    How::Cancelled,
    How::Doubted,
    How::Abandoned,
    How::PaidTwice,
    How::OtherAmount,
    How::AtSecondTry,
    How::Nameless,
    How::OtherAmount,
    How::PaidTwice,
    How::InHalves,
];

impl History {
    /// A history that chance decides.
    pub fn new(dossier: Dossier, mut chance: Chance) -> History {
        let mut acts = vec![Act::Open(None), Act::Look, Act::Pay(0, *chance.one(&WAYS)), Act::Back];
        if chance.below(3) == 0 {
            acts.insert(chance.below(acts.len() - 1) + 1, Act::Wait(1 + chance.below(25) as u64));
        }
        if chance.below(8) == 0 {
            acts.insert(chance.below(acts.len() - 1) + 1, Act::Withdraw);
        }
        if chance.below(3) == 0 {
            // Another order, at once or when the first is over, and who knows which of them is paid.
            acts.push(Act::Wait(*chance.one(&[0, 1, 10, 21, 36, 1_500])));
            acts.push(Act::Open(None));
            acts.push(Act::Pay(chance.below(2), *chance.one(&WAYS)));
            acts.push(Act::Pay(chance.below(2), *chance.one(&WAYS)));
            acts.push(Act::Back);
        }
        for _ in 0..chance.below(4) {
            acts.push(Act::Wait(1 + chance.below(90) as u64));
            acts.push(Act::Refund);
        }
        acts.reverse();
        let (orders, by_hand, done, visits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        History { dossier, chance, orders, not_before: 0, by_hand, done, late: 0, visits, acts }
    }

    /// Whether all of it has happened.
    pub fn is_over(&self) -> bool {
        self.acts.is_empty()
    }

    /// What happens next.
    pub fn step(&mut self, desk: &Desk<'_>, now: u64) {
        let Some(act) = self.acts.pop() else { return };
        self.done.push(format!("{act:?}"));
        match act {
            Act::Open(key) => self.open(desk, key, now),
            Act::Pay(place, how) => self.pay(desk.gateway, place, how),
            Act::Back => self.come_back(desk),
            Act::Look => {
                for order in &self.orders {
                    assert_eq!(desk.standing(&order.id)["id"], order.id.as_str());
                }
            }
            Act::Withdraw => drop(until_answered(|| self.dossier.withdrawal("Không cần nữa"))),
            Act::Refund => cashiers::refund(self, desk),
            Act::Wait(minutes) => self.not_before = now + minutes * MINUTE,
        }
    }

    /// Asks where to pay, a few times with one key. A gateway that is not understood for longer is tried again later.
    fn open(&mut self, desk: &Desk<'_>, before: Option<String>, now: u64) {
        let key = before.unwrap_or_else(key);
        for _ in 0..4 {
            let answer = until_answered(|| desk.order(&self.dossier, &key));
            let told = answer.json();
            match (answer.status, told["type"].as_str()) {
                (201, _) => {
                    let id = told["id"].as_str().expect("an id").to_owned();
                    self.orders.push(Opened { id, next: told["next"].clone() });
                    return self.ask_again(desk, &key);
                }
                (502, Some("/problems/gateway-silent")) => {}
                (502, Some("/problems/gateway-declined")) => return,
                // Another order is open, or the fee was paid or is not owed any more.
                (409, Some("/problems/order-open" | "/problems/already-paid" | "/problems/nothing-due")) => return,
                other => panic!("{other:?}: {told} after {:?}", self.done),
            }
        }
        // A gateway that made the order and whose answer was lost does not say again where it is paid: when that order has closed,
        // another one can be had.
        self.late += 1;
        assert!(self.late < LATE_MAX || desk.has_no_time, "never opened: {:?}", self.done);
        if self.late < LATE_MAX {
            let is_first = self.late == 1;
            self.acts.push(Act::Open(is_first.then_some(key)));
            self.not_before = now + if is_first { 2 } else { 40 } * MINUTE;
        }
    }

    /// The same request again is the same order.
    fn ask_again(&mut self, desk: &Desk<'_>, key: &str) {
        if self.chance.below(4) == 0 {
            let again = until_answered(|| desk.order(&self.dossier, key));
            let first = self.orders.last().expect("an order");
            assert_eq!((again.status, again.json()["id"].as_str()), (201, Some(first.id.as_str())), "{}", again.text());
        }
    }

    /// Goes to the gateway. Payers go once: a second order is there for whoever wants to pay again.
    fn pay(&mut self, gateway: &Simulator, place: usize, how: How) {
        let Some(order) = self.orders.get(place).filter(|order| !order.next.is_null()) else { return };
        match gateway.pay(&order.next, how) {
            Ok(visit) => self.visits.push(visit),
            Err(NotTaken::Over) => self.done.push("too late".to_owned()),
            // The gateway keeps the reason, and the test fails by it.
            Err(NotTaken::Wrong(why)) => self.done.push(why),
        }
    }

    /// The page shows something, whatever stands in the address; and nothing is paid by it.
    fn come_back(&self, desk: &Desk<'_>) {
        for visit in &self.visits {
            let before = self.received(desk);
            let Some(page) = desk.returned_to(&visit.return_to) else { continue };
            assert_eq!(page.status, 200, "{}: {}", visit.return_to, page.text());
            assert_eq!(before, self.received(desk), "{}", visit.return_to);
        }
    }

    fn received(&self, desk: &Desk<'_>) -> Vec<Value> {
        self.orders.iter().map(|order| desk.standing(&order.id)["received"].clone()).collect()
    }
}
