//! The store, as its contract (`wit/store`) names it. Its faults are those that every function knows.

#![allow(missing_docs)]

wit_bindgen::generate!({
    path: "../../wit/store",
    world: "follower",
    generate_all,
    with: { "motcua:store/types@0.1.0": motcua_reference::store::types },
});

pub use motcua::store::{attempts, dossiers};
pub use motcua_reference::store::types;
