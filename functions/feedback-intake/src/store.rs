//! The store, as its contract (`wit/store`) names it. What is reference data is read by the crate that knows it, what is files
//! by the crate that takes uploads, so those interfaces are theirs.

#![allow(missing_docs)]

wit_bindgen::generate!({
    path: "../../wit/store",
    world: "listener",
    generate_all,
    with: {
        "motcua:store/types@0.1.0": motcua_reference::store::types,
        "motcua:store/units@0.1.0": motcua_reference::store::units,
        "motcua:store/procedures@0.1.0": motcua_reference::store::procedures,
        "motcua:store/files@0.1.0": motcua_upload::store::files,
    },
});

pub use motcua::store::{attempts, drafts, feedback, handling, intake, outbox, register};
pub use motcua_reference::store::types;
