//! `motcua:store/outbox`.

use crate::bindings::motcua::store::outbox;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "waiting" => {
            let (agency, after, limit) = given(arguments)?;
            told(outbox::waiting(agency, after, limit).await)
        }
        "sent" => {
            let (agency, id, at) = given(arguments)?;
            told(outbox::sent(agency, id, at).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
