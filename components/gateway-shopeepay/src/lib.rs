//! The part `gateway-shopeepay`: ShopeePay, "Checkout with ShopeePay" (v3).
//!
//! `account` is who we are there, `sign` what is signed, and then a file an operation: `create` (the order that leads to
//! ShopeePay's page), `notice` (its call with the result and our answer), `inquiry` (transaction/check), `refund`. ShopeePay
//! counts in hundredths of a đồng.
//!
//! **Unverified.** There are no vectors: nobody published a signed message. Paths, fields and codes are those of ShopeePay's
//! public pages (product.shopeepay.com/integration: "Check Transaction Status", "Refund a Payment", "Common Objects") and of
//! vuphuong87/omnipay-shopeepay; what stands in neither is marked (r), recalled or seen in other people's code.

mod account;
mod create;
mod inquiry;
#[cfg(test)]
mod laws;
mod notice;
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
        Ok(Beginning::Ask(create::request(&Account::read().await?, &order)))
    }

    async fn begun(_order: Order, response: Response) -> Result<Step, Refusal> {
        create::step(&Account::read().await?, &response)
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
        Ok(Some(refund::request(&Account::read().await?, &refund)))
    }

    async fn hear(refund: Refund, response: Response, _now: u64) -> Result<contract::refunds::Finding, Refusal> {
        refund::finding(&Account::read().await?, &refund, &response)
    }

    async fn ask_again(refund: Refund, id: String, _now: u64) -> Result<Option<Request>, Refusal> {
        Ok(Some(refund::question(&Account::read().await?, &refund, &id)))
    }

    async fn hear_again(refund: Refund, response: Response, _now: u64) -> Result<contract::refunds::Finding, Refusal> {
        refund::finding_again(&Account::read().await?, &refund, &response)
    }
}
