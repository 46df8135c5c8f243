//! Every read of the store finds its rows by an index, on both databases, when its tables hold a million rows: the plan
//! scans no table, and what a read touches does not grow with the table.
//!
//! A new read is added to `reads.rs`, a new table to `rows.rs`; the tests tell when a table was forgotten.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test needs and does not get ends the test"
)]

mod on_postgres;
mod on_sqlite;
mod reads;
mod rows;
