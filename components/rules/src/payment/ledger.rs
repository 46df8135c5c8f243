//! The ledger: double entry in whole đồng. What one account gets another gives, so that the entries of every change add up to
//! nought; nothing is changed or removed, a mistake is put right by entries of its own.
//!
//! ```
//! # use motcua_rules::{money::Dong, payment::ledger::{self, Account}};
//! let fee = Dong::new(150_000).unwrap();
//! let entries = [ledger::received(fee), ledger::applied(fee)].concat();
//! assert_eq!(ledger::balance(&entries, Account::Receivable), 150_000);
//! assert_eq!(ledger::balance(&entries, Account::Revenue), -150_000);
//! assert_eq!(ledger::sum(&entries), 0);
//! ```

use crate::language::{Language, words};
use crate::money::Dong;

/// An account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// What the gateway has and owes us (phải thu cổng thanh toán).
    Receivable,
    /// What came and is not anybody's fee: it is owed to who paid (tiền chờ xử lý).
    Clearing,
    /// Fees of the agency (thu phí, lệ phí).
    Revenue,
    /// What is on its way back to who paid (hoàn trả).
    Refunds,
    /// What the gateway keeps for its service (phí trung gian).
    Fees,
    /// What has arrived at the treasury (kho bạc).
    Treasury,
}

#[rustfmt::skip]
words! { Account:
    Receivable "receivable" "phải thu cổng thanh toán" "receivable from the gateway",
    Clearing   "clearing"   "tiền chờ xử lý"           "clearing",
    Revenue    "revenue"    "thu phí, lệ phí"          "fees of the agency",
    Refunds    "refunds"    "hoàn trả"                 "refunds",
    Fees       "fees"       "phí trung gian"           "fees of the gateway",
    Treasury   "treasury"   "kho bạc"                  "treasury",
}

/// A line: what an account gets is positive, what it gives negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The account.
    pub account: Account,
    /// In đồng, within ±10¹⁵.
    pub amount: i64,
}

fn moved(amount: Dong, to: Account, from: Account) -> Vec<Entry> {
    // An amount has at most 10¹⁵ đồng, far from the end of the type.
    let dong = amount.dong().cast_signed();
    if dong == 0 {
        return Vec::new();
    }
    vec![Entry { account: to, amount: dong }, Entry { account: from, amount: dong.saturating_neg() }]
}

/// The gateway has money for us; whose it is, is not decided.
pub fn received(amount: Dong) -> Vec<Entry> {
    moved(amount, Account::Receivable, Account::Clearing)
}

/// What was received is the fee that was due.
pub fn applied(amount: Dong) -> Vec<Entry> {
    moved(amount, Account::Clearing, Account::Revenue)
}

/// Money was given back: first what was never a fee, then fees. `from` is who paid it: the gateway out of what it owes us, or the
/// treasury where a person transferred it. `None` where there is not as much.
pub fn refunded(amount: Dong, before: &[Entry], from: Account) -> Option<Vec<Entry>> {
    let held = |account| Dong::new(balance(before, account).saturating_neg().max(0).cast_unsigned());
    let (clearing, revenue) = (held(Account::Clearing)?, held(Account::Revenue)?);
    let of_clearing = amount.min(clearing);
    let of_revenue = Dong::new(amount.dong().checked_sub(of_clearing.dong())?).filter(|rest| *rest <= revenue)?;
    Some(
        [
            moved(of_clearing, Account::Clearing, Account::Refunds),
            moved(of_revenue, Account::Revenue, Account::Refunds),
            moved(amount, Account::Refunds, from),
        ]
        .concat(),
    )
}

/// The gateway paid the treasury, less its fee. `None` where the fee is more than the amount.
pub fn settled(amount: Dong, fee: Dong) -> Option<Vec<Entry>> {
    let rest = Dong::new(amount.dong().checked_sub(fee.dong())?)?;
    Some([moved(rest, Account::Treasury, Account::Receivable), moved(fee, Account::Fees, Account::Receivable)].concat())
}

/// A refund was taken out of what the gateway pays the treasury.
pub fn settled_refund(amount: Dong) -> Vec<Entry> {
    moved(amount, Account::Receivable, Account::Treasury)
}

/// What an account has got less what it gave.
pub fn balance(entries: &[Entry], account: Account) -> i64 {
    entries.iter().filter(|entry| entry.account == account).fold(0, |sum: i64, entry| sum.saturating_add(entry.amount))
}

/// What all entries add up to: nought, or somebody invented or lost money.
pub fn sum(entries: &[Entry]) -> i128 {
    entries.iter().map(|entry| i128::from(entry.amount)).sum()
}
