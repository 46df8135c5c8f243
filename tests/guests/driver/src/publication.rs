//! `motcua:store/publication`.

use crate::bindings::motcua::store::publication;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "publish-units" => {
            let (heading, rows) = given(arguments)?;
            told(publication::publish_units(heading, rows).await)
        }
        "publish-successions" => {
            let (heading, rows) = given(arguments)?;
            told(publication::publish_successions(heading, rows).await)
        }
        "publish-procedures" => {
            let (heading, rows) = given(arguments)?;
            told(publication::publish_procedures(heading, rows).await)
        }
        "publish-centres" => {
            let (heading, rows) = given(arguments)?;
            told(publication::publish_centres(heading, rows).await)
        }
        "publish-forms" => {
            let (heading, rows) = given(arguments)?;
            told(publication::publish_forms(heading, rows).await)
        }
        "is-published" => {
            let (kind, name) = given(arguments)?;
            told(publication::is_published(kind, name).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
