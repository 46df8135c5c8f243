//! The part `store-postgres`: the contract `motcua:store`, kept in the Postgres database that a variable names.
//!
//! What is particular to Postgres stands here, and nothing else: `dialect` translates statements, values and errors,
//! `schema` looks whether an operator has migrated, `call` talks to the host.

mod call;
mod dialect;
mod schema;

use motcua_store::Store;

/// The host's side, signatures only: the part asks for a database and for its address.
#[allow(missing_docs, clippy::all)]
mod bindings {
    wit_bindgen::generate!({
        inline: "
            package motcua:store-postgres;
            world part {
                import spin:postgres/postgres@4.2.0;
                import spin:variables/variables@3.0.0;
            }
        ",
        path: ["../../wit/deps/spin-postgres@4.2.0", "../../wit/deps/spin-variables@3.0.0"],
        generate_all,
    });
}

type Part = Store<call::Postgres>;

motcua_store::bindings::export!(Part with_types_in motcua_store::bindings);
