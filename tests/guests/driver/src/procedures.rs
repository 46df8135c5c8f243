//! `motcua:store/procedures`.

use crate::bindings::motcua::store::procedures;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "read" => {
            let (code, as_of) = given(arguments)?;
            told(procedures::read(code, as_of).await)
        }
        "versions" => {
            let (code,) = given(arguments)?;
            told(procedures::versions(code).await)
        }
        "catalogue-of" => {
            let (as_of, known) = given(arguments)?;
            told(procedures::catalogue_of(as_of, known).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
