//! The part `gateway-vnpay`: VNPay, protocol 2.1.0.
//!
//! `account` is who we are there, `sign` what is signed, and then a file an operation: `pay` (the address that the payer is
//! sent to), `notice` (the IPN and its answer), `inquiry` (querydr), `refund`. VNPay counts in hundredths of a đồng and in
//! Vietnam's time.

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
        number.to_string()
    }

    async fn begin(order: Order) -> Result<Beginning, Refusal> {
        let account = Account::read().await?;
        Ok(Beginning::Step(Step::Go(pay::address(&account, &order))))
    }

    async fn begun(_order: Order, _response: Response) -> Result<Step, Refusal> {
        // Nothing is asked of VNPay before the payer goes there.
        Err(motcua_gateway::malformed(""))
    }

    async fn read(call: Call) -> Result<Message, Refusal> {
        notice::read(&Account::read().await?, &call)
    }

    async fn answer(_call: Call, outcome: Outcome) -> Reply {
        notice::answer(&outcome)
    }
}

impl contract::inquiry::Guest for Part {
    async fn ask(order: Order, id: String, now: u64) -> Result<Option<Request>, Refusal> {
        Ok(Some(inquiry::request(&Account::read().await?, &order, &id, now)))
    }

    async fn hear(_order: Order, response: Response, _now: u64) -> Result<contract::inquiry::Finding, Refusal> {
        inquiry::finding(&Account::read().await?, &response)
    }
}

impl contract::refunds::Guest for Part {
    async fn ask(refund: Refund, now: u64) -> Result<Option<Request>, Refusal> {
        Ok(Some(refund::request(&Account::read().await?, &refund, now)))
    }

    async fn hear(refund: Refund, response: Response, _now: u64) -> Result<contract::refunds::Finding, Refusal> {
        refund::finding(&Account::read().await?, &refund, &response)
    }

    async fn ask_again(refund: Refund, id: String, now: u64) -> Result<Option<Request>, Refusal> {
        Ok(Some(inquiry::request(&Account::read().await?, &refund.order, &id, now)))
    }

    async fn hear_again(refund: Refund, response: Response, _now: u64) -> Result<contract::refunds::Finding, Refusal> {
        refund::finding_again(&Account::read().await?, &refund, &response)
    }
}
