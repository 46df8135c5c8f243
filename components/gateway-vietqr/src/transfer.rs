//! The transfer that a payer makes.

use motcua_gateway::{Order, Refusal, Transfer, settings, text};

use crate::account::Account;
use crate::emv::Code;

/// The longest purpose that every bank takes over from a code.
const TEXT_MAX: usize = 25;

/// What the payer is shown. The token stands first in the text: what a bank cuts is the end.
pub fn transfer(account: &Account, order: &Order) -> Result<Transfer, Refusal> {
    let text = text::plain(&format!("{} {}", order.reference, order.purpose), TEXT_MAX);
    let code = Code {
        once: true,
        bank_bin: account.bank_bin.clone(),
        number: account.number.clone(),
        to_card: false,
        amount: Some(order.amount),
        purpose: Some(text.clone()),
    };
    // Money follows this text, so nobody is shown one that does not read back as what we mean.
    let payload = code.write().filter(|payload| Code::read(payload).as_ref() == Ok(&code));
    Ok(Transfer {
        payload: payload.ok_or_else(|| settings::unusable("vietqr_account"))?,
        bank_bin: account.bank_bin.clone(),
        bank_name: account.bank_name.clone(),
        account: account.number.clone(),
        holder: account.holder.clone(),
        amount: order.amount,
        text,
    })
}
