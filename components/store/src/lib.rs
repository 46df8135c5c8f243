//! The store, once: the SQL and the migrations behind the contract `motcua:store`, over a small [`Database`] trait.
//!
//! A part is that trait over one database of the host, and then
//!
//! ```ignore
//! type Part = motcua_store::Store<MyDatabase>;
//! motcua_store::bindings::export!(Part with_types_in motcua_store::bindings);
//! ```
//!
//! **The model.** Whatever is published is a row that holds from `from_day` until before `until_day`; days are ISO
//! text, so that they compare. Before all records is `''`, still open is `9999-12-31`. Both ends stand in the row, so
//! that "in force on that day" is one indexed query, and no two rows of one key overlap.
//!
//! **What never happens here.** No statement that only one of SQLite and Postgres understands (what must differ stands
//! in the part), no clock of the database, no state between two calls, no decision that is the law's.

pub mod database;
pub mod migrations;

mod answers;
mod hash;
mod places;

#[cfg(feature = "reference")]
mod centres;
#[cfg(feature = "reference")]
mod days;
#[cfg(feature = "reference")]
mod forms;
#[cfg(feature = "reference")]
mod procedures;
#[cfg(feature = "reference")]
mod publication;
#[cfg(feature = "reference")]
mod successions;
#[cfg(feature = "reference")]
mod units;

#[cfg(feature = "feedback")]
mod attempts;
#[cfg(feature = "feedback")]
mod drafts;
#[cfg(feature = "feedback")]
mod events;
#[cfg(feature = "feedback")]
mod feedback;
#[cfg(feature = "feedback")]
mod files;
#[cfg(feature = "feedback")]
mod handling;
#[cfg(feature = "feedback")]
mod intake;
#[cfg(feature = "feedback")]
mod numbers;
#[cfg(feature = "feedback")]
mod outbox;
#[cfg(feature = "feedback")]
mod register;
#[cfg(feature = "feedback")]
mod tallies;

#[cfg(feature = "dossiers")]
mod calls;
#[cfg(feature = "dossiers")]
mod cases;
#[cfg(feature = "dossiers")]
mod casework;
#[cfg(feature = "dossiers")]
mod dossiers;
#[cfg(feature = "dossiers")]
mod filing;
#[cfg(feature = "dossiers")]
mod orders;
#[cfg(feature = "dossiers")]
mod refunds;
#[cfg(feature = "dossiers")]
mod settlements;

use std::marker::PhantomData;

pub use bindings::exports::motcua::store::types::Fault;
pub use database::{Database, Row, Value};

/// The world `motcua:store/store` as `wit-bindgen` writes it.
#[cfg(feature = "dossiers")]
#[allow(missing_docs, clippy::all)]
pub mod bindings {
    wit_bindgen::generate!({
        path: "../../wit/store",
        world: "store",
        pub_export_macro: true,
        generate_all,
        // Equality for tests, serde for the procedures, whose texts are kept as JSON.
        additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
    });
}

/// The world `motcua:store/feedback-store`: feedback, and what it shares with dossiers.
#[cfg(all(feature = "feedback", not(feature = "dossiers")))]
#[allow(missing_docs, clippy::all)]
pub mod bindings {
    wit_bindgen::generate!({
        path: "../../wit/store",
        world: "feedback-store",
        pub_export_macro: true,
        generate_all,
        additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
    });
}

/// The world `motcua:store/reference-store`: what everybody may read, and how it is published.
#[cfg(not(feature = "feedback"))]
#[allow(missing_docs, clippy::all)]
pub mod bindings {
    wit_bindgen::generate!({
        path: "../../wit/store",
        world: "reference-store",
        pub_export_macro: true,
        generate_all,
        additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
    });
}

/// The contract's interfaces over any database.
pub struct Store<D>(PhantomData<D>);
