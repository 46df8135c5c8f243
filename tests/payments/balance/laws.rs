//! What has to hold.

use std::collections::BTreeMap;

use motcua_tests::gateway::{Kind, Payment, Simulator};

use super::kept::{Case, Kept, Order, Refund};
use super::{Flaws, counts};
use crate::history::History;

/// Money that is nobody's fee has a case of one of these kinds.
const SURPLUS: [&str; 3] = ["double_payment", "paid_for_nothing", "other_amount"];

fn dong(amount: u64) -> i64 {
    i64::try_from(amount).expect("an amount")
}

/// Each order says what was paid for it, and is paid when the gateway has what was due and never otherwise.
pub fn orders(kept: &Kept, gateway: &Simulator, flaws: &mut Flaws) {
    let payments = gateway.payments();
    for order in &kept.orders {
        let booked: i64 = kept.booked(&order.id, "payment").map(|booking| booking.amount).sum();
        flaws.unless(booked == order.received, || {
            format!("{} has received {}, {booked} is booked", order.id, order.received)
        });
        let pays = |one: &&Payment| one.reference == order.reference && dong(one.amount) == order.amount;
        let is_paid = payments.iter().filter(counts).any(|one| pays(&one));
        flaws.unless((order.state == "paid") == is_paid, || {
            format!("{} is {} and at the gateway paid is {is_paid}", order.id, order.state)
        });
        let of_its = kept.booked(&order.id, "payment").any(|booking| booking.transaction == order.transaction);
        flaws.unless(order.transaction.is_empty() || of_its, || format!("{} is paid by nothing", order.id));
    }
}

/// Every payment of the gateway is on the books once, with its amount, for its order; nothing else is. Answers with those that
/// are not: a second payment of an order, told of in calls that were all lost, or in a word that nobody vouches for.
pub fn payments(kept: &Kept, gateway: &Simulator, flaws: &mut Flaws) -> Vec<Payment> {
    let payments = gateway.payments();
    let reference = |id: &str| kept.orders.iter().find(|order| order.id == id).map(|order| order.reference.as_str());
    for booking in kept.bookings.iter().filter(|booking| booking.kind == "payment") {
        let is_it = |one: &&Payment| {
            one.transaction == booking.transaction
                && dong(one.amount) == booking.amount
                && reference(&booking.order) == Some(one.reference.as_str())
        };
        let is_there = payments.iter().filter(counts).any(|one| is_it(&one));
        flaws.unless(is_there, || format!("{} of {} is booked and nobody paid it", booking.transaction, booking.order));
    }
    let is_booked = |one: &&Payment| {
        kept.bookings.iter().any(|booking| booking.kind == "payment" && booking.transaction == one.transaction)
    };
    let has_case = |one: &Payment| {
        let is_its = |case: &&Case| case.kind == "unknown_order" && case.transaction == one.transaction;
        kept.cases
            .iter()
            .filter(|case| case.is_open)
            .find(is_its)
            .is_some_and(|case| case.amount == Some(dong(one.amount)))
    };
    let missing: Vec<&Payment> = payments.iter().filter(counts).filter(|one| !is_booked(one)).collect();
    for one in &missing {
        let of_its = payments.iter().filter(counts).filter(|other| other.reference == one.reference).count();
        let is_excused = match (one.reference.is_empty(), gateway.kind) {
            (true, _) => has_case(one),
            // What a call of KeyPay says is asked about before it is believed, and the answer names one payment only.
            (false, Kind::Keypay) => of_its > 1,
            (false, _) => of_its > 1 && !one.is_told,
        };
        flaws.unless(is_excused, || format!("{one:?} of {} is lost", one.reference));
    }
    missing.into_iter().cloned().collect()
}

/// The entries of each order add up to nought, and every account says what orders and bookings say.
pub fn ledger(kept: &Kept, flaws: &mut Flaws) {
    for order in &kept.orders {
        let sum: i64 = kept.entries.iter().filter(|entry| entry.order == order.id).map(|entry| entry.amount).sum();
        let (refunded, transferred) = (kept.sum(&order.id, "refund"), kept.sum(&order.id, "transfer"));
        let (given, applied) = (refunded + transferred, kept.applied(&order.id));
        let of = |account| kept.turnover(&order.id, account);
        let (clearing, revenue) = (of("clearing"), of("revenue"));
        flaws.unless(sum == 0, || format!("the entries of {} add up to {sum}", order.id));
        for (account, wanted) in [
            ("receivable", (order.received, refunded)),
            ("treasury", (0, transferred)),
            ("refunds", (given, given)),
            ("fees", (0, 0)),
        ] {
            let is_so = of(account) == wanted;
            flaws.unless(is_so, || format!("{}: {account} got and gave {:?}, not {wanted:?}", order.id, of(account)));
        }
        let is_clear = clearing.1 == order.received && clearing.0 <= clearing.1;
        flaws.unless(is_clear, || format!("{}: clearing got and gave {clearing:?}", order.id));
        flaws.unless(applied == 0 || applied == order.amount, || format!("{applied} of {} is a fee", order.id));
        flaws.unless(revenue.0 <= revenue.1, || format!("{}: more fees were given back than came", order.id));
        flaws.unless(applied == 0 || order.state == "paid", || format!("{} is {} and a fee", order.id, order.state));
    }
}

