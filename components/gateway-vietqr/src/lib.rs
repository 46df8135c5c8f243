//! The part `gateway-vietqr`: a transfer from any bank, by VietQR (NAPAS), and the notices of the bank that receives it.
//!
//! NAPAS itself tells the payee nothing: that money came, the receiving bank says. It signs in one of three schemes, and every
//! secret says which one it is for:
//!
//! | a secret | scheme |
//! |---|---|
//! | `whsec_<base64>` | Standard Webhooks |
//! | `stripe:<text>` | `Stripe-Signature` |
//! | `rfc9421:<key id>:<base64>` | HTTP Message Signatures (RFC 9421), `hmac-sha256` |
//!
//! `account` is who we are, `token` what an order is called in the text of a transfer, `emv` the QR code, `transfer` what the
//! payer is shown, `scheme` who signed a call, `notice` what it says and our answer. There is nobody to ask about an order, and
//! nobody who gives money back: a person transfers it.

mod account;
mod emv;
#[cfg(test)]
mod laws;
mod notice;
mod scheme;
#[cfg(test)]
mod tests;
mod token;
mod transfer;

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
        token::token(number)
    }

    async fn begin(order: Order) -> Result<Beginning, Refusal> {
        let transfer = transfer::transfer(&Account::read().await?, &order)?;
        Ok(Beginning::Step(Step::Scan(transfer)))
    }

    async fn begun(_order: Order, _response: Response) -> Result<Step, Refusal> {
        // Nobody is asked before the payer transfers.
        Err(malformed(""))
    }

    async fn read(call: Call) -> Result<Message, Refusal> {
        notice::read(&Account::read().await?, &call)
    }

    async fn answer(call: Call, outcome: Outcome) -> Reply {
        notice::answer(&call, &outcome)
    }
}

impl contract::inquiry::Guest for Part {
    async fn ask(_order: Order, _id: String, _now: u64) -> Result<Option<Request>, Refusal> {
        Ok(None)
    }

    async fn hear(_order: Order, _response: Response, _now: u64) -> Result<contract::inquiry::Finding, Refusal> {
        Err(malformed(""))
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
