//! The part `gateway-onepay`: OnePay, virtual payment client 2.
//!
//! `account` is who we are there, `sign` what is signed, and then a file an operation: `pay` (the address that the payer is
//! sent to), `notice` (the IPN and its answer), `inquiry` (queryDR). OnePay counts in hundredths of a đồng. It documents no
//! refunds by request: a person gives the money back in its merchant portal.
//!
//! Facts marked (r) are recalled or read in other people's code, and not in a document of OnePay's.

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
        let account = Account::read().await?;
        Ok(Beginning::Step(Step::Go(pay::address(&account, &order))))
    }

    async fn begun(_order: Order, _response: Response) -> Result<Step, Refusal> {
        // Nothing is asked of OnePay before the payer goes there.
        Err(malformed(""))
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

    async fn hear(_order: Order, response: Response, _now: u64) -> Result<contract::inquiry::Finding, Refusal> {
        inquiry::finding(&Account::read().await?, &response)
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
