//! The gateways' own side: what a payment intermediary does with what the portal sends it, with its payers and with its calls.
//!
//! All of it is written from the gateways' documents and shares no code with the parts `components/gateway-*`: two readings of
//! one document that disagree are a bug of one of them. A simulator is a server on this machine with books of its own; after a
//! history those are held against the portal's. Chance decides what goes wrong, from a seed.
//!
//! `books` is what a gateway knows, `dialect` what differs between gateways, a file for each of them how it speaks, `serve` how it
//! is reached, `post` its calls to the portal and what befalls them on the way, `sign` the signatures.

mod books;
mod dialect;
mod keypay;
mod momo;
mod onepay;
mod payos;
mod post;
mod serve;
mod shopeepay;
mod sign;
mod time;
mod vietqr;
mod vnpay;
mod zalopay;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::chance::Chance;
use books::Books;
use dialect::Dialect;

pub use books::{Bill, Money, Payment, Returned, Standing};
pub use dialect::{Heard, Kind, Message, NotTaken};
pub use post::{Delivered, Faults};
pub use serve::Api;
pub use time::machine;

/// What a payer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// He pays.
    Paid,
    /// He gives it up, and says so.
    Cancelled,
    /// He pays, and the gateway doubts it for a while.
    Doubted,
    /// He looks at the page and goes away.
    Abandoned,
    /// He pays twice: two transactions for one order.
    PaidTwice,
    /// He pays less or more than he should, where he types the amount himself; elsewhere he pays.
    OtherAmount,
    /// He pays in two halves, where he types the amount himself; elsewhere he pays.
    InHalves,
    /// His first try fails, his second does not.
    AtSecondTry,
    /// He transfers the right amount and says nothing of what for; elsewhere he pays.
    Nameless,
}

/// A payer who went to the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// What the gateway calls the order.
    pub reference: String,
    /// Where the gateway leads his browser back to, with what it adds to that address; empty for a transfer.
    pub return_to: String,
}

/// One gateway.
pub struct Simulator {
    /// Which.
    pub kind: Kind,
    /// Where it listens.
    pub url: String,
    shared: Arc<Shared>,
}

/// What the server and whoever holds the simulator share.
struct Shared {
    dialect: Box<dyn Dialect>,
    url: String,
    /// Milliseconds since 1970; 0 for the machine's time.
    clock: Arc<AtomicU64>,
    books: Mutex<Books>,
}

impl Shared {
    /// The books, at this moment.
    fn books(&self) -> MutexGuard<'_, Books> {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        books.now = match self.clock.load(SeqCst) {
            0 => time::machine(),
            given => given,
        };
        books
    }
}

impl Simulator {
    /// A gateway that lives in the machine's time.
    pub fn start(kind: Kind, seed: u64) -> Simulator {
        Simulator::start_at(kind, seed, Arc::new(AtomicU64::new(0)))
    }

    /// A gateway with the time of this clock, in milliseconds since 1970; while it says 0, the machine's.
    pub fn start_at(kind: Kind, seed: u64, clock: Arc<AtomicU64>) -> Simulator {
        let (listener, url) = serve::listen();
        let dialect = dialect::of(kind);
        let books = Mutex::new(Books::new(Chance::of(seed), kind));
        let shared = Arc::new(Shared { dialect, url: url.clone(), clock, books });
        serve::serve(listener, shared.clone());
        Simulator { kind, url, shared }
    }

    /// What the portal has to be told to use this gateway.
    pub fn variables(&self) -> HashMap<String, String> {
        let variables = self.shared.dialect.variables(&self.url);
        variables.into_iter().map(|(name, value)| (format!("SPIN_VARIABLE_{}", name.to_uppercase()), value)).collect()
    }

    /// What befalls the answers to the portal's requests from now on.
    pub fn troubles(&self, api: Api) {
        self.shared.books().api = api;
    }

    /// A payer goes where the portal sent him, and does this there.
    pub fn pay(&self, next: &Value, how: How) -> Result<Visit, NotTaken> {
        let mut books = self.shared.books();
        let arrived = self.shared.dialect.arrive(&mut books, &self.url, next);
        let reference = match arrived {
            Ok(reference) => reference,
            Err(NotTaken::Wrong(why)) => {
                books.violation(format!("the payer cannot pay: {why}: {next}"));
                return Err(NotTaken::Wrong(why));
            }
            Err(late) => return Err(late),
        };
        books.pay(self.shared.dialect.as_ref(), &reference, how);
        let return_to = self.shared.dialect.return_to(&books, &reference);
        Ok(Visit { reference, return_to })
    }

    /// Makes up its mind about every payment that it doubted for so long at least, in milliseconds.
    pub fn decide(&self, held: u64) {
        self.shared.books().decide(held);
    }

    /// What was done against the gateway's documents, in words.
    pub fn violations(&self) -> Vec<String> {
        self.shared.books().violations.clone()
    }

    /// All payments, as its books have them.
    pub fn payments(&self) -> Vec<Payment> {
        self.shared.books().payments.clone()
    }

    /// All refunds that it did or will do.
    pub fn returned(&self) -> Vec<Returned> {
        self.shared.books().returned.clone()
    }

    /// What it knows of an order.
    pub fn bill(&self, reference: &str) -> Option<Bill> {
        self.shared.books().bills.get(reference).cloned()
    }
}
