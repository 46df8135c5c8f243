//! The store, as its contract (`wit/store`) names it.

#![allow(missing_docs)]

wit_bindgen::generate!({ path: "../../wit/store", world: "reader", generate_all });

pub use motcua::store::{procedures, types, units};
