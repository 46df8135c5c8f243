//! The host, seen from outside: guests that do what the path says, in applications made for the purpose.
//!
//! `tests/guests` holds the guests: `probe` (a function), `part` (what it asks in turn), `old` (a handler of WASI 0.2).
//! A test that measures a duration would fail on a slow machine; what stands here as a time only keeps a hang from
//! lasting for ever.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test needs and does not get ends the test"
)]

mod clock;
mod command;
mod files;
mod gate;
mod given;
mod harm;
mod key_value;
mod limits;
mod malformed;
mod metrics;
mod outbound;
mod parts;
mod postgres;
mod postgres_pool;
mod postgres_sessions;
mod postgres_silence;
mod postgres_tls;
mod postgres_types;
mod profiles;
mod queue;
mod refusals;
mod reuse;
mod routes;
mod schedule;
mod shutdown;
mod sqlite;
mod sqlite_commits;
mod sqlite_isolation;
mod variables;
