//! `motcua:store/feedback`.

use crate::bindings::motcua::store::feedback;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "read" => {
            let (agency, code) = given(arguments)?;
            told(feedback::read(agency, code).await)
        }
        "of-draft" => {
            let (agency, id) = given(arguments)?;
            told(feedback::of_draft(agency, id).await)
        }
        "events" => {
            let (agency, code, after) = given(arguments)?;
            told(feedback::events(agency, code, after).await)
        }
        "alike" => {
            let (agency, place, about, object, since, limit) = given(arguments)?;
            told(feedback::alike(agency, place, about, object, since, limit).await)
        }
        "of-desk" => {
            let (desk, after, limit) = given(arguments)?;
            told(feedback::of_desk(desk, after, limit).await)
        }
        "from-desk" => {
            let (desk, after, limit) = given(arguments)?;
            told(feedback::from_desk(desk, after, limit).await)
        }
        "supporters" => {
            let (agency, code, after, limit) = given(arguments)?;
            told(feedback::supporters(agency, code, after, limit).await)
        }
        "supported-by" => {
            let (agency, code, id) = given(arguments)?;
            told(feedback::supported_by(agency, code, id).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
