//! Days as the tables keep them: text that compares.

use crate::bindings::exports::motcua::store::types::{Day, Period};

/// The day before all records: smaller than every day.
pub const EVER: &str = "";

/// The end of what is still open: greater than every day.
pub const OPEN: &str = "9999-12-31";

/// The period as the contract says it.
pub fn period(from: Day, until: Day) -> Period {
    Period { start: (from != EVER).then_some(from), end: (until != OPEN).then_some(until) }
}
