//! `spin:variables@3.0.0`: what a component was given, resolved once at start.

use std::collections::BTreeMap;
use std::sync::Arc;

use wasmtime::component::{Accessor, HasData, Linker};

use crate::bindings::spin::variables::variables::{Error, Host, HostWithStore, add_to_linker};
use crate::guest::Guest;

/// One component's variables, by name.
#[derive(Clone, Default)]
pub struct Grant(Arc<BTreeMap<String, String>>);

impl Grant {
    /// The resolved values.
    pub fn new(values: BTreeMap<String, String>) -> Grant {
        Grant(Arc::new(values))
    }
}

/// Adds the interface to `linker`.
pub fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    add_to_linker::<_, Variables>(linker, |guest| View(&guest.grants.variables))
}

/// The marker by which wasmtime finds a guest's [`View`].
pub struct Variables;

impl HasData for Variables {
    type Data<'a> = View<'a>;
}

/// What the interface sees of a guest.
pub struct View<'a>(&'a Grant);

impl Host for View<'_> {}

impl<T: Send + 'static> HostWithStore<T> for Variables {
    async fn get(accessor: &Accessor<T, Self>, name: String) -> Result<String, Error> {
        if !is_name(&name) {
            return Err(Error::InvalidName(format!("'{name}' is no name: lower-case letters, digits and single '_'")));
        }
        let value = accessor.with(|mut guest| guest.get().0.0.get(&name).cloned());
        value.ok_or_else(|| Error::Undefined(format!("this component was given no variable '{name}'")))
    }
}

/// Letters, digits and underscores, a letter first, no underscore doubled or last: as Spin has it.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.split('_').all(|part| {
            !part.is_empty() && part.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
        })
}
