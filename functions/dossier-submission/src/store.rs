//! The store, as its contract (`wit/store`) names it. What is reference data is read by the crate that knows it, so those
//! interfaces are its own.

#![allow(missing_docs)]

wit_bindgen::generate!({
    path: "../../wit/store",
    world: "submitter",
    generate_all,
    with: {
        "motcua:store/types@0.1.0": motcua_reference::store::types,
        "motcua:store/units@0.1.0": motcua_reference::store::units,
        "motcua:store/procedures@0.1.0": motcua_reference::store::procedures,
        "motcua:store/forms@0.1.0": motcua_reference::store::forms,
    },
});

pub use motcua::store::{casework, dossiers, drafts, files, filing, outbox};
pub use motcua_reference::store::types;
