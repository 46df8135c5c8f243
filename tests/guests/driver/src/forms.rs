//! `motcua:store/forms`.

use crate::bindings::motcua::store::forms;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "read" => {
            let (procedure, as_of) = given(arguments)?;
            told(forms::read(procedure, as_of).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
