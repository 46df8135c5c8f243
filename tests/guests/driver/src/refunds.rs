//! `motcua:store/refunds`.

use crate::bindings::motcua::store::refunds;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "propose" => {
            let (refund, order) = given(arguments)?;
            told(refunds::propose(refund, order).await)
        }
        "advance" => {
            let (change, order) = given(arguments)?;
            told(refunds::advance(change, order).await)
        }
        "read" => {
            let (agency, id) = given(arguments)?;
            told(refunds::read(agency, id).await)
        }
        "of-order" => {
            let (agency, order) = given(arguments)?;
            told(refunds::of_order(agency, order).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
