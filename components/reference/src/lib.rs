//! Reference data as functions read it from the store: procedures, forms and places, brought to the rules.
//!
//! Whoever shows a procedure and whoever files a dossier by it must mean the same version, the same place and the same
//! form. Here the store is asked, what it says is put into the words of the rules, and what it does not know becomes the
//! problem that a citizen reads. Nothing here decides, and nothing writes.
//!
//! A function with a world of its own maps the store's interfaces to those of [`store`], so that a unit or a fault is one
//! type wherever it comes from:
//!
//! ```ignore
//! wit_bindgen::generate!({
//!     path: "../../wit/store",
//!     world: "submitter",
//!     with: {
//!         "motcua:store/types@0.1.0": motcua_reference::store::types,
//!         "motcua:store/units@0.1.0": motcua_reference::store::units,
//!         "motcua:store/procedures@0.1.0": motcua_reference::store::procedures,
//!         "motcua:store/forms@0.1.0": motcua_reference::store::forms,
//!     },
//!     generate_all,
//! });
//! ```
//!
//! A component imports only what it calls: a function that never asks for a form imports no `forms`.

pub mod form;
pub mod place;
pub mod problem;
pub mod procedure;
pub mod quote;
pub mod shown;
pub mod store;
pub mod unit;
pub mod words;
