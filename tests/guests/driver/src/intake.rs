//! `motcua:store/intake`.

use crate::bindings::motcua::store::intake;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "receive" => {
            let (reception,) = given(arguments)?;
            told(intake::receive(reception).await)
        }
        "known" => {
            let (request,) = given(arguments)?;
            told(intake::known(request).await)
        }
        "support" => {
            let (agency, code, supporter) = given(arguments)?;
            told(intake::support(agency, code, supporter).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
