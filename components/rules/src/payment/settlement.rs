//! Settlement (đối soát): our books, the gateway's statement and the treasury's, number by number.

use std::collections::BTreeMap;

use super::Trouble;
use crate::language::{Language, words};
use crate::money::Dong;

/// What was moved under a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A payment.
    Payment,
    /// A refund by the gateway.
    Refund,
    /// A refund that a person transferred: no gateway knows of it.
    Transfer,
}

#[rustfmt::skip]
words! { Kind:
    Payment  "payment"  "thanh toán"           "payment",
    Refund   "refund"   "hoàn tiền"            "refund",
    Transfer "transfer" "hoàn tiền bằng tay"   "refund by hand",
}

/// Who says what of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The gateway.
    Gateway,
    /// The treasury.
    Treasury,
}

#[rustfmt::skip]
words! { Source:
    Gateway  "gateway"  "cổng thanh toán" "gateway",
    Treasury "treasury" "kho bạc"         "treasury",
}

/// A line of somebody's books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The gateway's number.
    pub transaction: String,
    /// What was moved.
    pub kind: Kind,
    /// How much: what the payer paid or got back; at the treasury, what arrived or was taken off.
    pub amount: Dong,
    /// What the gateway keeps of it; nought on our books and at the treasury.
    pub fee: Dong,
}

/// A number about which not everybody says the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The number.
    pub transaction: String,
    /// What was moved.
    pub kind: Kind,
    /// What is wrong.
    pub trouble: Trouble,
    /// The largest amount that anybody names: at most so much is in question.
    pub amount: Dong,
}

/// A number about which everybody says the same: it can be settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The number.
    pub transaction: String,
    /// What was moved.
    pub kind: Kind,
    /// How much.
    pub amount: Dong,
    /// What the gateway kept.
    pub fee: Dong,
}

/// What the three say, compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// By number.
    pub matches: Vec<Match>,
    /// By number; one number may have several.
    pub differences: Vec<Difference>,
}

type Three<'a> = (Option<&'a Line>, Option<&'a Line>, Option<&'a Line>);

/// Compares a day. Without a statement of the treasury nothing is settled and nothing is missing there.
pub fn compare(ours: &[Line], gateway: &[Line], treasury: Option<&[Line]>) -> Compared {
    let mut numbers: BTreeMap<(&str, Kind), Three<'_>> = BTreeMap::new();
    for line in ours {
        numbers.entry((&line.transaction, line.kind)).or_default().0 = Some(line);
    }
    for line in gateway {
        numbers.entry((&line.transaction, line.kind)).or_default().1 = Some(line);
    }
    for line in treasury.unwrap_or_default() {
        numbers.entry((&line.transaction, line.kind)).or_default().2 = Some(line);
    }
    let mut compared = Compared::default();
    for ((transaction, kind), three) in numbers {
        let troubles = troubles(three, treasury.is_some());
        let amount = [three.0, three.1, three.2].into_iter().flatten().map(|line| line.amount).max();
        let amount = amount.unwrap_or(Dong::ZERO);
        let transaction = transaction.to_owned();
        match (three, troubles.is_empty()) {
            ((Some(_), Some(theirs), Some(_)), true) => {
                compared.matches.push(Match { transaction, kind, amount: theirs.amount, fee: theirs.fee });
            }
            _ => compared.differences.extend(troubles.into_iter().map(|trouble| Difference {
                transaction: transaction.clone(),
                kind,
                trouble,
                amount,
            })),
        }
    }
    compared
}

/// What is wrong with a number.
fn troubles((ours, theirs, treasury): Three<'_>, has_treasury: bool) -> Vec<Trouble> {
    let mut found = Vec::new();
    match (ours, theirs) {
        (Some(ours), Some(theirs)) if ours.amount != theirs.amount => found.push(Trouble::AmountDiffers),
        (None, Some(_)) => found.push(Trouble::MissingHere),
        (Some(_), None) => found.push(Trouble::MissingThere),
        _ => {}
    }
    match (theirs, treasury) {
        (Some(theirs), Some(treasury)) => {
            let net = match theirs.kind {
                Kind::Payment => theirs.amount.dong().checked_sub(theirs.fee.dong()),
                Kind::Refund | Kind::Transfer => Some(theirs.amount.dong()),
            };
            if net != Some(treasury.amount.dong()) {
                found.push(Trouble::FeeDiffers);
            }
        }
        (Some(_), None) if has_treasury => found.push(Trouble::MissingAtTreasury),
        (None, Some(_)) => found.push(Trouble::OnlyAtTreasury),
        _ => {}
    }
    found
}
