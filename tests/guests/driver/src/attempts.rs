//! `motcua:store/attempts`.

use crate::bindings::motcua::store::attempts;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "failed" => {
            let (subjects, span) = given(arguments)?;
            told(attempts::failed(subjects, span).await)
        }
        "count" => {
            let (subjects, span, forget) = given(arguments)?;
            told(attempts::count(subjects, span, forget).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
