//! `/api/…`

mod forms;
mod manners;
mod openapi;
mod procedures;
mod quote;
mod resolve;
mod search;
mod units;
