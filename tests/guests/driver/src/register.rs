//! `motcua:store/register`.

use crate::bindings::motcua::store::register;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "found" => {
            let (terms, after, limit) = given(arguments)?;
            told(register::found(terms, after, limit).await)
        }
        "read" => {
            let (agency, code) = given(arguments)?;
            told(register::read(agency, code).await)
        }
        "figures" => {
            let (grouping, first, last) = given(arguments)?;
            told(register::figures(grouping, first, last).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
