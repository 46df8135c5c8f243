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
mod attempts;
mod casework;
mod centres;
mod days;
mod dossiers;
mod drafts;
mod events;
mod files;
mod filing;
mod forms;
mod hash;
mod outbox;
mod places;
mod procedures;
mod publication;
mod successions;
mod units;

use std::marker::PhantomData;

pub use bindings::exports::motcua::store::types::Fault;
pub use database::{Database, Row, Value};

/// The world `motcua:store/store` as `wit-bindgen` writes it.
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

/// The contract's interfaces over any database.
pub struct Store<D>(PhantomData<D>);
