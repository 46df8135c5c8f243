//! The store's logic on SQLite, without components: fast enough to run at every change. The contract suite runs the
//! same interfaces through the real parts.

#![allow(clippy::expect_used, clippy::panic, reason = "that is how a test fails")]
#![allow(clippy::float_arithmetic, reason = "the files have areas and positions as decimals")]
#![allow(clippy::result_large_err, reason = "a refusal of the contract says how the draft stands")]

mod attempts;
mod calls;
mod casework;
mod data;
mod database;
mod dossiers;
mod drafts;
mod feedback;
mod files;
mod filing;
mod forms;
mod halves;
mod money;
mod orders;
mod outbox;
mod people;
mod periods;
mod reference;
mod refunds;
mod refusals;
mod settlements;
