//! The part `gateway-keypay`: the national payment platform of the public-service portal (KeyPay DVCQG 3.0).
//!
//! `account` is who we are there, `sign` what a `check_sum` covers, and then a file an operation: `create` (the call that opens
//! a payment and what it leads to), `notice` (the callback and its answer), `inquiry` (the detail query).
//!
//! **The callback's `status` is not in its `check_sum`.** Whoever sees one callback can make another one of it that says the
//! opposite. So no callback is believed further than that somebody should ask: a success is `claimed`, everything else is
//! `pending`, and only the answer to the detail query says paid or failed.
//!
//! All of this is read from the code of one open-source portal (VietOpenCPS/opencps-v2, `pay-gate-integration`), not from the
//! operator's document. What not even that shows is marked (r), recalled. Refunds are not in it: a person gives money back.

mod account;
mod create;
mod inquiry;
#[cfg(test)]
mod laws;
mod notice;
mod sign;
#[cfg(test)]
mod tests;

use motcua_gateway::bindings::exports::motcua::payment_gateway as contract;
use motcua_gateway::{
    Beginning, Call, Message, Order, Outcome, Refund, Refusal, Reply, Request, Response, Step, Terms, malformed,
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
        Ok(Beginning::Ask(create::request(&Account::read().await?, &order)))
    }

    async fn begun(_order: Order, response: Response) -> Result<Step, Refusal> {
        create::step(&response)
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
        Err(malformed(""))
    }

    async fn ask_again(_refund: Refund, _id: String, _now: u64) -> Result<Option<Request>, Refusal> {
        Ok(None)
    }

    async fn hear_again(
        _refund: Refund,
        _response: Response,
        _now: u64,
    ) -> Result<contract::refunds::Finding, Refusal> {
        Err(malformed(""))
    }
}
