//! Histories at all gateways while the host is killed at random moments and somebody else holds the store's lock now and then. The
//! machine's time cannot be moved, so when everybody is through, a portal with a clock of its own takes the store over and brings
//! it to rest.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

use motcua_tests::gateway::{Api, Delivered, Faults, Kind, machine};
use motcua_tests::{Chance, Process, ProcessOptions};

use super::{begun, rest};
use crate::balance::agree;
use crate::desk::Desk;
use crate::hall::{Hall, MINUTE};
use crate::history::History;
use crate::{Tally, given};

/// So many are played in one hall.
const AT_ONCE: usize = 80;
const CLIENTS: usize = 5;
/// A host lives no longer than this after it began to serve, in milliseconds.
const LIFE_MAX: usize = 500;
/// A client thinks no longer than this, in milliseconds.
const THOUGHT_MAX: usize = 60;
/// The store's lock is held no longer than this, in milliseconds.
const LOCK_MAX: usize = 250;

#[test]
fn a_host_that_is_killed_loses_no_dong() {
    let wanted = given("MOTCUA_HISTORIES", 40) as usize;
    let (mut seed, mut tally) = (given("MOTCUA_SEED", 1), Tally::default());
    while tally.histories < wanted {
        let count = AT_ONCE.min(wanted - tally.histories);
        play(count, seed, &mut tally);
        seed += 1;
    }
    println!("killed: {tally:?}");
}

fn play(count: usize, seed: u64, tally: &mut Tally) {
    let mut chance = Chance::of(seed.wrapping_mul(7_919));
    let mut hall = Hall::set(&Kind::ALL, seed, 0, None);
    let mut portal = Process::start(ProcessOptions {
        manifest: hall.manifest(),
        profile: None,
        state: hall.stage.state.clone(),
        environment: hall.stage.environment.clone(),
        within: Vec::new(),
    });
    let places: Vec<usize> = (0..count).map(|number| number % Kind::ALL.len()).collect();
    let begin = |place: &usize| begun(&hall, &desk(&hall, &portal.url, *place), &mut chance);
    let histories: Vec<History> = places.iter().map(begin).collect();
    let mut played: Vec<(usize, History)> = places.into_iter().zip(histories).collect();
    let (calls, kills) = storm(&hall, &mut portal, &mut played, &mut chance);
    portal.kill();
    drop(portal);
    hall.clock.store(machine() + MINUTE, SeqCst);
    hall.run();
    rest(&hall, &mut chance, tally);
    let mut by_gateway: Vec<Vec<History>> = Kind::ALL.iter().map(|_| Vec::new()).collect();
    tally.orders += played.iter().map(|(_, history)| history.orders.len()).sum::<usize>();
    played.into_iter().for_each(|(place, history)| by_gateway[place].push(history));
    for (place, histories) in by_gateway.iter().enumerate() {
        agree(&hall, place, histories);
        tally.payments += hall.gateways[place].payments().len();
        tally.refunds += hall.gateways[place].returned().len();
    }
    hall.in_order();
    (tally.histories, tally.kills) = (tally.histories + count, tally.kills + kills);
    tally.calls += calls;
}

fn desk<'a>(hall: &'a Hall, url: &str, place: usize) -> Desk<'a> {
    Desk { url: url.to_owned(), gateway: &hall.gateways[place], has_no_time: true }
}

/// Everybody at once: payers and cashiers, gateways, whoever kills the host, whoever holds the lock.
fn storm(
    hall: &Hall,
    portal: &mut Process,
    played: &mut [(usize, History)],
    chance: &mut Chance,
) -> (Delivered, usize) {
    let (url, is_over) = (portal.url.clone(), AtomicBool::new(false));
    hall.gateways.iter().for_each(|gateway| gateway.troubles(Api::BAD_DAY));
    let share = played.len().div_ceil(CLIENTS);
    thread::scope(|scope| {
        let clients: Vec<_> = played
            .chunks_mut(share)
            .map(|mine| {
                let (chance, url) = (Chance::of(chance.number()), &url);
                scope.spawn(move || live(hall, url, mine, chance))
            })
            .collect();
        let (is_over, lock) = (&is_over, Chance::of(chance.number()));
        scope.spawn(move || hold_the_lock(hall, is_over, lock));
        let mut kills = 0;
        while clients.iter().any(|client| !client.is_finished()) {
            // The moment is what is tested: nothing tells a host when the power goes.
            thread::sleep(Duration::from_millis(chance.below(LIFE_MAX) as u64));
            portal.kill();
            portal.start_again();
            kills += 1;
        }
        is_over.store(true, SeqCst);
        let mut calls = Delivered::default();
        clients.into_iter().for_each(|client| calls += client.join().expect("a client"));
        (calls, kills)
    })
}

/// Lives through some histories, and makes the calls of their gateways.
fn live(hall: &Hall, url: &str, mine: &mut [(usize, History)], mut chance: Chance) -> Delivered {
    let mut calls = Delivered::default();
    loop {
        let mut open: Vec<_> = mine.iter_mut().filter(|(_, history)| !history.is_over()).collect();
        let Some(count) = Some(open.len()).filter(|count| *count > 0) else { return calls };
        let (place, history) = &mut open[chance.below(count)];
        let desk = desk(hall, url, *place);
        history.step(&desk, machine());
        thread::sleep(Duration::from_millis(chance.below(THOUGHT_MAX) as u64));
        desk.gateway.decide(200);
        match chance.below(4) {
            0 => calls += desk.gateway.deliver_all(url, &Faults::BAD_DAY),
            1 => calls += desk.gateway.deliver(url, &Faults::BAD_DAY),
            2 => drop(desk.sweep()),
            _ => {}
        }
    }
}

/// Holds the store's lock, again and again: whoever writes has to wait.
fn hold_the_lock(hall: &Hall, is_over: &AtomicBool, mut chance: Chance) {
    let store = rusqlite::Connection::open(hall.stage.state.join("sqlite_db.db")).expect("the store's file");
    store.busy_timeout(Duration::from_secs(10)).expect("a timeout");
    while !is_over.load(SeqCst) {
        store.execute_batch("BEGIN IMMEDIATE").expect("the lock");
        thread::sleep(Duration::from_millis(chance.below(LOCK_MAX) as u64));
        store.execute_batch("ROLLBACK").expect("its end");
        thread::sleep(Duration::from_millis(chance.below(4 * LOCK_MAX) as u64));
    }
}
