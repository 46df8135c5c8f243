//! What a gateway knows: orders, money, what it still has to tell, and what was done against its documents.

use std::collections::{BTreeMap, BTreeSet};

use super::How;
use super::dialect::{Dialect, Kind};
use super::post::Letter;
use super::serve::Api;
use crate::chance::Chance;

/// Of a thousand refunds so many are refused for a reason of the gateway's own.
const REFUSED: usize = 60;
/// Of a thousand refunds so many are not done at once.
const IN_WORK: usize = 300;

/// An order, as the gateway has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// What it is called here.
    pub reference: String,
    /// In đồng.
    pub amount: u64,
    /// What it is for.
    pub info: String,
    /// Where the payer is led back to.
    pub return_url: String,
    /// When the portal says that it was made, as it wrote it.
    pub made: String,
    /// When it came here.
    pub opened: u64,
    /// When nothing is taken any more.
    pub expires: u64,
    /// Whether a payer was here.
    pub visited: bool,
    /// Whether a payer gave it up, or failed.
    pub failed: bool,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Somebody may pay it.
    Open,
    /// The payer has paid, and the gateway doubts it.
    Held,
    /// It has the money.
    Paid,
    /// The payer failed.
    Failed,
    /// The time is over.
    Over,
}

/// A transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Of which order; empty where the payer said nothing.
    pub reference: String,
    /// Its number.
    pub transaction: String,
    /// In đồng.
    pub amount: u64,
    /// What of that was given back.
    pub refunded: u64,
    /// Where the money is.
    pub money: Money,
    /// When it was made.
    pub at: u64,
    /// Whether the portal said that it took a call about it.
    pub is_told: bool,
}

/// Where a payer's money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    /// Nobody knows yet.
    Held,
    /// The gateway has it.
    Paid,
    /// The payer has it again: it never counted.
    Reversed,
}

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The portal's name for it.
    pub id: String,
    /// Of which order.
    pub reference: String,
    /// Of which payment.
    pub transaction: String,
    /// In đồng.
    pub amount: u64,
    /// Its number.
    pub number: String,
    /// Whether it is done; until then the gateway works on it.
    pub is_done: bool,
    /// When it was asked for.
    pub at: u64,
}

/// What a message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Paid.
    Paid,
    /// Doubted, or not decided.
    Held,
    /// Failed.
    Failed,
}

/// Why a refund is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRefund {
    /// It was asked for before, which nobody should.
    Again,
    /// There is no such payment.
    Unknown,
    /// There is not so much left.
    TooMuch,
    /// The gateway does not want to.
    Refused,
}

/// All of it.
pub struct Books {
    /// Milliseconds since 1970.
    pub now: u64,
    /// What goes wrong.
    pub chance: Chance,
    /// By reference.
    pub bills: BTreeMap<String, Bill>,
    /// In the order in which they were made.
    pub payments: Vec<Payment>,
    /// In the order in which they were asked for.
    pub returned: Vec<Returned>,
    /// What the portal has to be told.
    pub letters: Vec<Letter>,
    /// What was done against the gateway's documents.
    pub violations: Vec<String>,
    /// Names of requests that came.
    pub seen: BTreeSet<String>,
    /// When each order was asked about last, by the request's own clock.
    pub asked: BTreeMap<String, u64>,
    /// What befalls the answers to the portal's requests.
    pub api: Api,
    /// Whether the answer that is being written is signed by somebody else.
    pub is_forged: bool,
    kind: Kind,
    numbers: u64,
}

impl Books {
    /// Empty ones.
    pub fn new(chance: Chance, kind: Kind) -> Books {
        Books {
            now: 0,
            chance,
            bills: BTreeMap::new(),
            payments: Vec::new(),
            returned: Vec::new(),
            letters: Vec::new(),
            violations: Vec::new(),
            seen: BTreeSet::new(),
            asked: BTreeMap::new(),
            api: Api::NONE,
            is_forged: false,
            kind,
            numbers: 0,
        }
    }

