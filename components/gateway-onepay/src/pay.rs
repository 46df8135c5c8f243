//! The address that a payer is sent to.

use motcua_gateway::{Order, amount, fields, text};

use crate::account::Account;
use crate::sign::{SIGNATURE, signature};

/// More of `vpc_OrderInfo` OnePay does not take (r).
const INFO_MAX: usize = 34;

/// The address with all that OnePay has to know.
pub fn address(account: &Account, order: &Order) -> String {
    let (amount, info) = (amount::in_hundredths(order.amount), text::plain(&order.purpose, INFO_MAX));
    let locale = if order.language == "en" { "en" } else { "vn" };
    // `vpc_CallbackURL` (r) is where it notifies us; older contracts have that address in the merchant portal instead, and then
    // it is one more signed field that does no harm.
    let mut fields = vec![
        ("vpc_AccessCode", account.access_code.as_str()),
        ("vpc_Amount", &amount),
        ("vpc_CallbackURL", &order.notify_url),
        ("vpc_Command", "pay"),
        ("vpc_Currency", "VND"),
        ("vpc_Locale", locale),
        ("vpc_MerchTxnRef", &order.reference),
        ("vpc_Merchant", &account.merchant),
        ("vpc_OrderInfo", &info),
        ("vpc_ReturnURL", &order.return_url),
        ("vpc_TicketNo", &order.payer_address),
        ("vpc_Version", "2"),
    ];
    let signature = signature(account, &fields);
    fields.push((SIGNATURE, &signature));
    format!("{}?{}", account.pay_url, fields::encoded(&fields))
}
