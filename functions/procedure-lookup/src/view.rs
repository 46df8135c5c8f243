//! What answers show, as JSON: one file a noun. Texts are in the language asked for; facts that exist in Vietnamese only
//! stay Vietnamese.

pub mod procedure;
pub mod quote;
pub mod search;
pub mod unit;
