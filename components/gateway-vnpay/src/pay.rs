//! The address that a payer is sent to.

use motcua_gateway::{Order, amount, fields, moment};

use crate::account::Account;
use crate::sign::{SIGNATURE, signature};

/// The address with all that VNPay has to know, signed as it is sent.
pub fn address(account: &Account, order: &Order) -> String {
    let (amount, locale) = (amount::in_hundredths(order.amount), if order.language == "en" { "en" } else { "vn" });
    let (created, expires) = (moment::fourteen(order.created), moment::fourteen(order.expires));
    // In the order in which they are signed.
    let query = fields::encoded(&[
        ("vnp_Amount", &amount),
        ("vnp_Command", "pay"),
        ("vnp_CreateDate", &created),
        ("vnp_CurrCode", "VND"),
        ("vnp_ExpireDate", &expires),
        ("vnp_IpAddr", &order.payer_address),
        ("vnp_Locale", locale),
        ("vnp_OrderInfo", &order.purpose),
        ("vnp_OrderType", "other"),
        ("vnp_ReturnUrl", &order.return_url),
        ("vnp_TmnCode", &account.terminal),
        ("vnp_TxnRef", &order.reference),
        ("vnp_Version", "2.1.0"),
    ]);
    format!("{}?{query}&{SIGNATURE}={}", account.pay_url, signature(account, &query))
}
