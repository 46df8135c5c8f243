//! Payments against gateways that misbehave: random histories, kills and races. Afterwards the portal's books and the gateways'
//! are held against each other to the đồng.
//!
//! `MOTCUA_HISTORIES=10000` runs so many histories for each gateway instead of 40; `MOTCUA_SEED` begins with another seed. With
//! `--nocapture` each test says what it played.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test needs and does not get ends the test"
)]

mod balance;
mod cashiers;
mod desk;
mod hall;
mod histories;
mod history;
mod races;

use std::ops::AddAssign;

use motcua_tests::gateway::Delivered;

/// Registration of a temporary stay: 7.000 đồng, and no paper is required.
const PROCEDURE: &str = "1.004194";
/// Phường Bồ Đề, Hà Nội.
const PLACE: &str = "00118";
/// Two who answer for the money.
const AN: &str = "cashier-an-token-0123456789";
const BINH: &str = "cashier-binh-token-0123456789";
/// Who has the sweep done.
const CRON: &str = "test-sweeper-token-0123456789";

/// What was played.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    histories: usize,
    orders: usize,
    payments: usize,
    refunds: usize,
    sweeps: usize,
    kills: usize,
    calls: Delivered,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.histories += other.histories;
        self.orders += other.orders;
        self.payments += other.payments;
        self.refunds += other.refunds;
        self.sweeps += other.sweeps;
        self.kills += other.kills;
        self.calls += other.calls;
    }
}

/// A number from the environment.
fn given(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}
