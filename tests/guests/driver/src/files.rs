//! `motcua:store/files`.

use crate::bindings::motcua::store::files;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "begin" => {
            let (agency, draft, file, files_max, request) = given(arguments)?;
            told(files::begin(agency, draft, file, files_max, request).await)
        }
        "append" => {
            let (agency, draft, file, chunk) = given(arguments)?;
            told(files::append(agency, draft, file, chunk).await)
        }
        "finish" => {
            let (agency, draft, file, sealed, chunks) = given(arguments)?;
            told(files::finish(agency, draft, file, sealed, chunks).await)
        }
        "remove" => {
            let (agency, draft, file) = given(arguments)?;
            told(files::remove(agency, draft, file).await)
        }
        "read" => {
            let (agency, draft, file) = given(arguments)?;
            told(files::read(agency, draft, file).await)
        }
        "of-draft" => {
            let (agency, draft) = given(arguments)?;
            told(files::of_draft(agency, draft).await)
        }
        "chunks" => {
            let (agency, draft, file, offset, limit) = given(arguments)?;
            told(files::chunks(agency, draft, file, offset, limit).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