    /// Whether something happens that happens so often in a thousand times.
    pub fn happens(&mut self, in_a_thousand: usize) -> bool {
        self.chance.below(1000) < in_a_thousand
    }

    /// Notes what the portal should not have done.
    pub fn violation(&mut self, what: String) {
        self.violations.push(format!("{}: {what}", self.kind.word()));
    }

    /// A number that was not given before.
    pub fn number(&mut self) -> u64 {
        self.numbers += 1 + self.chance.number() % 9;
        self.numbers
    }

    /// The key that an answer is signed with: another one where it is to be forged.
    pub fn key(&self, key: &str) -> String {
        if self.is_forged { key.chars().rev().collect() } else { key.to_owned() }
    }

    /// Whether an order that is opened now is new; the same one again changes nothing, and another of that name is a violation.
    pub fn open(&mut self, bill: Bill) -> bool {
        let Some(known) = self.bills.get(&bill.reference) else {
            self.bills.insert(bill.reference.clone(), bill);
            return true;
        };
        if (known.amount, &known.info, &known.made) != (bill.amount, &bill.info, &bill.made) {
            let (known, bill) = (known.clone(), format!("{bill:?}"));
            self.violation(format!("one reference for two orders: {known:?} and {bill}"));
        }
        false
    }

    /// Whether a payer who comes now can pay.
    pub fn is_open(&self, reference: &str) -> bool {
        let is_paid = self.of(reference).any(|payment| payment.money != Money::Reversed);
        let bill = self.bills.get(reference);
        bill.is_some_and(|bill| self.now <= bill.expires && (!is_paid || self.kind.is_transfer()))
    }

    fn of(&self, reference: &str) -> impl DoubleEndedIterator<Item = &Payment> {
        self.payments.iter().filter(move |payment| payment.reference == reference)
    }

    /// Where an order stands; `None` where there is none.
    pub fn standing(&self, reference: &str) -> Option<Standing> {
        let bill = self.bills.get(reference)?;
        let has = |money| self.of(reference).any(|payment| payment.money == money);
        Some(match bill {
            _ if has(Money::Paid) => Standing::Paid,
            _ if has(Money::Held) => Standing::Held,
            bill if bill.failed || has(Money::Reversed) => Standing::Failed,
            bill if self.now > bill.expires => Standing::Over,
            _ => Standing::Open,
        })
    }

    /// The payment of an order that a question is answered with: the first that counts.
    pub fn first(&self, reference: &str) -> Option<&Payment> {
        let counts = |payment: &&Payment| payment.money == Money::Paid;
        self.of(reference).find(counts).or_else(|| self.of(reference).next())
    }

    /// The last payment of an order that counts.
    pub fn last(&self, reference: &str) -> Option<&Payment> {
        let counts = |payment: &&Payment| payment.money == Money::Paid;
        self.of(reference).rfind(counts).or_else(|| self.of(reference).next_back())
    }

    /// A payer is there and does this.
    pub fn pay(&mut self, dialect: &dyn Dialect, reference: &str, how: How) {
        let Some(bill) = self.bills.get_mut(reference) else { return };
        (bill.visited, bill.failed) = (true, bill.failed || matches!(how, How::Cancelled));
        let due = bill.amount;
        match how {
            How::Abandoned => {}
            How::Cancelled => self.tell(reference, Says::Failed, None),
            How::AtSecondTry => {
                self.tell(reference, Says::Failed, None);
                self.transact(dialect, reference, due, Says::Paid);
            }
            How::Doubted => self.transact(dialect, reference, due, Says::Held),
            How::PaidTwice => {
                self.transact(dialect, reference, due, Says::Paid);
                self.transact(dialect, reference, due, Says::Paid);
            }
            How::OtherAmount if self.kind.is_transfer() => {
                let other = *self.chance.one(&[due - 1, due + 1, due / 2, due * 2, due + 10_000, 1_000.max(due / 7)]);
                self.transact(dialect, reference, if other == due { due + 1 } else { other }, Says::Paid);
            }
            How::InHalves if self.kind.is_transfer() => {
                self.transact(dialect, reference, due / 2, Says::Paid);
                self.transact(dialect, reference, due - due / 2, Says::Paid);
            }
            How::Nameless if self.kind == Kind::Vietqr => self.transact(dialect, "", due, Says::Paid),
            How::Paid | How::OtherAmount | How::InHalves | How::Nameless => {
                self.transact(dialect, reference, due, Says::Paid)
            }
        }
    }

