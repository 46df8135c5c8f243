//! `motcua:store/filing`.

use crate::bindings::motcua::store::filing;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "file" => {
            let (filing,) = given(arguments)?;
            told(filing::file(filing).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
