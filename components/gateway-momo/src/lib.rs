//! The part `gateway-momo`: the MoMo wallet, "all in one" v2.
//!
//! `account` is who we are there, `sign` what is signed, and then a file an operation: `pay` (the create call and its response),
//! `notice` (the IPN and its answer), `inquiry`, `refund`. MoMo counts in đồng, and asks for 30 seconds of patience in every call.
//!
//! **What never happens here.** The access key is never read from a message: one that brings its own would be signed with it.
//! Its values are signed as they stand, so that one signature fits several splits of one text: nothing that stands between two
//! fields which the caller compares is believed, and numbers have to be digits.

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

    async fn refer(number: u64, _created: u64) -> String {
        account::reference(number)
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
    async fn ask(order: Order, id: String, _now: u64) -> Result<Option<Request>, Refusal> {
        Ok(Some(inquiry::request(&Account::read().await?, &order, &id)))
    }

    async fn hear(order: Order, response: Response, _now: u64) -> Result<contract::inquiry::Finding, Refusal> {
        inquiry::finding(&Account::read().await?, &order, &response)
    }
}

impl contract::refunds::Guest for Part {
    async fn ask(refund: Refund, _now: u64) -> Result<Option<Request>, Refusal> {
        refund::request(&Account::read().await?, &refund).map(Some)
    }

    async fn hear(refund: Refund, response: Response, _now: u64) -> Result<contract::refunds::Finding, Refusal> {
        refund::finding(&Account::read().await?, &refund, &response)
    }

    async fn ask_again(refund: Refund, id: String, _now: u64) -> Result<Option<Request>, Refusal> {
        Ok(Some(refund::request_again(&Account::read().await?, &refund, &id)))
    }

    async fn hear_again(refund: Refund, response: Response, _now: u64) -> Result<contract::refunds::Finding, Refusal> {
        refund::finding_again(&Account::read().await?, &refund, &response)
    }
}
