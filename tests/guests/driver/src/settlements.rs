//! `motcua:store/settlements`.

use crate::bindings::motcua::store::settlements;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "put" => {
            let (statement,) = given(arguments)?;
            told(settlements::put(statement).await)
        }
        "lines" => {
            let (gateway, day, source, after) = given(arguments)?;
            told(settlements::lines(gateway, day, source, after).await)
        }
        "open-cases" => {
            let (cases,) = given(arguments)?;
            told(settlements::open_cases(cases).await)
        }
        "cases" => {
            let (gateway, all, after, limit) = given(arguments)?;
            told(settlements::cases(gateway, all, after, limit).await)
        }
        "case-of" => {
            let (gateway, id) = given(arguments)?;
            told(settlements::case_of(gateway, id).await)
        }
        "change-case" => {
            let (gateway, id, expected, owner, reason, at) = given(arguments)?;
            told(settlements::change_case(gateway, id, expected, owner, reason, at).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
