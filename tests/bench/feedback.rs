//! Feedback: items that operators of a hotline write down, since nobody asks those for an effort. Ours against the peer, which does
//! the same work, as durably, on the same two files.

mod file;
mod items;
mod peer;
mod running;

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;

pub use running::serve;

use crate::load::{Run, Server, send_over};
use crate::servers::Servers;
use file::beside;
use running::Peer;

/// So many connections, each with one item under way.
const CONNECTIONS: [usize; 2] = [1, 64];
/// Items in a round. The first round warms both up.
const ITEMS: usize = 256;
const ROUNDS: usize = 4;
/// How many times native time an item may take.
const GOAL: f64 = 2.5;
/// What an answer has to say: the item has a number of the place's desk.
const RECEIVED: &str = r#""code":"PA.H26.109-"#;

/// Whether all items are alike but for what they say, and each has its event, its answer for a repetition and its count: then the
/// peer keeps neither less than the portal nor anything else.
const ALIKE: &str = "SELECT all_of.items = (SELECT count(*) FROM events) \
     AND all_of.items = (SELECT count(*) FROM answers WHERE answer <> '') \
     AND all_of.items = (SELECT sum(amount) FROM feedback_counts) \
     AND 1 = (SELECT count(*) FROM (SELECT DISTINCT agency, kind, about, field, object, place, desk, state, version, facts, \
     length(secret_hash), length(sealed), length(identity), length(signature), supporters FROM feedback)) \
     FROM (SELECT count(*) AS items FROM feedback) AS all_of";

/// What was measured of both.
#[derive(Default)]
struct Pair {
    ours: Run,
    native: Run,
}

/// Prints CPU, rate and latency of both.
pub fn compare(servers: &Servers) -> Result<()> {
    // The portal makes the file as it takes its first item; the peer only opens it.
    send_over(&servers.ours(), &items::spoken(1), 1, RECEIVED).context("the portal takes no item")?;
    let (file, peer) = (opened(servers)?, Peer::start(servers)?);
    println!("\n{:<26}{:>12}{:>12}{:>9}{:>20}{:>20}", "", "ours", "native", "ratio", "ours p50/p99", "native p50/p99");
    let mut all = Pair::default();
    for connections in CONNECTIONS {
        let pair = measured(servers, &peer, &file, connections)?;
        pair.print(&format!("an item, {connections} at once"));
        all.add(pair);
    }
    let verdict = if all.ratio() > GOAL { format!("misses the goal of {GOAL}") } else { format!("goal {GOAL}") };
    let (ours, native) = (all.ours.cpu_us(), all.native.cpu_us());
    println!("{:<26}{ours:>9.1} µs{native:>9.1} µs{:>8.2}×  {verdict}", "an item", all.ratio());
    let is_alike: bool = file.query_row(ALIKE, [], |row| row.get(0))?;
    ensure!(is_alike, "the peer does not keep what the portal keeps");
    Ok(())
}

/// Rounds alternate, so that a busy neighbour slows both.
fn measured(servers: &Servers, peer: &Peer, file: &Connection, connections: usize) -> Result<Pair> {
    let mut all = Pair::default();
    for round in 0..=ROUNDS {
        let send = |server: Server| {
            at_rest(file)?;
            send_over(&server, &items::spoken(ITEMS), connections, RECEIVED)
        };
        let pair = Pair { ours: send(servers.ours())?, native: send(peer.server())? };
        if round > 0 {
            all.add(pair);
        }
    }
    Ok(all)
}

/// The file of feedback. It stays open: the last to close one removes its log.
fn opened(servers: &Servers) -> Result<Connection> {
    let file = Connection::open(beside(&servers.file()))?;
    file.busy_timeout(Duration::from_secs(60))?;
    Ok(file)
}

/// Brings the log to the file, so that neither meets what the other left.
fn at_rest(file: &Connection) -> Result<()> {
    Ok(file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
}

impl Pair {
    fn add(&mut self, other: Pair) {
        self.ours.add(other.ours);
        self.native.add(other.native);
    }

    fn ratio(&self) -> f64 {
        self.ours.cpu_us() / self.native.cpu_us()
    }

    fn print(&self, name: &str) {
        println!(
            "{name:<26}{:>9.1} µs{:>9.1} µs{:>8.2}×{:>20}{:>20}",
            self.ours.cpu_us(),
            self.native.cpu_us(),
            self.ratio(),
            self.ours.latency(),
            self.native.latency(),
        );
        println!("{:<26}{:>9.0} /s{:>9.0} /s", "", self.ours.rate(), self.native.rate());
    }
}
