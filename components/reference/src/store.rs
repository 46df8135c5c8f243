//! The store's reading interfaces, as its contract (`wit/store`) names them.

#![allow(missing_docs)]

wit_bindgen::generate!({ path: "../../wit/store", world: "reader", generate_all });

pub use motcua::store::{forms, procedures, types, units};
