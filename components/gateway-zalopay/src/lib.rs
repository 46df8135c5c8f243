//! The part `gateway-zalopay`: ZaloPay, v2.
//!
//! `account` is who we are there, `sign` the two keys, and then a file an operation: `pay` (the create call and its response),
//! `notice` (the callback and its answer), `inquiry`, `refund`. ZaloPay counts in đồng and dates its references in Vietnam's time.
//!
//! **What never happens here.** What a callback says is not looked at before its signature, and never printed again to check it:
//! spaces and escapes are signed. A failure is never read from a callback: ZaloPay calls for what is paid, and an inquiry finds
//! the rest. No answer is 3: it gave the money back once.

mod account;
mod inquiry;
#[cfg(test)]
mod laws;
mod notice;
mod pay;
mod refund;
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

    async fn refer(number: u64, created: u64) -> String {
        account::reference(number, created)
    }

    async fn begin(order: Order) -> Result<Beginning, Refusal> {
        Ok(Beginning::Ask(pay::request(&Account::read().await?, &order)))
    }

    async fn begun(_order: Order, response: Response) -> Result<Step, Refusal> {
        pay::step(&response)
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
        inquiry::finding(&order, &response)
    }
}

impl contract::refunds::Guest for Part {
    async fn ask(refund: Refund, now: u64) -> Result<Option<Request>, Refusal> {
        Ok(Some(refund::request(&Account::read().await?, &refund, now)))
    }

    async fn hear(refund: Refund, response: Response, _now: u64) -> Result<contract::refunds::Finding, Refusal> {
        refund::finding(&Account::read().await?, &refund, &response)
    }

    async fn ask_again(refund: Refund, _id: String, now: u64) -> Result<Option<Request>, Refusal> {
        Ok(Some(refund::request_again(&Account::read().await?, &refund, now)))
    }

    async fn hear_again(refund: Refund, response: Response, _now: u64) -> Result<contract::refunds::Finding, Refusal> {
        refund::finding_again(&Account::read().await?, &refund, &response)
    }
}
