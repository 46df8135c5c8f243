//! The order that leads to ShopeePay's page.

use motcua_gateway::{Order, Refusal, Request, Response, Step, malformed};
use serde_json::json;

use crate::account::Account;
use crate::sign;

const PATH: &str = "/v3/merchant-host/order/create";
/// Where the address of ShopeePay's page stands.
const ADDRESS: &str = "redirect_url_http";

/// The order. The same one has the same `request_id`, so asking twice makes no second (r).
pub fn request(account: &Account, order: &Order) -> Request {
    let body = json!({
        "request_id": order.reference,
        "payment_reference_id": order.reference,
        "merchant_ext_id": account.merchant,
        "store_ext_id": account.store,
        "amount": order.amount.saturating_mul(100),
        "currency": "VND",
        "return_url": order.return_url,
        // A page for telephones; others show its QR code (r).
        "platform_type": "mweb",
        // In seconds.
        "expiry_time": order.expires / 1000,
    });
    // `notify_url` has no field: ShopeePay takes it when the merchant signs on.
    sign::request(account, PATH, &body)
}

/// What the response leads to.
pub fn step(account: &Account, response: &Response) -> Result<Step, Refusal> {
    let answer = sign::answer(account, response)?.map_err(Refusal::Declined)?;
    let address = answer.text(ADDRESS)?.ok_or_else(|| malformed(ADDRESS))?;
    // Nothing else than a page: a payer's browser goes there.
    let is_page = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
    if is_page { Ok(Step::Go(address)) } else { Err(malformed(ADDRESS)) }
}
