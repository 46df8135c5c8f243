//! The contract suite: what `wit/store` promises, asked of both stores through the real components on the real host.
//!
//! A case is written once, as a function of a store, and runs on each under that store's name, for example
//! `units::listed::sqlite::codes_are_in_the_order_of_their_bytes`. The guest `tests/guests/driver` makes every
//! operation callable.
//!
//! `faults` breaks what the stores stand on: nothing acknowledged is lost, nothing half-written is seen, and the portal
//! answers again by itself.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test needs and does not get ends the test"
)]

/// Makes a test of each case on each store.
macro_rules! on_each_store {
    ($($case:ident,)*) => {
        mod sqlite {
            $(#[test] fn $case() { super::$case(&crate::store::Store::sqlite()); })*
        }
        mod postgres {
            $(#[test] fn $case() { super::$case(&crate::store::Store::postgres()); })*
        }
    };
}

mod attempts;
mod calls;
mod casework;
mod checker;
mod client;
mod concurrency;
mod crowd;
mod dossiers;
mod drafts;
mod extremes;
mod faults;
mod feedback;
mod files;
mod filing;
mod forms;
mod model;
mod money;
mod nul;
mod orders;
mod outbox;
mod papers;
mod procedures;
mod publication;
mod refunds;
mod rows;
mod settlements;
mod store;
mod text;
mod units;
mod unserved;
mod whistle;