    fn transact(&mut self, dialect: &dyn Dialect, reference: &str, amount: u64, says: Says) {
        let transaction = dialect.number(self.number());
        self.payments.push(Payment {
            reference: reference.to_owned(),
            transaction,
            amount,
            refunded: 0,
            money: if says == Says::Held { Money::Held } else { Money::Paid },
            at: self.now,
            is_told: false,
        });
        self.tell(reference, says, Some(self.payments.len() - 1));
    }

    /// What the portal has to be told, as soon as can be.
    pub fn tell(&mut self, reference: &str, says: Says, payment: Option<usize>) {
        let id = format!("msg_{:08x}{:08x}", self.number(), self.chance.number() & 0xffff_ffff);
        let (reference, due) = (reference.to_owned(), self.now);
        self.letters.push(Letter { reference, says, payment, id, tries: 0, due });
    }

    /// Decides about what it has held for so long.
    pub fn decide(&mut self, held: u64) {
        for place in 0..self.payments.len() {
            let payment = &self.payments[place];
            if payment.money != Money::Held || self.now < payment.at + held {
                continue;
            }
            let reference = payment.reference.clone();
            let counts = self.happens(600);
            self.payments[place].money = if counts { Money::Paid } else { Money::Reversed };
            self.tell(&reference, if counts { Says::Paid } else { Says::Failed }, Some(place));
        }
    }

    /// Gives money back, or not. A refund that came before is never done twice.
    pub fn give_back(&mut self, wanted: Returned) -> Result<Returned, NoRefund> {
        if self.returned.iter().any(|known| known.id == wanted.id) || !self.seen.insert(wanted.id.clone()) {
            self.violation(format!("a refund was asked for twice: {wanted:?}"));
            return Err(NoRefund::Again);
        }
        let is_it = |payment: &Payment| {
            let is_named = wanted.transaction.is_empty() || payment.transaction == wanted.transaction;
            payment.money == Money::Paid && payment.reference == wanted.reference && is_named
        };
        let left = |payment: &Payment| payment.amount - payment.refunded >= wanted.amount;
        let known = self.payments.iter().any(is_it);
        let Some(place) = self.payments.iter().position(|payment| is_it(payment) && left(payment)) else {
            return Err(if known { NoRefund::TooMuch } else { NoRefund::Unknown });
        };
        if self.happens(REFUSED) {
            return Err(NoRefund::Refused);
        }
        self.payments[place].refunded += wanted.amount;
        let is_done = !self.happens(IN_WORK);
        let transaction = self.payments[place].transaction.clone();
        let done = Returned { is_done, transaction, at: self.now, ..wanted };
        self.returned.push(done.clone());
        Ok(done)
    }

    /// A refund by the portal's name for it. Whoever asks after it finds it done.
    pub fn returned(&mut self, id: &str) -> Option<Returned> {
        let found = self.returned.iter_mut().find(|refund| refund.id == id)?;
        let before = found.clone();
        found.is_done = true;
        Some(before)
    }

    /// Whether a request of this name is new.
    pub fn is_new(&mut self, name: &str) -> bool {
        self.seen.insert(name.to_owned())
    }
}
