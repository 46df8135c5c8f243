//! Random histories under a clock that moves on as it likes, and fewer with a host that is killed.

mod killed;

use motcua_rules::dossier::Actor;
use motcua_tests::Chance;
use motcua_tests::gateway::{Api, Faults, Kind};

use crate::balance::agree;
use crate::desk::Desk;
use crate::hall::{Hall, MINUTE};
use crate::history::History;
use crate::{Tally, given};

/// So many histories are played at once.
const AT_ONCE: usize = 20;
/// And so many in one hall: a store that grows makes the checker slow, and nothing else.
const IN_ONE_HALL: usize = 100;
/// What officials ask for during the work.
const AMOUNTS: [u64; 4] = [5_000, 7_000, 150_000, 1_234_567];
/// Until nothing comes any more: the clock goes on by these, in minutes. A gateway is asked about an order for three days.
const REST: [u64; 14] = [1, 5, 5, 10, 20, 60, 120, 360, 720, 1_440, 1_440, 1_440, 1_440, 1_440];

#[test]
fn keypay_and_the_portal_agree_to_the_dong() {
    play(Kind::Keypay);
}

#[test]
fn vnpay_and_the_portal_agree_to_the_dong() {
    play(Kind::Vnpay);
}

#[test]
fn momo_and_the_portal_agree_to_the_dong() {
    play(Kind::Momo);
}

#[test]
fn zalopay_and_the_portal_agree_to_the_dong() {
    play(Kind::Zalopay);
}

#[test]
fn onepay_and_the_portal_agree_to_the_dong() {
    play(Kind::Onepay);
}

#[test]
fn payos_and_the_portal_agree_to_the_dong() {
    play(Kind::Payos);
}

#[test]
fn vietqr_and_the_portal_agree_to_the_dong() {
    play(Kind::Vietqr);
}

#[test]
fn shopeepay_and_the_portal_agree_to_the_dong() {
    play(Kind::Shopeepay);
}

/// Plays histories at one gateway.
fn play(kind: Kind) {
    let wanted = given("MOTCUA_HISTORIES", 40) as usize;
    let (mut seed, mut tally) = (given("MOTCUA_SEED", 1), Tally::default());
    while tally.histories < wanted {
        let (hall, mut played) = (Hall::open(&[kind], seed), Vec::new());
        while played.len() < IN_ONE_HALL && tally.histories < wanted {
            let count = AT_ONCE.min(wanted - tally.histories);
            batch(&hall, count, &mut Chance::of(seed.wrapping_mul(1_000_003)), &mut played, &mut tally);
            seed += 1;
        }
        hall.in_order();
        tally.payments += hall.gateways[0].payments().len();
        tally.refunds += hall.gateways[0].returned().len();
    }
    println!("{}: {tally:?}", kind.word());
}

/// Plays some histories at once, until all is at rest and both sides agree about these and those that were played before.
fn batch(hall: &Hall, count: usize, chance: &mut Chance, played: &mut Vec<History>, tally: &mut Tally) {
    hall.gateways[0].troubles(Api::NONE);
    let mut histories: Vec<History> = (0..count).map(|_| begun(hall, &hall.desk(0), chance)).collect();
    hall.gateways[0].troubles(Api::BAD_DAY);
    while histories.iter().any(|history| !history.is_over()) {
        turn(hall, &mut histories, chance, tally);
    }
    rest(hall, chance, tally);
    tally.histories += count;
    tally.orders += histories.iter().map(|history| history.orders.len()).sum::<usize>();
    played.append(&mut histories);
    agree(hall, 0, played);
}

/// A dossier whose fee is known since it was filed, or asked for during the work.
pub fn begun(hall: &Hall, desk: &Desk<'_>, chance: &mut Chance) -> History {
    let dossier = desk.file();
    if chance.below(2) == 0 {
        let official = hall.official(&desk.url);
        official.accept(&dossier.code);
        official.start(&dossier.code);
        official.ask_payment(&dossier.code, Actor::Handler, *chance.one(&AMOUNTS), "Phí sao lục");
    }
    History::new(dossier, Chance::of(chance.number()))
}

/// One step of one history, and whatever else happens meanwhile.
fn turn(hall: &Hall, histories: &mut [History], chance: &mut Chance, tally: &mut Tally) {
    let (now, desk) = (hall.now(), hall.desk(0));
    let is_ready = |history: &&mut History| !history.is_over() && history.not_before <= now;
    let mut ready: Vec<&mut History> = histories.iter_mut().filter(is_ready).collect();
    match ready.len() {
        0 => hall.pass(MINUTE),
        count => ready[chance.below(count)].step(&desk, now),
    }
    match chance.below(40) {
        0 => hall.pass(chance.below(20) as u64 * MINUTE),
        1..=9 => hall.pass(chance.below(90_000) as u64),
        _ => {}
    }
    if chance.below(3) == 0 {
        desk.gateway.decide(60 * MINUTE);
        tally.calls += desk.gateway.deliver(&desk.url, &Faults::BAD_DAY);
    }
    if chance.below(6) == 0 {
        desk.sweep();
        tally.sweeps += 1;
    }
}

/// Nothing goes wrong any more, and time passes until nothing happens.
pub fn rest(hall: &Hall, chance: &mut Chance, tally: &mut Tally) {
    for gateway in &hall.gateways {
        gateway.troubles(Api::NONE);
        gateway.decide(0);
    }
    for minutes in REST {
        hall.pass(minutes * MINUTE + chance.below(1_000) as u64);
        for place in 0..hall.gateways.len() {
            let desk = hall.desk(place);
            tally.calls += desk.gateway.deliver(&desk.url, &Faults::NONE);
            let done = (0..50).find(|_| desk.sweep() == 0);
            assert!(done.is_some(), "the sweep at {} never ends", desk.gateway.kind.word());
            tally.sweeps += 1;
        }
    }
    for gateway in &hall.gateways {
        assert_eq!(gateway.pending(), 0, "{} has something left to tell", gateway.kind.word());
    }
}
