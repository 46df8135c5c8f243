//! What the suites share: a portal on the embedded host in this process, with the real components, and a client.
//!
//! A test asks in words: `portal().get("/api/units/00118").expect(200)`. The shared portal holds the published reference
//! data; a test that writes starts a portal of its own.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test needs and does not get ends the test"
)]

pub mod answers;
mod chance;
pub mod checker;
mod citizen;
mod client;
pub mod gateway;
mod official;
mod postgres;
mod process;
mod run;
pub mod samples;
mod scene;

pub use chance::Chance;
pub use citizen::{Citizen, Dossier, Draft, id_of, key};
pub use client::{Answer, Ask, raw, reset};
pub use motcua_host::Clock;
pub use official::{Case, Official, agency, sealing};
pub use postgres::{copy_of, database, postgres, variables};
pub use process::{Process, ProcessOptions};
pub use run::{
    DESK_H26, DESK_H29, DESK_NATIONAL, OPERATOR, Portal, Running, TOKEN, compiled, environment, fresh, portal, profile,
    root, start, test_variables, with_clock, with_manifest,
};
pub use scene::{Scene, Stage, manifest_with_driver};
pub use xtask::publish::LISTS;
pub use xtask::up::SCALE_OUT;