/// One fee for each claim at most, and the dossier knows of it exactly when there is one.
pub fn claims(kept: &Kept, flaws: &mut Flaws) {
    let mut fees: BTreeMap<(&str, i64), usize> = BTreeMap::new();
    for (dossier, claim) in &kept.fees {
        *fees.entry((dossier, *claim)).or_default() += 1;
    }
    for ((dossier, claim), count) in &fees {
        flaws.unless(*count == 1, || format!("claim {claim} of {dossier} is paid {count} times"));
    }
    let mut dossiers: Vec<&str> = kept.orders.iter().map(|order| order.dossier.as_str()).collect();
    dossiers.sort_unstable();
    dossiers.dedup();
    for dossier in dossiers {
        let told = kept.received.iter().filter(|code| *code == dossier).count();
        let paid = fees.keys().filter(|(code, _)| *code == dossier).count();
        flaws.unless(told == paid, || format!("{dossier} was told of {told} payments, and {paid} were fees"));
    }
}

/// For every payment that is no fee somebody has to look.
pub fn surplus(kept: &Kept, flaws: &mut Flaws) {
    for order in &kept.orders {
        let is_fee = kept.applied(&order.id) > 0;
        for booking in kept.booked(&order.id, "payment") {
            if is_fee && booking.transaction == order.transaction {
                continue;
            }
            let is_seen = |kind: &str| SURPLUS.contains(&kind);
            let has_case = kept.cases.iter().any(|case| {
                case.is_open
                    && is_seen(&case.kind)
                    && case.transaction == booking.transaction
                    && case.reference == order.reference
            });
            flaws.unless(has_case, || {
                format!("nobody looks at {} of {}, which is no fee", booking.transaction, order.id)
            });
        }
    }
}

/// What was given back here is what was given back there, but for refunds of which the gateway does not say what became of them:
/// somebody looks for these.
pub fn refunds(kept: &Kept, gateway: &Simulator, histories: &[History], flaws: &mut Flaws) {
    let returned = gateway.returned();
    for order in &kept.orders {
        let of_its = || kept.refunds.iter().filter(|refund| refund.order == order.id);
        let sum = |is_it: &dyn Fn(&str) -> bool| -> i64 {
            of_its().filter(|refund| is_it(&refund.state)).map(|refund| refund.amount).sum()
        };
        let set_aside = sum(&|state| !["rejected", "refused"].contains(&state));
        flaws.unless(set_aside == order.returned, || {
            format!("{} returns {}, its refunds {set_aside}", order.id, order.returned)
        });
        flaws.unless(order.returned <= order.received, || format!("{} returns more than came", order.id));
        let (refunded, transferred) = (kept.sum(&order.id, "refund"), kept.sum(&order.id, "transfer"));
        let done = sum(&|state| state == "done");
        flaws.unless(refunded + transferred == done, || {
            format!("{}: {done} were given back, {refunded} and {transferred} booked", order.id)
        });
        let there: i64 =
            returned.iter().filter(|one| one.reference == order.reference).map(|one| dong(one.amount)).sum();
        let unsaid = if gateway.kind.refunds() { sum(&|state| state == "by_hand") } else { 0 };
        let agrees = (refunded..=refunded + unsaid).contains(&there);
        flaws.unless(agrees, || format!("{}: {refunded} were given back here and {there} there", order.id));
        let by_hand = by_hand(order, histories);
        flaws.unless(transferred == by_hand, || format!("{}: {transferred} were transferred, not {by_hand}", order.id));
    }
    kept.refunds.iter().for_each(|refund| decided(kept, gateway, refund, flaws));
}

/// A refund waits for people only, and for those of the gateway only where nobody can know what became of it: where the answer shows
/// the last transaction of an order, and the order has several.
fn decided(kept: &Kept, gateway: &Simulator, refund: &Refund, flaws: &mut Flaws) {
    let refunds = kept.refunds.iter().filter(|other| other.order == refund.order).count();
    let payments = kept.booked(&refund.order, "payment").count();
    let is_unsaid = gateway.kind == Kind::Vnpay && (refunds > 1 || payments > 1);
    let has_case =
        kept.cases.iter().any(|case| case.is_open && case.kind == "refund_unknown" && case.transaction == refund.id);
    let is_so = match refund.state.as_str() {
        "done" => ["refund", "transfer"].into_iter().any(|kind| {
            kept.booked(&refund.order, kind).any(|one| one.transaction == refund.number && one.amount == refund.amount)
        }),
        "by_hand" => !gateway.kind.refunds() || is_unsaid && has_case,
        state => ["proposed", "rejected", "refused"].contains(&state),
    };
    flaws.unless(is_so, || format!("refund {} of {} is {}", refund.id, refund.order, refund.state));
}

fn by_hand(order: &Order, histories: &[History]) -> i64 {
    let all = histories.iter().flat_map(|history| &history.by_hand);
    all.filter(|(id, ..)| id.ends_with(&order.id)).map(|(_, amount, _)| dong(*amount)).sum()
}

/// Nothing is waited for any more.
pub fn rest(kept: &Kept, flaws: &mut Flaws) {
    flaws.unless(kept.waiting == 0, || format!("{} calls wait to be judged", kept.waiting));
    for order in &kept.orders {
        let is_over = ["paid", "failed", "expired"].contains(&order.state.as_str());
        flaws.unless(is_over && !order.is_due, || {
            format!("{} is {} and due is {}", order.id, order.state, order.is_due)
        });
    }
}
