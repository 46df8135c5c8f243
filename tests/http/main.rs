//! Functions over HTTP on the host, with the real components and the published data. The tree mirrors the addresses.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test needs and does not get ends the test"
)]

mod api;
mod dossiers;
mod drafts;
mod feedback;
mod files;
mod grants;
mod malformed;
mod open311;
mod pages;
mod payments;
mod publications;
mod queries;
mod scale_out;
mod table;
