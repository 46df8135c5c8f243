//! The gateway, as its contract (`wit/payment-gateway`) names it: whichever part this component is composed with.

#![allow(missing_docs)]

wit_bindgen::generate!({ path: "../../wit/payment-gateway", world: "payer", generate_all });

pub use motcua::payment_gateway::gateway::{
    Beginning, Message, Outcome, Reply, Terms, agreed, answer, begin, begun, read, refer,
};
pub use motcua::payment_gateway::inquiry;
pub use motcua::payment_gateway::refunds;
pub use motcua::payment_gateway::types::{Bill, Call, Meaning, Notice, Order, Refusal, Request, Response, Step};
