//! The store, as its contract (`wit/store`) names it. What is reference data is read by the crate that knows it, and files
//! are kept by the one that takes them, so those interfaces are theirs.

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
        "motcua:store/files@0.1.0": motcua_upload::store::files,
    },
});

pub use motcua::store::{casework, dossiers, drafts, filing, outbox};
pub use motcua_reference::store::types;
pub use motcua_upload::store::files;
