//! The part `gateway-payos`: bank transfers through payOS, v2.
//!
//! `account` is who we are there, `sign` what is signed, and then a file an operation: `pay` (the create call and its response),
//! `notice` (the webhook and its answer), `inquiry`. payOS counts in đồng and gives no money back: a person has to transfer it.
//!
//! **What never happens here.** `code`, `desc` and `success` beside `data` are not signed, and nothing is decided by them. A number
//! is never taken from a text: both sign the same. The signed text is built from what came and never from a list of fields,
//! because every new field is signed too.

mod account;
mod inquiry;
#[cfg(test)]
mod laws;
mod notice;
mod pay;
mod sign;
#[cfg(test)]
mod tests;

use motcua_gateway::bindings::exports::motcua::payment_gateway as contract;
use motcua_gateway::{
    Beginning, Call, Message, Order, Outcome, Refund, Refusal, Reply, Request, Response, Step, Terms,
};

use crate::account::Account;

struct Part;

motcua_gateway::bindings::export!(Part with_types_in motcua_gateway::bindings);

impl contract::gateway::Guest for Part {
    async fn agreed() -> Result<Terms, Refusal> {
        Account::read().await.map(|_| account::terms())
    }

    async fn refer(number: u64, _created: u64) -> String {
        number.to_string()
    }

    async fn begin(order: Order) -> Result<Beginning, Refusal> {
        Ok(Beginning::Ask(pay::request(&Account::read().await?, &order)))
    }

    async fn begun(order: Order, response: Response) -> Result<Step, Refusal> {
        pay::step(&Account::read().await?, &order, &response)
    }

    async fn read(call: Call) -> Result<Message, Refusal> {
        notice::read(&Account::read().await?, &call)
    }

    async fn answer(_call: Call, outcome: Outcome) -> Reply {
        notice::answer(&outcome)
    }
}

impl contract::inquiry::Guest for Part {
    async fn ask(order: Order, _id: String, _now: u64) -> Result<Option<Request>, Refusal> {
        Ok(Some(inquiry::request(&Account::read().await?, &order)))
    }

    async fn hear(order: Order, response: Response, _now: u64) -> Result<contract::inquiry::Finding, Refusal> {
        inquiry::finding(&Account::read().await?, &order, &response)
    }
}

impl contract::refunds::Guest for Part {
    async fn ask(_refund: Refund, _now: u64) -> Result<Option<Request>, Refusal> {
        Ok(None)
    }

    async fn hear(_refund: Refund, _response: Response, _now: u64) -> Result<contract::refunds::Finding, Refusal> {
        // Nothing was asked.
        Err(motcua_gateway::malformed(""))
    }

    async fn ask_again(_refund: Refund, _id: String, _now: u64) -> Result<Option<Request>, Refusal> {
        Ok(None)
    }

    async fn hear_again(
        _refund: Refund,
        _response: Response,
        _now: u64,
    ) -> Result<contract::refunds::Finding, Refusal> {
        Err(motcua_gateway::malformed(""))
    }
}
