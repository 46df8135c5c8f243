//! `/api/…`

mod manners;
mod procedures;
mod quote;
mod resolve;
mod search;
mod units;
