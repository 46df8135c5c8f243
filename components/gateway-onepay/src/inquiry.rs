//! Asking OnePay about an order (`queryDR`).

use motcua_gateway::fields::Pairs;
use motcua_gateway::inquiry::Finding;
use motcua_gateway::{Order, Refusal, Request, Response, malformed, post_form};

use crate::account::Account;
use crate::notice::notice;
use crate::sign::{self, SIGNATURE, signature};

/// The question. User and password are signed with the rest (r), like every `vpc_` field.
pub fn request(account: &Account, order: &Order) -> Request {
    let mut fields = vec![
        ("vpc_AccessCode", account.access_code.as_str()),
        ("vpc_Command", "queryDR"),
        ("vpc_MerchTxnRef", &order.reference),
        ("vpc_Merchant", &account.merchant),
        ("vpc_Password", &account.password),
        ("vpc_User", &account.user),
        ("vpc_Version", "2"),
    ];
    let signature = signature(account, &fields);
    fields.push((SIGNATURE, &signature));
    post_form(&account.api_url, &fields)
}

/// What the response says. Without a signature it is believed in nothing, not even that there is no such order.
pub fn finding(account: &Account, response: &Response) -> Result<Finding, Refusal> {
    let text = core::str::from_utf8(&response.body).map_err(|_| malformed(""))?;
    // The pairs may stand on a line of text.
    let pairs = Pairs::read(text.trim_ascii_end())?;
    sign::check(account, &pairs)?;
    if pairs.text("vpc_Merchant").is_some_and(|merchant| merchant != account.merchant) {
        return Err(Refusal::OtherMerchant);
    }
    match pairs.need("vpc_DRExists")? {
        "Y" => notice(&pairs).map(Finding::Notice),
        "N" => Ok(Finding::Nothing),
        _ => Err(malformed("vpc_DRExists")),
    }
}
