//! The part `store-sqlite`: the contract `motcua:store`, kept in a SQLite database that the host grants.
//!
//! What is particular to SQLite stands here, and nothing else: `dialect` translates values and errors, `schema` brings
//! the tables to their version, `call` talks to the host.

mod call;
mod dialect;
mod schema;

use motcua_store::Store;

/// The host's side, signatures only: the part asks for nothing but a database.
#[allow(missing_docs, clippy::all)]
mod bindings {
    wit_bindgen::generate!({
        inline: "
            package motcua:store-sqlite;
            world part { import spin:sqlite/sqlite@3.1.0; }
        ",
        path: "../../wit/deps/spin-sqlite@3.1.0",
        generate_all,
    });
}

type Part = Store<call::Sqlite>;

motcua_store::bindings::export!(Part with_types_in motcua_store::bindings);
