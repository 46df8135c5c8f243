//! `motcua:store/units`.

use crate::bindings::motcua::store::units;
use crate::call::{Refused, given, told};

/// Calls an operation of the interface.
pub async fn call(operation: &str, arguments: &[u8]) -> Result<String, Refused> {
    match operation {
        "read" => {
            let (code, as_of) = given(arguments)?;
            told(units::read(code, as_of).await)
        }
        "readings" => {
            let (code,) = given(arguments)?;
            told(units::readings(code).await)
        }
        "listed" => {
            let (filter, after, limit) = given(arguments)?;
            told(units::listed(filter, after, limit).await)
        }
        "named" => {
            let (name,) = given(arguments)?;
            told(units::named(name).await)
        }
        "successors" => {
            let (old_code,) = given(arguments)?;
            told(units::successors(old_code).await)
        }
        "successors-of-district" => {
            let (district,) = given(arguments)?;
            told(units::successors_of_district(district).await)
        }
        "predecessors" => {
            let (new_code,) = given(arguments)?;
            told(units::predecessors(new_code).await)
        }
        "centre-of" => {
            let (unit_code, as_of) = given(arguments)?;
            told(units::centre_of(unit_code, as_of).await)
        }
        _ => Err(Refused::NoSuchOperation),
    }
}
