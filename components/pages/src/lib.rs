//! Layout, page components and texts that functions render: HTML made on the server, usable on an old phone over a slow
//! line, and without scripts.
//!
//! A page is Vietnamese first; `?lang=en` or `Accept-Language: en` turns it. What a page says about its own operation
//! stands in that operation's function; here is what pages share.

mod field;
mod form;
mod gateway;
mod layout;
mod link;
mod qr;
mod refusal;
mod search;

pub use field::{fact, note};
pub use form::{Question, error_summary, hidden};
pub use gateway::gateway_name;
pub use layout::{DRAFT_SCRIPT, Page, STYLE, layout};
pub use link::link;
pub use qr::qr;
pub use refusal::refusal;
pub use search::search_form;
