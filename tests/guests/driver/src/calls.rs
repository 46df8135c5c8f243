//! `motcua:store/calls`.

use crate::bindings::motcua::store::calls;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "keep" => {
            let (call,) = given(arguments)?;
            told(calls::keep(call).await)
        }
        "settle" => {
            let (gateway, id, verdict, at) = given(arguments)?;
            told(calls::settle(gateway, id, verdict, at).await)
        }
        "waiting" => {
            let (gateway, before, limit) = given(arguments)?;
            told(calls::waiting(gateway, before, limit).await)
        }
        "forget" => {
            let (gateway, verdict, before, limit) = given(arguments)?;
            told(calls::forget(gateway, verdict, before, limit).await)
        }
        "verdict" => {
            let (gateway, id) = given(arguments)?;
            told(calls::verdict(gateway, id).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
