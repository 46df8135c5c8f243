//! `motcua:store/handling`.

use crate::bindings::motcua::store::handling;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "append" => {
            let (step,) = given(arguments)?;
            told(handling::append(step).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
