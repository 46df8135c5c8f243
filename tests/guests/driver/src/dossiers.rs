//! `motcua:store/dossiers`.

use crate::bindings::motcua::store::dossiers;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "read" => {
            let (agency, code) = given(arguments)?;
            told(dossiers::read(agency, code).await)
        }
        "referred" => {
            let (reference,) = given(arguments)?;
            told(dossiers::referred(reference).await)
        }
        "version" => {
            let (agency, code) = given(arguments)?;
            told(dossiers::version(agency, code).await)
        }
        "events" => {
            let (agency, code, after) = given(arguments)?;
            told(dossiers::events(agency, code, after).await)
        }
        "of-owner" => {
            let (owner, after, limit) = given(arguments)?;
            told(dossiers::of_owner(owner, after, limit).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
