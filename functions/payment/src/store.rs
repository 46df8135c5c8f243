//! The store, as its contract (`wit/store`) names it.

#![allow(missing_docs)]

wit_bindgen::generate!({
    path: "../../wit/store",
    world: "payer",
    generate_all,
    with: { "motcua:store/types@0.1.0": motcua_reference::store::types },
});

pub use motcua::store::{calls, casework, dossiers, orders, outbox, refunds, settlements};
pub use motcua_reference::store::types;
