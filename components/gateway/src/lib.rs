//! What every payment gateway's part is made of.
//!
//! A part speaks the dialect of one intermediary: [`bindings`] is the contract that it implements (`wit/payment-gateway`), the
//! other modules are what dialects have in common. Each takes bytes as they came and refuses what it cannot read to the letter:
//! nothing is trimmed, normalised or guessed, because a signature covers bytes.
//!
//! ```ignore
//! struct Part;
//! impl bindings::exports::motcua::payment_gateway::gateway::Guest for Part { … }
//! motcua_gateway::bindings::export!(Part with_types_in motcua_gateway::bindings);
//! ```
//!
//! **What never happens here.** No floating point, no call to anybody but for the part's own variables, no state between two
//! calls, no comparison of a signature that stops at the first difference.

pub mod amount;
pub mod fields;
pub mod headers;
pub mod json;
#[cfg(test)]
mod laws;
pub mod mac;
pub mod moment;
pub mod settings;
pub mod text;

/// The world `motcua:payment-gateway/payment-gateway` as `wit-bindgen` writes it, and the part's own variables.
#[allow(missing_docs, clippy::all)]
pub mod bindings {
    wit_bindgen::generate!({
        path: "../../wit/payment-gateway",
        world: "payment-gateway",
        pub_export_macro: true,
        generate_all,
        additional_derives: [PartialEq],
    });
}

pub use bindings::exports::motcua::payment_gateway::gateway::{self, Beginning, Message, Outcome, Reply, Terms};
pub use bindings::exports::motcua::payment_gateway::inquiry;
pub use bindings::exports::motcua::payment_gateway::refunds::{self, Refund};
pub use bindings::exports::motcua::payment_gateway::types::{
    self, Bill, Call, Meaning, Notice, Order, Refusal, Request, Response, Step, Transfer,
};

/// A request with a body of JSON.
pub fn post_json(url: &str, body: &serde_json::Value) -> Request {
    Request {
        method: "POST".to_owned(),
        url: url.to_owned(),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.to_string().into_bytes(),
    }
}

/// A request with the fields of a form, encoded as a browser does.
pub fn post_form(url: &str, fields: &[(&str, &str)]) -> Request {
    Request {
        method: "POST".to_owned(),
        url: url.to_owned(),
        headers: vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())],
        body: fields::encoded(fields).into_bytes(),
    }
}

/// A reply of JSON.
pub fn reply_json(status: u16, body: &serde_json::Value) -> Reply {
    Reply { status, content_type: "application/json".to_owned(), body: body.to_string().into_bytes() }
}

/// A reply that is only a status.
pub const fn reply(status: u16) -> Reply {
    Reply { status, content_type: String::new(), body: Vec::new() }
}

/// Refuses a field that is missing or not what it has to be.
pub fn malformed(field: &str) -> Refusal {
    Refusal::Malformed(field.to_owned())
}
