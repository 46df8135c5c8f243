//! The store's files, as its contract (`wit/store`) names them.
//!
//! A fault and a request are those of `motcua-reference`: a function that uses both crates has one type for each, and one way
//! to say to a citizen what a fault is.

#![allow(missing_docs)]

wit_bindgen::generate!({
    path: "../../wit/store",
    world: "uploader",
    generate_all,
    with: { "motcua:store/types@0.1.0": motcua_reference::store::types },
});

pub use motcua::store::files;
pub use motcua_reference::store::types;
