//! The law as code. Everything here is pure: the time, the calendar and the facts are arguments; decisions come back
//! with their reason and their legal source. Nothing here knows HTTP, SQL or a clock.

pub mod agency;
pub mod calendar;
pub mod clock;
pub mod code;
pub mod cursor;
pub mod desk;
pub mod dossier;
pub mod feedback;
pub mod fold;
pub mod form;
pub mod language;
pub mod money;
pub mod payment;
pub mod person;
pub mod procedure;
pub mod quote;
pub mod resolve;
pub mod search;
pub mod source;
pub mod term;
pub mod unit;
