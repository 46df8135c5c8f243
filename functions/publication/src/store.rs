//! The store, as its contract (`wit/store`) names it.

#![allow(missing_docs)]

wit_bindgen::generate!({
    path: "../../wit/store",
    world: "publisher",
    with: {
        "motcua:store/types@0.1.0": motcua_reference::store::types,
        "motcua:store/units@0.1.0": motcua_reference::store::units,
        "motcua:store/procedures@0.1.0": motcua_reference::store::procedures,
    },
    generate_all,
});

pub use motcua::store::publication;
pub use motcua_reference::store::{procedures, types, units};
