//! `motcua:store/drafts`.

use crate::bindings::motcua::store::drafts;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "create" => {
            let (draft, scope, request) = given(arguments)?;
            told(drafts::create(draft, scope, request).await)
        }
        "read" => {
            let (agency, id, now) = given(arguments)?;
            told(drafts::read(agency, id, now).await)
        }
        "save" => {
            let (agency, id, expected, sealed, now, expires) = given(arguments)?;
            told(drafts::save(agency, id, expected, sealed, now, expires).await)
        }
        "remove-ended" => {
            let (agency, now, limit) = given(arguments)?;
            told(drafts::remove_ended(agency, now, limit).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
